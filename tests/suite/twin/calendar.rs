//! Days: the only date arithmetic here, and all of it walks one day at a time.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The bank holidays of 2010 to 2028, as published. The one place that names the file.
const BANK_HOLIDAYS: &str = include_str!("../../../src/calendar/bank-holidays.csv");

/// The bank holidays of one division.
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// The calendar of a division: `england-and-wales`, `scotland` or `northern-ireland`.
    pub fn of(division: &str) -> Calendar {
        let mut holidays = BTreeSet::new();
        for line in BANK_HOLIDAYS.lines().skip(1) {
            let mut cells = line.splitn(3, ',');
            if cells.next() == Some(division) {
                let day = cells.next().expect("a bank holiday has a date");
                holidays.insert(day.parse().expect("the date is written year-month-day"));
            }
        }
        assert!(!holidays.is_empty(), "no such calendar: {division}");
        Calendar { holidays }
    }

    /// Every bank holiday of this calendar.
    pub fn holidays(&self) -> Vec<NaiveDate> {
        self.holidays.iter().copied().collect()
    }

    /// Monday to Friday, not a bank holiday.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        day.weekday() != Weekday::Sat
            && day.weekday() != Weekday::Sun
            && !self.holidays.contains(&day)
    }

    /// `from + count wd`: `from` is not counted, the first working day after it is 1.
    pub fn working_days_after(&self, from: NaiveDate, count: u32) -> NaiveDate {
        let mut day = from;
        let mut counted = 0;
        while counted < count {
            day = next_day(day);
            if self.is_working_day(day) {
                counted += 1;
            }
        }
        day
    }

    /// The last working day on or before a day.
    pub fn last_working_day_by(&self, day: NaiveDate) -> NaiveDate {
        let mut day = day;
        while !self.is_working_day(day) {
            day = previous_day(day);
        }
        day
    }
}

/// The day after.
pub fn next_day(day: NaiveDate) -> NaiveDate {
    day.succ_opt().expect("the calendar goes on")
}

/// The day before.
pub fn previous_day(day: NaiveDate) -> NaiveDate {
    day.pred_opt().expect("the calendar goes back")
}

/// `day + count` days, or before it where `count` is negative.
pub fn days_after(day: NaiveDate, count: i64) -> NaiveDate {
    if count < 0 {
        day - Days::new(count.unsigned_abs())
    } else {
        day + Days::new(count.unsigned_abs())
    }
}

/// `day + count` months, taken from the day itself and clamped to the month's last day.
pub fn months_after(day: NaiveDate, count: u32) -> NaiveDate {
    let (mut year, mut month) = (day.year(), day.month());
    for _ in 0..count {
        month += 1;
        if month == 13 {
            month = 1;
            year += 1;
        }
    }
    let mut number = day.day();
    loop {
        match NaiveDate::from_ymd_opt(year, month, number) {
            Some(found) => return found,
            None => number -= 1,
        }
    }
}

/// The Sunday of the Monday-to-Sunday week that holds the day.
pub fn sunday_of(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while day.weekday() != Weekday::Sun {
        day = next_day(day);
    }
    day
}

/// The last day of the month that holds the day.
pub fn last_of_month(day: NaiveDate) -> NaiveDate {
    let mut day = day;
    while next_day(day).month() == day.month() {
        day = next_day(day);
    }
    day
}

/// Every day from the first to the last, both included; none if the last comes first.
pub fn days_from_to(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let mut days = Vec::new();
    let mut day = first;
    while day <= last {
        days.push(day);
        day = next_day(day);
    }
    days
}
