//! Reading the files of a folder: as text, within reason, and never through a link.

use std::fs::{FileType, Metadata};
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

/// The TOML files below a folder, by their paths in it, sorted; with problems for what cannot be
/// listed. Links are not followed: a folder could otherwise read what lies outside of it.
pub(super) fn files_below(root: &Path, within: &str) -> (Vec<String>, Vec<Problem>) {
    if root.join(within).symlink_metadata().is_ok_and(|about| about.is_symlink()) {
        return (Vec::new(), vec![link(within)]);
    }
    let (mut files, problems) = below(root, within);
    // They come in runs that are sorted already.
    files.sort();
    (files, problems)
}

fn below(root: &Path, folder: &str) -> (Vec<String>, Vec<Problem>) {
    let mut entries = match list(root, folder) {
        Ok(entries) => entries,
        Err(error) => return (Vec::new(), vec![unlisted(folder, &error)]),
    };
    entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut folders = Vec::new();
    for (name, kind) in entries.into_iter().filter(|(name, _)| !name.starts_with('.')) {
        let path = [folder, "/", &name].concat();
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        if kind.is_symlink() {
            problems.push(link(&path));
        } else if kind.is_dir() {
            folders.push(path);
        } else if !kind.is_file() {
            problems.push(no_file(&path));
        } else if extension == "toml" {
            files.push(path);
        } else if extension.eq_ignore_ascii_case("toml") {
            problems.push(misnamed(&path));
        } else {
            problems.push(misnamed(&path).as_warning());
        }
    }
    for (more, found) in in_each(root, &folders) {
        files.extend(more);
        problems.extend(found);
    }
    (files, problems)
}

/// What is below each of these folders; at once where there are many.
fn in_each(root: &Path, folders: &[String]) -> Vec<(Vec<String>, Vec<Problem>)> {
    if folders.len() < MANY {
        return folders.iter().map(|folder| below(root, folder)).collect();
    }
    folders.par_iter().map(|folder| below(root, folder)).collect()
}

/// The names in a folder, each with its kind; none where there is no such folder.
fn list(root: &Path, folder: &str) -> std::io::Result<Vec<(String, FileType)>> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    entries
        .map(|entry| {
            let entry = entry?;
            let name = entry.file_name().into_string();
            let name = name.unwrap_or_else(|name| name.to_string_lossy().into_owned());
            Ok((name, entry.file_type()?))
        })
        .collect()
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
