//! Two commits that were recorded apart, compared file by file with what they have in common.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ErrorCode, FileMode, ObjectType, Oid, Repository, Tree, TreeWalkMode, TreeWalkResult};

use crate::case::merge;
use crate::operation::{FileVersions, Joined, Moved, Obstacle, Side, join, stem};
use crate::reading::safe_line;
use crate::store::following::{begun_apart, come_or_gone_since, moved_since};
use crate::store::history::{Trailers, blob_in};
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::is_within_a_folder;
use crate::store::recording::text;
use crate::store::union::union_of_lines;

/// Compares commits of a repository.
pub(in crate::store) struct TwoSides<'r> {
    repository: &'r Repository,
}

impl<'r> TwoSides<'r> {
    /// Of this repository.
    pub(in crate::store) fn new(repository: &'r Repository) -> TwoSides<'r> {
        TwoSides { repository }
    }

    /// What two commits together are, with the side that is taken where a person has to choose; none where
    /// nobody chose, or they cannot be read.
    pub(in crate::store) fn joined(
        &self,
        here: Oid,
        there: Oid,
        favoured: Option<Side>,
    ) -> Option<Joined> {
        let bases = self.bases(here, there).ok()?;
        let come_or_gone = self.come_or_gone(here, there).ok()?;
        let moved = self.moved(here, there, &bases, &come_or_gone).ok()?;
        let files = self.differing(Some(here), there, &bases, &moved).ok()?;
        join(&files, &moved, favoured, &union_of_lines).ok()
    }

    /// The newest commits that two have in common.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub(in crate::store) fn bases(&self, one: Oid, other: Oid) -> Result<Vec<Oid>, RecordError> {
        match self.repository.merge_bases(one, other) {
            Ok(bases) => Ok(bases.to_vec()),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The files in which two commits differ, with what they had in common; also those of cases that were
    /// given another id.
    ///
    /// # Errors
    ///
    /// If git cannot read them, or a file is none that a folder can have.
    pub(in crate::store) fn differing(
        &self,
        here: Option<Oid>,
        there: Oid,
        bases: &[Oid],
        moved: &[Moved],
    ) -> Result<Vec<FileVersions>, RecordError> {
        let repository = self.repository;
        let tree = |commit: Oid| repository.find_commit(commit)?.tree();
        let (here_tree, there_tree) = (here.map(tree).transpose()?, tree(there)?);
        let difference =
            repository.diff_tree_to_tree(here_tree.as_ref(), Some(&there_tree), None)?;
        let mut files = BTreeSet::new();
        for delta in difference.deltas() {
            let file = delta.new_file().path().or(delta.old_file().path());
            let bytes = file.map(Path::to_string_lossy).unwrap_or_default();
            refuse_foreign(&bytes, delta.new_file().mode())?;
            files.insert(bytes.into_owned());
        }
        let ids = files.iter().filter(|file| file.starts_with("cases/"));
        let ids = ids.map(|file| stem(file).to_lowercase()).collect();
        let mut of_the_same_ids = namesakes(&ids, &there_tree)?;
        if let Some(tree) = here_tree {
            of_the_same_ids.extend(namesakes(&ids, &tree)?);
        }
        let from = moved.iter().map(|moved| moved.from.to_lowercase()).collect();
        for base in bases {
            of_the_same_ids.extend(namesakes(&from, &tree(*base)?)?);
        }
        files.extend(of_the_same_ids);
        files
            .into_iter()
            .map(|file| {
                Ok(FileVersions {
                    base: self.common_text(bases, &file)?,
                    here: self.text_in(here, &file)?,
                    there: self.text_in(Some(there), &file)?,
                    file,
                })
            })
            .collect()
    }

    /// What several commits that two have in common say of a file: as those two were joined, so
    /// that what was settled then is not asked again.
    fn common_text(&self, bases: &[Oid], file: &str) -> Result<Option<String>, RecordError> {
        let mut texts = Vec::new();
        for base in bases {
            texts.push((*base, self.text_in(Some(*base), file)?));
        }
        let mut texts = texts.into_iter();
        let Some((mut commit, mut text)) = texts.next() else { return Ok(None) };
        for (other, its_text) in texts {
            if its_text != text {
                let before = self.common_text(&self.bases(commit, other)?, file)?;
                text = match (text, its_text) {
                    (Some(one), Some(two)) => {
                        merge(before.as_deref(), &one, &two).ok().map(|merged| merged.text)
                    }
                    (one, two) if one == before => two,
                    (one, _) => one,
                };
            }
            commit = other;
        }
        Ok(text)
    }

    fn text_in(&self, commit: Option<Oid>, file: &str) -> Result<Option<String>, RecordError> {
        let Some(commit) = commit else { return Ok(None) };
        let blob = blob_in(&self.repository.find_commit(commit)?, file)?;
        let text_of = |blob: Oid| text(file, self.repository.find_blob(blob)?.content().to_vec());
        blob.map(text_of).transpose()
    }

    /// The cases that were given another id on either side since, or whose id somebody else has.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub(in crate::store) fn moved(
        &self,
        here: Oid,
        there: Oid,
        bases: &[Oid],
        come_or_gone: &[BTreeSet<String>; 2],
    ) -> Result<Vec<Moved>, RecordError> {
        let ids = come_or_gone.iter().flatten().cloned().collect();
        let mut moved: Vec<Moved> = Vec::new();
        let mut is_of_the_beginning = false;
        for base in bases {
            let tree = self.repository.find_commit(*base)?.tree()?;
            is_of_the_beginning |= !namesakes(&ids, &tree)?.is_empty();
        }
        if !is_of_the_beginning {
            return Ok(moved);
        }
        for base in bases {
            for (side, tip) in [(Side::Here, here), (Side::There, there)] {
                for (from, to) in moved_since(self.repository, *base, tip, &ids)? {
                    let is_known = |it: &Moved| it.side == side && it.from == from;
                    if !moved.iter().any(is_known) {
                        moved.push(Moved { side, from, to });
                    }
                }
            }
        }
        Ok(moved)
    }

    /// What is in the way though nothing differs: two people of whom nothing is known yet, who were given one
    /// id on the two sides and have the same text. Each with the file.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub(in crate::store) fn begun_apart(
        &self,
        here: Oid,
        there: Oid,
        [of_one, of_the_other]: &[BTreeSet<String>; 2],
    ) -> Result<Vec<(Obstacle, FileVersions)>, RecordError> {
        let ids: BTreeSet<String> = of_one.intersection(of_the_other).cloned().collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let found = begun_apart(self.repository, [here, there], &ids)?;
        let told = |[file, its_file]: [String; 2]| {
            let text = self.text_in(Some(here), &file)?;
            let id = stem(&file).to_owned();
            let obstacle =
                Obstacle::TwoPeople { is_certain: false, id, here: file.clone(), there: its_file };
            Ok((obstacle, FileVersions { file, base: None, here: text.clone(), there: text }))
        };
        found.into_iter().map(told).collect()
    }

