//! What commits hold: the paths that differ, the blobs of files and their texts.

use std::path::Path;

use git2::{Commit, DiffDelta, Oid, Repository};

/// The path of what differs.
pub(super) fn file_of<'d>(delta: &DiffDelta<'d>) -> Option<&'d str> {
    delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str)
}

/// The blob of a file in a commit, if it has one.
pub(super) fn blob_in(commit: &Commit<'_>, file: &str) -> Result<Option<Oid>, git2::Error> {
    Ok(commit.tree()?.get_path(Path::new(file)).map(|entry| entry.id()).ok())
}

/// The text of a blob.
pub(in crate::store) fn text(repository: &Repository, blob: Oid) -> Result<String, git2::Error> {
    Ok(String::from_utf8_lossy(repository.find_blob(blob)?.content()).into_owned())
}
