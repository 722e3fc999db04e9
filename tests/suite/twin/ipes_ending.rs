//! IPES: the extension, the exit and what follows it. One function for each row of the table.

use chrono::NaiveDate;

use super::calendar::{days_after, days_from_to, next_day};
use super::case_file::Job;
use super::draft::{Draft, Scope};
use super::evidence::{days_of, earliest};
use super::facts::{EXTENDED, Facts, IN_WORK_MINIMUM, STANDARD};
use super::when::When;

/// Every obligation of these rows, in the table's order.
pub fn drafts(facts: &Facts) -> Vec<Draft> {
    let rows = [
        extension(facts),
        exit(facts),
        end_date_entered(facts),
        progress_report(facts),
        exit_activity_plan(facts),
        exit_report(facts),
        handback(facts),
    ];
    rows.into_iter().flatten().collect()
}

/// `extension`: see the paragraph below the table; due day 455; met by an effective extension, on the day it was entered.
fn extension(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let day_456 = facts.date_of_day(STANDARD)?;
    let judged_on = facts.end().unwrap_or(facts.today).min(facts.today).min(day_456);
    let entered = facts.effective_extension();
    let live_on = |day: NaiveDate| {
        facts.jobs.iter().filter(move |job| job.is_live_on(day)).collect::<Vec<&Job>>()
    };
    let live = live_on(judged_on);
    if live.is_empty() && entered.is_none() {
        return None;
    }
    let behind = match entered {
        Some(entered) if live.is_empty() => live_on(entered),
        _ => live.clone(),
    };
    let opened = behind.iter().map(|job| job.known()).min().unwrap_or(started);
    let due = facts.date_of_day(STANDARD - 1)?;
    let must =
        !live.is_empty() && in_work_days_within_reach(facts, judged_on, &live) < IN_WORK_MINIMUM;
    let mut draft = Draft::new(
        "extension",
        opened,
        due,
        Scope::RuleSays(extension_ending(facts, day_456, must)),
    );
    draft.severity = if must { "must" } else { "optional" };
    draft.met = entered.map(When::day);
    draft.lead = 56;
    Some(draft)
}

/// "The days in work in S..J, plus the days from the later of J + 1 and the earliest start (else expected start, else offer,
/// job by job) of the jobs live on J up to day 456."
fn in_work_days_within_reach(facts: &Facts, judged_on: NaiveDate, live: &[&Job]) -> i64 {
    let (Some(started), Some(day_456)) = (facts.started, facts.date_of_day(STANDARD)) else {
        return 0;
    };
    let mut days = 0;
    for day in days_from_to(started, judged_on) {
        if facts.in_work_on(day) {
            days += 1;
        }
    }
    let starts = live.iter().filter_map(|job| job.start_or_expected().or(job.offered));
    if let Some(earliest_start) = starts.min() {
        let from = next_day(judged_on).max(earliest_start);
        days += days_from_to(from, day_456).len() as i64;
    }
    days
}

/// "In place of scope: from the day after an exit on or before day 456 it is lapsed; else, once day 456 is past, it is
/// `missed` if must and `lapsed` if optional."
fn extension_ending(facts: &Facts, day_456: NaiveDate, must: bool) -> Option<&'static str> {
    let exit = facts.exit.as_ref().map(|exit| exit.on);
    if exit.is_some_and(|exit| exit <= day_456 && facts.today > exit) {
        return Some("lapsed");
    }
    if facts.today > day_456 {
        return Some(if must { "missed" } else { "lapsed" });
    }
    None
}

/// `exit`: opens S; due 1 wd after the day out of work in the extension, if that exists; else day 639 with an effective
/// extension; else day 456; met by the exit date; milestone, must where out of work in the extension sets it; lead 28 days;
/// scope never closes.
fn exit(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let out_of_work = facts.out_of_work_in_the_extension();
    let due = match (out_of_work, facts.effective_extension()) {
        (Some(day), _) => facts.calendar.working_days_after(day, 1),
        (None, Some(_)) => facts.date_of_day(EXTENDED)?,
        (None, None) => facts.date_of_day(STANDARD)?,
    };
    let mut draft = Draft::new("exit", started, due, Scope::NeverCloses);
    draft.severity = if out_of_work.is_some() { "must" } else { "milestone" };
    draft.met = facts.exit.as_ref().map(|exit| When::day(exit.on));
    draft.lead = 28;
    Some(draft)
}

