//! A case without what would tell who it is about, for `--redact` and for what leaves the terminal: the
//! dates stay, and with them every obligation.

use std::collections::BTreeMap;

use crate::case::{Case, CaseFacts, EntryFacts, Fact, Record, Value, schema};

/// What stands for words that are kept back where there must be some.
pub const KEPT_BACK: &str = "(kept back)";

/// The employers of a case by the number each is given instead of its name.
#[derive(Default)]
struct Employers(BTreeMap<String, usize>);

impl Employers {
    /// Gives an employer its number: the same one, trimmed and letter case aside, the same number.
    fn number(&mut self, employer: &mut String) {
        let number = self.0.len() + 1;
        let number = *self.0.entry(employer.trim().to_lowercase()).or_insert(number);
        *employer = format!("EMPLOYER-{number}");
    }
}

impl Case {
    /// The case without names of the participant and of employers, without notes and reasons, and
    /// without where evidence lies. What is judged of it is judged alike.
    #[must_use]
    pub fn without_names(&self) -> Case {
        let mut case = self.clone();
        case.is_nameless = true;
        case.name = None;
        case.reference = None;
        let mut employers = Employers::default();
        // Jobs first, so that the first job is at the first employer.
        case.jobs.iter_mut().for_each(|job| employers.number(&mut job.employer.value));
        let others = case
            .contacts
            .iter_mut()
            .map(|entry| &mut entry.employer)
            .chain(case.documents.iter_mut().map(|entry| &mut entry.employer))
            .chain(case.activities.iter_mut().map(|entry| &mut entry.employer))
            .chain(case.concerns.iter_mut().map(|entry| &mut entry.employer));
        others.flatten().for_each(|employer| employers.number(&mut employer.value));
        // A reason that is not blank means something; which one does not.
        for contact in &mut case.contacts {
            contact.reason = contact.has_reason().then(|| KEPT_BACK.to_owned());
        }
        for excuse in case.excuses.iter_mut().filter(|excuse| !excuse.reason.trim().is_empty()) {
            KEPT_BACK.clone_into(&mut excuse.reason);
        }
        // Obligations depend on why a case ended, so it stays known; it is not told.
        if let Some(exit) = &mut case.exit {
            exit.tells_reason = false;
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

/// The entries that name an employer, in the order in which employers get their numbers: jobs first, so
/// that the first job is at the first employer.
const WITH_EMPLOYER: [&str; 5] = ["job", "contact", "document", "activity", "concern"];

impl CaseFacts {
    /// The same facts without what would tell who they are about, employers with the numbers that
    /// [`Case::without_names`] gives them.
    #[must_use]
    pub fn without_names(&self) -> CaseFacts {
        let mut facts = self.clone();
        facts.header.retain(|fact| !schema::is_kept_back(&fact.key));
        let mut employers = Employers::default();
        for kind in WITH_EMPLOYER {
            let entries = facts.entries.iter_mut().filter(|entry| entry.kind == kind);
            for fact in entries.flat_map(|entry| &mut entry.facts) {
                if let (Value::Text(employer), "employer") = (&mut fact.value, fact.key.as_str()) {
                    employers.number(employer);
                }
            }
        }
        facts.entries.iter_mut().for_each(keep_back);
        facts
    }
}

/// Keeps back what an entry says in words of its own; that there is a reason is told where it counts.
fn keep_back(entry: &mut EntryFacts) {
    let is_exit = entry.kind == "exit";
    entry.facts.retain_mut(|fact: &mut Fact| match (fact.key.as_str(), &mut fact.value) {
        ("employer", Value::Text(_)) => true,
        ("reason", Value::Text(reason)) if !is_exit && !reason.trim().is_empty() => {
            KEPT_BACK.clone_into(reason);
            true
        }
        (key, _) => !schema::is_kept_back(key),
    });
}
