//! What has changed between two texts of one case, as a person would say it.
//!
//! Entries are matched as in a merge, by their identity, and values are compared by their meaning:
//! what is only laid out otherwise has not changed.

use std::collections::BTreeMap;

use crate::case::identity::Identity;
use crate::case::layout::{Block, Key, Layout, LayoutError};

/// The keys that say when an entry was, the first that it has.
const DAYS: [&str; 5] = ["on", "entered", "from", "started", "offered"];

/// What has changed between two texts of one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// The keys above the first header that were added, changed or removed.
    pub header: Vec<KeyChange>,
    /// The entries that were removed, then those changed and added, each in the order of its file.
    pub entries: Vec<EntryChange>,
    /// Which of the entries removed and added are one that was rewritten.
    pub rewritten: Vec<Rewritten>,
}

/// An entry that was rewritten by hand: without a `logged` to know it by, it looks as if it went and
/// another of its kind came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// Which of the entries it was.
    pub removed: usize,
    /// Which of the entries it is now.
    pub added: usize,
    /// What of it changed.
    pub keys: Vec<KeyChange>,
}

/// A key with another value. Values are as written, their lines ending in line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// The key.
    pub key: String,
    /// What it was; none if it is new.
    pub old: Option<String>,
    /// What it is; none if it was removed.
    pub new: Option<String>,
}

/// An entry that was added, removed or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// The word of its header.
    pub kind: String,
    /// Its `logged` as written; none of an entry written by hand.
    pub logged: Option<String>,
    /// Its day as written: `on`, or what an entry of its kind has instead.
    pub on: Option<String>,
    /// Where its header begins: in the new text, or in the old one if it was removed.
    pub start: usize,
    /// What became of it.
    pub change: Change,
}

/// What became of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    Added,
    /// It is no longer there.
    Removed,
    /// Some of its keys were added, changed or removed.
    Changed(Vec<KeyChange>),
}

/// What of a recorded text would be gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Keys above the first header.
    pub header: Vec<KeyChange>,
    /// Entries.
    pub entries: Vec<EntryChange>,
}

impl Lost {
    /// Whether nothing is lost.
    pub fn is_empty(&self) -> bool {
        self.header.is_empty() && self.entries.is_empty()
    }
}

impl Difference {
    /// Whether the two texts say the same.
    pub fn is_empty(&self) -> bool {
        self.header.is_empty() && self.entries.is_empty()
    }

    /// What of the old text is gone. An entry written by hand, which has no `logged` to know it by,
    /// counts as still there when another of its kind has newly come in its stead.
    pub fn lost(&self) -> Lost {
        let is_lost = |(at, entry): &(usize, &EntryChange)| {
            entry.change == Change::Removed && !self.rewritten.iter().any(|it| it.removed == *at)
        };
        let lost = self.entries.iter().enumerate().filter(is_lost);
        Lost {
            header: self.header.iter().filter(|key| key.new.is_none()).cloned().collect(),
            entries: lost.map(|(_, entry)| entry.clone()).collect(),
        }
    }
}

/// What has changed from one text of a case to another; none is a case that is not there.
///
/// # Errors
///
/// If a text is no TOML, or is laid out so that its entries cannot be told apart.
pub fn difference(old: Option<&str>, new: Option<&str>) -> Result<Difference, LayoutError> {
    let old = Layout::of(old.unwrap_or_default())?;
    let new = Layout::of(new.unwrap_or_default())?;
    let known = by_identity(&old);
    let there = by_identity(&new);
    let removed = known.iter().filter(|(identity, _)| !there.contains_key(identity));
    let mut gone: Vec<EntryChange> =
        removed.map(|(_, block)| entry_change(&old, block, Change::Removed)).collect();
    gone.sort_by_key(|entry| entry.start);
    let mut stayed: Vec<EntryChange> = Vec::new();
    for (identity, block) in &there {
        let change = match known.get(identity) {
            None => Change::Added,
            Some(before) => {
                let keys = key_changes((&old, &before.keys), (&new, &block.keys));
                if keys.is_empty() {
                    continue;
                }
                Change::Changed(keys)
            }
        };
        stayed.push(entry_change(&new, block, change));
    }
    stayed.sort_by_key(|entry| entry.start);
    gone.extend(stayed);
    let header = key_changes((&old, &old.header), (&new, &new.header));
    let rewritten = rewritten(&gone, (&old, &new));
    Ok(Difference { header, entries: gone, rewritten })
}

