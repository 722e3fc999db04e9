//! Moving the branch to a new commit: the moment of truth.
//!
//! Git's own way, by hand so that a lock which is left behind is known as ours: the new value is
//! written and synced in a file of our own, linked to the name that git's programs respect as a
//! lock, and renamed over the branch if that still is what it was.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use git2::{Oid, Signature};

use crate::store::recording::disk::{
    make_folder, remove_if_there, sync_file, sync_folder, write_begun,
};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::git_lock::{clear_if_ours, link_patiently};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::{Branch, Own};
use crate::store::recording::work::Work;

/// Why the branch was not moved.
pub(super) enum NotMoved {
    /// It stands where it stood.
    Surely(RecordError),
    /// The disk failed at that very step, and cannot be asked any more: it may have moved.
    InDoubt(RecordError),
}

impl From<RecordError> for NotMoved {
    fn from(error: RecordError) -> NotMoved {
        NotMoved::Surely(error)
    }
}

/// Writes where the branch is to go, for [`advance`].
pub(super) fn prepare(work: &Work, new: Oid) -> Result<PathBuf, RecordError> {
    let written = work.path("lock-branch");
    write_begun(&written, value(new).as_bytes()).map_err(disk(&written))?;
    Ok(written)
}

/// Moves the branch to where it is prepared to go, if it still is where it was.
pub(super) fn advance(
    own: &Own,
    prepared: &Path,
    branch: &Branch,
    new: Oid,
) -> Result<(), NotMoved> {
    let place = own.git().join(&branch.name);
    let lock = lock_of(own, &branch.name);
    refuse_links(own.git(), &lock)?;
    refuse_links(own.git(), &place)?;
    let parent = place.parent().unwrap_or(own.git());
    make_folder(parent).map_err(disk(parent))?;
    sync_file(prepared).map_err(disk(prepared))?;
    link_patiently(prepared, &lock)?;
    let moved = own
        .tip(&branch.name)
        .and_then(|tip| if tip == branch.commit { Ok(()) } else { Err(moved_meanwhile()) })
        .map_err(NotMoved::Surely)
        .and_then(|()| match fs::rename(&lock, &place) {
            Ok(()) => Ok(()),
            Err(error) => believe_the_branch(own, branch, new, disk(&place)(error)),
        });
    if let Err(NotMoved::Surely(_)) = moved {
        let _ = remove_if_there(&lock);
    }
    moved
}

/// After an error, where the branch stands says what is true.
fn believe_the_branch(
    own: &Own,
    branch: &Branch,
    new: Oid,
    error: RecordError,
) -> Result<(), NotMoved> {
    match own.tip(&branch.name) {
        Ok(Some(tip)) if tip == new => Ok(()),
        Ok(_) => Err(NotMoved::Surely(error)),
        Err(_) => Err(NotMoved::InDoubt(RecordError::new(
            error.trouble,
            format!("it cannot be told whether this was recorded: {}", error.message),
            "mend the disk first; `caseload show` then says whether it was, and the next entry settles it",
        ))),
    }
}

/// Syncs the name of the branch.
pub(super) fn sync(own: &Own, branch: &str) -> Result<(), RecordError> {
    let place = own.git().join(branch);
    let parent = place.parent().unwrap_or(own.git());
    sync_folder(parent).map_err(disk(parent))
}

/// Takes away a lock on the branch that an operation with this commit left.
pub(super) fn clear_lock(own: &Own, branch: &str, new: Oid) -> Result<(), RecordError> {
    clear_if_ours(&lock_of(own, branch), value(new).as_bytes())
}

fn lock_of(own: &Own, branch: &str) -> PathBuf {
    own.git().join(format!("{branch}.lock"))
}

fn value(commit: Oid) -> String {
    format!("{commit}\n")
}

fn moved_meanwhile() -> RecordError {
    RecordError::new(
        Trouble::Busy,
        "another program recorded in this folder at the same moment",
        "nothing was recorded; run it again",
    )
}

/// Notes the move in git's logs of where its references were. They are a convenience: what they
/// cannot hold is no reason to fail.
pub(super) fn log(own: &Own, branch: &Branch, new: Oid, who: &Signature<'_>, subject: &str) {
    let old = branch.commit.unwrap_or(Oid::ZERO_SHA1);
    let when = who.when();
    let minutes = when.offset_minutes().abs();
    let line = format!(
        "{old} {new} {} <{}> {} {}{:02}{:02}\tcommit: {subject}\n",
        who.name().unwrap_or_default(),
        who.email().unwrap_or_default(),
        when.seconds(),
        when.sign(),
        minutes / 60,
        minutes % 60,
    );
    for name in ["HEAD", branch.name.as_str()] {
        let path = own.git().join("logs").join(name);
        if refuse_links(own.git(), &path).is_err() {
            continue;
        }
        let made = path.parent().map_or(Ok(()), make_folder);
        let opened = made.and_then(|()| OpenOptions::new().append(true).create(true).open(&path));
        let _ = opened.and_then(|mut log| log.write_all(line.as_bytes()));
    }
}
