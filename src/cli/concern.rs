//! `caseload concern`: trouble keeping a job.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Entry;
use crate::operation::{Provenance, concern};

/// Record trouble keeping a job
#[derive(Clone, Debug, Args)]
pub(super) struct Concern {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// The employer it concerns
    #[arg(long, value_name = "EMPLOYER")]
    employer: Option<String>,
    #[command(flatten)]
    entry: Entry,
}

/// Records a concern.
pub(super) fn run(common: &Common, command: &Concern) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let on = command.entry.moment(&desk)?;
    let provenance = command.entry.provenance(&desk)?;
    desk.record(&people, command.entry.trying(), &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(concern(sheet.open, on, command.employer.as_ref(), &provenance)?)
    })
}
