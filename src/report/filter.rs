//! One set of filters for every list.

use crate::obligation::{Evaluation, Obligation, Status};
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
    /// Whether restricted cases are listed without being named.
    pub restricted: bool,
    /// The key worker who asks for a list of their own, in which their restricted cases are.
    pub own: Option<String>,
}

impl Filter {
    /// Whether a case is in the list.
    pub fn takes_case(&self, evaluation: &Evaluation<'_>) -> bool {
        let journey = &evaluation.journey;
        let stage = evaluation.stage.map(|stage| stage.id.as_str());
        (self.cases.is_empty() || self.cases.iter().any(|id| id == journey.case.id.as_str()))
            && self.worker.as_deref().is_none_or(|worker| journey.worker() == Some(worker))
            && self.programme.as_ref().is_none_or(|programme| *programme == journey.programme.id)
            && self.stage.as_deref().is_none_or(|wanted| stage == Some(wanted))
    }

    /// Whether a case is left out of an ordinary list because it is restricted.
    pub fn hides(&self, evaluation: &Evaluation<'_>) -> bool {
        let journey = &evaluation.journey;
        let is_own = self.own.is_some() && self.own.as_deref() == journey.worker();
        journey.case.restricted && !self.restricted && self.cases.is_empty() && !is_own
    }

    /// How many cases are left out because they are restricted. Those that the list is narrowed to are
    /// not told apart: that would tell something of them.
    pub fn hidden(&self, evaluations: &[Evaluation<'_>]) -> i64 {
        let hidden = evaluations.iter().filter(|evaluation| self.hides(evaluation)).count();
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
