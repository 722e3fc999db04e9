//! A folder's own file that extends a built-in programme: single numbers, severities and rules.
//!
//! The provider's contract ranks above the guidance, so every number can be changed. Each change
//! gives its reason, and the file names the version of the guidance it was written against, so
//! that a newer release can say when that has changed underneath.

use crate::calendar::{Day, Period};
use crate::problem::Problem;
use crate::programme::read::dated;
use crate::programme::{Dated, DayOne, Length, Limit, Programme, Rule, Severity, Shape};
use crate::reading::{Fields, Hundredths, Source, Span, Written, did_you_mean, safe_line};

/// Changes to a built-in programme.
#[derive(Clone, Debug)]
pub struct Extension {
    /// The id of the programme it extends.
    pub extends: Written<String>,
    /// The version of its first source that it was written against.
    written_against: Written<String>,
    provision: ProvisionChange,
    overrides: Vec<Override>,
    digest: String,
}

#[derive(Clone, Debug, Default)]
struct ProvisionChange {
    day_one: Option<DayOne>,
    standard: Option<Dated<i64>>,
    extended: Option<Dated<i64>>,
    in_work_minimum: Option<Dated<i64>>,
    length: Option<Dated<Period>>,
    closes: Option<Day>,
    span: Span,
}

/// Changes to one rule.
#[derive(Clone, Debug)]
struct Override {
    span: Span,
    rule: Written<String>,
    reason: String,
    off: bool,
    within: Option<Dated<Period>>,
    local_target: Option<Dated<Period>>,
    every: Option<Dated<Period>>,
    aim: Option<Dated<Period>>,
    hours: Option<Dated<Hundredths>>,
    lead: Option<Dated<i64>>,
    severity: Option<Severity>,
}

/// Reads a file that extends a built-in programme.
pub(super) fn read(mut fields: Fields<'_, '_, '_>, digest: String) -> Option<Extension> {
    fields.require("written-against");
    let extends = fields.string("extends");
    let written_against = fields.string("written-against");
    let provision = fields
        .table("provision", "the provision")
        .map_or_else(ProvisionChange::default, read_provision);
    let overrides =
        fields.tables("override", "an override").into_iter().filter_map(read_override).collect();
    fields.finish();
    Some(Extension {
        extends: extends?,
        written_against: written_against?,
        provision,
        overrides,
        digest,
    })
}

fn read_provision(mut fields: Fields<'_, '_, '_>) -> ProvisionChange {
    let change = ProvisionChange {
        day_one: fields.word("day-one").map(|word| word.value),
        standard: dated::count(&mut fields, "standard"),
        extended: dated::count(&mut fields, "extended"),
        in_work_minimum: dated::count(&mut fields, "in-work-minimum"),
        length: dated::period(&mut fields, "length"),
        closes: fields.day("closes").map(|day| day.value),
        span: fields.span().clone(),
    };
    fields.finish();
    change
}

fn read_override(mut fields: Fields<'_, '_, '_>) -> Option<Override> {
    fields.require("rule");
    fields.require("reason");
    let span = fields.span().clone();
    let rule = fields.string("rule");
    let reason = fields.string("reason");
    let off = fields.boolean("off").is_some_and(|off| off.value);
    let within = dated::period(&mut fields, "within");
    let local_target = dated::period(&mut fields, "local-target");
    let every = dated::period(&mut fields, "every");
    let aim = dated::period(&mut fields, "aim");
    let hours = dated::hours(&mut fields, "hours");
    let lead = dated::days(&mut fields, "lead");
    let severity = fields.word("severity").map(|word| word.value);
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
    })
}

impl Extension {
    /// The programme with the changes made. `source` is the file the changes were read from.
    pub fn apply(&self, base: &Programme, source: &Source) -> (Programme, Vec<Problem>) {
        let mut programme = base.clone();
        let mut problems = Vec::new();
        let mut problem = |span: &Span, message: String, hint: String| {
            let problem = Problem::error(source.name(), "programme", message).with_hint(hint);
            problems.push(problem.at(Some(source.place(span))));
        };
        if let Err((message, hint)) = self.provision.apply(&mut programme) {
            problem(&self.provision.span, message, hint);
        }
        for change in &self.overrides {
            let ids: Vec<&str> = base.rules.iter().map(|rule| rule.id.as_str()).collect();
            match programme.rules.iter_mut().find(|rule| rule.id == change.rule.value) {
                None => problem(
                    &change.rule.span,
                    format!("`{}` has no rule `{}`", base.id, safe_line(&change.rule.value)),
                    did_you_mean(&change.rule.value, &ids, "`caseload programme show` lists them"),
                ),
                Some(rule) => {
                    if let Err((message, hint)) = change.apply(rule) {
                        problem(&change.span, message, hint);
                    }
                }
            }
        }
        problems.extend(self.version_moved(base, source));
        programme.digest = format!("{}+{}", base.digest, self.digest);
        (programme, problems)
    }

