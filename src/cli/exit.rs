//! `caseload exit` and `caseload reopen`: the exit, and its taking back.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::one_of;
use crate::cli::writing::{Happening, Trying};
use crate::operation::{Provenance, exit, note_reason, reopen};

/// Record the exit: the last day of provision, and why
#[derive(Clone, Debug, Args)]
pub(super) struct Exit {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// Why, as the programme lists it, such as completed
    #[arg(long, value_name = "REASON", add = completions::exit_reasons())]
    reason: Option<String>,
    #[command(flatten)]
    happening: Happening,
}

/// Take an exit back: the spell goes on
#[derive(Clone, Debug, Args)]
pub(super) struct Reopen {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// Why, kept as a note; without a value it is asked for, and - reads standard input
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    reason: Option<Private>,
    #[command(flatten)]
    trying: Trying,
}

/// Records the exit.
pub(super) fn run(common: &Common, command: &Exit) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let reason = match &command.reason {
        Some(reason) => reason.clone(),
        None => {
            let open = desk.look(&people[0])?;
            let reasons = open.programme.kinds.exit_reasons.iter();
            let words: Vec<String> = reasons.map(|(word, _)| word.clone()).collect();
            words[one_of("exit reason", "--reason", "Why?", &words)?].clone()
        }
    };
    let on = command.happening.when.day(&desk)?;
    let provenance = command.happening.by.provenance(&desk)?;
    desk.record(&people, &command.happening.trying, &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(exit(sheet.open, on, &reason, &provenance)?)
    })
}

/// Takes the exit back.
pub(super) fn run_reopen(common: &Common, command: &Reopen) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let reason = ask::private(command.reason.as_ref(), "reason")?;
    desk.record(&people, &command.trying, &|sheet| {
        let (change, why) = (reopen(sheet.open)?, desk.why(sheet, reason.as_deref()));
        Ok(note_reason(change, "Opened again.", &why)?.into())
    })
}
