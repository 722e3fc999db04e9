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
        let cases = cases_of(&commit)?;
        let mut sides = Vec::new();
        for parent in commit.parents() {
            sides.push(Side::of(repository, Rc::default(), cases_of(&parent)?, cases)?);
        }
        let is_referred = is_of_a_referral(&commit);
        found.extend(new_paths(&sides).into_iter().map(|(path, version)| Added {
            beginning: Beginning::of(&path, version, &commit),
            path,
            version,
            is_referred,
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
            ids.extend(come_or_gone(repository, &commit)?);
        }
    }
    Ok(ids)
}

/// The ids, in lower case, of which a commit made or took away a file.
fn come_or_gone(
    repository: &Repository,
    commit: &Commit<'_>,
) -> Result<BTreeSet<String>, git2::Error> {
    let Ok(parent) = commit.parent(0) else { return Ok(BTreeSet::new()) };
    let (before, after) = (cases_of(&parent)?, cases_of(commit)?);
    let side = Side::of(repository, Rc::default(), before, after)?;
    let files = side.added.keys().chain(side.deleted.keys());
    Ok(files.map(|path| stem(path).to_lowercase()).collect())
}
