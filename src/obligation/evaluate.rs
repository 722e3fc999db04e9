//! From a case and a day to its obligations, milestones and warnings.

use std::sync::OnceLock;

use crate::calendar::{Calendar, Day};
use crate::case::{Case, Excuse};
use crate::journey::Journey;
use crate::obligation::milestone::{Milestone, milestones};
use crate::obligation::{Standing, Status, status};
use crate::programme::{Programme, Stage};
use crate::rule::{Instance, instances};
use crate::warning::{Warning, warnings};

/// One obligation, judged.
#[derive(Clone, Debug)]
pub struct Obligation<'a> {
    /// Dates and evidence, as the rule's shape worked them out.
    pub instance: Instance<'a>,
    /// The working day to do it by.
    pub do_by: Day,
    /// What has become of it.
    pub status: Status,
    /// The excuse that covers it.
    pub excuse: Option<&'a Excuse>,
}

/// What follows from a case on a day.
#[derive(Clone, Debug)]
pub struct Evaluation<'a> {
    /// The case as it is known on that day.
    pub journey: Journey<'a>,
    /// How it stands, for lists.
    pub standing: Standing<'a>,
    /// The stage.
    pub stage: Option<&'a Stage>,
    /// Every obligation that has arisen, in the order of the rules and of the days they opened.
    pub obligations: Vec<Obligation<'a>>,
    /// The milestones, always shown.
    pub milestones: Vec<Milestone<'a>>,
    /// Worked out when they are first asked for: most lists do not show them.
    warnings: OnceLock<Vec<Warning>>,
}

impl Evaluation<'_> {
    /// The warnings that stand.
    pub fn warnings(&self) -> &[Warning] {
        self.warnings.get_or_init(|| {
            let instances = self.obligations.iter().map(|obligation| &obligation.instance);
            warnings(&self.journey, &instances.collect::<Vec<_>>())
        })
    }
}

/// Works out what follows from a case on a day. Pure: nothing but the arguments is looked at.
pub fn evaluate<'a>(
    programme: &'a Programme,
    calendar: &'a Calendar,
    case: &'a Case,
    today: Day,
) -> Evaluation<'a> {
    let journey = Journey::new(case, programme, calendar, today);
    let instances = instances(&journey).into_iter();
    let obligations = instances.map(|instance| judge(instance, &journey)).collect();
    let stage = journey.stage();
    Evaluation {
        standing: Standing::of(&journey, stage),
        stage,
        milestones: milestones(&journey),
        obligations,
        warnings: OnceLock::new(),
        journey,
    }
}

fn judge<'a>(instance: Instance<'a>, journey: &Journey<'a>) -> Obligation<'a> {
    let excuse = instance.excuse(journey);
    Obligation {
        do_by: instance.do_by(journey.calendar),
        status: status::status(&instance, excuse.is_some(), journey.today),
        excuse,
        instance,
    }
}
