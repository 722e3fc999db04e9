//! Git's index: read whole or not at all, locked while the branch and the files change, and brought
//! in line with them for the files of an operation alone.

mod format;
mod lock;
mod tree_cache;

pub(super) use lock::{HeldIndex, IndexLock, clear_lock};

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use git2::{Index, IndexEntry, IndexTime, Oid};

use crate::store::recording::disk::{remove_if_there, sync_file, write_begun};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::index::format::{Changes, Form};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// The index as it was found.
pub(super) struct Found {
    /// None where there is none.
    there: Option<There>,
}

/// An index that is there.
struct There {
    bytes: Vec<u8>,
    seen: Seen,
    form: Form,
    has_conflicts: bool,
}

impl Found {
    /// Reads it whole.
    ///
    /// One that cannot be read is an error, never an empty one: an empty one would say that every
    /// file was taken away.
    pub(super) fn read(own: &Own) -> Result<Found, RecordError> {
        let place = own.git().join("index");
        refuse_links(own.git(), &place)?;
        let there = read_and_see(&place).map_err(disk(&place))?;
        let there = there.map(|(bytes, seen)| There::of(&place, bytes, seen)).transpose()?;
        Ok(Found { there })
    }

    /// Ensures that no merge waits in it.
    pub(super) fn refuse_a_merge(&self) -> Result<(), RecordError> {
        if !self.there.as_ref().is_some_and(|there| there.has_conflicts) {
            return Ok(());
        }
        Err(RecordError::new(
            Trouble::Conflict,
            "a merge of git's waits to be finished in this folder",
            "finish it with: caseload resolve; or give it up with: git merge --abort",
        ))
    }

    /// Whether it is still the one that lies there.
    pub(super) fn is_current(&self, own: &Own) -> bool {
        let place = own.git().join("index");
        let there = place.symlink_metadata().and_then(|about| Seen::of(&about)).ok();
        there.as_ref() == self.there.as_ref().map(|there| &there.seen)
    }
}

/// What the disk says of a file: another one in its place has another number or moment.
#[derive(PartialEq, Eq)]
struct Seen {
    written: SystemTime,
    length: u64,
    #[cfg(unix)]
    number: (u64, u64),
}

impl Seen {
    fn of(about: &Metadata) -> io::Result<Seen> {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Ok(Seen {
            written: about.modified()?,
            length: about.len(),
            #[cfg(unix)]
            number: (about.dev(), about.ino()),
        })
    }
}

impl There {
    fn of(place: &Path, bytes: Vec<u8>, seen: Seen) -> Result<There, RecordError> {
        let form = format::read(&bytes).map_err(|why| damaged(place, why))?;
        let has_conflicts = match &form {
            Form::Plain(entries) => entries.has_conflicts(&bytes),
            Form::Other => open(place, place)?.has_conflicts(),
        };
        Ok(There { bytes, seen, form, has_conflicts })
    }
}

/// The bytes of a file with what the disk says of it; none where there is no such file.
fn read_and_see(place: &Path) -> io::Result<Option<(Vec<u8>, Seen)>> {
    let mut file = match File::open(place) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    let about = file.metadata()?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(Some((bytes, Seen::of(&about)?)))
}

/// The index that lies at a path, for git's library to change; errors name the place that it is of.
fn open(place: &Path, path: &Path) -> Result<Index, RecordError> {
    Index::open(path).map_err(|error| damaged(place, error.message()))
}

fn damaged(place: &Path, why: &str) -> RecordError {
    let hint = if why.contains("extension: 'link'") {
        "nothing was recorded; make it one file again with: git update-index --no-split-index"
    } else {
        "nothing was recorded; take that file away, then `git reset` makes it anew and changes nothing else"
    };
    let message = format!("git's index `{}` cannot be read whole: {why}", place.display());
    RecordError::new(Trouble::Git, message, hint)
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
        Some(found) if found.is_current(own) => found,
        _ => Found::read(own)?,
    };
    let changes: Changes<'_> = files
        .iter()
        .map(|file| (file.path.as_bytes(), file.blob.map(|blob| entry(own, file, blob))))
        .collect();
    let written = work.path("index");
    match found.there {
        Some(There { bytes, seen, form: Form::Plain(entries), .. })
            if entries.can_have(&bytes, &changes) =>
        {
            let bytes = entries.with(bytes, seen.written, &changes);
            write_sealed(&written, &bytes).map_err(disk(&written))?;
        }
        there => write_with_the_library(own, &written, there.as_ref(), commit, &changes)?,
    }
    // Its name need not be synced: a disk that forgets it with the power forgets what came after it
    // too, and so has the journal still, by which it is made again.
    fs::rename(&written, &place).map_err(disk(&place))
}

/// Has the index forget the sides of conflicts that were resolved, which git keeps in it: they may be what
/// was erased. The lock on it must be held.
pub(super) fn forget_what_was_resolved(own: &Own) -> Result<(), RecordError> {
    let (place, written) = (own.git().join("index"), own.private().join("index.new"));
    refuse_links(own.git(), &written)?;
    let Some(There { bytes, seen, form: Form::Plain(entries), .. }) = Found::read(own)?.there
    else {
        return Ok(());
    };
    let Some(bytes) = entries.without_resolved(bytes, seen.written) else { return Ok(()) };
    remove_if_there(&written).map_err(disk(&written))?;
    write_sealed(&written, &bytes).map_err(disk(&written))?;
    fs::rename(&written, &place).map_err(disk(&place))
}

/// Writes an index with the checksum that follows it, synced.
fn write_sealed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = write_begun(path, bytes)?;
    file.write_all(format::checksum(bytes).as_ref())?;
    file.sync_all()
}

/// Has git's library write the index: one that is not there, or that only the library can change.
fn write_with_the_library(
    own: &Own,
    written: &Path,
    there: Option<&There>,
    commit: Oid,
    changes: &Changes<'_>,
) -> Result<(), RecordError> {
    let place = own.git().join("index");
    if let Some(there) = there {
        fs::write(written, &there.bytes).map_err(disk(written))?;
    }
    let mut index = open(&place, written)?;
    if there.is_none() {
        index.read_tree(&own.repository.find_commit(commit)?.tree()?)?;
    }
    for (path, entry) in changes {
        match entry {
            Some(entry) => index.add(entry)?,
            None => index.remove_path(Path::new(&*String::from_utf8_lossy(path)))?,
        }
    }
    index.write()?;
    sync_file(written).map_err(disk(written))
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
