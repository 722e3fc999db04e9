//! Git's index as bytes, in the versions 2 and 3: which entries it has, and the same index with some
//! of them changed and all others as they were.
//!
//! libgit2 takes every entry apart and hashes with a guard against forgeries; at 10,000 cases that
//! was nearly half of what it costs to record a contact. An index of any other form is left to it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use git2::IndexEntry;
use sha1::{Digest, Sha1};

use crate::store::recording::index::tree_cache;

/// The bytes of the mark, the version and the number of entries.
const HEAD: usize = 12;
/// The bytes of a checksum, and of an object's name.
const HASH: usize = 20;
/// The bytes of an entry before its path.
const FIXED: usize = 62;
/// Where in an entry stand the moment the file was changed, its size, the object, and the flags.
const MODIFIED: usize = 8;
const SIZE: usize = 36;
const FLAGS: usize = 60;
/// The flags: that two more bytes of them follow; the sides of a conflict; the length of the path.
const EXTENDED: u16 = 0x4000;
const STAGE: u16 = 0x3000;
const LENGTH: u16 = 0x0fff;

/// How git marks the sides of conflicts that were resolved.
const RESOLVED: &[u8] = b"REUC";

/// The form of an index.
pub(super) enum Form {
    /// One that is changed here.
    Plain(Entries),
    /// One that is left to git's library.
    Other,
}

/// Where the entries of an index stand in its bytes.
pub(super) struct Entries {
    /// Where each begins, and where the last one ends.
    bounds: Vec<usize>,
}

/// The form of an index, or what is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Form, &'static str> {
    if bytes.len() < HEAD + HASH || !bytes.starts_with(b"DIRC") {
        return Err("it is no index");
    }
    let (body, checksum) = bytes.split_at(bytes.len() - HASH);
    // Git can be told to leave the checksum out.
    if checksum.iter().any(|byte| *byte != 0) && Sha1::digest(body)[..] != *checksum {
        return Err("its checksum is wrong");
    }
    if !matches!(number(body, 4), 2 | 3) {
        return Ok(Form::Other);
    }
    let mut bounds = vec![HEAD];
    let mut end = HEAD;
    for _ in 0..number(body, 8) {
        end += length(&body[end..]).ok_or("entries are missing")?;
        bounds.push(end);
    }
    let entries = Entries { bounds };
    let is_known = entries.is_sorted(body) && extensions(body, end).is_some();
    Ok(if is_known { Form::Plain(entries) } else { Form::Other })
}

impl Entries {
    /// Whether a conflict waits in one of them.
    pub(super) fn has_conflicts(&self, bytes: &[u8]) -> bool {
        self.of(bytes).any(|entry| flags(entry) & STAGE != 0)
    }

    /// The index with these entries changed; none of a path takes it away. `written` is when the
    /// index was, as the disk has it. None where a file would take the place of a folder or the
    /// other way round: that is left to git's library.
    pub(super) fn with(
        &self,
        bytes: &[u8],
        written: SystemTime,
        changes: &BTreeMap<&[u8], Option<IndexEntry>>,
    ) -> Option<Vec<u8>> {
        let put = changes.iter().filter(|(_, entry)| entry.is_some()).map(|(path, _)| *path);
        if put.into_iter().any(|path| self.collides(bytes, path)) {
            return None;
        }
        let mut made = Made { bytes: bytes[..HEAD].to_vec(), count: 0 };
        made.bytes.reserve(bytes.len() + 1024);
        let mut changes_left = changes.iter().peekable();
        for entry in self.of(bytes) {
            let path = path(entry);
            while let Some((_, new)) = changes_left.next_if(|(changed, _)| **changed < path) {
                made.put(new.as_ref());
            }
            match changes_left.next_if(|(changed, _)| **changed == path) {
                Some((_, new)) => made.put(new.as_ref()),
                None => made.keep(entry, written),
            }
        }
        changes_left.for_each(|(_, new)| made.put(new.as_ref()));
        let paths: Vec<&[u8]> = changes.keys().copied().collect();
        for (mark, data) in self.parts_that_stay(bytes, &paths)? {
            made.add_part(mark, &data)?;
        }
        Some(made.sealed())
    }

    /// What of the parts after the entries stays true: the names of the trees that nothing was
    /// changed in, and the sides of conflicts that were resolved. The others only save git work, and
    /// it makes them anew.
    fn parts_that_stay<'b>(&self, bytes: &'b [u8], changed: &[&[u8]]) -> Option<Vec<Part<'b>>> {
        let end = self.bounds.last().copied().unwrap_or(HEAD);
        let mut stay = Vec::new();
        for (mark, data) in extensions(&bytes[..bytes.len() - HASH], end)? {
            if mark == RESOLVED {
                stay.push((mark, Cow::Borrowed(data)));
            } else if mark == tree_cache::MARK
                && let Some(data) = tree_cache::without(data, changed)
            {
                stay.push((mark, Cow::Owned(data)));
            }
        }
        Some(stay)
    }

    fn of<'b>(&self, bytes: &'b [u8]) -> impl Iterator<Item = &'b [u8]> {
        self.bounds.windows(2).map(|bounds| &bytes[bounds[0]..bounds[1]])
    }

    /// Whether they stand in git's order, in which they are looked for.
    fn is_sorted(&self, bytes: &[u8]) -> bool {
        self.of(bytes).is_sorted_by_key(path)
    }

    /// Whether a file of this path would be a folder to an entry, or an entry a folder to it.
    fn collides(&self, bytes: &[u8], file: &[u8]) -> bool {
        let slashes = file.iter().enumerate().filter(|(_, byte)| **byte == b'/');
        let mut folders = slashes.map(|(at, _)| &file[..at]);
        let below = [file, b"/"].concat();
        folders.any(|folder| self.first_from(bytes, folder) == Some(folder))
            || self.first_from(bytes, &below).is_some_and(|path| path.starts_with(&below))
    }

    /// The first path that does not come before this one.
    fn first_from<'b>(&self, bytes: &'b [u8], wanted: &[u8]) -> Option<&'b [u8]> {
        let at = |start: usize| path(&bytes[start..]);
        let starts = &self.bounds[..self.bounds.len() - 1];
        let before = starts.partition_point(|start| at(*start) < wanted);
        starts.get(before).map(|start| at(*start))
    }
}

