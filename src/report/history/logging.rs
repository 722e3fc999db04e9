//! How a step of the history is told: by which day lateness is counted, and what is kept back.

use chrono::DateTime;

use crate::calendar::{Day, Timezone, days_between};
use crate::case::{EntryChange, KEPT_BACK, KeyChange, schema};
use crate::problem::{is_surely_an_id, nameless_path};
use crate::reading::safe_line;
use crate::report::history::doing::Doing;

/// The word of what a merge left to be settled.
pub(super) const CONFLICT: &str = "conflict";

/// What a step is, how lateness is told of it, and whether names are kept back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Logging {
    /// The day of the step; none where it says nothing of when things were recorded.
    pub(super) day: Option<Day>,
    pub(super) timezone: Timezone,
    pub(super) doing: Doing,
    /// Whether what is only added to an entry is what the step is for.
    pub(super) goes_on: bool,
    pub(super) redacts: bool,
}

impl Logging {
    /// By how many days something was recorded after its day; none if not at all.
    pub(super) fn late(self, on: Option<Day>, logged: Option<Day>) -> Option<i64> {
        let days = days_between(on?, logged.or(self.day)?);
        Some(days).filter(|days| *days > 0 && !self.doing.reverses())
    }

    /// The day of the moment at which an entry was logged.
    pub(super) fn logged(self, entry: &EntryChange) -> Option<Day> {
        let moment = DateTime::parse_from_rfc3339(entry.logged.as_ref()?).ok()?;
        Some(self.timezone.local(moment.to_utc()).date_naive())
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
