//! What a writing command did: what was recorded, what that met, what is next, and how to undo it.

use serde_json::{Value, json};

use crate::calendar::long;
use crate::obligation::{Evaluation, Obligation, Status};
use crate::operation::{Focus, OpenCase, Operation, Outcome};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::page::{Block, Page, Tone};
use crate::report::words::{cites, lateness, near, person, warning_words};
use crate::report::{Report, obligation};

/// What was done for one case.
#[derive(Clone, Debug)]
pub struct RecordedCase {
    id: String,
    person: String,
    said: String,
    is_change: bool,
    entry: Value,
    met: Vec<(String, Tone)>,
    met_json: Vec<Value>,
    lost: Vec<(String, Tone)>,
    lost_json: Vec<Value>,
    next: Option<String>,
    next_json: Value,
    besides: Vec<(String, Tone)>,
    warnings: Vec<Value>,
}

impl RecordedCase {
    /// A case that was changed, or is new.
    pub fn changed(
        outcome: &Outcome<'_, '_>,
        after: &OpenCase<'_>,
        said: &str,
        focus: &Focus,
        odd: &[&Problem],
    ) -> RecordedCase {
        let evaluation = outcome.after;
        let (entry, number) = entry(after, focus);
        let number = number.map_or_else(String::new, |number| format!(" (entry {number})"));
        let has_number = said.starts_with("entry ");
        let said = format!("{said}{}", if has_number { "" } else { &number });
        let (met, lost) = (outcome.met(), outcome.no_longer_met());
        let (warned, warnings): (Vec<String>, _) = warnings(outcome, odd).into_iter().unzip();
        let warned = warned.iter().map(|words| (format!("Warning: {words}"), Tone::Soon));
        let besides: [Vec<(String, Tone)>; 3] = [
            last_day(outcome).map(|words| (words, Tone::Plain)).into_iter().collect(),
            extension(outcome, after, focus).into_iter().collect(),
            warned.collect(),
        ];
        RecordedCase {
            is_change: true,
            said,
            entry,
            met: met.iter().map(|item| met_words(item)).collect(),
            met_json: met
                .iter()
                .map(|item| json!(obligation::json(&evaluation.standing, item, None)))
                .collect(),
            lost: lost.iter().map(|item| lost_words(evaluation, item)).collect(),
            lost_json: lost
                .iter()
                .map(|item| json!(obligation::json(&evaluation.standing, item, None)))
                .collect(),
            besides: besides.concat(),
            warnings,
            ..RecordedCase::unchanged(evaluation, outcome.next(), outcome.overdue())
        }
    }

    /// A case that was changed in several places, as the words say.
    pub fn changed_as_a_whole(
        outcome: &Outcome<'_, '_>,
        after: &OpenCase<'_>,
        said: &str,
        odd: &[&Problem],
    ) -> RecordedCase {
        RecordedCase::changed(outcome, after, said, &Focus::Case, odd)
    }

    /// A case on which it is on record already.
    pub fn on_record(evaluation: &Evaluation<'_>, words: &str) -> RecordedCase {
        let outcome = Outcome { before: None, after: evaluation };
        RecordedCase {
            said: format!("on record already: {words}; nothing was written"),
            ..RecordedCase::unchanged(evaluation, outcome.next(), outcome.overdue())
        }
    }

