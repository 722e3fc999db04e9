//! What an operation brought about: what it met, what is next, what to be warned of.

use crate::calendar::Day;
use crate::obligation::{Evaluation, Obligation};
use crate::problem::Problem;
use crate::programme::{Severity, Shape};
use crate::warning::Warning;

/// A case judged before and after a change, on the same day.
#[derive(Clone, Debug)]
pub struct Outcome<'e, 'a> {
    /// Before; none for a new case.
    pub before: Option<&'e Evaluation<'a>>,
    /// After.
    pub after: &'e Evaluation<'a>,
}

impl<'e, 'a> Outcome<'e, 'a> {
    /// The obligations that are met now and were not, or were met by something else.
    pub fn met(&self) -> Vec<&'e Obligation<'a>> {
        let was_met = |item: &Obligation<'_>| {
            let before = self.before.into_iter().flat_map(|before| &before.obligations);
            before.into_iter().any(|old| is_same(old, item) && old.instance.met.is_some())
        };
        let after = self.after.obligations.iter();
        after.filter(|item| item.instance.met.is_some() && !was_met(item)).collect()
    }

    /// The obligations that were met and are no longer, though they stand.
    pub fn no_longer_met(&self) -> Vec<&'e Obligation<'a>> {
        let was_met: Vec<&Obligation<'_>> = self
            .before
            .into_iter()
            .flat_map(|before| &before.obligations)
            .filter(|item| item.instance.met.is_some())
            .collect();
        let after = self.after.obligations.iter();
        after
            .filter(|item| item.instance.met.is_none() && item.status.is_wanting())
            .filter(|item| was_met.iter().any(|old| is_same(old, item)))
            .collect()
    }

    /// What is to be done first, of all that is to be done.
    pub fn next(&self) -> Option<&'e Obligation<'a>> {
        let to_do = self.after.obligations.iter().filter(|item| item.status.is_to_do());
        to_do.min_by_key(|item| (item.do_by, severity_rank(item)))
    }

    /// How many are overdue.
    pub fn overdue(&self) -> usize {
        let is_overdue = |item: &&Obligation<'_>| item.status == crate::obligation::Status::Overdue;
        self.after.obligations.iter().filter(is_overdue).count()
    }

    /// The warnings that were not there before.
    pub fn warnings(&self) -> Vec<&'e Warning> {
        let is_old = |warning: &&Warning| {
            self.before.is_some_and(|before| before.warnings().contains(warning))
        };
        self.after.warnings().iter().filter(|warning| !is_old(warning)).collect()
    }

    /// The decision on the extension, if there is one to take or taken.
    pub fn extension(&self) -> Option<&'e Obligation<'a>> {
        let is_extension =
            |item: &&Obligation<'_>| matches!(item.instance.rule.shape, Shape::Extension(_));
        self.after.obligations.iter().find(is_extension)
    }

    /// The last day that the spell can have, before and after.
    pub fn last_days(&self) -> (Option<Day>, Option<Day>) {
        (self.before.and_then(last_day), last_day(self.after))
    }
}

/// The problems of a file that were not there before.
pub fn new_warnings<'p>(before: &[Problem], after: &'p [Problem]) -> Vec<&'p Problem> {
    let is_old = |problem: &&Problem| {
        before.iter().any(|old| old.check == problem.check && old.message == problem.message)
    };
    after.iter().filter(|problem| !is_old(problem)).collect()
}

fn last_day(evaluation: &Evaluation<'_>) -> Option<Day> {
    let journey = &evaluation.journey;
    let extended = journey.extension.and_then(|_| journey.extended_day());
    extended.or(journey.standard_day()).or(journey.last_day())
}

/// An obligation is the same by its rule, subject and opening day.
fn is_same(left: &Obligation<'_>, right: &Obligation<'_>) -> bool {
    let identity = |item: &Obligation<'_>| {
        (item.instance.rule.id.clone(), item.instance.subject.clone(), item.instance.opened)
    };
    identity(left) == identity(right)
}

fn severity_rank(item: &Obligation<'_>) -> u8 {
    match item.instance.severity {
        Severity::Must => 0,
        Severity::Milestone => 1,
        Severity::Prompt => 2,
        Severity::Optional => 3,
    }
}
