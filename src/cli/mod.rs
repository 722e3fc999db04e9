//! The command line: what can be typed, and one file for each command.
//!
//! A command file translates: it resolves what was typed, asks the library for a report, and hands
//! it to the renderer that was chosen. Failures become words and an exit code in one place,
//! `failure`.

mod arguments;
mod ask;
mod asking;
mod at;
mod changed;
mod clock;
mod context;
mod date_words;
mod desk;
mod disclose;
mod erased;
mod failure;
mod filters;
mod forecast;
mod given_out;
mod hand_edits;
mod moment_words;
mod not_there;
mod output;
mod pager;
mod people;
mod performance;
mod printed;
mod suppose;
mod views;
mod what_if;
mod words;
mod writing;

mod activity;
mod assign;
mod audit;
mod calendar;
mod check;
mod clone;
mod completions;
mod concern;
mod contact;
mod document;
mod due;
mod edit;
mod erase;
mod excuse;
mod exit;
mod explain;
mod export;
mod extend;
mod history;
mod import;
mod in_the_way;
mod incoming;
mod init;
mod job;
mod list;
mod mailing;
mod manual;
mod mend;
mod merge_file;
mod moment;
mod note;
mod pack;
mod programme;
mod progress;
mod refer;
mod remote;
mod renumber;
mod report;
mod resolve;
mod retention;
mod review;
mod sample;
mod schedule;
mod settle;
mod show;
mod start;
mod status;
mod sync;
mod trust;
mod undo;
mod upkeep;
mod verify;

pub use date_words::{Looking, day_in_words};

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use arguments::Common;
use failure::Failure;

pub use manual::pages as manual_pages;

/// What stands at the end of every page of help.
const EXIT_CODES: &str = "Exit codes: 0 done; 1 the data or the request is wrong; 2 wrong command \
line; 3 no such case, or ambiguous; 4 somebody else is recording; 5 git refused; 6 cannot read or \
write; 7 tampered or in conflict; 8 declined; 70 internal error. With `due --exit-code`: 10 something of \
severity must is in the list, 11 a must is overdue.";

/// A case tracker for small providers of employment support.
///
/// Each participant is a TOML file in a folder that git tracks. `caseload` reads the folder and
/// says what is due, for whom, by when and why, with the paragraph of the guidance.
#[derive(Debug, Parser)]
#[command(name = "caseload", version, max_term_width = 100)]
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
    Init(init::Init),
    Due(due::Due),
    Show(show::Show),
    Explain(explain::Explain),
    Audit(audit::Audit),
    List(list::List),
    Performance(performance::Performance),
    Review(review::Review),
    Forecast(forecast::Forecast),
    Report(report::ReportOf),
    Schedule(schedule::ScheduleOf),
    Check(check::Check),
    Retention(retention::Retention),
    Disclose(disclose::Disclose),
    Refer(refer::Refer),
    Start(start::Start),
    Contact(contact::Contact),
    Document(document::Document),
    Activity(activity::Activity),
    Job(job::Job),
    Extend(extend::Extend),
    Concern(concern::Concern),
    Note(note::Note),
    Excuse(excuse::Excuse),
    Assign(assign::Assign),
    Handover(assign::Handover),
    Exit(exit::Exit),
    Reopen(exit::Reopen),
    Correct(mend::Correct),
    Remove(mend::Remove),
    Set(mend::Set),
    History(history::History),
    Verify(verify::Verify),
    Trust(trust::TrustOf),
    Edit(edit::Edit),
    Save(hand_edits::Save),
    Undo(undo::Undo),
    Redo(undo::Redo),
    Sync(sync::Sync),
    Status(status::StatusOf),
    Clone(clone::Clone),
    Remote(remote::Remote),
    Settle(settle::Settle),
    Renumber(renumber::Renumber),
    Resolve(resolve::Resolve),
    MergeFile(merge_file::MergeFile),
    Upkeep(upkeep::Upkeep),
    Erase(erase::Erase),
    Import(import::ImportOf),
    Export(export::ExportOf),
    Pack(pack::Pack),
    Sample(sample::Sample),
    Programme(programme::Programme),
    Calendar(calendar::Calendar),
    Completions(completions::Completions),
    Manual(manual::ManualOf),
}

