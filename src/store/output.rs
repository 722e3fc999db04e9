//! Writing a report to a file: private, whole or not at all, and never among the cases.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Why a report could not be written to a file.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The file would lie among the case files.
    #[error("`{0}` lies among the case files, where no report is written")]
    AmongCases(String),
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
