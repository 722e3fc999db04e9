//! Keeping the objects of a history that was made anew: as one pack, whole and synced before anything
//! names them.

use std::fs;
use std::path::Path;

use git2::{Oid, Repository};

use crate::store::recording::disk::{make_empty_folder, make_folder, put_in_place};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// How git has packs that nobody writes to.
const READ_ONLY: u32 = 0o400;

/// Writes these objects of a repository's place in memory into a pack of the folder's.
pub(in crate::store) fn write_pack(
    own: &Own,
    repository: &Repository,
    objects: &[Oid],
) -> Result<(), RecordError> {
    if objects.is_empty() {
        return Ok(());
    }
    let beside = own.in_hand().join("pack");
    let packs = own.git().join("objects").join("pack");
    refuse_links(own.git(), &beside)?;
    refuse_links(own.git(), &packs)?;
    make_empty_folder(&beside).map_err(disk(&beside))?;
    make_folder(&packs).map_err(disk(&packs))?;
    let mut builder = repository.packbuilder()?;
    objects.iter().try_for_each(|object| builder.insert_object(*object, None))?;
    builder.write(&beside, READ_ONLY)?;
    // The index last: a pack without one is none yet.
    for ending in ["pack", "idx"] {
        put_all(&beside, &packs, ending)?;
    }
    fs::remove_dir_all(&beside).map_err(disk(&beside))?;
    Ok(own.repository.odb()?.refresh()?)
}

fn put_all(from: &Path, to: &Path, ending: &str) -> Result<(), RecordError> {
    for entry in fs::read_dir(from).map_err(disk(from))? {
        let written = entry.map_err(disk(from))?.path();
        let Some(name) = written.file_name() else { continue };
        if written.extension().is_some_and(|it| it == ending) {
            let file = fs::File::open(&written).map_err(disk(&written))?;
            file.sync_all().map_err(disk(&written))?;
            put_in_place(&written, &to.join(name)).map_err(disk(&written))?;
        }
    }
    Ok(())
}
