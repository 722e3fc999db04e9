//! The caseload: one row a case.

use serde_json::json;

use crate::calendar::{Day, long, plain, plural};
use crate::case::Outcome;
use crate::journey::{Evidence, Journey};
use crate::obligation::{Evaluation, Status};
use crate::problem::{Problem, any_error};
use crate::report::due::is_overdue_must;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::records::row_json;
use crate::report::words::{count, day_of, key_worker, near, person, person_cell};
use crate::report::{By, Field, Filter, Records, Report, Stamp, frame, obligation};

/// One case of the caseload.
#[derive(Clone, Debug)]
pub struct ListRow<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    last_held_in_person: Option<Day>,
    next_do_by: Option<Day>,
    next_shown: Option<Day>,
    overdue_musts: i64,
}

/// The caseload.
#[derive(Debug)]
pub struct List<'e, 'a> {
    stamp: Stamp,
    rows: Vec<ListRow<'e, 'a>>,
    problems: &'e [Problem],
    restricted: i64,
    /// Whether there is any case that could be judged.
    is_any: bool,
}

impl<'e, 'a> List<'e, 'a> {
    /// The caseload of these cases; `by` orders them.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        filter: &Filter,
        by: By,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> List<'e, 'a> {
        let taken: Vec<&Evaluation<'a>> = evaluations
            .iter()
            .filter(|evaluation| {
                filter.takes_case(&evaluation.standing) && !filter.hides(&evaluation.standing)
            })
            .filter(|evaluation| filter.takes_any(evaluation))
            .collect();
        let mut rows: Vec<ListRow<'e, 'a>> = taken.into_iter().map(list_row).collect();
        rows.sort_by_key(|row| {
            let journey = &row.evaluation.journey;
            // Those without a key worker come last.
            let worker = Some((journey.worker().is_none(), journey.worker()));
            let worker = worker.filter(|_| by == By::Worker);
            let day = row.next_shown.unwrap_or(Day::MAX);
            (worker, Some(day).filter(|_| by == By::Day), journey.case.id.as_str())
        });
        let restricted = filter.hidden(evaluations.iter().map(|it| &it.standing));
        List { stamp, rows, problems, restricted, is_any: !evaluations.is_empty() }
    }

    /// The cases in their order.
    pub(super) fn evaluations(&self) -> impl Iterator<Item = &'e Evaluation<'a>> + '_ {
        self.rows.iter().map(|row| row.evaluation)
    }

    /// The rows, for a page of its own or a part of one.
    pub(super) fn table_on(&self, page: &mut Page) {
        let column = |title, width| Column { title, width };
        let columns = vec![
            column("Who", None),
            column("Worker", Some(8)),
            column("Stage", Some(20)),
            column("In person", Some(11)),
            column("Next by", Some(11)),
            column("Late musts", Some(5)),
        ];
        if self.rows.is_empty() {
            page.text(self.nobody());
        } else {
            page.table(Table { columns, rows: self.rows.iter().map(row).collect() });
        }
        page.gap();
    }

    /// What is said in place of the rows, where there are none.
    fn nobody(&self) -> &'static str {
        match (self.is_any, any_error(self.problems)) {
            (true, _) => "No case is in this list.",
            (false, true) => "No case can be judged.",
            (false, false) => "No case is on record.",
        }
    }

    /// Restricted cases that were left out are said.
    pub(super) fn left_out(&self, page: &mut Page) {
        frame::left_out(page, self.restricted);
    }

    /// How many cases there are.
    pub(super) fn count(&self) -> String {
        let overdue = self.rows.iter().filter(|row| row.overdue_musts > 0).count();
        format!("{}, {overdue} with an overdue must.", plural(count(self.rows.len()), "case"))
    }
}

