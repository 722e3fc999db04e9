//! Reading the files of a folder: as text, within reason, and never through a link.

use std::fs::Metadata;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use crate::problem::Problem;

/// From how many folders on it pays to list them at once.
const MANY: usize = 16;
/// The largest file that is read; a case of many years is a hundredth of this.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Reads a file of the folder as text.
pub(super) fn read_text(root: &Path, file: &str) -> Result<String, Box<Problem>> {
    let problem = |message: String, hint: &str| {
        Box::new(Problem::error(file, "file", message).with_hint(hint))
    };
    let path = root.join(file);
    let about = path.symlink_metadata();
    if about.as_ref().is_ok_and(Metadata::is_symlink) {
        return Err(Box::new(link(file)));
    }
    if about.is_ok_and(|about| about.len() > LARGEST) {
        let hint = "a case file is text of a few kilobytes; is this one something else?";
        return Err(problem("the file is too large to be a record".to_owned(), hint));
    }
    let bytes = std::fs::read(&path).map_err(|error| {
        problem(format!("cannot be read: {error}"), "look at the file's permissions")
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        problem(
            format!("line {line} is not text in UTF-8"),
            "save the file as UTF-8 in your editor, or take its last good version from git",
        )
    })
}

/// Which files are wanted, by their names.
pub(super) type Wanted<'w> = &'w (dyn Fn(&str) -> bool + Sync);

/// The TOML files below a folder that are wanted, by their paths in it, sorted; with problems for
/// what cannot be listed. Links are not followed: a folder could otherwise read what lies outside of
/// it.
pub(super) fn files_below(
    root: &Path,
    within: &str,
    wanted: Wanted<'_>,
) -> (Vec<String>, Vec<Problem>) {
    if root.join(within).symlink_metadata().is_ok_and(|about| about.is_symlink()) {
        return (Vec::new(), vec![link(within)]);
    }
    let (mut files, problems) = below(root, within, wanted);
    // They come in runs that are sorted already.
    files.sort();
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
