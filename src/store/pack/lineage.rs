//! What became of a file through the history: every version it had, wherever it lay, and the commits
//! that made them.
//!
//! It is followed back from commit to commit and not by its name alone: an id may once have been
//! somebody else's, whose file is none of this case.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use git2::{Commit, Delta, DiffOptions, ErrorCode, Oid, Repository, Sort};

use crate::case::{Likeness, Person};
use crate::operation::{FileChange, GivenOut, is_renumbering, stem};
use crate::store::history::{Step, Trailers, changed_of, step, tells, text};

/// A file that is followed: which of those asked for, and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Tracked {
    owner: usize,
    version: Oid,
}

/// What is followed at a commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Followed {
    /// The files that are there, by their paths.
    there: BTreeMap<String, Tracked>,
    /// The files that are not, by their ids: they may have been, and been taken away for a while.
    gone: BTreeSet<(Tracked, String)>,
}

/// What became of files through the history.
#[derive(Debug, Default)]
pub(super) struct Lineage {
    /// Every version that they had.
    pub(super) versions: BTreeSet<Oid>,
    /// The steps of each, the newest first.
    pub(super) steps: Vec<Vec<Step>>,
    /// The commits that were made by git itself.
    pub(super) by_git: Vec<String>,
}

/// A file that differs between a commit and one before it.
struct Difference {
    path: String,
    status: Delta,
    old: Oid,
}

/// Follows files of a commit back to their beginnings.
///
/// # Errors
///
/// If git cannot read something of it.
pub(super) fn lineage(
    repository: &Repository,
    tip: Oid,
    files: &[String],
) -> Result<Lineage, git2::Error> {
    let mut found = Lineage { steps: vec![Vec::new(); files.len()], ..Lineage::default() };
    let tree = repository.find_commit(tip)?.tree()?;
    let mut start = Followed::default();
    for (owner, file) in files.iter().enumerate() {
        let version = tree.get_path(Path::new(file))?.id();
        found.versions.insert(version);
        start.there.insert(file.clone(), Tracked { owner, version });
    }
    let mut at: BTreeMap<Oid, Rc<Followed>> = BTreeMap::from([(tip, Rc::new(start))]);
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
    walk.push(tip)?;
    for id in walk {
        let id = id?;
        let commit = repository.find_commit(id)?;
        let followed = at.remove(&id).unwrap_or_default();
        let told = Told::of(&commit);
        found.by_git.extend(told.trailers.operation.is_none().then(|| id.to_string()));
        let mut changes: Vec<Vec<FileChange>> = vec![Vec::new(); files.len()];
        for (number, parent) in commit.parents().enumerate() {
            let (before, moved) = before(repository, &commit, &parent, &followed, &told)?;
            if !Rc::ptr_eq(&before, &followed) {
                found.versions.extend(before.there.values().map(|tracked| tracked.version));
                if number == 0 && commit.parent_count() == 1 {
                    note(repository, &followed, &before, &moved, &mut changes)?;
                }
            }
            at.entry(parent.id())
                .and_modify(|known| *known = both(known, &before))
                .or_insert(before);
        }
        match commit.parent_count() {
            0 => note(repository, &followed, &Followed::default(), &[], &mut changes)?,
            1 => {}
            _ => note_merge(repository, &commit, &followed, &mut changes)?,
        }
        found.tell(files, &commit, &told, changes);
    }
    Ok(found)
}

impl Lineage {
    /// Adds what a commit did to the steps of each file; also that a case was given out, which changes
    /// none.
    fn tell(
        &mut self,
        files: &[String],
        commit: &Commit<'_>,
        told: &Told,
        changes: Vec<Vec<FileChange>>,
    ) {
        for (owner, changes) in changes.into_iter().enumerate() {
            if changes.is_empty() && !told.gives_out {
                continue;
            }
            let id = files[owner].starts_with("cases/").then(|| stem(&files[owner]));
            let step = step(commit, changes);
            let is_told = |id| tells(&step, Some(id), commit.parent_count());
            if !step.files.is_empty() || id.is_some_and(is_told) {
                self.steps[owner].push(step);
            }
        }
    }
}

/// What a commit says of itself.
struct Told {
    trailers: Trailers,
    renumbers: bool,
    gives_out: bool,
}

impl Told {
    fn of(commit: &Commit<'_>) -> Told {
        let message = String::from_utf8_lossy(commit.message_bytes());
        let subject = message.lines().next().unwrap_or_default();
        let renumbers = is_renumbering(subject);
        let gives_out = GivenOut::of_subject(subject).is_some();
        Told { trailers: Trailers::of(&message), renumbers, gives_out }
    }
}

/// What is followed at the commit before, with the paths that a file had there and has here.
type Before = (Rc<Followed>, Vec<(String, String)>);

