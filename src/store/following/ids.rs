//! Under which ids a case lay, and lies: worked out from the history as it is on this machine.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Oid, Repository};

use crate::operation::stem;
use crate::store::following::matching::is_shown_to_be_of_one_person;
use crate::store::following::{Beginning, Following, Tracked, Which};

/// Every case whose last id this was: not one that was given another since, which is somebody else.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn beginnings_of(
    repository: &Repository,
    tip: Oid,
    id: &str,
) -> Result<BTreeSet<Beginning>, git2::Error> {
    let mut ids = BTreeSet::from([id.to_lowercase()]);
    let following = follow_back(repository, &[tip], &mut ids)?;
    Ok(whose_last_id_is(&following, tip, id))
}

/// The cases whose last id this was, and that are gone, while the file of another one lies under it.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn earlier_under(
    repository: &Repository,
    tip: Oid,
    id: &str,
) -> Result<BTreeSet<Beginning>, git2::Error> {
    let mut ids = BTreeSet::from([id.to_lowercase()]);
    let following = follow_back(repository, &[tip], &mut ids)?;
    let lying = following.at(tip);
    let is_of = |(path, _): &(&String, &Tracked)| stem(path).eq_ignore_ascii_case(id);
    let cases = |files: &BTreeMap<String, Tracked>| -> BTreeSet<usize> {
        files.iter().filter(is_of).flat_map(|(_, tracked)| tracked.cases.clone()).collect()
    };
    let (there, gone) = (cases(&lying.there), cases(&lying.gone));
    if there.is_empty() {
        return Ok(BTreeSet::new());
    }
    let earlier = gone.difference(&there);
    Ok(earlier.filter_map(|number| following.beginnings().get(*number).cloned()).collect())
}

/// Follows whatever lay under these ids, and under those that it had before; they are added.
fn follow_back(
    repository: &Repository,
    tips: &[Oid],
    ids: &mut BTreeSet<String>,
) -> Result<Following<'static>, git2::Error> {
    loop {
        let which = Which::Under(ids.clone());
        let following = Following::of(repository, which, tips, &[])?;
        let others: Vec<String> = following.came_from().difference(ids).cloned().collect();
        if others.is_empty() {
            return Ok(following);
        }
        ids.extend(others);
    }
}

/// The ids of a commit under which, in another one after it, somebody else lies; each with the id that its
/// case has there, none if that is gone. Looked at are these ids, in lower case, and those that their cases
/// had before.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn moved_since(
    repository: &Repository,
    before: Oid,
    after: Oid,
    ids: &BTreeSet<String>,
) -> Result<Vec<(String, Option<String>)>, git2::Error> {
    let mut ids = ids.clone();
    let following = follow_back(repository, &[after], &mut ids)?;
    let (before, after) = (following.at(before), following.at(after));
    let mut moved = Vec::new();
    for (path, tracked) in &before.there {
        let id = stem(path);
        let is_it = |(_, now): &(&String, &Tracked)| !now.cases.is_disjoint(&tracked.cases);
        let now: BTreeSet<&str> =
            after.there.iter().filter(is_it).map(|(path, _)| stem(path)).collect();
        let is_there = now.iter().any(|now| now.eq_ignore_ascii_case(id));
        let is_taken = after.there.keys().any(|path| stem(path).eq_ignore_ascii_case(id));
        match now.first() {
            _ if is_there => {}
            Some(now) => moved.push((id.to_owned(), Some((*now).to_owned()))),
            None if is_taken => moved.push((id.to_owned(), None)),
            None => {}
        }
    }
    Ok(moved)
}

/// The files of these ids, in lower case, that lie at two commits with the same text, and are of cases that
/// were begun apart, though nothing in the text shows that they are one person's: each by its path at
/// either.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn begun_apart(
    repository: &Repository,
    [one, other]: [Oid; 2],
    ids: &BTreeSet<String>,
) -> Result<Vec<[String; 2]>, git2::Error> {
    let following = follow_back(repository, &[one, other], &mut ids.clone())?;
    let (one, other) = (following.at(one), following.at(other));
    let is_asked_for = |path: &str| ids.contains(&stem(path).to_lowercase());
    let mut found = Vec::new();
    for (path, tracked) in one.there.iter().filter(|(path, _)| is_asked_for(path)) {
        for (its_path, its) in &other.there {
            let is_alike = its.version == tracked.version
                && stem(its_path).eq_ignore_ascii_case(stem(path))
                && its.cases.is_disjoint(&tracked.cases);
            if is_alike && !is_shown_to_be_of_one_person(repository, its.version, its.version)? {
                found.push([path.clone(), its_path.clone()]);
            }
        }
    }
    Ok(found)
}

fn whose_last_id_is(following: &Following<'_>, tip: Oid, id: &str) -> BTreeSet<Beginning> {
    let lying = following.at(tip);
    let files = lying.there.iter().chain(&lying.gone);
    let last = files.filter(|(path, _)| stem(path).eq_ignore_ascii_case(id));
    let cases = last.flat_map(|(_, tracked)| tracked.cases.iter());
    cases.filter_map(|number| following.beginnings().get(*number).cloned()).collect()
}

/// The ids under which the cases lie at a commit that began so.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn lies_as(
    repository: &Repository,
    tip: Oid,
    known: &BTreeSet<Beginning>,
) -> Result<BTreeSet<String>, git2::Error> {
    let following = Following::of(repository, Which::Begun(known), &[tip], &[])?;
    let lying = following.at(tip);
    Ok(lying.there.keys().map(|path| stem(path).to_owned()).collect())
}

/// Whether the cases that began so ever lay under an id in the history of a commit.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn has_lain_as(
    repository: &Repository,
    tip: Oid,
    known: &BTreeSet<Beginning>,
    id: &str,
) -> Result<bool, git2::Error> {
    let following = Following::of(repository, Which::Begun(known), &[tip], &[])?;
    Ok(following.ids().contains(&id.to_lowercase()))
}
