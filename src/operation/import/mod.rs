//! Moving in: the rows of a sheet as cases, or as entries of cases.
//!
//! A mapping says which column holds which key. Every row is looked at; if anything is wrong with
//! one of them nothing is imported, and each is named with its row, its column and the reason. A row
//! is known again by its key, kept as `ref` (or by `logged`, in what `export` wrote), so that a sheet
//! can be imported twice: what is on record stays, a corrected row corrects its entry, and an empty
//! cell says nothing.

mod alike;
mod attribution;
mod case_desk;
mod cases;
mod cell;
mod columns;
mod draft;
mod entries;
mod known;
mod mapping;
mod past;
mod rows;
mod words;

pub use draft::draft;
pub use known::KnownCase;
pub use mapping::{BESIDE, Mapping, RowsOf};
pub use past::PastImports;

use std::collections::HashMap;

use crate::calendar::Day;
use crate::operation::import::columns::Columns;
use crate::operation::import::rows::{RowReader, SaidRow};
use crate::operation::{FileChange, Operation, Rules};
use crate::problem::{Problem, any_error};
use crate::sheet::{Cell, Sheet};

/// The first word of what an import's commit says that it did.
const IMPORT: &str = "import";

/// Whether the subject of a commit is that of an import.
pub fn is_import(subject: &str) -> bool {
    let what = subject.split_once(": ").map_or("", |(_, what)| what);
    what.strip_prefix(IMPORT).is_some_and(|rest| rest.starts_with(" ("))
}

/// What an import is worked out from, beside the sheet.
pub struct Ground<'f> {
    /// What cases are judged by.
    pub rules: Rules<'f>,
    /// The day after which nothing can have happened; none where that is allowed.
    pub today: Option<Day>,
    /// Every case of the folder.
    pub cases: &'f [KnownCase],
    /// What earlier imports wrote.
    pub past: &'f PastImports,
    /// The text of a file.
    pub text_of: &'f dyn Fn(&str) -> Result<String, Box<Problem>>,
    /// A moment for each entry that is logged now, by its number.
    pub logged: &'f dyn Fn(usize) -> String,
    /// An id that is not among those taken.
    pub new_id: &'f dyn Fn(&[String]) -> String,
}

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A new case or entry.
    Added,
    /// A correction of these keys.
    Corrected(Vec<&'static str>),
    /// Nothing: it is on record already.
    OnRecord,
    /// Nothing: it says the same as the row of this number.
    Repeated(usize),
    /// Nothing: it was imported before, and struck or changed in the folder since.
    TakenAway,
}

/// A row and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedRow {
    /// Its number in the sheet.
    pub row: usize,
    /// The case.
    pub case: String,
    /// What becomes of it.
    pub becomes: Becomes,
    /// The keys that were mended in the folder since this was imported, and stay so.
    pub kept: Vec<&'static str>,
}

/// What comes of importing a sheet.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The rows, in the order of the sheet; without those that are passed over.
    pub rows: Vec<ImportedRow>,
    /// The rows that were passed over.
    pub passed_over: Vec<usize>,
    /// How many of the new cases started before today, and do not say from when their record speaks.
    pub begun_before: usize,
    /// How many of the new cases have no key worker.
    pub without_worker: usize,
    /// The headings that nothing was taken from.
    pub left: Vec<String>,
    /// The files to be changed; none if there is an error.
    pub files: Vec<FileChange>,
    /// The cases that are changed.
    pub cases: Vec<String>,
    /// Everything that is wrong or odd, in the order of the sheet.
    pub problems: Vec<Problem>,
}

impl Import {
    /// How many rows become something.
    pub fn count(&self, of: impl Fn(&Becomes) -> bool) -> usize {
        self.rows.iter().filter(|row| of(&row.becomes)).count()
    }

    /// How many are added.
    pub fn added(&self) -> usize {
        self.count(|becomes| *becomes == Becomes::Added)
    }

    /// How many are corrected.
    pub fn corrected(&self) -> usize {
        self.count(|becomes| matches!(becomes, Becomes::Corrected(_)))
    }

    /// What is to be recorded.
    pub fn operation(&self) -> Operation {
        let done = [(self.added(), "added"), (self.corrected(), "corrected")];
        let done = done.iter().filter(|(number, _)| *number > 0);
        let done: Vec<String> = done.map(|(number, word)| format!("{number} {word}")).collect();
        Operation {
            what: format!("{IMPORT} ({})", done.join(", ")),
            cases: self.cases.clone(),
            files: self.files.clone(),
            reverses: None,
        }
    }
}

/// What would come of importing a sheet.
pub fn import(sheet: &Sheet, mapping: &Mapping, ground: &Ground<'_>) -> Import {
    let columns = match Columns::of(sheet, mapping) {
        Ok(columns) => columns,
        Err(problems) => return Import { problems, ..Import::default() },
    };
    let (settings, today) = (ground.rules.settings, ground.today);
    let problems = Vec::new();
    let mut reader = RowReader { sheet, mapping, columns: &columns, settings, today, problems };
    let said = reader.rows();
    let problems = reader.problems;
    let mut import = match mapping.rows {
        RowsOf::Cases => cases::import(sheet, &columns, &said, ground),
        RowsOf::Entries => entries::import(sheet, &columns, &said, ground),
    };
    import.passed_over = passed_over(sheet, &columns);
    import.left = columns.left;
    import.problems.extend(problems);
    import.problems.sort_by_key(|problem| {
        problem.place.as_ref().map_or((0, 0), |place| (place.line, place.column))
    });
    import.rows.sort_by_key(|row| row.row);
    if any_error(&import.problems) {
        import.files.clear();
    }
    import
}

fn passed_over(sheet: &Sheet, columns: &Columns) -> Vec<usize> {
    let Some(column) = columns.only_with else { return Vec::new() };
    let rows = sheet.rows.iter().filter(|row| *row.cell(column) == Cell::Empty);
    rows.map(|row| row.number).collect()
}

/// Ensures that no two rows have the same key; gives what is wrong.
fn repeated_keys<'r>(
    sheet: &Sheet,
    said: &'r [SaidRow],
    identity: impl Fn(&'r SaidRow) -> Option<(String, &'static str)>,
) -> Vec<Problem> {
    let mut seen = HashMap::new();
    let mut problems = Vec::new();
    for row in said {
        let Some((key, name)) = identity(row) else { continue };
        let at = &sheet.rows[row.index];
        if let Some(first) = seen.get(&key) {
            let what = if name == "ref" { "key" } else { name };
            let message = format!("row {first} has the same {what}");
            let hint = "give every row one of its own, or take one of the two out";
            problems.push(match row.column(name) {
                Some(column) => sheet.wrong_cell(at, column, &message, hint),
                None => sheet.wrong_row(at, &message, hint),
            });
        } else {
            seen.insert(key, at.number);
        }
    }
    problems
}
