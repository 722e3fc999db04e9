//! `caseload merge-file`: the merge of one file, as git's own programs ask for it.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::in_the_way::chosen_between;
use crate::cli::output;
use crate::operation::{FileVersions, Obstacle, Side, given_again, join};
use crate::store;

/// Merge one file for git (git runs this itself, in pull, merge and rebase)
///
/// The outcome is written into the second file. Where a person is needed it stays as it was, without
/// any marks in it, and git leaves the merge to be finished: caseload resolve.
#[derive(Clone, Debug, Args)]
pub(super) struct MergeFile {
    /// The version that both sides began with
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// The version of this side, which becomes the outcome
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    /// The version of the other side
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
    /// The file's path within the folder
    #[arg(value_name = "PATH")]
    path: String,
}

/// Merges it.
pub(super) fn run(command: &MergeFile) -> Result<u8, Failure> {
    let read = |path: &Path| -> Result<String, Failure> {
        fs::read_to_string(path).map_err(|error| {
            Failure::cannot_read(format!("`{}`: {error}", path.display()), "git names the files")
        })
    };
    let [base, here, there] = [read(&command.base)?, read(&command.ours)?, read(&command.theirs)?];
    let versions = FileVersions {
        file: command.path.clone(),
        // Git has an empty file where there was none.
        base: Some(base).filter(|base| !base.is_empty()),
        here: Some(here),
        there: Some(there),
    };
    if let Some(side) = given_again(&versions) {
        output::say(&said(
            &command.path,
            &Obstacle::GivenAgain { file: command.path.clone(), side },
        ));
        return Ok(1);
    }
    let joined = match join(&[versions], &[], None, &store::union_of_lines) {
        Ok(joined) => joined,
        Err(obstacles) => {
            for obstacle in &obstacles {
                output::say(&said(&command.path, obstacle));
            }
            return Ok(1);
        }
    };
    for change in joined.files {
        let text = change.new.unwrap_or_default();
        fs::write(&command.ours, text).map_err(|error| {
            let message = format!("`{}`: {error}", command.ours.display());
            Failure::cannot_read(message, "is the disk full?")
        })?;
    }
    let left = joined.cases.iter().map(|case| (case, case.left.len()));
    for (case, number) in left.filter(|(_, number)| *number > 0) {
        output::say(&format!("{}: {number} to be settled: caseload settle {}", case.id, case.id));
    }
    Ok(0)
}

fn said(path: &str, obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::TwoPeople { is_certain: true, id, .. } => {
            format!("{path}: beside `{id}` stands another person's case; they are not merged")
        }
        Obstacle::TwoPeople { id, .. } => format!(
            "{path}: nothing says that `{id}` is one person on both sides; they are not merged"
        ),
        Obstacle::GivenAgain { side, .. } => {
            let on = match side {
                Side::Here => "this side",
                Side::There => "the other side",
            };
            format!(
                "{path}: on {on} it seems to be another person's; it is not merged, and caseload resolve \
                 looks at the history"
            )
        }
        Obstacle::Unreadable { why, .. } => format!("{path}: it is not merged: {why}"),
        Obstacle::Undecided { choice, .. } => {
            format!("{path}: it is not merged: {}", chosen_between(choice))
        }
    }
}
