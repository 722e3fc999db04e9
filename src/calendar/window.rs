//! Weeks from Monday to Sunday and months of the calendar.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::compact;
use crate::calendar::day::{Day, add_days};

/// A span of whole days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The first day.
    #[serde(with = "compact")]
    pub from: Day,
    /// The last day.
    #[serde(with = "compact")]
    pub to: Day,
}

impl Window {
    /// The Monday-to-Sunday week that holds a day.
    pub fn week_of(day: Day) -> Window {
        let from = add_days(day, -i64::from(day.weekday().num_days_from_monday()));
        Window { from, to: add_days(from, 6) }
    }

    /// The calendar month that holds a day.
    pub fn month_of(day: Day) -> Window {
        let from = NaiveDate::from_ymd_opt(day.year(), day.month(), 1).unwrap_or(day);
        Window { from, to: last_of_month(from) }
    }

    /// The week after this one, if this is a week.
    #[must_use]
    pub fn next_week(self) -> Window {
        Window::week_of(add_days(self.to, 1))
    }

    /// The month after this one, if this is a month.
    #[must_use]
    pub fn next_month(self) -> Window {
        Window::month_of(add_days(self.to, 1))
    }

    /// The month so many months before this one, if this is a month.
    #[must_use]
    pub fn months_before(self, months: u32) -> Window {
        (0..months).fold(self, |month, _| Window::month_of(add_days(month.from, -1)))
    }

    /// The week before this one, if this is a week.
    #[must_use]
    pub fn week_before(self) -> Window {
        Window::week_of(add_days(self.from, -1))
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// Whether two windows share a day.
    pub fn overlaps(self, other: Window) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

fn last_of_month(first: Day) -> Day {
    let (year, month) = (first.year(), first.month());
    (28..=31).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    fn window(from: &str, to: &str) -> Window {
        Window { from: parse_day(from).unwrap(), to: parse_day(to).unwrap() }
    }

    #[test]
    fn a_week_is_monday_to_sunday() {
        let week = window("2026-11-16", "2026-11-22");
        for day in ["2026-11-16", "2026-11-18", "2026-11-22"] {
            assert_eq!(Window::week_of(parse_day(day).unwrap()), week, "{day}");
        }
        assert_eq!(week.next_week(), window("2026-11-23", "2026-11-29"));
    }

    #[test]
    fn a_month_has_its_own_length() {
        let february = window("2024-02-01", "2024-02-29");
        assert_eq!(Window::month_of(parse_day("2024-02-11").unwrap()), february);
        assert_eq!(february.next_month(), window("2024-03-01", "2024-03-31"));
        assert_eq!(february.months_before(0), february);
        assert_eq!(february.months_before(3), window("2023-11-01", "2023-11-30"));
    }

    #[test]
    fn windows_overlap_by_a_single_day() {
        let week = window("2026-11-16", "2026-11-22");
        assert!(week.overlaps(window("2026-11-22", "2026-12-01")));
        assert!(!week.overlaps(window("2026-11-23", "2026-12-01")));
    }
}
