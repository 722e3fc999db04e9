//! Which cases of an earlier commit have another id now.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use git2::{Oid, Repository, RepositoryOpenFlags};

use crate::operation::stem;
use crate::store::following::{come_or_gone_since, moved_since};
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
        let ids: BTreeSet<String> = come_or_gone_since(&repository, now, then)?
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
