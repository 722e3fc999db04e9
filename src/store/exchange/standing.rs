//! How a folder stands to its remote and to its repository, without a network.

use std::path::Path;

use git2::{ObjectType, TreeWalkMode, TreeWalkResult};

use crate::operation::stem;
use crate::store::CASES;
use crate::store::exchange::{Remote, Seen};
use crate::store::recording::error::RecordError;
use crate::store::recording::repository::Own;
use crate::store::recording::{edited, is_interrupted, lacks_driver};

/// How a folder stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The newest commit.
    pub commit: Option<String>,
    /// The remote, shown without a password.
    pub remote: Option<String>,
    /// The newest commit that was seen there.
    pub seen: Option<String>,
    /// How many operations were recorded here that were not there when it was last seen.
    pub unsent: usize,
    /// How many were there that are not here.
    pub not_brought_in: usize,
    /// The files that were edited by hand.
    pub edited: Vec<String>,
    /// Whether a recording was cut short and waits to be finished.
    pub is_interrupted: bool,
    /// Whether a merge of git's waits to be finished.
    pub has_a_merge: bool,
    /// Whether git's own merges are not set up.
    pub lacks_driver: bool,
}

/// The ids of the cases at the remote, as it was last seen; none where nothing was.
///
/// # Errors
///
/// If the folder has no repository of its own, or git cannot read it.
pub fn ids_last_seen(root: &Path) -> Result<Vec<String>, RecordError> {
    let own = Own::open(root)?;
    let Some(remote) = Remote::of(root)? else { return Ok(Vec::new()) };
    let branch = own.branch()?.name;
    let short = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
    let Some(seen) = Seen::as_it_is_here(&own, &remote, short)? else { return Ok(Vec::new()) };
    let mut ids = Vec::new();
    own.repository.find_commit(seen)?.tree()?.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
        if folder.starts_with(CASES) && entry.kind() == Some(ObjectType::Blob) {
            ids.push(stem(&name).to_owned());
        }
        TreeWalkResult::Ok
    })?;
    Ok(ids)
}

impl Standing {
    /// Looks at a folder, and changes nothing.
    ///
    /// # Errors
    ///
    /// If it has no repository of its own, or git cannot read it.
    pub fn of(root: &Path) -> Result<Standing, RecordError> {
        let own = Own::open(root)?;
        let branch = own.branch()?;
        let remote = Remote::of(root)?;
        let short = branch.name.strip_prefix("refs/heads/").unwrap_or(&branch.name);
        let seen = remote.as_ref().map(|it| Seen::as_it_is_here(&own, it, short)).transpose()?;
        let seen = seen.flatten();
        let count = |of, not_of| Ok::<_, RecordError>(own.between(of, not_of)?.len());
        Ok(Standing {
            unsent: if remote.is_some() { count(branch.commit, seen)? } else { 0 },
            not_brought_in: count(seen, branch.commit)?,
            edited: edited(&own, branch.commit)?,
            is_interrupted: is_interrupted(root),
            lacks_driver: lacks_driver(root),
            has_a_merge: own.repository.index()?.has_conflicts(),
            commit: branch.commit.map(|commit| commit.to_string()),
            seen: seen.map(|seen| seen.to_string()),
            remote: remote.map(|remote| remote.shown()),
        })
    }
}
