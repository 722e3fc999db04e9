//! By what an obligation is known again, whatever becomes of its dates.

use crate::calendar::plain;
use crate::case::{ActivityOutcome, Outcome};
use crate::digest::digest;
use crate::journey::{Evidence, Journey};
use crate::rule::{Instance, Recurrence, Trigger};

/// What does not change when an obligation moves: the case, the rule, the job, the week or month,
/// and of a miss or a concern the entry that it follows.
pub fn identity(journey: &Journey<'_>, instance: &Instance<'_>) -> String {
    identity_of(journey.case.id.as_str(), &what_it_is_about(journey, instance))
}

/// The same, of what an obligation of a case is about.
pub(super) fn identity_of(case: &str, about: &str) -> String {
    digest(&format!("{case}\0{about}"))
}

/// The same within a case, as it is.
pub(super) fn what_it_is_about(journey: &Journey<'_>, instance: &Instance<'_>) -> String {
    let about = match (instance.recurrence, &instance.trail.trigger) {
        (Recurrence::Week(window) | Recurrence::Month(window), _) => plain(window.from),
        (_, trigger) => followed(journey, instance.job, trigger)
            .or_else(|| instance.subject.clone())
            .unwrap_or_default(),
    };
    format!("{}\0{about}", instance.rule.id)
}

/// The identity of the entry that it comes of: the job, or what is followed up.
fn followed(journey: &Journey<'_>, job: Option<usize>, trigger: &Trigger) -> Option<String> {
    if let Some(job) = job {
        // A job that was typed by hand is known by its place, not by a name that may be kept back.
        let logged = journey.jobs.get(job)?.job.record.logged.clone();
        return Some(logged.unwrap_or_else(|| format!("job {job}")));
    }
    match trigger {
        Trigger::Concern(on) => {
            let concern = journey.concerns.iter().find(|concern| concern.on == *on)?;
            concern.record.logged.clone()
        }
        Trigger::Missed(on) => {
            let contact = journey.evidence.iter().find(|entry| match entry {
                Evidence::Contact(contact) => {
                    entry.on() == *on && contact.outcome == Outcome::Missed
                }
                Evidence::Document(_) => false,
            });
            let activity = journey
                .activities
                .iter()
                .find(|activity| activity.on == *on && activity.outcome == ActivityOutcome::Missed);
            let record = contact
                .map(|entry| entry.record())
                .or_else(|| activity.map(|activity| &activity.record))?;
            record.logged.clone()
        }
        _ => None,
    }
}
