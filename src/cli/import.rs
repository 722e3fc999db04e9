//! `caseload import`: the rows of a spreadsheet as cases, or as entries of cases.

use std::path::{Path, PathBuf};

use chrono::Duration;
use clap::{Args, ValueEnum};

use crate::case::{Case, Entry};
use crate::cli::arguments::Common;
use crate::cli::desk::{Desk, say_unfinished};
use crate::cli::failure::{Failure, WRONG};
use crate::cli::history::no_history;
use crate::cli::progress::Progress;
use crate::cli::refer::free_id_in;
use crate::cli::writing::Trying;
use crate::cli::{ask, clock, hand_edits, output};
use crate::operation::{Ground, Import, KnownCase, Mapping, PastImports, RowsOf, draft, import};
use crate::problem::{Problem, any_error};
use crate::reading::Source;
use crate::report::Imported;
use crate::sheet::Sheet;
use crate::store::{self, CasePath, SheetPart};

/// How far down a draft looks for the headings.
const HIGHEST_HEADINGS: usize = 10;

/// Import a spreadsheet: each row a case, or an entry of a case
///
/// A mapping file says which column holds what; without one the headings are the keys of a case
/// file, as `export` writes them. If anything is wrong with a row nothing is imported, and every such
/// row is named. A sheet can be imported again: what is on record stays, and a corrected row corrects
/// its entry.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload import people.xlsx --draft cases --output people.toml
  caseload import people.xlsx --mapping people.toml --dry-run
  caseload import people.xlsx --mapping people.toml
  caseload import meetings.csv --mapping meetings.toml")]
pub(super) struct ImportOf {
    /// The sheet: a .csv or an .xlsx file
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// The file that says which column holds what
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    mapping: Option<PathBuf>,
    /// Write a mapping file to begin with, from the headings of the sheet
    #[arg(long, value_name = "ROWS", conflicts_with = "mapping")]
    draft: Option<Draft>,
    /// The sheet of a workbook [default: as the mapping says, or the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Take days that lie ahead for what has happened
    #[arg(help_heading = "Recording", long)]
    force_future: bool,
    #[command(flatten)]
    trying: Trying,
}

/// What each row of a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Draft {
    /// A participant
    Cases,
    /// Something that happened
    Entries,
}

/// Imports a sheet.
pub(super) fn run(common: &Common, command: &ImportOf) -> Result<u8, Failure> {
    if let Some(rows) = command.draft {
        return write_draft(common, command, rows);
    }
    let desk = Desk::open(common)?;
    let mapping = command.mapping.as_deref().map(read_mapping).transpose()?;
    let sheet = read_sheet(command, mapping.as_ref())?;
    let mapping = mapping.unwrap_or_else(|| Mapping::of_headings(rows_of(&sheet)));
    let working = Progress::of("comparing the sheet with what is on record");
    let import = plan(&desk, &sheet, &mapping, command)?;
    drop(working);
    let trying = &command.trying;
    if any_error(&import.problems) || import.files.is_empty() || trying.dry_run {
        let report = Imported::new(&sheet.name, &import, trying.dry_run);
        output::show(&report, common, Some(&desk.folder.root))?;
        return Ok(if any_error(&import.problems) { WRONG } else { 0 });
    }
    agree(&sheet, &import, trying)?;
    let mut recorder = desk.begin(clock::now())?;
    hand_edits::save_first(&desk, &mut recorder, &touched(&import))?;
    // Under the lock, from what is on record now.
    let import = plan(&desk, &sheet, &mapping, command)?;
    let mut report = Imported::new(&sheet.name, &import, false);
    let is_recorded = !import.files.is_empty();
    if is_recorded {
        let done = recorder.record(&import.operation())?;
        say_unfinished(&done);
        report.is_made(&done.commit, &done.operation);
    }
    output::show_done(&report, common, Some(&desk.folder.root), is_recorded)?;
    Ok(if any_error(&import.problems) { WRONG } else { 0 })
}

fn write_draft(common: &Common, command: &ImportOf, rows: Draft) -> Result<u8, Failure> {
    let sheet = sheet_to_draft(command)?;
    let rows = if rows == Draft::Cases { RowsOf::Cases } else { RowsOf::Entries };
    output::write_text(&draft(&sheet, rows), common)?;
    Ok(0)
}

/// The sheet with the row that looks most like headings: the first of those that hold most.
fn sheet_to_draft(command: &ImportOf) -> Result<Sheet, Failure> {
    let read = |headings_row| {
        let sheet = command.sheet.as_deref();
        store::read_sheet(&command.file, &SheetPart { sheet, headings_row, separator: b',' })
    };
    let filled = |sheet: &Sheet| sheet.headings.iter().filter(|it| !it.is_empty()).count();
    let mut best = read(1);
    for row in 2..=HIGHEST_HEADINGS {
        if let Ok(sheet) = read(row)
            && best.as_ref().map_or(true, |best| filled(&sheet) > filled(best))
        {
            best = Ok(sheet);
        }
    }
    Ok(best?)
}

