//! Which files of a history are a case's: it is followed from its first commit on, wherever its file is
//! moved, so that neither what lay under its id before nor what does after it is taken for it.
//!
//! What is found at a commit depends on nothing but the commits before it. So every clone finds the
//! same, whatever else it has recorded since.

mod beginning;
mod ids;
mod lying;
mod matching;
mod side;
mod since;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use git2::{Commit, Oid, Repository, Sort};

use crate::operation::{is_referral, stem};
use crate::store::following::lying::Leaving;
use crate::store::following::matching::{Matched, matched};
use crate::store::following::side::{Side, cases_of};

pub(in crate::store) use beginning::Beginning;
pub(in crate::store) use ids::{
    beginnings_of, begun_apart, earlier_under, has_lain_as, lies_as, moved_since,
};
pub(in crate::store) use lying::Lying;
pub(super) use lying::Tracked;
pub(in crate::store) use matching::{is_of_one_person, is_shown_to_be_of_one_person};
pub(in crate::store) use since::{Added, added_since, come_or_gone_since};

/// Which cases are followed.
pub(in crate::store) enum Which<'w> {
    /// Whatever was ever recorded under these ids, in lower case.
    Under(BTreeSet<String>),
    /// Those that began so.
    Begun(&'w BTreeSet<Beginning>),
}

/// Cases followed through a history.
pub(in crate::store) struct Following<'w> {
    which: Which<'w>,
    beginnings: Vec<Beginning>,
    numbers: HashMap<Beginning, usize>,
    at: HashMap<Oid, Rc<Lying>>,
    versions: BTreeSet<Oid>,
    came_from: BTreeSet<String>,
    unsure: BTreeSet<Unsure>,
}

/// That it cannot be told whether a commit gave a case another id, or took it away and began another one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Unsure {
    /// The commit.
    pub(in crate::store) commit: Oid,
    /// The id of the file that it took away.
    pub(in crate::store) was: String,
    /// The id of the new one.
    pub(in crate::store) is: String,
}

impl<'w> Following<'w> {
    /// Follows cases through the history of these commits, but for what is part of that of the `clean`
    /// ones, where nothing of them lies.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub(in crate::store) fn of(
        repository: &Repository,
        which: Which<'w>,
        tips: &[Oid],
        clean: &[Oid],
    ) -> Result<Following<'w>, git2::Error> {
        let mut following = Following {
            which,
            beginnings: Vec::new(),
            numbers: HashMap::new(),
            at: HashMap::new(),
            versions: BTreeSet::new(),
            came_from: BTreeSet::new(),
            unsure: BTreeSet::new(),
        };
        for commit in oldest_first(repository, tips, clean)? {
            let commit = repository.find_commit(commit)?;
            let lying = following.look_at(repository, &commit)?;
            following.at.insert(commit.id(), lying);
        }
        Ok(following)
    }

    /// What lies where at a commit.
    pub(in crate::store) fn at(&self, commit: Oid) -> Rc<Lying> {
        self.at.get(&commit).map(Rc::clone).unwrap_or_default()
    }

    /// By what the cases are known that are named by their numbers in [`Lying`].
    pub(in crate::store) fn beginnings(&self) -> &[Beginning] {
        &self.beginnings
    }

    /// Every version that the cases had.
    pub(in crate::store) fn versions(&self) -> &BTreeSet<Oid> {
        &self.versions
    }

    /// Other ids, in lower case, under which a case lay before it was given one of those asked for.
    pub(in crate::store) fn came_from(&self) -> &BTreeSet<String> {
        &self.came_from
    }

    /// Every id, in lower case, under which the cases lay.
    fn ids(&self) -> BTreeSet<String> {
        let paths = self.at.values().flat_map(|lying| lying.there.keys());
        paths.map(|path| stem(path).to_lowercase()).collect()
    }

    /// What cannot be told of the cases.
    pub(in crate::store) fn unsure(&self) -> &BTreeSet<Unsure> {
        &self.unsure
    }

    fn look_at(
        &mut self,
        repository: &Repository,
        commit: &Commit<'_>,
    ) -> Result<Rc<Lying>, git2::Error> {
        let cases = cases_of(commit)?;
        let mut sides = Vec::new();
        for parent in commit.parents() {
            let before = cases_of(&parent)?;
            sides.push(Side::of(repository, self.at(parent.id()), before, cases)?);
        }
        if sides.is_empty() {
            sides.push(Side::of(repository, Rc::default(), None, cases)?);
        }
        let is_the_same = sides.iter().all(|side| side.lying == sides[0].lying);
        if is_the_same && !sides.iter().any(|side| self.concerns(side)) {
            return Ok(Rc::clone(&sides[0].lying));
        }
        let lying = self.next(repository, commit, &sides)?;
        self.versions.extend(lying.there.values().map(|tracked| tracked.version));
        Ok(Rc::new(lying))
    }

    /// Whether what changed since a commit before has to do with the cases.
    fn concerns(&self, side: &Side) -> bool {
        let is_ours = |path: &String| {
            let id = stem(path).to_lowercase();
            side.lying.gone.keys().any(|gone| stem(gone).eq_ignore_ascii_case(&id))
                || match &self.which {
                    Which::Under(ids) => ids.contains(&id),
                    Which::Begun(known) => known.iter().any(|beginning| beginning.id() == id),
                }
        };
        side.lying.there.keys().any(|path| side.touches(path)) || side.added.keys().any(is_ours)
    }

    fn next(
        &mut self,
        repository: &Repository,
        commit: &Commit<'_>,
        sides: &[Side],
    ) -> Result<Lying, git2::Error> {
        let (mut next, mut leaving) = lying::stay(repository, sides)?;
        let mut new = side::new_paths(sides);
        if let [side] = sides {
            for left in displaced(repository, side, &mut next)? {
                new.insert(left.path.clone(), side.modified[&left.path].1);
                leaving.push(left);
            }
        }
        let told = side::renumbered(commit);
        let followed = leaving.len();
        leaving.extend(side::untracked(sides));
        let Matched { found, unsure } = matched(repository, &leaving, &told, &new)?;
        for (path, version) in new {
            let was = found.get(&path).copied();
            let cases = match was.filter(|number| *number < followed) {
                Some(number) => Some(leaving[number].tracked.cases.clone()),
                None => {
                    back(repository, commit, sides, (&path, version))?.map(|tracked| tracked.cases)
                }
            };
            let beginning = || Beginning::of(&path, version, commit);
            let begun = || self.begin(beginning()).map(|number| BTreeSet::from([number]));
            let Some(cases) = cases.or_else(begun) else { continue };
            if let Some(number) = was.filter(|number| *number >= followed) {
                self.came_from.insert(stem(&leaving[number].path).to_lowercase());
            }
            next.there.insert(path, Tracked { cases, version });
        }
        let is_ours =
            |(path, number): &(String, usize)| *number < followed || next.there.contains_key(path);
        let unsure = unsure.into_iter().filter(is_ours);
        self.unsure.extend(unsure.map(|(path, number)| Unsure {
            commit: commit.id(),
            was: stem(&leaving[number].path).to_owned(),
            is: stem(&path).to_owned(),
        }));
        leaving.truncate(followed);
        next.note_gone(sides, left_over(leaving, &found));
        if let Which::Begun(_) = self.which {
            let tree = commit.tree()?;
            next.gone.retain(|path, _| tree.get_path(std::path::Path::new(path)).is_err());
        }
        Ok(next)
    }

    /// The number of the case that begins so; none if it is not one of those asked for.
    fn begin(&mut self, beginning: Beginning) -> Option<usize> {
        let is_asked_for = match &self.which {
            Which::Under(ids) => ids.contains(beginning.id()),
            Which::Begun(known) => known.contains(&beginning),
        };
        if !is_asked_for {
            return None;
        }
        let next = self.beginnings.len();
        let number = *self.numbers.entry(beginning.clone()).or_insert(next);
        if number == next {
            self.beginnings.push(beginning);
        }
        Some(number)
    }
}

