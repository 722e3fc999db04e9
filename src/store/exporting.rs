//! An export as it lies on a disk: a folder of tables, one of which describes the others.

use std::io::ErrorKind;
use std::path::Path;

use crate::store::output::{OutputError, failed, lies_within, write_output};
use crate::store::recording::disk::{entries_if_there, make_folder};

/// Endings of names that are those of files, where an export is a folder.
const NO_FOLDERS: [&str; 9] = ["zip", "tar", "tgz", "gz", "7z", "csv", "xlsx", "json", "jsonl"];

/// Why there is no place for an export.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Its name is that of something else.
    #[error("`{0}` is named as a file, and an export is a folder")]
    Named(String),
    /// There is a file of such a name that no export wrote, or one that was cut short.
    #[error("`{0}` is there already, and is not of a whole export")]
    Taken(String),
    /// Something else is in the folder.
    #[error("in `{0}` there is something else than an export")]
    Beside(String),
    /// The place will not do.
    #[error(transparent)]
    Output(#[from] OutputError),
}

/// Ensures that an export can be written to a place, and gives what the export that is there already says of
/// itself. `files` are those that it has, the one that describes the others last.
///
/// # Errors
///
/// If it lies within the folder of cases, where a copy of everybody's data would soon be recorded and sent; if
/// it is named as a file; or if files are there that would be lost.
pub fn export_place(
    directory: &Path,
    folder: &Path,
    files: &[&str],
) -> Result<Option<Vec<u8>>, ExportError> {
    let shown = directory.display().to_string();
    if lies_within(directory, folder)? {
        return Err(OutputError::InTheFolder(shown).into());
    }
    let ending = directory.extension().and_then(|it| it.to_str()).unwrap_or_default();
    if NO_FOLDERS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return Err(ExportError::Named(shown));
    }
    if let Some(description) = files.last().map(|name| directory.join(name)) {
        match std::fs::read(&description) {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
            Err(error) => return Err(failed(&description)(error).into()),
        }
    }
    let is_there = |path: &std::path::PathBuf| path.symlink_metadata().is_ok();
    if let Some(taken) = files.iter().map(|name| directory.join(name)).find(is_there) {
        return Err(ExportError::Taken(taken.display().to_string()));
    }
    let mut others = entries_if_there(directory).map_err(failed(directory))?.into_iter();
    others.next().map_or(Ok(None), |_| Err(ExportError::Beside(shown)))
}

/// Writes tables into a folder that only its owner can enter; it is made if it is not there. The last
/// one describes the others: it is taken away first, so that a folder without it is not whole.
///
/// # Errors
///
/// If the folder lies within the folder of cases; or the disk refuses.
pub fn write_export(
    directory: &Path,
    folder: &Path,
    tables: &[(&str, String)],
) -> Result<(), OutputError> {
    if lies_within(directory, folder)? {
        return Err(OutputError::InTheFolder(directory.display().to_string()));
    }
    make_folder(directory).map_err(failed(directory))?;
    let real = directory.canonicalize().map_err(failed(directory))?;
    if let Some((description, _)) = tables.last() {
        let description = real.join(description);
        match std::fs::remove_file(&description) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(failed(&description)(error));
            }
            _ => {}
        }
    }
    tables.iter().try_for_each(|(name, text)| write_output(&real.join(name), None, text.as_bytes()))
}
