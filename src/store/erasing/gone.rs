//! What is known of a repository from which something was erased: the blobs that must not come back,
//! and up to which commit it was looked through.

use std::collections::BTreeSet;

use git2::Oid;

use crate::store::erasing::{Pending, Scope};
use crate::store::recording::disk::{put_in_place, read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;

/// The blobs that must not come back.
const GONE: &str = "gone";
/// The commit up to which nothing is left of what is erased.
const CLEAN: &str = "clean";

/// Notes blobs that must not come back.
pub(in crate::store) fn note_gone(own: &Own, blobs: &BTreeSet<Oid>) -> Result<(), RecordError> {
    let mut all = gone(own)?;
    all.extend(blobs);
    write_gone(own, &all)
}

fn write_gone(own: &Own, blobs: &BTreeSet<Oid>) -> Result<(), RecordError> {
    write(own, GONE, &blobs.iter().map(|blob| format!("{blob}\n")).collect::<Vec<_>>().concat())
}

/// Forgets those of these blobs that are still there once what was erased is gone: they are of somebody
/// else too, of whom no more was known.
pub(in crate::store) fn forget_those_of_others(
    own: &Own,
    blobs: &BTreeSet<Oid>,
) -> Result<(), RecordError> {
    let odb = own.repository.odb()?;
    odb.refresh()?;
    let mut all = gone(own)?;
    let known = all.len();
    all.retain(|blob| !blobs.contains(blob) || !odb.exists(*blob));
    if all.len() == known { Ok(()) } else { write_gone(own, &all) }
}

/// Notes that there is something to be taken away where a blob has come back, as by a fetch of what
/// others still have.
pub(in crate::store) fn note_what_is_back(own: &Own) -> Result<(), RecordError> {
    let known = gone(own)?;
    if known.is_empty() {
        return Ok(());
    }
    let odb = own.repository.odb()?;
    odb.refresh()?;
    let blobs: BTreeSet<Oid> = known.into_iter().filter(|blob| odb.exists(*blob)).collect();
    if blobs.is_empty() {
        return Ok(());
    }
    // Whoever records may note something there too.
    let _lock = Lock::take(&own.private())?;
    Pending { blobs, ..Pending::default() }.note(own)
}

/// The blobs that must not come back.
pub(in crate::store) fn gone(own: &Own) -> Result<BTreeSet<Oid>, RecordError> {
    let text = read(own, GONE)?;
    Ok(text.lines().filter_map(|line| Oid::from_str(line).ok()).collect())
}

/// The commit up to which nothing is left of what is erased; none if none was looked through for all of it.
pub(in crate::store) fn known_as_clean(
    own: &Own,
    scope: &Scope,
) -> Result<Option<Oid>, RecordError> {
    let text = read(own, CLEAN)?;
    let commit = text.trim().strip_prefix(&format!("{} ", scope.digest()));
    let commit = commit.and_then(|commit| Oid::from_str(commit).ok());
    Ok(commit.filter(|commit| own.repository.find_commit(*commit).is_ok()))
}

/// Notes that nothing is left up to a commit.
pub(in crate::store) fn note_as_clean(
    own: &Own,
    scope: &Scope,
    commit: Oid,
) -> Result<(), RecordError> {
    write(own, CLEAN, &format!("{} {commit}\n", scope.digest()))
}

fn read(own: &Own, name: &str) -> Result<String, RecordError> {
    let place = own.private().join(name);
    refuse_links(own.git(), &place)?;
    let bytes = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn write(own: &Own, name: &str, text: &str) -> Result<(), RecordError> {
    let (place, beside) = (own.private().join(name), own.private().join(format!("{name}.new")));
    refuse_links(own.git(), &beside)?;
    remove_if_there(&beside).map_err(disk(&beside))?;
    write_synced(&beside, text.as_bytes()).map_err(disk(&beside))?;
    put_in_place(&beside, &place).map_err(disk(&place))
}
