//! Git's index: read whole or not at all, locked while the branch and the files change, and brought
//! in line with them for the files of an operation alone.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use git2::{Index, IndexEntry, IndexTime, Oid};

use crate::store::recording::disk::{put_in_place, read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::journal::Journal;
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// How long one waits for another program of git's to end.
const PATIENCE: Duration = Duration::from_secs(5);
/// The bytes of an index that hold its mark, its version and its number of entries.
const HEAD: usize = 12;

/// The index as it was found.
pub(super) struct Found {
    bytes: Option<Vec<u8>>,
    /// What it says, in a copy of ours that can be changed; none where there is none.
    index: Option<Index>,
}

impl Found {
    /// Reads it whole.
    ///
    /// One that cannot be read is an error, never an empty one: an empty one would say that every
    /// file was taken away.
    pub(super) fn read(own: &Own, work: &Work) -> Result<Found, RecordError> {
        let place = own.git().join("index");
        refuse_links(own.git(), &place)?;
        let copy = work.path("index");
        copy_if_there(&place, &copy).map_err(disk(&place))?;
        let bytes = read_if_there(&copy).map_err(disk(&copy))?;
        let index = bytes.as_deref().map(|bytes| read_whole(&place, &copy, bytes)).transpose()?;
        Ok(Found { bytes, index })
    }

    /// Ensures that no merge waits in it.
    pub(super) fn refuse_a_merge(&self) -> Result<(), RecordError> {
        if !self.index.as_ref().is_some_and(Index::has_conflicts) {
            return Ok(());
        }
        Err(RecordError::new(
            Trouble::Conflict,
            "a merge of git's waits to be finished in this folder",
            "settle it with git (git status says where), or give it up with: git merge --abort",
        ))
    }

    /// Whether it is still the one that lies there.
    fn is_current(&self, place: &Path) -> Result<bool, RecordError> {
        Ok(read_if_there(place).map_err(disk(place))? == self.bytes)
    }
}

/// Makes a copy of the index if there is one. A link to it will do: git and its library never change
/// an index where it lies, but put another in its place.
fn copy_if_there(place: &Path, copy: &Path) -> std::io::Result<()> {
    match fs::hard_link(place, copy) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(_) => fs::copy(place, copy).map(drop),
        Ok(()) => Ok(()),
    }
}

/// The index that a copy of ours with these bytes holds.
fn read_whole(place: &Path, copy: &Path, bytes: &[u8]) -> Result<Index, RecordError> {
    let damaged = |why: &str| {
        RecordError::new(
            Trouble::Git,
            format!("git's index `{}` cannot be read whole: {why}", place.display()),
            "nothing was recorded; take that file away, then `git reset` makes it anew and changes nothing else",
        )
    };
    let count = bytes
        .get(..HEAD)
        .filter(|head| head.starts_with(b"DIRC"))
        .and_then(|head| head[8..].try_into().ok())
        .map(u32::from_be_bytes)
        .ok_or_else(|| damaged("it is no index"))?;
    let index = Index::open(copy).map_err(|error| damaged(error.message()))?;
    if u32::try_from(index.len()) != Ok(count) {
        return Err(damaged("entries are missing"));
    }
    Ok(index)
}

/// The lock on the index that git's own programs respect.
pub(super) struct IndexLock {
    place: PathBuf,
}

impl IndexLock {
    /// Takes the lock, by a link to the journal: it is there whole or not at all, and known again
    /// as ours.
    pub(super) fn take(own: &Own, journal: &Journal) -> Result<IndexLock, RecordError> {
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
    pub(super) fn give_up(&self) -> Result<(), RecordError> {
        remove_if_there(&self.place).map_err(disk(&self.place))
    }
}

/// Takes away a lock on the index that this operation left.
pub(super) fn clear_lock(own: &Own, journal: &Journal) -> Result<(), RecordError> {
    clear_if_ours(&own.git().join("index.lock"), &journal.bytes()?)
}

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

/// A file whose entry is to be brought in line.
pub(super) struct Tracked<'a> {
    /// Its path within the folder.
    pub(super) path: &'a str,
    /// What it holds now; none if it was taken away.
    pub(super) blob: Option<Oid>,
    /// What was put in its place, by which it is known that nobody has changed it since.
    pub(super) length: u32,
}

/// Writes the index with these files as they are now. The lock on it must be held. What was found
/// before the lock was taken serves if nobody has changed it since.
pub(super) fn write(
    own: &Own,
    work: &Work,
    found: Option<Found>,
    commit: Oid,
    files: &[Tracked<'_>],
) -> Result<(), RecordError> {
    let place = own.git().join("index");
    refuse_links(own.git(), &place)?;
    let found = match found {
        Some(found) if found.is_current(&place)? => found,
        _ => Found::read(own, work)?,
    };
    let mut index = match found.index {
        Some(index) => index,
        None => {
            let mut index = Index::open(&work.path("index"))?;
            index.read_tree(&own.repository.find_commit(commit)?.tree()?)?;
            index
        }
    };
    for file in files {
        match file.blob {
            Some(blob) => index.add(&entry(own, file, blob))?,
            None => index.remove_path(Path::new(file.path))?,
        }
    }
    index.write()?;
    let written = index.path().map_or_else(|| place.clone(), Path::to_path_buf);
    File::open(&written).and_then(|file| file.sync_all()).map_err(disk(&written))?;
    put_in_place(&written, &place).map_err(disk(&place))
}

/// Makes an index that holds what a commit of this tree will hold, for hooks to look at.
pub(super) fn foretell(own: &Own, work: &Work, tree: Oid) -> Result<PathBuf, RecordError> {
    let path = work.path("index");
    let mut index = Index::open(&path)?;
    index.read_tree(&own.repository.find_tree(tree)?)?;
    index.write()?;
    Ok(path)
}

/// An entry of the index; with the marks by which git knows a file again, if it is as it was put.
fn entry(own: &Own, file: &Tracked<'_>, blob: Oid) -> IndexEntry {
    let unknown = IndexTime::new(0, 0);
    let mut entry = IndexEntry {
        ctime: unknown,
        mtime: unknown,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: blob,
        flags: 0,
        flags_extended: 0,
        path: file.path.as_bytes().to_vec(),
    };
    if let Ok(about) = own.root.join(file.path).symlink_metadata()
        && about.len() == u64::from(file.length)
    {
        mark_file(&mut entry, &about);
    }
    entry
}

#[cfg(unix)]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Git keeps 32 bits of each.
fn mark_file(entry: &mut IndexEntry, about: &fs::Metadata) {
    use std::os::unix::fs::MetadataExt;
    entry.ctime = IndexTime::new(about.ctime() as i32, about.ctime_nsec() as u32);
    entry.mtime = IndexTime::new(about.mtime() as i32, about.mtime_nsec() as u32);
    entry.dev = about.dev() as u32;
    entry.ino = about.ino() as u32;
    entry.uid = about.uid();
    entry.gid = about.gid();
    entry.file_size = about.len() as u32;
}

#[cfg(not(unix))]
fn mark_file(_: &mut IndexEntry, _: &fs::Metadata) {}
