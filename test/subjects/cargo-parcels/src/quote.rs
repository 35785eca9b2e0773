//! Quotes for what a customer sends.

use crate::tariff::{price, Zone};
use crate::weight::{Parcel, MAX_GRAMS};

#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    pub cents: u32,
    pub zone: Zone,
}

#[derive(Debug, PartialEq)]
pub enum QuoteError {
    NothingToSend,
    TooHeavy(u32),
}

/// The price of all parcels together, with a tenth off from three on.
pub fn quote(parcels: &[Parcel], country: &str) -> Result<Quote, QuoteError> {
    if parcels.is_empty() {
        return Err(QuoteError::NothingToSend);
    }
    let zone = Zone::of(country);
    let mut cents = 0;
    for parcel in parcels {
        cents += price_of(parcel, zone)?;
    }
    if parcels.len() >= 3 {
        cents -= cents / 10;
    }
    Ok(Quote { cents, zone })
}

fn price_of(parcel: &Parcel, zone: Zone) -> Result<u32, QuoteError> {
    if parcel.grams > MAX_GRAMS {
        return Err(QuoteError::TooHeavy(parcel.grams));
    }
    let grams = parcel.billable();
    Ok(price(grams, zone).expect("a bracket for every weight that is accepted"))
}
