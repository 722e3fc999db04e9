//! Which days are working days, and what comes of adding a period to a day.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{Datelike, Weekday};

use crate::calendar::day::{Day, add_days, add_months};
use crate::calendar::holidays::{Changes, Division, Holidays};
use crate::calendar::period::Period;

/// Why a day is no working day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DayOff {
    /// A Saturday or a Sunday.
    Weekend,
    /// A bank holiday, by name.
    Holiday(&'static str),
    /// A closure day of this provider's settings.
    Closure,
}

impl fmt::Display for DayOff {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DayOff::Weekend => formatter.write_str("weekend"),
            DayOff::Holiday(name) => formatter.write_str(name),
            DayOff::Closure => formatter.write_str("closure day"),
        }
    }
}

/// A period added to a day, with every day that was skipped on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The day counted from; it does not count itself.
    pub from: Day,
    /// What was added.
    pub period: Period,
    /// The last day within the period.
    pub result: Day,
    /// The days that were not counted, in order. Empty but for working days.
    pub skipped: Vec<(Day, DayOff)>,
}

/// The working days of one division, with a folder's own changes.
#[derive(Clone, Debug)]
pub struct Calendar {
    division: Division,
    days_off: BTreeMap<Day, DayOff>,
    last_year: i32,
}

impl Calendar {
    /// The calendar of a division, with the days that the settings add or drop.
    pub fn new(division: Division, changes: &Changes) -> Calendar {
        let holidays = Holidays::of(division);
        let mut days_off: BTreeMap<Day, DayOff> =
            holidays.days().iter().map(|(day, name)| (*day, DayOff::Holiday(name))).collect();
        for day in &changes.drop {
            days_off.remove(day);
        }
        for day in &changes.add {
            days_off.entry(*day).or_insert(DayOff::Closure);
        }
        Calendar { division, days_off, last_year: holidays.years().1 }
    }

    /// The division it is of.
    pub fn division(&self) -> Division {
        self.division
    }

    /// The last year whose bank holidays are known.
    pub fn last_year(&self) -> i32 {
        self.last_year
    }

    /// Whether a day lies past the table's end, where only weekends and settings are known.
    pub fn is_past_table(&self, day: Day) -> bool {
        day.year() > self.last_year
    }

