//! A small disk of a machine's own, which can be full, or not to be written to, for a moment.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a page takes, by which such a disk is measured.
const PAGE: u64 = 4096;

/// Where a machine keeps everything: a file system in memory, where this user may mount one.
pub(crate) struct Disk {
    place: PathBuf,
    pages: u64,
    is_mounted: bool,
    /// Held while something is wrong with it, and by whoever needs it whole.
    pub(crate) use_of: Mutex<()>,
}

impl Disk {
    /// One of so many megabytes at a place.
    pub(crate) fn at(place: &Path, megabytes: u64) -> Disk {
        let pages = megabytes * 1024 * 1024 / PAGE;
        let size = format!("size={},mode=0700", pages * PAGE);
        let place = place.to_owned();
        let is_mounted =
            told("mount", &["-t", "tmpfs", "-o", &size, "caseload-soak", path(&place)]).is_some();
        Disk { place, pages, is_mounted, use_of: Mutex::new(()) }
    }

    /// Whether it can be made full at all.
    pub(crate) fn is_mounted(&self) -> bool {
        self.is_mounted
    }

    /// Waits until nothing is wrong with it, and keeps it so.
    pub(crate) fn whole(&self) -> MutexGuard<'_, ()> {
        self.use_of.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves room for so many pages; whether it could be done.
    pub(crate) fn fill(&self, room: u64) -> bool {
        let Some(said) = told("stat", &["-f", "-c", "%b %f", path(&self.place)]) else {
            return false;
        };
        let [all, free] = said.trim().split(' ').collect::<Vec<_>>()[..] else { return false };
        let [all, free]: [u64; 2] = [all, free].map(|it| it.parse().unwrap_or(0));
        self.mounted_anew(&format!("size={}", (all - free + room) * PAGE))
    }

    /// Makes room again.
    pub(crate) fn free(&self) -> bool {
        self.mounted_anew(&format!("size={}", self.pages * PAGE))
    }

    /// Allows nobody to write, or everybody again; not while somebody is in the middle of it.
    pub(crate) fn lock(&self, is_locked: bool) -> bool {
        self.mounted_anew(if is_locked { "ro" } else { "rw" })
    }

    fn mounted_anew(&self, how: &str) -> bool {
        let how = format!("remount,{how}");
        self.is_mounted && told("mount", &["-o", &how, path(&self.place)]).is_some()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            told("umount", &["--lazy", path(&self.place)]);
        }
    }
}

/// What a program printed, if it could do what it was to do.
fn told(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
