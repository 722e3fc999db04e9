//! How a case stands on a day: what every list asks of it.

use crate::calendar::{Calendar, Day};
use crate::case::Outcome;
use crate::journey::{Evidence, Journey};
use crate::programme::{Programme, Stage};

/// How a case stands on a day.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// Its id.
    pub id: &'a str,
    /// The participant's name, where it is on record and not kept back.
    pub name: Option<&'a str>,
    /// The key worker on that day.
    pub worker: Option<&'a str>,
    /// Its programme.
    pub programme: &'a Programme,
    /// Its calendar.
    pub calendar: &'a Calendar,
    /// The stage.
    pub stage: Option<&'a Stage>,
    /// The day judged.
    pub today: Day,
    /// The day that picks a dated number.
    pub numbers_day: Day,
    /// Kept out of ordinary lists.
    pub is_restricted: bool,
    /// Whether names are kept back in it.
    pub is_nameless: bool,
    /// The day of the last contact held with the participant, or of the referral; none once it has
    /// ended.
    pub last_heard: Option<Heard>,
}

/// When a participant who has not ended was last heard of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The day; none where none is on record.
    pub on: Option<Day>,
}

impl<'a> Standing<'a> {
    /// How a journey stands.
    pub(super) fn of(journey: &Journey<'a>, stage: Option<&'a Stage>) -> Standing<'a> {
        let case = journey.case;
        let has_ended = journey.end.is_some_and(|end| end < journey.today);
        let on = last_held(journey).or(journey.referred_or_started());
        Standing {
            id: case.id.as_str(),
            name: case.name.as_deref(),
            worker: journey.worker(),
            programme: journey.programme,
            calendar: journey.calendar,
            stage,
            today: journey.today,
            numbers_day: journey.numbers_day(),
            is_restricted: case.restricted,
            is_nameless: case.is_nameless,
            last_heard: (!has_ended).then_some(Heard { on }),
        }
    }

    /// Whether it has gone quiet: not ended, and no held contact, nor the referral, from a day on.
    pub fn is_quiet(&self, since: Day) -> bool {
        self.last_heard.is_some_and(|heard| heard.on.is_none_or(|last| last < since))
    }
}

/// The day of the last contact held with the participant.
fn last_held(journey: &Journey<'_>) -> Option<Day> {
    let is_held = |entry: &&Evidence<'_>| match entry {
        Evidence::Contact(contact) => entry.has_participant() && contact.outcome == Outcome::Held,
        Evidence::Document(_) => false,
    };
    journey.evidence.iter().rev().find(is_held).map(|entry| entry.on().day)
}