    /// A warning where the built-in programme was written from another version by now.
    fn version_moved(&self, base: &Programme, source: &Source) -> Option<Problem> {
        let version = &base.sources.first()?.version;
        (*version != self.written_against.value).then(|| {
            Problem::error(
                source.name(),
                "programme",
                format!(
                    "written against `{}`, but `{}` now follows `{version}`",
                    safe_line(&self.written_against.value),
                    base.id
                ),
            )
            .with_hint(format!(
                "compare the changes with the guidance, then write `written-against = \"{version}\"`"
            ))
            .at(Some(source.place(&self.written_against.span)))
            .as_warning()
        })
    }
}

impl ProvisionChange {
    fn apply(&self, programme: &mut Programme) -> Result<(), (String, String)> {
        if let Some(day_one) = self.day_one {
            programme.provision.day_one = day_one;
        }
        let days = [&self.standard, &self.extended, &self.in_work_minimum];
        match &mut programme.provision.length {
            Length::Days { standard, extended, in_work_minimum } => {
                if self.length.is_some() || self.closes.is_some() {
                    return Err((
                        format!("`{}` counts its length in days", programme.id),
                        "give `standard`, `extended` or `in-work-minimum`".to_owned(),
                    ));
                }
                for (own, change) in [standard, extended, in_work_minimum].into_iter().zip(days) {
                    if let Some(change) = change {
                        *own = change.clone();
                    }
                }
            }
            Length::Maximum { length, closes } => {
                if days.iter().any(|change| change.is_some()) {
                    return Err((
                        format!("`{}` does not count its length in days", programme.id),
                        "give `length` or `closes`".to_owned(),
                    ));
                }
                if let Some(change) = &self.length {
                    *length = change.clone();
                }
                *closes = self.closes.or(*closes);
            }
        }
        Ok(())
    }
}

impl Override {
    fn apply(&self, rule: &mut Rule) -> Result<(), (String, String)> {
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
        rule.overridden = Some(self.reason.clone());
        Ok(())
    }

    /// Changes `within` or `local-target`. A limit stays a limit and a target a target, unless the
    /// severity is changed with it.
    fn change_limit(&self, rule: &mut Rule) -> Result<(), (String, String)> {
        let (limit, target) = match (&self.within, &self.local_target) {
            (None, None) => return Ok(()),
            (Some(period), None) => (Limit::Within(period.clone()), false),
            (None, Some(period)) => (Limit::LocalTarget(period.clone()), true),
            (Some(_), Some(_)) => {
                return Err((
                    "the override gives both `within` and `local-target`".to_owned(),
                    "`within` is a limit of guidance or contract, `local-target` your own"
                        .to_owned(),
                ));
            }
        };
        let severity = self.severity.or(rule.severity);
        if target != (severity == Some(Severity::Prompt)) {
            return Err((
                format!("`{}` would be neither limit nor local target", rule.id),
                if target {
                    "a local target goes with `severity = \"prompt\"`; or write `within`".to_owned()
                } else {
                    "`within` is a limit, so add `severity = \"must\"`; or write `local-target`"
                        .to_owned()
                },
            ));
        }
        match rule.shape.limit_mut() {
            Some(own) => *own = limit,
            None => return Err(no_such(rule, "within")),
        }
        Ok(())
    }

    fn change_shape(&self, rule: &mut Rule) -> Result<(), (String, String)> {
        let id = rule.clone();
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

fn no_such(rule: &Rule, key: &str) -> (String, String) {
    (
        format!("`{}` has no `{key}` to change", rule.id),
        format!("it has the shape `{}`; see `caseload programme show`", rule.shape.word()),
    )
}
