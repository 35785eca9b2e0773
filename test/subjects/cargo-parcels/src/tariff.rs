//! What a bracket of weight costs in a zone.

use crate::weight::MAX_GRAMS;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zone {
    Inland,
    Europe,
    World,
}

const BRACKETS: [(u32, u32); 4] = [(500, 390), (1000, 490), (2000, 690), (MAX_GRAMS, 990)];

impl Zone {
    pub fn of(country: &str) -> Self {
        match country {
            "DE" => Zone::Inland,
            "AT" | "FR" | "NL" | "PL" => Zone::Europe,
            _ => Zone::World,
        }
    }

    fn factor(self) -> u32 {
        match self {
            Zone::Inland => 1,
            Zone::Europe => 2,
            Zone::World => 4,
        }
    }
}

/// The price in cents; `None` beyond the last bracket.
pub fn price(grams: u32, zone: Zone) -> Option<u32> {
    let (_, cents) = BRACKETS.iter().find(|(limit, _)| grams <= *limit)?;
    Some(cents * zone.factor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_include_their_limit() {
        assert_eq!(price(500, Zone::Inland), Some(390));
        assert_eq!(price(501, Zone::Inland), Some(490));
    }

    #[test]
    fn nothing_beyond_the_last_bracket() {
        assert_eq!(price(MAX_GRAMS + 1, Zone::World), None);
    }
}
