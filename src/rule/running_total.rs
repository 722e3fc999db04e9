//! Hours of unpaid experience of work that must add up by a day.

use crate::calendar::Moment;
use crate::journey::{EntryRef, Journey};
use crate::programme::{Rule, RunningTotal, TotalBy};
use crate::reading::Hundredths;
use crate::rule::instance::{Instance, Met, Progress, Scope};
use crate::rule::trail::{Considered, Trail, Trigger, Verdict};

/// The obligation of a running total.
pub(super) fn instance<'a>(
    rule: &'a Rule,
    shape: &RunningTotal,
    journey: &Journey<'a>,
) -> Option<Instance<'a>> {
    let opened = journey.started?;
    let due = match shape.by {
        TotalBy::StandardDay => journey.standard_day()?,
        TotalBy::LastDay => journey.last_day()?,
    };
    let scope = Scope::of(rule, journey.scope_end());
    if !scope.lets_open(opened, journey) {
        return None;
    }
    let day = journey.day_number(due).unwrap_or_default();
    let trail = Trail::from(Trigger::Start(opened)).basis(format!("day {day} of provision"));
    let mut instance = Instance::new(rule, opened, Moment::day(due), scope, trail);
    add_up(&mut instance, *shape.hours.on(journey.numbers_day()), journey);
    Some(instance)
}

fn add_up<'a>(instance: &mut Instance<'a>, needed: Hundredths, journey: &Journey<'a>) {
    let mut done = Hundredths::default();
    let mut evidence = Vec::new();
    for activity in journey.experience_of_work() {
        let entry = EntryRef::activity(activity);
        let verdict = match (activity.paid, activity.hours, instance.scope.closes) {
            (true, ..) => Verdict::Paid,
            (_, None, _) => Verdict::NoHours,
            (.., Some(closes)) if closes < activity.on.day => Verdict::AfterClose(closes),
            (_, Some(hours), _) => {
                done = done + hours;
                evidence.push(entry);
                Verdict::Counted
            }
        };
        instance.trail.considered.push(Considered { entry, verdict });
        if instance.met.is_none() && done >= needed {
            let on = Moment::day(activity.on.day);
            instance.met = Some(Met { on, evidence: evidence.clone() });
        }
    }
    instance.progress = Some(Progress { done, needed });
}