/// The entries written by hand of which one went and one of its kind came; of the same day, if there is
/// one.
fn rewritten(entries: &[EntryChange], (old, new): (&Layout<'_>, &Layout<'_>)) -> Vec<Rewritten> {
    let by_hand = |change: Change| {
        let all = entries.iter().enumerate();
        all.filter(move |(_, it)| it.logged.is_none() && it.change == change)
    };
    let mut come: Vec<(usize, &EntryChange)> = by_hand(Change::Added).collect();
    let mut found = Vec::new();
    for is_of_that_day in [true, false] {
        for (removed, gone) in by_hand(Change::Removed) {
            let is_it = |(_, it): &(usize, &EntryChange)| {
                it.kind == gone.kind && (!is_of_that_day || it.on == gone.on)
            };
            let is_known = found.iter().any(|it: &Rewritten| it.removed == removed);
            if let Some(at) = come.iter().position(is_it).filter(|_| !is_known) {
                let (added, is) = come.remove(at);
                let keys = key_changes((old, keys_at(old, gone)), (new, keys_at(new, is)));
                found.push(Rewritten { removed, added, keys });
            }
        }
    }
    found
}

fn keys_at<'l>(layout: &'l Layout<'_>, entry: &EntryChange) -> &'l [Key] {
    let block = layout.blocks.iter().find(|block| block.header.start == entry.start);
    block.map_or(&[], |block| &block.keys)
}

/// The entries of a text; equal identities are told apart by their order.
fn by_identity<'l>(layout: &'l Layout<'_>) -> BTreeMap<(Identity, usize), &'l Block> {
    let mut seen: BTreeMap<Identity, usize> = BTreeMap::new();
    let mut entries = BTreeMap::new();
    for block in &layout.blocks {
        let keys = block.keys.iter().map(|key| (key.name.clone(), layout.raw(key))).collect();
        let identity = Identity::of(&block.kind, block.repeated, keys);
        let number = seen.entry(identity.clone()).or_default();
        *number += 1;
        entries.insert((identity, *number), block);
    }
    entries
}

fn entry_change(layout: &Layout<'_>, block: &Block, change: Change) -> EntryChange {
    let raw = |name: &str| block.key(name).map(|key| layout.raw(key));
    EntryChange {
        kind: block.kind.clone(),
        logged: raw("logged"),
        on: DAYS.into_iter().find_map(raw),
        start: block.header.start,
        change,
    }
}

