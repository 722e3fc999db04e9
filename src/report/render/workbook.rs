//! Rows as a workbook for a spreadsheet program: typed, filtered, ready to print.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use chrono::{Datelike, Timelike};
use unicode_width::UnicodeWidthStr;

use crate::calendar::{Day, Moment};
use crate::reading::{safe_line, safe_text};
use crate::report::page::{Block, Chapter, Column, Page, Table, Tone};
use crate::report::records::{Field, Records, heading};
use crate::report::render::title;

/// Why no workbook could be made.
#[derive(Debug, thiserror::Error)]
#[error("no workbook can be made of this: {0}")]
pub struct WorkbookError(#[from] XlsxError);

/// The longest text of a cell, in characters, as the format has it.
const LONGEST_TEXT: usize = 32_000;
/// The widest that a column is made, in characters; longer texts are wrapped.
const WIDEST: u16 = 48;
/// The height of a line, in points.
const LINE_HEIGHT: u16 = 15;
/// The most lines that a row shows at once.
const MOST_LINES: u16 = 25;
/// The columns that say in words what the colour of a row says.
const SAID: [&str; 4] = ["status", "band", "overdue_musts", "outcome"];

/// Whether the tables of a page have sheets of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tables {
    /// They say what the rows say.
    LeftOut,
    /// They say more than the rows.
    Beside,
}

/// The rows as one sheet, tables of something else as one each, and what the page says of them as the
/// last. The same rows on the same day make the same bytes.
pub fn workbook(
    page: &Page,
    records: &Records,
    today: Option<Day>,
    tables: Tables,
) -> Result<Vec<u8>, WorkbookError> {
    let title = title(page);
    let mut workbook = Workbook::new();
    // Without a day of its own it is of no day in particular, and not of the clock's.
    let made = moment(Moment::day(today.unwrap_or_default()))?;
    workbook.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let looks = Looks::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(&title))?;
    rows(sheet, records, &looks)?;
    if tables == Tables::Beside {
        tables_of(page, &mut workbook, &looks)?;
    }
    let about = workbook.add_worksheet();
    about.set_name("About")?;
    about.set_column_width(0, 100)?;
    for (row, (text, is_bad)) in (0..).zip(said(page)) {
        let format = if is_bad { &looks.bad } else { &looks.text };
        about.write_string_with_format(row, 0, text, format)?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The formats of cells.
struct Looks {
    heading: Format,
    text: Format,
    day: Format,
    moment: Format,
    share: Format,
    bad: Format,
    soon: Format,
    good: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
        let filled = |back, text| {
            cell().set_background_color(Color::RGB(back)).set_font_color(Color::RGB(text))
        };
        Looks {
            heading: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            text: cell(),
            day: cell().set_num_format("ddd d mmm yyyy").set_align(FormatAlign::Left),
            moment: cell().set_num_format("ddd d mmm yyyy hh:mm").set_align(FormatAlign::Left),
            share: cell().set_num_format("0.0%"),
            bad: filled(0x00FF_C7CE, 0x009C_0006),
            soon: filled(0x00FF_EB9C, 0x0067_4A00),
            good: filled(0x00C6_EFCE, 0x0000_6100),
        }
    }

    fn of(&self, tone: Tone) -> &Format {
        match tone {
            Tone::Bad => &self.bad,
            Tone::Soon => &self.soon,
            Tone::Good => &self.good,
            Tone::Plain | Tone::Faint => &self.text,
        }
    }
}