/// Those that no new file is.
fn left_over(leaving: Vec<Leaving>, found: &BTreeMap<String, usize>) -> Vec<Leaving> {
    let found: BTreeSet<usize> = found.values().copied().collect();
    let others = leaving.into_iter().enumerate().filter(|(number, _)| !found.contains(number));
    others.map(|(_, left)| left).collect()
}

/// The commits of a history, those before first; but for what is part of that of the `clean` ones.
pub(in crate::store) fn oldest_first(
    repository: &Repository,
    tips: &[Oid],
    clean: &[Oid],
) -> Result<Vec<Oid>, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
    tips.iter().try_for_each(|tip| walk.push(*tip))?;
    clean.iter().try_for_each(|commit| walk.hide(*commit))?;
    walk.collect()
}

fn is_of_a_referral(commit: &Commit<'_>) -> bool {
    commit.summary_bytes().is_some_and(|it| is_referral(&String::from_utf8_lossy(it)))
}

/// The case that was taken away before and is back with this file of a commit. One that is referred anew is
/// none because nothing is known of either.
fn back(
    repository: &Repository,
    commit: &Commit<'_>,
    sides: &[Side],
    (path, version): (&str, Oid),
) -> Result<Option<Tracked>, git2::Error> {
    let is_referred = is_of_a_referral(commit);
    for (gone, tracked) in sides.iter().flat_map(|side| &side.lying.gone) {
        let is_of_its_id = stem(gone).eq_ignore_ascii_case(stem(path));
        let is_it = if is_referred { is_shown_to_be_of_one_person } else { is_of_one_person };
        if is_of_its_id && is_it(repository, tracked.version, version)? {
            return Ok(Some(tracked.clone()));
        }
    }
    Ok(None)
}

/// What made room for somebody else in one commit: its text lies at a new place, and what is in its own
/// is of another person.
fn displaced(
    repository: &Repository,
    side: &Side,
    next: &mut Lying,
) -> Result<Vec<Leaving>, git2::Error> {
    let mut found = Vec::new();
    for (path, tracked) in &side.lying.there {
        let Some((old, new)) = side.modified.get(path) else { continue };
        if side.added.values().any(|blob| blob == old) && !is_of_one_person(repository, *old, *new)?
        {
            found.push(Leaving::of(path, tracked, false));
        }
    }
    for left in &found {
        next.there.remove(&left.path);
    }
    Ok(found)
}
