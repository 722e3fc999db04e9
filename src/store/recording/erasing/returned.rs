//! What was erased elsewhere, and is here once more under a beginning of its own: git put what was recorded
//! on the old history on top of the new one, and no record names that.

use std::collections::BTreeSet;

use git2::Oid;

use crate::operation::{Erasure, stem};
use crate::store::erasing::Scope;
use crate::store::following::{
    Added, added_since, is_of_one_person, is_shown_to_be_of_one_person, lies_as,
};
use crate::store::recording::Recorder;
use crate::store::recording::error::{RecordError, Trouble};

impl Recorder {
    /// Ensures that nothing that was recorded here since holds the text of what these erasures name. Given are
    /// the versions of it that are here, and those of them that the branch holds and loses: what was begun on
    /// it after those may be somebody else with the same words, but a history of its own that git joined to
    /// it is no later one. What begins as a record says goes by that, though a recording that was cut short,
    /// or dropped, left another version of it.
    pub(super) fn refuse_what_is_back(
        &self,
        (there, tip): (Oid, Oid),
        erasures: &[Erasure],
        [versions, lost]: [&BTreeSet<Oid>; 2],
        scope: &Scope,
    ) -> Result<(), RecordError> {
        if erasures.is_empty() || versions.is_empty() {
            return Ok(());
        }
        let repository = &self.own.repository;
        let is_known = |added: &Added| scope.beginnings().contains(&added.beginning);
        for added in added_since(repository, tip, there)?.into_iter().filter(|it| !is_known(it)) {
            let (path, blob) = (added.path, added.version);
            let is_beside = |version: &&Oid| added.is_of_a_first_commit || !lost.contains(version);
            let versions: BTreeSet<Oid> = versions.iter().filter(is_beside).copied().collect();
            // Of somebody who is referred anew nothing need be known yet.
            let is_one =
                if added.is_referred { is_shown_to_be_of_one_person } else { is_of_one_person };
            let of_its_id = erasures.iter().find(|erasure| erasure.is_of(&path));
            // Under another id only a copy is surely the same: many were met in one group.
            let mut is_back = versions.contains(&blob);
            for version in versions.iter().filter(|_| of_its_id.is_some()) {
                is_back = is_back || is_one(repository, *version, blob)?;
            }
            let Some(erasure) = of_its_id.or(erasures.first()).filter(|_| is_back) else {
                continue;
            };
            let begun = BTreeSet::from([added.beginning]);
            let lies = lies_as(repository, tip, &begun)?;
            let id = lies.first().map_or(stem(&path), String::as_str);
            return Err(RecordError::new(
                Trouble::Conflict,
                format!(
                    "{id} holds what was recorded of a case that was erased elsewhere, here or in the history"
                ),
                format!(
                    "nothing was brought in or sent. It goes by: caseload erase {id} --reason {}, and sync again",
                    erasure.reason.word()
                ),
            ));
        }
        Ok(())
    }
}
