//! Finishing what git's own merge left: the files that wait in the index, merged from their three
//! versions.

use std::collections::BTreeSet;

use git2::{Index, IndexEntry, Oid, TreeWalkMode, TreeWalkResult};

use crate::operation::{FileVersions, Joined, Moved, Obstacle, Side, given_again, stem};
use crate::store::erasing::{Rewriting, Scope, records_in, remembered};
use crate::store::recording::disk::make_folder;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::files;
use crate::store::recording::finish;
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;
use crate::store::two_sides::TwoSides;

/// Where git has what it merges into the branch, in whatever way.
const THEIRS: [&str; 4] = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD", "REVERT_HEAD"];

/// The right to finish a merge of git's, held by one process at a time until it is dropped.
pub struct Resolver {
    own: Own,
    work: Work,
    index: Index,
    _lock: Lock,
}

impl Resolver {
    /// Takes the lock.
    ///
    /// # Errors
    ///
    /// Whatever keeps the repository from being used.
    pub fn begin(root: &std::path::Path) -> Result<Resolver, RecordError> {
        let own = Own::open(root)?;
        let private = own.private();
        refuse_links(own.git(), &private)?;
        make_folder(&private).map_err(disk(&private))?;
        let lock = Lock::take(&private)?;
        let work = Work::begin(&own)?;
        finish::recover(&own, &work)?;
        own.refuse_a_stale_merge()?;
        let index = own.repository.index()?;
        Ok(Resolver { own, work, index, _lock: lock })
    }

    /// The files that wait, in their three versions.
    ///
    /// # Errors
    ///
    /// If git cannot read them, or one is no text.
    pub fn waiting(&self) -> Result<Vec<FileVersions>, RecordError> {
        let mut waiting = Vec::new();
        for conflict in self.index.conflicts()? {
            let conflict = conflict?;
            let sides = [&conflict.ancestor, &conflict.our, &conflict.their];
            let Some(path) = sides.into_iter().flatten().map(|it| it.path.clone()).next() else {
                continue;
            };
            let file = String::from_utf8_lossy(&path).into_owned();
            files::refuse_others(&file)?;
            let text = |entry: &Option<IndexEntry>| {
                let blob = entry.as_ref().map(|entry| entry.id);
                blob.map(|blob| super::text(&file, self.own.bytes(blob)?)).transpose()
            };
            let [ours, theirs] = [sides[1], sides[2]].map(|side| side.as_ref().map(|it| it.id));
            let (base, here, there) = (text(sides[0])?, text(sides[1])?, text(sides[2])?);
            let none = FileVersions::default;
            if let Some(other) = self.elsewhere(&file, ours, &["HEAD"])? {
                waiting.push(FileVersions { file, there, ..none() });
                waiting.push(FileVersions { file: other, base, here, ..none() });
            } else if let Some(other) = self.elsewhere(&file, theirs, &THEIRS)? {
                waiting.push(FileVersions { file, here, ..none() });
                waiting.push(FileVersions { file: other, base, there, ..none() });
            } else {
                waiting.push(FileVersions { file, base, here, there });
            }
        }
        Ok(waiting)
    }

