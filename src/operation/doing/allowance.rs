//! What the words of one commit allow in one case, and what was done to it beyond that.

use crate::case::{Change, Difference, EntryChange};
use crate::operation::doing::table::{Entries, Keys, May};
use crate::operation::doing::{Beyond, did_to, did_to_header};

/// What the words of one commit allow in one case.
pub(super) struct Allowance<'w> {
    /// What an operation of their first word may change.
    pub(super) may: May,
    /// The words.
    pub(super) what: &'w str,
}

impl Allowance<'_> {
    /// What a case that was changed so shows beyond it.
    pub(super) fn beyond(&self, found: &Difference) -> Vec<Beyond> {
        let header = found.header.iter().filter(|key| !self.allows(self.may.header, &key.key));
        let mut beyond: Vec<Beyond> = header.map(did_to_header).collect();
        let (mut added, mut changed, mut removed, mut notes) = (0, 0, 0, 0);
        for (entry, is_rewritten) in counted_once(found) {
            let (which, count) = match entry.change {
                _ if is_rewritten => (self.may.changes, &mut changed),
                Change::Added => (self.may.adds, &mut added),
                Change::Removed => (self.may.removes, &mut removed),
                Change::Changed(_) => (self.may.changes, &mut changed),
            };
            let is_kept = match &entry.change {
                Change::Changed(keys) => {
                    keys.iter().all(|key| self.allows(self.may.keys, &key.key))
                }
                _ => true,
            };
            if is_kept && self.takes(which, &entry.kind, count) {
                continue;
            }
            let is_note = entry.kind == "note" && entry.change == Change::Added && !is_rewritten;
            if is_note && self.may.takes_note && notes == 0 {
                notes += 1;
                continue;
            }
            beyond.push(did_to(entry));
        }
        beyond
    }

    /// Whether one more entry of a kind is allowed.
    fn takes(&self, which: Entries, kind: &str, count: &mut usize) -> bool {
        let is_of_it = match which {
            Entries::None => false,
            Entries::Any => return true,
            Entries::One(known) => known == kind,
            Entries::Named => self.what.split(' ').nth(1) == Some(kind),
            Entries::Settled => return kind == "conflict" || self.allows(Keys::Named, "entry"),
        };
        let is_first = *count == 0;
        *count += usize::from(is_of_it);
        is_of_it && is_first
    }

    fn allows(&self, keys: Keys, key: &str) -> bool {
        match keys {
            Keys::None => false,
            Keys::Any => true,
            Keys::One(known) => known == key,
            Keys::Named => {
                let named = self.what.split_once('(').and_then(|(_, rest)| rest.strip_suffix(')'));
                named.is_some_and(|named| named.split(", ").any(|known| known == key))
            }
        }
    }
}

/// The entries that were changed, each with whether it was rewritten by hand: such a one is counted once.
fn counted_once(found: &Difference) -> impl Iterator<Item = (&EntryChange, bool)> {
    let of_rewritten = |at: usize| {
        let gone = found.rewritten.iter().any(|it| it.removed == at);
        let come = found.rewritten.iter().any(|it| it.added == at);
        (gone, come)
    };
    let entries = found.entries.iter().enumerate();
    entries.filter_map(move |(at, entry)| match of_rewritten(at) {
        (_, true) => None,
        (is_rewritten, false) => Some((entry, is_rewritten)),
    })
}
