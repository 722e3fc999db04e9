//! The folder's own repository, and what keeps one from recording in it.

use std::path::{Path, PathBuf};

use git2::{Config, ErrorCode, Oid, Repository, RepositoryOpenFlags, RepositoryState};

use crate::store::history::blob_in;
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::links::refuse_links;

/// What of a repository must lie in it, and not be a link to what lies outside.
const ITS_OWN: [&str; 6] = ["HEAD", "config", "index", "objects", "packed-refs", "refs"];

/// The rank of a place for objects that comes before git's own.
const FIRST: i32 = 1000;

/// The branch that is recorded on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Branch {
    /// Its full name, such as `refs/heads/main`.
    pub(in crate::store) name: String,
    /// Its newest commit; none before the first one.
    pub(in crate::store) commit: Option<Oid>,
}

/// The repository whose root the folder is.
pub(in crate::store) struct Own {
    /// The folder.
    pub(in crate::store) root: PathBuf,
    /// Its repository.
    pub(in crate::store) repository: Repository,
}

impl Own {
    /// Opens it.
    pub(in crate::store) fn open(root: &Path) -> Result<Own, RecordError> {
        let git = root.join(".git");
        match git.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(no_repository());
            }
            Err(error) => return Err(super::error::disk(&git)(error)),
            Ok(_) => refuse_elsewhere(root)?,
        }
        ITS_OWN.iter().try_for_each(|name| refuse_links(&git, &git.join(name)))?;
        refuse_unknown_formats(&git)?;
        let none: [&Path; 0] = [];
        let repository = Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, none)?;
        if repository.path() != repository.commondir() || repository.is_bare() {
            return Err(elsewhere());
        }
        // What is made goes into memory, and onto the disk when it is kept.
        repository.odb()?.add_new_mempack_backend(FIRST)?;
        // The folder's own settings may name another place; its files are those that lie in it.
        repository.set_workdir(root, false)?;
        Ok(Own { root: root.to_path_buf(), repository })
    }

    /// The repository's folder.
    pub(in crate::store) fn git(&self) -> &Path {
        self.repository.path()
    }

    /// Where the tool keeps what is its own: the lock, the journal, work in hand.
    pub(in crate::store) fn private(&self) -> PathBuf {
        self.git().join("caseload")
    }

    /// Where files are written that are put where they belong once they are whole. Whoever records next
    /// empties it.
    pub(in crate::store) fn in_hand(&self) -> PathBuf {
        self.private().join("in-hand")
    }

    /// The branch that HEAD names, as it is at this moment.
    pub(in crate::store) fn branch(&self) -> Result<Branch, RecordError> {
        let head = self.repository.find_reference("HEAD")?;
        let Some(name) = head.symbolic_target().ok().flatten().map(str::to_owned) else {
            return Err(RecordError::new(
                Trouble::Git,
                "the folder stands on a single commit, not on a branch",
                "go back to the branch first, for example with: git switch main",
            ));
        };
        refuse_links(self.git(), &self.git().join(&name))?;
        let commit = self.tip(&name)?;
        Ok(Branch { name, commit })
    }

    /// The newest commit of a branch; none before the first one.
    pub(super) fn tip(&self, name: &str) -> Result<Option<Oid>, RecordError> {
        match self.repository.find_reference(name) {
            Ok(reference) => Ok(Some(reference.peel_to_commit()?.id())),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The identity of a file in a commit.
    pub(in crate::store) fn blob_in(
        &self,
        commit: Option<Oid>,
        file: &str,
    ) -> Result<Option<Oid>, RecordError> {
        let Some(commit) = commit else { return Ok(None) };
        Ok(blob_in(&self.repository.find_commit(commit)?, file)?)
    }

    /// The bytes of a blob.
    pub(super) fn bytes(&self, blob: Oid) -> Result<Vec<u8>, RecordError> {
        Ok(self.repository.find_blob(blob)?.content().to_vec())
    }

    /// Ensures that no merge of git's waits that began before the newest commit: whoever finished it would
    /// take what was recorded meanwhile out of the files again.
    pub(super) fn refuse_a_stale_merge(&self) -> Result<(), RecordError> {
        if self.repository.state() != RepositoryState::Merge {
            return Ok(());
        }
        let commit = |name: &str| self.repository.refname_to_id(name).ok();
        match (commit("ORIG_HEAD"), commit("HEAD")) {
            (Some(begun), Some(now)) if begun != now => {
                // Otherwise git would refuse to give it up. Where it fails, git says which file is in the way.
                let _ = self.set_index_right(now);
                Err(RecordError::new(
                    Trouble::Git,
                    "something was recorded here while git merged, and what git merged lacks it",
                    "give the merge up with: git merge --abort; then: caseload sync",
                ))
            }
            _ => Ok(()),
        }
    }

    /// Has the index say of every file that lies in the folder as a commit has it that it does.
    fn set_index_right(&self, commit: Oid) -> Result<(), git2::Error> {
        let tree = self.repository.find_commit(commit)?.tree()?;
        let mut index = self.repository.index()?;
        let difference = self.repository.diff_tree_to_index(Some(&tree), Some(&index), None)?;
        for delta in difference.deltas() {
            let Some(file) = delta.old_file().path() else { continue };
            let bytes = std::fs::read(self.root.join(file)).unwrap_or_default();
            if Oid::hash_object(git2::ObjectType::Blob, &bytes)? == delta.old_file().id() {
                index.add_path(file)?;
            }
        }
        index.write()
    }

    /// Ensures that nobody is in the middle of something with git.
    pub(super) fn refuse_while_busy(&self) -> Result<(), RecordError> {
        self.refuse_a_stale_merge()?;
        let doing = match self.repository.state() {
            RepositoryState::Clean => return Ok(()),
            RepositoryState::Merge => "merge",
            RepositoryState::Revert | RepositoryState::RevertSequence => "revert",
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => "cherry-pick",
            RepositoryState::Bisect => "bisect",
            _ => "rebase",
        };
        Err(RecordError::new(
            Trouble::Git,
            format!("git is in the middle of a {doing} in this folder"),
            match doing {
                "bisect" => "give it up with: git bisect reset".to_owned(),
                doing => format!(
                    "`caseload resolve` merges what waits; then finish it with git, or give it up with: git {doing} --abort"
                ),
            },
        ))
    }
}

/// Ensures that a repository keeps its objects and branches as git's library can read them.
fn refuse_unknown_formats(git: &Path) -> Result<(), RecordError> {
    let Ok(config) = Config::open(&git.join("config")) else { return Ok(()) };
    let is_other = |key: &str, usual: &str| {
        config.get_string(key).is_ok_and(|value| !value.eq_ignore_ascii_case(usual))
    };
    if is_other("extensions.objectformat", "sha1") {
        return Err(RecordError::new(
            Trouble::Git,
            "this repository names its objects by SHA-256, which this tool cannot read",
            "carry its history over: git init --object-format=sha1 in a new folder, then git fast-export --all here into git fast-import there",
        ));
    }
    if is_other("extensions.refstorage", "files") {
        return Err(RecordError::new(
            Trouble::Git,
            "this repository keeps its branches in a reftable, which this tool cannot read",
            "keep them in files: git refs migrate --ref-format=files",
        ));
    }
    Ok(())
}

/// Ensures that a repository, if there is one, lies in the folder itself.
pub(super) fn refuse_elsewhere(root: &Path) -> Result<(), RecordError> {
    let is_folder = root.join(".git").symlink_metadata().map_or(true, |about| about.is_dir());
    if is_folder { Ok(()) } else { Err(elsewhere()) }
}

fn no_repository() -> RecordError {
    RecordError::new(
        Trouble::Git,
        "nothing can be recorded here: the folder is not the root of a git repository of its own",
        "`caseload init` in this folder makes one",
    )
}

fn elsewhere() -> RecordError {
    RecordError::new(
        Trouble::Git,
        "the folder's repository lies elsewhere: its `.git` is not a folder with everything in it",
        "record in the main folder, or in a clone of it",
    )
}