/// The keys of one place that differ: those of the new text in its order, then those removed.
fn key_changes(old: (&Layout<'_>, &[Key]), new: (&Layout<'_>, &[Key])) -> Vec<KeyChange> {
    let find = |keys: &'_ [Key], name: &str| keys.iter().position(|key| key.name == name);
    let mut changes = Vec::new();
    for key in new.1 {
        let before = find(old.1, &key.name).map(|at| &old.1[at]);
        if before.is_none_or(|before| before.meaning != key.meaning) {
            changes.push(KeyChange {
                key: key.name.clone(),
                old: before.map(|before| old.0.raw(before)),
                new: Some(new.0.raw(key)),
            });
        }
    }
    let removed = old.1.iter().filter(|key| find(new.1, &key.name).is_none());
    changes.extend(removed.map(|key| KeyChange {
        key: key.name.clone(),
        old: Some(old.0.raw(key)),
        new: None,
    }));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "id = \"A-1\"\nname = \"Sam\"\nreferred = 2026-11-02\n\n[exit]\non = 2027-01-01\n\n# by hand\n[[note]]\non = 2026-11-03\nnote = \"x\"\n\n[[contact]]\non = 2026-11-04\nhours = 1.5\nmode = \"phone\"\nlogged = 2026-11-04T10:00:00Z\n";

    fn of(old: &str, new: &str) -> Difference {
        difference(Some(old), Some(new)).unwrap()
    }

    /// Kind, `logged` or day, and what became of it.
    fn words(difference: &Difference) -> Vec<String> {
        let key = |key: &KeyChange| {
            let [old, new] = [&key.old, &key.new].map(|it| it.as_deref().unwrap_or("none"));
            format!("{} {old} -> {new}", key.key)
        };
        let header = difference.header.iter().map(key);
        let entries = difference.entries.iter().map(|entry| {
            let what = match &entry.change {
                Change::Added => "added".to_owned(),
                Change::Removed => "removed".to_owned(),
                Change::Changed(keys) => keys.iter().map(key).collect::<Vec<_>>().join(", "),
            };
            let on = entry.on.as_deref().unwrap_or("never");
            format!("{} {on}: {what}", entry.kind)
        });
        header.chain(entries).collect()
    }

    #[test]
    fn what_is_laid_out_otherwise_has_not_changed() {
        let new = OLD
            .replace("= 2027", "=   2027")
            .replace("1.5", "1.50")
            .replace("\"Sam\"", "'Sam' # full name")
            .replace("# by hand\n", "# by hand, late\n")
            .replace('\n', "\r\n");
        assert!(of(OLD, &new).is_empty(), "{:?}", of(OLD, &new));
        assert!(of(OLD, OLD).is_empty());
    }

    #[test]
    fn keys_and_entries_that_changed_are_listed() {
        let new = OLD
            .replace("name = \"Sam\"\n", "worker = \"alex\"\n")
            .replace("2026-11-02", "2026-11-01")
            .replace("mode = \"phone\"", "mode = \"video\"")
            .replace("hours = 1.5\n", "")
            .replace("2027-01-01", "2027-01-02")
            .replace("\"x\"", "\"y\"");
        assert_eq!(
            words(&of(OLD, &new)),
            [
                "worker none -> \"alex\"",
                "referred 2026-11-02 -> 2026-11-01",
                "name \"Sam\" -> none",
                "note 2026-11-03: removed",
                "exit 2027-01-02: on 2027-01-01 -> 2027-01-02",
                "note 2026-11-03: added",
                "contact 2026-11-04: mode \"phone\" -> \"video\", hours 1.5 -> none",
            ]
        );
    }

    #[test]
    fn a_case_that_is_not_there_has_nothing() {
        let new = difference(None, Some(OLD)).unwrap();
        assert_eq!((new.header.len(), new.entries.len()), (3, 3));
        assert!(new.lost().is_empty());
        let gone = difference(Some(OLD), None).unwrap();
        assert_eq!((gone.lost().header.len(), gone.lost().entries.len()), (3, 3));
        assert_eq!(gone.entries[1].start, OLD.find("[[note]]").unwrap());
        assert!(difference(Some("a"), None).is_err());
    }

    #[test]
    fn what_was_written_by_hand_may_be_written_again() {
        let mended = OLD.replace("note = \"x\"", "note = \"mended\"");
        assert!(of(OLD, &mended).lost().is_empty());
        let doubled = format!("{OLD}\n[[note]]\non = 2026-11-05\n");
        assert_eq!(of(&doubled, &mended).lost().entries.len(), 1);
        let logged = OLD.replace("[[note]]\n", "[[note]]\nlogged = 2026-11-04T11:00:00Z\n");
        assert_eq!(of(OLD, &logged).lost().entries.len(), 1);
        let renamed = OLD.replace("10:00:00Z", "10:00:01Z");
        assert_eq!(of(OLD, &renamed).lost().entries.len(), 1);
        let without = OLD.replace("logged = 2026-11-04T10:00:00Z\n", "");
        assert_eq!(of(OLD, &without).lost().entries.len(), 1);
        let rewritten = of(OLD, &mended).rewritten;
        assert_eq!((rewritten.len(), rewritten[0].keys.len()), (1, 1));
        assert_eq!(rewritten[0].keys[0].new.as_deref(), Some("\"mended\""));
        // Of two that came, it is the one of the same day.
        let other = mended.replace("# by hand", "[[note]]\non = 2026-11-01\n\n# by hand");
        let found = of(OLD, &other);
        assert_eq!(found.entries[found.rewritten[0].added].on.as_deref(), Some("2026-11-03"));
        let no_exit = OLD.replace("[exit]\non = 2027-01-01\n\n", "");
        assert_eq!(words(&of(OLD, &no_exit)), ["exit 2027-01-01: removed"]);
        assert_eq!(of(OLD, &no_exit).lost().entries.len(), 1);
    }
}
