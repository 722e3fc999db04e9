//! Handing a report to the renderer that was chosen, and to where it should go.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::cli::arguments::{Common, Format, Sending};
use crate::cli::failure::{Failure, WRONG};
use crate::cli::filters::RowsArguments;
use crate::cli::mailing::{envelope, hand_to_mailer};
use crate::cli::pager;
use crate::problem::any_error;
use crate::reading::{did_you_mean, safe_line, safe_text};
use crate::report::render::{self, CalendarStyle, Entries, Look, Tables};
use crate::report::{Report, Rows, RowsError};
use crate::store;

/// The width of a page where no terminal tells.
const USUAL_WIDTH: u16 = 80;

/// Shows a report as was asked, on standard output or in a file.
pub(super) fn show(
    report: &dyn Report,
    common: &Common,
    folder: Option<&Path>,
) -> Result<(), Failure> {
    if common.format == Format::Eml {
        let message = "this report is not made to be sent";
        let hint = "due, show, list, review, forecast, performance and report can be a message";
        return Err(Failure::command_line(message, hint));
    }
    show_or_send(report, common, folder, &Sending::default())
}

/// The name of a folder, for a page that says which one it is of.
pub(super) fn folder_name(root: &Path) -> String {
    let name = root
        .canonicalize()
        .ok()
        .and_then(|root| root.file_name().map(|name| name.to_string_lossy().into_owned()));
    name.unwrap_or_else(|| root.display().to_string())
}

/// The same, of a report of rows, which may be sent.
pub(super) fn show_rows(
    report: &dyn Report,
    common: &Common,
    folder: Option<&Path>,
    arguments: &RowsArguments,
    sending: Option<&Sending>,
) -> Result<(), Failure> {
    let rows;
    let report = if arguments.columns.is_empty() && arguments.sort.is_empty() {
        report
    } else {
        rows = Rows::of(report, &arguments.columns, &arguments.sort)
            .map_err(|error| no_such(&error))?;
        &rows
    };
    match sending {
        Some(sending) => show_or_send(report, common, folder, sending),
        None => show(report, common, folder),
    }
}

/// The same, with the exit code: one that is not whole must not look calm.
pub(super) fn show_cases(
    report: &dyn Report,
    common: &Common,
    folder: &Path,
    arguments: &RowsArguments,
    sending: Option<&Sending>,
) -> Result<u8, Failure> {
    show_rows(report, common, Some(folder), arguments, sending)?;
    Ok(if any_error(report.problems()) { WRONG } else { 0 })
}

fn no_such(error: &RowsError) -> Failure {
    match error {
        RowsError::None => no_rows(),
        RowsError::Column(name, known) => {
            let hint = did_you_mean(name, known, &format!("it has: {}", known.join(", ")));
            Failure::command_line(format!("there is no column `{}`", safe_line(name)), hint)
        }
    }
}

/// The same, of a report that may go into a calendar.
pub(super) fn show_or_send(
    report: &dyn Report,
    common: &Common,
    folder: Option<&Path>,
    sending: &Sending,
) -> Result<(), Failure> {
    refuse_mail_options(common, sending)?;
    if common.only_tried {
        return Ok(());
    }
    let look = match &common.output {
        Some(_) => Look { width: USUAL_WIDTH, colour: false },
        None => look(),
    };
    say_what_is_not_in_it(report, common);
    let bytes = match common.format {
        Format::Table => render::table(&report.page(), look).into_bytes(),
        Format::Plain => render::plain(&report.page()).into_bytes(),
        Format::Json => render::json(&report.json()).into_bytes(),
        Format::Csv => render::csv(&report.records().ok_or_else(no_rows)?).into_bytes(),
        Format::Html => render::html(&report.page_alone()).into_bytes(),
        Format::Xlsx => workbook(report, common)?,
        Format::Ics => calendar(report, sending)?.into_bytes(),
        Format::Eml => render::mail(&report.page(), &envelope(folder, &sending.mailing)?),
    };
    if let Some(command) = &sending.mailing.send_with {
        return hand_to_mailer(command, &bytes, common);
    }
    match &common.output {
        Some(path) => Ok(store::write_output(path, folder, &bytes)?),
        None if common.format == Format::Table && !common.no_pager => pager::page(&bytes, print),
        None => print(&bytes),
    }
}

