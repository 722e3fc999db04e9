//! A day, and a day with a local time of day.

use serde::{Deserialize, Serialize};

use crate::calendar::compact;
use std::fmt;

use chrono::{Datelike, Month, Months, NaiveDate, NaiveTime, TimeDelta, Timelike};

/// A day of the folder's time zone.
pub type Day = NaiveDate;

/// Moves a day by a number of days, backwards if negative.
pub fn add_days(day: Day, days: i64) -> Day {
    TimeDelta::try_days(days).and_then(|delta| day.checked_add_signed(delta)).unwrap_or(day)
}

/// Moves a day by a number of months, to the last day of the month where that has no such day.
pub fn add_months(day: Day, months: u32) -> Day {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

/// How many days lie from the first to the second; 0 for the same day.
pub fn days_between(from: Day, to: Day) -> i64 {
    (to - from).num_days()
}

/// A day as a person reads it: `Mon 16 Nov 2026`.
pub fn long(day: Day) -> String {
    format!("{} {:04}", short(day), day.year())
}

/// A day as a person reads it where the year is plain: `Mon 16 Nov`.
pub fn short(day: Day) -> String {
    format!("{} {}", day.weekday(), in_month(day))
}

/// A day without its weekday: `16 Nov`.
pub fn in_month(day: Day) -> String {
    let month = u8::try_from(day.month()).ok().and_then(|month| Month::try_from(month).ok());
    let name = month.and_then(|month| month.name().get(..3)).unwrap_or_default();
    format!("{} {name}", day.day())
}

/// A day as files and machines write it: `2026-11-16`.
pub fn plain(day: Day) -> String {
    day.to_string()
}

/// A number with its noun: `1 day`, `3 days`.
pub fn plural(number: i64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Reads a day as [`long`] writes it: `Mon 16 Nov 2026`.
pub fn parse_long(text: &str) -> Option<Day> {
    Day::parse_from_str(text, "%a %d %b %Y").ok().filter(|day| long(*day) == text)
}

/// Reads `2026-11-16`, and nothing else.
pub fn parse_day(text: &str) -> Option<Day> {
    // Else a blank or a sign could stand where a digit should.
    let fits = |(at, byte): (usize, u8)| {
        if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }
    };
    if text.len() != 10 || !text.bytes().enumerate().all(fits) {
        return None;
    }
    let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    Moment::YEARS.contains(&day.year()).then_some(day)
}

/// Reads `10:00` or `10:00:30`. There is no leap second: a case file could not hold it.
pub fn parse_time(text: &str) -> Option<NaiveTime> {
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':') {
        return None;
    }
    NaiveTime::parse_from_str(text, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(text, "%H:%M:%S"))
        .ok()
        .filter(|time| time.nanosecond() == 0)
}

/// A day, with a local time of day where one was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Moment {
    /// The day.
    #[serde(with = "compact")]
    pub day: Day,
    /// The local time of day.
    pub time: Option<NaiveTime>,
}

impl Moment {
    /// The years that a case file can name; more is a slip of the hand.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

    /// A moment known by its day alone.
    pub fn day(day: Day) -> Moment {
        Moment { day, time: None }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.day.year()
    }

    /// Seconds into the day at which an entry counts: one without a time counts as at the day's
    /// end (OBLIGATIONS.md section 3).
    pub fn at_the_latest(self) -> (Day, u32) {
        (self.day, self.time.map_or(86_400, |time| time.num_seconds_from_midnight()))
    }

    /// Seconds into the day at which a miss or a concern counts: one without a time counts as at
    /// the day's start.
    pub fn at_the_earliest(self) -> (Day, u32) {
        (self.day, self.time.map_or(0, |time| time.num_seconds_from_midnight()))
    }

    /// The moment that lies a number of hours later on the local clock face.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Moment {
        match self.time {
            None => Moment { day: add_days(self.day, (hours + 23) / 24), time: None },
            Some(time) => {
                let (time, overflow) = time.overflowing_add_signed(TimeDelta::hours(hours));
                Moment { day: add_days(self.day, overflow / 86_400), time: Some(time) }
            }
        }
    }

    /// As a person reads it: `Mon 16 Nov 2026`, with the time where one is known.
    pub fn long(self) -> String {
        match self.time {
            None => long(self.day),
            Some(time) => format!("{} at {}", long(self.day), time.format("%H:%M")),
        }
    }
}

impl fmt::Display for Moment {
    /// As files write it: `2026-11-16` or `2026-11-16T10:00:00`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.time {
            None => formatter.write_str(&plain(self.day)),
            Some(time) => write!(formatter, "{}T{}", plain(self.day), time.format("%H:%M:%S%.f")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        parse_day(text).unwrap()
    }

    #[test]
    fn twenty_four_hours_are_counted_on_the_clock_face() {
        // The clocks go back on 2026-10-25: the same hand position on the next day all the same.
        let miss = Moment { day: day("2026-10-24"), time: parse_time("14:30") };
        assert_eq!(miss.plus_hours(24).to_string(), "2026-10-25T14:30:00");
        assert_eq!(miss.plus_hours(10).to_string(), "2026-10-25T00:30:00");
        assert_eq!(Moment::day(day("2026-10-24")).plus_hours(24).to_string(), "2026-10-25");
    }

    #[test]
    fn a_day_is_written_for_people_and_for_files() {
        let monday = day("2026-11-02");
        assert_eq!(long(monday), "Mon 2 Nov 2026");
        assert_eq!(short(monday), "Mon 2 Nov");
        assert_eq!(plain(monday), "2026-11-02");
        assert_eq!(Moment::day(monday).long(), "Mon 2 Nov 2026");
        let at_nine = Moment { day: monday, time: parse_time("09:05:59") };
        assert_eq!(at_nine.long(), "Mon 2 Nov 2026 at 09:05");
    }

    #[test]
    fn a_time_of_day_is_one_of_a_clock_face() {
        for text in ["00:00", "9:05", "23:59:59"] {
            assert!(parse_time(text).is_some(), "{text}");
        }
        for text in ["", "10", "24:00", "23:60", "23:59:60", "10:00:60", "+1:00", "10:00 "] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    #[test]
    fn only_iso_days_are_read() {
        assert!(parse_day("2026-02-28").is_some());
        for text in [
            "2026-02-29",
            "2026-2-3",
            "26-02-03",
            "9999-01-01",
            "2026-02-28 ",
            "2026- 2-28",
            "+026-02-28",
        ] {
            assert!(parse_day(text).is_none(), "{text}");
        }
    }
}
