//! The files that a pack is made from, as a commit or the folder has them, and the folder that they make
//! by themselves.

use std::collections::BTreeMap;
use std::path::Path;

use crate::store::files::{Place, read_text};
use crate::store::load::{Folder, load_from};
use crate::store::snapshot::{Held, Snapshot, SnapshotError};

/// The files of a folder, or of a part of one, by their paths within, with forward slashes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Originals {
    /// Their bytes.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The files of a folder as a commit has them, or as they lie there where it has no history.
///
/// # Errors
///
/// If the commit cannot be read.
pub fn originals(
    root: &Path,
    commit: Option<&str>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Originals, SnapshotError> {
    let mut found = Originals::default();
    if let Some(commit) = commit {
        let snapshot = Snapshot::of_revision(root, commit)?;
        for (file, held) in &snapshot.files {
            if let (Held::File(content), true) = (held, wanted(file))
                && let Some(bytes) = snapshot.content(*content)?
            {
                found.files.insert(file.clone(), bytes);
            }
        }
        return Ok(found);
    }
    let place = Place::Folder(root);
    for within in ["cases", "programmes"] {
        for file in crate::store::files::files_below(place, within, &|_| true).0 {
            if let Some(text) = wanted(&file).then(|| read_text(place, &file).ok()).flatten() {
                found.files.insert(file, text.into_bytes());
            }
        }
    }
    Ok(found)
}

impl Originals {
    /// The folder that these files are.
    pub fn folder(&self) -> Folder {
        load_from(Place::AtHand(&self.files), &|_| true, None)
    }
}
