//! A folder cloned from a remote, as the tool itself makes one: no program of the remote's or of any
//! template runs, and nobody but its owner can enter it.

use std::path::Path;

use crate::store::erasing::remember_erasures;
use crate::store::exchange::{Exchange, Remote};
use crate::store::find::SETTINGS;
use crate::store::identity::CommitTime;
use crate::store::recording::disk::make_folder;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::{
    Preparation, Recorded, Recorder, Relation, is_interrupted, make_repository,
};

/// Makes a folder of what lies at a remote. Can be run again if it was cut short, whether before all
/// was there or after.
///
/// # Errors
///
/// If something is in that place, the remote cannot be reached, or no folder lies there.
pub fn clone(root: &Path, url: &str, now: CommitTime) -> Result<Recorded, RecordError> {
    let root = &std::path::absolute(root).map_err(disk(root))?;
    // A path is meant as it is from here, and not from within the folder.
    let is_path = !url.contains(':') && Path::new(url).is_relative();
    let url = if is_path {
        std::path::absolute(url).map_err(disk(Path::new(url)))?.to_string_lossy().into_owned()
    } else {
        url.to_owned()
    };
    refuse_occupied(root, &url)?;
    make_folder(root).map_err(disk(root))?;
    make_repository(root)?;
    Remote::set(root, &url)?;
    let exchange = Exchange::begin(root)?;
    let there = exchange.fetch(true)?.ok_or_else(|| {
        RecordError::new(
            Trouble::Request,
            format!("there is nothing at {} yet", exchange.remote().shown()),
            "on the first machine: caseload remote set URL, then caseload sync",
        )
    })?;
    let mut recorder = Recorder::begin(Preparation::of(root)?, now)?;
    let elsewhere = recorder.compare(&there)?;
    let has_settings = recorder.recorded(SETTINGS)?.is_some()
        || elsewhere.files.iter().any(|file| file.file == SETTINGS && file.there.is_some());
    if !has_settings {
        return Err(RecordError::new(
            Trouble::Request,
            format!(
                "what lies at {} is no caseload folder: it has no {SETTINGS}",
                exchange.remote().shown()
            ),
            "is it another repository's address?",
        ));
    }
    let done = match elsewhere.relation {
        Relation::Ahead | Relation::Behind => recorder.take_over(&elsewhere)?,
        Relation::Apart | Relation::Unrelated => return Err(occupied(root)),
    };
    drop(recorder);
    // What was erased before this machine was there is nothing that it would have to take away.
    remember_erasures(root)?;
    match done.unfinished {
        None => Ok(done),
        Some(why) => Err(RecordError::new(
            Trouble::Disk,
            format!("not everything could be put in its place: {why}"),
            "run the same command again",
        )),
    }
}

/// Ensures that nothing is in the place but a clone of the same that was cut short.
fn refuse_occupied(root: &Path, url: &str) -> Result<(), RecordError> {
    let entries = match std::fs::read_dir(root) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(disk(root))?,
    };
    let ours = [".git", ".git.new"];
    let is_ours = |name: &std::ffi::OsStr| ours.iter().any(|our| name == *our);
    let mut others = entries.filter_map(Result::ok).filter(|entry| !is_ours(&entry.file_name()));
    let has_commit = crate::store::is_recorded(root);
    let is_same = || Remote::of(root).is_ok_and(|it| it.is_some_and(|remote| remote.url == url));
    if others.next().is_none() && !has_commit || is_interrupted(root) && is_same() {
        return Ok(());
    }
    Err(occupied(root))
}

fn occupied(root: &Path) -> RecordError {
    RecordError::new(
        Trouble::Request,
        format!("`{}` is not empty", root.display()),
        "name a folder that is not there yet; in one that is cloned already: caseload sync",
    )
}
