//! `caseload export`: everything on record as tables for other tools.

use std::path::PathBuf;

use clap::Args;

use crate::case::CaseFacts;
use crate::check::keep_back;
use crate::cli::arguments::{Common, LookingBack, Redacting};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, WRONG};
use crate::cli::{given_out, output};
use crate::operation::GivenOut;
use crate::report::{Export, ExportedCase};
use crate::store::{self, ExportError};

/// Export everything on record, for a spreadsheet or a database
///
/// Writes cases.csv, entries.csv, the same as JSON lines, and datapackage.json, which describes every
/// column. `caseload import` takes the CSV files back. Restricted cases are among them.
/// That it was done is put on record.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload export ~/caseload-export
  duckdb -c \"select mode, count(*) from 'entries.csv' where entry = 'contact' group by 1\"")]
pub(super) struct ExportOf {
    /// The folder to write to; it is made if it is not there
    #[arg(value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    directory: PathBuf,
    #[command(flatten)]
    back: LookingBack,
    #[command(flatten)]
    redacting: Redacting,
}

/// Exports everything.
pub(super) fn run(common: &Common, command: &ExportOf) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let context = Context::open(common, &command.back.clone().into())?;
    let folder = &context.folder;
    let mut problems = folder.problems.clone();
    let mut cases = Vec::new();
    for file in &folder.cases {
        let Some(case) = &file.case else { continue };
        match context.version.read_case_text(&file.file) {
            Ok(text) => {
                let facts = CaseFacts::of(&text);
                let unsettled = case.conflicts.len();
                cases.push(ExportedCase { id: file.stem.clone(), facts, unsettled });
            }
            Err(problem) => problems.push(*problem),
        }
    }
    let place = command.directory.display().to_string();
    if command.redacting.redact {
        problems.iter_mut().for_each(keep_back);
    }
    let export = Export::new(cases, context.revision(), problems, &place);
    let export = if command.redacting.redact { export.redacted() } else { export };
    let files = export.files();
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let export = match store::export_place(&command.directory, &folder.root, &names)? {
        Some(there) => export.replacing(&there).map_err(|what| otherwise(&place, what))?,
        None => export,
    };
    given_out::log(&folder.root, folder.settings.timezone, GivenOut::Export, Vec::new())?;
    store::write_export(&command.directory, &folder.root, &files)?;
    output::show(&export, common, Some(&folder.root))?;
    Ok(if export.lacks_something() { WRONG } else { 0 })
}

const ELSEWHERE: &str = "name another folder, or take away first what is there";

/// That there is another kind of export at a place, or something else.
fn otherwise(place: &str, what: &str) -> Failure {
    Failure::request(format!("in `{place}` there is {what}"), ELSEWHERE)
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Failure {
        match error {
            ExportError::Output(error) => error.into(),
            ExportError::Named(_) => {
                Failure::command_line(error.to_string(), "name a folder, such as ~/caseload-export")
            }
            ExportError::Taken(_) | ExportError::Beside(_) => {
                Failure::request(error.to_string(), ELSEWHERE)
            }
        }
    }
}
