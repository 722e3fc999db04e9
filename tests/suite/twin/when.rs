//! A day, perhaps with a local time on it.

use std::cmp::Ordering;

use chrono::{NaiveDate, NaiveTime};

/// A day, and the local time on it where that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The day.
    pub day: NaiveDate,
    /// The local time, if known.
    pub time: Option<NaiveTime>,
}

impl When {
    /// A day without a time.
    pub fn day(day: NaiveDate) -> When {
        When { day, time: None }
    }

    /// As written: a date, or a local date-time after a `T`.
    pub fn text(self) -> String {
        match self.time {
            None => self.day.format("%Y-%m-%d").to_string(),
            Some(time) => format!("{}T{}", self.day.format("%Y-%m-%d"), time.format("%H:%M:%S")),
        }
    }

    /// Is this contact after that miss or concern? "On a later day, or on the same day at a later time, where a contact
    /// without a time counts as at the day's end, and a miss or concern without one as at its start."
    pub fn contact_is_after(self, happening: When) -> bool {
        if self.day != happening.day {
            return self.day > happening.day;
        }
        match (self.time, happening.time) {
            (None, _) => true,
            (Some(contact), None) => contact > NaiveTime::MIN,
            (Some(contact), Some(happening)) => contact > happening,
        }
    }

    /// The order of contacts: by day, by time, one without a time at the day's end.
    pub fn contact_order(self, other: When) -> Ordering {
        self.day.cmp(&other.day).then_with(|| match (self.time, other.time) {
            (None, None) => Ordering::Equal,
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(mine), Some(theirs)) => mine.cmp(&theirs),
        })
    }

    /// Is this on time for a due moment? By the minute where both times are known, else by the day.
    pub fn is_by(self, due: When) -> bool {
        match (self.time, due.time) {
            (Some(mine), Some(limit)) => self.day.and_time(mine) <= due.day.and_time(limit),
            _ => self.day <= due.day,
        }
    }
}
