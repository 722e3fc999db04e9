//! Changes to one rule: its numbers, its severity, or that it is off.

use crate::calendar::Period;
use crate::programme::read::dated;
use crate::programme::{Dated, Limit, Rule, Severity, Shape};
use crate::reading::{Fields, Hundredths, Span, Written};

/// Changes to one rule.
#[derive(Clone, Debug)]
pub(super) struct Override {
    pub(super) span: Span,
    pub(super) rule: Written<String>,
    reason: String,
    off: bool,
    within: Option<Dated<Period>>,
    local_target: Option<Dated<Period>>,
    every: Option<Dated<Period>>,
    aim: Option<Dated<Period>>,
    hours: Option<Dated<Hundredths>>,
    lead: Option<Dated<i64>>,
    severity: Option<Severity>,
    days_before_standard: Option<Dated<i64>>,
    out_of_work_within: Option<Dated<Period>>,
}

/// Reads changes to one rule, with their reason.
pub(super) fn read(mut fields: Fields<'_, '_, '_>) -> Option<Override> {
    fields.require("rule");
    fields.require("reason");
    let span = fields.span().clone();
    let rule = fields.string("rule");
    let reason = fields.string("reason");
    let off = fields.boolean("off").is_some_and(|off| off.value);
    let within = dated::period(&mut fields, "within");
    let local_target = dated::period(&mut fields, "local-target");
    let every = dated::some_time(&mut fields, "every");
    let aim = dated::period(&mut fields, "aim");
    let hours = dated::hours(&mut fields, "hours");
    let lead = dated::days(&mut fields, "lead");
    let severity = fields.word("severity").map(|word| word.value);
    let days_before_standard = dated::count(&mut fields, "days-before-standard");
    let out_of_work_within = dated::period(&mut fields, "out-of-work-within");
    fields.finish();
    let (rule, reason) = (rule?, reason?.value);
    Some(Override {
        span,
        rule,
        reason,
        off,
        within,
        local_target,
        every,
        aim,
        hours,
        lead,
        severity,
        days_before_standard,
        out_of_work_within,
    })
}

impl Override {
    /// Makes the changes; else says what is wrong with them, and a hint.
    pub(super) fn apply(&self, rule: &mut Rule) -> Result<(), (String, String)> {
        if self.off == self.changes_something() {
            return Err((
                format!("the override of `{}` is not clear", rule.id),
                "either `off = true` alone, or what changes: `within`, `severity` and so on"
                    .to_owned(),
            ));
        }
        if self.off {
            rule.off = Some(self.reason.clone());
            return Ok(());
        }
        self.change_limit(rule)?;
        self.change_shape(rule)?;
        if let Some(lead) = &self.lead {
            rule.lead = lead.clone();
        }
        if let Some(severity) = self.severity {
            rule.severity = Some(severity);
        }
        if rule.is_local_target() != (rule.severity == Some(Severity::Prompt)) {
            return Err(neither(rule));
        }
        rule.overridden = Some(self.reason.clone());
        Ok(())
    }

    fn changes_something(&self) -> bool {
        let periods =
            [&self.within, &self.local_target, &self.every, &self.aim, &self.out_of_work_within];
        periods.iter().any(|period| period.is_some())
            || self.hours.is_some()
            || self.lead.is_some()
            || self.severity.is_some()
            || self.days_before_standard.is_some()
    }

    /// Changes `within` or `local-target`.
    fn change_limit(&self, rule: &mut Rule) -> Result<(), (String, String)> {
        let limit = match (&self.within, &self.local_target) {
            (None, None) => return Ok(()),
            (Some(period), None) => Limit::Within(period.clone()),
            (None, Some(period)) => Limit::LocalTarget(period.clone()),
            (Some(_), Some(_)) => {
                return Err((
                    "the override gives both `within` and `local-target`".to_owned(),
                    "`within` is a limit of guidance or contract, `local-target` your own"
                        .to_owned(),
                ));
            }
        };
        match rule.shape.limit_mut() {
            Some(own) => *own = limit,
            None => return Err(no_such(rule, "within")),
        }
        Ok(())
    }

    fn change_shape(&self, rule: &mut Rule) -> Result<(), (String, String)> {
        let id = rule.clone();
        if let Some(days) = &self.days_before_standard {
            let Shape::Extension(shape) = &mut rule.shape else {
                return Err(no_such(&id, "days-before-standard"));
            };
            shape.days_before_standard = days.clone();
        }
        if let Some(period) = &self.out_of_work_within {
            match &mut rule.shape {
                Shape::Exit(shape) if shape.out_of_work_within.is_some() => {
                    shape.out_of_work_within = Some(period.clone());
                }
                _ => return Err(no_such(&id, "out-of-work-within")),
            }
        }
        if let Some(period) = &self.every {
            let Shape::Chain(chain) = &mut rule.shape else { return Err(no_such(&id, "every")) };
            chain.every = period.clone();
        }
        if let Some(period) = &self.aim {
            match &mut rule.shape {
                Shape::Chain(chain) => chain.aim = Some(period.clone()),
                Shape::Deadline(deadline) => deadline.aim = Some(period.clone()),
                _ => return Err(no_such(&id, "aim")),
            }
        }
        if let Some(hours) = &self.hours {
            match &mut rule.shape {
                Shape::RunningTotal(total) => total.hours = hours.clone(),
                Shape::EachMonth(own) => *own = hours.clone(),
                _ => return Err(no_such(&id, "hours")),
            }
        }
        Ok(())
    }
}

/// A limit goes with any severity but prompt, a local target with prompt alone.
fn neither(rule: &Rule) -> (String, String) {
    let hint = if rule.is_local_target() {
        "a local target is never a breach: give `within` with the severity, for a limit of your contract"
    } else {
        "a prompt has a date of your own: give `local-target` with the severity"
    };
    (format!("`{}` would be neither limit nor local target", rule.id), hint.to_owned())
}

fn no_such(rule: &Rule, key: &str) -> (String, String) {
    (
        format!("`{}` has no `{key}` to change", rule.id),
        format!(
            "it has the shape `{}`; `caseload programme show` with the programme's name shows it",
            rule.shape.word()
        ),
    )
}
