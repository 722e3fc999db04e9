//! Where the cases that are followed lie at a commit.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use git2::{Oid, Repository};

use crate::store::following::matching::is_of_one_person;
use crate::store::following::side::Side;

/// A file that is followed: the numbers of the cases that it is of, more than one where two that were
/// recorded apart were joined; and its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Tracked {
    pub(in crate::store) cases: BTreeSet<usize>,
    pub(in crate::store) version: Oid,
}

/// What is followed at a commit, by the paths of the files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Lying {
    /// What is there.
    pub(in crate::store) there: BTreeMap<String, Tracked>,
    /// What was there last, and is at no other place.
    pub(in crate::store) gone: BTreeMap<String, Tracked>,
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

/// What stays at its place, and what does not: a file of a merge goes on from the sides that have it so;
/// where none has, from those whose it is.
pub(super) fn stay(
    repository: &Repository,
    sides: &[Side],
) -> Result<(Lying, Vec<Leaving>), git2::Error> {
    let (mut next, mut leaving) = (Lying::default(), Vec::new());
    let paths: BTreeSet<&String> = sides.iter().flat_map(|side| side.lying.there.keys()).collect();
    for path in paths {
        let is_taken_away = sides.iter().any(|side| side.deleted.contains_key(path));
        let is_on = |side: &Side| !side.touches(path);
        let is_so_somewhere = sides.iter().any(is_on);
        let is_of_two = is_of_several(sides, path);
        let mut going_on: Vec<&Tracked> = Vec::new();
        let mut others: Vec<&Tracked> = Vec::new();
        let mut is_of_others = is_taken_away || is_so_somewhere;
        for side in sides {
            let goes_on = match side.modified.get(path) {
                _ if is_taken_away => false,
                Some((old, new)) if !is_so_somewhere && is_of_two => {
                    is_of_one_person(repository, *old, *new)?
                }
                _ => !is_so_somewhere || is_on(side),
            };
            match side.lying.there.get(path) {
                Some(tracked) if goes_on => going_on.push(tracked),
                Some(tracked) => others.push(tracked),
                None => is_of_others |= goes_on && side.modified.contains_key(path),
            }
        }
        if going_on.is_empty() && !is_of_others {
            going_on.append(&mut others);
        }
        leaving.extend(others.into_iter().map(|it| Leaving::of(path, it, is_taken_away)));
        let cases: BTreeSet<usize> =
            going_on.iter().flat_map(|tracked| tracked.cases.iter().copied()).collect();
        let new = sides.iter().find_map(|side| side.modified.get(path)).map(|(_, new)| *new);
        if let Some(tracked) = going_on.first() {
            let version = new.unwrap_or(tracked.version);
            next.there.insert(path.clone(), Tracked { cases, version });
        }
    }
    Ok((next, leaving))
}

/// Whether the sides of a merge have different cases in one place.
fn is_of_several(sides: &[Side], path: &str) -> bool {
    let cases: BTreeSet<Option<&BTreeSet<usize>>> =
        sides.iter().map(|side| side.lying.there.get(path).map(|tracked| &tracked.cases)).collect();
    cases.len() > 1
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
    pub(in crate::store) fn all(&self) -> impl Iterator<Item = &String> {
        self.there.keys().chain(self.gone.keys())
    }
}
