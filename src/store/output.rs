//! Writing a report to a file: private, whole or not at all, and never among the cases.

use std::io::Write;
use std::path::{Path, PathBuf};

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

pub(super) fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> OutputError + use<> {
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
