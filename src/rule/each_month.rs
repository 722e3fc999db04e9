//! Once for every whole month of the calendar: hours that must add up in it.

use crate::calendar::{Moment, Window};
use crate::case::{ActivityOutcome, Outcome};
use crate::journey::{EntryRef, Evidence, Journey};
use crate::programme::{Dated, Rule};
use crate::reading::Hundredths;
use crate::rule::instance::{Instance, Met, Progress, Recurrence, Scope};
use crate::rule::trail::{Considered, Trail, Trigger, Verdict};

/// The obligations of every whole month that has begun.
pub(super) fn instances<'a>(
    rule: &'a Rule,
    hours: &Dated<Hundredths>,
    journey: &Journey<'a>,
) -> Vec<Instance<'a>> {
    months(journey)
        .into_iter()
        .filter(|month| is_whole(*month, journey))
        .map(|month| instance(rule, month, *hours.on(journey.numbers_day()), journey))
        .collect()
}

/// The months that have begun and lie only in part within the spell, as far as it is on record, with
/// their hours: shown, never breached.
pub fn broken_months(journey: &Journey<'_>) -> Vec<(Window, Hundredths)> {
    months(journey)
        .into_iter()
        .filter(|month| !is_whole(*month, journey))
        .filter(|month| journey.case.record_starts.is_none_or(|starts| starts <= month.to))
        .map(|month| {
            (month, counted(month, journey).into_iter().filter_map(|(_, hours)| hours.ok()).sum())
        })
        .collect()
}

/// Every month that has begun by the day judged and shares a day with the spell.
fn months(journey: &Journey<'_>) -> Vec<Window> {
    let Some(started) = journey.started else { return Vec::new() };
    let last = journey.scope_end().unwrap_or(journey.today).min(journey.today);
    let mut months = Vec::new();
    let mut month = Window::month_of(started);
    while month.from <= last {
        months.push(month);
        month = month.next_month();
    }
    months
}

/// Whether a month lies wholly within the spell, as far as that is known, and within the longest
/// that the spell can be.
fn is_whole(month: Window, journey: &Journey<'_>) -> bool {
    let starts = journey.started.into_iter().chain(journey.case.record_starts).max();
    starts.is_some_and(|starts| starts <= month.from)
        && journey.end.is_none_or(|end| month.to <= end)
        && journey.last_day().is_none_or(|last| month.to <= last)
}

fn instance<'a>(
    rule: &'a Rule,
    month: Window,
    needed: Hundredths,
    journey: &Journey<'a>,
) -> Instance<'a> {
    let trail = Trail::from(Trigger::Month(month));
    let scope = Scope::until(Some(month.to));
    let mut instance = Instance::new(rule, month.from, Moment::day(month.to), scope, trail);
    instance.recurrence = Recurrence::Month(month);
    let mut done = Hundredths::default();
    let mut evidence = Vec::new();
    for (entry, hours) in counted(month, journey) {
        let verdict = match hours {
            Ok(hours) => {
                done = done + hours;
                evidence.push(entry);
                Verdict::Counted
            }
            Err(why) => why,
        };
        if instance.met.is_none() && done >= needed {
            instance.met = Some(Met { on: Moment::day(entry.on.day), evidence: evidence.clone() });
        }
        instance.trail.considered.push(Considered { entry, verdict });
    }
    instance.progress = Some(Progress { done, needed });
    instance
}

/// The activities and contacts of a month in order, each with its hours or why it has none.
fn counted<'a>(
    month: Window,
    journey: &Journey<'a>,
) -> Vec<(EntryRef<'a>, Result<Hundredths, Verdict>)> {
    let activities = journey.activities.iter().map(|activity| {
        let hours = if activity.outcome == ActivityOutcome::Attended {
            activity.hours.ok_or(Verdict::NoHours)
        } else {
            Err(Verdict::NotAttended)
        };
        (EntryRef::activity(activity), hours)
    });
    let contacts = journey.evidence.iter().filter_map(|entry| {
        let Evidence::Contact(contact) = entry else { return None };
        let hours = if contact.outcome != Outcome::Held {
            Err(Verdict::NotHeld(contact.outcome))
        } else if !entry.has_participant() {
            Err(Verdict::NotWithParticipant)
        } else {
            contact.hours.ok_or(Verdict::NoHours)
        };
        Some((entry.entry(), hours))
    });
    let mut all: Vec<_> =
        activities.chain(contacts).filter(|(entry, _)| month.holds(entry.on.day)).collect();
    all.sort_by_key(|(entry, _)| (entry.on.at_the_latest(), entry.line()));
    all
}
