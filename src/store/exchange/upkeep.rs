//! Upkeep: single objects put together into packs, so that years of daily commits stay small and
//! fast. Git's own program does it, in a repository that tells it nothing.

use std::fs;
use std::path::Path;

use crate::store::exchange::{lay_out, place_of_work, run, said};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;

/// From how many single objects on it pays to put them together. A recorded contact makes six.
const MANY: usize = 2000;
/// One of the 256 shelves that git keeps single objects on; their names are as good as random.
const SHELF: &str = "17";

/// Whether upkeep is due, by a look at one shelf of many.
pub fn is_upkeep_due(root: &Path) -> bool {
    let shelf = root.join(".git").join("objects").join(SHELF);
    fs::read_dir(shelf).is_ok_and(|entries| entries.count() * 256 > MANY)
}

/// Puts single objects together into packs, and small packs into larger ones. Nothing is thrown
/// away: what no branch holds stays as it is. Nobody is kept from recording meanwhile.
///
/// # Errors
///
/// If git cannot do it; nothing is lost then.
pub fn upkeep(root: &Path) -> Result<(), RecordError> {
    let own = Own::open(root)?;
    let (place, _lock): (_, Lock) = place_of_work(&own)?;
    lay_out(&place).map_err(disk(&place))?;
    // Every branch and tag, so that all they hold is put together.
    let mut named = String::new();
    for reference in own.repository.references()? {
        if let Some(commit) = reference?.target() {
            let number = named.lines().count();
            named += &format!("{commit} refs/kept/{number}\n");
        }
    }
    let packed = place.join("packed-refs");
    refuse_links(own.git(), &packed)?;
    fs::write(&packed, named).map_err(disk(&packed))?;
    let output = run(&own, &place, &["repack", "--geometric=2", "-d", "-l", "--quiet"])?;
    if output.status.success() {
        return Ok(());
    }
    Err(RecordError::new(
        Trouble::Git,
        format!("git could not put the repository's objects together: {}", said(&output)),
        "nothing is lost; git fsck says whether something is wrong",
    ))
}
