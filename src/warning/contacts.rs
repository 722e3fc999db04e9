//! Warnings about contacts and who gave them.

use crate::case::{Contact, Outcome, With};
use crate::journey::{Evidence, Journey};
use crate::warning::Finding;

/// Held contacts with the participant by the day judged, the earliest first.
fn held<'j>(journey: &'j Journey<'_>) -> impl Iterator<Item = &'j Contact> {
    journey.evidence.iter().filter_map(|entry| match entry {
        Evidence::Contact(contact)
            if contact.outcome == Outcome::Held && entry.has_participant() =>
        {
            Some(*contact)
        }
        _ => None,
    })
}

fn held_covering<'j>(
    journey: &'j Journey<'_>,
    covers: &'j str,
) -> impl Iterator<Item = &'j Contact> {
    held(journey).filter(move |contact| Evidence::Contact(contact).covers(covers))
}

pub(super) fn exception_without_reason(journey: &Journey<'_>) -> Vec<Finding> {
    let exception = journey.programme.face_to_face.by_exception;
    held(journey)
        .filter(|contact| Some(contact.mode) == exception && !contact.has_reason())
        .map(|contact| Finding::on(contact.on.day))
        .collect()
}

/// Changes to another key worker on a day in work; the same one again is no change.
pub(super) fn key_worker_changed(journey: &Journey<'_>) -> Vec<Finding> {
    let mut assignments = journey.assignments.clone();
    assignments.sort_by_key(|assignment| assignment.from.value);
    let mut worker = journey.case.worker.as_ref().map(|worker| worker.value.as_str());
    let mut found = Vec::new();
    for assignment in assignments {
        let next = assignment.worker.value.as_str();
        let from = assignment.from.value;
        if worker.is_some_and(|worker| worker != next) && journey.in_work_on(from) {
            found.push(Finding::on(from).word("worker", next));
        }
        worker = Some(next);
    }
    found
}

pub(super) fn support_by_another(
    journey: &Journey<'_>,
    unless_covered: Option<&str>,
) -> Vec<Finding> {
    held(journey)
        .filter(|contact| journey.in_work_on(contact.on.day))
        .filter(|contact| {
            !unless_covered.is_some_and(|cover| Evidence::Contact(contact).covers(cover))
        })
        .filter_map(|contact| {
            let worker = contact.record.worker.as_deref()?;
            let key_worker = journey.case.worker_on(contact.on.day)?;
            let finding = || Finding::on(contact.on.day).word("worker", worker);
            (worker != key_worker).then(finding)
        })
        .collect()
}

pub(super) fn not_in_person(journey: &Journey<'_>, covers: &str) -> Vec<Finding> {
    held_covering(journey, covers)
        .filter(|contact| contact.mode != journey.programme.face_to_face.mode)
        .map(|contact| Finding::on(contact.on.day))
        .collect()
}

/// Contacts that should have the employer there: unless every job open then is self-employment, or
/// the latest word on record by then is that the participant declined it.
pub(super) fn without_employer(
    journey: &Journey<'_>,
    covers: &str,
    declined: Option<&str>,
    agreed: Option<&str>,
) -> Vec<Finding> {
    held_covering(journey, covers)
        .filter(|contact| !contact.with.contains(&With::Employer))
        .filter(|contact| {
            let day = contact.on.day;
            let latest = journey
                .evidence
                .iter()
                .rev()
                .filter(|entry| matches!(entry, Evidence::Document(_)) && entry.on().day <= day)
                .find(|entry| [declined, agreed].iter().flatten().any(|kind| entry.covers(kind)));
            let has_declined =
                latest.zip(declined).is_some_and(|(entry, declined)| entry.covers(declined));
            let mut open = journey.jobs.iter().filter(|job| job.is_live_on(day)).peekable();
            let all_self_employed = open.peek().is_some() && open.all(|job| job.job.self_employed);
            !has_declined && !all_self_employed
        })
        .map(|contact| Finding::on(contact.on.day))
        .collect()
}
