//! What a case was recorded as before it was given its id, and what of that id was somebody else's: by
//! the commits that renumbered a case.

use std::collections::BTreeSet;

use git2::{Oid, Repository, Sort};

use crate::store::erasing::{Rewriting, Scope};
use crate::store::history::Trailers;

/// A commit that gave a case another id.
struct Renumbering {
    from: String,
    to: String,
    /// The commit before.
    parent: Oid,
}

/// The blobs of a case under other ids, and those under its id that are another's.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn blobs_of(
    repository: &Repository,
    tip: Oid,
    id: &str,
) -> Result<(Vec<String>, Vec<String>), git2::Error> {
    let all = renumberings(repository, tip)?;
    let mut own = BTreeSet::new();
    let mut asked = BTreeSet::new();
    gather(repository, &all, id, &mut own, &mut asked)?;
    let mut others = BTreeSet::new();
    for renumbering in all.iter().filter(|it| it.from.eq_ignore_ascii_case(id)) {
        others.extend(blobs(repository, renumbering.parent, &renumbering.from)?);
    }
    let names = |blobs: Vec<&Oid>| blobs.into_iter().map(Oid::to_string).collect();
    Ok((names(own.iter().collect()), names(others.difference(&own).collect())))
}

/// Gathers what became a case of this id when it was renumbered, and what became that before.
fn gather(
    repository: &Repository,
    all: &[Renumbering],
    id: &str,
    own: &mut BTreeSet<Oid>,
    asked: &mut BTreeSet<(String, Oid)>,
) -> Result<(), git2::Error> {
    for renumbering in all.iter().filter(|it| it.to.eq_ignore_ascii_case(id)) {
        if asked.insert((renumbering.from.clone(), renumbering.parent)) {
            own.extend(blobs(repository, renumbering.parent, &renumbering.from)?);
            gather(repository, all, &renumbering.from, own, asked)?;
        }
    }
    Ok(())
}

/// Every blob that was under an id up to a commit.
fn blobs(repository: &Repository, tip: Oid, id: &str) -> Result<BTreeSet<Oid>, git2::Error> {
    let scope = Scope::of_id(id);
    Ok(Rewriting::of(repository, &scope, &[tip], &[])?.taken())
}

fn renumberings(repository: &Repository, tip: Oid) -> Result<Vec<Renumbering>, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL)?;
    walk.push(tip)?;
    let mut found = Vec::new();
    for commit in walk {
        let commit = repository.find_commit(commit?)?;
        let message = String::from_utf8_lossy(commit.message_bytes());
        let subject = message.lines().next().unwrap_or_default();
        let Some((_, what)) = subject.split_once(": ") else { continue };
        let is_back = what == "undo: renumber";
        if !is_back && what != "renumber" && what != "redo: renumber" {
            continue;
        }
        let trailers = Trailers::of(&message);
        let ([from, to], Ok(parent)) = (trailers.cases.as_slice(), commit.parent_id(0)) else {
            continue;
        };
        let (from, to) = if is_back { (to, from) } else { (from, to) };
        found.push(Renumbering { from: from.clone(), to: to.clone(), parent });
    }
    Ok(found)
}
