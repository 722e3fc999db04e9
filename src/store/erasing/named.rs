//! Everything that the references of a repository name, and what was last seen of a remote, read from the
//! files themselves: what is missed here would be thrown away, and git's library passes over what it cannot read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use git2::Oid;

use crate::store::erasing::stashes::stashes;
use crate::store::exchange::Seen;
use crate::store::recording::disk::read_if_there;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// What the references of a repository name, and what was last seen of a remote.
///
/// # Errors
///
/// If one of them cannot be read, or the branch that is recorded on is not among them.
pub(super) fn named(own: &Own) -> Result<BTreeSet<Oid>, RecordError> {
    // A reference that has a file of its own is not what the packed ones say of it.
    let mut found = BTreeMap::new();
    let packed = own.git().join("packed-refs");
    refuse_links(own.git(), &packed)?;
    let text = read_if_there(&packed).map_err(disk(&packed))?.unwrap_or_default();
    for line in String::from_utf8_lossy(&text).lines() {
        if let Some((target, name)) = line.split_once(' ')
            && let Ok(target) = Oid::from_str(target)
        {
            found.insert(own.git().join(name), target);
        }
    }
    below(own, &own.git().join("refs"), &mut found)?;
    let mut found: BTreeSet<Oid> = found.into_values().collect();
    found.extend(stashes(own)?);
    found.extend(Seen::kept(own)?);
    match own.branch()?.commit {
        Some(tip) if found.contains(&tip) => Ok(found),
        _ => Err(RecordError::new(
            Trouble::Git,
            "not every branch of this repository can be read, so nothing was thrown away",
            "run it again; git fsck says whether something is wrong",
        )),
    }
}

fn below(own: &Own, folder: &Path, found: &mut BTreeMap<PathBuf, Oid>) -> Result<(), RecordError> {
    refuse_links(own.git(), folder)?;
    for entry in fs::read_dir(folder).map_err(disk(folder))? {
        let entry = entry.map_err(disk(folder))?;
        let path = entry.path();
        if entry.file_type().map_err(disk(&path))?.is_dir() {
            below(own, &path, found)?;
        } else {
            let text = fs::read_to_string(&path).map_err(disk(&path))?;
            if let Ok(target) = Oid::from_str(text.trim()) {
                found.insert(path, target);
            }
        }
    }
    Ok(())
}
