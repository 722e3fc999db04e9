//! Which commits may have changed the file of one case, told without comparing all that they have.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use git2::{Commit, Error, ObjectType, Oid, Repository, Tree};
use rayon::prelude::*;

use crate::operation::stem;
use crate::store::CASES;
use crate::store::history::Trailers;
use crate::store::history::newest::Met;
use crate::store::history::stored::{entry, repository_of};

/// How many commits one core is given at least: to begin with another costs as much as some of them.
const SHARE: usize = 64;

/// How many versions are kept in mind; those of the commit before are what is asked for.
const KEPT: usize = 1 << 15;

/// Looks for the commits that changed the file of a case, wherever it lay, on all cores.
pub(super) struct OfCase {
    root: PathBuf,
    id: String,
    /// Where its file is known to have lain.
    paths: Vec<String>,
    lookers: Vec<Looker>,
}

/// Who looks at some of the commits.
struct Looker {
    repository: Repository,
    /// What lies at the paths, in their order.
    places: Vec<Place>,
}

/// What is known to lie at a path.
#[derive(Default)]
struct Place {
    /// The version of the file that a folder has, by the folder's tree and what is left of the path below
    /// it, in bytes. A commit has nearly all trees of the one before, which need not be opened again.
    versions: HashMap<(Oid, usize), Option<Oid>>,
}

impl OfCase {
    /// The file of this id in a folder, which lies where a commit has it.
    pub(super) fn new(root: &Path, id: &str, commit: &Commit<'_>) -> Result<OfCase, Error> {
        let mut paths = Vec::new();
        let repository = repository_of(root)?;
        if let Some(cases) = subtree(&repository, &commit.tree()?, CASES)? {
            paths_of(&repository, &cases, CASES, id, &mut paths)?;
        }
        let lookers = vec![Looker { repository, places: Vec::new() }];
        Ok(OfCase { root: root.to_owned(), id: id.to_owned(), paths, lookers })
    }

    /// Whether commits may have changed the file, each in turn.
    pub(super) fn may_have_changed(&mut self, commits: &[Met]) -> Vec<Result<bool, Error>> {
        let wanted = (commits.len() / SHARE).clamp(1, rayon::current_num_threads());
        while self.lookers.len() < wanted {
            // The first looks at all of them where no other can be had.
            let Ok(repository) = repository_of(&self.root) else { break };
            self.lookers.push(Looker { repository, places: Vec::new() });
        }
        let wanted = wanted.min(self.lookers.len());
        let (id, paths) = (&self.id, &self.paths);
        let look = |(looker, commits): (&mut Looker, &[Met])| -> Vec<Result<bool, Error>> {
            looker.places.resize_with(paths.len(), Place::default);
            commits.iter().map(|commit| looker.may_have_changed(commit, id, paths)).collect()
        };
        let shares = commits.par_chunks(commits.len().div_ceil(wanted).max(1));
        let found: Vec<Vec<_>> = self.lookers.par_iter_mut().zip(shares).map(look).collect();
        found.into_iter().flatten().collect()
    }

    /// Takes note of where the file lay. Says whether that was not known.
    pub(super) fn lay_at(&mut self, path: &str) -> bool {
        let is_new = !self.paths.iter().any(|known| known == path);
        if is_new {
            self.paths.push(path.to_owned());
        }
        is_new
    }
}

impl Looker {
    /// Whether a commit may have changed the file. Where it lies nowhere that is known, it may have lain
    /// elsewhere before it was taken away: then what the tool recorded is believed to name its cases.
    fn may_have_changed(&mut self, met: &Met, id: &str, paths: &[String]) -> Result<bool, Error> {
        let Looker { repository, places } = self;
        let mut lies_somewhere = false;
        for (path, place) in paths.iter().zip(places) {
            let now = place.version(repository, met.tree, path)?;
            lies_somewhere |= now.is_some();
            if met.before.is_empty() && now.is_some() {
                return Ok(true);
            }
            // A merge may have left out what one side has.
            for before in &met.before {
                if place.version(repository, *before, path)? != now {
                    return Ok(true);
                }
            }
        }
        if lies_somewhere {
            return Ok(false);
        }
        let commit = repository.find_commit(met.commit)?;
        let trailers = Trailers::of(&String::from_utf8_lossy(commit.message_bytes()));
        let names_others = trailers.operation.is_some()
            && met.before.len() < 2
            && !trailers.cases.iter().any(|case| case.eq_ignore_ascii_case(id));
        Ok(!names_others)
    }
}

impl Place {
    /// The version of the file that a folder has at a path below it, if it has any.
    fn version(
        &mut self,
        repository: &Repository,
        folder: Oid,
        path: &str,
    ) -> Result<Option<Oid>, Error> {
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
        if self.versions.len() >= KEPT {
            self.versions.clear();
        }
        self.versions.insert((folder, path.len()), version);
        Ok(version)
    }
}

fn subtree<'r>(
    repository: &'r Repository,
    tree: &Tree<'_>,
    name: &str,
) -> Result<Option<Tree<'r>>, Error> {
    let entry = tree.get_name(name).filter(|entry| entry.kind() == Some(ObjectType::Tree));
    entry.map(|entry| repository.find_tree(entry.id())).transpose()
}

/// Where files of this id lie below a folder.
fn paths_of(
    repository: &Repository,
    tree: &Tree<'_>,
    folder: &str,
    id: &str,
    found: &mut Vec<String>,
) -> Result<(), Error> {
    for entry in tree {
        let Ok(name) = entry.name() else { continue };
        let path = format!("{folder}/{name}");
        if entry.kind() == Some(ObjectType::Tree) {
            paths_of(repository, &repository.find_tree(entry.id())?, &path, id, found)?;
        } else if stem(&path) == id {
            found.push(path);
        }
    }
    Ok(())
}
