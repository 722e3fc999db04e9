//! What a programme file must agree on with itself, beyond the form of each part.

use crate::programme::read::body::Read;
use crate::programme::{ChainFrom, Dated, Length, Programme, Rule, Severity, Shape, TotalBy};
use crate::programme::{
    DeadlineFrom, Limit, OnOrAfter, ScopeKind, StageWhen, WarningRule, WarningShape,
};
use crate::reading::{Reader, Span, did_you_mean, safe_line};

/// Checks a programme that could be read as such.
pub(super) fn check(reader: &Reader<'_>, read: &Read) {
    let programme = &read.programme;
    ids_are_unique(reader, read);
    if let Some((message, hint)) = out_of_order(programme) {
        error(reader, &(0..0), message, hint);
    }
    for (index, (rule, span)) in programme.rules.iter().zip(&read.rules).enumerate() {
        evidence_fits_shape(reader, rule, span);
        target_is_a_prompt(reader, rule, span);
        kinds_exist(reader, programme, rule, span);
        earlier_rules_exist(reader, &programme.rules[..index], rule, span);
        length_fits(reader, programme, rule, span);
        keys_fit_shape(reader, rule, span);
    }
    if !programme.stages.iter().any(|stage| stage.when == StageWhen::Otherwise) {
        let message = "no stage fits what the others leave".to_owned();
        error(reader, &(0..0), message, "add a last stage with `when = \"otherwise\"`");
    }
    let words = programme.kinds.coverable();
    for word in &programme.job_entries.ahead_for {
        known(reader, &(0..0), "document or cover", word, &words);
    }
    for (warning, span) in programme.warnings.iter().zip(&read.warnings) {
        placeholders_are_known(reader, warning, span);
        for cover in warning.shape.covers() {
            known(reader, span, "document or cover", cover, &words);
        }
        if let WarningShape::InStage(stage) = &warning.shape {
            let stages: Vec<&str> =
                programme.stages.iter().map(|stage| stage.id.as_str()).collect();
            known(reader, span, "stage", stage, &stages);
        }
    }
    cites_exist(reader, read);
}

fn error(reader: &Reader<'_>, span: &Span, message: String, hint: impl Into<String>) {
    reader.error(span, "programme", message, hint);
}

/// Says where the days of a spell contradict each other: an extension that ends before the spell
/// does without one, or a last safe day before the first.
pub(super) fn out_of_order(programme: &Programme) -> Option<(String, String)> {
    let Length::Days { standard, extended, .. } = &programme.provision.length else { return None };
    let least = |number: &Dated<i64>| number.values().map(|(_, number)| *number).min();
    let most = |number: &Dated<i64>| number.values().map(|(_, number)| *number).max();
    if least(extended) < most(standard) {
        let message = "the extended day lies before the standard day".to_owned();
        return Some((message, "mend `standard` or `extended`".to_owned()));
    }
    let before = programme.rules.iter().find_map(|rule| match &rule.shape {
        Shape::Extension(shape) => most(&shape.days_before_standard),
        _ => None,
    });
    (before >= least(standard)).then(|| {
        let message = "the last safe day to extend lies before the first day".to_owned();
        (message, "mend `days-before-standard`".to_owned())
    })
}

fn known(reader: &Reader<'_>, span: &Span, what: &str, word: &str, words: &[&str]) {
    if !words.contains(&word) {
        let hint = did_you_mean(word, words, "name one that the file lists");
        error(reader, span, format!("there is no {what} `{}`", safe_line(word)), hint);
    }
}

fn ids_are_unique(reader: &Reader<'_>, read: &Read) {
    let rules = read.programme.rules.iter().map(|rule| &rule.id).zip(&read.rules);
    let warnings = read.programme.warnings.iter().map(|warning| &warning.code).zip(&read.warnings);
    for ids in [rules.collect::<Vec<_>>(), warnings.collect()] {
        for (index, (id, span)) in ids.iter().enumerate() {
            if ids[..index].iter().any(|(earlier, _)| earlier == id) {
                error(
                    reader,
                    span,
                    format!("`{}` stands here twice", safe_line(id)),
                    "give each an id of its own",
                );
            }
        }
    }
}

fn evidence_fits_shape(reader: &Reader<'_>, rule: &Rule, span: &Span) {
    let (takes, has) = (rule.shape.takes_met_by(), !rule.met_by.is_empty());
    if takes && !has {
        let message = format!("the rule `{}` does not say what meets it", safe_line(&rule.id));
        error(reader, span, message, "add `met-by`");
    }
    if has && !takes {
        let shape = rule.shape.word();
        let message = format!("the shape `{shape}` says itself what meets it");
        error(reader, span, message, "take `met-by` out");
    }
}

/// Ensures that a local target is never called a must, and that every prompt has a local target.
fn target_is_a_prompt(reader: &Reader<'_>, rule: &Rule, span: &Span) {
    let prompt = rule.severity == Some(Severity::Prompt);
    if rule.is_local_target() != prompt {
        let message = format!(
            "the rule `{}` {}",
            safe_line(&rule.id),
            if prompt { "is a prompt with a limit" } else { "has a local target but is no prompt" }
        );
        error(reader, span, message, "`local-target` and `severity = \"prompt\"` go together");
    }
}