    fn unchanged(
        evaluation: &Evaluation<'_>,
        next: Option<&Obligation<'_>>,
        overdue: usize,
    ) -> RecordedCase {
        RecordedCase {
            id: evaluation.journey.case.id.to_string(),
            person: person(&evaluation.standing),
            said: String::new(),
            is_change: false,
            entry: Value::Null,
            met: Vec::new(),
            met_json: Vec::new(),
            lost: Vec::new(),
            lost_json: Vec::new(),
            next: next.map(|item| next_words(evaluation, item, overdue)),
            next_json: next.map_or(Value::Null, |item| {
                json!(obligation::json(&evaluation.standing, item, None))
            }),
            besides: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// What is odd about what was recorded: in words, and as JSON.
pub(super) fn warnings(outcome: &Outcome<'_, '_>, odd: &[&Problem]) -> Vec<(String, Value)> {
    let of_programme = outcome.warnings().into_iter().flat_map(|warning| {
        let as_json = obligation::warnings(std::slice::from_ref(warning));
        as_json.into_iter().map(move |json| (warning_words(warning), json!(json)))
    });
    let of_file = odd.iter().map(|problem| {
        let hint = problem.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        let json = json!({
            "code": problem.check, "cite": [], "message": problem.message, "on": null,
        });
        (format!("{}{hint}", problem.message), json)
    });
    of_programme.chain(of_file).collect()
}

/// The entry as JSON, with its number.
fn entry(after: &OpenCase<'_>, focus: &Focus) -> (Value, Option<usize>) {
    match focus {
        Focus::Case => (Value::Null, None),
        Focus::Header(key) => {
            let case = &after.case;
            let days = [("referred", &case.referred), ("started", &case.started)];
            let day =
                days.into_iter().find(|(name, _)| name == key).and_then(|(_, day)| day.as_ref());
            let line = day.map(|day| after.source.line_of(day.span.start));
            let on = day.map(|day| day.value.to_string());
            (json!({"entry": key, "number": null, "logged": null, "on": on, "line": line}), None)
        }
        Focus::Entry(start) => {
            let Some((number, entry)) = after.case.entry_at(*start) else {
                return (Value::Null, None);
            };
            let record = entry.record();
            let on = entry.on().map(|on| on.to_string());
            let json = json!({
                "entry": entry.kind(), "number": number, "logged": record.logged, "on": on,
                "line": record.line,
            });
            (json, Some(number))
        }
    }
}

fn met_words(item: &Obligation<'_>) -> (String, Tone) {
    let instance = &item.instance;
    let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
    let (when, tone) = match item.status {
        Status::MetLate => (format!("{} (due {})", item.late(), instance.due.long()), Tone::Bad),
        Status::Met => ("in time".to_owned(), Tone::Good),
        other => (other.word().to_owned(), Tone::Plain),
    };
    let title = &instance.rule.title;
    (format!("Met: {title}{subject}, {when} [{}]", cites(&instance.rule.cite)), tone)
}

fn lost_words(evaluation: &Evaluation<'_>, item: &Obligation<'_>) -> (String, Tone) {
    let instance = &item.instance;
    let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
    let today = evaluation.journey.today;
    let when = match item.status {
        Status::Open => lateness(item, today),
        Status::Overdue => format!("{} now", lateness(item, today)),
        other => other.word().to_owned(),
    };
    let words = format!(
        "No longer met: {}{subject}, due {}, {when} [{}]",
        instance.rule.title,
        near(instance.due.day, today),
        cites(&instance.rule.cite)
    );
    (words, Tone::Bad)
}

fn next_words(evaluation: &Evaluation<'_>, item: &Obligation<'_>, overdue: usize) -> String {
    let today = evaluation.journey.today;
    let instance = &item.instance;
    let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
    let title = &instance.rule.title;
    let by = if item.status == Status::Overdue { instance.due.day } else { item.do_by };
    let more = match overdue {
        0 | 1 => String::new(),
        _ => format!("; {overdue} are overdue"),
    };
    format!(
        "Next: {title}{subject} by {}, {} [{}]{more}",
        near(by, today),
        lateness(item, today),
        cites(&instance.rule.cite)
    )
}

/// The last day that the spell can have, where that has changed.
fn last_day(outcome: &Outcome<'_, '_>) -> Option<String> {
    let (Some(before), Some(after)) = outcome.last_days() else { return None };
    if before == after {
        return None;
    }
    let journey = &outcome.after.journey;
    let day = |day| journey.day_number(day).map_or_else(String::new, |n| format!(" (day {n})"));
    Some(format!(
        "Last day of provision: {}{} until now, {}{} from now on",
        long(before),
        day(before),
        long(after),
        day(after)
    ))
}

/// What a job says of the extension: whether it is a must, and its last safe day.
fn extension(
    outcome: &Outcome<'_, '_>,
    after: &OpenCase<'_>,
    focus: &Focus,
) -> Option<(String, Tone)> {
    let Focus::Entry(start) = focus else { return None };
    let (_, entry) = after.case.entry_at(*start)?;
    if entry.kind() != "job" {
        return None;
    }
    let item = outcome.extension()?;
    let instance = &item.instance;
    let cite = cites(&instance.rule.cite);
    let safe = format!("the last safe day to enter it is {}", long(instance.due.day));
    Some(match (item.status, instance.severity) {
        (Status::Met | Status::MetLate, _) => {
            (format!("The extension is on record [{cite}]"), Tone::Good)
        }
        (Status::Missed | Status::Lapsed, _) => {
            (format!("The extension can no longer be entered: {safe} [{cite}]"), Tone::Bad)
        }
        (_, Severity::Must) => (format!("The extension is now a must: {safe} [{cite}]"), Tone::Bad),
        _ => (format!("The extension is a choice, not a must: {safe} [{cite}]"), Tone::Soon),
    })
}

/// What a writing command did, or would do.
#[derive(Clone, Debug)]
pub struct Recording {
    cases: Vec<RecordedCase>,
    sentences: Vec<String>,
    commit: Option<String>,
    operation: Option<String>,
    trial: Option<Vec<String>>,
    /// The command that takes it back, if one does.
    undo: Option<String>,
}

impl Recording {
    /// What is about to be recorded; if it is only tried, the exact change.
    pub fn new(operation: &Operation, is_trial: bool) -> Recording {
        let undo = match operation.cases.as_slice() {
            [one] => format!("caseload undo {one}"),
            _ => "caseload undo".to_owned(),
        };
        Recording {
            cases: Vec::new(),
            sentences: Vec::new(),
            commit: None,
            operation: None,
            trial: is_trial.then(|| difference(operation)),
            undo: Some(undo),
        }
    }

    /// Says that it is recorded, as this commit and the operation of this id.
    pub fn is_made(&mut self, commit: &str, operation: &str) {
        (self.commit, self.operation) = (Some(commit.to_owned()), Some(operation.to_owned()));
    }

    /// Says that another command takes it back.
    pub fn undo_with(&mut self, command: &str) {
        self.undo = Some(command.to_owned());
    }

    /// The same, of what no command takes back.
    #[must_use]
    pub fn without_undo(mut self) -> Recording {
        self.undo = None;
        self
    }

    /// Adds a sentence about the whole.
    pub fn say(&mut self, sentence: impl Into<String>) {
        self.sentences.push(sentence.into());
    }

    /// What was done for each case, as JSON.
    pub(super) fn cases_json(&self) -> Vec<Value> {
        let of_one = |case: &RecordedCase| {
            json!({
                "schema": 1,
                "case": case.id,
                "operation": self.operation.as_ref().filter(|_| case.is_change),
                "commit": self.commit.as_ref().filter(|_| case.is_change),
                "entry": case.entry,
                "met": case.met_json,
                "no_longer_met": case.lost_json,
                "next": case.next_json,
                "warnings": case.warnings,
            })
        };
        self.cases.iter().map(of_one).collect()
    }

    /// Adds what was done for one case.
    pub fn add(&mut self, case: RecordedCase) {
        self.cases.push(case);
    }
}

/// The exact change of an operation, line by line.
fn difference(operation: &Operation) -> Vec<String> {
    let mut lines = Vec::new();
    for change in &operation.files {
        let old = change.old.as_deref().unwrap_or_default();
        let new = change.new.as_deref().unwrap_or_default();
        let difference = similar::TextDiff::from_lines(old, new);
        lines.push(format!("@@ {}", change.file));
        for part in difference.grouped_ops(2).iter().flatten() {
            let changes = difference.iter_changes(part);
            lines.extend(changes.map(|line| format!("{}{}", line.tag(), line.value().trim_end())));
        }
    }
    lines
}

impl Report for Recording {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for sentence in &self.sentences {
            page.text(sentence);
        }
        for case in &self.cases {
            page.heading(format!("{}: {}.", case.person, case.said), Tone::Plain);
            let lines = case.met.iter().chain(&case.lost).chain(&case.besides);
            for (words, tone) in lines {
                page.toned(format!("{words}."), *tone);
            }
            if let Some(next) = &case.next {
                page.text(format!("{next}."));
            }
        }
        if let Some(lines) = &self.trial {
            page.gap();
            page.blocks.push(Block::Difference(lines.clone()));
            page.gap();
            page.text("Only tried: nothing was recorded.");
        }
        if let Some(undo) = self.undo.as_ref().filter(|_| self.commit.is_some()) {
            page.toned(format!("To take it back: {undo}"), Tone::Faint);
        }
        page
    }

    fn json(&self) -> Value {
        let mut cases = self.cases_json().into_iter();
        match (cases.next(), cases.len()) {
            (None, _) => json!({
                "schema": 1, "case": null, "operation": self.operation, "commit": self.commit,
                "entry": null, "met": [], "no_longer_met": [], "next": null, "warnings": [],
            }),
            (Some(one), 0) => one,
            (Some(first), _) => std::iter::once(first).chain(cases).collect(),
        }
    }
}
