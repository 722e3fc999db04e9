//! A sheet of rows, as a spreadsheet program keeps it: headings, and below them cells.
//!
//! Reading one from a file is the store's; here it is a value. Rows and columns are named as a
//! spreadsheet program names them, so that a person finds the cell.

use chrono::NaiveTime;

use crate::calendar::Moment;
use crate::problem::{Place, Problem};
use crate::reading::safe_line;

/// The longest part of a cell that is shown, in characters.
const LONGEST_SHOWN: usize = 60;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing, or blanks.
    Empty,
    /// A text, without blanks around it.
    Text(String),
    /// A number.
    Number(f64),
    /// A day, with a time of day or without.
    Moment(Moment),
    /// A time of day.
    Time(NaiveTime),
    /// True or false.
    Truth(bool),
    /// A formula whose value is not in the file, as programs write it that compute nothing.
    NotComputed(String),
    /// What a spreadsheet program shows where a formula failed, such as `#N/A`.
    Failed(String),
}

impl Cell {
    /// A cell that holds a text.
    pub fn text(text: &str) -> Cell {
        let text = without_guard(text.trim());
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.replace("\r\n", "\n")) }
    }

    /// Its words: what a person sees in it.
    pub fn words(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::NotComputed(text) | Cell::Failed(text) => text.clone(),
            Cell::Number(number) => number.to_string(),
            Cell::Moment(moment) => moment.to_string(),
            Cell::Time(time) => time.to_string(),
            Cell::Truth(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        }
    }
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number, counted from 1, as a spreadsheet program shows it.
    pub number: usize,
    /// Its cells, one a heading; what is missing is empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// The name a person knows the file by.
    pub name: String,
    /// The number of the row that holds the headings.
    pub headings_row: usize,
    /// The headings; one that is blank is empty.
    pub headings: Vec<String>,
    /// The rows below them that are not blank.
    pub rows: Vec<Row>,
}

impl Sheet {
    /// The column of a heading, letter case and blanks around it aside.
    pub fn column(&self, heading: &str) -> Option<usize> {
        self.headings.iter().position(|known| is_same_heading(known, heading))
    }

    /// A heading with the letter of its column, in words.
    pub fn column_words(&self, column: usize) -> String {
        let heading = self.headings.get(column).map_or("", String::as_str);
        match heading {
            "" => format!("column {}", letters(column)),
            heading => format!("`{}` ({})", shown(heading), letters(column)),
        }
    }

    /// What is wrong with a cell.
    pub fn wrong_cell(&self, row: &Row, column: usize, message: &str, hint: &str) -> Problem {
        let shown: String =
            safe_line(&row.cell(column).words()).chars().take(LONGEST_SHOWN).collect();
        let width = shown.chars().count().max(1);
        let message = format!("{}: {}", self.column_words(column), safe_line(message));
        Problem::error(&self.name, "import", message).with_hint(safe_line(hint)).at(Some(Place {
            line: row.number,
            column: column + 1,
            excerpt: shown,
            caret: 0,
            width,
        }))
    }

    /// What is wrong with a row as a whole.
    pub fn wrong_row(&self, row: &Row, message: &str, hint: &str) -> Problem {
        let (message, hint) = (safe_line(message), safe_line(hint));
        Problem::error(&self.name, "import", message).with_hint(hint).at(Some(Place {
            line: row.number,
            column: 1,
            excerpt: String::new(),
            caret: 0,
            width: 1,
        }))
    }
}

/// What somebody wrote in a cell as it is said again: safe to print, and cut where it is long.
pub(crate) fn shown(words: &str) -> String {
    let safe = safe_line(words);
    if safe.chars().count() <= LONGEST_SHOWN {
        return safe;
    }
    let cut: String = safe.chars().take(LONGEST_SHOWN).collect();
    cut + "..."
}

/// Whether two headings are the same, letter case and blanks around them aside.
pub fn is_same_heading(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// A text without the quote that keeps a spreadsheet program from taking it for a formula, as an
/// export writes it.
fn without_guard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|text| is_like_a_formula(text)).unwrap_or(text)
}

/// Whether a spreadsheet program would take a text for a formula, if it did not stand behind a quote.
/// A text that begins with such quotes counts too, so that every quote put before one can be told
/// from the text's own.
pub fn is_like_a_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'').trim_start();
    text.starts_with(['=', '+', '-', '@', '|', '%'])
}

/// The letters of a column, counted from 0: A, B, and after Z, AA.
pub fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    match column / 26 {
        0 => letter.to_string(),
        more => letters(more - 1) + &letter.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let named = [0, 1, 25, 26, 27, 51, 52, 701, 702].map(letters);
        assert_eq!(named, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn blanks_are_nothing() {
        assert_eq!(Cell::text(" \u{a0}\n"), Cell::Empty);
        assert_eq!(Cell::text(" a\r\nb "), Cell::Text("a\nb".to_owned()));
    }
}
