//! Manual pages, which hold nothing of anybody and are for all to read.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use crate::store::output::{OutputError, failed};

/// Writes pages into a folder, each in one step, readable by everybody. The folder is made if it is not
/// there.
///
/// # Errors
///
/// If the disk refuses.
pub fn write_pages(folder: &Path, pages: &BTreeMap<String, String>) -> Result<(), OutputError> {
    fs::create_dir_all(folder).map_err(failed(folder))?;
    for (name, page) in pages {
        let place = folder.join(name);
        write(folder, &place, page).map_err(failed(&place))?;
    }
    Ok(())
}

fn write(folder: &Path, place: &Path, page: &str) -> std::io::Result<()> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(page.as_bytes())?;
    file.persist(place)?;
    Ok(())
}
