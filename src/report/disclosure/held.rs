//! What a case file holds, key by key and in words: now, and before it was changed.

use chrono::DateTime;

use crate::calendar::{Timezone, long};
use crate::case::{
    CaseFacts, Change, EntryChange, EntryFacts, Fact, KeyChange, Value, difference, remarks,
};
use crate::operation::FileChange;

/// A key with what it holds, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) key: String,
    pub(super) value: String,
}

impl Told {
    fn line(&self) -> String {
        format!("{}: {}", self.key, self.value)
    }
}

/// An entry with its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ToldEntry {
    pub(super) kind: String,
    pub(super) on: String,
    pub(super) keys: Vec<Told>,
}

/// The days by which an entry is known, the first that it has.
const DAYS: [&str; 5] = ["on", "entered", "from", "started", "offered"];

/// A fact in words.
pub(super) fn told(fact: &Fact, timezone: Timezone) -> Told {
    let value = match &fact.value {
        Value::Day(day) => long(*day),
        Value::Moment(moment) => moment.long(),
        Value::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        Value::Timestamp(text) => match DateTime::parse_from_rfc3339(&text.replace(' ', "T")) {
            Ok(moment) => {
                let local = timezone.local(moment.to_utc());
                format!("{} at {}", long(local.date_naive()), local.format("%H:%M:%S"))
            }
            Err(_) => text.clone(),
        },
        _ => fact.to_string().trim().to_owned(),
    };
    Told { key: fact.key.clone(), value }
}

/// An entry in words.
pub(super) fn told_entry(entry: &EntryFacts, timezone: Timezone) -> ToldEntry {
    let keys: Vec<Told> = entry.facts.iter().map(|fact| told(fact, timezone)).collect();
    let day = |name: &&str| keys.iter().find(|key| key.key == **name);
    let on = DAYS.iter().find_map(day).map_or_else(String::new, |key| key.value.clone());
    ToldEntry { kind: entry.kind.clone(), on, keys }
}

/// What a commit took away or changed of a case file: what was held until then, a line each.
pub(super) fn held_before(change: &FileChange, timezone: Timezone) -> Vec<(String, Vec<Told>)> {
    let (Some(old), Some(new)) = (&change.old, &change.new) else { return Vec::new() };
    let Ok(found) = difference(Some(old), Some(new)) else {
        let whole = Told { key: "the file as it was".to_owned(), value: old.clone() };
        return vec![("changed, and cannot be taken apart".to_owned(), vec![whole])];
    };
    let facts = CaseFacts::of(old);
    let mut held = Vec::new();
    let header = was(&found.header, &facts.header, timezone);
    if !header.is_empty() {
        held.push(("the case".to_owned(), header));
    }
    for entry in &found.entries {
        let keys = entry_was(entry, &facts, timezone);
        if !keys.is_empty() {
            held.push((what(entry), keys));
        }
    }
    let still: Vec<String> = remarks(new);
    let gone: Vec<Told> = remarks(old)
        .into_iter()
        .filter(|remark| !still.contains(remark))
        .map(|value| Told { key: "remark".to_owned(), value })
        .collect();
    if !gone.is_empty() {
        held.push(("a remark".to_owned(), gone));
    }
    held
}

fn what(entry: &EntryChange) -> String {
    let on = entry.on.as_ref().map_or_else(String::new, |on| format!(" of {on}"));
    let became = if entry.change == Change::Removed { "struck" } else { "corrected" };
    format!("{}{on}, {became}", entry.kind)
}

/// The keys of an entry that held something else.
fn entry_was(entry: &EntryChange, facts: &CaseFacts, timezone: Timezone) -> Vec<Told> {
    let same = |it: &&EntryFacts| {
        let logged = it.facts.iter().find(|fact| fact.key == "logged").map(ToString::to_string);
        it.kind == entry.kind && logged == entry.logged
    };
    match &entry.change {
        Change::Added => Vec::new(),
        Change::Removed => {
            let found = facts.entries.iter().find(|it| it.start == entry.start);
            let found = found.or_else(|| facts.entries.iter().find(same));
            found.map(|it| told_entry(it, timezone).keys).unwrap_or_default()
        }
        Change::Changed(keys) => {
            let found = facts.entries.iter().find(same);
            was(keys, found.map(|it| it.facts.as_slice()).unwrap_or_default(), timezone)
        }
    }
}

/// What these keys held, as it is told, or else as it was written.
fn was(changes: &[KeyChange], facts: &[Fact], timezone: Timezone) -> Vec<Told> {
    let told_of = |change: &KeyChange| {
        let old = change.old.clone()?;
        let found = facts.iter().find(|fact| fact.key == change.key);
        let value = found.map_or(old, |fact| told(fact, timezone).value);
        Some(Told { key: change.key.clone(), value })
    };
    changes.iter().filter_map(told_of).collect()
}

/// Keys as lines.
pub(super) fn lines(keys: &[Told], marked: &mut dyn FnMut(&Told) -> String) -> String {
    let line = |key: &Told| Told { key: key.key.clone(), value: marked(key) }.line();
    keys.iter().map(line).collect::<Vec<_>>().join("\n")
}
