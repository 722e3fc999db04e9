//! Warnings about what is on record, and what is not.

use crate::case::{ActivityOutcome, Document, With};
use crate::journey::{Evidence, Journey};
use crate::rule::Instance;
use crate::warning::Finding;

/// The first activity with nothing on record that covers what should be.
pub(super) fn activity_without(
    journey: &Journey<'_>,
    covers: &str,
    experience_only: bool,
) -> Vec<Finding> {
    if journey.evidence.iter().any(|entry| entry.covers(covers)) {
        return Vec::new();
    }
    let kinds = &journey.programme.kinds;
    journey
        .activities
        .iter()
        .filter(|activity| activity.outcome == ActivityOutcome::Attended)
        .find(|activity| !experience_only || kinds.is_experience_of_work(&activity.kind.value))
        .map(|activity| Finding::on(activity.on.day))
        .into_iter()
        .collect()
}

/// What a document must have.
pub(super) struct Wanted<'a> {
    pub(super) signed: bool,
    pub(super) covering: Option<&'a str>,
    pub(super) agreed_with: &'a [With],
}

impl Wanted<'_> {
    fn is_met_by(&self, document: &Document) -> bool {
        (!self.signed || document.signed)
            && self.covering.is_none_or(|cover| Evidence::Document(document).covers(cover))
            && self.agreed_with.iter().all(|whom| document.agreed_with.contains(whom))
    }
}

/// The latest document of its kind for each employer, or for none, if it lacks something.
pub(super) fn document_lacks(
    journey: &Journey<'_>,
    covers: &str,
    wanted: &Wanted<'_>,
) -> Vec<Finding> {
    let mut latest: Vec<(Option<String>, &Document)> = Vec::new();
    for entry in &journey.evidence {
        let Evidence::Document(document) = entry else { continue };
        if !entry.covers(covers) {
            continue;
        }
        let employer = entry.employer().map(|employer| employer.value.trim().to_lowercase());
        match latest.iter_mut().find(|(known, _)| *known == employer) {
            Some((_, own)) => *own = document,
            None => latest.push((employer, document)),
        }
    }
    latest
        .into_iter()
        .filter(|(_, document)| !wanted.is_met_by(document))
        .map(|(_, document)| Finding::on(document.on.day))
        .collect()
}

pub(super) fn excuse_covers_nothing(
    journey: &Journey<'_>,
    instances: &[&Instance<'_>],
) -> Vec<Finding> {
    journey
        .excuses
        .iter()
        .filter(|excuse| !instances.iter().any(|instance| instance.is_covered_by(excuse)))
        .map(|excuse| Finding::on(excuse.on.day).word("rule", excuse.rule.value.clone()))
        .collect()
}

pub(super) fn unknown_employer(journey: &Journey<'_>) -> Vec<Finding> {
    journey
        .evidence
        .iter()
        .filter_map(|entry| Some((entry, entry.employer()?)))
        .filter(|(_, employer)| journey.names_unknown_employer(&employer.value))
        .map(|(entry, employer)| {
            Finding::on(entry.on().day).word("employer", employer.value.trim())
        })
        .collect()
}

/// Dates past the end of the holiday table know weekends and settings only.
pub(super) fn holiday_table_too_short(
    journey: &Journey<'_>,
    instances: &[&Instance<'_>],
) -> Vec<Finding> {
    let past = |instance: &&&Instance<'_>| journey.calendar.is_past_table(instance.due.day);
    let Some(first) = instances.iter().filter(past).map(|instance| instance.due.day).min() else {
        return Vec::new();
    };
    vec![Finding::on(first).word("year", journey.calendar.last_year().to_string())]
}
