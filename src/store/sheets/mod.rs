//! Sheets on disk: CSV files and workbooks, read into the rows that an import takes.

mod separated;
mod workbook;

use std::fs;
use std::path::Path;

use crate::sheet::{Row, Sheet};

/// The largest file that is read, in bytes; a sheet of people is far smaller.
const LARGEST: u64 = 200 << 20;

/// What a workbook of the old kind is called, and how one begins.
const OLD: &str = "it is a workbook of the old kind, .xls";
const OLD_BEGINNING: &[u8] = b"\xd0\xcf\x11\xe0";

/// Which part of a file is the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetPart<'a> {
    /// The sheet of a workbook; none for the first.
    pub sheet: Option<&'a str>,
    /// The number of the row that holds the headings, counted from 1.
    pub headings_row: usize,
    /// What stands between the cells of a CSV file.
    pub separator: u8,
}

/// Why a file is no sheet that can be imported.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The disk refused.
    #[error("cannot read `{file}`: {why}")]
    Disk {
        /// The file.
        file: String,
        /// What the disk said.
        why: std::io::Error,
    },
    /// It is neither CSV nor a workbook.
    #[error("`{file}` is neither a .csv nor an .xlsx file")]
    Kind {
        /// The file.
        file: String,
    },
    /// It is no text in UTF-8.
    #[error("`{file}` is not text in UTF-8; line {line} holds other bytes")]
    NotText {
        /// The file.
        file: String,
        /// The first line that is not.
        line: usize,
    },
    /// A quote is opened and never closed.
    #[error("a quote in `{file}` is opened on row {row} and never closed")]
    Quote {
        /// The file.
        file: String,
        /// The row.
        row: usize,
    },
    /// It is no workbook.
    #[error("`{file}` cannot be read as a workbook: {why}")]
    Workbook {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// The workbook has no such sheet.
    #[error("`{file}` has no sheet `{sheet}`")]
    NoSheet {
        /// The file.
        file: String,
        /// The sheet.
        sheet: String,
        /// Those it has.
        known: Vec<String>,
    },
    /// There are no headings in that row.
    #[error("row {row} of `{file}` is empty, where the headings should stand")]
    NoHeadings {
        /// The file.
        file: String,
        /// The row.
        row: usize,
    },
}

impl SheetError {
    /// What helps.
    pub fn hint(&self) -> String {
        match self {
            SheetError::Disk { .. } => "check the name of the file".to_owned(),
            SheetError::Kind { .. } => {
                "save it in your spreadsheet program as .xlsx or as CSV".to_owned()
            }
            SheetError::NotText { .. } => {
                "save it as \"CSV UTF-8\" or as .xlsx, so that no name is mangled".to_owned()
            }
            SheetError::Quote { .. } => "close it, or save the sheet as .xlsx".to_owned(),
            SheetError::Workbook { why, .. } if why == OLD => {
                "open it in your spreadsheet program and save it as .xlsx".to_owned()
            }
            SheetError::Workbook { .. } => {
                "open it in your spreadsheet program and save it again as .xlsx".to_owned()
            }
            SheetError::NoSheet { known, .. } => format!("it has: {}", known.join(", ")),
            SheetError::NoHeadings { .. } => {
                "say in the mapping file in which row they stand (headings-row = NUMBER), or which \
                 sheet it is (sheet = \"NAME\")"
                    .to_owned()
            }
        }
    }
}

/// Reads the sheet of a file.
///
/// # Errors
///
/// Why there is none.
pub fn read_sheet(path: &Path, part: &SheetPart<'_>) -> Result<Sheet, SheetError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let file = crate::reading::safe_line(&name);
    let is = |ending: &str| path.extension().is_some_and(|is| is.eq_ignore_ascii_case(ending));
    if !is("csv") && !is("xlsx") {
        return Err(SheetError::Kind { file });
    }
    let disk = |why| SheetError::Disk { file: path.display().to_string(), why };
    let length = fs::metadata(path).map_err(disk)?.len();
    if length > LARGEST {
        return Err(disk(std::io::Error::other("it is larger than any sheet of cases can be")));
    }
    let bytes = fs::read(path).map_err(disk)?;
    if bytes.starts_with(OLD_BEGINNING) {
        return Err(SheetError::Workbook { file, why: OLD.to_owned() });
    }
    if is("csv") {
        separated::read(&file, &bytes, part)
    } else {
        workbook::read(&file, bytes, part)
    }
}

/// A sheet with its headings, if there are any.
fn headed(
    file: &str,
    headings_row: usize,
    headings: Vec<String>,
    rows: Vec<Row>,
) -> Result<Sheet, SheetError> {
    if headings.iter().all(String::is_empty) {
        return Err(SheetError::NoHeadings { file: file.to_owned(), row: headings_row });
    }
    Ok(Sheet { name: file.to_owned(), headings_row, headings, rows })
}
