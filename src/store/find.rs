//! Finding the folder: the one that is named, else the nearest one from here up.

use std::path::{Path, PathBuf};

/// Why there is no folder to read.
#[derive(Debug, thiserror::Error)]
pub enum FindError {
    /// The folder that was named is not there, or is no folder.
    #[error("`{0}` is not a folder")]
    NoFolder(String),
    /// The folder that was named has no settings file.
    #[error("`{0}` is not a caseload folder: it has no caseload.toml")]
    NotOurs(String),
    /// The folder that was named is a repository without files, as a remote is.
    #[error("`{0}` is a bare git repository, as a remote is, and no caseload folder")]
    Bare(String),
    /// Neither this folder nor any above it is one.
    #[error("this is not a caseload folder, and neither is any above it")]
    NowhereAbove,
}

/// The settings file that makes a folder one of ours.
pub(super) const SETTINGS: &str = "caseload.toml";

/// Finds the folder: the one named, else the nearest one from the working directory upwards.
pub fn find(named: Option<&Path>) -> Result<PathBuf, FindError> {
    if let Some(named) = named {
        let shown = named.display().to_string();
        if !named.is_dir() {
            return Err(FindError::NoFolder(shown));
        }
        if !named.join(SETTINGS).is_file() {
            let is_bare = named.join("HEAD").is_file() && named.join("objects").is_dir();
            return Err(if is_bare { FindError::Bare(shown) } else { FindError::NotOurs(shown) });
        }
        return Ok(named.to_path_buf());
    }
    let here = std::env::current_dir().map_err(|_| FindError::NowhereAbove)?;
    here.ancestors()
        .find(|folder| folder.join(SETTINGS).is_file())
        .map(Path::to_path_buf)
        .ok_or(FindError::NowhereAbove)
}
