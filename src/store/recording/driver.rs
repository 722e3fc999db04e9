//! The merge that git's own programs run on the files of a folder: a safety net for plain `git pull`,
//! `git merge` and `git rebase`.

use std::fs;
use std::path::Path;

use git2::Config;

use crate::store::recording::disk::put_in_place;
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// The setting that names it.
const KEY: &str = "merge.caseload.driver";
/// What the settings say of it. Git looks the program up in the path.
pub(super) const LINES: &str = "[merge \"caseload\"]\n\tname = case files, entry by entry\n\t\
                                driver = caseload merge-file %O %A %B %P\n";

/// Whether git's own merges of a folder are not set up, though it has a repository of its own.
pub(in crate::store) fn lacks_driver(root: &Path) -> bool {
    let config = root.join(".git").join("config");
    config.is_file() && Config::open(&config).is_ok_and(|config| config.get_string(KEY).is_err())
}

/// Sets it up where it is not. The settings are replaced in one step: whoever is killed leaves them
/// as they were, and no lock of git's.
pub(super) fn set_up(own: &Own, work: &Work) -> Result<(), RecordError> {
    let place = own.git().join("config");
    refuse_links(own.git(), &place)?;
    if !lacks_driver(&own.root) {
        return Ok(());
    }
    let mut text = fs::read_to_string(&place).map_err(disk(&place))?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(LINES);
    let written = work.path("config");
    crate::store::recording::disk::write_synced(&written, text.as_bytes())
        .map_err(disk(&written))?;
    put_in_place(&written, &place).map_err(disk(&place))
}
