//! A sheet of a workbook.

use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use calamine::{Data, DataType, ExcelDateTime, Reader, SheetType, Xlsx};
use chrono::Timelike;

use crate::calendar::Moment;
use crate::sheet::{Cell, Row, Sheet};
use crate::store::sheets::{SheetError, SheetPart};

/// Reads a sheet of a workbook.
pub(super) fn read(file: &str, bytes: Vec<u8>, part: &SheetPart<'_>) -> Result<Sheet, SheetError> {
    let unreadable = |why: &dyn std::fmt::Display| SheetError::Workbook {
        file: file.to_owned(),
        why: crate::reading::safe_line(&why.to_string()),
    };
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let known: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let named = |name: &&String| {
        part.sheet.is_none_or(|sheet| sheet.trim().eq_ignore_ascii_case(name.trim()))
    };
    let Some(name) = known.iter().find(named) else {
        let sheet = part.sheet.unwrap_or_default().to_owned();
        return Err(SheetError::NoSheet { file: file.to_owned(), sheet, known });
    };
    // Cell by cell: a stray one in the last row must not make a table of millions.
    let mut found: BTreeMap<usize, Vec<Cell>> = BTreeMap::new();
    let mut put = |(row, column): (u32, u32), value: Cell| {
        let row = found.entry(row as usize + 1).or_default();
        row.resize(row.len().max(column as usize + 1), Cell::Empty);
        row[column as usize] = value;
    };
    let mut computed = HashSet::new();
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
    while let Some(next) = cells.next_cell().map_err(|error| unreadable(&error))? {
        let data = Data::from(next.get_value().clone());
        if data != Data::Empty {
            computed.insert(next.get_position());
        }
        let value = cell(&data);
        if value != Cell::Empty {
            put(next.get_position(), value);
        }
    }
    drop(cells);
    let mut formulas = workbook.worksheet_cells_reader(name).map_err(|error| unreadable(&error))?;
    while let Some(next) = formulas.next_formula().map_err(|error| unreadable(&error))? {
        if !next.get_value().is_empty() && !computed.contains(&next.get_position()) {
            put(next.get_position(), Cell::NotComputed(format!("={}", next.get_value())));
        }
    }
    let headings = found.remove(&part.headings_row).unwrap_or_default();
    let headings = headings.iter().map(Cell::words).collect();
    let below = found.into_iter().filter(|(number, _)| *number > part.headings_row);
    let rows = below.map(|(number, cells)| Row { number, cells }).collect();
    super::headed(file, part.headings_row, headings, rows)
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Bool(truth) => Cell::Truth(*truth),
        Data::DateTime(moment) if !moment.is_duration() => day_or_time(*moment),
        // So long a time is a number of hours.
        Data::DateTime(duration) => Cell::Number(duration.as_f64() * 24.0),
        Data::Error(error) => Cell::Failed(error.to_string()),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::text(text),
        Data::Int(_) | Data::Float(_) => value.as_f64().map_or(Cell::Empty, Cell::Number),
    }
}

/// A number that is shown as a day, as a time of day, or as both.
fn day_or_time(moment: ExcelDateTime) -> Cell {
    let Some(read) = moment.as_datetime().and_then(|read| read.with_nanosecond(0)) else {
        return Cell::Number(moment.as_f64());
    };
    let (day, time) = (read.date(), read.time());
    let is_midnight = time.num_seconds_from_midnight() == 0;
    if moment.as_f64() < 1.0 {
        return Cell::Time(time);
    }
    Cell::Moment(Moment { day, time: Some(time).filter(|_| !is_midnight) })
}
