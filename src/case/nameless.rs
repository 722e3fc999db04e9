//! A case without what would tell who it is about, for what leaves the terminal: the dates stay, and
//! with them every obligation.

use std::collections::BTreeMap;

use crate::case::{Case, Record};
use crate::reading::Written;

/// What stands for words that are kept back where there must be some.
const KEPT_BACK: &str = "(kept back)";

/// The employers of a case by the number each is given instead of its name.
#[derive(Default)]
struct Employers(BTreeMap<String, usize>);

impl Employers {
    /// Gives an employer its number: the same one, trimmed and letter case aside, the same number.
    fn number(&mut self, written: &mut Written<String>) {
        let number = self.0.len() + 1;
        let number = *self.0.entry(written.value.trim().to_lowercase()).or_insert(number);
        written.value = format!("EMPLOYER-{number}");
    }
}

impl Case {
    /// The case without names of the participant and of employers, without notes and reasons, and
    /// without where evidence lies. What is judged of it is judged alike.
    #[must_use]
    pub fn without_names(&self) -> Case {
        let mut case = self.clone();
        case.name = None;
        case.reference = None;
        let mut employers = Employers::default();
        // Jobs first, so that the first job is at the first employer.
        case.jobs.iter_mut().for_each(|job| employers.number(&mut job.employer));
        let others = case
            .contacts
            .iter_mut()
            .map(|entry| &mut entry.employer)
            .chain(case.documents.iter_mut().map(|entry| &mut entry.employer))
            .chain(case.activities.iter_mut().map(|entry| &mut entry.employer))
            .chain(case.concerns.iter_mut().map(|entry| &mut entry.employer));
        others.flatten().for_each(|employer| employers.number(employer));
        // A reason that is not blank means something; which one does not.
        for contact in &mut case.contacts {
            contact.reason = contact.has_reason().then(|| KEPT_BACK.to_owned());
        }
        for excuse in case.excuses.iter_mut().filter(|excuse| !excuse.reason.trim().is_empty()) {
            KEPT_BACK.clone_into(&mut excuse.reason);
        }
        case.records_mut().for_each(|record| {
            record.note = None;
            record.obtained = None;
            record.reference = None;
        });
        case
    }

    fn records_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        let single = self.extension.iter_mut().map(|entry| &mut entry.record);
        let single = single.chain(self.exit.iter_mut().map(|entry| &mut entry.record));
        single
            .chain(self.contacts.iter_mut().map(|entry| &mut entry.record))
            .chain(self.documents.iter_mut().map(|entry| &mut entry.record))
            .chain(self.activities.iter_mut().map(|entry| &mut entry.record))
            .chain(self.jobs.iter_mut().map(|entry| &mut entry.record))
            .chain(self.concerns.iter_mut().map(|entry| &mut entry.record))
            .chain(self.assignments.iter_mut().map(|entry| &mut entry.record))
            .chain(self.excuses.iter_mut().map(|entry| &mut entry.record))
            .chain(self.notes.iter_mut().map(|entry| &mut entry.record))
    }
}
