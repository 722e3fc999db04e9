//! The files of the folder: staged beside the work in hand, and put in their places in one step.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::reading::safe_line;
use crate::store::find::SETTINGS;
use crate::store::recording::disk::{
    make_folder, put_in_place, put_instead, read_if_there, remove_if_there, sync_file, sync_folder,
    write_begun,
};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::init::ATTRIBUTES_FILE;
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// Whether a path is one of the files that make a folder. A journal or a commit that arrived with
/// the folder may name any other: in git's own folder, or outside.
pub(super) fn is_of_a_folder(file: &str) -> bool {
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    let is_toml = Path::new(file).extension().is_some_and(|extension| extension == "toml");
    let is_below =
        ["cases/", "programmes/", "erasures/"].iter().any(|within| file.starts_with(within));
    [SETTINGS, ATTRIBUTES_FILE].contains(&file)
        || is_below && is_toml && Path::new(file).components().all(is_plain)
}

/// Ensures that a path is one of the files that make a folder.
pub(super) fn refuse_others(file: &str) -> Result<(), RecordError> {
    if is_of_a_folder(file) { Ok(()) } else { Err(refused(file)) }
}

fn refused(file: &str) -> RecordError {
    RecordError::new(
        Trouble::Request,
        format!("`{}` is none of the files of a caseload folder", safe_line(file)),
        "it is neither read nor written; git log says who recorded it",
    )
}

/// Whether a path leads to a place in the folder, and not into git's own.
pub(in crate::store) fn is_within_a_folder(file: &str) -> bool {
    let is_git = |part: &str| {
        let part = part.trim_end_matches(['.', ' ']);
        [".git", "git~1"].iter().any(|git| part.eq_ignore_ascii_case(git))
    };
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    !file.is_empty()
        && !file.contains(['\\', ':', '\0'])
        && Path::new(file).components().all(is_plain)
        && !file.split('/').any(|part| part.is_empty() || is_git(part))
}

/// Where a file of the folder lies, which nothing leads out of.
fn place_of(own: &Own, file: &str) -> Result<PathBuf, RecordError> {
    if !is_within_a_folder(file) {
        return Err(refused(file));
    }
    let path = own.root.join(file);
    refuse_links(&own.root, &path)?;
    Ok(path)
}

/// The bytes of a file of the folder as it lies there; none where there is no such file.
pub(super) fn read(own: &Own, file: &str) -> Result<Option<Vec<u8>>, RecordError> {
    let path = place_of(own, file)?;
    read_if_there(&path).map_err(disk(&path))
}

/// Stages what a file will hold, so that putting it in its place is one step once it is synced.
pub(super) fn stage(work: &Work, bytes: &[u8]) -> Result<PathBuf, RecordError> {
    let path = work.path("file");
    write_begun(&path, bytes).map_err(disk(&path))?;
    Ok(path)
}

/// Syncs what was staged.
pub(super) fn sync(staged: &Path) -> Result<(), RecordError> {
    sync_file(staged).map_err(disk(staged))
}

/// Puts a staged file, which is synced, in its place.
pub(super) fn place(own: &Own, staged: &Path, file: &str) -> Result<(), RecordError> {
    let target = ready_place(own, file)?;
    put_in_place(staged, &target).map_err(disk(&target))
}

/// Puts a staged file, which is synced, in its place, where these bytes were read or nothing was. Whether
/// it is there now: what somebody put there since stays.
pub(super) fn place_instead(
    own: &Own,
    staged: &Path,
    file: &str,
    read: Option<&[u8]>,
) -> Result<bool, RecordError> {
    let target = ready_place(own, file)?;
    put_instead(staged, &target, read).map_err(disk(&target))
}

/// Where a file of the folder lies, in a folder that is there.
fn ready_place(own: &Own, file: &str) -> Result<PathBuf, RecordError> {
    let target = place_of(own, file)?;
    if let Some(parent) = target.parent() {
        make_folder(parent).map_err(disk(parent))?;
    }
    Ok(target)
}

/// Takes a file away, with the folders that it leaves empty; some of it may have been done before.
pub(super) fn take_away(own: &Own, file: &str) -> Result<(), RecordError> {
    let target = place_of(own, file)?;
    remove_if_there(&target).map_err(disk(&target))?;
    let parents = target.ancestors().skip(1).take_while(|parent| *parent != own.root);
    for parent in parents.filter(|parent| parent.is_dir()) {
        sync_folder(parent).map_err(disk(parent))?;
        // One that still holds something stays.
        if fs::remove_dir(parent).is_err() {
            return Ok(());
        }
    }
    sync_folder(&own.root).map_err(disk(&own.root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_of_a_folder_leads_out_of_it() {
        for file in
            ["caseload.toml", ".gitattributes", "cases/2026/11/A-1.toml", "programmes/x.toml"]
        {
            assert!(is_of_a_folder(file), "{file}");
        }
        for file in [
            "",
            "cases",
            "/etc/x.toml",
            "../x.toml",
            "cases/../../x.toml",
            "cases/../.git/config",
            "cases/x/..",
            "cases/x",
            ".git/x.toml",
            "other/x.toml",
            "caseload.toml/../x.toml",
        ] {
            assert!(!is_of_a_folder(file), "{file}");
        }
    }
}
