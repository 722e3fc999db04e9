//! The rows of a report in columns and in an order that somebody chose.

use std::cmp::Ordering;

use serde_json::{Value, json};

use crate::calendar::plain;
use crate::report::page::{Cell, Column, Page, Row, Table};
use crate::report::records::{Field, Record, Records, heading, row_json};
use crate::report::{Feed, Report, Stamp, Tone, obligation};

/// What is shown on a page where only the order was chosen, as far as a report has it.
const USUAL: [&str; 7] = ["case", "name", "worker", "title", "due", "status", "next_do_by"];

/// The column that says that a row is of something supposed.
pub(super) const MARK: &str = "supposed";

/// A report as its rows.
pub struct Rows<'r> {
    of: &'r dyn Report,
    records: Records,
    /// The columns of a page, by their places.
    shown: Vec<usize>,
}

/// Why rows cannot be shown so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowsError {
    /// The report has no rows.
    None,
    /// It has no such column; these it has.
    Column(String, Vec<&'static str>),
}

impl<'r> Rows<'r> {
    /// The rows of a report with these columns alone, all if none is named, in the order of the
    /// columns that `sort` names; one with a `-` before it, from the last to the first.
    ///
    /// # Errors
    ///
    /// If it has no rows, or not such a column.
    pub fn of(
        report: &'r dyn Report,
        columns: &[String],
        sort: &[String],
    ) -> Result<Rows<'r>, RowsError> {
        let mut records = report.records().ok_or(RowsError::None)?;
        let place = |name: &str| {
            let found = records.columns.iter().position(|known| *known == name.replace('-', "_"));
            found.ok_or_else(|| RowsError::Column(name.to_owned(), records.columns.clone()))
        };
        let keys: Vec<(usize, bool)> = sort
            .iter()
            .map(|name| match name.strip_prefix('-') {
                Some(name) => Ok((place(name)?, true)),
                None => Ok((place(name)?, false)),
            })
            .collect::<Result<_, RowsError>>()?;
        let chosen: Vec<usize> =
            columns.iter().map(|name| place(name)).collect::<Result<_, _>>()?;
        records.rows.sort_by(|left, right| {
            let by = keys.iter().map(|(at, is_last_first)| {
                let order = compare(&left.fields[*at], &right.fields[*at]);
                if *is_last_first { order.reverse() } else { order }
            });
            by.into_iter().find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
        });
        if !chosen.is_empty() {
            // That something is only supposed is said whatever was chosen.
            let mark = records.columns.iter().position(|name| *name == MARK);
            let chosen: Vec<usize> =
                chosen.iter().copied().filter(|at| Some(*at) != mark).chain(mark).collect();
            records.columns = chosen.iter().map(|at| records.columns[*at]).collect();
            for row in &mut records.rows {
                row.fields = chosen.iter().map(|at| row.fields[*at].clone()).collect();
            }
        }
        let all = || (0..records.columns.len()).collect::<Vec<usize>>();
        let mut shown = all();
        if chosen.is_empty() {
            shown.retain(|at| USUAL.contains(&records.columns[*at]));
        }
        if shown.is_empty() {
            shown = all();
        }
        Ok(Rows { of: report, records, shown })
    }

    fn row(&self, record: &Record) -> Row {
        let text = |at: &usize| record.fields[*at].text();
        let cells = self.shown.iter().map(|at| Cell::toned(text(at), tone(record, *at, self)));
        let said = self.shown.iter().filter(|at| record.fields[**at] != Field::Empty);
        let said: Vec<String> =
            said.map(|at| format!("{} {}", heading(self.records.columns[*at]), text(at))).collect();
        Row {
            cells: cells.collect(),
            sentence: format!("{}.", said.join("; ").trim_end_matches('.')),
        }
    }
}

/// The last of the columns shown has the meaning of the whole row.
fn tone(record: &Record, at: usize, rows: &Rows<'_>) -> Tone {
    if rows.shown.last() == Some(&at) { record.tone } else { Tone::Plain }
}

/// Days and numbers by what they are, texts by their letters; what is empty last, and first where the
/// order is from the last to the first.
fn compare(left: &Field, right: &Field) -> Ordering {
    let empty = |field: &Field| *field == Field::Empty;
    empty(left).cmp(&empty(right)).then_with(|| match (left, right) {
        (Field::Number(left), Field::Number(right)) => left.cmp(right),
        (Field::Share(left), Field::Share(right)) => left.total_cmp(right),
        (left, right) => left.text().to_lowercase().cmp(&right.text().to_lowercase()),
    })
}

impl Report for Rows<'_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.of.opening(&mut page);
        let columns =
            self.shown.iter().map(|at| Column { title: self.records.columns[*at], width: None });
        let rows = self.records.rows.iter().map(|record| self.row(record));
        page.table(Table { columns: columns.collect(), rows: rows.collect() });
        page.gap();
        self.of.closing(&mut page);
        page
    }

    fn json(&self) -> Value {
        let columns = &self.records.columns;
        let rows = self.records.rows.iter().map(|record| row_json(columns, &record.fields));
        json!({
            "schema": 1,
            "today": self.of.stamp().map(|stamp| plain(stamp.today)),
            "revision": self.of.stamp().and_then(|stamp| stamp.revision.clone()),
            "columns": self.records.columns,
            "rows": rows.collect::<Vec<_>>(),
            "problems": obligation::problems(self.of.problems()),
        })
    }

    fn stamp(&self) -> Option<&Stamp> {
        self.of.stamp()
    }

    fn feed(&self) -> Option<Feed> {
        self.of.feed()
    }

    fn records(&self) -> Option<Records> {
        Some(self.records.clone())
    }
}
