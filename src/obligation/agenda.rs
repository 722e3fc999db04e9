//! What is to be done for a case: how it stands, and the obligations that can still be met.

use crate::obligation::identity::{identity_of, what_it_is_about};
use crate::obligation::{Evaluation, Obligation, Standing};

/// What is to be done for a case on a day. Of the rest of its evaluation nothing is kept.
#[derive(Clone, Debug)]
pub struct Agenda<'a> {
    /// How it stands.
    pub standing: Standing<'a>,
    /// What is to be done, in the order of the rules and of the days they opened.
    pub to_do: Vec<ToDo<'a>>,
}

/// One obligation that can still be met.
#[derive(Clone, Debug)]
pub struct ToDo<'a> {
    /// What it is about, within its case: the same whatever becomes of its dates.
    pub about: String,
    /// The obligation. The entries that were looked at are not kept.
    pub obligation: Obligation<'a>,
}

impl<'a> Agenda<'a> {
    /// What of an evaluation is to be done.
    pub fn of(evaluation: &Evaluation<'a>) -> Agenda<'a> {
        let to_do = evaluation.obligations.iter().filter(|item| item.status.is_to_do());
        let to_do = to_do.map(|item| ToDo::of(evaluation, item));
        Agenda { standing: evaluation.standing, to_do: to_do.collect() }
    }
}

impl<'a> ToDo<'a> {
    /// One of the obligations of an evaluation.
    pub fn of(evaluation: &Evaluation<'a>, obligation: &Obligation<'a>) -> ToDo<'a> {
        let about = what_it_is_about(&evaluation.journey, &obligation.instance);
        let mut obligation = obligation.clone();
        obligation.instance.trail.considered = Vec::new();
        ToDo { about, obligation }
    }

    /// By what it is known again, whatever becomes of its dates.
    pub fn identity(&self, standing: &Standing<'_>) -> String {
        identity_of(standing.id, &self.about)
    }
}
