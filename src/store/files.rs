//! Reading the files of a folder: as text, within reason, and never through a link.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use git2::Oid;
use rayon::prelude::*;

use crate::problem::Problem;
use crate::store::plain_file::{Unread, read_plain_file};
use crate::store::snapshot::{Held, LARGEST, Snapshot};
use crate::store::version::Version;

/// From how many folders on it pays to list them at once.
const MANY: usize = 16;
/// From where the files of a folder are read.
#[derive(Clone, Copy)]
pub(super) enum Place<'p> {
    /// The disk.
    Folder(&'p Path),
    /// A commit.
    Commit(&'p Snapshot),
    /// Either of them, with files beside that are only supposed.
    Supposed(&'p Version),
    /// Files that are at hand, by their paths, with forward slashes.
    AtHand(&'p BTreeMap<String, Vec<u8>>),
}

impl<'p> Place<'p> {
    /// Where the folder is.
    pub(super) fn root(self) -> &'p Path {
        match self {
            Place::Folder(root) => root,
            Place::Commit(snapshot) => &snapshot.root,
            Place::Supposed(version) => version.root(),
            Place::AtHand(_) => Path::new(""),
        }
    }

    /// The folder on the disk, where it is read.
    pub(super) fn on_disk(self) -> Option<&'p Path> {
        match self {
            Place::Folder(root) => Some(root),
            Place::Commit(_) | Place::AtHand(_) => None,
            Place::Supposed(version) => version.beneath().on_disk(),
        }
    }
}

/// Reads a file of the folder as text.
pub(super) fn read_text(place: Place<'_>, file: &str) -> Result<String, Box<Problem>> {
    String::from_utf8(read_bytes(place, file)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        let message = format!("line {line} is not text in UTF-8");
        let hint = "save the file as UTF-8 in your editor, or take its last good version from git";
        Box::new(Problem::error(file, "file", message).with_hint(hint))
    })
}

/// Reads a file of the folder.
pub(super) fn read_bytes(place: Place<'_>, file: &str) -> Result<Vec<u8>, Box<Problem>> {
    let problem = |message: String, hint: &str| {
        Box::new(Problem::error(file, "file", message).with_hint(hint))
    };
    let too_large = || {
        let hint = "a case file is text of a few kilobytes; is this one something else?";
        problem("the file is too large to be a record".to_owned(), hint)
    };
    Ok(match place {
        Place::Folder(root) => {
            return read_plain_file(&root.join(file)).map_err(|why| match why {
                Unread::Link => Box::new(link(file)),
                Unread::TooLarge => too_large(),
                Unread::NoFile => Box::new(no_file(file)),
                Unread::Error(error) => {
                    problem(format!("cannot be read: {error}"), "look at the file's permissions")
                }
            });
        }
        Place::Commit(snapshot) => match snapshot.files.get(file) {
            Some(Held::File(content)) => match snapshot.content(*content) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return Err(too_large()),
                Err(error) => {
                    let message = format!("git cannot read it: {}", error.message());
                    return Err(problem(message, "git fsck says what is wrong"));
                }
            },
            Some(Held::Link) => return Err(Box::new(link(file))),
            Some(Held::Other) => return Err(Box::new(no_file(file))),
            None => return Err(problem("is not in that commit".to_owned(), "name another one")),
        },
        Place::AtHand(files) => match files.get(file) {
            Some(bytes) if bytes.len() as u64 > LARGEST => return Err(too_large()),
            Some(bytes) => bytes.clone(),
            None => return Err(problem("is not there".to_owned(), "name another one")),
        },
        Place::Supposed(version) => match version.supposed(file) {
            Some(text) => text.as_bytes().to_vec(),
            None => return read_bytes(version.beneath(), file),
        },
    })
}

/// Which files are wanted, by their names.
pub(super) type Wanted<'w> = &'w (dyn Fn(&str) -> bool + Sync);

/// The TOML files below a folder that are wanted, by their paths in it, sorted; with problems for
/// what cannot be listed. Links are not followed: a folder could otherwise read what lies outside of
/// it.
pub(super) fn files_below(
    place: Place<'_>,
    within: &str,
    wanted: Wanted<'_>,
) -> (Vec<String>, Vec<Problem>) {
    let root = match place {
        Place::Folder(root) => root,
        Place::Commit(snapshot) => return held_below(&snapshot.files, within, wanted),
        Place::AtHand(files) => {
            let held = |path: &String| (path.clone(), Held::File(Oid::ZERO_SHA1));
            return held_below(&files.keys().map(held).collect(), within, wanted);
        }
        Place::Supposed(version) => {
            let (mut files, problems) = files_below(version.beneath(), within, wanted);
            files.extend(version.supposed_below(within, wanted));
            files.sort();
            files.dedup();
            return (files, problems);
        }
    };
    if root.join(within).symlink_metadata().is_ok_and(|about| about.is_symlink()) {
        return (Vec::new(), vec![link(within)]);
    }
    let (mut files, problems) = below(root, within, wanted);
    // They come in runs that are sorted already.
    files.sort();
    (files, problems)
}

