//! The decision to extend the spell: by when, and whether it is a must.

use crate::calendar::{Day, Moment, add_days, days_between, long};
use crate::journey::{EntryRef, Journey, KnownJob};
use crate::programme::{ExtensionShape, Rule, Severity};
use crate::rule::instance::{Instance, Met, Scope};
use crate::rule::trail::{Considered, Trail, Trigger, Verdict};

/// The obligation to decide on the extension: it exists once a job is live or an extension that
/// changes something was entered.
pub(super) fn instance<'a>(
    rule: &'a Rule,
    shape: &ExtensionShape,
    journey: &Journey<'a>,
) -> Option<Instance<'a>> {
    let started = journey.started?;
    let (standard_days, standard_day) = journey.standard_days().zip(journey.standard_day())?;
    let judged_on =
        [Some(journey.today), journey.end, Some(standard_day)].into_iter().flatten().min()?;
    let live = live_on(journey, judged_on);
    if live.is_empty() && journey.extension.is_none() {
        return None;
    }
    let behind = match journey.extension {
        Some(entered) if live.is_empty() => live_on(journey, entered),
        _ => live.clone(),
    };
    let opened = behind.iter().map(|job| job.known).min();
    let last_safe = standard_days - shape.days_before_standard.on(journey.numbers_day());
    let due = journey.date_of_day(last_safe)?;
    let trail = Trail::from(opened.map_or(Trigger::Start(started), Trigger::JobKnown))
        .basis(format!("before day {standard_days}, so by day {last_safe}"));
    let scope = Scope::default();
    let opened = opened.unwrap_or(started);
    let mut instance = Instance::new(rule, opened, Moment::day(due), scope, trail);
    decide_severity(&mut instance, journey, &live, judged_on, standard_day);
    instance.scope = scope_of(journey, standard_day);
    find_met(&mut instance, journey);
    Some(instance)
}

fn live_on<'j, 'a>(journey: &'j Journey<'a>, day: Day) -> Vec<&'j KnownJob<'a>> {
    journey.jobs.iter().filter(|job| job.is_live_on(day)).collect()
}

/// An exit on or before the standard day lets it lapse; past the standard day it is missed or, a
/// choice, lapses.
fn scope_of(journey: &Journey<'_>, standard_day: Day) -> Scope {
    match journey.exit.map(|exit| exit.on.value) {
        Some(exit) if exit <= standard_day => Scope { closes: Some(exit), lapses: true },
        _ => Scope::until(Some(standard_day)),
    }
}

/// A must where the days in work so far and those still to come up to the standard day do not
/// reach the minimum; a choice otherwise, and where no job is live.
fn decide_severity(
    instance: &mut Instance<'_>,
    journey: &Journey<'_>,
    live: &[&KnownJob<'_>],
    judged_on: Day,
    standard_day: Day,
) {
    let (Some(started), Some(minimum)) = (journey.started, journey.in_work_minimum()) else {
        return;
    };
    let so_far = journey.days_in_work(started, judged_on);
    let earliest = live.iter().filter_map(|job| job.start_or_expected().or(job.offered)).min();
    let to_come = earliest.map_or(0, |earliest| {
        let from = earliest.max(add_days(judged_on, 1));
        (days_between(from, standard_day) + 1).max(0)
    });
    let reached = so_far + to_come;
    let must = !live.is_empty() && reached < minimum;
    instance.trail.steps.push(format!(
        "days in work by {}: {so_far} so far and {to_come} to come, {reached} of {minimum}: {}",
        long(standard_day),
        if live.is_empty() {
            "no job is live, so it is a choice"
        } else if must {
            "too few, so it is a must"
        } else {
            "enough, so it is a choice"
        }
    ));
    let computed = if must { Severity::Must } else { Severity::Optional };
    instance.severity = instance.rule.severity.unwrap_or(computed);
}

fn find_met<'a>(instance: &mut Instance<'a>, journey: &Journey<'a>) {
    let Some(extension) = journey.case.extension.as_ref() else { return };
    let Some(entered) = journey.entered_extension() else { return };
    let on = Moment::day(entered);
    let entry = EntryRef::extension(extension, on);
    let verdict = if journey.extension.is_some() {
        instance.met = Some(Met { on, evidence: vec![entry] });
        Verdict::Counted
    } else {
        let exit = journey.exit.map(|exit| exit.on.value);
        let closed = journey.standard_day().into_iter().chain(exit).min();
        Verdict::AfterClose(closed.unwrap_or(entered))
    };
    instance.trail.considered.push(Considered { entry, verdict });
}