fn kinds_exist(reader: &Reader<'_>, programme: &Programme, rule: &Rule, span: &Span) {
    let words = programme.kinds.coverable();
    if let Some(kind) = rule.record.kind() {
        let activities = programme.kinds.activities.iter().map(|kind| kind.kind.as_str());
        let kinds: Vec<&str> =
            if rule.record.is_document() { words.clone() } else { activities.collect() };
        known(reader, span, "kind to record", kind, &kinds);
    }
    let met_by = rule.met_by.iter().flat_map(|way| way.covers().iter().map(String::as_str));
    let recorded = rule.record.covers();
    for cover in met_by.chain(recorded).chain(rule.must_once_covered.as_deref()) {
        known(reader, span, "document or cover", cover, &words);
    }
    let reasons: Vec<&str> =
        programme.kinds.exit_reasons.iter().map(|(reason, _)| reason.as_str()).collect();
    let exemptions = rule.not_applicable.iter().map(|exemption| &exemption.condition);
    for reason in exemptions.chain([&rule.only_if]).flat_map(|condition| &condition.exit_reasons) {
        known(reader, span, "exit reason", reason, &reasons);
    }
}

fn earlier_rules_exist(reader: &Reader<'_>, earlier: &[Rule], rule: &Rule, span: &Span) {
    let ids: Vec<&str> = earlier.iter().map(|rule| rule.id.as_str()).collect();
    if let Shape::Chain(chain) = &rule.shape
        && let ChainFrom::Rule(from) = &chain.from
    {
        known(reader, span, "earlier rule", from, &ids);
    }
    if let Some(other) = &rule.only_if.no_obligation {
        known(reader, span, "earlier rule", other, &ids);
    }
}

/// Ensures that what a rule counts by exists in the kind of length that the provision has.
fn length_fits(reader: &Reader<'_>, programme: &Programme, rule: &Rule, span: &Span) {
    let needs_days = match &rule.shape {
        Shape::Extension(_) => Some(true),
        Shape::RunningTotal(total) => Some(total.by == TotalBy::StandardDay),
        Shape::Deadline(deadline) if deadline.from == DeadlineFrom::LeavingTheExtension => {
            Some(true)
        }
        Shape::Deadline(deadline) if deadline.limit == Limit::ByLastDay => Some(false),
        Shape::Exit(exit) if exit.out_of_work_within.is_some() => Some(true),
        _ => None,
    };
    let has_days = matches!(programme.provision.length, Length::Days { .. });
    if needs_days.is_some_and(|needs| needs != has_days) {
        let message = format!("the rule `{}` counts by another length", safe_line(&rule.id));
        error(reader, span, message, "compare it with [provision.days] or [provision.maximum]");
    }
}

/// Ensures that a rule says nothing that its shape would not look at.
fn keys_fit_shape(reader: &Reader<'_>, rule: &Rule, span: &Span) {
    let is_deadline = matches!(rule.shape, Shape::Deadline(_));
    let by_job = matches!(rule.shape, Shape::EachJob(_));
    let own_scope =
        matches!(rule.shape, Shape::EachWeek | Shape::EachMonth(_) | Shape::Extension(_));
    let conditions = rule.not_applicable.iter().map(|exemption| &exemption.condition);
    let on_a_job = conditions.chain([&rule.only_if]).any(|item| item.self_employed.is_some());
    let met_by_job = rule
        .met_by
        .iter()
        .any(|way| way.of_this_job || way.on_or_after == Some(OnOrAfter::JobKnown));
    let idle = [
        (rule.must_once_covered.is_some() && !is_deadline, "must-once-covered"),
        (rule.scope == ScopeKind::NeverCloses && own_scope, "scope"),
        (on_a_job && !by_job, "self-employed"),
        (met_by_job && !by_job, "of-this-job"),
    ];
    for (_, key) in idle.iter().filter(|(is_idle, _)| *is_idle) {
        let shape = rule.shape.word();
        error(reader, span, format!("the shape `{shape}` does not look at `{key}`"), "take it out");
    }
}

fn placeholders_are_known(reader: &Reader<'_>, warning: &WarningRule, span: &Span) {
    let words = warning.shape.words();
    for placeholder in warning.says.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        known(reader, span, "word to fill in", placeholder, words);
    }
}

/// Ensures that every cite names a paragraph of a source, and that nothing is both cited and
/// listed as not modelled.
fn cites_exist(reader: &Reader<'_>, read: &Read) {
    let programme = &read.programme;
    let paragraphs: Vec<&str> = programme.paragraphs().map(|(_, paragraph)| paragraph).collect();
    let rules = programme.rules.iter().map(|rule| &rule.cite).zip(&read.rules);
    let warnings = programme.warnings.iter().map(|warning| &warning.cite).zip(&read.warnings);
    let milestones =
        programme.milestones.iter().map(|milestone| &milestone.cite).zip(&read.milestones);
    let cited: Vec<(&Vec<String>, &Span)> = rules.chain(warnings).chain(milestones).collect();
    let not_modelled: Vec<(&Vec<String>, &Span)> =
        programme.not_modelled.iter().map(|reason| &reason.cite).zip(&read.not_modelled).collect();
    for (cites, span) in cited.iter().chain(&not_modelled) {
        for cite in *cites {
            known(reader, span, "paragraph", cite, &paragraphs);
        }
    }
    for (reason, span) in programme.not_modelled.iter().zip(&read.not_modelled) {
        for cite in &reason.cite {
            let is_cited = cited.iter().any(|(others, _)| others.contains(cite));
            if is_cited != reason.partly {
                let (message, hint) = if is_cited {
                    ("is cited, and yet listed here", "take it out, or write `partly = true`")
                } else {
                    ("is cited by nothing, so all of it is left out", "take `partly` out")
                };
                error(reader, span, format!("`{}` {message}", safe_line(cite)), hint);
            }
        }
    }
}
