use cargo_parcels::{quote, Parcel, QuoteError, Zone};

const SMALL: [u32; 3] = [100, 100, 50];

#[test]
fn a_letter_goes_by_the_first_bracket() {
    let quoted = quote(&[Parcel::new(120, SMALL)], "DE").unwrap();
    assert_eq!(quoted.cents, 390);
    assert_eq!(quoted.zone, Zone::Inland);
}

#[test]
fn abroad_costs_more() {
    let quoted = quote(&[Parcel::new(740, SMALL)], "AT").unwrap();
    assert_eq!(quoted.cents, 980);
}

#[test]
fn three_parcels_are_cheaper() -> Result<(), String> {
    let three = vec![Parcel::new(120, SMALL); 3];
    let quoted = quote(&three, "DE").map_err(|error| format!("{error:?}"))?;
    assert_eq!(quoted.cents, 1053);
    Ok(())
}

#[test]
fn nothing_has_no_price() {
    assert_eq!(quote(&[], "DE"), Err(QuoteError::NothingToSend));
}

#[test]
fn what_is_too_heavy_is_refused() {
    let anvil = Parcel::new(5001, SMALL);
    assert_eq!(quote(&[anvil], "US"), Err(QuoteError::TooHeavy(5001)));
}

#[test]
fn heaviest_parcel_has_a_price() {
    let quoted = quote(&[Parcel::new(5000, SMALL)], "DE").unwrap();
    assert_eq!(quoted.cents, 990);
}
