//! Once for a case, counted from a day such as the referral.

use crate::calendar::{Day, Moment, Sum};
use crate::journey::Journey;
use crate::programme::{Deadline, DeadlineFrom, Limit, Rule, Severity};
use crate::rule::instance::{Instance, Scope};
use crate::rule::search::{Bounds, meet};
use crate::rule::trail::{Trail, Trigger};

/// The obligation of a deadline, if its day has come.
pub(super) fn instance<'a>(
    rule: &'a Rule,
    deadline: &Deadline,
    journey: &Journey<'a>,
) -> Option<Instance<'a>> {
    let (opened, trigger) = opening(deadline.from, journey)?;
    let scope = Scope::of(rule, journey.scope_end());
    if !scope.lets_open(opened, journey) {
        return None;
    }
    let trail = Trail::from(trigger);
    let (due, trail) = match due_date(&deadline.limit, opened, journey)? {
        DueDate::Counted(sum) => (sum.result, trail.due(sum)),
        DueDate::LastDay(day) => (day, trail.basis("the last day that the spell can have")),
    };
    let mut instance = Instance::new(rule, opened, Moment::day(due), scope, trail);
    if let Some(aim) = &deadline.aim {
        let sum = journey.calendar.add(opened, *aim.on(journey.numbers_day()));
        instance.aim = Some(sum.result);
        instance.trail.aim = Some(sum);
    }
    raise_once_covered(&mut instance, journey);
    meet(&mut instance, journey, Bounds::default());
    Some(instance)
}

/// A due date and how it came about.
enum DueDate {
    Counted(Sum),
    LastDay(Day),
}

fn due_date(limit: &Limit, opened: Day, journey: &Journey<'_>) -> Option<DueDate> {
    match limit {
        Limit::Within(period) | Limit::LocalTarget(period) => {
            let period = *period.on(journey.numbers_day());
            Some(DueDate::Counted(journey.calendar.add(opened, period)))
        }
        Limit::ByLastDay => journey.last_day().map(DueDate::LastDay),
        Limit::ByJobStart => None,
    }
}

/// The day from which a deadline counts. Before the start on provision only the referral's own
/// rules exist.
fn opening(from: DeadlineFrom, journey: &Journey<'_>) -> Option<(Day, Trigger)> {
    if from == DeadlineFrom::Referral {
        return journey.referred.map(|day| (day, Trigger::Referral(day)));
    }
    let started = journey.started?;
    match from {
        DeadlineFrom::Referral => None,
        DeadlineFrom::Start => Some((started, Trigger::Start(started))),
        DeadlineFrom::End => journey.end.map(|day| (day, Trigger::End(day))),
        DeadlineFrom::FirstExperienceOfWork => {
            let first = journey.experience_of_work().next()?.on.day;
            Some((first, Trigger::FirstExperience(first)))
        }
        DeadlineFrom::LeavingTheExtension => leaving_the_extension(journey),
    }
}

/// Out of work in the extension; else an end in the extension without work.
fn leaving_the_extension(journey: &Journey<'_>) -> Option<(Day, Trigger)> {
    if let Some(day) = journey.out_of_work {
        return Some((day, Trigger::OutOfWork(day)));
    }
    let end = journey.end?;
    let in_extension = journey.day_number(end)? > journey.standard_days()?;
    let without_work = journey.in_work_at_the_end() == Some(false);
    (in_extension && without_work).then_some((end, Trigger::End(end)))
}

/// A choice becomes a must once an entry covers what makes it one, the participant there or not.
fn raise_once_covered(instance: &mut Instance<'_>, journey: &Journey<'_>) {
    let Some(word) = &instance.rule.must_once_covered else { return };
    if let Some(entry) = journey.evidence.iter().find(|entry| entry.covers(word)) {
        instance.severity = Severity::Must;
        let since = entry.on().long();
        instance.trail.steps.push(format!("a must since `{word}` was recorded on {since}"));
    }
}
