//! The last day of the spell: a milestone, or a must where nobody may stay.

use crate::calendar::Moment;
use crate::journey::{EntryRef, Journey};
use crate::programme::{ExitShape, Rule, Severity};
use crate::rule::instance::{Instance, Met, Scope};
use crate::rule::trail::{Considered, Trail, Trigger, Verdict};

/// The obligation to end the spell in time.
pub(super) fn instance<'a>(
    rule: &'a Rule,
    shape: &ExitShape,
    journey: &Journey<'a>,
) -> Option<Instance<'a>> {
    let opened = journey.started?;
    let scope = Scope::of(rule, journey.scope_end());
    if !scope.lets_open(opened, journey) {
        return None;
    }
    let mut instance = match (journey.out_of_work, &shape.out_of_work_within) {
        (Some(day), Some(within)) => {
            let sum = journey.calendar.add(day, *within.on(journey.numbers_day()));
            let due = Moment::day(sum.result);
            let trail = Trail::from(Trigger::OutOfWork(day)).due(sum);
            let mut instance = Instance::new(rule, opened, due, scope, trail);
            instance.severity = Severity::Must;
            instance
        }
        _ => {
            let last = if journey.extension.is_some() {
                journey.extended_day()
            } else {
                journey.standard_day()
            };
            let due = last.or(journey.last_day())?;
            let day = journey.day_number(due).unwrap_or_default();
            let basis = format!("day {day}, the last that the spell can have");
            let trail = Trail::from(Trigger::Start(opened)).basis(basis);
            Instance::new(rule, opened, Moment::day(due), scope, trail)
        }
    };
    if let Some(exit) = journey.exit {
        let on = Moment::day(exit.on.value);
        let entry = EntryRef::exit(exit, on);
        let considered = Considered { entry, verdict: Verdict::Counted };
        instance.trail.considered.push(considered);
        instance.met = Some(Met { on, evidence: vec![entry] });
    }
    Some(instance)
}
