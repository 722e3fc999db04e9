//! Locks that git's own programs respect: a link to a file of ours, so that it is there whole or not
//! at all, and known again as ours.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::store::recording::disk::{read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, Trouble, disk};

/// How long one waits for another program of git's to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Takes away a file that holds what we wrote into it, and no other.
pub(super) fn clear_if_ours(place: &Path, written: &[u8]) -> Result<(), RecordError> {
    match read_if_there(place).map_err(disk(place))? {
        Some(bytes) if bytes == written => remove_if_there(place).map_err(disk(place)),
        _ => Ok(()),
    }
}

/// Makes a link as soon as nobody else has one there.
pub(super) fn link_patiently(written: &Path, place: &Path) -> Result<(), RecordError> {
    let begun = Instant::now();
    loop {
        match fs::hard_link(written, place) {
            Ok(()) => return Ok(()),
            // A disk without links, such as a stick as it is bought.
            Err(error)
                if matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) =>
            {
                let bytes = fs::read(written).map_err(disk(written))?;
                return write_synced(place, &bytes).map_err(disk(place));
            }
            Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                return Err(disk(place)(error));
            }
            Err(_) if begun.elapsed() > PATIENCE => {
                return Err(RecordError::new(
                    Trouble::Busy,
                    "another program is using git in this folder",
                    format!("if none is, take away {}", place.display()),
                ));
            }
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}
