//! One set of filters for every list.

use crate::calendar::Day;
use crate::obligation::{Evaluation, Obligation, Standing, Status};
use crate::programme::Severity;

/// What a list is narrowed to; what is not set narrows nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// These cases, by id.
    pub cases: Vec<String>,
    /// This key worker, on the day judged.
    pub worker: Option<String>,
    /// This programme.
    pub programme: Option<String>,
    /// These rules.
    pub rules: Vec<String>,
    /// These severities.
    pub severities: Vec<Severity>,
    /// These statuses.
    pub statuses: Vec<Status>,
    /// This stage.
    pub stage: Option<String>,
    /// Those who have had no held contact from this day on, and have not ended.
    pub quiet_since: Option<Day>,
    /// Those without a key worker.
    pub unassigned: bool,
    /// Whether restricted cases are listed without being named.
    pub restricted: bool,
    /// The key worker who asks for a list of their own, in which their restricted cases are.
    pub own: Option<String>,
}

/// What a case is left out of a list by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeftOut {
    /// Its id.
    Case,
    /// Its key worker.
    Worker,
    /// Its programme.
    Programme,
    /// Its stage.
    Stage,
    /// It has not gone quiet.
    NotQuiet,
    /// It has a key worker.
    Assigned,
    /// It is restricted.
    Restricted,
}

impl LeftOut {
    /// Everything that can be asked for.
    const ASKED_FOR: [LeftOut; 6] = [
        LeftOut::Case,
        LeftOut::Worker,
        LeftOut::Programme,
        LeftOut::Stage,
        LeftOut::NotQuiet,
        LeftOut::Assigned,
    ];
}

impl Filter {
    /// Whether a case is in the list.
    pub fn takes_case(&self, standing: &Standing<'_>) -> bool {
        self.not_asked_for(standing).is_none()
    }

    /// What a case is left out by; none if it is in the list.
    pub(super) fn leaves_out(&self, standing: &Standing<'_>) -> Option<LeftOut> {
        let restricted = || self.hides(standing).then_some(LeftOut::Restricted);
        self.not_asked_for(standing).or_else(restricted)
    }

    /// What a case is left out by that was not asked for.
    fn not_asked_for(&self, standing: &Standing<'_>) -> Option<LeftOut> {
        let stage = standing.stage.map(|stage| stage.id.as_str());
        let is_taken = self.cases.is_empty() || self.cases.iter().any(|id| id == standing.id);
        let of_worker = |worker: &str| standing.worker == Some(worker);
        let on_programme = |programme: &str| programme == standing.programme.id;
        let is_left_out = |by: &LeftOut| match by {
            LeftOut::Case => !is_taken,
            LeftOut::Worker => !self.worker.as_deref().is_none_or(of_worker),
            LeftOut::Programme => !self.programme.as_deref().is_none_or(on_programme),
            LeftOut::Stage => self.stage.is_some() && self.stage.as_deref() != stage,
            LeftOut::NotQuiet => self.quiet_since.is_some_and(|day| !standing.is_quiet(day)),
            LeftOut::Assigned => self.unassigned && standing.worker.is_some(),
            LeftOut::Restricted => false,
        };
        LeftOut::ASKED_FOR.into_iter().find(is_left_out)
    }

    /// Whether a case is left out of an ordinary list because it is restricted.
    pub fn hides(&self, standing: &Standing<'_>) -> bool {
        let is_own = self.own.is_some() && self.own.as_deref() == standing.worker;
        standing.is_restricted && !self.restricted && self.cases.is_empty() && !is_own
    }

    /// How many cases are left out because they are restricted. Those that the list is narrowed to are
    /// not told apart: that would tell something of them.
    pub fn hidden<'a>(&self, cases: impl IntoIterator<Item = &'a Standing<'a>>) -> i64 {
        let hidden = cases.into_iter().filter(|standing| self.hides(standing)).count();
        i64::try_from(hidden).unwrap_or(i64::MAX)
    }

    /// Whether it asks for some obligations only.
    pub fn narrows_obligations(&self) -> bool {
        !(self.rules.is_empty() && self.severities.is_empty() && self.statuses.is_empty())
    }

    /// Whether a case has an obligation that the list is narrowed to; any case, if to none.
    pub fn takes_any(&self, evaluation: &Evaluation<'_>) -> bool {
        !self.narrows_obligations()
            || evaluation.obligations.iter().any(|obligation| self.takes(obligation))
    }

    /// Whether an obligation is in the list.
    pub fn takes(&self, obligation: &Obligation<'_>) -> bool {
        let instance = &obligation.instance;
        (self.rules.is_empty() || self.rules.contains(&instance.rule.id))
            && (self.severities.is_empty() || self.severities.contains(&instance.severity))
            && (self.statuses.is_empty() || self.statuses.contains(&obligation.status))
    }
}
