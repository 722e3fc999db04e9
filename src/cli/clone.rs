//! `caseload clone`: a folder from a remote.

use std::path::PathBuf;

use clap::Args;

use crate::calendar::{Timezone, plural};
use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::{clock, desk, output, verify};
use crate::operation::Operation;
use crate::report::Recording;
use crate::store;

/// Make a folder on this machine of one that others record in
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload clone /media/office/caseload.git
  caseload clone ssh://git@example.org/office.git ~/caseload")]
pub(super) struct Clone {
    /// A path or an address, as git knows them
    #[arg(value_name = "URL")]
    url: String,
    /// The folder to make [default: the last part of the address]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Clones it.
pub(super) fn run(common: &Common, command: &Clone) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let root = command.folder.clone().unwrap_or_else(|| usual(&command.url));
    let now = clock::commit_time(clock::now(), Timezone::LONDON);
    let done = store::clone(&root, &command.url, now)?;
    desk::say_unfinished(&done);
    verify::keep_receipt(&root);
    let operation =
        Operation { what: String::new(), cases: Vec::new(), files: Vec::new(), reverses: None };
    let mut recording = Recording::new(&operation, false).without_undo();
    recording.is_made(&done.commit, &done.operation);
    let cases = store::list_cases(&root, &|_| true).0.len();
    recording.say(format!(
        "`{}` is here now, with {}.",
        root.display(),
        plural(i64::try_from(cases).unwrap_or(i64::MAX), "case")
    ));
    if store::user_email(&root).is_none() {
        recording.say(
            "Next: git config --global user.name \"Your Name\", and user.email: entries are \
             recorded in somebody's name.",
        );
    }
    recording.say("`caseload sync` sends what is recorded here, and brings in what others record.");
    output::show_done(&recording, common, Some(&root), true)?;
    Ok(0)
}

/// The last part of an address, without its ending.
fn usual(url: &str) -> PathBuf {
    let last = url.trim_end_matches('/').rsplit(['/', ':', '\\']).next().unwrap_or_default();
    let name = last.strip_suffix(".git").unwrap_or(last);
    PathBuf::from(if name.is_empty() || name.starts_with('.') { "caseload" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_called_as_its_address_ends() {
        for (url, name) in [
            ("/media/office/caseload.git", "caseload"),
            ("ssh://git@example.org/office.git/", "office"),
            ("git@example.org:office", "office"),
            ("..", "caseload"),
        ] {
            assert_eq!(usual(url), PathBuf::from(name), "{url}");
        }
    }
}
