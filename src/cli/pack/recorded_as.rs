//! Under which ids it is put on record that cases were packed as they were once: those that they have now,
//! by which whoever asks for the copies of a case finds them.

use crate::cli::failure::Failure;
use crate::cli::history::no_history;
use crate::cli::output;
use crate::store::Snapshot;

/// The ids that cases of a commit have now. One that has another id is said.
///
/// # Errors
///
/// If one of the cases is there no more and somebody else has its id: who had a copy of the one would be
/// told to the other.
pub(super) fn ids_now(packed: Option<&Snapshot>, ids: Vec<String>) -> Result<Vec<String>, Failure> {
    let Some(packed) = packed else { return Ok(ids) };
    let other = packed.other_ids(None).map_err(|error| no_history(&error))?;
    ids.into_iter()
        .map(|id| match other.get(&id) {
            None => Ok(id),
            Some(Some(now)) => {
                output::say(&format!("{id} has the id {now} now: it is on record for that"));
                Ok(now.clone())
            }
            Some(None) => Err(Failure::request(
                format!(
                    "`{id}` is somebody else now, and the case of then is gone: a copy of it cannot be put \
                     on record"
                ),
                format!("give the one of now another id first: caseload renumber {id}"),
            )),
        })
        .collect()
}
