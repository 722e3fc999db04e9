//! Putting on record that something of a case was given out: a copy of it leaves the folder, and the
//! participant may ask who had one.

use std::path::Path;

use crate::calendar::Timezone;
use crate::cli::desk::say_unfinished;
use crate::cli::failure::Failure;
use crate::cli::{clock, output};
use crate::operation::{GivenOut, Operation};
use crate::store::{self, Preparation, Recorder};

/// Puts on record that these cases are given out, before they are. Where the folder has no repository
/// of its own that is said, since nothing can be put on record there.
///
/// # Errors
///
/// Whatever keeps one from recording; then nothing may be given out.
pub(super) fn log(
    root: &Path,
    timezone: Timezone,
    how: GivenOut,
    cases: Vec<String>,
) -> Result<(), Failure> {
    if !store::has_repository(root) {
        output::say(&format!(
            "this folder has no repository of its own, so this {} is not on record",
            how.word()
        ));
        return Ok(());
    }
    let preparation = Preparation::of(root)?;
    let mut recorder = Recorder::begin(preparation, clock::commit_time(clock::now(), timezone))?;
    recorder.notes().iter().for_each(|note| output::say(note));
    let done = recorder.record(&Operation::giving_out(how, cases))?;
    say_unfinished(&done);
    output::say(&format!("this {} is on record, with who and when: caseload history", how.word()));
    Ok(())
}
