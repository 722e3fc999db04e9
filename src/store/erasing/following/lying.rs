//! Where the cases that are followed lie at a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use git2::Oid;

use crate::store::erasing::following::side::Side;

/// A file that is followed: the numbers of the cases that it is of, more than one where two that were
/// recorded apart were joined; and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store::erasing) struct Tracked {
    pub(in crate::store::erasing) cases: BTreeSet<usize>,
    pub(in crate::store::erasing) version: Oid,
}

/// What is followed at a commit, by the paths of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store::erasing) struct Lying {
    /// What is there.
    pub(in crate::store::erasing) there: BTreeMap<String, Tracked>,
    /// What was there last, and is at no other place.
    pub(in crate::store::erasing) gone: BTreeMap<String, Tracked>,
}

/// A file that is no longer at its place.
pub(super) struct Leaving {
    pub(super) path: String,
    pub(super) tracked: Tracked,
    /// Whether nothing is at its place now, not even somebody else's.
    pub(super) is_taken_away: bool,
}

impl Leaving {
    pub(super) fn of(path: &str, tracked: &Tracked, is_taken_away: bool) -> Leaving {
        Leaving { path: path.to_owned(), tracked: tracked.clone(), is_taken_away }
    }

    /// One that is not followed, and was taken away.
    pub(super) fn untracked(path: &str, version: Oid) -> Leaving {
        let tracked = Tracked { cases: BTreeSet::new(), version };
        Leaving { path: path.to_owned(), tracked, is_taken_away: true }
    }
}

/// What stays at its place, and what does not: a file of a merge goes on from the sides that have it so.
pub(super) fn stay(sides: &[Side]) -> (Lying, Vec<Leaving>) {
    let (mut next, mut leaving) = (Lying::default(), Vec::new());
    let paths: BTreeSet<&String> = sides.iter().flat_map(|side| side.lying.there.keys()).collect();
    for path in paths {
        let has_it_so = |side: &&Side| !side.touches(path);
        let is_taken_away = sides.iter().any(|side| side.deleted.contains_key(path));
        let is_so_somewhere = !is_taken_away && sides.iter().any(|side| has_it_so(&side));
        let mut stays: Option<Tracked> = None;
        for side in sides {
            let Some(tracked) = side.lying.there.get(path) else { continue };
            if is_taken_away || is_so_somewhere && !has_it_so(&side) {
                leaving.push(Leaving::of(path, tracked, is_taken_away));
                continue;
            }
            let version = side.modified.get(path).map_or(tracked.version, |(_, new)| *new);
            let cases = stays.map(|stays| stays.cases).unwrap_or_default();
            let cases = cases.union(&tracked.cases).copied().collect();
            stays = Some(Tracked { cases, version });
        }
        next.there.extend(stays.map(|stays| (path.clone(), stays)));
    }
    (next, leaving)
}

impl Lying {
    /// Notes what was there and is not any more.
    pub(super) fn note_gone(&mut self, sides: &[Side], leaving: Vec<Leaving>) {
        let before = sides.iter().map(|side| Rc::clone(&side.lying));
        let before = before.flat_map(|lying| lying.gone.clone());
        let leaving = leaving.into_iter().map(|left| (left.path, left.tracked));
        for (path, tracked) in before.chain(leaving) {
            // One after the other may have been taken away at a place.
            let known = self.gone.remove(&path).map(|known| known.cases).unwrap_or_default();
            let cases = known.union(&tracked.cases).copied().collect();
            self.gone.insert(path, Tracked { cases, ..tracked });
        }
        let there: BTreeSet<usize> =
            self.there.values().flat_map(|tracked| tracked.cases.iter().copied()).collect();
        self.gone.retain(|_, tracked| !tracked.cases.is_subset(&there));
    }

    /// The files of every case, there or gone.
    pub(in crate::store::erasing) fn all(&self) -> impl Iterator<Item = &String> {
        self.there.keys().chain(self.gone.keys())
    }
}
