//! The files of the folder: staged beside the work in hand, and put in their places in one step.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::recording::disk::{
    make_folder, put_in_place, read_if_there, remove_if_there, sync_folder, write_synced,
};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// The bytes of a file of the folder as it lies there; none where there is no such file.
pub(super) fn read(own: &Own, file: &str) -> Result<Option<Vec<u8>>, RecordError> {
    let path = own.root.join(file);
    refuse_links(&own.root, &path)?;
    read_if_there(&path).map_err(disk(&path))
}

/// Stages what a file will hold, synced, so that putting it in its place is one step.
pub(super) fn stage(work: &Work, bytes: &[u8]) -> Result<PathBuf, RecordError> {
    let path = work.path("file");
    write_synced(&path, bytes).map_err(disk(&path))?;
    Ok(path)
}

/// Puts a staged file in its place.
pub(super) fn place(own: &Own, staged: &Path, file: &str) -> Result<(), RecordError> {
    let target = own.root.join(file);
    refuse_links(&own.root, &target)?;
    if let Some(parent) = target.parent() {
        make_folder(parent).map_err(disk(parent))?;
    }
    put_in_place(staged, &target).map_err(disk(&target))
}

/// Takes a file away, with the folders that it leaves empty; some of it may have been done before.
pub(super) fn take_away(own: &Own, file: &str) -> Result<(), RecordError> {
    let target = own.root.join(file);
    refuse_links(&own.root, &target)?;
    remove_if_there(&target).map_err(disk(&target))?;
    let parents = target.ancestors().skip(1).take_while(|parent| *parent != own.root);
    for parent in parents.filter(|parent| parent.is_dir()) {
        sync_folder(parent).map_err(disk(parent))?;
        // One that still holds something stays.
        if fs::remove_dir(parent).is_err() {
            return Ok(());
        }
    }
    sync_folder(&own.root).map_err(disk(&own.root))
}
