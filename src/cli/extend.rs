//! `caseload extend`: the extension.

use clap::Args;

use crate::case::Basis;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::needed;
use crate::cli::writing::Happening;
use crate::operation::{Provenance, extend};

/// Record the extension, on the day it was entered in the department's system
///
/// Says the old and the new last day.
#[derive(Clone, Debug, Args)]
pub(super) struct Extend {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// On what it rests: offer, due-to-start or in-work
    #[arg(long, value_name = "BASIS", add = completions::bases())]
    basis: Option<String>,
    #[command(flatten)]
    happening: Happening,
}

/// Records the extension.
pub(super) fn run(common: &Common, command: &Extend) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let basis: Basis = needed("basis", "--basis", "On what does it rest?", command.basis.as_ref())?;
    let entered = command.happening.when.day(&desk)?;
    let provenance = command.happening.by.provenance(&desk)?;
    desk.record(&people, &command.happening.trying, &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(extend(sheet.open, entered, basis, &provenance)?)
    })
}