    /// The files that are somebody else's on one side: what their texts seem to say, the history tells.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub fn given_again(&self, waiting: &[FileVersions]) -> Result<Vec<Obstacle>, RecordError> {
        let repository = &self.own.repository;
        let commit =
            |name: &str| Some(repository.revparse_single(name).ok()?.peel_to_commit().ok()?.id());
        let sides = commit("HEAD").zip(THEIRS.iter().find_map(|name| commit(name)));
        let seem = |versions: &FileVersions| Some((versions.file.clone(), given_again(versions)?));
        let seem: Vec<(String, Side)> = waiting.iter().filter_map(seem).collect();
        let Some((here, there)) = sides.filter(|_| !seem.is_empty()) else { return Ok(Vec::new()) };
        let compared = TwoSides::new(repository);
        let bases = compared.bases(here, there)?;
        let come_or_gone = compared.come_or_gone(here, there)?;
        let moved = compared.moved(here, there, &bases, &come_or_gone)?;
        let is_so = |(file, side): &(String, Side)| {
            let is_it = |it: &Moved| it.side == *side && it.from.eq_ignore_ascii_case(stem(file));
            moved.iter().any(is_it)
        };
        let found = seem.into_iter().filter(is_so);
        Ok(found.map(|(file, side)| Obstacle::GivenAgain { file, side }).collect())
    }

    /// The files that wait of cases that were erased, by the records of both sides: they stay away.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub fn erased(&self, waiting: &[FileVersions]) -> Result<BTreeSet<String>, RecordError> {
        let repository = &self.own.repository;
        let heads = ["HEAD"].into_iter().chain(THEIRS);
        let commit = |name: &str| repository.revparse_single(name).ok()?.peel_to_commit().ok();
        let sides: Vec<Oid> = heads.filter_map(commit).map(|commit| commit.id()).collect();
        let mut erasures = remembered(&self.own.private())?;
        for side in &sides {
            let records = records_in(repository, Some(*side))?;
            erasures.extend(records.into_iter().map(|erased| erased.erasure));
        }
        let scope = Scope::of(&erasures);
        let rewriting = Rewriting::of(repository, &scope, &sides, &[])?;
        let taken: BTreeSet<String> =
            sides.iter().flat_map(|side| rewriting.taken_at(*side)).collect();
        let files = waiting.iter().map(|versions| versions.file.clone());
        Ok(files.filter(|file| taken.contains(file)).collect())
    }

    /// Where another case lies that git shows as one version of this file: a new case often looks like
    /// one that was taken away, and git takes it for the same under another name.
    fn elsewhere(
        &self,
        file: &str,
        blob: Option<Oid>,
        heads: &[&str],
    ) -> Result<Option<String>, RecordError> {
        let repository = &self.own.repository;
        let head = heads.iter().find_map(|head| repository.revparse_single(head).ok());
        let Some((head, blob)) = head.zip(blob) else { return Ok(None) };
        let tree = head.peel_to_tree()?;
        if !file.starts_with("cases/") || tree.get_path(std::path::Path::new(file)).is_ok() {
            return Ok(None);
        }
        let mut found = None;
        tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
            let place = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
            if entry.id() == blob && place.starts_with("cases/") {
                found = Some(place);
            }
            if found.is_some() { TreeWalkResult::Abort } else { TreeWalkResult::Ok }
        })
        .or_else(|error| if found.is_some() { Ok(()) } else { Err(error) })?;
        let found = found.filter(|place| !stem(place).eq_ignore_ascii_case(stem(file)));
        found.iter().try_for_each(|place| files::refuse_others(place))?;
        Ok(found)
    }

    /// Writes what was joined into files and index, so that git can go on.
    ///
    /// # Errors
    ///
    /// If disk or git refuse.
    pub fn resolve(
        &mut self,
        waiting: &[FileVersions],
        joined: &Joined,
    ) -> Result<(), RecordError> {
        for versions in waiting {
            let after = joined.after(versions);
            let path = std::path::Path::new(&versions.file);
            match after {
                Some(text) => {
                    let staged = files::stage(&self.work, text.as_bytes())?;
                    files::sync(&staged)?;
                    files::place(&self.own, &staged, &versions.file)?;
                    self.index.remove_path(path)?;
                    self.index.conflict_remove(path).or_else(absent)?;
                    self.index.add_path(path)?;
                }
                None => {
                    files::take_away(&self.own, &versions.file)?;
                    self.index.conflict_remove(path).or_else(absent)?;
                    self.index.remove_path(path)?;
                }
            }
        }
        // What is added lies in memory until it is kept.
        self.keep_objects(waiting, joined)?;
        Ok(self.index.write()?)
    }

    /// How git goes on from here.
    pub fn next_step(&self) -> &'static str {
        match self.own.repository.state() {
            git2::RepositoryState::Clean | git2::RepositoryState::Merge => "git commit --no-edit",
            git2::RepositoryState::Revert | git2::RepositoryState::RevertSequence => {
                "git revert --continue"
            }
            git2::RepositoryState::CherryPick | git2::RepositoryState::CherryPickSequence => {
                "git cherry-pick --continue"
            }
            _ => "git rebase --continue",
        }
    }

    fn keep_objects(&self, waiting: &[FileVersions], joined: &Joined) -> Result<(), RecordError> {
        let mut made = super::objects::Objects::new(&self.own);
        for versions in waiting {
            let after = joined.after(versions);
            if let Some(text) = after {
                let _: Oid = made.blob(text.as_bytes())?;
            }
        }
        super::objects::keep(&made.write(&self.own, &self.work)?, &self.own)
    }
}

fn absent(error: git2::Error) -> Result<(), git2::Error> {
    if error.code() == git2::ErrorCode::NotFound { Ok(()) } else { Err(error) }
}

/// That no merge of git's waits.
pub fn nothing_to_resolve() -> RecordError {
    RecordError::new(
        Trouble::Request,
        "no merge of git's waits in this folder",
        "there is nothing to do",
    )
}
