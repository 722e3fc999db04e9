//! A repository of our own that tells git nothing, with the folder's objects. What the folder's own
//! repository has besides (settings, replacements, grafts, a history cut short) is not seen there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::Repository;
use tempfile::TempDir;

use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::programs::git;
use crate::store::recording::repository::Own;

/// Such a place, taken away when it is dropped.
pub(super) struct Neutral {
    place: TempDir,
    objects: PathBuf,
}

impl Neutral {
    /// One for a folder.
    pub(super) fn of(own: &Own) -> Result<Neutral, RecordError> {
        let objects = own.git().join("objects");
        let objects = objects.canonicalize().map_err(disk(&objects))?;
        let place = TempDir::new().map_err(disk(&std::env::temp_dir()))?;
        lay_out(&place.path().join("repository")).map_err(disk(place.path()))?;
        Ok(Neutral { place, objects })
    }

    /// A path of this name beside the repository.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    /// The repository, to be read by git's library.
    pub(super) fn repository(&self) -> Result<Repository, git2::Error> {
        let repository = Repository::open_bare(self.path("repository"))?;
        repository.odb()?.add_disk_alternate(&self.objects.to_string_lossy())?;
        Ok(repository)
    }

    /// Git itself, to read and to write nothing.
    pub(super) fn git(&self) -> Command {
        let mut command = git();
        command
            .current_dir(self.place.path())
            .arg("--git-dir")
            .arg(self.path("repository"))
            .arg("--no-replace-objects")
            // A summary of the commits that lies among the objects need not be true.
            .args(["-c", "core.commitGraph=false"])
            .env("GIT_OBJECT_DIRECTORY", &self.objects)
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

fn lay_out(place: &Path) -> std::io::Result<()> {
    for name in ["objects/info", "objects/pack", "refs/heads"] {
        fs::create_dir_all(place.join(name))?;
    }
    fs::write(place.join("HEAD"), "ref: refs/heads/here\n")?;
    fs::write(place.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
}
