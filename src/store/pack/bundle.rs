//! The history of some files as a bundle of git's: every commit and every tree, which prove the chain,
//! and the versions of those files alone.
//!
//! `git bundle create` filters by path, and at a path an earlier case of the same id may have lain. So
//! what goes in is chosen object by object, and the bundle says, as git's own filtered ones do, that
//! it lacks others. What is read back is indexed in a place of its own, where git's names for the
//! objects come from their bytes.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use git2::{Buf, Indexer, ObjectType, Odb, Oid, Repository, RepositoryOpenFlags, Sort, Tree};

use crate::store::history::Step;
use crate::store::pack::container::private;
use crate::store::pack::lineage::{Lineage, lineage};
use crate::store::pack::scan::{self, ScanError};

/// What every bundle of ours begins with; the line after it names the branch.
const BEGINNING: &str = "# v3 git bundle\n@object-format=sha1\n@filter=blob:none\n";

/// Why a bundle cannot be made or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It does not begin as one of ours does.
    #[error("it is no bundle of git's as a pack has one")]
    NoBundle,
    /// It is larger than it should be, or not made as git makes one.
    #[error("{0}")]
    Unsound(#[from] ScanError),
    /// Git cannot read it.
    #[error("git cannot read it: {0}")]
    Git(#[from] git2::Error),
    /// The disk refused.
    #[error("there is no place to look at it: {0}")]
    Disk(#[from] std::io::Error),
}

/// The history of files of a commit as a bundle.
///
/// # Errors
///
/// If git cannot read something of it.
pub fn bundle(root: &Path, commit: &str, files: &[String]) -> Result<Vec<u8>, BundleError> {
    let none: [&Path; 0] = [];
    let repository = Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, none)?;
    let tip = Oid::from_str(commit)?;
    let found = lineage(&repository, tip, files)?;
    let chain = chain(&repository, tip)?;
    let mut builder = repository.packbuilder()?;
    // So that the same history gives the same bytes.
    builder.set_threads(1);
    for (object, name) in &chain {
        builder.insert_object(*object, name.as_deref())?;
    }
    for version in &found.versions {
        builder.insert_object(*version, Some("case"))?;
    }
    let mut pack = Buf::new();
    builder.write_buf(&mut pack)?;
    let mut bytes = format!("{BEGINNING}{tip} {BRANCH}\n\n").into_bytes();
    bytes.extend_from_slice(&pack);
    Ok(bytes)
}

/// The name that git gives a file of these bytes.
pub fn object_name(bytes: &[u8]) -> Option<String> {
    Oid::hash_object(ObjectType::Blob, bytes).ok().map(|name| name.to_string())
}

/// What the branch of a bundle is called.
const BRANCH: &str = "refs/heads/main";

/// Every commit back from one, and every tree of theirs, each once, with a name to sort it by.
fn chain(repository: &Repository, tip: Oid) -> Result<Vec<(Oid, Option<String>)>, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
    walk.push(tip)?;
    let mut objects = Vec::new();
    let mut seen = BTreeSet::new();
    for commit in walk {
        let commit = repository.find_commit(commit?)?;
        objects.push((commit.id(), None));
        trees(repository, &commit.tree()?, "", &mut seen, &mut objects)?;
    }
    Ok(objects)
}

fn trees(
    repository: &Repository,
    tree: &Tree<'_>,
    path: &str,
    seen: &mut BTreeSet<Oid>,
    objects: &mut Vec<(Oid, Option<String>)>,
) -> Result<(), git2::Error> {
    if !seen.insert(tree.id()) {
        return Ok(());
    }
    objects.push((tree.id(), Some(path.to_owned())));
    for entry in tree.iter().filter(|entry| entry.kind() == Some(ObjectType::Tree)) {
        let path = format!("{path}/{}", String::from_utf8_lossy(entry.name_bytes()));
        trees(repository, &repository.find_tree(entry.id())?, &path, seen, objects)?;
    }
    Ok(())
}

/// A bundle that was read, in a place of its own that goes when it is dropped.
pub struct Bundle {
    repository: Repository,
    _place: tempfile::TempDir,
    tip: Oid,
}

impl Bundle {
    /// Reads a bundle. Nothing of it is run, and nothing written but in a place that goes.
    ///
    /// # Errors
    ///
    /// If it is none, or is unsound.
    pub fn read(bytes: &[u8]) -> Result<Bundle, BundleError> {
        let rest = bytes.strip_prefix(BEGINNING.as_bytes()).ok_or(BundleError::NoBundle)?;
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let pack = rest.get(line.len() + 2..).ok_or(BundleError::NoBundle)?;
        let line = std::str::from_utf8(line).map_err(|_| BundleError::NoBundle)?;
        let (tip, branch) = line.split_once(' ').ok_or(BundleError::NoBundle)?;
        if branch != BRANCH || rest[line.len()..line.len() + 2] != *b"\n\n" || tip.len() != 40 {
            return Err(BundleError::NoBundle);
        }
        let tip = Oid::from_str(tip)?;
        scan::require_sound(pack)?;
        let place = private("caseload-").tempdir()?;
        let packs = place.path().join("pack");
        std::fs::create_dir(&packs)?;
        let mut indexer = Indexer::new(None, &packs, 0o600, false)?;
        indexer.write_all(pack)?;
        indexer.commit()?;
        let odb = Odb::new()?;
        odb.add_disk_alternate(&place.path().to_string_lossy())?;
        Ok(Bundle { repository: Repository::from_odb(odb)?, _place: place, tip })
    }

    /// The commit that it ends with, in hexadecimal digits.
    pub fn tip(&self) -> String {
        self.tip.to_string()
    }

    /// What it holds that it should not, and the other way round, in words: what should be there is the
    /// chain of commits and the versions of these files.
    ///
    /// # Errors
    ///
    /// If something of the chain is not there.
    pub fn strangers(&self, files: &[String]) -> Result<Vec<String>, BundleError> {
        let mut wanted = self.follow(files)?.versions;
        wanted.extend(chain(&self.repository, self.tip)?.into_iter().map(|(object, _)| object));
        let mut strangers = Vec::new();
        self.repository.odb()?.foreach(|object| {
            if !wanted.remove(object) {
                strangers.push(format!("object {object} is none of this pack's history"));
            }
            true
        })?;
        strangers.extend(wanted.iter().map(|object| format!("object {object} is not there")));
        Ok(strangers)
    }

    /// What a file is in the newest commit; none if it is not there.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let tree = self.repository.find_commit(self.tip).and_then(|commit| commit.tree()).ok()?;
        let blob = self.repository.find_blob(tree.get_path(Path::new(path)).ok()?.id()).ok()?;
        Some(blob.content().to_vec())
    }

    /// The git name of a file in the newest commit, though its contents need not be there.
    pub fn name_of(&self, path: &str) -> Option<String> {
        let tree = self.repository.find_commit(self.tip).and_then(|commit| commit.tree()).ok()?;
        Some(tree.get_path(Path::new(path)).ok()?.id().to_string())
    }

    /// The steps of each of these files, the newest first, and the commits that were made by git itself.
    ///
    /// # Errors
    ///
    /// If something of the chain is not there.
    pub fn steps(&self, files: &[String]) -> Result<(Vec<Vec<Step>>, Vec<String>), BundleError> {
        let found = self.follow(files)?;
        Ok((found.steps, found.by_git))
    }

    fn follow(&self, files: &[String]) -> Result<Lineage, BundleError> {
        Ok(lineage(&self.repository, self.tip, files)?)
    }
}
