//! Erasing a case: the whole history made anew without it, and the branch moved on to that in one step,
//! as any operation moves it. Whoever is killed before has changed nothing; after it, running the same
//! again finishes (`ending`). What was erased on another machine is erased here too (`elsewhere`).

mod elsewhere;
mod ending;
mod returned;

use std::collections::BTreeSet;

use git2::Oid;

use crate::calendar::Day;
use crate::operation::{Confirmation, Erasure, ErasureReason, FileChange, Operation, stem};
use crate::store::erasing::{
    Begun, Erased, Pending, Rewriting, Scope, Survey, Tags, clone_id, gone, known_records,
    mentioned_in, note_successors, records_in, refuse_other_holders, remembered, telling,
    write_pack,
};
use crate::store::following::{Beginning, beginnings_of, earlier_under};
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::{Next, Recorded, Recorder, files, text};

pub use elsewhere::ErasedToo;
pub use ending::finish_erasing;
use ending::forget_what_was_refused;

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
        let repository = &self.own.repository;
        let scope = Scope::of_case(id, beginnings_of(repository, tip, id)?);
        let rewriting = Rewriting::of(repository, &scope, &[tip], &[])?;
        let mut survey = Survey::of(&self.own, tip, id, &rewriting)?;
        let recorded = rewriting.taken_at(tip);
        let files: BTreeSet<String> = recorded.iter().chain(lying).cloned().collect();
        survey.files = files.into_iter().collect();
        let telling = telling(repository, &rewriting.taken());
        survey.elsewhere = mentioned_in(repository, tip, &recorded, &telling)?;
        let Tags { going, holding } = Tags::of(repository, &scope, &rewriting.taken())?;
        (survey.tags, survey.holding) = (going, holding);
        let earlier = earlier_under(repository, tip, id)?;
        if !earlier.is_empty() {
            let scope = Scope::of_case(id, earlier);
            survey.earlier = Rewriting::of(repository, &scope, &[tip], &[])?.taken().len();
        }
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
        forget_what_was_refused(&self.own)?;
        let tip = self.tip()?;
        let beginnings = beginnings_of(&self.own.repository, tip, &request.id)?;
        let known = known_records(&self.own)?.into_iter().map(|it| it.erasure);
        let before: Vec<Erasure> =
            known.filter(|it| it.id.eq_ignore_ascii_case(&request.id)).collect();
        let mut erasure = Erasure {
            id: request.id.clone(),
            on: request.on,
            by: request.by.clone(),
            reason: request.reason,
            clone: clone_id(&self.own, &self.seed)?,
            old_tip: tip.to_string(),
            new_tip: tip.to_string(),
            began: beginnings.iter().map(Beginning::text).collect(),
            also: Vec::new(),
        };
        // Also where the history holds nothing of it: what should be gone is looked for.
        Pending::default().note(&self.own)?;
        let new_tip =
            self.remade(tip, &Scope::of_case(&request.id, beginnings), &[], &BTreeSet::new())?;
        erasure.new_tip = new_tip.to_string();
        // Another case that came to have the id of one that was erased goes on the same record.
        let erasure = before.iter().fold(erasure, |erasure, before| erasure.with(before));
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

    /// The id under which something was ever recorded here, letter case aside; none if nothing was.
    ///
    /// # Errors
    ///
    /// If git cannot read the history.
    pub fn id_on_record(&self, typed: &str) -> Result<Option<String>, RecordError> {
        let tip = self.tip()?;
        let beginnings = beginnings_of(&self.own.repository, tip, typed)?;
        let scope = Scope::of_case(typed, beginnings);
        let rewriting = Rewriting::of(&self.own.repository, &scope, &[tip], &[])?;
        Ok(rewriting.ids().into_iter().find(|id| id.eq_ignore_ascii_case(typed)))
    }

    /// Records that this clone has erased what another one erased, of which it was found that it is `gone`
    /// here, or what both erased. Says whether there was anything to record.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being recorded.
    pub fn confirm_erasures(
        &mut self,
        gone: &BTreeSet<String>,
        on: Day,
        by: &str,
    ) -> Result<bool, RecordError> {
        let clone = clone_id(&self.own, &self.seed)?;
        let ids: BTreeSet<String> =
            gone.iter().cloned().chain(self.erased_twice(&clone)?).collect();
        if ids.is_empty() {
            return Ok(false);
        }
        let confirmation = Confirmation { clone, on, by: by.to_owned() };
        let mut files = Vec::new();
        for id in &ids {
            let file = confirmation.file_of(id);
            let new = Some(confirmation.text());
            files.push(FileChange { old: self.lying(&file)?, file, new });
        }
        let said: Vec<&str> = ids.iter().map(String::as_str).collect();
        let what = Confirmation::what(&said);
        self.record(&Operation { what, cases: Vec::new(), files, reverses: None })?;
        if let Some(mut pending) = Pending::read(&self.own)? {
            pending.unconfirmed.retain(|id| !ids.contains(id));
            if pending.is_over() {
                Pending::end(&self.own)?;
            } else {
                pending.write(&self.own)?;
            }
        }
        Ok(true)
    }

    /// The cases that this clone erased by itself and another one did too, whose record stands.
    fn erased_twice(&self, clone: &str) -> Result<Vec<String>, RecordError> {
        let own: BTreeSet<String> = remembered(&self.own.private())?
            .into_iter()
            .filter(|erasure| erasure.clone == clone)
            .map(|erasure| erasure.id)
            .collect();
        let records = records_in(&self.own.repository, self.branch.commit)?.into_iter();
        let stands = |it: &Erased| {
            it.erasure.clone != clone && it.confirmed.iter().all(|other| other.clone != clone)
        };
        Ok(records.filter(stands).map(|it| it.erasure.id).filter(|id| own.contains(id)).collect())
    }

    /// Puts the record of an erasure back where somebody took it away. Gives the ids of those.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being recorded.
    pub fn put_records_back(&mut self) -> Result<Vec<String>, RecordError> {
        let there = records_in(&self.own.repository, self.branch.commit)?;
        let lost: Vec<Erasure> = remembered(&self.own.private())?
            .into_iter()
            .filter(|it| !there.iter().any(|known| known.erasure.id == it.id))
            .collect();
        if lost.is_empty() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for erasure in &lost {
            let file = Erasure::file_of(&erasure.id);
            files.push(FileChange { old: self.lying(&file)?, file, new: Some(erasure.text()) });
        }
        let ids: Vec<String> = lost.into_iter().map(|erasure| erasure.id).collect();
        let what = Erasure::back(&ids);
        self.record(&Operation { what, cases: Vec::new(), files, reverses: None })?;
        Ok(ids)
    }

    fn tip(&self) -> Result<Oid, RecordError> {
        self.branch.commit.ok_or_else(|| {
            let hint = "take the file away by hand";
            RecordError::new(Trouble::Request, "nothing is recorded here yet", hint)
        })
    }

    /// What the newest commit becomes without what is erased; it is kept, and noted what is to be gone
    /// and where the branch was.
    fn remade(
        &self,
        tip: Oid,
        scope: &Scope,
        clean: &[Oid],
        told: &BTreeSet<String>,
    ) -> Result<Oid, RecordError> {
        let rewriting = Rewriting::of(&self.own.repository, scope, &[tip], clean)?;
        let begun = Begun { from: tip, blobs: rewriting.taken(), unconfirmed: told.clone() };
        let pending = Pending { begun: Some(begun), ..Pending::default() };
        self.keep(&rewriting, &pending)?;
        Ok(rewriting.successor(tip))
    }

    /// Keeps a history that was made anew, if it is another one.
    fn keep(&self, rewriting: &Rewriting<'_>, pending: &Pending) -> Result<(), RecordError> {
        if rewriting.commits().is_empty() {
            return Ok(());
        }
        pending.note(&self.own)?;
        write_pack(&self.own, &self.own.repository, rewriting.made())?;
        note_successors(&self.own, rewriting.commits())
    }

    /// These files taken away, whatever they hold now.
    fn taken_away(&self, taken: &[String]) -> Result<Vec<FileChange>, RecordError> {
        let change = |file: &String| {
            // Copies may lie anywhere in the folder.
            let old = files::read(&self.own, file)?.map(|bytes| text(file, bytes)).transpose()?;
            Ok(FileChange { file: file.clone(), old, new: None })
        };
        taken.iter().map(change).collect()
    }

    /// Ensures that nothing is put under an id of which a case was erased. Somebody else whom another
    /// machine had under it, and who came in so, goes on there.
    pub(super) fn refuse_erased(&self, operation: &Operation) -> Result<(), RecordError> {
        let is_new =
            |file: &str| self.own.blob_in(self.branch.commit, file).ok().flatten().is_none();
        let brings = |change: &&FileChange| {
            change.new.is_some() && change.file.starts_with("cases/") && is_new(&change.file)
        };
        if !operation.files.iter().any(|change| brings(&change)) {
            return Ok(());
        }
        let erased = known_records(&self.own)?;
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

    /// What is erased, with the versions of it that are known here.
    fn scope_of<'e>(
        &self,
        erasures: impl IntoIterator<Item = &'e Erasure>,
    ) -> Result<Scope, RecordError> {
        Ok(Scope::of(erasures).with_versions(gone(&self.own)?))
    }
}
