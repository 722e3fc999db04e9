//! The lock: one process records at a time.

use std::fs::File;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::store::recording::disk::open_private;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;

/// How long one waits for those who came first.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lock, held until it is dropped. The operating system gives it up for a process that dies.
#[derive(Debug)]
pub(in crate::store) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock in this folder, in turn with whoever waits for it too.
    pub(in crate::store) fn take(private: &Path) -> Result<Lock, RecordError> {
        Lock::of(private, "lock", "somebody else is recording in this folder")
    }

    /// Takes the lock of those who send and fetch, which keeps nobody from recording.
    pub(in crate::store) fn take_for_exchange(private: &Path) -> Result<Lock, RecordError> {
        Lock::of(private, "exchange-lock", "another `caseload sync` of this folder is under way")
    }

    fn of(private: &Path, name: &str, busy: &str) -> Result<Lock, RecordError> {
        let path = private.join(name);
        refuse_links(private, &path)?;
        let file = open_private(&path).map_err(disk(&path))?;
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(std::fs::TryLockError::WouldBlock) => {}
            Err(std::fs::TryLockError::Error(error)) => return Err(disk(&path)(error)),
        }
        // The operating system keeps the queue; a thread stands in it so that one can give up.
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || sender.send(file.lock().map(|()| file)));
        match receiver.recv_timeout(PATIENCE) {
            Ok(Ok(file)) => Ok(Lock { _file: file }),
            Ok(Err(error)) => Err(disk(&path)(error)),
            Err(_) => Err(RecordError::new(
                Trouble::Busy,
                busy,
                "nothing was recorded; run it again in a moment",
            )),
        }
    }
}

/// Whether somebody is recording at this moment. Nothing is written to find out.
pub(super) fn is_held(private: &Path) -> bool {
    let Ok(file) = File::open(private.join("lock")) else { return false };
    matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock))
}
