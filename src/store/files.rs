//! Reading the files of a folder: as text, within reason, and never through a link.

use std::path::Path;

use crate::problem::Problem;

/// The largest file that is read; a case of many years is a hundredth of this.
const LARGEST: u64 = 8 * 1024 * 1024;

/// Reads a file of the folder as text.
pub(super) fn read_text(root: &Path, file: &str) -> Result<String, Box<Problem>> {
    let problem = |message: String, hint: &str| {
        Box::new(Problem::error(file, "syntax", message).with_hint(hint))
    };
    let path = root.join(file);
    let too_large = std::fs::metadata(&path).is_ok_and(|about| about.len() > LARGEST);
    if too_large {
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
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut waiting = vec![within.to_owned()];
    while let Some(folder) = waiting.pop() {
        let entries = match std::fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                problems.push(Problem::error(folder, "syntax", format!("cannot be read: {error}")));
                continue;
            }
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}/{name}");
            let Ok(kind) = entry.file_type() else { continue };
            let is_toml = Path::new(&name).extension().is_some_and(|extension| extension == "toml");
            if name.starts_with('.') {
            } else if kind.is_dir() {
                waiting.push(path);
            } else if kind.is_symlink() && is_toml {
                let problem = Problem::error(path, "syntax", "is a link, and links are not read");
                problems.push(problem.with_hint("put the file itself here"));
            } else if kind.is_file() && is_toml {
                files.push(path);
            }
        }
    }
    files.sort();
    (files, problems)
}
