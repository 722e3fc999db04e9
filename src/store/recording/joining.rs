//! Joining the branch with one that was recorded elsewhere.
//!
//! The commits of the other one lie in the repository already; here they are compared file by file,
//! and the branch moved: to the other's commit where nothing was recorded here since, else to one
//! that has both before it.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{FileMode, Oid, Sort, Tree, TreeWalkMode, TreeWalkResult};

use crate::case::merge;
use crate::operation::{FileChange, FileVersions, Operation, stem};
use crate::reading::safe_line;
use crate::store::history::{Step, step};
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::files::is_within_a_folder;
use crate::store::recording::repository::Own;
use crate::store::recording::{Next, Recorded, Recorder};

/// How a branch elsewhere stands to the one here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Nothing is there that is not here.
    Behind,
    /// Nothing is here that is not there.
    Ahead,
    /// Both have what the other has not.
    Apart,
    /// They have no commit in common.
    Unrelated,
}

/// A branch that was recorded elsewhere, compared with the one here.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    commit: Oid,
    /// How it stands to the one here.
    pub relation: Relation,
    /// The files in which the two differ, with every other file of the ids among them.
    pub files: Vec<FileVersions>,
    /// What was recorded there and is not here, the newest first; the files are not looked at.
    pub steps: Vec<Step>,
}

impl Recorder {
    /// Compares a branch elsewhere, whose newest commit is this one, with the one here.
    ///
    /// # Errors
    ///
    /// If git cannot read it, or a file there is none that a folder can have.
    pub fn compare(&self, there: &str) -> Result<Elsewhere, RecordError> {
        let there = Oid::from_str(there)?;
        let repository = &self.own.repository;
        let steps = self.own.between(Some(there), self.branch.commit)?;
        let elsewhere = |relation, files| Ok(Elsewhere { commit: there, relation, files, steps });
        let Some(here) = self.branch.commit else {
            return elsewhere(Relation::Ahead, self.differing(None, there, &[])?);
        };
        if here == there || repository.graph_descendant_of(here, there)? {
            return elsewhere(Relation::Behind, Vec::new());
        }
        let bases = self.bases(here, there)?;
        let relation = match bases.as_slice() {
            [] => return elsewhere(Relation::Unrelated, Vec::new()),
            [one] if *one == here => Relation::Ahead,
            _ => Relation::Apart,
        };
        elsewhere(relation, self.differing(Some(here), there, &bases)?)
    }

    /// Moves the branch on to what both together recorded.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being recorded; nothing has changed then.
    pub fn join(
        &mut self,
        elsewhere: &Elsewhere,
        operation: &Operation,
    ) -> Result<Recorded, RecordError> {
        let next = match elsewhere.relation {
            Relation::Ahead => Next::There(elsewhere.commit),
            _ => Next::Commit { joined: Some(elsewhere.commit) },
        };
        self.move_on(operation, next)
    }

    /// Takes over all that lies elsewhere, where nothing is yet, or nothing else.
    pub(in crate::store) fn take_over(
        &mut self,
        elsewhere: &Elsewhere,
    ) -> Result<Recorded, RecordError> {
        let new = |versions: &FileVersions| FileChange {
            file: versions.file.clone(),
            old: versions.here.clone(),
            new: versions.there.clone(),
        };
        let operation = Operation {
            what: "clone".to_owned(),
            cases: Vec::new(),
            files: elsewhere.files.iter().map(new).collect(),
            reverses: None,
        };
        if elsewhere.relation == Relation::Behind {
            let operation = operation.id(&self.seed);
            let commit = elsewhere.commit.to_string();
            return Ok(Recorded { commit, operation, unfinished: None });
        }
        self.join(elsewhere, &operation)
    }

    /// What was recorded here and is not there, the newest first.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub fn unsent(&self, there: Option<&str>) -> Result<Vec<Step>, RecordError> {
        let there = there.map(Oid::from_str).transpose()?;
        self.own.between(self.branch.commit, there)
    }

    /// The newest commits that two have in common.
    fn bases(&self, one: Oid, other: Oid) -> Result<Vec<Oid>, RecordError> {
        match self.own.repository.merge_bases(one, other) {
            Ok(bases) => Ok(bases.to_vec()),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// The files in which two commits differ, with what they had in common.
    fn differing(
        &self,
        here: Option<Oid>,
        there: Oid,
        bases: &[Oid],
    ) -> Result<Vec<FileVersions>, RecordError> {
        let repository = &self.own.repository;
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
        let of_the_same_ids = namesakes(&files, [here_tree.as_ref(), Some(&there_tree)])?;
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
        let blob = self.own.blob_in(commit, file)?;
        blob.map(|blob| super::text(file, self.own.bytes(blob)?)).transpose()
    }
}

impl Own {
    /// The commits of one that are not of the other, but for those that only join.
    pub(in crate::store) fn between(
        &self,
        of: Option<Oid>,
        not_of: Option<Oid>,
    ) -> Result<Vec<Step>, RecordError> {
        let repository = &self.repository;
        let mut walk = repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        let Some(of) = of else { return Ok(Vec::new()) };
        walk.push(of)?;
        if let Some(not_of) = not_of {
            walk.hide(not_of)?;
        }
        let mut steps = Vec::new();
        for commit in walk {
            let commit = repository.find_commit(commit?)?;
            if commit.parent_count() < 2 {
                steps.push(step(&commit, Vec::new()));
            }
        }
        Ok(steps)
    }
}

/// The case files whose ids are among those of these files, in two trees.
fn namesakes(
    files: &BTreeSet<String>,
    trees: [Option<&Tree<'_>>; 2],
) -> Result<Vec<String>, RecordError> {
    let is_case = |file: &&String| file.starts_with("cases/");
    let ids: BTreeSet<String> =
        files.iter().filter(is_case).map(|file| stem(file).to_lowercase()).collect();
    let mut found = Vec::new();
    if ids.is_empty() {
        return Ok(found);
    }
    for tree in trees.into_iter().flatten() {
        tree.walk(TreeWalkMode::PreOrder, |folder, entry| {
            let name = String::from_utf8_lossy(entry.name_bytes());
            if folder.is_empty() && entry.kind() == Some(git2::ObjectType::Tree) {
                return if name == "cases" { TreeWalkResult::Ok } else { TreeWalkResult::Skip };
            }
            if folder.starts_with("cases/") && ids.contains(&stem(&name).to_lowercase()) {
                found.push(format!("{folder}{name}"));
            }
            TreeWalkResult::Ok
        })?;
    }
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
