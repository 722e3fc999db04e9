//! Which commits may have changed the file of one case, told without comparing all that they have.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use git2::{Commit, ObjectType, Oid, Repository, Tree};

use crate::operation::stem;
use crate::store::CASES;
use crate::store::history::Trailers;
use crate::store::history::stored::entry;

/// Looks for the commits that changed the file of a case, wherever it lay.
pub(super) struct OfCase<'r> {
    repository: &'r Repository,
    id: &'r str,
    /// Where its file is known to have lain.
    places: BTreeMap<String, Place>,
}

/// A path, with what is known to lie there.
#[derive(Default)]
struct Place {
    /// The version of the file that a folder has, by the folder's tree and what is left of the path below
    /// it, in bytes. A commit has nearly all trees of the one before, so that none is opened twice.
    versions: HashMap<(Oid, usize), Option<Oid>>,
}

impl<'r> OfCase<'r> {
    /// The file of this id, which lies where a commit has it.
    pub(super) fn new(
        repository: &'r Repository,
        id: &'r str,
        commit: &Commit<'_>,
    ) -> Result<OfCase<'r>, git2::Error> {
        let mut of_case = OfCase { repository, id, places: BTreeMap::new() };
        let mut paths = BTreeSet::new();
        if let Some(cases) = subtree(repository, &commit.tree()?, CASES)? {
            paths_of(repository, &cases, CASES, id, &mut paths)?;
        }
        paths.iter().for_each(|path| of_case.lay_at(path));
        Ok(of_case)
    }

    /// Whether a commit may have changed the file. Where it lies nowhere that is known, it may have lain
    /// elsewhere before it was taken away: then what the tool recorded is believed to name its cases.
    pub(super) fn may_have_changed(&mut self, commit: &Commit<'_>) -> Result<bool, git2::Error> {
        let before: Vec<Oid> = commit.parents().map(|parent| parent.tree_id()).collect();
        let mut lies_somewhere = false;
        for (path, place) in &mut self.places {
            let now = place.version(self.repository, commit.tree_id(), path)?;
            lies_somewhere |= now.is_some();
            if before.is_empty() && now.is_some() {
                return Ok(true);
            }
            // A merge may have left out what one side has.
            for before in &before {
                if place.version(self.repository, *before, path)? != now {
                    return Ok(true);
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
        self.places.entry(path.to_owned()).or_default();
    }
}

impl Place {
    /// The version of the file that a folder has at a path below it, if it has any.
    fn version(
        &mut self,
        repository: &Repository,
        folder: Oid,
        path: &str,
    ) -> Result<Option<Oid>, git2::Error> {
        if let Some(known) = self.versions.get(&(folder, path.len())) {
            return Ok(*known);
        }
        let version = match path.split_once('/') {
            None => entry(repository, folder, path)?,
            Some((name, below)) => match entry(repository, folder, name)? {
                Some(folder) => self.version(repository, folder, below)?,
                None => None,
            },
        };
        self.versions.insert((folder, path.len()), version);
        Ok(version)
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
