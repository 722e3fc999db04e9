//! The command line: what can be typed, and one file for each command.
//!
//! A command file translates: it resolves what was typed, asks the library for a report, and hands
//! it to the renderer that was chosen. Failures become words and an exit code in one place,
//! `failure`.

mod arguments;
mod ask;
mod clock;
mod context;
mod date_words;
mod desk;
mod failure;
mod filters;
mod hand_edits;
mod output;
mod people;
mod words;
mod writing;

mod activity;
mod assign;
mod audit;
mod calendar;
mod check;
mod concern;
mod contact;
mod document;
mod due;
mod excuse;
mod exit;
mod explain;
mod extend;
mod init;
mod job;
mod list;
mod mend;
mod note;
mod programme;
mod refer;
mod show;
mod start;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use arguments::Common;
use failure::Failure;

/// What stands at the end of every page of help.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 the data or the request is wrong; 2 wrong command \
line; 3 no such case, or ambiguous; 4 somebody else is recording; 5 git refused; 6 cannot read or \
write; 7 in conflict; 8 declined; 70 internal error. With `due --exit-code`: 10 something of \
severity must is in the list, 11 a must is overdue.";

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
    Init(init::Init),
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
    Refer(refer::Refer),
    #[command(after_help = EXIT_CODES)]
    Start(start::Start),
    #[command(after_help = EXIT_CODES)]
    Contact(contact::Contact),
    #[command(after_help = EXIT_CODES)]
    Document(document::Document),
    #[command(after_help = EXIT_CODES)]
    Activity(activity::Activity),
    #[command(after_help = EXIT_CODES)]
    Job(job::Job),
    #[command(after_help = EXIT_CODES)]
    Extend(extend::Extend),
    #[command(after_help = EXIT_CODES)]
    Concern(concern::Concern),
    #[command(after_help = EXIT_CODES)]
    Note(note::Note),
    #[command(after_help = EXIT_CODES)]
    Excuse(excuse::Excuse),
    #[command(after_help = EXIT_CODES)]
    Assign(assign::Assign),
    #[command(after_help = EXIT_CODES)]
    Handover(assign::Handover),
    #[command(after_help = EXIT_CODES)]
    Exit(exit::Exit),
    #[command(after_help = EXIT_CODES)]
    Reopen(exit::Reopen),
    #[command(after_help = EXIT_CODES)]
    Correct(mend::Correct),
    #[command(after_help = EXIT_CODES)]
    Remove(mend::Remove),
    #[command(after_help = EXIT_CODES)]
    Set(mend::Set),
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
        Some(Command::Init(command)) => init::run(common, command),
        Some(Command::Due(command)) => due::run(common, command),
        Some(Command::Show(command)) => show::run(common, command),
        Some(Command::Explain(command)) => explain::run(common, command),
        Some(Command::Audit(command)) => audit::run(common, command),
        Some(Command::List(command)) => list::run(common, command),
        Some(Command::Check(command)) => check::run(common, command),
        Some(Command::Refer(command)) => refer::run(common, command),
        Some(Command::Start(command)) => start::run(common, command),
        Some(Command::Contact(command)) => contact::run(common, command),
        Some(Command::Document(command)) => document::run(common, command),
        Some(Command::Activity(command)) => activity::run(common, command),
        Some(Command::Job(command)) => job::run(common, command),
        Some(Command::Extend(command)) => extend::run(common, command),
        Some(Command::Concern(command)) => concern::run(common, command),
        Some(Command::Note(command)) => note::run(common, command),
        Some(Command::Excuse(command)) => excuse::run(common, command),
        Some(Command::Assign(command)) => assign::run(common, command),
        Some(Command::Handover(command)) => assign::hand_over(common, command),
        Some(Command::Exit(command)) => exit::run(common, command),
        Some(Command::Reopen(command)) => exit::run_reopen(common, command),
        Some(Command::Correct(command)) => mend::run_correct(common, command),
        Some(Command::Remove(command)) => mend::run_remove(common, command),
        Some(Command::Set(command)) => mend::run_set(common, command),
        Some(Command::Programme(command)) => programme::run(common, command),
        Some(Command::Calendar(command)) => calendar::run(common, command),
    }
}
