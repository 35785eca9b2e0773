//! What a parcel counts for.

/// The heaviest parcel that is accepted, in grams.
pub const MAX_GRAMS: u32 = 5000;

const STEP: u32 = 500;
const CUBIC_MM_PER_GRAM: u64 = 5000;

#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    pub grams: u32,
    /// In millimetres.
    pub sides: [u32; 3],
}

impl Parcel {
    pub fn new(grams: u32, sides: [u32; 3]) -> Self {
        Parcel { grams, sides }
    }

    fn volume(&self) -> u64 {
        self.sides.iter().map(|side| u64::from(*side)).product()
    }

    /// The weight that is paid for: a large light parcel counts as a heavier one.
    pub fn billable(&self) -> u32 {
        let by_size = (self.volume() / CUBIC_MM_PER_GRAM) as u32;
        let heavier = if by_size > self.grams {
            by_size
        } else {
            self.grams
        };
        whole_steps(heavier)
    }
}

/// The weight with the step that is begun taken as a whole one.
fn whole_steps(grams: u32) -> u32 {
    match grams % STEP {
        0 => grams + STEP,
        begun => grams - begun + STEP,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_is_begun_counts() {
        assert_eq!(whole_steps(501), 1000);
        assert_eq!(whole_steps(1999), 2000);
    }

    #[test]
    fn a_large_light_parcel_counts_by_its_size() {
        let pillow = Parcel::new(300, [400, 300, 100]);
        assert_eq!(pillow.billable(), 2500);
    }
}
