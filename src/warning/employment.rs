//! Warnings about jobs, the extension and the end.

use crate::calendar::{Period, long};
use crate::journey::{Journey, KnownJob};
use crate::reading::Hundredths;
use crate::warning::Finding;

fn employer(finding: Finding, job: &KnownJob<'_>) -> Finding {
    finding.word("employer", job.subject.clone())
}

pub(super) fn own_supply_chain(journey: &Journey<'_>) -> Vec<Finding> {
    journey
        .jobs
        .iter()
        .filter(|job| job.job.own_supply_chain)
        .map(|job| employer(Finding::on(job.known), job))
        .collect()
}

pub(super) fn job_without_start(journey: &Journey<'_>) -> Vec<Finding> {
    journey
        .jobs
        .iter()
        .filter(|job| job.start_or_expected().is_none() && job.ended.is_none())
        .map(|job| employer(Finding::on(job.known), job))
        .collect()
}

pub(super) fn offer_past_expected_start(journey: &Journey<'_>, after: Period) -> Vec<Finding> {
    let today = journey.today;
    journey
        .jobs
        .iter()
        .filter(|job| job.started.is_none() && job.ended.is_none())
        .filter_map(|job| job.starts.map(|starts| (job, starts)))
        .filter(|(_, starts)| journey.calendar.add(*starts, after).result <= today)
        .map(|(job, starts)| employer(Finding::on(starts), job))
        .collect()
}

/// The jobs open on the day judged; none before the start and after the end.
fn open_jobs<'j, 'a>(journey: &'j Journey<'a>) -> Option<Vec<&'j KnownJob<'a>>> {
    let ended = journey.end.is_some_and(|end| end < journey.today);
    (journey.started.is_some() && !ended)
        .then(|| journey.jobs.iter().filter(|job| job.is_live_on(journey.today)).collect())
}

pub(super) fn weekly_hours_below(journey: &Journey<'_>, least: Hundredths) -> Vec<Finding> {
    let Some(jobs) = open_jobs(journey).filter(|jobs| !jobs.is_empty()) else { return Vec::new() };
    let hours: Option<Vec<Hundredths>> = jobs.iter().map(|job| job.job.hours_per_week).collect();
    let Some(total) = hours.map(|hours| hours.into_iter().sum::<Hundredths>()) else {
        return Vec::new();
    };
    if total < least {
        vec![Finding::default().word("hours", total.to_string()).word("least", least.to_string())]
    } else {
        Vec::new()
    }
}

pub(super) fn no_open_job(journey: &Journey<'_>) -> Vec<Finding> {
    open_jobs(journey).filter(Vec::is_empty).map(|_| Finding::default()).into_iter().collect()
}

pub(super) fn weekly_hours_not_recorded(journey: &Journey<'_>) -> Vec<Finding> {
    open_jobs(journey)
        .unwrap_or_default()
        .into_iter()
        .filter(|job| job.job.hours_per_week.is_none())
        .map(|job| employer(Finding::on(job.known), job))
        .collect()
}

pub(super) fn short_in_work_support(journey: &Journey<'_>, unless: &[String]) -> Vec<Finding> {
    let excepted = journey.exit_reason().is_some_and(|reason| unless.iter().any(|r| r == reason));
    let (Some(started), Some(end), Some(minimum)) =
        (journey.started, journey.end, journey.in_work_minimum())
    else {
        return Vec::new();
    };
    let days = journey.days_in_work(started, end);
    if excepted || journey.in_work_at_the_end() != Some(true) || days >= minimum {
        return Vec::new();
    }
    vec![Finding::on(end).word("days", days.to_string()).word("minimum", minimum.to_string())]
}

/// An extension that was entered, but changes nothing.
pub(super) fn extension_too_late(journey: &Journey<'_>) -> Vec<Finding> {
    match (journey.entered_extension(), journey.standard_days()) {
        (Some(entered), Some(days)) if journey.extension.is_none() && journey.started.is_some() => {
            vec![Finding::on(entered).word("day", days.to_string())]
        }
        _ => Vec::new(),
    }
}

pub(super) fn extension_without_job(journey: &Journey<'_>) -> Vec<Finding> {
    journey
        .entered_extension()
        .filter(|entered| !journey.jobs.iter().any(|job| job.known <= *entered))
        .map(Finding::on)
        .into_iter()
        .collect()
}

pub(super) fn in_stage(journey: &Journey<'_>, stage: &str) -> Vec<Finding> {
    let in_it = journey.stage().is_some_and(|own| own.id == stage);
    match journey.standard_days() {
        Some(days) if in_it => vec![Finding::default().word("day", days.to_string())],
        None if in_it => vec![Finding::default()],
        _ => Vec::new(),
    }
}

/// An exit after the day on which the system ended the spell.
pub(super) fn exit_after_system_end(journey: &Journey<'_>) -> Vec<Finding> {
    let (day, number) = if journey.extension.is_some() {
        (journey.extended_day(), journey.extended_days())
    } else {
        (journey.standard_day(), journey.standard_days())
    };
    let (Some(exit), Some(day), Some(number)) = (journey.exit, day, number) else {
        return Vec::new();
    };
    if exit.on.value <= day {
        return Vec::new();
    }
    vec![Finding::on(exit.on.value).word("day", format!("{number}, {}", long(day)))]
}
