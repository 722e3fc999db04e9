//! `caseload report`: the whole caseload on one page.

use clap::Args;

use crate::cli::arguments::{Common, Mailing};
use crate::cli::due::WindowArguments;
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::obligation::Agenda;
use crate::report;

/// Show the whole caseload on one page: what is due, the cases, a chapter for each
///
/// For a browser or a printer, which begins each case on a new sheet of paper.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload report --format html --output caseload.html
  caseload report --mine --format html --output mine.html
  caseload report --by worker --within 4w --redact --format html --output meeting.html")]
pub(super) struct ReportOf {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    window: WindowArguments,
    #[command(flatten)]
    mailing: Mailing,
    /// Every entry of a case, not the latest ones only
    #[arg(long)]
    all: bool,
}

/// Shows it.
pub(super) fn run(common: &Common, command: &ReportOf) -> Result<u8, Failure> {
    let (context, filter) = command.filter.open(common, &command.mailing)?;
    let window = command.window.resolve(context.today)?;
    let evaluations = context.evaluations();
    let by = command.filter.by();
    let problems = &context.folder.problems;
    let stamp = context.stamp(&evaluations, &filter);
    let asked = (window, command.all);
    let agendas: Vec<Agenda<'_>> = evaluations.iter().map(Agenda::of).collect();
    let cases = (&evaluations[..], &agendas[..]);
    let caseload = report::Caseload::new(cases, &filter, asked, by, problems, stamp);
    let sending = command.mailing.clone().into();
    let told = context.told(&caseload, &filter);
    output::show_cases(
        told.report(),
        common,
        &context.folder.root,
        &command.filter.rows,
        Some(&sending),
    )
}