/// A sheet for each table of a page, by the name of its heading.
fn tables_of(page: &Page, workbook: &mut Workbook, looks: &Looks) -> Result<(), XlsxError> {
    let mut heading = "";
    let mut names: Vec<String> = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Heading(cell) => heading = &cell.text,
            Block::Table(table) => {
                let mut name = sheet_name(heading);
                if names.contains(&name) {
                    let number = format!(" {}", names.len() + 1);
                    name = name.chars().take(31 - number.len()).collect::<String>() + &number;
                }
                let sheet = workbook.add_worksheet();
                sheet.set_name(&name)?;
                names.push(name);
                table_sheet(sheet, table, looks)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn table_sheet(sheet: &mut Worksheet, table: &Table, looks: &Looks) -> Result<(), XlsxError> {
    let mut widths = Vec::new();
    for (column, Column { title, .. }) in (0_u16..).zip(&table.columns) {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(usize::from(column)));
        let widest = cells.flat_map(|cell| cell.text.lines()).map(width_of).max().unwrap_or(0);
        let width = widest.max(width_of(title)).saturating_add(2).min(WIDEST);
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, *title, &looks.heading)?;
        widths.push(width);
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        let mut most = 1;
        for ((column, cell), width) in (0_u16..).zip(&cells.cells).zip(&widths) {
            let text = safe_text(&cell.text);
            let format = looks.of(cell.tone);
            match text.parse::<u32>() {
                Ok(number) => sheet.write_number_with_format(row, column, number, format)?,
                Err(_) => sheet.write_string_with_format(row, column, text.as_str(), format)?,
            };
            most = most.max(lines(&Field::Text(text), *width));
        }
        sheet.set_row_height(row, LINE_HEIGHT * most)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn rows(sheet: &mut Worksheet, records: &Records, looks: &Looks) -> Result<(), XlsxError> {
    let columns = || (0_u16..).zip(&records.columns);
    let widths = widths(records);
    for ((column, name), width) in columns().zip(&widths) {
        sheet.write_string_with_format(0, column, heading(name), &looks.heading)?;
        sheet.set_column_width(column, *width)?;
    }
    for (row, record) in (1_u32..).zip(&records.rows) {
        for ((column, name), field) in columns().zip(&record.fields) {
            let text = if SAID.contains(name) { looks.of(record.tone) } else { &looks.text };
            write(sheet, (row, column), field, text, looks)?;
        }
        // Not every program makes a row as high as its text is.
        let lines = record.fields.iter().zip(&widths).map(|(field, width)| lines(field, *width));
        sheet.set_row_height(row, LINE_HEIGHT * lines.max().unwrap_or(1))?;
    }
    let last = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let (last_row, last_column) = (last(records.rows.len()), records.columns.len().max(1) - 1);
    sheet.autofilter(0, 0, last_row, u16::try_from(last_column).unwrap_or(u16::MAX))?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

/// The width of each column, in characters: of its heading, with room for the button of the filter, or
/// of the longest of its fields.
fn widths(records: &Records) -> Vec<u16> {
    let column = |(index, name): (usize, &&'static str)| {
        let fields = records.rows.iter().filter_map(|record| record.fields.get(index));
        let widest = fields.map(|field| width(field) + 2).max().unwrap_or(0);
        widest.max(width_of(&heading(name)) + 4).min(WIDEST)
    };
    records.columns.iter().enumerate().map(column).collect()
}

/// How many characters a field takes in one line.
fn width(field: &Field) -> u16 {
    match field {
        Field::Day(_) => width_of("Wed 18 Nov 2026"),
        Field::Moment(_) => width_of("Wed 18 Nov 2026 15:00"),
        other => other.text().lines().map(width_of).max().unwrap_or(0),
    }
}

fn width_of(text: &str) -> u16 {
    u16::try_from(text.width()).unwrap_or(u16::MAX).min(WIDEST)
}

/// How many lines a field takes in a column; more than a screen holds are not shown.
fn lines(field: &Field, width: u16) -> u16 {
    let Field::Text(text) = field else { return 1 };
    if text.len() + 2 <= usize::from(width) && !text.contains('\n') {
        return 1;
    }
    let lines = textwrap::wrap(text, usize::from(width.saturating_sub(2).max(1))).len();
    u16::try_from(lines).unwrap_or(MOST_LINES).clamp(1, MOST_LINES)
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    field: &Field,
    text: &Format,
    looks: &Looks,
) -> Result<(), XlsxError> {
    match field {
        Field::Empty => {}
        // A string is never taken for a formula, whatever it begins with.
        Field::Text(written) => {
            let written: String = safe_text(written).chars().take(LONGEST_TEXT).collect();
            sheet.write_string_with_format(row, column, written, text)?;
        }
        Field::Truth(_) => {
            sheet.write_string_with_format(row, column, field.text(), text)?;
        }
        Field::Day(day) => {
            sheet.write_datetime_with_format(
                row,
                column,
                moment(Moment::day(*day))?,
                &looks.day,
            )?;
        }
        Field::Moment(at) => {
            sheet.write_datetime_with_format(row, column, moment(*at)?, &looks.moment)?;
        }
        #[expect(clippy::cast_precision_loss, reason = "no count in a report comes near 2^52")]
        Field::Number(number) => {
            sheet.write_number_with_format(row, column, *number as f64, text)?;
        }
        Field::Share(share) => {
            sheet.write_number_with_format(row, column, *share, &looks.share)?;
        }
    }
    Ok(())
}

fn moment(at: Moment) -> Result<ExcelDateTime, XlsxError> {
    let day_itself = ExcelDateTime::from_ymd(year(at.day)?, month(at.day), day(at.day))?;
    match at.time {
        None => Ok(day_itself),
        Some(time) => day_itself.and_hms(
            u16::try_from(time.hour()).unwrap_or(0),
            u8::try_from(time.minute()).unwrap_or(0),
            f64::from(time.second()),
        ),
    }
}

fn year(day: Day) -> Result<u16, XlsxError> {
    u16::try_from(day.year()).map_err(|_| XlsxError::DateTimeRangeError("no such year".to_owned()))
}

fn month(day: Day) -> u8 {
    u8::try_from(day.month()).unwrap_or(1)
}

fn day(day: Day) -> u8 {
    u8::try_from(day.day()).unwrap_or(1)
}

/// A title as the name of a sheet, which is short and without some characters.
fn sheet_name(title: &str) -> String {
    let allowed = title.chars().filter(|c| !"[]:*?/\\'".contains(*c));
    allowed.take(31).collect::<String>().trim().to_owned()
}

/// What a page says beside its tables, and whether it is bad news.
fn said(page: &Page) -> Vec<(String, bool)> {
    let mut said = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Heading(cell)
            | Block::Chapter(Chapter { title: cell, .. })
            | Block::Text(cell) => {
                said.push((safe_text(&cell.text), cell.tone == Tone::Bad));
            }
            Block::Problems(problems) => {
                let sentences = problems.iter().map(super::problem::sentence);
                said.extend(sentences.map(|sentence| (safe_line(&sentence), true)));
            }
            _ => {}
        }
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_sheet_is_one_that_a_workbook_can_have() {
        assert_eq!(sheet_name("Due: Wed/18 [Nov]"), "Due Wed18 Nov");
        assert_eq!(sheet_name(&"x".repeat(40)).len(), 31);
    }
}
