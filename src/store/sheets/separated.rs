//! A CSV file as a sheet.

use csv::{ReaderBuilder, StringRecord};

use crate::sheet::{Cell, Row, Sheet};
use crate::store::sheets::{SheetError, SheetPart};

/// Reads a CSV file.
pub(super) fn read(file: &str, bytes: &[u8], part: &SheetPart<'_>) -> Result<Sheet, SheetError> {
    let mut text = std::str::from_utf8(bytes)
        .map_err(|error| {
            let before = &bytes[..error.valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            SheetError::NotText { file: file.to_owned(), line }
        })?
        .trim_start_matches('\u{feff}')
        .to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mut headings = Vec::new();
    let mut rows = Vec::new();
    let mut last = (0, false);
    for (number, record) in records(&text, part.separator) {
        last = (number, record.iter().any(|field| field.contains('\n')));
        let cells = || record.iter().map(Cell::text);
        match number.cmp(&part.headings_row) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => {
                headings = cells().map(|cell| cell.words()).collect();
            }
            std::cmp::Ordering::Greater => {
                let cells: Vec<Cell> = cells().collect();
                if cells.iter().any(|cell| *cell != Cell::Empty) {
                    rows.push(Row { number, cells });
                }
            }
        }
    }
    if last.1 && text.matches('"').count() % 2 == 1 {
        return Err(SheetError::Quote { file: file.to_owned(), row: last.0 });
    }
    super::headed(file, part.headings_row, headings, rows)
}

/// The records with the number that a spreadsheet program gives each: blank lines count, and a
/// record of several lines is one row.
fn records(text: &str, separator: u8) -> Vec<(usize, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut records = Vec::new();
    let (mut number, mut line) = (0, 1);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).unwrap_or(false) {
        let now = reader.position().line();
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let passed = usize::try_from(now - line).unwrap_or(0);
        number += passed.saturating_sub(within).max(1);
        line = now;
        records.push((number, record.clone()));
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<usize> {
        let sheet = sheet(text).unwrap();
        sheet.rows.iter().map(|row| row.number).collect()
    }

    fn sheet(text: &str) -> Result<Sheet, SheetError> {
        let part = SheetPart { sheet: None, headings_row: 1, separator: b',' };
        read("a.csv", text.as_bytes(), &part)
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet() {
        assert_eq!(numbers("a,b\n1,2\n3,4"), [2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n\r\n3,4\r\n"), [2, 4]);
        assert_eq!(numbers("a,b\n\"1\n1\",2\n\n,\n3,4\n"), [2, 5]);
        assert_eq!(numbers("a,b\r\n\"1\r\n1\",2\r\n3,4\r\n"), [2, 3]);
        assert_eq!(numbers("\u{feff}a,b\n\n\n1,2"), [4]);
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_line() {
        let part = SheetPart { sheet: None, headings_row: 1, separator: b',' };
        let error = read("a.csv", b"a,b\nZo\xeb,1\n", &part).unwrap_err();
        assert!(matches!(error, SheetError::NotText { line: 2, .. }), "{error}");
        assert!(matches!(sheet(""), Err(SheetError::NoHeadings { row: 1, .. })));
        assert!(matches!(sheet("a,b\n1,2\n3,\"4\n5,6\n"), Err(SheetError::Quote { row: 3, .. })));
    }

    #[test]
    fn a_guarded_text_is_itself_again() {
        let sheet = sheet("a,b,c,d\n'=1,''=1,'t,'\n").unwrap();
        let words: Vec<String> = sheet.rows[0].cells.iter().map(Cell::words).collect();
        assert_eq!(words, ["=1", "'=1", "'t", "'"]);
    }
}
