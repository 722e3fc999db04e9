//! A number that changed in mid-contract: dated values, picked by the day of referral.

use crate::calendar::Day;

/// A value, or a list of values with the day from which each holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    first: T,
    later: Vec<(Day, T)>,
}

impl<T> Dated<T> {
    /// A value that never changed.
    pub fn always(value: T) -> Dated<T> {
        Dated { first: value, later: Vec::new() }
    }

    /// A value that changed: the later values with the day each holds from, in order of the days.
    pub fn changed(first: T, later: Vec<(Day, T)>) -> Dated<T> {
        Dated { first, later }
    }

    /// The value for a case referred on a day: the last one whose day has come by then.
    pub fn on(&self, referred: Day) -> &T {
        self.later
            .iter()
            .rev()
            .find(|(since, _)| *since <= referred)
            .map_or(&self.first, |(_, value)| value)
    }

    /// Every value with the day from which it holds; the first holds from the beginning.
    pub fn values(&self) -> impl Iterator<Item = (Option<Day>, &T)> {
        std::iter::once((None, &self.first))
            .chain(self.later.iter().map(|(since, value)| (Some(*since), value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    #[test]
    fn the_day_of_referral_picks_the_value() {
        let day = |text| parse_day(text).unwrap();
        let number = Dated::changed(10, vec![(day("2027-04-01"), 5), (day("2028-04-01"), 3)]);
        for (referred, value) in
            [("2027-03-31", 10), ("2027-04-01", 5), ("2028-03-31", 5), ("2028-04-01", 3)]
        {
            assert_eq!(*number.on(day(referred)), value, "{referred}");
        }
    }
}
