//! What follows the moment of truth: the files, the index, and the end of the journal. Done by the
//! process that recorded, or by the next one if that did not come so far.

use std::path::PathBuf;

use git2::{Oid, Repository};

use crate::case::merge;
use crate::store::recording::branch;
use crate::store::recording::error::RecordError;
use crate::store::recording::files;
use crate::store::recording::index::{self, Found, IndexLock, Tracked};
use crate::store::recording::journal::{Journal, JournalFile};
use crate::store::recording::objects;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// Brings files and index in line with the branch, for the files of the journal.
///
/// A file that somebody has changed meanwhile keeps that change: it is merged in, and is a hand
/// edit from then on.
pub(super) fn bring_in_line(
    own: &Own,
    work: &Work,
    journal: &Journal,
    staged: &[Option<PathBuf>],
    found: Option<Found>,
) -> Result<(), RecordError> {
    // If the disk refuses this, the rest is done all the same, and the journal stays.
    let branch_synced = branch::sync(own, &journal.branch);
    let commit = match own.tip(&journal.branch)? {
        Some(tip) => tip,
        None => journal.new_commit()?,
    };
    let mut tracked = Vec::new();
    for (number, file) in journal.files.iter().enumerate() {
        let wanted = own.blob_in(Some(commit), &file.path)?;
        let length = put(own, work, file, wanted, staged.get(number))?;
        tracked.push(Tracked { path: &file.path, blob: wanted, length });
    }
    let lock = IndexLock::take(own, journal)?;
    index::write(own, work, found, commit, &tracked)?;
    lock.give_up()?;
    branch_synced
}

/// How often a file is looked at again that somebody changed between the look and the deed.
const LOOKS: usize = 4;

/// Puts one file in its place, and gives its length.
fn put(
    own: &Own,
    work: &Work,
    file: &JournalFile,
    wanted: Option<Oid>,
    staged: Option<&Option<PathBuf>>,
) -> Result<u32, RecordError> {
    for _ in 0..LOOKS {
        if let Some(length) = try_to_put(own, work, file, wanted, staged)? {
            return Ok(length);
        }
    }
    // Somebody goes on typing. It is looked at before the next operation on it.
    Ok(0)
}

/// Puts one file in its place, if nobody changes it meanwhile, and gives its length.
fn try_to_put(
    own: &Own,
    work: &Work,
    file: &JournalFile,
    wanted: Option<Oid>,
    staged: Option<&Option<PathBuf>>,
) -> Result<Option<u32>, RecordError> {
    let there = files::read(own, &file.path)?;
    let there_blob = there.as_deref().map(blob_of).transpose()?;
    let old = file.old.as_deref().map(Oid::from_str).transpose()?;
    let Some(wanted) = wanted else {
        // One that is gone may have left empty folders.
        if there_blob == old || there_blob.is_none() {
            files::take_away(own, &file.path)?;
        }
        return Ok(Some(0));
    };
    if there_blob == Some(wanted) {
        return Ok(Some(length(there.as_deref())));
    }
    if there_blob == old
        && let Some(Some(staged)) = staged
        && staged.is_file()
    {
        let bytes = staged.metadata().map_or(0, |about| about.len());
        let is_there = files::place_instead(own, staged, &file.path, there.as_deref())?;
        return Ok(is_there.then_some(u32::try_from(bytes).unwrap_or(0)));
    }
    let recorded = own.bytes(wanted)?;
    let bytes = match &there {
        Some(there) if there_blob != old => {
            let base = old.map(|old| own.bytes(old)).transpose()?;
            match merged(base.as_deref(), &recorded, there) {
                Some(bytes) => bytes,
                // It cannot be merged: what somebody typed stays, and is looked at before the next
                // operation on it.
                None => return Ok(Some(0)),
            }
        }
        _ => recorded,
    };
    let staged = files::stage(work, &bytes)?;
    files::sync(&staged)?;
    let is_there = files::place_instead(own, &staged, &file.path, there.as_deref())?;
    Ok(is_there.then_some(length(Some(&bytes))))
}

fn length(bytes: Option<&[u8]>) -> u32 {
    bytes.and_then(|bytes| u32::try_from(bytes.len()).ok()).unwrap_or(0)
}

/// The name that git gives to bytes.
pub(super) fn blob_of(bytes: &[u8]) -> Result<Oid, RecordError> {
    Ok(Oid::hash_object(git2::ObjectType::Blob, bytes)?)
}

/// What somebody typed meanwhile, together with what is on record.
fn merged(base: Option<&[u8]>, recorded: &[u8], there: &[u8]) -> Option<Vec<u8>> {
    let base = base.map(std::str::from_utf8).transpose().ok()?;
    let recorded = std::str::from_utf8(recorded).ok()?;
    let there = std::str::from_utf8(there).ok()?;
    merge(base, recorded, there).ok().map(|merged| merged.text.into_bytes())
}

/// Takes away what an operation left that did not come to its moment of truth, or is over: its
/// locks, the journal, the work in hand.
pub(super) fn clear(own: &Own, journal: &Journal) -> Result<(), RecordError> {
    branch::clear_lock(own, &journal.branch, journal.new_commit()?)?;
    index::clear_lock(own, journal)?;
    Journal::remove(&own.private())
}

/// Finishes or takes back what the journal names, if there is one. Says what it finished.
pub(super) fn recover(own: &Own, work: &Work) -> Result<Option<String>, RecordError> {
    let Some(journal) = Journal::read(&own.private())? else { return Ok(None) };
    let new = journal.new_commit()?;
    let tip = own.tip(&journal.branch)?;
    if tip != Some(new) {
        // The branch did not move, or went on since: then they all are whole, and stay.
        objects::take_back(own, &journal.made()?)?;
    }
    let is_recorded = is_on(&own.repository, tip, new)?;
    if is_recorded {
        bring_in_line(own, work, &journal, &[], None)?;
    }
    clear(own, &journal)?;
    Ok(is_recorded.then(|| {
        format!("finished what was interrupted: {}", subject(own, new).unwrap_or(journal.operation))
    }))
}

/// Whether a commit is on a branch.
fn is_on(repository: &Repository, tip: Option<Oid>, commit: Oid) -> Result<bool, RecordError> {
    let Some(tip) = tip else { return Ok(false) };
    if tip == commit {
        return Ok(true);
    }
    if repository.find_commit(commit).is_err() {
        return Ok(false);
    }
    Ok(repository.graph_descendant_of(tip, commit)?)
}

fn subject(own: &Own, commit: Oid) -> Option<String> {
    let commit = own.repository.find_commit(commit).ok()?;
    Some(crate::reading::safe_line(commit.summary().ok()??))
}
