//! Links: nothing is written through one, since a folder could otherwise have the tool write what
//! lies outside of it.

use std::path::Path;

use crate::store::recording::error::{RecordError, Trouble};

/// Ensures that no part of a path within a folder is a link; what is not there yet is none.
pub(in crate::store) fn refuse_links(within: &Path, path: &Path) -> Result<(), RecordError> {
    let parts = path.strip_prefix(within).unwrap_or(path);
    let mut place = within.to_path_buf();
    for part in parts.components() {
        place.push(part);
        if place.symlink_metadata().is_ok_and(|about| about.is_symlink()) {
            let message =
                format!("`{}` is a link, and nothing is written through links", place.display());
            let hint = "put the file or folder itself there";
            return Err(RecordError::new(Trouble::Request, message, hint));
        }
    }
    Ok(())
}
