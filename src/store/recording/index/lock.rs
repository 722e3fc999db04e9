//! The lock on git's index.

use std::path::PathBuf;

use crate::store::recording::disk::{read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::git_lock::{clear_if_ours, link_patiently};
use crate::store::recording::journal::Journal;
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// The lock on the index that git's own programs respect.
pub(in crate::store::recording) struct IndexLock {
    place: PathBuf,
}

impl IndexLock {
    /// Takes the lock, by a link to the journal: it is there whole or not at all, and known again
    /// as ours.
    pub(in crate::store::recording) fn take(
        own: &Own,
        journal: &Journal,
    ) -> Result<IndexLock, RecordError> {
        let place = own.git().join("index.lock");
        match read_if_there(&place).map_err(disk(&place))? {
            // It was left by the process whose operation is being finished.
            Some(there) if there == journal.bytes()? => return Ok(IndexLock { place }),
            // Whoever made it held the lock that we hold now. The disk lost power, and has forgotten
            // that it was taken away.
            Some(there) if there.starts_with(Journal::MARK.as_bytes()) => {
                remove_if_there(&place).map_err(disk(&place))?;
            }
            _ => {}
        }
        link_patiently(&Journal::place(&own.private()), &place)?;
        Ok(IndexLock { place })
    }

    /// Gives it up.
    pub(in crate::store::recording) fn give_up(&self) -> Result<(), RecordError> {
        remove_if_there(&self.place).map_err(disk(&self.place))
    }
}

/// Takes away a lock on the index that this operation left.
pub(in crate::store::recording) fn clear_lock(
    own: &Own,
    journal: &Journal,
) -> Result<(), RecordError> {
    clear_if_ours(&own.git().join("index.lock"), &journal.bytes()?)
}

/// The lock on the index, held while nobody may record by git itself.
pub(in crate::store::recording) struct HeldIndex {
    place: PathBuf,
}

impl HeldIndex {
    /// Takes it. One that a process before left, which was killed, is taken over.
    pub(in crate::store::recording) fn take(own: &Own) -> Result<HeldIndex, RecordError> {
        let (place, written) = (own.git().join("index.lock"), own.private().join("held"));
        let is_ours = |bytes: Vec<u8>| bytes.starts_with(Journal::MARK.as_bytes());
        if read_if_there(&place).map_err(disk(&place))?.is_some_and(is_ours) {
            remove_if_there(&place).map_err(disk(&place))?;
        }
        refuse_links(own.git(), &written)?;
        remove_if_there(&written).map_err(disk(&written))?;
        write_synced(&written, Journal::MARK.as_bytes()).map_err(disk(&written))?;
        link_patiently(&written, &place)?;
        remove_if_there(&written).map_err(disk(&written))?;
        Ok(HeldIndex { place })
    }

    /// Gives it up.
    pub(in crate::store::recording) fn give_up(&self) -> Result<(), RecordError> {
        remove_if_there(&self.place).map_err(disk(&self.place))
    }
}
