//! How a step of the history is told: by which day lateness is counted, and what is kept back.

use chrono::DateTime;

use crate::calendar::{Day, Timezone, days_between};
use crate::case::{EntryChange, KEPT_BACK, KeyChange, schema};
use crate::operation::is_logged_with;
use crate::problem::{is_surely_an_id, nameless_path};
use crate::reading::safe_line;
use crate::report::history::doing::Doing;
use crate::report::history::local_day;

/// The word of what a merge left to be settled.
pub(super) const CONFLICT: &str = "conflict";

/// When an entry came on record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recorded {
    /// The day, by which lateness is counted.
    pub(super) day: Option<Day>,
    /// The day that the entry says itself, where the step was made at another time.
    pub(super) stamp_apart: Option<Day>,
}

/// What a step is, how lateness is told of it, and whether names are kept back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Logging {
    /// The moment of the step, in seconds since 1970; none where it says nothing of when things were
    /// recorded.
    pub(super) moment: Option<i64>,
    pub(super) timezone: Timezone,
    pub(super) doing: Doing,
    /// Whether what is only added to an entry is what the step is for.
    pub(super) goes_on: bool,
    pub(super) redacts: bool,
}

impl Logging {
    /// The day of the step.
    pub(super) fn day(self) -> Option<Day> {
        self.moment.and_then(|moment| local_day(moment, self.timezone))
    }

    /// By how many days something was recorded after its day; none if not at all.
    pub(super) fn late(self, on: Option<Day>, recorded: Option<Day>) -> Option<i64> {
        let days = days_between(on?, recorded?);
        Some(days).filter(|days| *days > 0 && !self.doing.reverses())
    }

    /// The day on which an entry came on record. What it says itself counts only where the step was
    /// made then, or says nothing of when: anybody can type what they like into a file.
    pub(super) fn recorded(self, entry: &EntryChange) -> Recorded {
        let stamp = entry.logged.as_deref().map(DateTime::parse_from_rfc3339);
        let stamp = stamp.and_then(Result::ok).map(|stamp| stamp.timestamp());
        let stamped = stamp.and_then(|stamp| local_day(stamp, self.timezone));
        match (stamp, self.moment) {
            (Some(stamp), Some(moment)) if !is_logged_with(stamp, moment) => {
                Recorded { day: self.day(), stamp_apart: stamped }
            }
            _ => Recorded { day: stamped.or_else(|| self.day()), stamp_apart: None },
        }
    }

    /// The keys as they are told: that one was changed, not what it holds, where that is kept back.
    pub(super) fn told(self, keys: &[KeyChange]) -> Vec<KeyChange> {
        let kept_back = |value: &Option<String>| value.as_ref().map(|_| KEPT_BACK.to_owned());
        let told = |key: &KeyChange| {
            if !self.redacts || !schema::is_kept_back(&key.key) {
                return key.clone();
            }
            let (old, new) = (kept_back(&key.old), kept_back(&key.new));
            KeyChange { key: key_name(&key.key), old, new }
        };
        keys.iter().map(told).collect()
    }

    /// The word of an entry's header, which somebody may have typed by hand.
    pub(super) fn kind(self, kind: &str) -> String {
        let is_known = schema::ENTRIES.iter().any(|entry| entry.name == kind) || kind == CONFLICT;
        if self.redacts && !is_known { "an entry".to_owned() } else { kind.to_owned() }
    }

    /// The id of a case, by the name of its file, which may be somebody's.
    pub(super) fn id(self, stem: &str) -> String {
        let is_kept_back = self.redacts && !is_surely_an_id(stem);
        if is_kept_back { "a case".to_owned() } else { safe_line(stem) }
    }

    /// The path of a file; names of folders are anybody's.
    pub(super) fn file(self, file: &str) -> String {
        if self.redacts { nameless_path(file) } else { file.to_owned() }
    }
}

/// The name of a key that is kept back, where it is one of ours.
fn key_name(key: &str) -> String {
    let is_known = schema::header_key(key).is_some() || schema::entry_key(key).is_some();
    if is_known { key.to_owned() } else { "a key".to_owned() }
}
