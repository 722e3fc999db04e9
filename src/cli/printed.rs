//! `--as-printed`: a report made again from its last line, and what differs from what was printed.

use std::io::{self, Read};
use std::path::Path;

use crate::cli::arguments::Common;
use crate::cli::at;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::report::{Printed, Stamp};
use crate::store::Version;

/// What a page says it was made from; `-` finds that in a page on standard input.
pub(super) fn read(common: &Common, typed: &str) -> Result<Printed, Failure> {
    if common.today.is_some() {
        let message = "--as-printed takes the day from the page, and --today names one";
        return Err(Failure::command_line(message, "leave out --today"));
    }
    let mut page = typed.to_owned();
    if typed == "-" {
        page.clear();
        io::stdin().read_to_string(&mut page)?;
    }
    Printed::read(&page).ok_or_else(|| {
        Failure::command_line(
            "--as-printed: that is not the last line of a report",
            "copy it whole, from \"Judged on\" to the full stop behind \"settings\" and its digest",
        )
    })
}

/// The folder as the page was made from it.
pub(super) fn version(root: &Path, printed: &Printed) -> Result<Version, Failure> {
    if printed.is_dirty {
        output::say("it was printed with changes not yet saved, which no commit has");
    }
    let Some(commit) = &printed.commit else {
        output::say(
            "it was not printed from a repository of its own: the files are read as they are",
        );
        return Ok(Version::on_disk(root));
    };
    Ok(Version::of_commit(at::commit(root, "--as-printed", commit)?))
}

/// Says what a report is made from that differs from what was printed.
pub(super) fn say_differences(printed: &Printed, stamp: &Stamp) {
    for difference in printed.differences(stamp) {
        output::say(&format!("not as printed: {difference}"));
    }
}