/// A part that follows the entries: its mark, and what it holds.
type Part<'b> = (&'b [u8], Cow<'b, [u8]>);

/// An index that is being made.
struct Made {
    bytes: Vec<u8>,
    count: u32,
}

impl Made {
    /// Adds an entry that is new.
    fn put(&mut self, entry: Option<&IndexEntry>) {
        if let Some(entry) = entry {
            self.bytes.extend_from_slice(&encoded(entry));
            self.count += 1;
        }
    }

    /// Adds an entry of an index that was written at this moment.
    fn keep(&mut self, entry: &[u8], written: SystemTime) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(entry);
        self.count += 1;
        if is_racy(entry, written) {
            self.bytes[start + SIZE..start + SIZE + 4].fill(0);
        }
    }

    /// Adds a part that follows the entries; none if it is too long for one.
    fn add_part(&mut self, mark: &[u8], data: &[u8]) -> Option<()> {
        self.bytes.extend_from_slice(mark);
        self.bytes.extend_from_slice(&u32::try_from(data.len()).ok()?.to_be_bytes());
        self.bytes.extend_from_slice(data);
        Some(())
    }

    /// The whole, with its number of entries and its checksum.
    fn sealed(mut self) -> Vec<u8> {
        self.bytes[8..HEAD].copy_from_slice(&self.count.to_be_bytes());
        let checksum = Sha1::digest(&self.bytes);
        self.bytes.extend_from_slice(&checksum);
        self.bytes
    }
}

/// The parts that follow the entries, each with its mark; none if one of them changes what the
/// entries mean.
fn extensions(body: &[u8], end: usize) -> Option<Vec<(&[u8], &[u8])>> {
    let mut found = Vec::new();
    let mut rest = &body[end..];
    while !rest.is_empty() {
        let (mark, after) = rest.split_at_checked(4)?;
        let length = usize::try_from(u32::from_be_bytes(*after.first_chunk()?)).ok()?;
        let (data, after) = after[4..].split_at_checked(length)?;
        if !mark[0].is_ascii_uppercase() {
            return None;
        }
        found.push((mark, data));
        rest = after;
    }
    Some(found)
}

/// The length of the entry that begins here; none if it is not whole.
fn length(rest: &[u8]) -> Option<usize> {
    let head = rest.get(..FIXED)?;
    let before = before_path(head);
    let said = usize::from(flags(head) & LENGTH);
    let path = if said < usize::from(LENGTH) {
        said
    } else {
        rest.get(before..)?.iter().position(|byte| *byte == 0)?
    };
    let end = before + path;
    let padded = (end + 8) & !7;
    let is_whole = rest.get(end..padded)?.iter().all(|byte| *byte == 0);
    is_whole.then_some(padded)
}

/// The path of the entry that begins here, which is whole.
fn path(entry: &[u8]) -> &[u8] {
    let rest = &entry[before_path(entry)..];
    let said = usize::from(flags(entry) & LENGTH);
    let end = if said < usize::from(LENGTH) {
        said
    } else {
        rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len())
    };
    &rest[..end]
}

fn before_path(entry: &[u8]) -> usize {
    if flags(entry) & EXTENDED == 0 { FIXED } else { FIXED + 2 }
}

fn flags(entry: &[u8]) -> u16 {
    u16::from_be_bytes([entry[FLAGS], entry[FLAGS + 1]])
}

fn number(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Whether the file may have been changed after git looked at it, though the disk's clock does not
/// show it. Once this index is newer, only a size that is left out has git look at it again.
fn is_racy(entry: &[u8], written: SystemTime) -> bool {
    let seconds = u64::from(number(entry, MODIFIED));
    let modified = (seconds, number(entry, MODIFIED + 4));
    let written = written.duration_since(UNIX_EPOCH).unwrap_or_default();
    seconds != 0 && modified >= (written.as_secs(), written.subsec_nanos())
}

/// An entry as it is written.
#[allow(clippy::cast_sign_loss)] // Git keeps the 32 bits.
fn encoded(entry: &IndexEntry) -> Vec<u8> {
    let mut made = Vec::with_capacity(FIXED + entry.path.len() + 8);
    for moment in [&entry.ctime, &entry.mtime] {
        made.extend_from_slice(&(moment.seconds() as u32).to_be_bytes());
        made.extend_from_slice(&moment.nanoseconds().to_be_bytes());
    }
    for mark in [entry.dev, entry.ino, entry.mode, entry.uid, entry.gid, entry.file_size] {
        made.extend_from_slice(&mark.to_be_bytes());
    }
    made.extend_from_slice(entry.id.as_bytes());
    let length = u16::try_from(entry.path.len()).unwrap_or(LENGTH).min(LENGTH);
    made.extend_from_slice(&length.to_be_bytes());
    made.extend_from_slice(&entry.path);
    made.resize((made.len() + 8) & !7, 0);
    made
}
