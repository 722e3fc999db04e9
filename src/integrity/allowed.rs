//! The keys that may sign at one point of a history.
//!
//! Each key counts how often it was let in and taken out: an odd number means that it may sign. Where two
//! sides of a history come together, the greater number counts, so that a key that one side took out stays
//! out, whoever merges, and one that was let in again is in.

use std::collections::{BTreeMap, BTreeSet};

use crate::settings::SignerKey;

/// A key, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NamedKey {
    /// The worker.
    pub worker: String,
    /// The key.
    pub key: SignerKey,
}

/// The keys that may sign.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    turns: BTreeMap<NamedKey, u32>,
    /// Keys that were let in by a commit whose signature could not be checked.
    in_doubt: BTreeSet<NamedKey>,
}

impl Allowed {
    /// These keys, as they were first confirmed.
    pub fn first(keys: impl IntoIterator<Item = NamedKey>) -> Allowed {
        let turns = keys.into_iter().map(|key| (key, 1)).collect();
        Allowed { turns, in_doubt: BTreeSet::new() }
    }

    /// Whether a key may sign.
    pub fn has(&self, key: &NamedKey) -> bool {
        self.turns.get(key).is_some_and(|turns| turns % 2 == 1)
    }

    /// Whether a key may have been let in.
    pub(super) fn may_have(&self, key: &NamedKey) -> bool {
        self.in_doubt.contains(key)
    }

    /// The keys that may sign.
    pub fn keys(&self) -> impl Iterator<Item = &NamedKey> {
        self.turns.iter().filter(|(_, turns)| **turns % 2 == 1).map(|(key, _)| key)
    }

    /// What two sides together allow.
    #[must_use]
    pub fn together(&self, other: &Allowed) -> Allowed {
        let mut both = self.clone();
        for (key, turns) in &other.turns {
            let known = both.turns.entry(key.clone()).or_default();
            *known = (*known).max(*turns);
        }
        both.in_doubt.extend(other.in_doubt.iter().cloned());
        both
    }

    /// The same after a change of signers.
    #[must_use]
    pub(super) fn after(&self, change: &SignerChange) -> Allowed {
        let mut after = self.clone();
        for key in &change.added {
            let turns = after.turns.entry(key.clone()).or_default();
            *turns += u32::from(turns.is_multiple_of(2));
        }
        for key in &change.removed {
            if let Some(turns) = after.turns.get_mut(key) {
                *turns += u32::from(!turns.is_multiple_of(2));
            }
        }
        after
    }

    /// The same with a change in doubt: nobody is taken out by it, and who comes in is not known.
    #[must_use]
    pub(super) fn in_doubt(&self, change: &SignerChange) -> Allowed {
        let mut after = self.clone();
        after.in_doubt.extend(change.added.iter().cloned());
        after
    }
}

/// What a commit changes of the keys that are named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct SignerChange {
    /// Those that none before it named.
    pub(super) added: Vec<NamedKey>,
    /// Those that it no longer names.
    pub(super) removed: Vec<NamedKey>,
}

impl SignerChange {
    /// From what those before a commit name, and what it names itself. In a merge what one side let in
    /// or took out is that side's.
    pub(super) fn of(before: &[&[NamedKey]], after: &[NamedKey]) -> SignerChange {
        let added = after.iter().filter(|key| !before.iter().any(|named| named.contains(key)));
        let first = before.first().copied().unwrap_or_default();
        let everywhere = |key: &&NamedKey| before.iter().all(|named| named.contains(key));
        let removed = first.iter().filter(everywhere).filter(|key| !after.contains(key));
        SignerChange { added: added.cloned().collect(), removed: removed.cloned().collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(worker: &str) -> NamedKey {
        NamedKey { worker: worker.to_owned(), key: SignerKey::Ssh(format!("ssh {worker}")) }
    }

    fn names(allowed: &Allowed) -> Vec<&str> {
        allowed.keys().map(|key| key.worker.as_str()).collect()
    }

    #[test]
    fn what_one_side_took_out_stays_out() {
        let [alex, robin] = ["alex", "robin"].map(key);
        let first = Allowed::first([alex.clone(), robin.clone()]);
        let out = SignerChange::of(&[&[alex.clone(), robin.clone()]], std::slice::from_ref(&alex));
        assert_eq!((out.added.len(), out.removed.len()), (0, 1));
        let without = first.after(&out);
        assert_eq!(names(&without), ["alex"]);
        assert_eq!(names(&without.together(&first)), ["alex"]);
        assert_eq!(first.together(&without), without.together(&first));
        let back = SignerChange { added: vec![robin.clone()], removed: Vec::new() };
        let again = without.after(&back);
        assert_eq!(names(&again), ["alex", "robin"]);
        assert_eq!(names(&again.together(&without)), ["alex", "robin"]);
        assert_eq!(again.after(&back), again);
    }

    #[test]
    fn a_merge_itself_changes_only_what_no_side_did() {
        let [alex, robin, sam] = ["alex", "robin", "sam"].map(key);
        let (one, other) = ([alex.clone(), robin.clone()], [alex.clone(), sam.clone()]);
        let both = [alex.clone(), robin.clone(), sam.clone()];
        assert!(SignerChange::of(&[&one, &other], &both).is_empty());
        let more = [alex.clone(), robin, sam, key("mallory")];
        assert_eq!(SignerChange::of(&[&one, &other], &more).added, [key("mallory")]);
        assert_eq!(SignerChange::of(&[&one, &other], &[]).removed, [alex]);
    }
}
