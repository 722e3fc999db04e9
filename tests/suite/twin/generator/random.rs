//! A tiny random number generator: splitmix64.

use chrono::NaiveDate;

use super::super::calendar::days_after;

/// The state of splitmix64.
pub struct Random {
    state: u64,
}

impl Random {
    /// The same seed gives the same numbers.
    pub fn new(seed: u64) -> Random {
        Random { state: seed }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = (high - low + 1) as u64;
        low + (self.next() % width) as i64
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, among: &[T]) -> T {
        let place = self.between(0, among.len() as i64 - 1);
        among[place as usize]
    }

    /// A day on, or a little before or after, a day that matters.
    pub fn near(&mut self, day: NaiveDate) -> NaiveDate {
        let offset = self.pick(&[0, 0, 0, 0, 0, -1, -1, -1, 1, 1, 1, 2, -2, 3, -3, 7, -7]);
        days_after(day, offset)
    }

    /// A day near one of these.
    pub fn near_one(&mut self, days: &[NaiveDate]) -> NaiveDate {
        let day = self.pick(days);
        self.near(day)
    }

    /// Another order of the same things.
    pub fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            let other = self.between(0, place as i64) as usize;
            things.swap(place, other);
        }
    }
}
