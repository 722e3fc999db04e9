//! Work in hand: a place of our own beside the repository, for files that are written before they
//! are put where they belong.
//!
//! What lies here is seen by nobody. A process that dies leaves nothing but this place, which the
//! next one clears. A program of the user's that is to sign or to look at a commit finds it here as
//! a small repository without settings, so that it is told nothing by the folder's own.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::recording::disk::{empty_folder, make_empty_folder, remove_if_there};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::objects::Objects;
use crate::store::recording::repository::Own;

/// The place where operations are made ready, empty when it is dropped.
pub(super) struct Work {
    folder: PathBuf,
    names: Cell<u32>,
}

impl Drop for Work {
    fn drop(&mut self) {
        // What stays of it is cleared by the next one.
        let _ = empty_folder(&self.folder);
    }
}

/// What is written beside a file of the tool's own before it takes that file's place, by whoever may record.
const CUT_SHORT: [&str; 8] = [
    "clean.new",
    "erased.new",
    "erasing.new",
    "gone.new",
    "index.new",
    "reference.new",
    "stashes.new",
    "successors.new",
];

impl Work {
    /// Begins with an empty place. It is not synced: it is nothing to anybody but this process. It
    /// is made once and stays, since a disk takes longer to sync files in a folder that is new.
    pub(super) fn begin(own: &Own) -> Result<Work, RecordError> {
        let folder = own.in_hand();
        make_empty_folder(&folder).map_err(disk(&folder))?;
        for name in CUT_SHORT {
            let left = own.private().join(name);
            remove_if_there(&left).map_err(disk(&left))?;
        }
        Ok(Work { folder, names: Cell::new(0) })
    }

    /// A path of this name that nothing has taken.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.names.set(self.names.get() + 1);
        self.folder.join(format!("{name}-{}", self.names.get()))
    }

    /// A repository with these objects, and with the folder's to look things up in.
    pub(super) fn repository(&self, objects: &Objects<'_>) -> Result<PathBuf, RecordError> {
        lay_out(&self.folder).map_err(disk(&self.folder))?;
        objects.show_in(&Work::objects_of(&self.folder))?;
        Ok(self.folder.clone())
    }

    /// Where such a repository has its objects.
    pub(super) fn objects_of(repository: &Path) -> PathBuf {
        repository.join("objects")
    }
}

/// The least that git calls a repository.
fn lay_out(folder: &Path) -> std::io::Result<()> {
    for name in ["objects/info", "refs"] {
        fs::create_dir_all(folder.join(name))?;
    }
    fs::write(folder.join("HEAD"), "ref: refs/heads/main\n")?;
    fs::write(folder.join("objects/info/alternates"), "../../../objects\n")
}
