//! The journal: what an operation is about to do, synced before it begins to do it.
//!
//! Whoever finds one after taking the lock finishes it if its commit is on the branch, and takes it
//! back if not.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{Oid, Reference};
use serde::{Deserialize, Serialize};

use crate::store::recording::disk::{read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::files::is_within_a_folder;
use crate::store::recording::links::refuse_links;

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
    /// The objects that are made for it, in hexadecimal.
    #[serde(default)]
    pub(super) objects: Vec<String>,
}

impl Journal {
    /// The file's name in the private folder.
    pub(super) const NAME: &str = "journal";
    /// How one begins, so that it is known again wherever it is found.
    pub(super) const MARK: &str = "caseload journal 1\n";

    /// Where it is.
    pub(super) fn place(private: &Path) -> PathBuf {
        private.join(Journal::NAME)
    }

    /// What it says, as it is written.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, RecordError> {
        let mut bytes = Journal::MARK.as_bytes().to_vec();
        serde_json::to_writer(&mut bytes, self)
            .map_err(|error| disk(Path::new(Journal::NAME))(error.into()))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The objects that are made for it.
    pub(super) fn made(&self) -> Result<Vec<Oid>, RecordError> {
        let made: Result<_, _> = self.objects.iter().map(|made| Oid::from_str(made)).collect();
        Ok(made?)
    }

    /// The commit after.
    pub(super) fn new_commit(&self) -> Result<Oid, RecordError> {
        Ok(Oid::from_str(&self.new)?)
    }

    /// Writes it, synced, where none was: one that waits to be finished is not written over.
    pub(super) fn write(&self, private: &Path) -> Result<(), RecordError> {
        let place = Journal::place(private);
        match write_synced(&place, &self.bytes()?) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(RecordError::new(
                Trouble::Busy,
                "what was recorded before waits to be finished",
                "nothing more was recorded; run it again",
            )),
            written => written.map_err(|error| {
                let _ = Journal::remove(private);
                disk(&place)(error)
            }),
        }
    }

    /// The journal that was left, if there is one.
    ///
    /// One that is not whole was never acted upon: nothing begins before it is synced. It is taken
    /// away.
    pub(super) fn read(private: &Path) -> Result<Option<Journal>, RecordError> {
        let path = Journal::place(private);
        refuse_links(private, &path)?;
        let Some(bytes) = read_if_there(&path).map_err(disk(&path))? else { return Ok(None) };
        if !is_whole(&bytes) {
            Journal::remove(private)?;
            return Ok(None);
        }
        let said = bytes.strip_prefix(Journal::MARK.as_bytes());
        let journal: Option<Journal> = said.and_then(|said| serde_json::from_slice(said).ok());
        journal.filter(Journal::is_of_a_folder).map(Some).ok_or_else(|| {
            RecordError::new(
                Trouble::Git,
                format!("`{}` is damaged, or of another release", path.display()),
                "compare the folder with git (git status, git log), then take that file away",
            )
        })
    }

    /// Whether it concerns nothing but files within the folder, and branches.
    fn is_of_a_folder(&self) -> bool {
        let is_branch = |name: &str| name.starts_with("refs/") && Reference::is_valid_name(name);
        is_branch(&self.branch) && self.files.iter().all(|file| is_within_a_folder(&file.path))
    }

    /// Takes it away: the operation is over. That need not be synced, since one that comes back
    /// with the power says what has been done already.
    pub(super) fn remove(private: &Path) -> Result<(), RecordError> {
        let path = Journal::place(private);
        remove_if_there(&path).map_err(disk(&path))
    }
}

/// Whether a journal, of whatever release, was written to its end: its last line ends, and what the
/// disk had not taken yet would be zeros.
fn is_whole(bytes: &[u8]) -> bool {
    bytes.ends_with(b"\n") && bytes != Journal::MARK.as_bytes() && !bytes.contains(&0)
}
