//! What holds git's programs back from taking objects away: a pack that is to be kept whatever happens,
//! as a fetch has it until it is over, and git putting the repository in order. Both are left lying where
//! that was killed, or its disk was full, and then hold nothing back. So are packs that were not put in place.

use std::fs;
use std::path::{Path, PathBuf};

use crate::store::recording::disk::{entries_if_there, read_if_there, remove_if_there};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// What git writes into a keep of its own, before its process and its machine.
const KEEPERS: [&str; 2] = ["fetch-pack ", "receive-pack "];

/// Ensures that git is not about to put objects together, and keeps none that nothing names.
pub(in crate::store) fn refuse_while_kept(own: &Own) -> Result<(), RecordError> {
    let running = own.git().join("gc.pid");
    let at_work = read_if_there(&running).map_err(disk(&running))?;
    if at_work.is_some_and(|text| !is_gone(&String::from_utf8_lossy(&text), " ")) {
        return Err(RecordError::new(
            Trouble::Busy,
            "git is putting this repository in order (`.git/gc.pid`)",
            "run it again when that is over; if no git gc is running, take that file away",
        ));
    }
    for keep in keeps(own)? {
        if !is_left(&keep)? {
            let kept = keep.file_name().unwrap_or_default().to_string_lossy().into_owned();
            return Err(RecordError::new(
                Trouble::Git,
                format!("git is told to keep a pack whatever happens (`.git/objects/pack/{kept}`)"),
                "a fetch that is under way does that; if none is, take that file away",
            ));
        }
    }
    Ok(())
}

/// Takes away what keeps a pack for nobody any more, in which git would keep everything.
pub(super) fn take_away_left_keeps(own: &Own) -> Result<(), RecordError> {
    for keep in keeps(own)? {
        if is_left(&keep)? {
            refuse_links(own.git(), &keep)?;
            remove_if_there(&keep).map_err(disk(&keep))?;
        }
    }
    Ok(())
}

/// Takes away the packs that a `git repack` which is no more had not put in place. Git reads them as it does
/// any other, and may have taken the single objects away that are in them: only once everything that is
/// named lies in another pack is nothing lost with them.
pub(super) fn take_away_left_packs(own: &Own) -> Result<(), RecordError> {
    for file in packs(own)?.into_iter().filter(|file| is_of_a_repack_that_is_gone(file)) {
        refuse_links(own.git(), &file)?;
        remove_if_there(&file).map_err(disk(&file))?;
    }
    Ok(())
}

/// The files that each say of one pack that it is to be kept.
fn keeps(own: &Own) -> Result<Vec<PathBuf>, RecordError> {
    Ok(packs(own)?.into_iter().filter(|file| is_keep(file)).collect())
}

fn is_keep(file: &Path) -> bool {
    file.extension().is_some_and(|it| it == "keep")
}

/// What lies where git has its packs.
fn packs(own: &Own) -> Result<Vec<PathBuf>, RecordError> {
    let packs = own.git().join("objects/pack");
    let entries = entries_if_there(&packs).map_err(disk(&packs))?;
    Ok(entries.iter().map(fs::DirEntry::path).collect())
}

/// Whether a file is what `git repack` writes before it puts it in place, `.tmp-PROCESS-pack-..`, and the
/// process is no more.
fn is_of_a_repack_that_is_gone(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let parts = name.strip_prefix(".tmp-").and_then(|rest| rest.split_once("-pack-"));
    parts.is_some_and(|(process, _)| is_no_process(process))
}

/// Whether a keep was left lying: by a process that is no more; or, torn or not, without its pack, which
/// git puts beside it only then.
fn is_left(keep: &Path) -> Result<bool, RecordError> {
    let Some(text) = read_if_there(keep).map_err(disk(keep))? else { return Ok(true) };
    let text = String::from_utf8_lossy(&text);
    let of_git = KEEPERS.iter().find_map(|keeper| text.strip_prefix(keeper));
    Ok(match of_git {
        Some(process) => is_gone(process, " on "),
        None => !keep.with_extension("pack").exists(),
    })
}

/// Whether a process of this machine is no more, which wrote down its number and where it ran. Where
/// that cannot be known it is not taken to be.
fn is_gone(written: &str, between: &str) -> bool {
    let Some((process, machine)) = written.trim().split_once(between) else { return false };
    let here = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    here.trim() == machine && is_no_process(process)
}

/// Whether this is the number of a process, and this machine has none of that number.
fn is_no_process(number: &str) -> bool {
    let all = Path::new("/proc");
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    is_number && all.join("self").exists() && !all.join(number).exists()
}
