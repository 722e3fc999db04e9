//! A folder as a commit has it, straight from git's objects: the files of the working folder are left
//! alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use git2::{Commit, ObjectType, Oid, Repository, RepositoryOpenFlags, Tree};

use crate::store::erasing::successor;
use crate::store::find::SETTINGS;

/// The largest file that is read; a case of many years is a hundredth of this.
pub(super) const LARGEST: u64 = 8 * 1024 * 1024;
/// Below which folders there is something to read.
const READ: [&str; 3] = ["cases", "programmes", "erasures"];

/// What a commit has at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// A file.
    File(Vec<u8>),
    /// A file that is too large to be a record.
    Large,
    /// A link, which is never followed.
    Link,
    /// Something else, such as another repository.
    Other,
}

/// A folder as a commit has it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Where the folder is.
    pub root: PathBuf,
    /// The commit, in hexadecimal digits.
    pub commit: String,
    /// What it has, by the paths from the root, with forward slashes.
    pub(super) files: BTreeMap<String, Held>,
}

/// Why there is no such snapshot.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// The folder is no repository of its own, or nothing is recorded in it.
    #[error("nothing is recorded here that could be looked at as it was")]
    NothingRecorded,
    /// There is no such commit.
    #[error("there is no commit `{0}` here")]
    NoCommit(String),
    /// A case was erased since, and the commit made anew without it.
    #[error("commit `{commit}` is there no more: a case was erased from the history since")]
    Erased {
        /// What was asked for.
        commit: String,
        /// What the commit became.
        successor: String,
    },
    /// Nothing was recorded by that moment.
    #[error("nothing was recorded by then")]
    NotYet,
    /// The commit is of another folder.
    #[error("the commit {0} has no caseload.toml")]
    NotOurs(String),
    /// Git cannot read it.
    #[error("git cannot read it: {0}")]
    Git(#[from] git2::Error),
}

impl Snapshot {
    /// The folder as a commit has it that is named as git names one.
    ///
    /// # Errors
    ///
    /// If there is no such commit, or it cannot be read.
    pub fn of_revision(root: &Path, revision: &str) -> Result<Snapshot, SnapshotError> {
        let repository = open(root)?;
        let found = repository.revparse_single(revision).and_then(|it| it.peel_to_commit());
        let commit = found.map_err(|_| no_commit(root, revision))?;
        Snapshot::of(root, &repository, &commit)
    }

    /// The folder as its newest commit has it that is not after a moment: on the line of what was
    /// recorded or brought together here, one commit after the other.
    ///
    /// # Errors
    ///
    /// If there is none, or it cannot be read.
    pub fn of_moment(
        root: &Path,
        is_by_then: &dyn Fn(DateTime<Utc>) -> bool,
    ) -> Result<Snapshot, SnapshotError> {
        let repository = open(root)?;
        let head = repository.head().and_then(|head| head.peel_to_commit());
        let mut commit = head.map_err(|_| SnapshotError::NothingRecorded)?;
        loop {
            let at = DateTime::from_timestamp(commit.time().seconds(), 0).unwrap_or_default();
            if is_by_then(at) {
                return Snapshot::of(root, &repository, &commit);
            }
            if commit.parent_count() == 0 {
                return Err(SnapshotError::NotYet);
            }
            commit = commit.parent(0)?;
        }
    }

    fn of(
        root: &Path,
        repository: &Repository,
        commit: &Commit<'_>,
    ) -> Result<Snapshot, SnapshotError> {
        let tree = commit.tree()?;
        let name = commit.id().to_string();
        let mut files = BTreeMap::new();
        let Some(settings) = tree.get_name(SETTINGS) else {
            return Err(SnapshotError::NotOurs(name));
        };
        files.insert(SETTINGS.to_owned(), held(repository, settings.id(), settings.filemode())?);
        for within in READ {
            match tree.get_name(within) {
                Some(entry) if entry.kind() == Some(ObjectType::Tree) => {
                    below(repository, &repository.find_tree(entry.id())?, within, &mut files)?;
                }
                Some(entry) => {
                    files
                        .insert(within.to_owned(), held(repository, entry.id(), entry.filemode())?);
                }
                None => {}
            }
        }
        Ok(Snapshot { root: root.to_path_buf(), commit: name, files })
    }
}

fn no_commit(root: &Path, revision: &str) -> SnapshotError {
    match successor(root, revision) {
        Some(successor) => SnapshotError::Erased { commit: revision.to_owned(), successor },
        None => SnapshotError::NoCommit(revision.to_owned()),
    }
}

fn open(root: &Path) -> Result<Repository, SnapshotError> {
    let none: [&Path; 0] = [];
    Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, none)
        .map_err(|_| SnapshotError::NothingRecorded)
}

fn below(
    repository: &Repository,
    tree: &Tree<'_>,
    folder: &str,
    files: &mut BTreeMap<String, Held>,
) -> Result<(), SnapshotError> {
    for entry in tree {
        // A name that is not text can be no case's.
        let path = format!("{folder}/{}", String::from_utf8_lossy(entry.name_bytes()));
        if entry.kind() == Some(ObjectType::Tree) {
            below(repository, &repository.find_tree(entry.id())?, &path, files)?;
        } else {
            files.insert(path, held(repository, entry.id(), entry.filemode())?);
        }
    }
    Ok(())
}

fn held(repository: &Repository, object: Oid, mode: i32) -> Result<Held, SnapshotError> {
    const LINK: i32 = 0o120_000;
    const FILES: [i32; 3] = [0o100_644, 0o100_755, 0o100_664];
    if mode == LINK {
        return Ok(Held::Link);
    }
    if !FILES.contains(&mode) {
        return Ok(Held::Other);
    }
    let blob = repository.find_blob(object)?;
    let is_large = u64::try_from(blob.size()).unwrap_or(u64::MAX) > LARGEST;
    Ok(if is_large { Held::Large } else { Held::File(blob.content().to_vec()) })
}