/// Says that a report is not whole, where it does not say so itself before whoever typed this.
fn say_what_is_not_in_it(report: &dyn Report, common: &Common) {
    let is_seen = common.output.is_none() && matches!(common.format, Format::Table | Format::Plain);
    let mut files: Vec<&str> = report
        .problems()
        .iter()
        .filter(|problem| problem.is_error())
        .map(|problem| problem.file.as_str())
        .collect();
    files.sort_unstable();
    files.dedup();
    if is_seen || files.is_empty() {
        return;
    }
    let more = files.len().saturating_sub(3);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let named = files[..files.len().min(3)].join(", ");
    say(&format!("NOT WHOLE: {named}{more} cannot be relied on: caseload check says why"));
}

/// Ensures that what was asked of a message is asked of one, so that nobody thinks that it was sent.
fn refuse_mail_options(common: &Common, sending: &Sending) -> Result<(), Failure> {
    let mailing = &sending.mailing;
    let is_addressed = !mailing.mail_to.is_empty() || mailing.mail_from.is_some();
    if is_addressed && common.format != Format::Eml {
        let message = "--mail-to and --mail-from are for a message, and this is none";
        return Err(Failure::command_line(message, "add --format eml"));
    }
    if sending.tasks && common.format != Format::Ics {
        let message = "--tasks is for a calendar, and this is none";
        return Err(Failure::command_line(message, "add --format ics"));
    }
    if mailing.send_with.is_some() && common.output.is_some() {
        let message = "a message is either sent or written to a file";
        return Err(Failure::command_line(message, "leave out --send-with or --output"));
    }
    Ok(())
}

/// What is to be done as a calendar file.
fn calendar(report: &dyn Report, sending: &Sending) -> Result<String, Failure> {
    let feed = report.feed().ok_or_else(|| {
        let hint = "caseload due --format ics, or caseload show ID --format ics";
        Failure::command_line("this report says nothing that a calendar could hold", hint)
    })?;
    let entries = if sending.tasks { Entries::Tasks } else { Entries::Events };
    Ok(render::calendar(&feed, CalendarStyle { entries, is_silent: sending.no_alarms }))
}

/// The rows of a report as a workbook, which no terminal can show.
fn workbook(report: &dyn Report, common: &Common) -> Result<Vec<u8>, Failure> {
    let records = report.records().ok_or_else(no_rows)?;
    if common.output.is_none() && io::stdout().is_terminal() {
        let message = "a workbook cannot be shown on a terminal";
        return Err(Failure::command_line(message, "add --output due.xlsx, or another name"));
    }
    let today = report.stamp().map(|stamp| stamp.today);
    let tables = if report.rows_say_all() { Tables::LeftOut } else { Tables::Beside };
    render::workbook(&report.page(), &records, today, tables)
        .map_err(|error| Failure::request(error.to_string(), "use --format csv"))
}

/// Writes a text that is no report, to standard output or to the file that was named.
pub(super) fn write_text(text: &str, common: &Common) -> Result<(), Failure> {
    match &common.output {
        Some(path) => Ok(store::write_output(path, None, text.as_bytes())?),
        None => print(safe_text(text).as_bytes()),
    }
}

/// Shows what a writing command did. Once it is recorded, that it cannot be shown is no failure: a
/// command that fails must not have recorded anything.
pub(super) fn show_done(
    report: &dyn Report,
    common: &Common,
    folder: Option<&Path>,
    is_recorded: bool,
) -> Result<(), Failure> {
    match show(report, common, folder) {
        Err(failure) if is_recorded => {
            say(&format!("it is recorded, but cannot be shown: {}", failure.message()));
            Ok(())
        }
        other => other,
    }
}

/// Ensures, before anything is recorded, that a writing command can be answered as was asked.
pub(super) fn refuse_rows(common: &Common) -> Result<(), Failure> {
    if matches!(common.format, Format::Csv | Format::Xlsx | Format::Ics | Format::Eml) {
        Err(no_rows())
    } else {
        Ok(())
    }
}

fn no_rows() -> Failure {
    Failure::command_line("this report has no rows", "use --format table, plain, json or html")
}

/// Prints data. A reader who has closed the pipe has seen enough.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// How wide the terminal is, and whether it shows colour.
fn look() -> Look {
    let stdout = io::stdout();
    let terminal = terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0);
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = terminal.or(columns).unwrap_or(USUAL_WIDTH).clamp(40, 160);
    let choice = anstream::AutoStream::choice(&stdout);
    let colour = stdout.is_terminal() && choice != anstream::ColorChoice::Never;
    Look { width, colour }
}

/// Says a report to the person at the terminal, apart from the data.
pub(super) fn say_report(report: &dyn Report) {
    let look = Look { width: USUAL_WIDTH, colour: false };
    let _ = write!(anstream::stderr().lock(), "{}", render::table(&report.page(), look));
}

/// Says a sentence to the person at the terminal, apart from the data.
pub(super) fn say(sentence: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", safe_line(sentence));
}