/// The same of a commit, whose paths are sorted.
fn held_below(
    all: &BTreeMap<String, Held>,
    within: &str,
    wanted: Wanted<'_>,
) -> (Vec<String>, Vec<Problem>) {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    if all.get(within) == Some(&Held::Link) {
        return (files, vec![link(within)]);
    }
    let below = format!("{within}/");
    let paths = all.range(below.clone()..).take_while(|(it, _)| it.starts_with(&below));
    for (path, held) in paths.filter(|(path, _)| !path.split('/').any(|it| it.starts_with('.'))) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match held {
            Held::Link => problems.push(link(path)),
            Held::Other => problems.push(no_file(path)),
            _ if extension == "toml" => {
                if wanted(name) {
                    files.push(path.clone());
                }
            }
            _ if extension.eq_ignore_ascii_case("toml") => problems.push(misnamed(path)),
            Held::File(_) => problems.push(misnamed(path).as_warning()),
        }
    }
    (files, problems)
}

fn below(root: &Path, folder: &str, wanted: Wanted<'_>) -> (Vec<String>, Vec<Problem>) {
    let Listing { mut files, mut folders, mut problems } = match list(root, folder, wanted) {
        Ok(listing) => listing,
        Err(error) => return (Vec::new(), vec![unlisted(folder, &error)]),
    };
    files.sort_unstable();
    folders.sort_unstable();
    problems.sort_by(|one, other| one.file.cmp(&other.file));
    for (more, found) in in_each(root, &folders, wanted) {
        files.extend(more);
        problems.extend(found);
    }
    (files, problems)
}

/// What is below each of these folders; at once where there are many.
fn in_each(
    root: &Path,
    folders: &[String],
    wanted: Wanted<'_>,
) -> Vec<(Vec<String>, Vec<Problem>)> {
    if folders.len() < MANY {
        return folders.iter().map(|folder| below(root, folder, wanted)).collect();
    }
    folders.par_iter().map(|folder| below(root, folder, wanted)).collect()
}

/// What is in a folder, by the paths from the root.
#[derive(Default)]
struct Listing {
    files: Vec<String>,
    folders: Vec<String>,
    problems: Vec<Problem>,
}

/// What is in a folder; nothing where there is no such folder.
fn list(root: &Path, folder: &str, wanted: Wanted<'_>) -> std::io::Result<Listing> {
    let mut listing = Listing::default();
    let entries = match std::fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(listing),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') {
            continue;
        }
        let kind = entry.file_type()?;
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_text = kind.is_file() && extension == "toml";
        if is_text && !wanted(&name) {
            continue;
        }
        let path = [folder, "/", &name].concat();
        if is_text {
            listing.files.push(path);
        } else if kind.is_dir() {
            listing.folders.push(path);
        } else if kind.is_symlink() {
            listing.problems.push(link(&path));
        } else if !kind.is_file() {
            listing.problems.push(no_file(&path));
        } else if extension.eq_ignore_ascii_case("toml") {
            listing.problems.push(misnamed(&path));
        } else {
            listing.problems.push(misnamed(&path).as_warning());
        }
    }
    Ok(listing)
}

fn link(path: &str) -> Problem {
    Problem::error(path, "file", "is a link, and links are not read")
        .with_hint("put the file or folder itself here")
}

/// Something that would be waited for rather than read, such as a pipe.
fn no_file(path: &str) -> Problem {
    Problem::error(path, "file", "is neither a file nor a folder, and is not read")
        .with_hint("take it away")
}

fn misnamed(path: &str) -> Problem {
    Problem::error(path, "file", "is not read: its name does not end in `.toml`")
        .with_hint("if it is one, give it that ending, in small letters; else keep it elsewhere")
}

fn unlisted(path: &str, error: &std::io::Error) -> Problem {
    Problem::error(path, "file", format!("cannot be read: {error}"))
        .with_hint("look at the folder's permissions")
}
