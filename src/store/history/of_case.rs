//! Which commits may have changed the file of one case, told without comparing all that they have.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use git2::{Commit, ObjectType, Oid, Repository, Tree};

use crate::operation::stem;
use crate::store::CASES;
use crate::store::history::Trailers;

/// Looks for the commits that changed the file of a case, wherever it lay.
pub(super) struct OfCase<'r> {
    repository: &'r Repository,
    id: &'r str,
    /// Where its file is known to have lain.
    paths: BTreeSet<String>,
    /// Whether a folder, by its tree, has the file of such a path.
    has: HashMap<(Oid, String), bool>,
}

/// What two commits have at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    /// The same file.
    Same,
    /// No file.
    Neither,
    /// Not the same.
    Otherwise,
}

impl<'r> OfCase<'r> {
    /// The file of this id, which lies where a commit has it.
    pub(super) fn new(
        repository: &'r Repository,
        id: &'r str,
        commit: &Commit<'_>,
    ) -> Result<OfCase<'r>, git2::Error> {
        let mut paths = BTreeSet::new();
        if let Some(cases) = subtree(repository, &commit.tree()?, CASES)? {
            paths_of(repository, &cases, CASES, id, &mut paths)?;
        }
        Ok(OfCase { repository, id, paths, has: HashMap::new() })
    }

    /// Whether a commit may have changed the file. Where it lies nowhere that is known, it may have lain
    /// elsewhere before it was taken away: then what the tool recorded is believed to name its cases.
    pub(super) fn may_have_changed(&mut self, commit: &Commit<'_>) -> Result<bool, git2::Error> {
        let tree = commit.tree()?;
        let before = commit.parents().map(|parent| parent.tree().map(Some));
        let mut before = before.collect::<Result<Vec<Option<Tree<'_>>>, _>>()?;
        if before.is_empty() {
            before.push(None);
        }
        let mut lies_somewhere = false;
        for path in self.paths.clone() {
            // A merge may have left out what one side has.
            for before in &before {
                match self.seen(&tree, before.as_ref(), &path)? {
                    Seen::Otherwise => return Ok(true),
                    Seen::Same => lies_somewhere = true,
                    Seen::Neither => {}
                }
            }
        }
        if lies_somewhere {
            return Ok(false);
        }
        let trailers = Trailers::of(&String::from_utf8_lossy(commit.message_bytes()));
        let names_others = trailers.operation.is_some()
            && commit.parent_count() < 2
            && !trailers.cases.iter().any(|case| case.eq_ignore_ascii_case(self.id));
        Ok(!names_others)
    }

    /// Takes note of where the file lay.
    pub(super) fn lay_at(&mut self, path: &str) {
        self.paths.insert(path.to_owned());
    }

    /// What two trees have at a path; trees that are the same are not opened twice.
    fn seen(
        &mut self,
        tree: &Tree<'_>,
        before: Option<&Tree<'_>>,
        path: &str,
    ) -> Result<Seen, git2::Error> {
        let entry = |tree: Option<&Tree<'_>>, name: &str| {
            tree.and_then(|tree| tree.get_name(name).map(|entry| (entry.id(), entry.kind())))
        };
        let (name, rest) = match path.split_once('/') {
            Some((name, rest)) => (name, Some(rest)),
            None => (path, None),
        };
        let (now, then) = (entry(Some(tree), name), entry(before, name));
        match (now, then, rest) {
            (None, None, _) => Ok(Seen::Neither),
            (Some(_), Some(_), None) if now == then => Ok(Seen::Same),
            (Some((folder, _)), Some(_), Some(rest)) if now == then => {
                Ok(if self.has(folder, rest)? { Seen::Same } else { Seen::Neither })
            }
            (_, _, None) => Ok(Seen::Otherwise),
            (now, then, Some(rest)) => {
                let open = |entry: Option<(Oid, Option<ObjectType>)>| {
                    let tree = entry.filter(|(_, kind)| *kind == Some(ObjectType::Tree));
                    tree.map(|(tree, _)| self.repository.find_tree(tree)).transpose()
                };
                match (open(now)?, open(then)?) {
                    (Some(now), then) => self.seen(&now, then.as_ref(), rest),
                    (None, Some(then)) => self.seen(&then, None, rest),
                    (None, None) => Ok(Seen::Neither),
                }
            }
        }
    }

    /// Whether a folder has a file.
    fn has(&mut self, folder: Oid, path: &str) -> Result<bool, git2::Error> {
        let key = (folder, path.to_owned());
        if let Some(known) = self.has.get(&key) {
            return Ok(*known);
        }
        let object = self.repository.find_object(folder, None)?;
        let found = object.as_tree().is_some_and(|tree| tree.get_path(Path::new(path)).is_ok());
        self.has.insert(key, found);
        Ok(found)
    }
}

fn subtree<'r>(
    repository: &'r Repository,
    tree: &Tree<'_>,
    name: &str,
) -> Result<Option<Tree<'r>>, git2::Error> {
    let entry = tree.get_name(name).filter(|entry| entry.kind() == Some(ObjectType::Tree));
    entry.map(|entry| repository.find_tree(entry.id())).transpose()
}

/// Where files of this id lie below a folder.
fn paths_of(
    repository: &Repository,
    tree: &Tree<'_>,
    folder: &str,
    id: &str,
    found: &mut BTreeSet<String>,
) -> Result<(), git2::Error> {
    for entry in tree {
        let Ok(name) = entry.name() else { continue };
        let path = format!("{folder}/{name}");
        if entry.kind() == Some(ObjectType::Tree) {
            paths_of(repository, &repository.find_tree(entry.id())?, &path, id, found)?;
        } else if stem(&path) == id {
            found.insert(path);
        }
    }
    Ok(())
}
