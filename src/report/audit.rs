//! Every obligation that ever arose, with its status and evidence.

use serde_json::json;

use crate::calendar::{Window, long, plain, plural};
use crate::obligation::{Evaluation, Obligation, Status};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{cites, count, day_of, person, warning_words};
use crate::report::{By, Filter, Records, Report, Stamp, frame, obligation};

/// The audit of cases.
#[derive(Debug)]
pub struct Audit<'e, 'a> {
    stamp: Stamp,
    cases: Vec<(&'e Evaluation<'a>, Vec<&'e Obligation<'a>>)>,
    is_narrowed: bool,
    problems: &'e [Problem],
}

impl<'e, 'a> Audit<'e, 'a> {
    /// The audit of these cases; with a window, of what was due in it; `by` orders them.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        filter: &Filter,
        window: Option<Window>,
        by: By,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Audit<'e, 'a> {
        let mut cases: Vec<(&Evaluation<'a>, Vec<&Obligation<'a>>)> = evaluations
            .iter()
            .filter(|evaluation| filter.takes_case(&evaluation.standing))
            .map(|evaluation| {
                let in_window = |obligation: &&Obligation<'a>| {
                    window.is_none_or(|window| window.holds(obligation.instance.due.day))
                };
                let taken = evaluation.obligations.iter().filter(|item| filter.takes(item));
                (evaluation, taken.filter(in_window).collect())
            })
            .collect();
        if by == By::Day {
            for (_, obligations) in &mut cases {
                obligations.sort_by_key(|item| item.instance.due.day);
            }
        }
        cases.sort_by_key(|(evaluation, _)| match by {
            By::Worker => (evaluation.journey.worker(), evaluation.journey.case.id.as_str()),
            _ => (None, evaluation.journey.case.id.as_str()),
        });
        let is_narrowed = window.is_some() || filter.narrows_obligations();
        Audit { stamp, cases, is_narrowed, problems }
    }
}

impl<'e, 'a> Audit<'e, 'a> {
    /// Its cases; asked for some obligations only, one that has none is not worth its heading.
    fn shown(&self) -> impl Iterator<Item = &(&'e Evaluation<'a>, Vec<&'e Obligation<'a>>)> {
        self.cases.iter().filter(|(_, items)| !self.is_narrowed || !items.is_empty())
    }
}

pub(super) fn tone(status: Status) -> Tone {
    match status {
        Status::Overdue | Status::Missed => Tone::Bad,
        Status::Open | Status::MetLate => Tone::Soon,
        Status::Met => Tone::Good,
        Status::Excused | Status::NotApplicable | Status::Lapsed => Tone::Faint,
    }
}

fn row(obligation: &Obligation<'_>, evaluation: &Evaluation<'_>) -> Row {
    let instance = &obligation.instance;
    let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
    let met = instance.met.as_ref().map_or_else(String::new, |met| plain(met.on.day));
    let why = match (obligation.status, obligation.excuse) {
        (Status::Excused, Some(excuse)) => format!("\n  {}", excuse.reason.trim()),
        (Status::NotApplicable, _) => {
            format!("\n  {}", instance.not_applicable.as_deref().unwrap_or_default())
        }
        _ => String::new(),
    };
    let severity = match instance.severity {
        Severity::Must => String::new(),
        other => format!(" ({})", other.word()),
    };
    let status = obligation.status.word();
    let sentence = format!(
        "{}: {}{subject}: {status}. {} [{}]",
        person(&evaluation.standing),
        instance.rule.title,
        obligation.reason(evaluation.journey.today),
        cites(&instance.rule.cite)
    );
    let cells = vec![
        Cell::plain(format!("{}{subject}{why}", instance.rule.id)),
        Cell::plain(plain(instance.opened)),
        Cell::plain(plain(instance.due.day)),
        Cell::plain(met),
        Cell::toned(format!("{status}{severity}"), tone(obligation.status)),
    ];
    Row { cells, sentence }
}

impl Report for Audit<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        for (evaluation, obligations) in self.shown() {
            let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
            let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
            let worker = evaluation.journey.worker().unwrap_or("no key worker");
            page.heading(
                format!("{} ({worker}): {stage}{day}", person(&evaluation.standing)),
                Tone::Plain,
            );
            let column = |title, width| Column { title, width };
            let columns = vec![
                column("Rule", None),
                column("Opened", Some(10)),
                column("Due", Some(10)),
                column("Met", Some(10)),
                column("Status", Some(16)),
            ];
            let rows = obligations.iter().map(|item| row(item, evaluation)).collect();
            page.table(Table { columns, rows });
            for warning in evaluation.warnings().iter().filter(|_| !self.is_narrowed) {
                page.toned(format!("warning: {}", warning_words(warning)), Tone::Soon);
            }
            page.gap();
        }
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("Audit on {}", long(self.stamp.today));
        frame::opening(page, title, &self.stamp, self.problems);
    }

    fn closing(&self, page: &mut Page) {
        let total = self.shown().map(|(_, obligations)| obligations.len()).sum();
        let obligations = plural(count(total), "obligation");
        let sum = format!("{obligations} of {}.", plural(count(self.shown().count()), "case"));
        frame::closing(page, &self.stamp, 0, self.problems, &sum);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> serde_json::Value {
        let cases: Vec<serde_json::Value> =
            self.cases.iter().map(|(evaluation, items)| case_json(evaluation, items)).collect();
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "cases": cases,
            "problems": obligation::problems(self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let rows = self.cases.iter().flat_map(|(evaluation, items)| {
            items.iter().map(|item| {
                let band = usual_band(evaluation, item);
                (obligation::record(&evaluation.standing, item, band), tone(item.status))
            })
        });
        Some(Records::new(&obligation::RECORD_COLUMNS, rows))
    }
}

/// The band of an obligation in the due list of its week.
fn usual_band(
    evaluation: &Evaluation<'_>,
    obligation: &Obligation<'_>,
) -> Option<crate::obligation::Band> {
    let journey = &evaluation.journey;
    let week = Window::week_of(journey.today);
    obligation.band(week.to, journey.today, journey.numbers_day())
}

/// A case of an audit as JSON.
pub(super) fn case_json(
    evaluation: &Evaluation<'_>,
    obligations: &[&Obligation<'_>],
) -> serde_json::Value {
    let journey = &evaluation.journey;
    let obligations: Vec<_> = obligations
        .iter()
        .map(|item| obligation::json(&evaluation.standing, item, usual_band(evaluation, item)))
        .collect();
    json!({
        "case": journey.case.id.as_str(),
        "programme": journey.programme.id,
        "stage": evaluation.stage.map(|stage| stage.id.as_str()),
        "day": journey.day_reached(),
        "end": journey.end.map(plain),
        "milestones": obligation::milestones(&evaluation.milestones),
        "warnings": obligation::warnings(evaluation.warnings()),
        "obligations": obligations,
    })
}
