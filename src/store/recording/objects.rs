//! The objects of an operation: made in memory, where nobody sees them, then kept on the disk.
//!
//! A process that dies before they are kept leaves nothing. Once kept they are of no effect until a
//! branch names them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use git2::{ObjectType, Odb, OdbLookupFlags, Oid, Repository, Tree};

use crate::store::recording::disk::{make_folder, sync_folder, write_synced};
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

    /// Keeps on the disk, synced, those that are not there yet.
    pub(super) fn keep(&self, own: &Own, work: &Work) -> Result<(), RecordError> {
        let objects = own.git().join("objects");
        refuse_links(own.git(), &objects)?;
        let known = Odb::new()?;
        known.add_disk_alternate(&objects.to_string_lossy())?;
        let unknown = |made: &&Oid| !known.exists_ext(**made, OdbLookupFlags::NO_REFRESH);
        let mut touched = BTreeSet::new();
        for made in self.made.iter().filter(unknown) {
            let place = Place::of(*made, &objects);
            let written = work.path("object");
            write_synced(&written, &self.loose(*made)?).map_err(disk(&written))?;
            refuse_links(own.git(), &place.folder)?;
            make_folder(&place.folder).map_err(disk(&place.folder))?;
            fs::rename(&written, &place.file).map_err(disk(&place.file))?;
            touched.insert(place.folder);
        }
        touched.iter().try_for_each(|folder| sync_folder(folder).map_err(disk(folder)))
    }

    /// An object as git keeps a single one: its kind, its length and its bytes, deflated.
    fn loose(&self, object: Oid) -> Result<Vec<u8>, RecordError> {
        let odb = self.repository.odb()?;
        let object = odb.read(object)?;
        deflated(object.kind(), object.data()).map_err(disk(Path::new("objects")))
    }
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