/// The mapping of a file, if nothing is wrong with it.
fn read_mapping(path: &Path) -> Result<Mapping, Failure> {
    let name = path.display().to_string();
    let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
    if ["csv", "xlsx", "xls", "ods"].iter().any(|sheet| extension == *sheet) {
        return Err(Failure::command_line(
            format!(
                "`{name}` is a sheet, and --mapping is the file that says which column holds what"
            ),
            "write one to begin with: caseload import SHEET --draft cases --output people.toml",
        ));
    }
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::cannot_read(format!("cannot read `{name}`: {error}"), "check the name of the file")
    })?;
    let (mapping, problems) = Mapping::read(&Source::new(name.as_str(), text));
    mapping.ok_or_else(|| {
        let message = format!("the mapping file `{name}` has something wrong in it");
        Failure::request(message, "mend that first; nothing was imported").with_problems(problems)
    })
}

fn read_sheet(command: &ImportOf, mapping: Option<&Mapping>) -> Result<Sheet, Failure> {
    let mapped = || mapping.and_then(|mapping| mapping.sheet.as_deref());
    let part = SheetPart {
        sheet: command.sheet.as_deref().or_else(mapped),
        headings_row: mapping.map_or(1, |mapping| mapping.headings_row),
        separator: mapping.map_or(b',', |mapping| mapping.separator),
    };
    Ok(store::read_sheet(&command.file, &part)?)
}

/// What the rows are, where the headings alone say it.
fn rows_of(sheet: &Sheet) -> RowsOf {
    let has = |heading| sheet.column(heading).is_some();
    if has("case") && has("entry") { RowsOf::Entries } else { RowsOf::Cases }
}

/// What would come of it with the folder as it stands.
fn plan(
    desk: &Desk<'_>,
    sheet: &Sheet,
    mapping: &Mapping,
    command: &ImportOf,
) -> Result<Import, Failure> {
    let root = &desk.folder.root;
    desk.listing()?;
    let folder = store::load(root, None);
    if mapping.rows == RowsOf::Cases && folder.cases.iter().any(|file| file.case.is_none()) {
        let message = "not every case can be read, so it is not known who is on record already";
        let hint = "mend it first, so that nobody gets a second case; nothing was imported";
        let problems = folder.problems.into_iter().filter(Problem::is_error).collect();
        return Err(Failure::request(message, hint).with_problems(problems));
    }
    let cases = folder.cases.into_iter().map(|file| {
        let case = file.case.as_ref();
        let kept = |entry: Entry<'_>| Some((entry.kind(), entry.record().reference.clone()?));
        let entries = case.map(Case::entries).unwrap_or_default();
        KnownCase {
            reference: case.and_then(|case| case.reference.clone()),
            keys: entries.into_iter().filter_map(kept).collect(),
            id: file.stem,
            file: file.file,
        }
    });
    let cases: Vec<KnownCase> = cases.collect();
    let past = store::past_imports(root).map_err(|error| no_history(&error))?;
    let past = PastImports::of(&past);
    let now = clock::now();
    let later = |number: usize| {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        clock::logged(now + Duration::milliseconds(number))
    };
    let import = import(
        sheet,
        mapping,
        &Ground {
            rules: desk.rules(),
            today: (!command.force_future).then_some(desk.today),
            cases: &cases,
            past: &past,
            text_of: &|file| store::read_case_text(root, file),
            logged: &later,
            new_id: &|taken| free_id_in(desk, taken),
        },
    );
    let of_mapping = |problem: &&Problem| !mapping.file.is_empty() && problem.file == mapping.file;
    let unfit: Vec<Problem> = import.problems.iter().filter(of_mapping).cloned().collect();
    if unfit.is_empty() {
        return Ok(import);
    }
    let message = format!("the mapping does not fit the sheet `{}`", sheet.name);
    Err(Failure::request(message, "mend it first; nothing was imported").with_problems(unfit))
}

/// The files that are changed and were there before.
fn touched(import: &Import) -> Vec<CasePath> {
    let there = import.files.iter().filter(|change| change.old.is_some());
    there.map(|change| CasePath { file: change.file.clone() }).collect()
}

/// Asks whether all of it is meant.
fn agree(sheet: &Sheet, import: &Import, trying: &Trying) -> Result<(), Failure> {
    let (added, corrected) = (import.added(), import.corrected());
    let question = format!(
        "Import {}: add {added} and correct {corrected}?",
        crate::reading::safe_line(&sheet.name)
    );
    if !trying.yes && ask::is_possible() {
        output::say_report(&Imported::new(&sheet.name, import, true));
    }
    if trying.yes || ask::agrees(&question)? {
        return Ok(());
    }
    Err(Failure::declined(format!(
        "{added} would be added and {corrected} corrected; nothing was recorded. Add --yes to do \
         it, or --dry-run to see it"
    )))
}
