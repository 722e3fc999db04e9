//! Work in hand: a small repository of our own beside the folder's, in which an operation's objects
//! are made before anything of the folder changes.
//!
//! What is made here can see the folder's objects and is seen by nobody. A process that dies leaves
//! nothing but this place, which the next one clears. It has settings of its own (none), so that a
//! program of the user's which signs a commit here is told nothing by the folder.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Repository, Tree};

use crate::store::recording::disk::{
    make_folder, private_folder, remove_folder_if_there, sync_folder,
};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// How git marks a plain file in a tree.
const PLAIN_FILE: i32 = 0o100_644;
/// How git marks a folder in a tree.
const FOLDER: i32 = 0o040_000;

/// The place where operations are made ready, gone when it is dropped.
pub(super) struct Work {
    /// Where it is.
    pub(super) folder: PathBuf,
    /// Its repository.
    pub(super) repository: Repository,
    names: Cell<u32>,
}

impl Drop for Work {
    fn drop(&mut self) {
        // What stays of it is cleared by the next one.
        let _ = remove_folder_if_there(&self.folder);
    }
}

impl Work {
    /// Where it is within the private folder.
    pub(super) const NAME: &str = "in-hand";

    /// Begins with an empty place.
    pub(super) fn begin(own: &Own) -> Result<Work, RecordError> {
        let folder = own.private().join(Work::NAME);
        remove_folder_if_there(&folder).map_err(disk(&folder))?;
        let repository = lay_out(&folder)
            .map_err(disk(&folder))
            .and_then(|()| Ok(Repository::open_bare(&folder)?))?;
        Ok(Work { folder, repository, names: Cell::new(0) })
    }

    /// A path of this name that nothing has taken.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.names.set(self.names.get() + 1);
        self.folder.join(format!("{name}-{}", self.names.get()))
    }

    /// Where its objects are.
    pub(super) fn objects(&self) -> PathBuf {
        self.folder.join("objects")
    }

    /// A tree like the one given but for these files; a file without a blob is taken away.
    pub(super) fn tree(
        &self,
        base: Option<Oid>,
        changes: &[(&str, Option<Oid>)],
    ) -> Result<Oid, RecordError> {
        let base = base.map(|commit| self.repository.find_commit(commit)?.tree()).transpose()?;
        let changes: Vec<(Vec<&str>, Option<Oid>)> =
            changes.iter().map(|(path, blob)| (path.split('/').collect(), *blob)).collect();
        let changes: Vec<TreeChange<'_>> =
            changes.iter().map(|(path, blob)| (path.as_slice(), *blob)).collect();
        match updated(&self.repository, base.as_ref(), &changes)? {
            Some(tree) => Ok(tree),
            None => Ok(self.repository.treebuilder(None)?.write()?),
        }
    }

    /// Adds a commit that was made elsewhere or in memory.
    pub(super) fn commit(&self, bytes: &[u8]) -> Result<Oid, RecordError> {
        Ok(self.repository.odb()?.write(ObjectType::Commit, bytes)?)
    }

    /// Syncs every object that was made, and moves it to the folder's own. Until a branch names
    /// them they are of no effect there.
    pub(super) fn keep_objects(&self, own: &Own) -> Result<(), RecordError> {
        let objects = own.git().join("objects");
        refuse_links(own.git(), &objects)?;
        let made = self.objects();
        let mut touched = Vec::new();
        for (shelf, name) in loose(&made).map_err(disk(&made))? {
            let from = made.join(&shelf).join(&name);
            File::open(&from).and_then(|file| file.sync_all()).map_err(disk(&from))?;
            let place = objects.join(&shelf);
            refuse_links(own.git(), &place)?;
            make_folder(&place).map_err(disk(&place))?;
            let to = place.join(&name);
            fs::rename(&from, &to).map_err(disk(&to))?;
            touched.push(place);
        }
        touched.sort();
        touched.dedup();
        touched.iter().try_for_each(|place| sync_folder(place).map_err(disk(place)))
    }
}

/// The least that git calls a repository, with the folder's objects to look things up in. None of
/// it is synced: it is nothing to anybody but this process.
fn lay_out(folder: &Path) -> std::io::Result<()> {
    private_folder().create(folder)?;
    for name in ["objects", "objects/info", "refs"] {
        fs::create_dir(folder.join(name))?;
    }
    fs::write(folder.join("HEAD"), "ref: refs/heads/main\n")?;
    fs::write(folder.join("objects/info/alternates"), "../../../objects\n")
}

/// The loose objects of a repository: the shelf and the name of each.
fn loose(objects: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for shelf in fs::read_dir(objects)? {
        let shelf = shelf?;
        let name = shelf.file_name().to_string_lossy().into_owned();
        if name.len() == 2 {
            for object in fs::read_dir(shelf.path())? {
                found.push((name.clone(), object?.file_name().to_string_lossy().into_owned()));
            }
        }
    }
    Ok(found)
}

/// A path in a tree, part by part, with the blob to put there; none takes it away.
type TreeChange<'p> = (&'p [&'p str], Option<Oid>);

/// The tree with the changes below it; none where nothing is left in it.
fn updated(
    repository: &Repository,
    base: Option<&Tree<'_>>,
    changes: &[TreeChange<'_>],
) -> Result<Option<Oid>, git2::Error> {
    let mut builder = repository.treebuilder(base)?;
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
        let old = old.map(|id| repository.find_tree(id)).transpose()?;
        match updated(repository, old.as_ref(), &changes)? {
            Some(tree) => {
                builder.insert(name, tree, FOLDER)?;
            }
            None if old.is_some() => builder.remove(name)?,
            None => {}
        }
    }
    if builder.is_empty() { Ok(None) } else { builder.write().map(Some) }
}
