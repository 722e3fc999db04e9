//! Which files of cases came or went in the history of a commit and not in that of another.

use std::collections::BTreeSet;
use std::rc::Rc;

use git2::{Commit, Oid, Repository};

use crate::operation::stem;
use crate::store::following::side::{Side, cases_of, new_paths};
use crate::store::following::{Beginning, is_of_a_referral, oldest_first};

/// A file of a case that was put somewhere new.
pub(in crate::store) struct Added {
    /// Its path.
    pub(in crate::store) path: String,
    /// Its version.
    pub(in crate::store) version: Oid,
    /// What a case is known by that began so.
    pub(in crate::store) beginning: Beginning,
    /// Whether somebody was referred by it.
    pub(in crate::store) is_referred: bool,
    /// Whether the commit is the first of a history: git joined that to this one.
    pub(in crate::store) is_of_a_first_commit: bool,
}

/// The files of cases that were put somewhere new by a commit in the history of one that is not in that of
/// another.
///
/// # Errors
///
/// If git cannot read it.
pub(in crate::store) fn added_since(
    repository: &Repository,
    tip: Oid,
    before: Oid,
) -> Result<Vec<Added>, git2::Error> {
    let mut found = Vec::new();
    for commit in oldest_first(repository, &[tip], &[before])? {
        let commit = repository.find_commit(commit)?;
        let is_referred = is_of_a_referral(&commit);
        let is_of_a_first_commit = commit.parent_count() == 0;
        found.extend(new_paths(&sides(repository, &commit)?).into_iter().map(|(path, version)| {
            let beginning = Beginning::of(&path, version, &commit);
            Added { path, version, beginning, is_referred, is_of_a_first_commit }
        }));
    }
    Ok(found)
}

/// The ids, in lower case, of which a file came or went in the history of a commit and not in that of
/// another.
///
/// # Errors
///
/// If git cannot read it.
pub(in crate::store) fn come_or_gone_since(
    repository: &Repository,
    tip: Oid,
    before: Oid,
) -> Result<BTreeSet<String>, git2::Error> {
    let mut ids = BTreeSet::new();
    for commit in oldest_first(repository, &[tip], &[before])? {
        let commit = repository.find_commit(commit)?;
        if commit.parent_count() < 2 {
            let sides = sides(repository, &commit)?;
            let files = sides.iter().flat_map(|side| side.added.keys().chain(side.deleted.keys()));
            ids.extend(files.map(|path| stem(path).to_lowercase()));
        }
    }
    Ok(ids)
}

/// What a commit changed in its folder of cases since each commit before it; since an empty one where it is the
/// first of a history.
fn sides(repository: &Repository, commit: &Commit<'_>) -> Result<Vec<Side>, git2::Error> {
    let mut before = Vec::new();
    for parent in commit.parent_ids() {
        before.push(cases_of(&repository.find_commit(parent)?)?);
    }
    if before.is_empty() {
        before.push(None);
    }
    let after = cases_of(commit)?;
    before.into_iter().map(|before| Side::of(repository, Rc::default(), before, after)).collect()
}
