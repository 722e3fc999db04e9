//! `caseload note`: a note, which meets nothing.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Entry;
use crate::operation::{Provenance, note};

/// Record a note, which meets nothing
///
/// Without --note it is asked for, so that it does not stay in the shell's history.
#[derive(Clone, Debug, Args)]
pub(super) struct Note {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    #[command(flatten)]
    entry: Entry,
}

/// Records a note.
pub(super) fn run(common: &Common, command: &Note) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let on = command.entry.moment(&desk)?;
    let mut provenance = command.entry.provenance(&desk)?;
    if provenance.note.is_none() {
        provenance.note = ask::private(Some(&Private::Ask), "note")?;
    }
    desk.record(&people, command.entry.trying(), &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(note(sheet.open, on, &provenance)?)
    })
}
