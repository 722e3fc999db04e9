//! A mapping laid over a sheet: for every key, the column that holds it.

use crate::operation::import::mapping::{Mapping, Named, RowsOf};
use crate::problem::Problem;
use crate::reading::did_you_mean;
use crate::sheet::{Cell, Sheet, is_same_heading, shown};

/// From where a key has its value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum From {
    /// A column.
    Column(usize),
    /// The same for every row.
    Always(Cell),
}

/// Where a sheet holds what.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// By key, in the order in which a file has them.
    pub(super) keys: Vec<(&'static str, From)>,
    /// The column by which a row is known again.
    pub(super) key: Option<usize>,
    /// Rows in which this column is empty are passed over.
    pub(super) only_with: Option<usize>,
    /// The headings that nothing is taken from.
    pub(super) left: Vec<String>,
    /// The file to be mended where a column is missing: the mapping, or the sheet itself.
    pub(super) named_in: String,
}

impl Columns {
    /// Lays a mapping over a sheet.
    ///
    /// # Errors
    ///
    /// The problems: columns that are not there or there twice, headings that are no key.
    pub(super) fn of(sheet: &Sheet, mapping: &Mapping) -> Result<Columns, Vec<Problem>> {
        let mut problems = Vec::new();
        if !mapping.is_of_headings() && mapping.columns.len() > 1 && has_none(sheet, mapping) {
            return Err(vec![no_heading_fits(sheet, mapping)]);
        }
        let mut find = |named: &Named| found(sheet, mapping, named, &mut problems);
        let key = mapping.key.as_ref().and_then(&mut find);
        let only_with = mapping.only_with.as_ref().and_then(&mut find);
        let mut keys: Vec<(&'static str, From)> = Vec::new();
        for (name, named) in &mapping.columns {
            let is_there = sheet.column(&named.heading).is_some();
            if is_there || !mapping.is_of_headings() {
                keys.extend(find(named).map(|column| (*name, From::Column(column))));
            }
        }
        for (name, cell) in &mapping.always {
            if !keys.iter().any(|(known, _)| known == name) {
                keys.push((name, From::Always(cell.clone())));
            }
        }
        let names = mapping.rows.names();
        keys.sort_by_key(|(name, _)| names.iter().position(|known| known == name));
        let taken = |column: usize| {
            key == Some(column)
                || only_with == Some(column)
                || keys.iter().any(|(_, from)| *from == From::Column(column))
        };
        let headings = sheet.headings.iter().enumerate();
        let left: Vec<String> = headings
            .filter(|(column, heading)| !heading.is_empty() && !taken(*column))
            .map(|(_, heading)| heading.clone())
            .collect();
        if mapping.is_of_headings() {
            problems.extend(left.iter().map(|heading| no_key(sheet, mapping.rows, heading)));
        }
        let named_in = if mapping.is_of_headings() { &sheet.name } else { &mapping.file }.clone();
        if problems.is_empty() {
            return Ok(Columns { keys, key, only_with, left, named_in });
        }
        Err(problems)
    }

    /// From where a key has its value, if anything holds it.
    pub(super) fn from(&self, name: &str) -> Option<&From> {
        self.keys.iter().find(|(known, _)| *known == name).map(|(_, from)| from)
    }

    /// The column that holds a key.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        match self.from(name) {
            Some(From::Column(column)) => Some(*column),
            _ => None,
        }
    }
}

/// Whether a sheet has none of the headings that a mapping names.
fn has_none(sheet: &Sheet, mapping: &Mapping) -> bool {
    mapping.columns.iter().all(|(_, named)| sheet.column(&named.heading).is_none())
}

fn no_heading_fits(sheet: &Sheet, mapping: &Mapping) -> Problem {
    let row = sheet.headings_row;
    let known: Vec<String> = sheet
        .headings
        .iter()
        .filter(|known| !known.is_empty())
        .map(|known| format!("`{}`", shown(known)))
        .collect();
    let message =
        format!("row {row} of the sheet has none of these headings, but {}", known.join(", "));
    let named = |heading: &str| {
        mapping.columns.iter().any(|(_, named)| is_same_heading(&named.heading, heading))
    };
    let holds_them = sheet
        .rows
        .iter()
        .find(|row| row.cells.iter().filter(|cell| named(&cell.words())).count() > 1);
    let separator = [(";", ";"), ("\t", "\\t")]
        .into_iter()
        .find(|(separator, _)| known.len() == 1 && known[0].contains(separator));
    let hint = match (holds_them, separator) {
        (Some(row), _) => format!("they stand in another row: headings-row = {}", row.number),
        (_, Some((_, written))) => {
            format!("the cells are set apart otherwise: separator = \"{written}\"")
        }
        _ => "if it is another sheet of the workbook, say which: sheet = \"NAME\"".to_owned(),
    };
    let place = mapping.columns.first().and_then(|(_, named)| named.place.clone());
    Problem::error(&mapping.file, "import", message).with_hint(hint).at(place)
}

/// The column of a heading that the mapping names.
fn found(
    sheet: &Sheet,
    mapping: &Mapping,
    named: &Named,
    problems: &mut Vec<Problem>,
) -> Option<usize> {
    let of_that_name = sheet.headings.iter().filter(|known| is_same_heading(known, &named.heading));
    let (file, place) = if mapping.is_of_headings() {
        (sheet.name.as_str(), None)
    } else {
        (mapping.file.as_str(), named.place.clone())
    };
    let heading = shown(&named.heading);
    match of_that_name.count() {
        1 => sheet.column(&named.heading),
        0 => {
            let known = sheet.headings.iter().filter(|known| !known.is_empty());
            let known: Vec<String> = known.map(|known| shown(known)).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let row = sheet.headings_row;
            let message = format!("row {row} of the sheet has no heading `{heading}`");
            let hint = did_you_mean(&named.heading, &known, "look at the headings of the sheet");
            problems.push(Problem::error(file, "import", message).with_hint(hint).at(place));
            None
        }
        _ => {
            let message = format!("the sheet has the heading `{heading}` more than once");
            let hint = "give each column a heading of its own";
            problems.push(Problem::error(file, "import", message).with_hint(hint).at(place));
            None
        }
    }
}

/// A heading that is no key, where no mapping file says what it is.
fn no_key(sheet: &Sheet, rows: RowsOf, heading: &str) -> Problem {
    let names = rows.names();
    let message = format!("no key is called `{}`, as this heading is", shown(heading));
    let otherwise = "say with --mapping which column is what; --draft writes one to begin with";
    let hint = did_you_mean(heading, &names, otherwise);
    Problem::error(&sheet.name, "import", message).with_hint(hint)
}
