//! Once for every job, counted from the day it was known or from its start.

use crate::calendar::Moment;
use crate::journey::Journey;
use crate::programme::{EachJob, JobDay, Limit, Rule};
use crate::rule::instance::{Instance, Scope};
use crate::rule::search::{Bounds, meet};
use crate::rule::trail::{Trail, Trigger};

/// The obligations of a rule that arises for every job.
pub(super) fn instances<'a>(
    rule: &'a Rule,
    shape: &EachJob,
    journey: &Journey<'a>,
) -> Vec<Instance<'a>> {
    if journey.started.is_none() {
        return Vec::new();
    }
    (0..journey.jobs.len()).filter_map(|index| instance(rule, shape, journey, index)).collect()
}

fn instance<'a>(
    rule: &'a Rule,
    shape: &EachJob,
    journey: &Journey<'a>,
    index: usize,
) -> Option<Instance<'a>> {
    let job = &journey.jobs[index];
    let (opened, trigger) = match shape.from {
        JobDay::Known => (job.known, Trigger::JobKnown(job.known)),
        JobDay::Start => {
            let started = job.started?;
            if journey.end.is_some_and(|end| end < started) {
                return None;
            }
            (started, Trigger::JobStarted(started))
        }
    };
    let scope = Scope::of(rule, journey.scope_end().into_iter().chain(job.ended).min());
    if !scope.lets_open(opened, journey) {
        return None;
    }
    let trail = Trail::from(trigger);
    let (due, trail) = match &shape.limit {
        Limit::Within(period) | Limit::LocalTarget(period) => {
            let sum = journey.calendar.add(opened, *period.on(journey.numbers_day()));
            (sum.result, trail.due(sum))
        }
        Limit::ByJobStart | Limit::ByLastDay => {
            let expected = if job.started.is_some() { "start" } else { "expected start" };
            (job.start_or_expected()?, trail.basis(format!("the job's {expected}")))
        }
    };
    let mut instance = Instance::new(rule, opened, Moment::day(due), scope, trail);
    instance.subject = Some(job.subject.clone());
    instance.job = Some(index);
    instance.employer = Some(job.employer);
    meet(&mut instance, journey, Bounds::default());
    Some(instance)
}
