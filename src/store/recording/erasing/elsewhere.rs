//! What was erased on another machine: erased here by the records that a branch there has, and left out
//! of what comes from there.

use std::collections::{BTreeMap, BTreeSet};

use git2::{ObjectType, Oid, TreeWalkMode, TreeWalkResult};

use crate::operation::{Erasure, ErasureReason, Operation, Part, stem};
use crate::store::erasing::{
    Pending, Rewriting, Scope, Traces, known_as_clean, known_records, note_as_clean,
    note_successors, records_in, refuse_other_holders, remembered,
};
use crate::store::following::{Beginning, beginnings_of, has_lain_as, lies_as};
use crate::store::recording::erasing::forget_what_was_refused;
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::{Next, Recorder};
use crate::store::two_sides::TwoSides;

/// A case that was erased, and goes on another machine or at the remote too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedToo {
    /// The id under which it was erased.
    pub id: String,
    /// Other ids under which it lay there.
    pub lay_as: Vec<String>,
}

impl Recorder {
    /// Erases here what was erased elsewhere, by the records that a branch there has, or that came here by
    /// git itself; gives what was erased here.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being erased; nothing has changed then.
    pub fn erase_as_there(&mut self, there: &str) -> Result<Vec<ErasedToo>, RecordError> {
        forget_what_was_refused(&self.own)?;
        let there = Oid::from_str(there)?;
        let Some(tip) = self.branch.commit else { return Ok(Vec::new()) };
        let new = self.only_in(there, tip)?;
        let mut all = new.clone();
        all.extend(known_records(&self.own)?.into_iter().map(|erased| erased.erasure));
        let scope = self.scope_of(&all)?;
        let clean = known_as_clean(&self.own, &scope)?;
        if scope.is_empty() || clean == Some(tip) {
            return Ok(Vec::new());
        }
        let mut unproven = new.clone();
        unproven.extend(self.not_seen_before(tip)?);
        let clean: Vec<Oid> = clean.into_iter().collect();
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[tip], &clean)?;
        let (met, goes_to) = (rewriting.met().to_vec(), rewriting.successor(tip));
        let mut traces = Traces::default();
        if !unproven.is_empty() {
            // What cannot be read goes without having been looked at, as all that nothing names.
            traces = Traces::of(&self.own.repository, &scope, &clean).unwrap_or_default();
            let versions = [&traces.blobs, &rewriting.taken()];
            self.refuse_what_is_back((there, tip), &unproven, versions, &scope)?;
        }
        let files: Vec<String> = rewriting.taken_at(tip).into_iter().collect();
        drop(rewriting);
        let told: BTreeSet<String> = unproven.iter().map(|erasure| erasure.id.clone()).collect();
        let (held, others): (Vec<Erasure>, Vec<Erasure>) =
            unproven.into_iter().partition(|erasure| names_one_of(erasure, &met));
        self.refuse_another_id(tip, &held, &all)?;
        self.refuse_another_person(there, tip, &files, (&held, &others))?;
        let is_met = |erasure: &&Erasure| met.iter().any(|it| is_of(erasure, it));
        if goes_to == tip {
            self.note_nothing_to_erase(tip, &scope, told, &others, &traces)?;
            return Ok(Vec::new());
        }
        refuse_other_holders(&self.own)?;
        let mut unproven = held.iter().chain(&others);
        unproven.try_for_each(|erasure| self.refuse_more_than_it_says(tip, erasure))?;
        let erased = self.under_their_ids(tip, all.iter().filter(is_met))?;
        let new_tip = self.remade(tip, &scope, &clean, &told)?;
        let files = self.taken_away(&files)?;
        let what = "erasure".to_owned();
        let operation = Operation { what, cases: Vec::new(), files, reverses: None };
        self.move_on(&operation, Next::There(new_tip))?;
        Pending { blobs: traces.blobs, ..Pending::default() }.note(&self.own)?;
        note_successors(&self.own, &traces.commits)?;
        note_as_clean(&self.own, &scope, new_tip)?;
        Ok(erased)
    }

    /// Notes that nothing is left on the branch of what these ids were. Where git itself took or dropped a
    /// history, its logs and its objects still have it, and those go once it is looked for.
    fn note_nothing_to_erase(
        &self,
        tip: Oid,
        scope: &Scope,
        told: BTreeSet<String>,
        erasures: &[Erasure],
        traces: &Traces,
    ) -> Result<(), RecordError> {
        if told.is_empty() {
            return note_as_clean(&self.own, scope, tip);
        }
        let mut found = erasures.iter().filter(|erasure| names_one_of(erasure, &traces.met));
        found.try_for_each(|erasure| self.refuse_more_than_it_says(tip, erasure))?;
        if !traces.met.is_empty() {
            refuse_other_holders(&self.own)?;
        }
        let blobs = traces.blobs.clone();
        let pending = Pending { blobs, unconfirmed: told, ..Pending::default() };
        pending.note(&self.own)?;
        note_successors(&self.own, &traces.commits)?;
        note_as_clean(&self.own, scope, tip)
    }

    /// These erasures, each once, with the other ids under which the case lies at a commit.
    fn under_their_ids<'e>(
        &self,
        commit: Oid,
        erasures: impl IntoIterator<Item = &'e Erasure>,
    ) -> Result<Vec<ErasedToo>, RecordError> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for erasure in erasures {
            let lies = lies_as(&self.own.repository, commit, Scope::of([erasure]).beginnings())?;
            let others = lies.into_iter().filter(|id| !id.eq_ignore_ascii_case(&erasure.id));
            found.entry(erasure.id.clone()).or_default().extend(others);
        }
        let erased = |(id, lay_as): (String, BTreeSet<String>)| ErasedToo {
            id,
            lay_as: lay_as.into_iter().collect(),
        };
        Ok(found.into_iter().map(erased).collect())
    }

    /// The records in a commit of which this machine has not seen what they do: they came by git itself.
    fn not_seen_before(&self, tip: Oid) -> Result<Vec<Erasure>, RecordError> {
        let seen = remembered(&self.own.private())?;
        let records = records_in(&self.own.repository, Some(tip))?.into_iter().map(|it| it.erasure);
        Ok(records.filter(|erasure| !seen.iter().any(|it| erasure.is_part_of(it))).collect())
    }

    /// What a branch elsewhere is without what is erased here or there, and what it loses under another id than
    /// the one that was erased.
    ///
    /// # Errors
    ///
    /// If git cannot read it, or the disk refuses.
    pub fn without_erased(&self, there: &str) -> Result<(String, Vec<ErasedToo>), RecordError> {
        let there = Oid::from_str(there)?;
        let mut all = known_records(&self.own)?;
        all.extend(records_in(&self.own.repository, Some(there))?);
        let scope = self.scope_of(all.iter().map(|erased| &erased.erasure))?;
        let clean: Vec<Oid> = self.branch.commit.into_iter().collect();
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[there], &clean)?;
        self.keep(&rewriting, &Pending { blobs: rewriting.taken(), ..Pending::default() })?;
        let without = rewriting.successor(there);
        let mut lost = Vec::new();
        if without != there {
            let erasures = all.iter().map(|erased| &erased.erasure);
            lost = self.under_their_ids(there, erasures)?;
            lost.retain(|it| !it.lay_as.is_empty());
        }
        Ok((without.to_string(), lost))
    }

    /// The ids of what is erased on one side alone, here or there.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub fn erased_on_one_side(&self, there: &str) -> Result<Vec<String>, RecordError> {
        let Some(here) = self.branch.commit else { return Ok(Vec::new()) };
        let there = Oid::from_str(there)?;
        let mut ids = self.only_in(there, here)?;
        ids.extend(self.only_in(here, there)?);
        Ok(ids.into_iter().map(|erasure| erasure.id).collect())
    }

    /// The erasures that a branch there knows and the one here does not; not those that both knew, of which
    /// the record was taken away here since.
    fn only_in(&self, there: Oid, here: Oid) -> Result<Vec<Erasure>, RecordError> {
        let repository = &self.own.repository;
        let mut known = records_in(repository, Some(here))?;
        for base in TwoSides::new(repository).bases(there, here)? {
            known.extend(records_in(repository, Some(base))?);
        }
        let is_known =
            |erasure: &Erasure| known.iter().any(|other| erasure.is_part_of(&other.erasure));
        let new = records_in(repository, Some(there))?.into_iter().map(|erased| erased.erasure);
        Ok(new.filter(|erasure| !is_known(erasure)).collect())
    }

    /// Ensures that a record is about the case that has its id here, or had it before it was given another.
    /// One that never had it here is erased by whoever says that it is the same; `all` are the records that are
    /// known here or come in now, by which it may be said already.
    fn refuse_another_id(
        &self,
        tip: Oid,
        erasures: &[Erasure],
        all: &[Erasure],
    ) -> Result<(), RecordError> {
        let known = known_records(&self.own)?;
        let parts = erasures.iter().flat_map(|it| it.parts().map(move |part| (it, part)));
        for (erasure, part) in parts {
            let scope = Scope::of_part(&erasure.id, &part);
            let says_so = |it: &Erasure, id: &str| {
                let its = Scope::of([it]);
                it.id.eq_ignore_ascii_case(id) && !its.beginnings().is_disjoint(scope.beginnings())
            };
            for id in lies_as(&self.own.repository, tip, scope.beginnings())? {
                let is_known = known.iter().any(|it| it.erasure.id.eq_ignore_ascii_case(&id));
                let is_erased = is_known || all.iter().any(|it| says_so(it, &id));
                if is_erased || id.eq_ignore_ascii_case(&erasure.id) {
                    continue;
                }
                if has_lain_as(&self.own.repository, tip, scope.beginnings(), &erasure.id)? {
                    continue;
                }
                return Err(is_another_id(erasure, &id, self.has_record(tip, erasure)?));
            }
        }
        Ok(())
    }

    /// Ensures that what is erased is the case that both sides know, and not somebody who was given the
    /// same id here meanwhile. Of the erasures some are of cases that are `held` here, and others of none.
    fn refuse_another_person(
        &self,
        there: Oid,
        tip: Oid,
        erased: &[String],
        (held, others): (&[Erasure], &[Erasure]),
    ) -> Result<(), RecordError> {
        let mut meant: Vec<&Erasure> = others.iter().collect();
        for erasure in held {
            // One that lies here under another id is not whoever has this one.
            let lies = lies_as(&self.own.repository, tip, Scope::of([erasure]).beginnings())?;
            if lies.iter().all(|id| id.eq_ignore_ascii_case(&erasure.id)) {
                meant.push(erasure);
            }
        }
        let mut left: Option<String> = None;
        self.own
            .repository
            .find_commit(tip)?
            .tree()?
            .walk(TreeWalkMode::PreOrder, |folder, entry| {
                let file = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
                let is_meant = meant.iter().any(|erasure| erasure.is_of(&file));
                if is_meant && entry.kind() == Some(ObjectType::Blob) && !erased.contains(&file) {
                    left = Some(stem(&file).to_owned());
                    return TreeWalkResult::Abort;
                }
                TreeWalkResult::Ok
            })
            .or_else(|error| if left.is_some() { Ok(()) } else { Err(error) })?;
        let Some(id) = left else { return Ok(()) };
        let reason = meant.iter().find(|it| it.id.eq_ignore_ascii_case(&id)).map(|it| it.reason);
        let beginnings = beginnings_of(&self.own.repository, tip, &id)?;
        let known = lies_as(&self.own.repository, there, &beginnings)?;
        // It is known there too, under this id or another one: it is joined with that.
        if !known.is_empty() {
            return Ok(());
        }
        Err(RecordError::new(
            Trouble::Conflict,
            format!(
                "{id} was erased elsewhere, and what is here under that id was never there: it may be somebody else"
            ),
            format!(
                "nothing was erased or brought in. If it is, give it another id: caseload renumber {id}; if it is who was erased, it goes too: caseload erase {id} --reason {}, and sync again",
                reason.unwrap_or(ErasureReason::Mistake).word()
            ),
        ))
    }

    /// Whether a record is part of a commit.
    fn has_record(&self, tip: Oid, erasure: &Erasure) -> Result<bool, RecordError> {
        let records = records_in(&self.own.repository, Some(tip))?;
        Ok(records.iter().any(|it| it.erasure == *erasure))
    }

    /// Ensures that whoever erased made of the history what this machine makes of it, as far as it has
    /// that.
    fn refuse_more_than_it_says(&self, tip: Oid, erasure: &Erasure) -> Result<(), RecordError> {
        let repository = &self.own.repository;
        let is_so = |part: Part| {
            let old = Oid::from_str(&part.old_tip)?;
            if repository.find_commit(old).is_err() {
                return Ok(true);
            }
            let scope = Scope::of_part(&erasure.id, &part);
            let new = Rewriting::of(repository, &scope, &[old], &[])?.successor(old);
            Ok::<_, RecordError>(new.to_string() == part.new_tip)
        };
        let parts: Vec<bool> = erasure.parts().map(is_so).collect::<Result<_, _>>()?;
        if parts.into_iter().all(|is_so| is_so) {
            return Ok(());
        }
        let rid = if self.has_record(tip, erasure)? {
            format!("; if nobody meant it: git rm -r erasures/{}, and git commit", erasure.id)
        } else {
            String::new()
        };
        Err(RecordError::new(
            Trouble::Conflict,
            format!("the record that {} was erased says more than that of the history", erasure.id),
            format!(
                "nothing was erased or brought in; ask who made it, and look at it with git log -- erasures{rid}"
            ),
        ))
    }
}

fn is_another_id(erasure: &Erasure, id: &str, is_record_here: bool) -> RecordError {
    RecordError::new(
        Trouble::Conflict,
        format!("{} was erased elsewhere, and the same case is {id} here", erasure.id),
        format!(
            "nothing was erased or brought in. Ask who did it; if {id} is to go too: caseload erase {id} --reason {}, and sync again; if nobody meant it: {}git rm -r erasures/{}, git commit, and sync again",
            erasure.reason.word(),
            if is_record_here { "" } else { "git pull, " },
            erasure.id
        ),
    )
}

/// Whether a record names one of these cases by its beginning.
fn names_one_of(erasure: &Erasure, met: &[Beginning]) -> bool {
    let scope = Scope::of([erasure]);
    met.iter().any(|beginning| scope.beginnings().contains(beginning))
}

fn is_of(erasure: &Erasure, beginning: &Beginning) -> bool {
    erasure.id.eq_ignore_ascii_case(beginning.id())
        || names_one_of(erasure, std::slice::from_ref(beginning))
}
