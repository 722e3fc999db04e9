//! Writing a report to a file: private, whole or not at all, and never among the cases.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::store::recording::disk::make_folder;

/// Why a report could not be written to a file.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file would lie among the case files.
    #[error("`{0}` lies among the case files, where no report is written")]
    AmongCases(String),
    /// The folder of tables would lie within the folder of cases.
    #[error("`{0}` lies within the folder of cases, where no copy of it is written")]
    InTheFolder(String),
    /// Something is there that would be written over.
    #[error("`{0}` is there already")]
    Taken(String),
    /// The disk refused.
    #[error("cannot write `{path}`: {source}")]
    Io {
        /// The file.
        path: String,
        /// What the disk said.
        source: std::io::Error,
    },
}

/// Writes a report to a file that only its owner can read, in one step.
pub fn write_output(path: &Path, folder: Option<&Path>, bytes: &[u8]) -> Result<(), OutputError> {
    let failed = |source| OutputError::Io { path: path.display().to_string(), source };
    let parent = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let real_parent = parent.canonicalize().map_err(failed)?;
    if let Some(cases) = folder.and_then(|folder| folder.join("cases").canonicalize().ok())
        && real_parent.starts_with(&cases)
    {
        return Err(OutputError::AmongCases(path.display().to_string()));
    }
    // A temporary file is made readable by its owner alone, and keeps that when it is renamed.
    let mut file = tempfile::NamedTempFile::new_in(&real_parent).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> OutputError + use<> {
    let path = path.display().to_string();
    move |source| OutputError::Io { path, source }
}

/// Whether a place lies within a folder of cases, as far as it is there already: nothing is made only
/// to be refused.
///
/// # Errors
///
/// If the folder cannot be looked at.
pub fn lies_within(place: &Path, folder: &Path) -> Result<bool, OutputError> {
    let folder = folder.canonicalize().map_err(failed(folder))?;
    let there = place.ancestors().find_map(|above| {
        let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        above.canonicalize().ok()
    });
    Ok(there.is_some_and(|there| there.starts_with(&folder)))
}

/// Ensures that a file can be written without writing over anything: nothing is there, and the folder that
/// it is to lie in is.
///
/// # Errors
///
/// If something is there, or the folder is not.
pub fn require_new(place: &Path) -> Result<(), OutputError> {
    if place.symlink_metadata().is_ok() {
        return Err(OutputError::Taken(place.display().to_string()));
    }
    let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.map_or(Ok(()), |parent| parent.read_dir().map(|_| ()).map_err(failed(place)))
}

/// Writes tables into a folder that only its owner can enter; it is made if it is not there. The last
/// one describes the others: it is taken away first, so that a folder without it is not whole.
///
/// # Errors
///
/// If the folder lies within the folder of cases, where a copy of everybody's data would soon be
/// recorded and sent; or the disk refuses.
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
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed(&description)(error));
            }
            _ => {}
        }
    }
    tables.iter().try_for_each(|(name, text)| write_output(&real.join(name), None, text.as_bytes()))
}
