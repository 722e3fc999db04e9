//! Reads a plain file of a folder: never through a link, nothing that would be waited for, and no more than
//! a record can have.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::store::snapshot::LARGEST;

/// Why a file is not read.
pub(super) enum Unread {
    /// It is a link.
    Link,
    /// It is neither a file nor a link, such as a pipe.
    NoFile,
    /// It is longer than a record can be.
    TooLarge,
    /// The system does not let it be read.
    Error(io::Error),
}

/// Reads a plain file. There are many in a folder, so that each is asked about no more than once.
///
/// # Errors
///
/// If it is none, or cannot be read.
pub(super) fn read_plain_file(path: &Path) -> Result<Vec<u8>, Unread> {
    let file = open(path)?;
    let about = file.metadata().map_err(Unread::Error)?;
    if !about.is_file() {
        return Err(Unread::NoFile);
    }
    let size = usize::try_from(about.len()).unwrap_or(usize::MAX);
    if about.len() > LARGEST {
        return Err(Unread::TooLarge);
    }
    // It may grow while it is read.
    let mut bytes = Vec::with_capacity(size + 1);
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(Unread::Error)?;
    if bytes.len() as u64 > LARGEST { Err(Unread::TooLarge) } else { Ok(bytes) }
}

/// Opens what is not a link, without waiting for another side.
#[cfg(target_os = "linux")]
fn open(path: &Path) -> Result<File, Unread> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;
    use rustix::io::Errno;

    // Both are small numbers everywhere.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(|error| {
        if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) {
            return Unread::Link;
        }
        Unread::Error(error)
    })
}

/// The same where a link has to be looked for first.
#[cfg(not(target_os = "linux"))]
fn open(path: &Path) -> Result<File, Unread> {
    match path.symlink_metadata() {
        Ok(about) if about.is_symlink() => Err(Unread::Link),
        Ok(about) if !about.is_file() => Err(Unread::NoFile),
        _ => OpenOptions::new().read(true).open(path).map_err(Unread::Error),
    }
}
