//! The objects of an operation: made in memory, where nobody sees them, then kept on the disk.
//!
//! A process that dies before they are kept leaves nothing. Once kept they are of no effect until a
//! branch names them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, Odb, OdbLookupFlags, Oid, Repository, Tree};
use sha1::{Digest, Sha1};

use crate::store::recording::disk::{
    make_folder, read_if_there, remove_if_there, sync_file, write_begun,
};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// How git marks a plain file in a tree.
const PLAIN_FILE: i32 = 0o100_644;
/// How git marks a folder in a tree.
const FOLDER: i32 = 0o040_000;

/// The objects of an operation, in memory.
pub(super) struct Objects<'o> {
    /// The repository, which has a place in memory for what is made.
    repository: &'o Repository,
    made: Vec<Oid>,
}

impl<'o> Objects<'o> {
    /// None yet.
    pub(super) fn new(own: &'o Own) -> Objects<'o> {
        Objects { repository: &own.repository, made: Vec::new() }
    }

    /// The text of a file.
    pub(super) fn blob(&mut self, bytes: &[u8]) -> Result<Oid, RecordError> {
        self.add(ObjectType::Blob, bytes)
    }

    /// A commit as git writes it.
    pub(super) fn commit(&mut self, bytes: &[u8]) -> Result<Oid, RecordError> {
        self.add(ObjectType::Commit, bytes)
    }

    fn add(&mut self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, RecordError> {
        let made = self.repository.odb()?.write(kind, bytes)?;
        self.made.push(made);
        Ok(made)
    }

    /// A tree like that of a commit but for these files; a file without a blob is taken away.
    pub(super) fn tree(
        &mut self,
        base: Option<Oid>,
        changes: &[(&str, Option<Oid>)],
    ) -> Result<Oid, RecordError> {
        let base = base.map(|commit| self.repository.find_commit(commit)?.tree()).transpose()?;
        let changes: Vec<(Vec<&str>, Option<Oid>)> =
            changes.iter().map(|(path, blob)| (path.split('/').collect(), *blob)).collect();
        let changes: Vec<TreeChange<'_>> =
            changes.iter().map(|(path, blob)| (path.as_slice(), *blob)).collect();
        match self.updated(base.as_ref(), &changes)? {
            Some(tree) => Ok(tree),
            None => self.add(ObjectType::Tree, b""),
        }
    }

    /// The tree with the changes below it; none where nothing is left in it.
    fn updated(
        &mut self,
        base: Option<&Tree<'_>>,
        changes: &[TreeChange<'_>],
    ) -> Result<Option<Oid>, git2::Error> {
        let mut builder = self.repository.treebuilder(base)?;
        let mut below: BTreeMap<&str, Vec<TreeChange<'_>>> = BTreeMap::new();
        for (path, blob) in changes {
            match (path, blob) {
                ([name], Some(blob)) => {
                    builder.insert(*name, *blob, PLAIN_FILE)?;
                }
                ([name], None) => {
                    if builder.get(*name)?.is_some() {
                        builder.remove(*name)?;
                    }
                }
                ([name, rest @ ..], blob) => below.entry(name).or_default().push((rest, *blob)),
                ([], _) => {}
            }
        }
        for (name, changes) in below {
            let old = builder.get(name)?.map(|entry| entry.id());
            let old = old.map(|id| self.repository.find_tree(id)).transpose()?;
            match self.updated(old.as_ref(), &changes)? {
                Some(tree) => {
                    builder.insert(name, tree, FOLDER)?;
                }
                None if old.is_some() => builder.remove(name)?,
                None => {}
            }
        }
        if builder.is_empty() {
            return Ok(None);
        }
        let made = builder.write()?;
        self.made.push(made);
        Ok(Some(made))
    }

    /// Writes them into a folder of objects of our own, for git's programs to see.
    pub(super) fn show_in(&self, objects: &Path) -> Result<(), RecordError> {
        for made in &self.made {
            let place = Place::of(*made, objects);
            let bytes = self.loose(*made)?;
            fs::create_dir_all(&place.folder)
                .and_then(|()| fs::write(&place.file, bytes))
                .map_err(disk(&place.file))?;
        }
        Ok(())
    }

    /// Their names.
    pub(super) fn names(&self) -> impl Iterator<Item = Oid> {
        self.made.iter().copied()
    }

    /// Writes those that the repository lacks where nobody sees them.
    pub(super) fn write(&self, own: &Own, work: &Work) -> Result<Vec<Written>, RecordError> {
        let objects = own.git().join("objects");
        refuse_links(own.git(), &objects)?;
        let known = Odb::new()?;
        known.add_disk_alternate(&objects.to_string_lossy())?;
        let mut written = Vec::new();
        for made in &self.made {
            let place = Place::of(*made, &objects);
            let is_known = match is_whole(&place, *made)? {
                Some(is_whole) => is_whole,
                None => known.exists_ext(*made, OdbLookupFlags::NO_REFRESH),
            };
            if !is_known {
                let file = work.path("object");
                write_begun(&file, &self.loose(*made)?).map_err(disk(&file))?;
                written.push(Written { file, place });
            }
        }
        Ok(written)
    }

    /// An object as git keeps a single one: its kind, its length and its bytes, deflated.
    fn loose(&self, object: Oid) -> Result<Vec<u8>, RecordError> {
        let odb = self.repository.odb()?;
        let object = odb.read(object)?;
        deflated(object.kind(), object.data()).map_err(disk(Path::new("objects")))
    }
}

/// An object that is written, and not yet in its place.
pub(super) struct Written {
    file: PathBuf,
    place: Place,
}

impl Written {
    fn put_in_place(&self, own: &Own) -> Result<(), RecordError> {
        let Place { folder, file } = &self.place;
        refuse_links(own.git(), folder)?;
        make_folder(folder).map_err(disk(folder))?;
        fs::rename(&self.file, file).map_err(disk(file))
    }
}

/// Keeps on the disk, synced, what was written, or takes all back.
///
/// Each is put in its place before it is synced, since a disk that syncs a file that is new syncs its
/// name with it; a folder would have to be synced besides. What power that fails in between may leave
/// of one is taken away by [`take_back`].
pub(super) fn keep(written: &[Written], own: &Own) -> Result<(), RecordError> {
    let mut placed = Vec::new();
    let put = written.iter().try_for_each(|object| {
        object.put_in_place(own)?;
        placed.push(&object.place.file);
        Ok(())
    });
    let kept =
        put.and_then(|()| placed.iter().try_for_each(|file| sync_file(file).map_err(disk(file))));
    if kept.is_err() {
        for file in placed {
            let _ = fs::remove_file(file);
        }
    }
    kept
}

/// Takes away what is left of objects that were being kept when power failed. One that is whole
/// stays: it does no harm, and somebody else may have made it too.
pub(super) fn take_back(own: &Own, made: &[Oid]) -> Result<(), RecordError> {
    for made in made {
        let place = Place::of(*made, &own.git().join("objects"));
        refuse_links(own.git(), &place.file)?;
        if is_whole(&place, *made)? == Some(false) {
            remove_if_there(&place.file).map_err(disk(&place.file))?;
        }
    }
    Ok(())
}

/// Whether a single object is what its name says; none where there is none. Git's library is not
/// asked, since it may read one that is torn without end.
fn is_whole(place: &Place, object: Oid) -> Result<Option<bool>, RecordError> {
    let Some(bytes) = read_if_there(&place.file).map_err(disk(&place.file))? else {
        return Ok(None);
    };
    let mut hash = Sha1::new();
    let inflated = io::copy(&mut ZlibDecoder::new(bytes.as_slice()), &mut hash);
    Ok(Some(inflated.is_ok() && hash.finalize()[..] == *object.as_bytes()))
}

fn deflated(kind: ObjectType, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    write!(encoder, "{} {}\0", kind.str(), bytes.len())?;
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Where git keeps a single object.
struct Place {
    folder: PathBuf,
    file: PathBuf,
}

impl Place {
    fn of(object: Oid, objects: &Path) -> Place {
        let name = object.to_string();
        let (first, rest) = name.split_at(2);
        let folder = objects.join(first);
        Place { file: folder.join(rest), folder }
    }
}

/// A path in a tree, part by part, with the blob to put there; none takes it away.
type TreeChange<'p> = (&'p [&'p str], Option<Oid>);
