//! What must hold for an obligation to exist, and what exempts from it.

use crate::calendar::long;
use crate::journey::Journey;
use crate::programme::{Condition, Shape};
use crate::rule::instance::Instance;

/// Whether an obligation exists at all, by what its rule says.
pub(super) fn exists(
    instance: &Instance<'_>,
    journey: &Journey<'_>,
    earlier: &[Instance<'_>],
) -> bool {
    holds(&instance.rule.only_if, journey, instance.job, earlier)
}

/// Notes the first exemption that applies. Before a provider's own record starts, nothing but the
/// exit is asked of it that was not met in time.
pub(super) fn exempt(instance: &mut Instance<'_>, journey: &Journey<'_>, earlier: &[Instance<'_>]) {
    let exemption = instance
        .rule
        .not_applicable
        .iter()
        .find(|exemption| holds(&exemption.condition, journey, instance.job, earlier));
    if let Some(exemption) = exemption {
        instance.not_applicable = Some(exemption.because.clone());
    } else if is_before_record(instance, journey) && !matches!(instance.rule.shape, Shape::Exit(_))
    {
        let starts = journey.case.record_starts.map(long).unwrap_or_default();
        instance.not_applicable =
            Some(format!("it was due before this record starts, on {starts}"));
    }
}

/// Whether an obligation was due before this provider's record starts and not met in time.
pub(super) fn is_before_record(instance: &Instance<'_>, journey: &Journey<'_>) -> bool {
    journey.case.record_starts.is_some_and(|starts| instance.due.day < starts)
        && !instance.is_met_in_time()
}

fn holds(
    condition: &Condition,
    journey: &Journey<'_>,
    job: Option<usize>,
    earlier: &[Instance<'_>],
) -> bool {
    let none_of = condition
        .no_obligation
        .as_ref()
        .is_none_or(|other| !earlier.iter().any(|instance| instance.rule.id == *other));
    let end = journey.end.unwrap_or(journey.today);
    let in_work = condition
        .in_work_at_the_end
        .is_none_or(|wanted| journey.in_work_at_the_end() == Some(wanted));
    let reason = condition.exit_reasons.is_empty()
        || journey
            .exit_reason()
            .is_some_and(|reason| condition.exit_reasons.iter().any(|wanted| wanted == reason));
    let self_employed = condition.self_employed.is_none_or(|wanted| {
        job.is_some_and(|index| journey.jobs[index].job.self_employed == wanted)
    });
    let job_started =
        !condition.job_started || journey.jobs.iter().any(|job| job.has_started_by(end));
    let paid =
        !condition.paid_experience || journey.experience_of_work().any(|activity| activity.paid);
    none_of && in_work && reason && self_employed && job_started && paid
}
