//! `caseload status`: what waits to be sent, brought in or recorded.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::report::Status;
use crate::store::{self, Standing};

/// Say what waits to be sent, brought in or recorded
///
/// It looks at this machine alone: what is at the remote is what was there at the last sync.
#[derive(Clone, Debug, Args)]
pub(super) struct StatusOf {}

/// Shows it.
pub(super) fn run(common: &Common, _: &StatusOf) -> Result<u8, Failure> {
    let root = store::find(common.folder())?;
    let standing = Standing::of(&root)?;
    let status = Status {
        commit: standing.commit,
        remote: standing.remote,
        is_seen: standing.seen.is_some(),
        unsent: standing.unsent,
        not_brought_in: standing.not_brought_in,
        edited: standing.edited,
        is_interrupted: standing.is_interrupted,
        has_a_merge: standing.has_a_merge,
        lacks_driver: standing.lacks_driver,
    };
    output::show(&status, common, Some(&root))?;
    Ok(0)
}