    /// Why a day is no working day; none if it is one.
    pub fn day_off(&self, day: Day) -> Option<DayOff> {
        if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return Some(DayOff::Weekend);
        }
        self.days_off.get(&day).cloned()
    }

    /// Whether a day is Monday to Friday and neither a bank holiday nor a closure day.
    pub fn is_working_day(&self, day: Day) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.days_off.contains_key(&day)
    }

    /// The bank holidays and closure days of a year, in order.
    pub fn days_off_in(&self, year: i32) -> impl Iterator<Item = (Day, &DayOff)> {
        self.days_off
            .iter()
            .filter(move |(day, _)| day.year() == year)
            .map(|(day, off)| (*day, off))
    }

    /// Adds a period. The day itself does not count; a limit never rolls forward.
    pub fn add(&self, from: Day, period: Period) -> Sum {
        let mut skipped = Vec::new();
        let result = match period {
            Period::WorkingDays(number) => self.add_working_days(from, number, &mut skipped),
            Period::Days(number) => add_days(from, number.into()),
            Period::Months(number) => add_months(from, number),
            Period::Hours(number) => add_days(from, i64::from(number.div_ceil(24))),
        };
        Sum { from, period, result, skipped }
    }

    fn add_working_days(&self, from: Day, number: u32, skipped: &mut Vec<(Day, DayOff)>) -> Day {
        let mut day = from;
        let mut counted = 0;
        while counted < number {
            day = add_days(day, 1);
            match self.day_off(day) {
                None => counted += 1,
                Some(why) => skipped.push((day, why)),
            }
        }
        day
    }

    /// The working day itself, or the last one before it.
    pub fn working_day_on_or_before(&self, day: Day) -> Day {
        let mut candidate = day;
        while !self.is_working_day(candidate) {
            candidate = add_days(candidate, -1);
        }
        candidate
    }

    /// The day itself if it is a working day, else the next one.
    pub fn working_day_on_or_after(&self, day: Day) -> Day {
        let mut candidate = day;
        while !self.is_working_day(candidate) {
            candidate = add_days(candidate, 1);
        }
        candidate
    }

    /// How many working days lie after the first day, up to and with the second.
    pub fn working_days_between(&self, from: Day, to: Day) -> u32 {
        let mut count = 0;
        let mut day = from;
        while day < to {
            day = add_days(day, 1);
            count += u32::from(self.is_working_day(day));
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    fn calendar(division: Division) -> Calendar {
        Calendar::new(division, &Changes::default())
    }

    /// The public vectors of OBLIGATIONS.md section 7.
    #[test]
    fn the_published_vectors() {
        let england = calendar(Division::EnglandAndWales);
        let scotland = calendar(Division::Scotland);
        for (from, number, in_england, in_scotland) in [
            ("2026-12-14", 2, "2026-12-16", "2026-12-16"),
            ("2026-12-14", 15, "2027-01-07", "2027-01-08"),
            ("2026-12-12", 15, "2027-01-06", "2027-01-07"),
            ("2026-12-14", 20, "2027-01-14", "2027-01-15"),
            ("2026-06-08", 10, "2026-06-22", "2026-06-23"),
            ("2026-11-20", 10, "2026-12-04", "2026-12-07"),
            ("2026-04-02", 10, "2026-04-20", "2026-04-17"),
            ("2026-12-18", 10, "2027-01-06", "2027-01-07"),
        ] {
            let period = Period::WorkingDays(number);
            assert_eq!(england.add(day(from), period).result, day(in_england), "{from}");
            assert_eq!(scotland.add(day(from), period).result, day(in_scotland), "{from}");
        }
        assert_eq!(england.working_day_on_or_before(day("2026-12-28")), day("2026-12-24"));
    }

    #[test]
    fn months_are_taken_from_the_day_itself() {
        let england = calendar(Division::EnglandAndWales);
        for (number, due) in [(1, "2024-02-29"), (3, "2024-04-30")] {
            assert_eq!(england.add(day("2024-01-31"), Period::Months(number)).result, day(due));
        }
    }

    #[test]
    fn skipped_days_are_named() {
        let sum =
            calendar(Division::EnglandAndWales).add(day("2026-12-24"), Period::WorkingDays(1));
        let named: Vec<String> =
            sum.skipped.iter().map(|(day, why)| format!("{day} {why}")).collect();
        assert_eq!(sum.result, day("2026-12-29"));
        assert_eq!(
            named,
            [
                "2026-12-25 Christmas Day",
                "2026-12-26 weekend",
                "2026-12-27 weekend",
                "2026-12-28 Boxing Day (observed)",
            ]
        );
    }

    #[test]
    fn settings_add_and_drop_days() {
        let changes = Changes { add: vec![day("2026-12-24")], drop: vec![day("2026-12-25")] };
        let own = Calendar::new(Division::EnglandAndWales, &changes);
        assert!(!own.is_working_day(day("2026-12-24")));
        assert!(own.is_working_day(day("2026-12-25")));
        let off = |year| own.days_off_in(year).map(|(day, why)| format!("{day} {why}"));
        let winter: Vec<String> = off(2026).filter(|day| day.contains("-12-")).collect();
        assert_eq!(winter, ["2026-12-24 closure day", "2026-12-28 Boxing Day (observed)"]);
        assert_eq!((off(2025).count(), off(2026).count(), off(2029).count()), (8, 8, 0));
    }

    #[test]
    fn past_the_table_only_weekends_are_known() {
        let england = calendar(Division::EnglandAndWales);
        assert_eq!(england.last_year(), 2028);
        assert!(!england.is_past_table(day("2028-12-31")));
        assert!(england.is_past_table(day("2029-01-01")));
        assert!(england.is_working_day(day("2029-12-25")));
    }
}
