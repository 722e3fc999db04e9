//! An obligation as JSON and as a record; the keys are a contract.

use serde::Serialize;

use crate::calendar::plain;
use crate::obligation::{Band, Milestone, Obligation, Standing};
use crate::problem::Problem;
use crate::reading::Hundredths;
use crate::report::page::{Block, Page, Tone};
use crate::report::records::Field;
use crate::report::words::cites;
use crate::warning::Warning;

/// What is said where a command names an employer who is kept back.
const NAMES_EMPLOYER: &str =
    "    The command that records it names the employer, and is shown only with names.";

/// An obligation as JSON.
#[derive(Debug, Serialize)]
pub(super) struct ObligationJson<'a> {
    case: &'a str,
    name: Option<&'a str>,
    worker: Option<&'a str>,
    programme: &'a str,
    stage: Option<&'a str>,
    rule: &'a str,
    title: &'a str,
    cite: &'a [String],
    severity: &'static str,
    subject: Option<&'a str>,
    opened: String,
    due: String,
    aim: Option<String>,
    do_by: String,
    status: &'static str,
    band: Option<&'static str>,
    met: Option<String>,
    evidence: Vec<EvidenceJson<'a>>,
    progress: Option<ProgressJson>,
    reason: String,
    command: Option<String>,
}

#[derive(Debug, Serialize)]
struct EvidenceJson<'a> {
    entry: &'static str,
    logged: Option<&'a str>,
    on: String,
    line: usize,
}

#[derive(Debug, Serialize)]
struct ProgressJson {
    done: Hundredths,
    needed: Hundredths,
    unit: &'static str,
}

/// An obligation of a case as JSON.
pub(super) fn json<'a>(
    standing: &'a Standing<'_>,
    obligation: &'a Obligation<'_>,
    band: Option<Band>,
) -> ObligationJson<'a> {
    let instance = &obligation.instance;
    let rule = instance.rule;
    let evidence = instance.met.iter().flat_map(|met| &met.evidence);
    ObligationJson {
        case: standing.id,
        name: standing.name,
        worker: standing.worker,
        programme: &standing.programme.id,
        stage: standing.stage.map(|stage| stage.id.as_str()),
        rule: &rule.id,
        title: &rule.title,
        cite: &rule.cite,
        severity: instance.severity.word(),
        subject: instance.subject.as_deref(),
        opened: plain(instance.opened),
        due: instance.due.to_string(),
        aim: instance.aim.map(plain),
        do_by: plain(obligation.do_by),
        status: obligation.status.word(),
        band: band.map(Band::word),
        met: instance.met.as_ref().map(|met| met.on.to_string()),
        evidence: evidence
            .map(|entry| EvidenceJson {
                entry: entry.kind.word(),
                logged: entry.logged(),
                on: entry.on.to_string(),
                line: entry.line(),
            })
            .collect(),
        progress: instance.progress.map(|progress| ProgressJson {
            done: progress.done,
            needed: progress.needed,
            unit: "hours",
        }),
        reason: obligation.reason(standing.today),
        command: command(standing, obligation),
    }
}

/// The command that records what meets an obligation, while there is something to do about it. One that
/// names an employer is not given where names are kept back: it would record what stands for the name.
pub(super) fn command(standing: &Standing<'_>, obligation: &Obligation<'_>) -> Option<String> {
    let instance = &obligation.instance;
    let record = &instance.rule.record;
    if !obligation.status.is_to_do() || standing.is_nameless && record.names_employer() {
        return None;
    }
    Some(record.for_case(standing.id, instance.employer))
}

/// The same for a page; where there is something to do and no command, why that is.
pub(super) fn to_record(page: &mut Page, standing: &Standing<'_>, item: &Obligation<'_>) {
    match command(standing, item) {
        Some(command) => page.blocks.push(Block::Record(command)),
        None if item.status.is_to_do() => page.toned(NAMES_EMPLOYER, Tone::Faint),
        None => {}
    }
}

/// The columns of the records of obligations.
pub(super) const RECORD_COLUMNS: [&str; 20] = [
    "case",
    "name",
    "worker",
    "programme",
    "stage",
    "rule",
    "title",
    "cite",
    "severity",
    "subject",
    "opened",
    "due",
    "aim",
    "do_by",
    "status",
    "band",
    "met",
    "evidence",
    "reason",
    "command",
];

/// An obligation as a record for a spreadsheet.
pub(super) fn record(
    standing: &Standing<'_>,
    obligation: &Obligation<'_>,
    band: Option<Band>,
) -> Vec<Field> {
    let instance = &obligation.instance;
    let rule = instance.rule;
    let evidence = instance.met.iter().flat_map(|met| &met.evidence);
    let evidence: Vec<String> = evidence
        .map(|entry| format!("{} {} on line {}", entry.kind.word(), entry.on, entry.line()))
        .collect();
    vec![
        standing.id.into(),
        standing.name.into(),
        standing.worker.into(),
        (&standing.programme.id).into(),
        standing.stage.map(|stage| stage.id.as_str()).into(),
        (&rule.id).into(),
        (&rule.title).into(),
        cites(&rule.cite).into(),
        instance.severity.word().into(),
        instance.subject.as_deref().into(),
        instance.opened.into(),
        instance.due.into(),
        instance.aim.into(),
        obligation.do_by.into(),
        obligation.status.word().into(),
        band.map(Band::word).into(),
        instance.met.as_ref().map(|met| met.on).into(),
        evidence.join("; ").into(),
        obligation.reason(standing.today).into(),
        command(standing, obligation).into(),
    ]
}

/// A problem as JSON.
#[derive(Debug, Serialize)]
pub(super) struct ProblemJson<'a> {
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    severity: &'static str,
    check: &'static str,
    message: &'a str,
    hint: Option<&'a str>,
}

/// Problems as JSON.
pub(super) fn problems(problems: &[Problem]) -> Vec<ProblemJson<'_>> {
    problems
        .iter()
        .map(|problem| ProblemJson {
            file: &problem.file,
            line: problem.place.as_ref().map(|place| place.line),
            column: problem.place.as_ref().map(|place| place.column),
            severity: problem.severity.word(),
            check: problem.check,
            message: &problem.message,
            hint: problem.hint.as_deref(),
        })
        .collect()
}

/// A warning as JSON.
#[derive(Debug, Serialize)]
pub(super) struct WarningJson<'a> {
    code: &'a str,
    cite: &'a [String],
    message: &'a str,
    on: Option<String>,
}

/// Warnings as JSON.
pub(super) fn warnings(warnings: &[Warning]) -> Vec<WarningJson<'_>> {
    warnings
        .iter()
        .map(|warning| WarningJson {
            code: &warning.code,
            cite: &warning.cite,
            message: &warning.message,
            on: warning.on.map(plain),
        })
        .collect()
}

/// A milestone as JSON.
#[derive(Debug, Serialize)]
pub(super) struct MilestoneJson<'a> {
    code: &'a str,
    on: Option<String>,
    day: Option<i64>,
    passed: bool,
}

/// Milestones as JSON.
pub(super) fn milestones<'a>(milestones: &'a [Milestone<'a>]) -> Vec<MilestoneJson<'a>> {
    milestones
        .iter()
        .map(|milestone| MilestoneJson {
            code: milestone.code,
            on: milestone.on.map(plain),
            day: milestone.day,
            passed: milestone.passed,
        })
        .collect()
}
