//! `caseload upkeep`: the repository kept small and fast.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::operation::Operation;
use crate::report::Recording;
use crate::store;

/// Keep the repository small and fast (sync does it when it is due)
///
/// Single objects are put together into packs by git's own program. Nothing is thrown away.
#[derive(Clone, Debug, Args)]
pub(super) struct Upkeep {}

/// Does it.
pub(super) fn run(common: &Common, _: &Upkeep) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let root = store::find(common.folder())?;
    store::upkeep(&root)?;
    let operation =
        Operation { what: String::new(), cases: Vec::new(), files: Vec::new(), reverses: None };
    let mut recording = Recording::new(&operation, false).without_undo();
    recording.say("The repository is put together; nothing was thrown away.");
    output::show(&recording, common, Some(&root))?;
    Ok(0)
}
