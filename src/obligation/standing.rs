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
    /// Whether it has ended before that day.
    pub has_ended: bool,
    /// The day of the last contact held with the participant, or else of the referral.
    pub last_heard: Option<Day>,
}

impl<'a> Standing<'a> {
    /// How a journey stands.
    pub(super) fn of(journey: &Journey<'a>, stage: Option<&'a Stage>) -> Standing<'a> {
        let case = journey.case;
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
            has_ended: journey.end.is_some_and(|end| end < journey.today),
            last_heard: last_held(journey).or(journey.referred_or_started()),
        }
    }

    /// Whether it has gone quiet: not ended, and no held contact, nor the referral, from a day on.
    pub fn is_quiet(&self, since: Day) -> bool {
        !self.has_ended && self.last_heard.is_none_or(|last| last < since)
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
