//! What a commit changed of the cases since one before it.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::path::Path;
use std::rc::Rc;

use git2::{Commit, Delta, DiffOptions, ObjectType, Oid, Repository};

use crate::operation::is_renumbering;
use crate::store::CASES;
use crate::store::following::Lying;
use crate::store::following::lying::Leaving;
use crate::store::history::Trailers;

/// What changed of the cases since a commit before.
pub(super) struct Side {
    /// What was followed there.
    pub(super) lying: Rc<Lying>,
    changes: Rc<Changes>,
}

/// In what two folders of cases differ, by the paths of the files.
#[derive(Default)]
pub(super) struct Changes {
    pub(super) added: BTreeMap<String, Oid>,
    pub(super) deleted: BTreeMap<String, Oid>,
    /// What it was, and is.
    pub(super) modified: BTreeMap<String, (Oid, Oid)>,
}

impl Deref for Side {
    type Target = Changes;

    fn deref(&self) -> &Changes {
        &self.changes
    }
}

/// Two folders of cases, each by its tree.
type Pair = (Option<Oid>, Option<Oid>);

/// How many pairs of folders are kept in mind.
const KEPT: usize = 1 << 16;

thread_local! {
    /// In what folders differ that were compared before: cases that were erased apart are each followed
    /// through the same commits, and a tree is the same for ever.
    static COMPARED: RefCell<HashMap<Pair, Rc<Changes>>> = RefCell::default();
}

impl Side {
    /// Compares two folders of cases, each by its tree.
    pub(super) fn of(
        repository: &Repository,
        lying: Rc<Lying>,
        before: Option<Oid>,
        after: Option<Oid>,
    ) -> Result<Side, git2::Error> {
        if before == after {
            return Ok(Side { lying, changes: Rc::default() });
        }
        let known = COMPARED.with_borrow(|known| known.get(&(before, after)).cloned());
        let changes = match known {
            Some(changes) => changes,
            None => {
                let changes = Rc::new(Changes::between(repository, before, after)?);
                COMPARED.with_borrow_mut(|known| {
                    if known.len() < KEPT {
                        known.insert((before, after), Rc::clone(&changes));
                    }
                });
                changes
            }
        };
        Ok(Side { lying, changes })
    }

    /// Whether a file is not as it was.
    pub(super) fn touches(&self, path: &str) -> bool {
        self.modified.contains_key(path)
            || self.deleted.contains_key(path)
            || self.added.contains_key(path)
    }
}

impl Changes {
    fn between(
        repository: &Repository,
        before: Option<Oid>,
        after: Option<Oid>,
    ) -> Result<Changes, git2::Error> {
        let mut changes = Changes::default();
        let tree = |tree: Oid| repository.find_tree(tree);
        let (before, after) = (before.map(tree).transpose()?, after.map(tree).transpose()?);
        let mut options = DiffOptions::new();
        options.skip_binary_check(true).ignore_submodules(true);
        let differences =
            repository.diff_tree_to_tree(before.as_ref(), after.as_ref(), Some(&mut options))?;
        for delta in differences.deltas() {
            let (old, new) = (delta.old_file(), delta.new_file());
            let path = new.path().or(old.path()).map(Path::to_string_lossy).unwrap_or_default();
            let path = format!("{CASES}/{path}");
            match delta.status() {
                Delta::Added => drop(changes.added.insert(path, new.id())),
                Delta::Deleted => drop(changes.deleted.insert(path, old.id())),
                _ => drop(changes.modified.insert(path, (old.id(), new.id()))),
            }
        }
        Ok(changes)
    }
}

/// The files that were on no side before.
pub(super) fn new_paths(sides: &[Side]) -> BTreeMap<String, Oid> {
    let Some((first, others)) = sides.split_first() else { return BTreeMap::new() };
    let is_new = |path: &&String| others.iter().all(|side| side.added.contains_key(*path));
    let new = first.added.iter().filter(|(path, _)| is_new(path));
    new.map(|(path, blob)| (path.clone(), *blob)).collect()
}

/// The files that were taken away and are not followed.
pub(super) fn untracked(sides: &[Side]) -> Vec<Leaving> {
    let untracked = |side: &Side| {
        let others = side.deleted.iter().filter(|(path, _)| !side.lying.there.contains_key(*path));
        others.map(|(path, version)| Leaving::untracked(path, *version)).collect::<Vec<_>>()
    };
    let mut found: Vec<Leaving> = sides.iter().flat_map(untracked).collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found.dedup_by(|one, other| one.path == other.path);
    found
}

/// The tree of a commit's cases, if it has any.
pub(super) fn cases_of(commit: &Commit<'_>) -> Result<Option<Oid>, git2::Error> {
    let tree = commit.tree()?;
    let cases = tree.get_name(CASES).filter(|it| it.kind() == Some(ObjectType::Tree));
    Ok(cases.map(|it| it.id()))
}

/// The two ids of a case that a commit says it gave another one; empty if it says nothing of that.
pub(super) fn renumbered(commit: &Commit<'_>) -> Vec<String> {
    let message = String::from_utf8_lossy(commit.message_bytes());
    let subject = message.lines().next().unwrap_or_default();
    if is_renumbering(subject) { Trailers::of(&message).cases } else { Vec::new() }
}