fn list_row<'e, 'a>(evaluation: &'e Evaluation<'a>) -> ListRow<'e, 'a> {
    let to_do = || evaluation.obligations.iter().filter(|item| item.status.is_to_do());
    let overdue = to_do().filter(|item| is_overdue_must(item)).count();
    ListRow {
        evaluation,
        last_held_in_person: last_held(&evaluation.journey, true),
        next_do_by: to_do().map(|item| item.do_by).min(),
        // As in the due list: the limit, once that is past.
        next_shown: to_do()
            .map(|item| match item.status {
                Status::Overdue => item.instance.due.day,
                _ => item.do_by,
            })
            .min(),
        overdue_musts: i64::try_from(overdue).unwrap_or(i64::MAX),
    }
}

/// The day of the last held contact with the participant; in person, or by exception, if asked.
pub(super) fn last_held(journey: &Journey<'_>, in_person: bool) -> Option<Day> {
    let is_held = |entry: &&Evidence<'_>| match entry {
        _ if in_person => journey.is_held_face_to_face(**entry),
        Evidence::Contact(contact) => entry.has_participant() && contact.outcome == Outcome::Held,
        Evidence::Document(_) => false,
    };
    journey.evidence.iter().rev().find(is_held).map(|entry| entry.on().day)
}

fn row(item: &ListRow<'_, '_>) -> Row {
    let evaluation = item.evaluation;
    let worker = evaluation.journey.worker().unwrap_or("(none)");
    let stage = evaluation.stage.map_or("", |stage| stage.id.as_str());
    let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
    let today = evaluation.journey.today;
    let written = |day: Option<Day>| day.map_or_else(|| "-".to_owned(), |day| near(day, today));
    let (last, next) = (written(item.last_held_in_person), written(item.next_shown));
    let overdue = match item.overdue_musts {
        0 => "-".to_owned(),
        number => number.to_string(),
    };
    let tone = if item.overdue_musts > 0 { Tone::Bad } else { Tone::Plain };
    let met = item.last_held_in_person.map(|_| format!("last in person {last}"));
    let to_do = item.next_shown.map(|_| format!("next by {next}"));
    let sentence = format!(
        "{}: {}, {stage}{day}; {}, {}, {}.",
        person(&evaluation.standing),
        key_worker(&evaluation.standing),
        met.as_deref().unwrap_or("not met in person"),
        to_do.as_deref().unwrap_or("nothing to do"),
        plural(item.overdue_musts, "overdue must"),
    );
    let cells = vec![
        person_cell(&evaluation.standing),
        Cell::plain(worker),
        Cell::plain(format!("{stage}{}", day.replacen(", ", "\n", 1))),
        Cell::plain(last),
        Cell::plain(next),
        Cell::toned(overdue, tone),
    ];
    Row { cells, sentence }
}

impl Report for List<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        self.table_on(&mut page);
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("Caseload on {}", long(self.stamp.today));
        frame::opening(page, title, &self.stamp, self.problems);
    }

    fn closing(&self, page: &mut Page) {
        frame::closing(page, &self.stamp, self.restricted, self.problems, &self.count());
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> serde_json::Value {
        let cases: Vec<serde_json::Value> =
            self.rows.iter().map(|row| row_json(&COLUMNS, &fields(row))).collect();
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "cases": cases,
            "problems": obligation::problems(self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let rows = self
            .rows
            .iter()
            .map(|row| (fields(row), if row.overdue_musts > 0 { Tone::Bad } else { Tone::Plain }));
        Some(Records::new(&COLUMNS, rows))
    }
}

/// What is said of each case: the keys of JSON and the columns of rows.
const COLUMNS: [&str; 10] = [
    "case",
    "name",
    "worker",
    "programme",
    "stage",
    "day",
    "end",
    "last_held_in_person",
    "next_do_by",
    "overdue_musts",
];

/// A row as values, in the order of [`COLUMNS`].
fn fields(row: &ListRow<'_, '_>) -> Vec<Field> {
    let evaluation = row.evaluation;
    let journey = &evaluation.journey;
    vec![
        journey.case.id.as_str().into(),
        journey.case.name.as_deref().into(),
        journey.worker().into(),
        (&journey.programme.id).into(),
        evaluation.stage.map(|stage| stage.id.as_str()).into(),
        journey.day_reached().into(),
        journey.end.into(),
        row.last_held_in_person.into(),
        row.next_do_by.into(),
        row.overdue_musts.into(),
    ]
}