/// "`end-date-entered` and `progress-report` exist if there is a day out of work in the extension, and open on it; else if
/// n(E) >= 457 and not in work at the end, and open on E."
fn end_without_work_in_the_extension(facts: &Facts) -> Option<NaiveDate> {
    if let Some(day) = facts.out_of_work_in_the_extension() {
        return Some(day);
    }
    if facts.ended_in_the_extension() && !facts.in_work_at_the_end() {
        return facts.end();
    }
    None
}

/// `end-date-entered`: due opens + 1 wd (local target), document covering it, on >= day 457; prompt; scope never closes.
fn end_date_entered(facts: &Facts) -> Option<Draft> {
    let opened = end_without_work_in_the_extension(facts)?;
    let day_457 = facts.date_of_day(STANDARD + 1)?;
    Some(after_the_end(facts, "end-date-entered", opened, day_457))
}

/// `progress-report`: due opens + 1 wd (local target), document covering it, on >= day 457; prompt; scope never closes; not
/// applicable where the participant died.
fn progress_report(facts: &Facts) -> Option<Draft> {
    let opened = end_without_work_in_the_extension(facts)?;
    let day_457 = facts.date_of_day(STANDARD + 1)?;
    let mut draft = after_the_end(facts, "progress-report", opened, day_457);
    draft.exempt = facts.died();
    Some(draft)
}

/// `exit-activity-plan`: opens E, due E + 10 wd, aim E + 10 days; document covering it, `issued-to` has `participant`, on
/// >= S; only if in work at the end; scope never closes; not applicable where the participant died.
fn exit_activity_plan(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let end = facts.end().filter(|_| facts.in_work_at_the_end())?;
    let due = facts.calendar.working_days_after(end, 10);
    let mut draft = Draft::new("exit-activity-plan", end, due, Scope::NeverCloses);
    draft.aim = Some(days_after(end, 10));
    let mut documents = facts.documents_covering("exit-activity-plan");
    documents.retain(|document| document.issued_to("participant"));
    draft.met = earliest(days_of(&documents), Some(started), None);
    draft.exempt = facts.died();
    Some(draft)
}

/// `exit-report`: opens E, due E + 1 wd (local target); document covering it, on >= S; only if started, not in work at the
/// end, and no `progress-report` obligation; prompt; scope never closes; not applicable where the participant died.
fn exit_report(facts: &Facts) -> Option<Draft> {
    let (started, end) = end_without_progress_report(facts)?;
    let mut draft = after_the_end(facts, "exit-report", end, started);
    draft.exempt = facts.died();
    Some(draft)
}

/// `handback`: opens E, due E + 1 wd (local target); covers it, on >= S; as `exit-report`.
fn handback(facts: &Facts) -> Option<Draft> {
    let (started, end) = end_without_progress_report(facts)?;
    let mut draft = after_the_end(facts, "handback", end, started);
    draft.met = earliest(days_of(&facts.covering(&["handback"])), Some(started), None);
    draft.exempt = facts.died();
    Some(draft)
}

/// S and E, "only if started, not in work at the end, and no `progress-report` obligation".
fn end_without_progress_report(facts: &Facts) -> Option<(NaiveDate, NaiveDate)> {
    let (started, end) = (facts.started?, facts.end()?);
    let none = !facts.in_work_at_the_end() && progress_report(facts).is_none();
    none.then_some((started, end))
}

/// A prompt due 1 wd after it opens (local target), met by a document covering it from a day on; scope never closes.
fn after_the_end(facts: &Facts, rule: &'static str, opened: NaiveDate, from: NaiveDate) -> Draft {
    let due = facts.calendar.working_days_after(opened, 1);
    let mut draft = Draft::new(rule, opened, due, Scope::NeverCloses);
    draft.severity = "prompt";
    draft.met = earliest(days_of(&facts.documents_covering(rule)), Some(from), None);
    draft
}
