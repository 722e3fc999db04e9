//! `caseload renumber`: a case under another id.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Trying;
use crate::cli::{clock, completions, hand_edits, refer};
use crate::operation::{OpenCase, Outcome, renumber};
use crate::report::RecordedCase;
use crate::store;

/// Give a case another id
///
/// For a case whose id another machine has given to somebody else. A case that others have already
/// is not renumbered unless that is confirmed: they know it by its id.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload renumber A-0043            a free id is taken
  caseload renumber A-0043 A-0051")]
pub(super) struct Renumber {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: String,
    /// The new id [default: a free one, as the settings say]
    #[arg(value_name = "NEW")]
    id: Option<String>,
    #[command(flatten)]
    trying: Trying,
}

/// Renumbers it.
pub(super) fn run(common: &Common, command: &Renumber) -> Result<u8, Failure> {
    let typed = std::slice::from_ref(&command.person);
    let (desk, people) = Desk::open_for(common, typed)?;
    let case = &people[0];
    if !command.trying.yes && store::is_at_the_remote(&desk.folder.root, &case.file) {
        return Err(Failure::request(
            format!("{} is at the remote already, and others know it by that id", case.stem()),
            "to renumber it all the same, add --yes",
        ));
    }
    let mut recorder = None;
    if !command.trying.dry_run {
        let mut right = desk.begin(clock::now())?;
        hand_edits::save_first(&desk, &mut right, &people)?;
        recorder = Some(right);
    }
    let open = desk.look(case)?;
    // Under the lock: nobody else can take the id meanwhile.
    let id = refer::new_id(&desk, command.id.as_deref())?;
    let operation = renumber(&open, &id)?;
    let text = operation.files[1].new.clone().unwrap_or_default();
    let after =
        OpenCase::read(&operation.files[1].file, text, desk.rules()).map_err(|problems| {
            Failure::request("the case cannot have that id", "").with_problems(problems)
        })?;
    let said = format!("was {} until now", open.id());
    desk.carry_out(recorder, &operation, &command.trying, |recording| {
        let (was, is) = (open.evaluate(desk.today), after.evaluate(desk.today));
        let outcome = Outcome { before: Some(&was), after: &is };
        recording.add(RecordedCase::changed_as_a_whole(&outcome, &after, &said, &[]));
        recording.undo_with("caseload undo");
    })
}
