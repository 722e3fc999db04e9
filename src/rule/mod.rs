//! What each shape of rule does: from a journey to the obligations that arise.
//!
//! One file for each shape, pure, with its boundary tests in the programmes' scenario files. A
//! shape opens [`Instance`]s and finds what met them; it does not judge them: the status is one
//! function, in `crate::obligation`.

mod chain;
mod condition;
mod deadline;
mod each_job;
mod each_month;
mod each_week;
mod exit;
mod extension;
mod follow_up;
mod instance;
mod running_total;
mod search;
mod trail;

pub use each_month::broken_months;
pub use instance::{Instance, Met, Progress, Recurrence, Scope};
pub use trail::{Considered, Trail, Trigger, Verdict};

use crate::journey::Journey;
use crate::programme::{Programme, Rule, Shape};

/// How many obligations a case of a year and a half has.
const USUAL: usize = 128;

/// Every obligation that has arisen by the day judged, in the order of the rules.
pub fn instances<'a>(journey: &Journey<'a>) -> Vec<Instance<'a>> {
    let programme: &'a Programme = journey.programme;
    let mut all: Vec<Instance<'a>> = Vec::with_capacity(USUAL);
    for rule in programme.rules.iter().filter(|rule| rule.off.is_none()) {
        let mut opened = of_shape(rule, journey, &all);
        opened.retain(|instance| condition::exists(instance, journey, &all));
        for instance in &mut opened {
            condition::exempt(instance, journey, &all);
        }
        all.extend(opened);
    }
    all
}

fn of_shape<'a>(
    rule: &'a Rule,
    journey: &Journey<'a>,
    earlier: &[Instance<'a>],
) -> Vec<Instance<'a>> {
    match &rule.shape {
        Shape::Deadline(deadline) => {
            deadline::instance(rule, deadline, journey).into_iter().collect()
        }
        Shape::EachJob(each_job) => each_job::instances(rule, each_job, journey),
        Shape::EachWeek => each_week::instances(rule, journey),
        Shape::EachMonth(hours) => each_month::instances(rule, hours, journey),
        Shape::Chain(chain) => chain::instances(rule, chain, journey, earlier),
        Shape::FollowUp(follow_up) => follow_up::instances(rule, follow_up, journey),
        Shape::RunningTotal(total) => {
            running_total::instance(rule, total, journey).into_iter().collect()
        }
        Shape::Extension(shape) => extension::instance(rule, shape, journey).into_iter().collect(),
        Shape::Exit(shape) => exit::instance(rule, shape, journey).into_iter().collect(),
    }
}
