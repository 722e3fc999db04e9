//! What was put aside with git's stash: it goes on from commits of the branch, so it is made anew with
//! them.

use std::path::PathBuf;

use git2::Oid;

use crate::store::erasing::Rewriting;
use crate::store::recording::disk::{
    entries_if_there, put_in_place, read_if_there, remove_if_there, write_synced,
};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// Git's log of what was put aside: all but the newest is named nowhere else.
pub(super) const LOG: &str = "logs/refs/stash";
/// The reference of the newest.
pub(super) const STASH: &str = "refs/stash";

/// The commits of everything that was put aside, the oldest first.
pub(super) fn stashes(own: &Own) -> Result<Vec<Oid>, RecordError> {
    let text = read(own)?;
    Ok(text.lines().filter_map(|line| Entry::of(line).map(|entry| entry.new)).collect())
}

/// Has git's log of them name what they became. The reference is moved as any other.
pub(super) fn move_stashes(own: &Own, rewriting: &Rewriting<'_>) -> Result<(), RecordError> {
    let text = read(own)?;
    let mut moved = String::new();
    for line in text.lines() {
        match Entry::of(line) {
            Some(entry) => moved += &entry.moved(own, rewriting)?,
            None => moved += line,
        }
        moved.push('\n');
    }
    if moved == text {
        return Ok(());
    }
    let (place, beside) = (place(own), own.private().join("stashes.new"));
    refuse_links(own.git(), &beside)?;
    remove_if_there(&beside).map_err(disk(&beside))?;
    write_synced(&beside, moved.as_bytes()).map_err(disk(&beside))?;
    put_in_place(&beside, &place).map_err(disk(&place))
}

/// Takes away git's logs of where its references were, but for that of what was put aside.
pub(super) fn take_away_logs(own: &Own) -> Result<(), RecordError> {
    let mut open = vec![own.git().join("logs")];
    while let Some(folder) = open.pop() {
        refuse_links(own.git(), &folder)?;
        for entry in entries_if_there(&folder).map_err(disk(&folder))? {
            let path = entry.path();
            if entry.file_type().map_err(disk(&path))?.is_dir() {
                open.push(path);
            } else if path != place(own) {
                remove_if_there(&path).map_err(disk(&path))?;
            }
        }
    }
    Ok(())
}

fn place(own: &Own) -> PathBuf {
    own.git().join(LOG)
}

fn read(own: &Own) -> Result<String, RecordError> {
    let place = place(own);
    refuse_links(own.git(), &place)?;
    let bytes = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A line of git's log: where the reference was, where it went, who did it and when, and what it says.
struct Entry<'l> {
    old: Oid,
    new: Oid,
    who: &'l str,
    what: &'l str,
}

impl Entry<'_> {
    fn of(line: &str) -> Option<Entry<'_>> {
        let (head, what) = line.split_once('\t').unwrap_or((line, ""));
        let mut words = head.splitn(3, ' ');
        let mut commit = || Oid::from_str(words.next()?).ok();
        let (old, new) = (commit()?, commit()?);
        Some(Entry { old, new, who: words.next().unwrap_or_default(), what })
    }

    fn moved(&self, own: &Own, rewriting: &Rewriting<'_>) -> Result<String, RecordError> {
        let [old, new] = [self.old, self.new].map(|commit| rewriting.successor(commit));
        let mut what = self.what.to_owned();
        if new != self.new {
            // It says what the commit's message does, which may have named what is erased.
            let commit = own.repository.find_commit(new)?;
            let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
            message.lines().next().unwrap_or_default().clone_into(&mut what);
        }
        Ok(format!("{old} {new} {}\t{what}", self.who))
    }
}
