//! Again and again: one that is met opens the next on the day it was met.

use crate::calendar::{Day, Moment, add_days};
use crate::journey::Journey;
use crate::programme::{Chain, ChainFrom, Rule};
use crate::rule::condition;
use crate::rule::instance::{Instance, Scope};
use crate::rule::search::{Bounds, meet};
use crate::rule::trail::{Trail, Trigger};

/// The obligations of a chain, as far as it has come.
pub(super) fn instances<'a>(
    rule: &'a Rule,
    chain: &Chain,
    journey: &Journey<'a>,
    earlier: &[Instance<'a>],
) -> Vec<Instance<'a>> {
    let scope = Scope::of(rule, journey.scope_end());
    let mut all: Vec<Instance<'a>> = Vec::new();
    let mut next = beginning(chain, journey, earlier);
    while let Some((opened, trigger)) = next {
        if !scope.lets_open(opened, journey) {
            break;
        }
        let link = link(rule, chain, journey, (opened, trigger), scope);
        next = following(&link, journey).filter(|(opens, _)| link.opened < *opens);
        all.push(link);
    }
    all
}

/// Where a chain begins: at the start, or on the day another rule was met; but never before this
/// provider's record starts.
fn beginning(
    chain: &Chain,
    journey: &Journey<'_>,
    earlier: &[Instance<'_>],
) -> Option<(Day, Trigger)> {
    let started = journey.started?;
    let (day, trigger) = match &chain.from {
        ChainFrom::Start => (started, Trigger::Start(started)),
        ChainFrom::Rule(id) => {
            let other = earlier.iter().find(|instance| instance.rule.id == *id)?;
            if condition::is_before_record(other, journey) {
                let starts = journey.case.record_starts?;
                return Some((starts, Trigger::RecordStarts(starts)));
            }
            let met = other.met.as_ref()?.on.day;
            (met, Trigger::RuleMet(id.clone(), met))
        }
    };
    match journey.case.record_starts {
        Some(starts) if day < starts => Some((starts, Trigger::RecordStarts(starts))),
        _ => Some((day, trigger)),
    }
}

fn link<'a>(
    rule: &'a Rule,
    chain: &Chain,
    journey: &Journey<'a>,
    (opened, trigger): (Day, Trigger),
    scope: Scope,
) -> Instance<'a> {
    let sum = journey.calendar.add(opened, *chain.every.on(journey.numbers_day()));
    let due = Moment::day(sum.result);
    let mut link = Instance::new(rule, opened, due, scope, Trail::from(trigger).due(sum));
    if let Some(aim) = &chain.aim {
        let sum = journey.calendar.add(opened, *aim.on(journey.numbers_day()));
        link.aim = Some(sum.result);
        link.trail.aim = Some(sum);
    }
    let bounds = Bounds { from: Some(add_days(opened, 1)), ..Bounds::default() };
    meet(&mut link, journey, bounds);
    link
}

/// What opens the next one: that this one was met; or that it was excused, not met by its due date
/// and is past, whatever came later.
fn following(link: &Instance<'_>, journey: &Journey<'_>) -> Option<(Day, Trigger)> {
    let due = link.due.day;
    if !link.is_met_in_time() && due < journey.today && link.excuse(journey).is_some() {
        return Some((due, Trigger::PreviousExcused(due)));
    }
    let met = link.met.as_ref()?.on.day;
    Some((met, Trigger::PreviousMet(met)))
}
