//! The commit that a report was made from.

use std::path::Path;

use git2::{Repository, RepositoryOpenFlags, StatusOptions};

/// The commit of HEAD, with `-dirty` if the files that reports read differ from it. None where
/// the folder is not the root of a repository of its own, or has no commit yet.
pub fn revision(folder: &Path) -> Option<String> {
    let none: [&Path; 0] = [];
    let repository = Repository::open_ext(folder, RepositoryOpenFlags::NO_SEARCH, none).ok()?;
    // The folder's own settings may name another place.
    repository.set_workdir(folder, false).ok()?;
    let commit = repository.head().ok()?.peel_to_commit().ok()?.id().to_string();
    let mut options = StatusOptions::new();
    options
        .include_untracked(true)
        .recurse_untracked_dirs(true)
        .include_ignored(false)
        .update_index(false)
        .no_refresh(true)
        .pathspec("caseload.toml")
        .pathspec("cases/")
        .pathspec("programmes/");
    let dirty = repository.statuses(Some(&mut options)).map_or(true, |found| !found.is_empty());
    Some(if dirty { format!("{commit}-dirty") } else { commit })
}
