//! The reason of an obligation: one sentence that a person can read.

use crate::calendar::{Day, days_between, long, plural};
use crate::obligation::{Obligation, Status};
use crate::rule::Recurrence;

impl Obligation<'_> {
    /// Why the obligation is as it is, in one sentence.
    pub fn reason(&self, today: Day) -> String {
        let instance = &self.instance;
        let due = instance.due.long();
        let why = self.counted();
        let met = instance.met.as_ref().map(|met| met.on.long()).unwrap_or_default();
        match self.status {
            Status::Met => format!("Met on {met}; it was due by {due}, {why}."),
            Status::MetLate => {
                format!("Met on {met}, {}; it was due by {due}, {why}.", self.late())
            }
            Status::NotApplicable => {
                let because = instance.not_applicable.as_deref().unwrap_or_default();
                format!("Not asked for here: {because}.")
            }
            Status::Excused => {
                let reason = self.excuse.map_or("", |excuse| excuse.reason.trim());
                let reason = reason.trim_end_matches('.');
                format!("Excused by the provider, for which the guidance gives no power: {reason}.")
            }
            Status::Missed => format!("Not met by {due}, {why}, and it can no longer be."),
            Status::Lapsed => match instance.scope.closes {
                Some(closes) => format!("No longer asked for since {}; due {due}.", long(closes)),
                None => "No longer asked for.".to_owned(),
            },
            Status::Overdue => {
                let days = plural(days_between(instance.due.day, today), "day");
                format!("Was due by {due}, {days} ago: {why}.")
            }
            Status::Open => format!("Due by {due}: {why}."),
        }
    }

    /// What the due date was counted from: `10 working days after the start of the job on ...`.
    pub fn counted(&self) -> String {
        let trail = &self.instance.trail;
        let trigger = trail.trigger.words();
        let target = if self.instance.rule.is_local_target() { " (a local target)" } else { "" };
        match (&trail.due, &trail.basis, self.instance.recurrence) {
            (_, _, Recurrence::Week(_) | Recurrence::Month(_)) => format!("for {trigger}"),
            (Some(sum), ..) if sum.result == sum.from => format!("on the day of {trigger}{target}"),
            (Some(sum), ..) => format!("{} after {trigger}{target}", sum.period),
            (None, Some(basis), _) => basis.clone(),
            (None, None, _) => format!("after {trigger}"),
        }
    }

    /// How late it was met, in days or in minutes.
    pub fn late(&self) -> String {
        let Some(met) = &self.instance.met else { return String::new() };
        let days = days_between(self.instance.due.day, met.on.day);
        match (days, met.on.time, self.instance.due.time) {
            (0, Some(met), Some(due)) => {
                format!("{} late", plural((met - due).num_minutes(), "minute"))
            }
            _ => format!("{} late", plural(days, "day")),
        }
    }
}
