//! The command line: what can be typed, and one file for each command.
//!
//! A command file translates: it resolves what was typed, asks the library for a report, and hands
//! it to the renderer that was chosen. Failures become words and an exit code in one place,
//! `failure`.

mod arguments;
mod clock;
mod context;
mod date_words;
mod failure;
mod filters;
mod output;
mod people;

mod audit;
mod calendar;
mod check;
mod due;
mod explain;
mod list;
mod programme;
mod show;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use arguments::Common;
use failure::Failure;

/// What stands at the end of every page of help.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 the data or the request is wrong; 2 wrong command \
line; 3 no such case, or ambiguous; 6 cannot read or write; 70 internal error. With `due \
--exit-code`: 10 something of severity must is in the list, 11 a must is overdue.";

/// A case tracker for small providers of employment support.
///
/// Each participant is a TOML file in a folder that git tracks. `caseload` reads the folder and
/// says what is due, for whom, by when and why, with the paragraph of the guidance.
#[derive(Debug, Parser)]
#[command(name = "caseload", version, after_help = EXIT_CODES, max_term_width = 100)]
#[command(before_long_help = "Examples:
  caseload                        what is due this week
  caseload due --mine             what is due for those you are key worker of
  caseload show A-0042            one case, with the command for each open obligation
  caseload explain sam initial-meeting
  caseload check                  everything that is wrong with the files")]
struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(after_help = EXIT_CODES)]
    Due(due::Due),
    #[command(after_help = EXIT_CODES)]
    Show(show::Show),
    #[command(after_help = EXIT_CODES)]
    Explain(explain::Explain),
    #[command(after_help = EXIT_CODES)]
    Audit(audit::Audit),
    #[command(after_help = EXIT_CODES)]
    List(list::List),
    #[command(after_help = EXIT_CODES)]
    Check(check::Check),
    #[command(after_help = EXIT_CODES)]
    Programme(programme::Programme),
    #[command(after_help = EXIT_CODES)]
    Calendar(calendar::Calendar),
}

/// Runs the command that was typed, and gives the exit code.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match dispatch(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure.report(),
    }
}

/// The whole command line, for what is generated from it.
pub fn definition() -> clap::Command {
    Arguments::command()
}

fn dispatch(arguments: &Arguments) -> Result<u8, Failure> {
    let common = &arguments.common;
    match &arguments.command {
        None => due::run(common, &due::Due::default()),
        Some(Command::Due(command)) => due::run(common, command),
        Some(Command::Show(command)) => show::run(common, command),
        Some(Command::Explain(command)) => explain::run(common, command),
        Some(Command::Audit(command)) => audit::run(common, command),
        Some(Command::List(command)) => list::run(common, command),
        Some(Command::Check(command)) => check::run(common, command),
        Some(Command::Programme(command)) => programme::run(common, command),
        Some(Command::Calendar(command)) => calendar::run(common, command),
    }
}
