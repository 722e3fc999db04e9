//! Erasing a case: the whole history made anew without it, and the branch moved on to that in one step,
//! as any operation moves it. Whoever is killed before has changed nothing; after it, running the same
//! again finishes.

use std::collections::BTreeSet;

use git2::Oid;

use crate::calendar::Day;
use crate::operation::{Confirmation, Erasure, ErasureReason, FileChange, Operation, stem};
use crate::store::erasing::{
    Erased, Pending, Proof, Rewriting, Scope, Survey, blobs_of, clone_id, files_in, known_as_clean,
    mentioned_in, move_references, note_as_clean, note_gone, note_successors, prove, purge,
    records_in, refuse_other_holders, telling, write_pack,
};
use crate::store::exchange::{lay_out, place_of_work};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::finish::recover;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;
use crate::store::recording::{Next, Recorded, Recorder};

/// Who erases a case, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureRequest {
    /// The id of the case.
    pub id: String,
    /// The day.
    pub on: Day,
    /// Who: the id of a key worker, or an e-mail address.
    pub by: String,
    /// Why.
    pub reason: ErasureReason,
}

impl Recorder {
    /// What erasing a case would take. Its files in the folder are named by whoever asks: what was never
    /// recorded goes too.
    ///
    /// # Errors
    ///
    /// If git cannot read the history, or something holds it that cannot be made anew.
    pub fn survey(&self, id: &str, lying: &[String]) -> Result<Survey, RecordError> {
        refuse_other_holders(&self.own)?;
        let tip = self.tip()?;
        let scope = self.scope(tip, id)?;
        let repository = &self.own.repository;
        let rewriting = Rewriting::of(repository, &scope, &[tip], &[])?;
        let mut survey = Survey::of(&self.own, tip, id, &rewriting)?;
        let files: BTreeSet<String> =
            files_in(repository, tip, &scope)?.into_iter().chain(lying.iter().cloned()).collect();
        survey.files = files.into_iter().collect();
        let telling = telling(repository, &rewriting.taken());
        survey.elsewhere = mentioned_in(repository, tip, &scope, &telling)?;
        Ok(survey)
    }

    /// Erases a case: from every commit of the branch, and from the folder. What else holds it goes with
    /// [`finish_erasing`].
    ///
    /// # Errors
    ///
    /// Whatever kept it from being erased; nothing has changed then.
    pub fn erase(
        &mut self,
        request: &ErasureRequest,
        survey: &Survey,
    ) -> Result<Recorded, RecordError> {
        let tip = self.tip()?;
        let (former, kept) = blobs_of(&self.own.repository, tip, &request.id)?;
        let mut erasure = Erasure {
            id: request.id.clone(),
            on: request.on,
            by: request.by.clone(),
            reason: request.reason,
            clone: clone_id(&self.own, &self.seed)?,
            old_tip: tip.to_string(),
            new_tip: tip.to_string(),
            former,
            kept,
        };
        let scope = Scope::of([&erasure]);
        // Also where the history holds nothing of it: what should be gone is looked for.
        Pending::default().note(&self.own)?;
        let new_tip = self.remade(tip, &scope, &[], &[])?;
        erasure.new_tip = new_tip.to_string();
        let mut files = self.taken_away(&survey.files)?;
        let file = Erasure::file_of(&erasure.id);
        files.push(FileChange { old: self.lying(&file)?, file, new: Some(erasure.text()) });
        let operation = Operation {
            what: Erasure::what(&erasure.id),
            cases: Vec::new(),
            files,
            reverses: None,
        };
        self.move_on(&operation, Next::Onto(new_tip))
    }

