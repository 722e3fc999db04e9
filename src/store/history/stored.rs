//! What a repository has stored: commits, what folders have by a name, and the texts of files.

use std::path::Path;

use git2::{Commit, DiffDelta, ErrorCode, ObjectType, Oid, Repository, RepositoryOpenFlags};

/// How many bytes of a tree say what one of its entries is.
const ID: usize = 20;
/// The mode of another repository in a tree: what it names is not stored here.
const REPOSITORY: &[u8] = b"160000";

/// The repository of a folder, which is to be its root.
pub(super) fn repository_of(root: &Path) -> Result<Repository, git2::Error> {
    let none: [&Path; 0] = [];
    Repository::open_ext(root, RepositoryOpenFlags::NO_SEARCH, none)
}

/// The path of what differs.
pub(super) fn file_of<'d>(delta: &DiffDelta<'d>) -> Option<&'d str> {
    delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str)
}

/// The blob of a file in a commit, if it has one: what is a folder there is no file.
pub(in crate::store) fn blob_in(
    commit: &Commit<'_>,
    file: &str,
) -> Result<Option<Oid>, git2::Error> {
    match commit.tree()?.get_path(Path::new(file)) {
        Ok(entry) => Ok((entry.kind() == Some(ObjectType::Blob)).then(|| entry.id())),
        Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What a folder has by a name, if it is a folder and has it. It is looked for in the tree as git stores it: to
/// take apart what a folder of hundreds of files has would cost more than to read it.
pub(super) fn entry(
    repository: &Repository,
    folder: Oid,
    name: &str,
) -> Result<Option<Oid>, git2::Error> {
    let objects = repository.odb()?;
    let object = objects.read(folder)?;
    if object.kind() != ObjectType::Tree {
        return Ok(None);
    }
    let cut_off = || git2::Error::from_str("a folder in the history is cut off");
    let mut rest = object.data();
    // Each is a mode, a blank, the name, a null and the bytes of what it is.
    while let Some(end) = rest.iter().position(|byte| *byte == 0) {
        let (about, id) = (&rest[..end], rest.get(end + 1..end + 1 + ID));
        let id = id.ok_or_else(cut_off)?;
        let (mode, found) = about.split_at(about.iter().position(|it| *it == b' ').unwrap_or(end));
        if found.strip_prefix(b" ") == Some(name.as_bytes()) {
            return (mode != REPOSITORY).then(|| Oid::from_bytes(id)).transpose();
        }
        rest = &rest[end + 1 + ID..];
    }
    if rest.is_empty() { Ok(None) } else { Err(cut_off()) }
}

/// The first line of a commit's message.
pub(super) fn subject(commit: &Commit<'_>) -> String {
    let message = commit.message_bytes();
    let end = message.iter().position(|byte| *byte == b'\n').map_or(message.len(), |end| end + 1);
    String::from_utf8_lossy(&message[..end]).lines().next().unwrap_or_default().to_owned()
}

/// The text of a blob.
pub(in crate::store) fn text(repository: &Repository, blob: Oid) -> Result<String, git2::Error> {
    Ok(String::from_utf8_lossy(repository.find_blob(blob)?.content()).into_owned())
}
