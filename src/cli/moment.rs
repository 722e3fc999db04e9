//! A moment of the past as it is typed: a day, a day and a time, or a commit.

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::calendar::{Day, Timezone, long, parse_day, parse_time};
use crate::cli::date_words::{self, Looking};
use crate::store::Snapshot;

/// The second to which a minute is meant.
const LAST_SECOND: u32 = 59;

/// A moment of the past.
pub(super) enum Moment<'t> {
    /// Anywhere on earth, to the second.
    Instant(DateTime<Utc>),
    /// By the clock on the wall; a minute is meant to its end.
    Until(NaiveDateTime),
    /// A day, to its end.
    Day(Day),
    /// A commit as git names one.
    Commit(&'t str),
}

impl Moment<'_> {
    /// The moment that was typed on a day.
    pub(super) fn read(typed: &str, today: Day) -> Moment<'_> {
        if let Ok(moment) = DateTime::parse_from_rfc3339(typed) {
            Moment::Instant(moment.to_utc())
        } else if let Some(until) = day_and_time(typed) {
            Moment::Until(until)
        } else if let Ok(day) = date_words::day(typed, today, Looking::Back) {
            Moment::Day(day)
        } else {
            Moment::Commit(typed)
        }
    }

    /// The day that it is on; that of the commit, where it is one.
    pub(super) fn day(&self, snapshot: &Snapshot, timezone: Timezone) -> Day {
        self.named_day(timezone).unwrap_or_else(|| local(committed(snapshot), timezone).date())
    }

    /// The day that it is on; none where it is a commit.
    pub(super) fn named_day(&self, timezone: Timezone) -> Option<Day> {
        match self {
            Moment::Instant(moment) => Some(local(*moment, timezone).date()),
            Moment::Until(until) => Some(until.date()),
            Moment::Day(day) => Some(*day),
            Moment::Commit(_) => None,
        }
    }

    /// Whether it lies ahead. A day has begun before it is over, and so has a minute.
    pub(super) fn lies_ahead(&self, now: DateTime<Utc>, timezone: Timezone) -> bool {
        let by_the_wall = local(now, timezone);
        match self {
            Moment::Instant(moment) => *moment > now,
            Moment::Until(until) => until.with_second(0).is_some_and(|from| from > by_the_wall),
            Moment::Day(day) => *day > by_the_wall.date(),
            Moment::Commit(_) => false,
        }
    }

    /// It in words, with the commit by which the folder was as it was then.
    pub(super) fn words(&self, snapshot: &Snapshot, timezone: Timezone) -> String {
        let commit = format!("commit {}", snapshot.commit.get(..12).unwrap_or(&snapshot.commit));
        match self {
            Moment::Instant(moment) => {
                format!("{} ({commit})", to_the_minute(local(*moment, timezone)))
            }
            Moment::Until(until) => format!("{} ({commit})", to_the_minute(*until)),
            Moment::Day(day) => format!("the end of {} ({commit})", long(*day)),
            Moment::Commit(_) => format!("{commit}, of {}", long(self.day(snapshot, timezone))),
        }
    }
}

fn to_the_minute(moment: NaiveDateTime) -> String {
    let is_minute = [0, LAST_SECOND].contains(&moment.second());
    let time = moment.format(if is_minute { "%H:%M" } else { "%H:%M:%S" });
    format!("{time} on {}", long(moment.date()))
}

fn committed(snapshot: &Snapshot) -> DateTime<Utc> {
    DateTime::from_timestamp(snapshot.seconds, 0).unwrap_or_default()
}

fn local(moment: DateTime<Utc>, timezone: Timezone) -> NaiveDateTime {
    timezone.local(moment).naive_local()
}

/// A day and a time of day by the clock on the wall; a minute is meant to its end.
fn day_and_time(typed: &str) -> Option<NaiveDateTime> {
    let (day, typed) = typed.trim().split_once(['T', ' '])?;
    let to_the_second = NaiveTime::parse_from_str(typed, "%H:%M:%S").ok();
    let time = to_the_second.or_else(|| parse_time(typed)?.with_second(LAST_SECOND))?;
    Some(parse_day(day)?.and_time(time))
}
