//! A single `[[rule]]`.

use crate::programme::read::{dated, shape};
use crate::programme::{Condition, Dated, Exemption, RecordCommand, Rule, ScopeKind};
use crate::reading::{Fields, Written};

/// Reads a rule; `usual_lead` is how many days before its day an obligation is listed as coming,
/// unless the rule says so.
pub(super) fn read(
    mut fields: Fields<'_, '_, '_>,
    usual_lead: &Dated<i64>,
) -> Option<Written<Rule>> {
    for key in ["id", "title", "cite", "record"] {
        fields.require(key);
    }
    let span = fields.span().clone();
    let id = fields.string("id");
    let title = fields.string("title");
    let cite = strings(&mut fields, "cite");
    let ruling = fields.string("ruling").map(|ruling| ruling.value);
    let severity = fields.word("severity").map(|word| word.value);
    let must_once_covered = fields.string("must-once-covered").map(|text| text.value);
    let lead = dated::days(&mut fields, "lead").unwrap_or_else(|| usual_lead.clone());
    let shape = shape::read(&mut fields);
    let met_by = shape::met_by(&mut fields);
    let only_if = fields.table("only-if", "a condition").map_or_else(Condition::default, condition);
    let not_applicable = exemptions(&mut fields);
    let scope = fields.word("scope").map_or(ScopeKind::Usual, |word| word.value);
    let record = record(&mut fields);
    fields.finish();
    let rule = Rule {
        id: id?.value,
        title: title?.value,
        cite,
        ruling,
        severity,
        must_once_covered,
        lead,
        shape: shape?,
        met_by,
        only_if,
        not_applicable,
        scope,
        record: record?,
        off: None,
        overridden: None,
    };
    Some(Written { value: rule, span })
}

/// Reads a list of texts that may be absent.
pub(super) fn strings(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Vec<String> {
    fields.strings(key).unwrap_or_default().into_iter().map(|text| text.value).collect()
}

fn record(fields: &mut Fields<'_, '_, '_>) -> Option<RecordCommand> {
    let written = fields.string("record")?;
    match RecordCommand::parse(&written.value) {
        Ok(command) => Some(command),
        Err(why) => {
            fields.reader().error(
                &written.span,
                "record",
                why,
                "write the command without `caseload` and without the id",
            );
            None
        }
    }
}

fn exemptions(fields: &mut Fields<'_, '_, '_>) -> Vec<Exemption> {
    fields
        .tables("not-applicable", "an exemption")
        .into_iter()
        .map(|mut exemption| {
            exemption.require("because");
            let because =
                exemption.string("because").map_or_else(String::new, |because| because.value);
            Exemption { condition: condition(exemption), because }
        })
        .collect()
}

/// Reads a condition; all that it names must hold.
fn condition(mut fields: Fields<'_, '_, '_>) -> Condition {
    let condition = Condition {
        in_work_at_the_end: fields.boolean("in-work-at-the-end").map(|truth| truth.value),
        exit_reasons: strings(&mut fields, "exit-reason"),
        no_obligation: fields.string("no-obligation").map(|rule| rule.value),
        self_employed: fields.boolean("self-employed").map(|truth| truth.value),
        job_started: fields.boolean("job-started").is_some_and(|truth| truth.value),
        paid_experience: fields.boolean("paid-experience").is_some_and(|truth| truth.value),
    };
    if condition == Condition::default() {
        fields.reader().error(
            fields.span(),
            "condition",
            "the condition names nothing",
            "say when it holds, such as `self-employed = true`",
        );
    }
    fields.finish();
    condition
}
