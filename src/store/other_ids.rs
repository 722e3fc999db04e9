//! Which cases of an earlier commit have another id now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use git2::{Oid, Repository, RepositoryOpenFlags, Sort};

use crate::operation::stem;
use crate::store::following::{come_or_gone, moved_since};
use crate::store::snapshot::Snapshot;

impl Snapshot {
    /// The cases of this commit whose id is not theirs any more in a later one, or in the newest, each with
    /// the id that it has there. None is said of a case that is gone while somebody else has its id; one
    /// that is gone and whose id is free is not among them.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub fn other_ids(
        &self,
        later: Option<&Snapshot>,
    ) -> Result<BTreeMap<String, Option<String>>, git2::Error> {
        let repository = open(&self.root)?;
        let then = Oid::from_str(&self.commit)?;
        let now = match later {
            Some(later) => Oid::from_str(&later.commit)?,
            None => repository.head()?.peel_to_commit()?.id(),
        };
        let cases = self.files.keys().filter(|file| file.starts_with("cases/"));
        let ids: BTreeSet<String> = cases.map(|file| stem(file).to_lowercase()).collect();
        // The whole history is looked through for those alone of which a file came or went since.
        let ids: BTreeSet<String> = come_or_gone_since(&repository, then, now)?
            .into_iter()
            .filter(|id| ids.contains(id))
            .collect();
        if ids.is_empty() {
            return Ok(BTreeMap::new());
        }
        Ok(moved_since(&repository, then, now, &ids)?.into_iter().collect())
    }
}

fn open(root: &Path) -> Result<Repository, git2::Error> {
    let none: [&Path; 0] = [];
    Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, none)
}

/// The ids, in lower case, of which a file came or went since a commit.
fn come_or_gone_since(
    repository: &Repository,
    then: Oid,
    now: Oid,
) -> Result<BTreeSet<String>, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL)?;
    walk.push(now)?;
    walk.hide(then)?;
    let mut ids = BTreeSet::new();
    for commit in walk {
        let commit = repository.find_commit(commit?)?;
        if commit.parent_count() < 2 {
            ids.extend(come_or_gone(repository, &commit)?);
        }
    }
    Ok(ids)
}