    /// Erases here what was erased elsewhere, by the records that a branch there has; gives the ids that
    /// something here was erased of.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being erased; nothing has changed then.
    pub fn erase_as_there(&mut self, there: &str) -> Result<Vec<String>, RecordError> {
        let there = Oid::from_str(there)?;
        let Some(tip) = self.branch.commit else { return Ok(Vec::new()) };
        let new = self.only_in(there, tip)?;
        let mut all = new.clone();
        all.extend(self.only_in_here(tip, &new)?);
        let scope = Scope::of(&all);
        let clean = known_as_clean(&self.own, &scope)?;
        if scope.is_empty() || clean == Some(tip) {
            return Ok(Vec::new());
        }
        let clean: Vec<Oid> = clean.into_iter().collect();
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[tip], &clean)?;
        let (ids, goes_to) = (rewriting.ids(), rewriting.successor(tip));
        if goes_to == tip {
            note_as_clean(&self.own, &scope, tip)?;
            return Ok(Vec::new());
        }
        drop(rewriting);
        refuse_other_holders(&self.own)?;
        all.iter().try_for_each(|erasure| self.refuse_more_than_it_says(tip, erasure))?;
        self.refuse_another_person(there, tip, &all)?;
        let told: Vec<String> = new.iter().map(|erasure| erasure.id.clone()).collect();
        let new_tip = self.remade(tip, &scope, &clean, &told)?;
        let files = self.taken_away(&files_in(&self.own.repository, tip, &scope)?)?;
        let what = "erasure".to_owned();
        let operation = Operation { what, cases: Vec::new(), files, reverses: None };
        self.move_on(&operation, Next::There(new_tip))?;
        note_as_clean(&self.own, &scope, new_tip)?;
        Ok(ids.into_iter().collect())
    }

    /// What is erased here, but for these.
    fn only_in_here(&self, tip: Oid, but: &[Erasure]) -> Result<Vec<Erasure>, RecordError> {
        let known = records_in(&self.own.repository, Some(tip))?.into_iter();
        let known = known.map(|erased| erased.erasure);
        Ok(known.filter(|it| !but.iter().any(|other| other.id == it.id)).collect())
    }

    /// Ensures that a record takes no version of another case: those that it names as the case's own
    /// under another id are what this history too says so of, or are not here.
    fn refuse_more_than_it_says(&self, tip: Oid, erasure: &Erasure) -> Result<(), RecordError> {
        if erasure.former.is_empty() {
            return Ok(());
        }
        let (own, _) = blobs_of(&self.own.repository, tip, &erasure.id)?;
        let is_here = |blob: &&String| {
            Oid::from_str(blob).is_ok_and(|blob| self.own.repository.find_blob(blob).is_ok())
        };
        if erasure.former.iter().filter(is_here).all(|blob| own.contains(blob)) {
            return Ok(());
        }
        Err(RecordError::new(
            Trouble::Conflict,
            format!("the record that {} was erased names versions of another case", erasure.id),
            "nothing was erased or brought in; ask who made it, and look at it with git log -- erasures",
        ))
    }

    /// Ensures that what is erased is the case that both sides know, and not somebody who was given the
    /// same id here meanwhile.
    fn refuse_another_person(
        &self,
        there: Oid,
        tip: Oid,
        erasures: &[Erasure],
    ) -> Result<(), RecordError> {
        let repository = &self.own.repository;
        let scope = Scope::of(erasures);
        let rewriting = Rewriting::of(repository, &scope, &[tip, there], &[])?;
        let known = rewriting.ids_before(rewriting.successor(there))?;
        for erasure in erasures.iter().filter(|it| it.former.is_empty()) {
            let is_lying = !files_in(repository, tip, &Scope::of([erasure]))?.is_empty();
            let is_known = known.iter().any(|id| id.eq_ignore_ascii_case(&erasure.id));
            if is_lying && !is_known {
                return Err(RecordError::new(
                    Trouble::Conflict,
                    format!(
                        "{} was erased elsewhere, and what is here under that id was never there: it may be somebody else",
                        erasure.id
                    ),
                    format!(
                        "if it is, give it another id: caseload renumber {}; if it is not, take its file away and save",
                        erasure.id
                    ),
                ));
            }
        }
        Ok(())
    }

    /// What a branch elsewhere is without what is erased here or there.
    ///
    /// # Errors
    ///
    /// If git cannot read it, or the disk refuses.
    pub fn without_erased(&self, there: &str) -> Result<String, RecordError> {
        let there = Oid::from_str(there)?;
        let mut all = records_in(&self.own.repository, self.branch.commit)?;
        all.extend(records_in(&self.own.repository, Some(there))?);
        let scope = Scope::of(all.iter().map(|erased| &erased.erasure));
        let clean: Vec<Oid> = self.branch.commit.into_iter().collect();
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[there], &clean)?;
        self.keep(&rewriting, &Pending { blobs: rewriting.taken(), ..Pending::default() })?;
        Ok(rewriting.successor(there).to_string())
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

    /// The id under which something was ever recorded here, letter case aside; none if nothing was.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub fn id_on_record(&self, typed: &str) -> Result<Option<String>, RecordError> {
        let scope = Scope::of_blobs(typed, &[], &[]);
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[self.tip()?], &[])?;
        Ok(rewriting.ids().into_iter().next())
    }

    /// Records that this clone has erased what it was told to.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being recorded.
    pub fn confirm_erasures(&mut self, on: Day, by: &str) -> Result<(), RecordError> {
        let Some(mut pending) = Pending::read(&self.own)? else { return Ok(()) };
        if pending.unconfirmed.is_empty() {
            return Ok(());
        }
        let clone = clone_id(&self.own, &self.seed)?;
        let confirmation = Confirmation { clone, on, by: by.to_owned() };
        let mut files = Vec::new();
        for id in &pending.unconfirmed {
            let file = confirmation.file_of(id);
            files.push(FileChange {
                old: self.lying(&file)?,
                file,
                new: Some(confirmation.text()),
            });
        }
        let ids: Vec<&str> = pending.unconfirmed.iter().map(String::as_str).collect();
        let what = Confirmation::what(&ids);
        self.record(&Operation { what, cases: Vec::new(), files, reverses: None })?;
        pending.unconfirmed.clear();
        pending.write(&self.own)
    }

    fn tip(&self) -> Result<Oid, RecordError> {
        self.branch.commit.ok_or_else(|| {
            let hint = "take the file away by hand";
            RecordError::new(Trouble::Request, "nothing is recorded here yet", hint)
        })
    }

    /// What is to be erased of a case.
    fn scope(&self, tip: Oid, id: &str) -> Result<Scope, RecordError> {
        let (former, kept) = blobs_of(&self.own.repository, tip, id)?;
        Ok(Scope::of_blobs(id, &former, &kept))
    }

    /// The erasures that a branch there knows and the one here does not.
    fn only_in(&self, there: Oid, here: Oid) -> Result<Vec<Erasure>, RecordError> {
        let repository = &self.own.repository;
        let known = records_in(repository, Some(here))?;
        let is_known = |erasure: &Erasure| known.iter().any(|other| other.erasure.id == erasure.id);
        let new = records_in(repository, Some(there))?.into_iter().map(|erased| erased.erasure);
        Ok(new.filter(|erasure| !is_known(erasure)).collect())
    }

    /// What the newest commit becomes without what is erased; it is kept, and noted what is to be gone
    /// and where the branch was.
    fn remade(
        &self,
        tip: Oid,
        scope: &Scope,
        clean: &[Oid],
        told: &[String],
    ) -> Result<Oid, RecordError> {
        let rewriting = Rewriting::of(&self.own.repository, scope, &[tip], clean)?;
        let pending = Pending {
            blobs: rewriting.taken(),
            unconfirmed: told.iter().cloned().collect(),
            moved_from: Some(tip),
        };
        self.keep(&rewriting, &pending)?;
        Ok(rewriting.successor(tip))
    }

    /// Keeps a history that was made anew, if it is another one.
    fn keep(&self, rewriting: &Rewriting<'_>, pending: &Pending) -> Result<(), RecordError> {
        if rewriting.commits().is_empty() {
            return Ok(());
        }
        pending.note(&self.own)?;
        note_gone(&self.own, &pending.blobs)?;
        write_pack(&self.own, &self.own.repository, rewriting.made())?;
        note_successors(&self.own, rewriting.commits())
    }

    /// These files taken away, whatever they hold now.
    fn taken_away(&self, files: &[String]) -> Result<Vec<FileChange>, RecordError> {
        let change = |file: &String| {
            Ok(FileChange { file: file.clone(), old: self.lying(file)?, new: None })
        };
        files.iter().map(change).collect()
    }

    /// Ensures that nothing that was erased comes back.
    pub(super) fn refuse_erased(&self, operation: &Operation) -> Result<(), RecordError> {
        let brings =
            |change: &&FileChange| change.new.is_some() && change.file.starts_with("cases/");
        if !operation.files.iter().any(|change| brings(&change)) {
            return Ok(());
        }
        let erased = records_in(&self.own.repository, self.branch.commit)?;
        for change in operation.files.iter().filter(brings) {
            let is_of = |erased: &&Erased| erased.erasure.is_of(&change.file);
            if let Some(Erased { erasure, .. }) = erased.iter().find(is_of) {
                return Err(RecordError::new(
                    Trouble::Conflict,
                    format!(
                        "{} was erased on {}, and nothing is recorded under that id any more",
                        stem(&change.file),
                        crate::calendar::long(erasure.on)
                    ),
                    "take the file away if it came back by hand; somebody else needs another id",
                ));
            }
        }
        Ok(())
    }
}

