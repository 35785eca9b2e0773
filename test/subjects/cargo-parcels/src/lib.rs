//! Prices of parcels by weight, size and where they go.

#![forbid(unsafe_code)]
#![deny(warnings)]

mod quote;
mod tariff;
mod weight;

pub use quote::{quote, Quote, QuoteError};
pub use tariff::Zone;
pub use weight::Parcel;
