//! `caseload start`: the start on provision.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::{Trying, When};
use crate::operation::start;

/// Record the start on provision: day 1
#[derive(Clone, Debug, Args)]
pub(super) struct Start {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    #[command(flatten)]
    when: When,
    #[command(flatten)]
    trying: Trying,
}

/// Records the start.
pub(super) fn run(common: &Common, command: &Start) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let on = command.when.day(&desk)?;
    desk.record(&people, &command.trying, &|sheet| Ok(start(sheet.open, on)?))
}
