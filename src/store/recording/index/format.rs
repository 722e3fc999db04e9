//! Git's index as bytes, in the versions 2 and 3: which entries it has, and the same index with some
//! of them changed and all others as they were.
//!
//! libgit2 takes every entry apart and hashes with a guard against forgeries; at 10,000 cases that
//! was nearly half of what it costs to record a contact. An index of any other form is left to it.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use git2::IndexEntry;
use sha1::{Digest, Sha1};

use crate::reading::Span;
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

/// Files with the entries that they are to have; none takes one away.
pub(super) type Changes<'c> = BTreeMap<&'c [u8], Option<IndexEntry>>;

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

    /// Whether the index can have these entries: not where a file would take the place of a folder or
    /// the other way round, which is left to git's library.
    pub(super) fn can_have(&self, bytes: &[u8], changes: &Changes<'_>) -> bool {
        let mut put = changes.iter().filter(|(_, entry)| entry.is_some());
        !put.any(|(path, _)| self.collides(bytes, path))
    }

    /// The index with these entries changed, without its checksum. `written` is when the index was,
    /// as the disk has it.
    pub(super) fn with(
        &self,
        mut bytes: Vec<u8>,
        written: SystemTime,
        changes: &Changes<'_>,
    ) -> Vec<u8> {
        let parts = self.parts_that_stay(&bytes, changes);
        let places: Vec<Span> = changes.keys().map(|path| self.place_of(&bytes, path)).collect();
        bytes.truncate(self.end());
        for bounds in self.bounds.windows(2) {
            let entry = &mut bytes[bounds[0]..bounds[1]];
            if is_racy(entry, written) {
                entry[SIZE..SIZE + 4].fill(0);
            }
        }
        let mut count = number(&bytes, 8);
        // From the last to the first, so that those before stand where they stood.
        for (entry, place) in changes.values().zip(places).rev() {
            count = count + u32::from(entry.is_some()) - u32::from(!place.is_empty());
            bytes.splice(place, entry.iter().flat_map(encoded));
        }
        bytes[8..HEAD].copy_from_slice(&count.to_be_bytes());
        bytes.extend(parts);
        bytes
    }

    /// The index without the sides of conflicts that were resolved; none if it has none.
    pub(super) fn without_resolved(&self, bytes: Vec<u8>, written: SystemTime) -> Option<Vec<u8>> {
        let has_any = |body: &[u8]| {
            extensions(body, self.end())?.iter().any(|(mark, _)| *mark == RESOLVED).then_some(())
        };
        has_any(without_checksum(&bytes))?;
        let whole = self.with(bytes, written, &Changes::new());
        let mut without = whole[..self.end()].to_vec();
        for (mark, data) in extensions(&whole, self.end())? {
            if mark != RESOLVED {
                without.extend(part(mark, data));
            }
        }
        Some(without)
    }

    /// What of the parts after the entries stays true: the names of the trees that nothing was
    /// changed in, and the sides of conflicts that were resolved. The others only save git work, and
    /// it makes them anew.
    fn parts_that_stay(&self, bytes: &[u8], changes: &Changes<'_>) -> Vec<u8> {
        let paths: Vec<&[u8]> = changes.keys().copied().collect();
        let mut stay = Vec::new();
        for (mark, data) in extensions(without_checksum(bytes), self.end()).unwrap_or_default() {
            if mark == RESOLVED {
                stay.extend(part(mark, data));
            } else if mark == tree_cache::MARK {
                let data = tree_cache::without(data, &paths);
                stay.extend(data.iter().flat_map(|data| part(mark, data)));
            }
        }
        stay
    }

    /// Where the last one ends.
    fn end(&self) -> usize {
        self.bounds.last().copied().unwrap_or(HEAD)
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
        let start = self.bounds[self.position(bytes, wanted)];
        (start < self.end()).then(|| path(&bytes[start..]))
    }

    /// Where the entry of a path stands; of no length where it would.
    fn place_of(&self, bytes: &[u8], wanted: &[u8]) -> Span {
        let at = self.position(bytes, wanted);
        let start = self.bounds[at];
        let is_there = start < self.end() && path(&bytes[start..]) == wanted;
        start..if is_there { self.bounds[at + 1] } else { start }
    }

    /// How many of them come before a path.
    fn position(&self, bytes: &[u8], wanted: &[u8]) -> usize {
        let starts = &self.bounds[..self.bounds.len() - 1];
        starts.partition_point(|start| path(&bytes[*start..]) < wanted)
    }
}

/// The checksum that follows an index.
pub(super) fn checksum(bytes: &[u8]) -> impl AsRef<[u8]> {
    Sha1::digest(bytes)
}

fn without_checksum(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len() - HASH]
}

/// A part that follows the entries.
fn part<'b>(mark: &'b [u8], data: &'b [u8]) -> impl Iterator<Item = u8> + 'b {
    // An index counts what it has in 32 bits.
    let length = u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes();
    mark.iter().copied().chain(length).chain(data.iter().copied())
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
