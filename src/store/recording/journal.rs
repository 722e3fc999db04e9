//! The journal: what an operation is about to do, synced before it begins to do it.
//!
//! Whoever finds one after taking the lock finishes it if its commit is on the branch, and takes it
//! back if not.

use std::path::Path;

use git2::Oid;
use serde::{Deserialize, Serialize};

use crate::store::recording::disk::{
    put_in_place, read_if_there, remove_if_there, sync_folder, write_synced,
};
use crate::store::recording::error::{RecordError, Trouble, disk};

/// A file that an operation changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct JournalFile {
    /// Its path within the folder.
    pub(super) path: String,
    /// The blob it was, in hexadecimal; none for a new file.
    pub(super) old: Option<String>,
    /// The blob it becomes; none for one that is taken away.
    pub(super) new: Option<String>,
}

/// An operation that is about to change the branch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The operation's own id.
    pub(super) operation: String,
    /// The branch.
    pub(super) branch: String,
    /// Its commit before; none before the first one.
    pub(super) old: Option<String>,
    /// Its commit after.
    pub(super) new: String,
    /// The files.
    pub(super) files: Vec<JournalFile>,
}

impl Journal {
    /// The file's name in the private folder.
    pub(super) const NAME: &str = "journal";

    /// The commit after.
    pub(super) fn new_commit(&self) -> Result<Oid, RecordError> {
        Ok(Oid::from_str(&self.new)?)
    }

    /// Writes it, synced, in one step.
    pub(super) fn write(&self, private: &Path, work: &Path) -> Result<(), RecordError> {
        let written = work.join("journal");
        let place = private.join(Journal::NAME);
        let bytes = serde_json::to_vec(self).map_err(|error| disk(&written)(error.into()))?;
        write_synced(&written, &bytes).map_err(disk(&written))?;
        put_in_place(&written, &place).map_err(disk(&place))
    }

    /// The journal that was left, if there is one.
    pub(super) fn read(private: &Path) -> Result<Option<Journal>, RecordError> {
        let path = private.join(Journal::NAME);
        let Some(bytes) = read_if_there(&path).map_err(disk(&path))? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            RecordError::new(
                Trouble::Git,
                format!("`{}` is damaged: {error}", path.display()),
                "compare the folder with git (git status, git log), then take that file away",
            )
        })
    }

    /// Takes it away: the operation is over.
    pub(super) fn remove(private: &Path) -> Result<(), RecordError> {
        let path = private.join(Journal::NAME);
        remove_if_there(&path).and_then(|()| sync_folder(private)).map_err(disk(&path))
    }
}
