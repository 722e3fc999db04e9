//! A folder as a commit has it, straight from git's objects: the files of the working folder are left
//! alone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use git2::{Commit, ObjectType, Oid, Repository, RepositoryOpenFlags, Tree};

use crate::store::erasing::successor;
use crate::store::find::SETTINGS;
use crate::store::history::Trailers;

/// The largest file that is read; a case of many years is a hundredth of this.
pub(super) const LARGEST: u64 = 8 * 1024 * 1024;
/// Below which folders there is something to read.
const READ: [&str; 3] = ["cases", "programmes", "erasures"];

/// What a commit has at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Held {
    /// A file, by the id of its content.
    File(Oid),
    /// A link, which is never followed.
    Link,
    /// Something else, such as another repository.
    Other,
}

/// A folder as a commit has it. What its files hold is read when it is asked for.
pub struct Snapshot {
    /// Where the folder is.
    pub root: PathBuf,
    /// The commit, in hexadecimal digits.
    pub commit: String,
    /// When it was made, in seconds since 1970 in UTC.
    pub seconds: i64,
    /// The release that recorded it, or the newest before it that says so, such as `caseload 0.1.0`.
    pub release: Option<String>,
    /// What it has, by the paths from the root, with forward slashes.
    pub(super) files: BTreeMap<String, Held>,
    repository: Mutex<Repository>,
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
        let commit = found.map_err(|_| no_commit(root, revision))?.id();
        Snapshot::of(root, repository, commit)
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
        let found = newest(&repository, is_by_then)?;
        Snapshot::of(root, repository, found)
    }

    fn of(root: &Path, repository: Repository, commit: Oid) -> Result<Snapshot, SnapshotError> {
        let (files, seconds, release) = {
            let commit = repository.find_commit(commit)?;
            (listed(&repository, &commit)?, commit.time().seconds(), release(&commit))
        };
        let (root, commit) = (root.to_path_buf(), commit.to_string());
        let repository = Mutex::new(repository);
        Ok(Snapshot { root, commit, seconds, release, files, repository })
    }

    /// Whether another commit is part of what this one was built on, and not the other way round.
    pub fn comes_after(&self, other: &Snapshot) -> bool {
        let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let ids =
            Oid::from_str(&self.commit).and_then(|it| Ok((it, Oid::from_str(&other.commit)?)));
        ids.and_then(|(this, other)| repository.graph_descendant_of(this, other)).unwrap_or(false)
    }

    /// What a file holds; none if it is too large to be a record.
    pub(super) fn content(&self, blob: Oid) -> Result<Option<Vec<u8>>, git2::Error> {
        let repository = self.repository.lock().unwrap_or_else(PoisonError::into_inner);
        let blob = repository.find_blob(blob)?;
        let is_large = u64::try_from(blob.size()).unwrap_or(u64::MAX) > LARGEST;
        Ok(if is_large { None } else { Some(blob.content().to_vec()) })
    }
}

/// What a commit has that can be read, by the paths from the root.
fn listed(
    repository: &Repository,
    commit: &Commit<'_>,
) -> Result<BTreeMap<String, Held>, SnapshotError> {
    let tree = commit.tree()?;
    let mut files = BTreeMap::new();
    let Some(settings) = tree.get_name(SETTINGS) else {
        return Err(SnapshotError::NotOurs(commit.id().to_string()));
    };
    files.insert(SETTINGS.to_owned(), held(settings.id(), settings.filemode()));
    for within in READ {
        match tree.get_name(within) {
            Some(entry) if entry.kind() == Some(ObjectType::Tree) => {
                below(repository, &repository.find_tree(entry.id())?, within, &mut files)?;
            }
            Some(entry) => {
                files.insert(within.to_owned(), held(entry.id(), entry.filemode()));
            }
            None => {}
        }
    }
    Ok(files)
}

/// The release that recorded a commit, or the nearest before it on the line that says so.
fn release(commit: &Commit<'_>) -> Option<String> {
    const NEAR: usize = 50;
    let line = std::iter::successors(Some(commit.clone()), |commit| commit.parent(0).ok());
    line.take(NEAR)
        .find_map(|commit| Trailers::of(&String::from_utf8_lossy(commit.message_bytes())).release)
}

/// The newest commit on the line of first parents that is not after a moment.
fn newest(
    repository: &Repository,
    is_by_then: &dyn Fn(DateTime<Utc>) -> bool,
) -> Result<Oid, SnapshotError> {
    let head = repository.head().and_then(|head| head.peel_to_commit());
    let mut commit = head.map_err(|_| SnapshotError::NothingRecorded)?;
    loop {
        let at = DateTime::from_timestamp(commit.time().seconds(), 0).unwrap_or_default();
        if is_by_then(at) {
            return Ok(commit.id());
        }
        if commit.parent_count() == 0 {
            return Err(SnapshotError::NotYet);
        }
        commit = commit.parent(0)?;
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
            files.insert(path, held(entry.id(), entry.filemode()));
        }
    }
    Ok(())
}

fn held(object: Oid, mode: i32) -> Held {
    const LINK: i32 = 0o120_000;
    const FILES: [i32; 3] = [0o100_644, 0o100_755, 0o100_664];
    match mode {
        LINK => Held::Link,
        mode if FILES.contains(&mode) => Held::File(object),
        _ => Held::Other,
    }
}
