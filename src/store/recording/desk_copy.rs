//! A private copy of a case for the editor, within the folder's own repository: as private as the
//! case itself, and kept if what was typed could not be recorded.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::store::recording::disk::{make_folder, remove_folder_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// A private copy of a case.
#[derive(Debug)]
pub struct DeskCopy {
    folder: PathBuf,
    /// The file.
    pub file: PathBuf,
}

/// A new folder with the first number that is free.
fn free_folder(desks: &Path) -> std::io::Result<PathBuf> {
    let mut number = 1;
    loop {
        let folder = desks.join(number.to_string());
        match std::fs::create_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => number += 1,
            made => return made.map(|()| folder),
        }
    }
}

impl DeskCopy {
    /// Makes a copy with this text.
    ///
    /// # Errors
    ///
    /// If nothing can be recorded in the folder, or the disk refuses.
    pub fn make(root: &Path, id: &str, text: &str) -> Result<DeskCopy, RecordError> {
        let own = Own::open(root)?;
        let desks = own.private().join("edit");
        refuse_links(own.git(), &desks)?;
        make_folder(&desks).map_err(disk(&desks))?;
        let folder = free_folder(&desks).map_err(disk(&desks))?;
        let file = folder.join(format!("{id}.toml"));
        write_synced(&file, text.as_bytes()).map_err(disk(&file))?;
        Ok(DeskCopy { folder, file })
    }

    /// What the file holds now.
    ///
    /// # Errors
    ///
    /// If the disk cannot read it.
    pub fn text(&self) -> Result<String, RecordError> {
        let bytes = std::fs::read(&self.file).map_err(disk(&self.file))?;
        super::text(&self.file.to_string_lossy(), bytes)
    }

    /// Takes it away.
    pub fn remove(self) {
        // What stays is as private as the case, and in nobody's way.
        let _ = remove_folder_if_there(&self.folder);
    }
}
