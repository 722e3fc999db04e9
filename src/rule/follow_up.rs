//! Once for every missed appointment, or every concern.

use crate::calendar::{Day, Moment, Period};
use crate::case::{ActivityOutcome, Outcome};
use crate::journey::{Evidence, Journey};
use crate::programme::{FollowUp, FollowUpOf, Limit, Rule};
use crate::rule::instance::{Instance, Scope};
use crate::rule::search::{Bounds, meet};
use crate::rule::trail::{Trail, Trigger};

/// The obligations that follow every event.
pub(super) fn instances<'a>(
    rule: &'a Rule,
    shape: &FollowUp,
    journey: &Journey<'a>,
) -> Vec<Instance<'a>> {
    let (Limit::Within(period) | Limit::LocalTarget(period)) = &shape.limit else {
        return Vec::new();
    };
    let period = *period.on(journey.numbers_day());
    events(shape.of, journey)
        .into_iter()
        .filter_map(|event| instance(rule, shape.of, period, journey, event))
        .collect()
}

/// An event with the day of the next one that takes over from it, if there is one.
type Event = (Moment, Option<Day>);

fn events(of: FollowUpOf, journey: &Journey<'_>) -> Vec<Event> {
    match of {
        FollowUpOf::MissedAppointment => {
            let misses = misses(journey);
            let next = misses.iter().skip(1).map(|next| Some(next.day)).chain([None]);
            misses.iter().copied().zip(next).collect()
        }
        FollowUpOf::Concern => concerns(journey).into_iter().map(|on| (on, None)).collect(),
    }
}

/// The last miss of every day from the referral on, the earliest day first. Of several on one day
/// those without a time come first, then by time.
fn misses(journey: &Journey<'_>) -> Vec<Moment> {
    let Some(first) = journey.referred_or_started() else { return Vec::new() };
    let contacts = journey.evidence.iter().filter_map(|entry| match entry {
        Evidence::Contact(contact)
            if contact.outcome == Outcome::Missed && entry.has_participant() =>
        {
            Some(contact.on)
        }
        _ => None,
    });
    let activities = journey
        .activities
        .iter()
        .filter(|activity| activity.outcome == ActivityOutcome::Missed)
        .map(|activity| activity.on);
    let mut all: Vec<Moment> = activities.chain(contacts).filter(|on| first <= on.day).collect();
    all.sort_by_key(|on| (on.day, on.time));
    let mut last_of_day: Vec<Moment> = Vec::new();
    for miss in all {
        match last_of_day.last_mut() {
            Some(last) if last.day == miss.day => *last = miss,
            _ => last_of_day.push(miss),
        }
    }
    last_of_day
}

/// Every concern on or after the start; of several at one moment, the first.
fn concerns(journey: &Journey<'_>) -> Vec<Moment> {
    let Some(started) = journey.started else { return Vec::new() };
    let mut all: Vec<Moment> = Vec::new();
    for concern in journey.concerns.iter().filter(|concern| started <= concern.on.day) {
        if !all.contains(&concern.on) {
            all.push(concern.on);
        }
    }
    all
}

fn instance<'a>(
    rule: &'a Rule,
    of: FollowUpOf,
    period: Period,
    journey: &Journey<'a>,
    (event, taken_over): Event,
) -> Option<Instance<'a>> {
    let scope = Scope::of(rule, journey.scope_end().into_iter().chain(taken_over).min());
    if !scope.lets_open(event.day, journey) {
        return None;
    }
    let trail = Trail::from(match of {
        FollowUpOf::MissedAppointment => Trigger::Missed(event),
        FollowUpOf::Concern => Trigger::Concern(event),
    });
    let (due, trail) = match period {
        Period::Hours(hours) => {
            let due = event.plus_hours(hours.into());
            (due, {
                let basis = format!("{period} after {}", trail.trigger.words());
                trail.basis(basis).step("hours are counted on the clock face")
            })
        }
        _ => {
            let sum = journey.calendar.add(event.day, period);
            (Moment::day(sum.result), trail.due(sum))
        }
    };
    let mut instance = Instance::new(rule, event.day, due, scope, trail);
    instance.subject = Some(event.to_string());
    let by_the_minute = matches!(period, Period::Hours(_));
    let bounds =
        Bounds { from: Some(event.day), after: Some(event), by_the_minute, ..Bounds::default() };
    meet(&mut instance, journey, bounds);
    Some(instance)
}
