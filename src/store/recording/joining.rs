//! Joining the branch with one that was recorded elsewhere.
//!
//! The commits of the other one lie in the repository already; here they are compared file by file,
//! and the branch moved: to the other's commit where nothing was recorded here since, else to one
//! that has both before it.

use std::collections::BTreeSet;

use git2::{Oid, Sort};

use crate::operation::{FileChange, FileVersions, Moved, Obstacle, Operation};
use crate::store::history::{Step, step};
use crate::store::recording::error::RecordError;
use crate::store::recording::repository::Own;
use crate::store::recording::{Next, Recorded, Recorder};
use crate::store::two_sides::TwoSides;

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
    /// The cases that were given another id on either side since.
    pub moved: Vec<Moved>,
    /// What is in the way though no file differs.
    pub begun_apart: Vec<Obstacle>,
    /// The ids under which git made one case here of two that were begun apart, and that was not sent yet.
    pub made_one: BTreeSet<String>,
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
        let sides = TwoSides::new(repository);
        let made_one = match self.branch.commit {
            Some(here) => sides.made_one_by_git(here, there)?,
            None => BTreeSet::new(),
        };
        let elsewhere = |relation, (files, moved)| {
            let begun_apart = Vec::new();
            Ok(Elsewhere { commit: there, relation, files, moved, begun_apart, made_one, steps })
        };
        let nothing = (Vec::new(), Vec::new());
        let Some(here) = self.branch.commit else {
            return elsewhere(
                Relation::Ahead,
                (sides.differing(None, there, &[], &[])?, Vec::new()),
            );
        };
        if here == there || repository.graph_descendant_of(here, there)? {
            return elsewhere(Relation::Behind, nothing);
        }
        let bases = sides.bases(here, there)?;
        let relation = match bases.as_slice() {
            [] => return elsewhere(Relation::Unrelated, nothing),
            [one] if *one == here => Relation::Ahead,
            _ => Relation::Apart,
        };
        let come_or_gone = sides.come_or_gone(here, there)?;
        let moved = sides.moved(here, there, &bases, &come_or_gone)?;
        let files = sides.differing(Some(here), there, &bases, &moved)?;
        let mut compared: Elsewhere = elsewhere(relation, (files, moved))?;
        for (obstacle, versions) in sides.begun_apart(here, there, &come_or_gone)? {
            compared.begun_apart.push(obstacle);
            if compared.files.iter().all(|known| known.file != versions.file) {
                compared.files.push(versions);
            }
        }
        Ok(compared)
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
