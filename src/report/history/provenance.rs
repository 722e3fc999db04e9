//! When an entry came on record, and what was corrected of it since, as the history has it: beside what
//! the entry says itself.

use std::collections::BTreeMap;

use crate::calendar::{Moment, plain};
use crate::case::{Entry, EntryChange};
use crate::report::History;
use crate::report::history::local_day;

/// By what an entry is known in every version of its file: its kind, and when it says that it was logged;
/// of one that was written by hand without that, its day.
pub(super) type Identity = (String, String);

/// What a step tells of an entry, beside what the entry says itself.
#[derive(Clone, Debug)]
pub(super) struct Told {
    /// The entry.
    pub(super) identity: Identity,
    /// What was corrected of it, in words; none where it came on record, at another time than it says.
    pub(super) corrected: Option<String>,
    /// Whether its day was changed, and if so, whether by taking back such a change.
    pub(super) moves: Option<bool>,
}

/// The identity of an entry that a step changed.
pub(super) fn identity(entry: &EntryChange, on: Option<Moment>) -> Identity {
    identity_of(&entry.kind, entry.logged.as_deref(), on)
}

fn identity_of(kind: &str, logged: Option<&str>, on: Option<Moment>) -> Identity {
    let on = || on.map_or_else(String::new, |on| on.to_string());
    (kind.to_owned(), logged.map_or_else(on, str::to_owned))
}

/// What the history tells of an entry, beside what the entry says itself.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Provenance {
    /// When it came on record, in seconds since 1970, where it says another time itself.
    pub(in crate::report) came: Option<i64>,
    /// When its day was put on record that it has now, in seconds since 1970, where that is not the first;
    /// the last last.
    pub(in crate::report) moved: Vec<i64>,
    /// What was corrected of it, in words, the first first.
    pub(in crate::report) corrected: Vec<String>,
}

/// What a history tells of the entries of a case.
#[derive(Debug, Default)]
pub(in crate::report) struct Provenances(BTreeMap<Identity, Provenance>);

impl Provenances {
    /// What is told of one entry; none if no more than it says itself.
    pub(in crate::report) fn of(&self, entry: Entry<'_>) -> Option<&Provenance> {
        let logged = entry.record().logged.as_deref();
        self.0.get(&identity_of(entry.kind(), logged, entry.on()))
    }
}

impl History {
    /// What it tells of each entry, beside what the entries say themselves.
    pub(in crate::report) fn provenances(&self) -> Provenances {
        let mut provenances = Provenances::default();
        for (step, lines) in self.steps.iter().rev() {
            for told in lines.iter().filter_map(|line| line.entry.as_ref()) {
                let found = provenances.0.entry(told.identity.clone()).or_default();
                let Some(what) = &told.corrected else {
                    found.came = Some(step.seconds);
                    continue;
                };
                match told.moves {
                    Some(true) => drop(found.moved.pop()),
                    Some(false) => found.moved.push(step.seconds),
                    None => {}
                }
                let day = local_day(step.seconds, self.timezone).map_or_else(String::new, plain);
                found.corrected.push(format!("{what} ({day} by {})", step.author));
            }
        }
        provenances
    }
}
