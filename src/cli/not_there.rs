//! Why there is no such case, as far as the record tells: it was erased, it has another id, its file was
//! taken away, or it was not on record yet at the moment that is looked back to.

use crate::calendar::{Timezone, long};
use crate::cli::erased;
use crate::cli::failure::Failure;
use crate::operation::{FileChange, is_renumbering, stem};
use crate::reading::safe_line;
use crate::report::local_day;
use crate::store::{self, Step, Version};

/// How often a case is followed to another id.
const MOST_IDS: usize = 20;

/// What is said of an id that no case of a version of the folder has, in place of this failure where more
/// is known of it.
pub(super) fn instead(version: &Version, typed: &str, failure: Failure) -> Failure {
    let failure = erased::instead(version.root(), typed, failure);
    // The whole history is looked through: not for a name, which has neither.
    if !typed.contains(|letter: char| letter.is_ascii_digit() || letter == '-') {
        return failure;
    }
    // Ids are mostly in capitals, and mostly typed without.
    let capitals = typed.to_uppercase();
    let told = |id: &str| Search { version, id }.told();
    let found = told(typed).or_else(|| if capitals == typed { None } else { told(&capitals) });
    found.unwrap_or(failure)
}

/// What is looked for.
struct Search<'s> {
    version: &'s Version,
    id: &'s str,
}

impl Search<'_> {
    fn told(&self) -> Option<Failure> {
        let commit = self.version.commit().map(|snapshot| snapshot.commit.as_str());
        if let Some(newest) = self.steps(commit, self.id).into_iter().next() {
            return Some(self.no_more(&newest));
        }
        commit?;
        let oldest = self.steps(None, self.id).pop()?;
        Some(self.not_yet(&oldest))
    }

    /// A case that had this id before, and has not any more.
    fn no_more(&self, newest: &Step) -> Failure {
        let id = self.id;
        let on = self.day(newest);
        let Some(other) = id_after(newest, id) else {
            if newest.files.iter().any(|change| change.new.is_some()) {
                return Failure::no_such_case(
                    format!("there is no case `{id}`: its file is gone, and that is not recorded"),
                    format!("caseload save {id} records it so, or puts the file back"),
                );
            }
            return Failure::no_such_case(
                format!("there is no case `{id}`: its file was taken away on {on}"),
                format!("caseload history {id} tells what was recorded of it"),
            );
        };
        let commit = self.version.commit().map(|snapshot| snapshot.commit.as_str());
        let now = self.follow(&other, |id| id_after(self.steps(commit, id).first()?, id));
        let then = if now == other { String::new() } else { format!(", and {now} later") };
        Failure::no_such_case(
            format!("there is no case `{id}`: it was given the id {other} on {on}{then}"),
            format!("did you mean `{now}`?"),
        )
    }

    /// A case that has this id, but had not at the moment that is looked back to.
    fn not_yet(&self, oldest: &Step) -> Failure {
        let (id, on) = (self.id, self.day(oldest));
        if let Some(other) = id_before(oldest, id) {
            let then = self.follow(&other, |id| id_before(self.steps(None, id).last()?, id));
            if self.is_listed(&then) {
                return Failure::no_such_case(
                    format!("there was no case `{id}` then: it is called so since {on}"),
                    format!("then it was `{then}`"),
                );
            }
        }
        Failure::no_such_case(
            format!("there was no case `{id}` then: it is on record since {on}"),
            format!("the first commit that has it is {}", &oldest.commit[..12]),
        )
    }

    /// The id that a case has in this version, followed from one that it had before or after.
    fn follow(&self, id: &str, next: impl Fn(&str) -> Option<String>) -> String {
        let mut id = id.to_owned();
        for _ in 0..MOST_IDS {
            if self.is_listed(&id) {
                break;
            }
            let Some(other) = next(&id) else { break };
            id = other;
        }
        id
    }

    fn is_listed(&self, id: &str) -> bool {
        !self.version.list_cases(&|name| name == id).0.is_empty()
    }

    /// The steps that changed a file of this id, the newest first.
    fn steps(&self, from: Option<&str>, id: &str) -> Vec<Step> {
        let mut steps = Vec::new();
        // What git cannot read is no worse than what is not known.
        let _ = store::history(self.version.root(), from, Some(id), |step| {
            if !step.files.is_empty() {
                steps.push(step);
            }
            true
        });
        steps
    }

    fn day(&self, step: &Step) -> String {
        let timezone: Timezone = self.version.settings().0.timezone;
        local_day(step.seconds, timezone).map_or_else(String::new, long)
    }
}

/// The id that a case had until this step gave it this one; none if it did not.
pub(super) fn id_before(step: &Step, id: &str) -> Option<String> {
    other_id(step, id, |change| change.old.is_none())
}

/// The id that this step gave to a case of this one; none if it did not.
pub(super) fn id_after(step: &Step, id: &str) -> Option<String> {
    other_id(step, id, |change| change.new.is_none())
}

fn other_id(step: &Step, id: &str, is_it: impl Fn(&FileChange) -> bool) -> Option<String> {
    let mut files = step.files.iter().filter(|change| stem(&change.file) == id);
    files.find(|change| is_it(change)).filter(|_| is_renumbering(&step.subject))?;
    let other = step.trailers.cases.iter().find(|other| *other != id);
    other.map(|other| safe_line(other))
}