/// Takes away what an erasure has left to be taken away, and looks for what should be gone; none where
/// nothing was left to do.
///
/// # Errors
///
/// If git or the disk refuses; it can be run again.
pub fn finish_erasing(root: &std::path::Path) -> Result<Option<Proof>, RecordError> {
    let own = Own::open(root)?;
    let Some(pending) = Pending::read(&own)? else { return Ok(None) };
    let (place, _exchange) = place_of_work(&own)?;
    lay_out(&place).map_err(disk(&place))?;
    let _lock = Lock::take(&own.private())?;
    // What was cut short may still be named by the index.
    drop(recover(&own, &Work::begin(&own)?)?);
    let erased = records_in(&own.repository, own.branch()?.commit)?;
    let scope = Scope::of(erased.iter().map(|erased| &erased.erasure));
    if stands_where_it_stood(&own, &pending)? {
        // It was cut short, or refused, before anything was erased.
        Pending::end(&own)?;
        return Ok(None);
    }
    let telling = telling(&own.repository, &pending.blobs);
    move_references(&own, &scope)?;
    purge(&own, &place, &scope)?;
    lay_out(&place).map_err(disk(&place))?;
    let proof = prove(&own, &scope, &pending.blobs, &telling)?;
    if !proof.left.is_empty() {
        return Ok(Some(proof));
    }
    if pending.unconfirmed.is_empty() {
        Pending::end(&own)?;
    } else {
        Pending { unconfirmed: pending.unconfirmed, ..Pending::default() }.write(&own)?;
    }
    Ok(Some(proof))
}

/// Whether the branch still goes on from where it was before an erasure. A disk that cannot be read is no
/// sign of it: what is pending is given up only where it surely did not happen.
fn stands_where_it_stood(own: &Own, pending: &Pending) -> Result<bool, RecordError> {
    let (Some(tip), Some(from)) = (own.branch()?.commit, pending.moved_from) else {
        return Ok(false);
    };
    Ok(tip == from || own.repository.graph_descendant_of(tip, from).unwrap_or(false))
}