    /// The ids under which git alone made one case of two that were begun apart, since it asks nobody about
    /// files of the same text: in the merges of one side that are not of the other.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub(in crate::store) fn made_one_by_git(
        &self,
        of: Oid,
        not_of: Oid,
    ) -> Result<BTreeSet<String>, RecordError> {
        let mut walk = self.repository.revwalk()?;
        walk.push(of)?;
        walk.hide(not_of)?;
        let mut ids = BTreeSet::new();
        for commit in walk {
            let commit = self.repository.find_commit(commit?)?;
            let message = String::from_utf8_lossy(commit.message_bytes());
            let parents: Vec<Oid> = commit.parent_ids().collect();
            if let ([one, other], None) = (parents.as_slice(), Trailers::of(&message).operation) {
                let come_or_gone = self.come_or_gone(*one, *other)?;
                let found = self.begun_apart(*one, *other, &come_or_gone)?;
                ids.extend(found.iter().map(|(_, versions)| stem(&versions.file).to_owned()));
            }
        }
        Ok(ids)
    }

    /// The ids, in lower case, of which a file came or went on each side and not on the other.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub(in crate::store) fn come_or_gone(
        &self,
        here: Oid,
        there: Oid,
    ) -> Result<[BTreeSet<String>; 2], RecordError> {
        let since = |of, not_of| come_or_gone_since(self.repository, of, not_of);
        Ok([since(here, there)?, since(there, here)?])
    }
}

/// The case files of a folder that have one of these ids, in lower case.
fn namesakes(ids: &BTreeSet<String>, tree: &Tree<'_>) -> Result<Vec<String>, RecordError> {
    let mut found = Vec::new();
    if ids.is_empty() {
        return Ok(found);
    }
    tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let name = String::from_utf8_lossy(entry.name_bytes());
        if folder.is_empty() && entry.kind() == Some(ObjectType::Tree) {
            return if name == "cases" { TreeWalkResult::Ok } else { TreeWalkResult::Skip };
        }
        if folder.starts_with("cases/") && ids.contains(&stem(&name).to_lowercase()) {
            found.push(format!("{folder}{name}"));
        }
        TreeWalkResult::Ok
    })?;
    Ok(found)
}

/// Ensures that a file elsewhere is one that a folder can have: plain, and within it.
fn refuse_foreign(file: &str, mode: FileMode) -> Result<(), RecordError> {
    let is_plain = matches!(mode, FileMode::Blob | FileMode::BlobGroupWritable);
    if is_within_a_folder(file) && (is_plain || mode == FileMode::Unreadable) {
        return Ok(());
    }
    Err(RecordError::new(
        Trouble::Conflict,
        format!("`{}`, as it is there, is no plain file of a folder", safe_line(file)),
        "nothing was brought in; have it taken away there, or look at it with git",
    ))
}