/// Runs the command that was typed, and gives the exit code.
pub fn run() -> ExitCode {
    completions::answer();
    crate::programme::begin_reading();
    let words = sample::with_number(std::env::args_os().collect());
    match typed(&words).and_then(|arguments| dispatch(&arguments)) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => failure.report(),
    }
}

/// What was typed, with the options of the saved view that it names. A wrong command line ends here.
fn typed(words: &[OsString]) -> Result<Arguments, Failure> {
    let parse = |words: &[OsString]| {
        let matches = definition().get_matches_from(words);
        let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
        (matches, arguments)
    };
    let (matches, arguments) = parse(words);
    let mut arguments = match &arguments.common.view {
        None => arguments,
        Some(view) => {
            let all = views::with_view(definition(), &matches, &arguments.common, view, words)?;
            parse(&all).1
        }
    };
    // An answer to a participant has endings of its own.
    if !matches!(arguments.command, Some(Command::Disclose(_))) {
        arguments.common.go_by_ending();
    }
    Ok(arguments)
}

/// The whole command line, for what is generated from it.
pub fn definition() -> clap::Command {
    with_exit_codes(Arguments::command()).mut_subcommand("sample", sample::offered)
}

/// Every page of help ends with the exit codes.
fn with_exit_codes(command: clap::Command) -> clap::Command {
    command.after_help(EXIT_CODES).mut_subcommands(with_exit_codes)
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
        Some(Command::Performance(command)) => performance::run(common, command),
        Some(Command::Review(command)) => review::run(common, command),
        Some(Command::Forecast(command)) => forecast::run(common, command),
        Some(Command::Report(command)) => report::run(common, command),
        Some(Command::Schedule(command)) => schedule::run(common, command),
        Some(Command::Check(command)) => check::run(common, command),
        Some(Command::Retention(command)) => retention::run(common, command),
        Some(Command::Disclose(command)) => disclose::run(common, command),
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
        Some(Command::History(command)) => history::run(common, command),
        Some(Command::Verify(command)) => verify::run(common, command),
        Some(Command::Trust(command)) => trust::run(common, command),
        Some(Command::Edit(command)) => edit::run(common, command),
        Some(Command::Save(command)) => hand_edits::run(common, command),
        Some(Command::Undo(command)) => undo::run(common, command),
        Some(Command::Redo(command)) => undo::run_redo(common, command),
        Some(Command::Sync(command)) => sync::run(common, command),
        Some(Command::Status(command)) => status::run(common, command),
        Some(Command::Clone(command)) => clone::run(common, command),
        Some(Command::Renumber(command)) => renumber::run(common, command),
        Some(Command::Remote(command)) => remote::run(common, command),
        Some(Command::Settle(command)) => settle::run(common, command),
        Some(Command::Resolve(command)) => resolve::run(common, command),
        Some(Command::Upkeep(command)) => upkeep::run(common, command),
        Some(Command::MergeFile(command)) => merge_file::run(command),
        Some(Command::Erase(command)) => erase::run(common, command),
        Some(Command::Import(command)) => import::run(common, command),
        Some(Command::Export(command)) => export::run(common, command),
        Some(Command::Pack(command)) => pack::run(common, command),
        Some(Command::Sample(command)) => sample::run(common, command),
        Some(Command::Programme(command)) => programme::run(common, command),
        Some(Command::Calendar(command)) => calendar::run(common, command),
        Some(Command::Completions(command)) => completions::run(command),
        Some(Command::Manual(command)) => manual::run(common, command),
    }
}
