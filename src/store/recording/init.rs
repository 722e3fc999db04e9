//! Making a folder: its settings, its repository, and the first commit of what is in it.

use std::path::Path;

use git2::{Repository, RepositoryInitMode, RepositoryInitOptions};

use crate::operation::{FileChange, INIT, Operation};
use crate::store::files::{Place, files_below, read_text};
use crate::store::find::SETTINGS;
use crate::store::identity::CommitTime;
use crate::store::recording::disk::{
    make_folder, put_in_place, remove_folder_if_there, remove_if_there, sync_file, sync_folder,
    write_synced,
};
use crate::store::recording::driver;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::repository::refuse_elsewhere;
use crate::store::recording::{Preparation, Recorded, Recorder};

/// What git is told about the files of a folder: bytes stay as they are, and case files are merged
/// by what they say.
const ATTRIBUTES: &str = "* -text\n*.toml merge=caseload\n";
/// The file that tells it.
pub(super) const ATTRIBUTES_FILE: &str = ".gitattributes";

/// Whether a folder is the root of a repository of its own, with a commit in it.
pub fn is_recorded(root: &Path) -> bool {
    let own = super::repository::Own::open(root);
    own.and_then(|own| own.branch()).is_ok_and(|branch| branch.commit.is_some())
}

/// Whether a folder is meant to be recorded in: there is a `.git` in it, whatever is wrong with that.
pub fn has_repository(root: &Path) -> bool {
    root.join(".git").symlink_metadata().is_ok()
}

/// Makes a folder with these settings, or gives one that is there its repository, and records
/// everything in it. Can be run again if it was interrupted.
///
/// # Errors
///
/// Whatever keeps it from being made.
pub fn init(root: &Path, settings: &str, now: CommitTime) -> Result<Recorded, RecordError> {
    let root = &std::path::absolute(root).map_err(disk(root))?;
    make_folder(root).map_err(disk(root))?;
    refuse_elsewhere(root)?;
    for (name, text) in [(SETTINGS, settings), (ATTRIBUTES_FILE, ATTRIBUTES)] {
        let (path, beside) = (root.join(name), root.join(format!(".{name}.new")));
        if !path.exists() {
            let _ = std::fs::remove_file(&beside);
            write_synced(&beside, text.as_bytes()).map_err(disk(&beside))?;
            put_in_place(&beside, &path).map_err(disk(&path))?;
        }
    }
    make_repository(root)?;
    let mut recorder = Recorder::begin(Preparation::of(root)?, now)?;
    let operation = everything(root, &recorder)?;
    recorder.record(&operation)
}

/// Makes the repository beside its place, and puts it there in one step: whoever is killed leaves a
/// whole one or none, and no lock of git's in one that is half made.
pub(in crate::store) fn make_repository(root: &Path) -> Result<(), RecordError> {
    let (git, beside) = (root.join(".git"), root.join(".git.new"));
    remove_folder_if_there(&beside).map_err(disk(&beside))?;
    if git.join("HEAD").exists() {
        return Ok(());
    }
    let mut options = RepositoryInitOptions::new();
    options.initial_head("main").external_template(false).no_dotgit_dir(false);
    options.mode(RepositoryInitMode::from_bits_retain(0o700));
    drop(Repository::init_opts(&beside, &options)?);
    let made = beside.join(".git");
    let config = made.join("config");
    let text = std::fs::read_to_string(&config).map_err(disk(&config))? + driver::LINES;
    std::fs::write(&config, text).map_err(disk(&config))?;
    for name in ["HEAD", "config"] {
        let path = made.join(name);
        sync_file(&path).map_err(disk(&path))?;
        // libgit2 says nothing where its own could not be taken away.
        let lock = made.join(format!("{name}.lock"));
        remove_if_there(&lock).map_err(disk(&lock))?;
    }
    sync_folder(&made).map_err(disk(&made))?;
    put_in_place(&made, &git).map_err(disk(&git))?;
    remove_folder_if_there(&beside).map_err(disk(&beside))
}

/// The operation that records every file of the folder that is not recorded yet.
fn everything(root: &Path, recorder: &Recorder) -> Result<Operation, RecordError> {
    let mut files = vec![SETTINGS.to_owned(), ATTRIBUTES_FILE.to_owned()];
    for within in ["cases", "programmes"] {
        files.extend(files_below(Place::Folder(root), within, &|_| true).0);
    }
    let mut changes = Vec::new();
    for file in files {
        let new = read_text(Place::Folder(root), &file).map_err(|problem| {
            let hint = problem.hint.unwrap_or_default();
            let message = format!("`{file}`: {}", problem.message);
            RecordError::new(Trouble::Request, message, hint)
        })?;
        let old = recorder.recorded(&file)?;
        changes.push(FileChange { file, old, new: Some(new) });
    }
    changes.retain(|change| change.old != change.new);
    let cases = Vec::new();
    Ok(Operation { what: INIT.to_owned(), cases, files: changes, reverses: None })
}
