//! Which files of a history are erased: those of the case under its id, and what it was recorded as
//! before it was renumbered; not what was somebody else's under that id.

use std::collections::BTreeSet;

use git2::Oid;

use crate::operation::{Erasure, stem};

/// Which files of a history are erased.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Scope {
    ids: BTreeSet<String>,
    former: BTreeSet<Oid>,
    kept: BTreeSet<Oid>,
}

impl Scope {
    /// What these erasures take away together.
    pub(in crate::store) fn of<'e>(erasures: impl IntoIterator<Item = &'e Erasure>) -> Scope {
        let mut scope = Scope::default();
        for erasure in erasures {
            let of_one = Scope::of_blobs(&erasure.id, &erasure.former, &erasure.kept);
            scope.ids.extend(of_one.ids);
            scope.former.extend(of_one.former);
            scope.kept.extend(of_one.kept);
        }
        scope
    }

    /// All that was ever recorded under an id.
    pub(super) fn of_id(id: &str) -> Scope {
        Scope { ids: BTreeSet::from([id.to_owned()]), ..Scope::default() }
    }

    /// What was recorded under an id, with these blobs of others and without those.
    pub(in crate::store) fn of_blobs(id: &str, former: &[String], kept: &[String]) -> Scope {
        let blobs = |names: &[String]| {
            names.iter().filter_map(|name| Oid::from_str(name).ok()).collect::<BTreeSet<Oid>>()
        };
        let ids = BTreeSet::from([id.to_owned()]);
        Scope { ids, former: blobs(former), kept: blobs(kept) }
    }

    /// Whether nothing is erased.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether a file of this name, below `cases`, is erased.
    pub(super) fn takes(&self, name: &str, blob: Oid) -> bool {
        let is_meant = || self.ids.iter().any(|id| id.eq_ignore_ascii_case(stem(name)));
        self.former.contains(&blob) || is_meant() && !self.kept.contains(&blob)
    }

    /// The ids that are to be gone wherever they are named: not those that were somebody else's too.
    pub(super) fn named(&self) -> BTreeSet<String> {
        if self.kept.is_empty() { self.ids.clone() } else { BTreeSet::new() }
    }
}
