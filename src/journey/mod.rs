//! The participant's journey as it is known on the day judged.
//!
//! [`Journey`] takes a case, its programme, its calendar and a day, leaves out whatever lies after
//! that day, and answers what every rule asks: which day of provision it is, when provision ended,
//! which jobs there are, who was in work when, which stage this is (OBLIGATIONS.md sections 1, 3
//! and 4). It judges nothing.

mod entries;
mod extension;
mod jobs;
mod provision;
mod stage;

pub use entries::{EntryKind, EntryRef, Evidence};
pub use jobs::KnownJob;

use crate::calendar::{Calendar, Day};
use crate::case::{Activity, ActivityOutcome, Assignment, Case, Concern, Excuse, Exit, Outcome};
use crate::programme::Programme;

/// A case as it is known on a day.
#[derive(Clone, Debug)]
pub struct Journey<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its programme.
    pub programme: &'a Programme,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// The day judged.
    pub today: Day,
    /// The referral, if it had happened by then.
    pub referred: Option<Day>,
    /// The start on provision, if it had happened by then.
    pub started: Option<Day>,
    /// The exit, if it had happened by then.
    pub exit: Option<&'a Exit>,
    /// The day on which an extension that changes something was entered.
    pub extension: Option<Day>,
    /// The last day of provision, once there is one.
    pub end: Option<Day>,
    /// The first working day in the extension with neither work nor a start of work to come.
    pub out_of_work: Option<Day>,
    /// Jobs known by then, in job order.
    pub jobs: Vec<KnownJob<'a>>,
    /// Contacts and documents by then, the earliest first.
    pub evidence: Vec<Evidence<'a>>,
    /// Activities by then, the earliest first.
    pub activities: Vec<&'a Activity>,
    /// Concerns by then, in the order of the file.
    pub concerns: Vec<&'a Concern>,
    /// Excuses given by then.
    pub excuses: Vec<&'a Excuse>,
    /// Assignments of a key worker by then.
    pub assignments: Vec<&'a Assignment>,
}

impl<'a> Journey<'a> {
    /// A case as it is known on a day.
    pub fn new(
        case: &'a Case,
        programme: &'a Programme,
        calendar: &'a Calendar,
        today: Day,
    ) -> Journey<'a> {
        let known = |day: Day| day <= today;
        let mut activities: Vec<&Activity> =
            case.activities.iter().filter(|activity| known(activity.on.day)).collect();
        activities.sort_by_key(|activity| activity.on.at_the_latest());
        let day = |written: &Option<crate::reading::Written<Day>>| {
            written.as_ref().map(|written| written.value).filter(|day| known(*day))
        };
        let started = day(&case.started);
        let mut journey = Journey {
            case,
            programme,
            calendar,
            today,
            referred: day(&case.referred),
            started,
            exit: case.exit.as_ref().filter(|exit| known(exit.on.value)),
            extension: None,
            end: None,
            out_of_work: None,
            jobs: jobs::known(case, started, today),
            evidence: entries::evidence(case, today),
            activities,
            concerns: case.concerns.iter().filter(|concern| known(concern.on.day)).collect(),
            excuses: case.excuses.iter().filter(|excuse| known(excuse.on.day)).collect(),
            assignments: case.assignments.iter().filter(|item| known(item.from.value)).collect(),
        };
        journey.extension = journey.effective_extension();
        journey.end = journey.last_day_of_provision();
        journey.out_of_work = journey.first_day_out_of_work();
        journey
    }

    /// The referral; where there is none, the start stands for it.
    pub fn referred_or_started(&self) -> Option<Day> {
        self.referred.or(self.started)
    }

    /// The day that picks a dated number: the referral, or what stands for it.
    pub fn numbers_day(&self) -> Day {
        self.referred_or_started().unwrap_or(self.today)
    }

    /// The key worker on the day judged.
    pub fn worker(&self) -> Option<&'a str> {
        self.case.worker_on(self.today)
    }

    /// Whether a contact with the participant was held face to face: in person, or by the exception
    /// that the programme allows with a reason on record.
    pub fn is_held_face_to_face(&self, entry: Evidence<'_>) -> bool {
        let Evidence::Contact(contact) = entry else { return false };
        let rules = &self.programme.face_to_face;
        entry.has_participant()
            && contact.outcome == Outcome::Held
            && (contact.mode == rules.mode
                || rules.by_exception == Some(contact.mode) && contact.has_reason())
    }

    /// The exit reason, if an exit is known and gives one.
    pub fn exit_reason(&self) -> Option<&'a str> {
        self.exit.and_then(|exit| exit.reason.as_ref()).map(|reason| reason.value.as_str())
    }

    /// Attended experience of work within the spell, the earliest first.
    pub fn experience_of_work(&self) -> impl Iterator<Item = &'a Activity> + '_ {
        self.activities.iter().copied().filter(|activity| {
            activity.outcome == ActivityOutcome::Attended
                && self.programme.kinds.is_experience_of_work(&activity.kind.value)
                && self.started.is_some_and(|started| started <= activity.on.day)
                && self.end.is_none_or(|end| activity.on.day <= end)
        })
    }
}
