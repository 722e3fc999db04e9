//! What came of importing a sheet: what was added and corrected, and what is wrong with its rows.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::calendar::plural;
use crate::operation::{Becomes, Import, ImportedRow};
use crate::problem::{Problem, any_error};
use crate::reading::safe_line;
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{capitalised, count, ranges};
use crate::report::{Recording, Report, obligation};

/// What came of importing a sheet.
#[derive(Debug)]
pub struct Imported<'i> {
    sheet: String,
    import: &'i Import,
    recording: Recording,
    commit: Option<String>,
    operation: Option<String>,
    is_trial: bool,
}

impl<'i> Imported<'i> {
    /// What would come of it, or is about to; if it is only tried, with the exact change.
    pub fn new(sheet: &str, import: &'i Import, is_trial: bool) -> Imported<'i> {
        let recording = Recording::new(&import.operation(), is_trial && !import.files.is_empty());
        Imported {
            sheet: sheet.to_owned(),
            import,
            recording,
            commit: None,
            operation: None,
            is_trial,
        }
    }

    /// Says that it is recorded, as this commit and the operation of this id.
    pub fn is_made(&mut self, commit: &str, operation: &str) {
        self.recording.is_made(commit, operation);
        (self.commit, self.operation) = (Some(commit.to_owned()), Some(operation.to_owned()));
    }

    fn of_each(&self) -> String {
        let import = self.import;
        let cases = plural(count(import.cases.len()), "case");
        let is_done = self.commit.is_some();
        let to_be = if is_done { "" } else { " to be" };
        let mut parts = Vec::new();
        if import.added() > 0 {
            parts.push(format!("{}{to_be} added", import.added()));
        }
        if import.corrected() > 0 {
            parts.push(format!("{}{to_be} corrected", import.corrected()));
        }
        let rows = import.rows.len() + import.passed_over.len();
        let rows = plural(count(rows), "row");
        let there = import.count(|becomes| *becomes == Becomes::OnRecord);
        if import.rows.is_empty() {
            return format!("{}: {rows}; there is nothing in it to import.", self.sheet);
        }
        match (parts.is_empty(), there) {
            (true, _) => format!("{}: {rows}; everything is on record already.", self.sheet),
            (false, 0) => format!("{}: {rows}; {}, in {cases}.", self.sheet, parts.join(", ")),
            (false, there) => format!(
                "{}: {rows}; {}, in {cases}; {there} on record already.",
                self.sheet,
                parts.join(", ")
            ),
        }
    }

    /// What was mended in the folder since an earlier import, and stays.
    fn kept(&self) -> Vec<(String, Tone)> {
        let rows = |of: &dyn Fn(&ImportedRow) -> bool| -> Vec<usize> {
            self.import.rows.iter().filter(|row| of(row)).map(|row| row.row).collect()
        };
        let mended = rows(&|row| !row.kept.is_empty());
        let away = rows(&|row| row.becomes == Becomes::TakenAway);
        let mut kept = Vec::new();
        if !mended.is_empty() {
            let words = format!(
                "Mended here since they were imported, and left so: {}. If the sheet is right, \
                 `caseload correct` records it.",
                rows_words(&mended)
            );
            kept.push((words, Tone::Soon));
        }
        if !away.is_empty() {
            let words = format!(
                "Imported before, and struck or changed here since, so not brought back: {}.",
                rows_words(&away)
            );
            kept.push((words, Tone::Soon));
        }
        kept
    }

    /// What else a person should know of it.
    fn besides(&self) -> Vec<(String, Tone)> {
        let import = self.import;
        let mut besides = Vec::new();
        if !import.passed_over.is_empty() {
            let rows = rows_words(&import.passed_over);
            besides.push((format!("Passed over, as the mapping says: {rows}."), Tone::Plain));
        }
        besides.extend(self.kept());
        let repeated: Vec<String> = import
            .rows
            .iter()
            .filter_map(|row| match row.becomes {
                Becomes::Repeated(first) => Some(format!("{} (as {first})", row.row)),
                _ => None,
            })
            .collect();
        if !repeated.is_empty() {
            let words = format!(
                "Taken once, since they say the same as a row before: rows {}. If both are meant, \
                 give the rows a key.",
                repeated.join(", ")
            );
            besides.push((words, Tone::Soon));
        }
        if !import.left.is_empty() {
            let headings: Vec<String> =
                import.left.iter().map(|heading| format!("`{}`", safe_line(heading))).collect();
            let words = format!("Columns that nothing was taken from: {}.", headings.join(", "));
            besides.push((words, Tone::Plain));
        }
        if import.without_worker > 0 {
            let cases = plural(count(import.without_worker), "new case");
            let words = format!(
                "{cases} without a key worker: a column for `worker` gives each one, or `caseload \
                 assign` later."
            );
            besides.push((words, Tone::Soon));
        }
        if import.begun_before > 0 {
            let cases = plural(count(import.begun_before), "case");
            let words = format!(
                "{cases} started before today without `record-starts`: until their contacts are \
                 imported too, every week since the start counts as not offered. If the record \
                 begins here, give them a `record-starts`."
            );
            besides.push((words, Tone::Soon));
        }
        besides
    }

    /// What is said where nothing can be imported.
    fn refused(&self) -> Page {
        let mut page = Page::default();
        let errors = self.errors().cloned();
        let (problems, of_the_sheet): (Vec<Problem>, Vec<Problem>) =
            errors.partition(|problem| problem.place.is_some());
        if !of_the_sheet.is_empty() {
            page.blocks.push(Block::Problems(of_the_sheet));
            page.gap();
        }
        page.table(problem_table(&problems));
        let rows: BTreeSet<usize> = problems
            .iter()
            .filter(|problem| problem.file == self.sheet)
            .filter_map(|problem| Some(problem.place.as_ref()?.line))
            .collect();
        if !problems.is_empty() {
            page.gap();
        }
        let words = match rows.len() {
            0 => "Nothing was imported: mend that first.".to_owned(),
            1 => "1 row has something wrong in it, so nothing was imported.".to_owned(),
            many => format!("{many} rows have something wrong in them, so nothing was imported."),
        };
        page.toned(words, Tone::Bad);
        page
    }

    fn errors(&self) -> impl Iterator<Item = &Problem> {
        self.import.problems.iter().filter(|problem| problem.is_error())
    }
}

/// Rows by their numbers: `row 4`, `rows 4-9, 12`.
fn rows_words(rows: &[usize]) -> String {
    format!("{} {}", if rows.len() == 1 { "row" } else { "rows" }, ranges(rows))
}

/// Problems of rows: one line each, those that are the same put together.
fn problem_table(problems: &[Problem]) -> Table {
    let mut alike: IndexMap<(&str, &str), Vec<usize>> = IndexMap::new();
    for problem in problems {
        let rows = alike
            .entry((problem.message.as_str(), problem.hint.as_deref().unwrap_or_default()))
            .or_default();
        rows.extend(problem.place.as_ref().map(|place| place.line));
    }
    let are_single = alike.values().all(|rows| rows.len() < 2);
    let row = |((message, hint), rows): (&(&str, &str), &Vec<usize>)| {
        let hint = if hint.is_empty() { String::new() } else { format!("; {hint}") };
        let sentence = if rows.is_empty() {
            format!("{message}{hint}.")
        } else {
            format!("{}: {message}{hint}.", capitalised(&rows_words(rows)))
        };
        Row {
            cells: vec![
                Cell::plain(ranges(rows)),
                Cell::plain(safe_line(message)),
                Cell::plain(safe_line(hint.trim_start_matches("; "))),
            ],
            sentence: safe_line(&sentence),
        }
    };
    Table {
        columns: vec![
            if are_single {
                Column { title: "Row", width: Some(6) }
            } else {
                Column { title: "Rows", width: None }
            },
            Column { title: "What is wrong", width: None },
            Column { title: "What helps", width: None },
        ],
        rows: alike.iter().map(row).collect(),
    }
}

impl Report for Imported<'_> {
    fn page(&self) -> Page {
        if any_error(&self.import.problems) {
            return self.refused();
        }
        let mut page = Page::default();
        page.text(self.of_each());
        for (words, tone) in self.besides() {
            page.toned(words, tone);
        }
        if !self.import.problems.is_empty() {
            page.gap();
            page.toned("Odd, but no hindrance:", Tone::Soon);
            page.table(problem_table(&self.import.problems));
        }
        page.blocks.extend(self.recording.page().blocks);
        if self.is_trial && self.import.files.is_empty() {
            page.text("Only tried: nothing was recorded.");
        }
        page
    }

    fn json(&self) -> Value {
        let import = self.import;
        let row = |row: &ImportedRow| {
            let (becomes, keys, as_row) = match &row.becomes {
                Becomes::Added => ("added", Vec::new(), None),
                Becomes::Corrected(keys) => ("corrected", keys.clone(), None),
                Becomes::OnRecord => ("on-record", Vec::new(), None),
                Becomes::Repeated(first) => ("repeated", Vec::new(), Some(*first)),
                Becomes::TakenAway => ("taken-away", Vec::new(), None),
            };
            json!({
                "row": row.row, "case": row.case, "becomes": becomes, "keys": keys, "as": as_row,
                "kept": row.kept,
            })
        };
        let rows: Vec<Value> = import.rows.iter().map(row).collect();
        json!({
            "schema": 1,
            "sheet": self.sheet,
            "added": import.added(),
            "corrected": import.corrected(),
            "passed_over": import.passed_over.len(),
            "rows_passed_over": import.passed_over,
            "columns_left": import.left,
            "rows": rows,
            "operation": self.operation,
            "commit": self.commit,
            "problems": obligation::problems(&import.problems),
        })
    }
}
