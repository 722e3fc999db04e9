//! A moment of the past: a day, a day and a time, or a commit.

use chrono::{DateTime, NaiveDateTime, Timelike, Utc};

use crate::calendar::{Day, Timezone, long};
use crate::cli::moment_words;
use crate::store::Snapshot;

/// The second to which a minute is meant.
pub(super) const LAST_SECOND: u32 = 59;

/// A moment of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
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
        moment_words::read(typed, today).unwrap_or(Moment::Commit(typed))
    }

    /// Whether something that happened then was by that moment; of a commit nobody can tell.
    pub(super) fn is_by(&self, then: DateTime<Utc>, timezone: Timezone) -> bool {
        match self {
            Moment::Instant(until) => then <= *until,
            Moment::Until(until) => local(then, timezone) <= *until,
            Moment::Day(day) => local(then, timezone).date() <= *day,
            Moment::Commit(_) => false,
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