fn before(
    repository: &Repository,
    commit: &Commit<'_>,
    parent: &Commit<'_>,
    followed: &Rc<Followed>,
    told: &Told,
) -> Result<Before, git2::Error> {
    let differences = differences(repository, commit, parent)?;
    let concerns = |difference: &Difference| {
        followed.there.contains_key(&difference.path)
            || difference.status == Delta::Deleted && !followed.gone.is_empty()
    };
    if !differences.iter().any(concerns) {
        return Ok((Rc::clone(followed), Vec::new()));
    }
    let (mut before, mut moved) = (Followed::default(), Vec::new());
    for (path, tracked) in &followed.there {
        let Some(difference) = differences.iter().find(|it| it.path == *path) else {
            before.there.insert(path.clone(), *tracked);
            continue;
        };
        if difference.status != Delta::Added {
            let tracked = Tracked { version: difference.old, ..*tracked };
            before.there.insert(path.clone(), tracked);
            continue;
        }
        let is_of_it = |old: &str| {
            stem(old) == stem(path)
                || told.renumbers && told.trailers.cases.iter().any(|case| case == stem(old))
        };
        match earlier(repository, &differences, tracked, &is_of_it)? {
            Some((old, tracked)) => {
                before.there.insert(old.clone(), tracked);
                moved.push((old, path.clone()));
            }
            None => {
                before.gone.insert((*tracked, stem(path).to_owned()));
            }
        }
    }
    for (tracked, id) in &followed.gone {
        // What is renumbered away is somebody else's.
        let is_of_it = |old: &str| !told.renumbers && stem(old) == id;
        match earlier(repository, &differences, tracked, &is_of_it)? {
            Some((old, tracked)) => {
                before.there.insert(old, tracked);
            }
            None => {
                before.gone.insert((*tracked, id.clone()));
            }
        }
    }
    Ok((Rc::new(before), moved))
}

/// The file that a commit took away and that was this one before.
fn earlier(
    repository: &Repository,
    differences: &[Difference],
    tracked: &Tracked,
    is_of_it: &dyn Fn(&str) -> bool,
) -> Result<Option<(String, Tracked)>, git2::Error> {
    let taken_away = differences
        .iter()
        .filter(|it| it.status == Delta::Deleted && it.path.starts_with("cases/"))
        .filter(|it| is_of_it(&it.path));
    let ours = text(repository, tracked.version)?;
    for difference in taken_away {
        // In a bundle there is none of what is somebody else's.
        let Ok(theirs) = text(repository, difference.old) else { continue };
        if ours == theirs || !are_two_people(&ours, &theirs) {
            let tracked = Tracked { version: difference.old, ..*tracked };
            return Ok(Some((difference.path.clone(), tracked)));
        }
    }
    Ok(None)
}

/// Whether what two texts say speaks against their being of one case.
fn are_two_people(one: &str, other: &str) -> bool {
    let both = Person::of(one).zip(Person::of(other));
    both.is_none_or(|(one, other)| matches!(one.likeness(&other), Likeness::Two(_)))
}

fn differences(
    repository: &Repository,
    commit: &Commit<'_>,
    parent: &Commit<'_>,
) -> Result<Vec<Difference>, git2::Error> {
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(true);
    let (old, new) = (parent.tree()?, commit.tree()?);
    let found = repository.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?;
    let difference = |delta: git2::DiffDelta<'_>| {
        let path = delta.new_file().path().or(delta.old_file().path())?.to_str()?.to_owned();
        Some(Difference { path, status: delta.status(), old: delta.old_file().id() })
    };
    Ok(found.deltas().filter_map(difference).collect())
}

/// What two commits after one follow of it.
fn both(one: &Rc<Followed>, other: &Rc<Followed>) -> Rc<Followed> {
    if one == other {
        return Rc::clone(one);
    }
    let mut followed = Followed::clone(one);
    followed.there.extend(other.there.iter().map(|(path, tracked)| (path.clone(), *tracked)));
    followed.gone.extend(other.gone.iter().cloned());
    let there: BTreeSet<usize> = followed.there.values().map(|tracked| tracked.owner).collect();
    followed.gone.retain(|(tracked, _)| !there.contains(&tracked.owner));
    Rc::new(followed)
}

/// Notes what a commit with one before it did to each file.
fn note(
    repository: &Repository,
    followed: &Followed,
    before: &Followed,
    moved: &[(String, String)],
    changes: &mut [Vec<FileChange>],
) -> Result<(), git2::Error> {
    for (path, tracked) in &followed.there {
        let old = moved.iter().find(|(_, new)| new == path).map_or(path, |(old, _)| old);
        let old = before.there.get(old).map(|tracked| tracked.version);
        if old != Some(tracked.version) || moved.iter().any(|(_, new)| new == path) {
            changes[tracked.owner].push(FileChange {
                file: path.clone(),
                old: old.map(|old| text(repository, old)).transpose()?,
                new: Some(text(repository, tracked.version)?),
            });
        }
    }
    // Taken away for a while: it comes back in a commit after this one.
    for (tracked, _) in &followed.gone {
        let back = before.there.iter().find(|(_, it)| it.owner == tracked.owner);
        if let Some((path, old)) = back {
            let old = Some(text(repository, old.version)?);
            changes[tracked.owner].push(FileChange { file: path.clone(), old, new: None });
        }
    }
    Ok(())
}

/// Notes what whoever merged did to each file, apart from what the two sides had done.
fn note_merge(
    repository: &Repository,
    commit: &Commit<'_>,
    followed: &Followed,
    changes: &mut [Vec<FileChange>],
) -> Result<(), git2::Error> {
    let is_wanted = |file: &str| followed.there.contains_key(file);
    let found = match changed_of(repository, commit, &is_wanted, &mut |_| {}) {
        // What it would be compared with is none of this case's.
        Err(error) if error.code() == ErrorCode::NotFound => Vec::new(),
        found => found?,
    };
    for change in found {
        if let Some(tracked) = followed.there.get(&change.file) {
            changes[tracked.owner].push(change);
        }
    }
    Ok(())
}
