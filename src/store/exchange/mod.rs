//! Sending what is recorded, and fetching what was recorded elsewhere, by the user's own git.
//!
//! So `ssh`, credential helpers and proxies work as they do for git. Git is run in a repository of
//! our own that tells it nothing, with the folder's objects: what the folder's own settings and hooks
//! name is not run. Nobody is kept from recording meanwhile.

mod clone;
mod remote;
mod seen;
mod standing;
mod there;
mod upkeep;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use git2::Oid;

pub use clone::clone;
pub use remote::Remote;
pub(in crate::store) use seen::Seen;
pub use standing::{Standing, ids_last_seen};
pub use upkeep::{is_upkeep_due, upkeep};

use crate::store::erasing::{
    Rewriting, Scope, known_records, note_what_is_back, records_in, successor_in,
};
use crate::store::recording::disk::{
    make_empty_folder, make_folder, put_in_place, remove_if_there, write_synced,
};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::programs::git;
use crate::store::recording::repository::Own;

/// Everything that git writes here is synced, and what it fetches is looked at.
const SETTINGS: [&str; 4] =
    ["-c", "core.fsync=committed,loose-object", "-c", "transfer.fsckObjects=true"];
/// How git takes what is sent to a remote on a disk, which may have arrived on a stick: what that one's
/// own settings and hooks name would run on this machine.
const TAKES_ON_DISK: &str = "--receive-pack=git -c core.hooksPath=/dev/null \
                             -c core.alternateRefsCommand=true -c receive.autoGC=false receive-pack";
/// Where a branch that was fetched is kept.
const THERE: &str = "refs/there/";

/// The right to send and to fetch, held by one process at a time until it is dropped.
pub struct Exchange {
    own: Own,
    remote: Remote,
    /// The branch, without what comes before every branch's name.
    branch: String,
    /// The repository that tells git nothing.
    place: PathBuf,
    _lock: Lock,
}

/// What came of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pushed {
    /// All that was recorded here is there.
    Done,
    /// Somebody was faster: fetch again.
    Overtaken,
}

impl Exchange {
    /// Takes the right to exchange with the remote of a folder.
    ///
    /// # Errors
    ///
    /// If there is no remote, or whatever keeps the repository from being used.
    pub fn begin(root: &Path) -> Result<Exchange, RecordError> {
        let own = Own::open(root)?;
        let remote = Remote::of(root)?.ok_or_else(Remote::missing)?;
        let (place, lock) = place_of_work(&own)?;
        let branch = own.branch()?.name;
        let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch).to_owned();
        lay_out(&place).map_err(disk(&place))?;
        Ok(Exchange { own, remote, branch, place, _lock: lock })
    }

    /// The remote.
    pub fn remote(&self) -> &Remote {
        &self.remote
    }

    /// Fetches the branch as it is there: the newest commit, or none where nothing is. Other branches are
    /// left where they are: they may hold what was erased.
    ///
    /// # Errors
    ///
    /// If it cannot be reached; or, unless that is `accepted`, if what was there before is no longer
    /// part of it.
    pub fn fetch(&self, accepted: bool) -> Result<Option<String>, RecordError> {
        self.show_what_is_here()?;
        let branch = format!("+refs/heads/{0}:{THERE}{0}", self.branch);
        let output = self.run(&[
            "fetch",
            "--quiet",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            "--no-recurse-submodules",
            "--end-of-options",
            &self.remote.url,
            &branch,
        ])?;
        // What others still have of an erased case goes again, whatever comes of this.
        note_what_is_back(&self.own)?;
        let there = if output.status.success() {
            Some(self.fetched()?)
        } else {
            self.refuse_another_branch(&output)?;
            None
        };
        let seen = Seen::read(&self.own, &self.remote, &self.branch)?;
        if let Some(seen) = seen.filter(|_| !accepted) {
            self.refuse_rewritten(seen, there)?;
        }
        if let Some(there) = there {
            self.has_seen(there)?;
        }
        Ok(there.map(|there| there.to_string()))
    }

    /// Sends a commit with all before it; in the place of another one that is there, if that is named,
    /// from which a case was erased.
    ///
    /// # Errors
    ///
    /// If it cannot be reached, or refuses.
    pub fn push(&self, commit: &str, replaced: Option<&str>) -> Result<Pushed, RecordError> {
        let target = format!("{commit}:refs/heads/{}", self.branch);
        let lease =
            replaced.map(|old| format!("--force-with-lease=refs/heads/{}:{old}", self.branch));
        let mut arguments =
            vec!["push", "--porcelain", "--no-follow-tags", "--recurse-submodules=no"];
        arguments.extend(lease.as_deref());
        arguments.extend(self.remote.is_on_disk().then_some(TAKES_ON_DISK));
        arguments.extend(["--end-of-options", &self.remote.url, &target]);
        let output = self.run(&arguments)?;
        if output.status.success() {
            self.has_seen(Oid::from_str(commit)?)?;
            return Ok(Pushed::Done);
        }
        let said = String::from_utf8_lossy(&output.stdout);
        let refused = said.lines().find(|line| line.starts_with('!'));
        match refused {
            Some(line) if line.contains("[rejected]") => Ok(Pushed::Overtaken),
            // Two who send at the same moment: the lock on the branch there was another's.
            Some(line) if line.contains("failed to update ref") || line.contains("cannot lock") => {
                Ok(Pushed::Overtaken)
            }
            Some(line) => Err(self.refused(line)),
            None => Err(self.unreachable(&output)),
        }
    }

    /// Has git's programs see the newest commits that are here, to fetch no more than is new.
    fn show_what_is_here(&self) -> Result<(), RecordError> {
        let known = Seen::read(&self.own, &self.remote, &self.branch)?;
        let here = self.own.branch()?.commit;
        // What was seen may be gone since, with a case that was erased.
        let is_here = |commit: &Oid| self.own.repository.find_commit(*commit).is_ok();
        for (name, commit) in [("here", here), ("seen", known.filter(is_here))] {
            if let Some(commit) = commit {
                let place = self.place.join("refs/heads").join(name);
                fs::write(&place, format!("{commit}\n")).map_err(disk(&place))?;
            }
        }
        Ok(())
    }

    /// The newest commit of the branch as it was fetched.
    fn fetched(&self) -> Result<Oid, RecordError> {
        let repository = git2::Repository::open_bare(&self.place)?;
        Ok(repository.refname_to_id(&format!("{THERE}{}", self.branch))?)
    }

    /// Ensures that what was there before still is.
    fn refuse_rewritten(&self, seen: Oid, there: Option<Oid>) -> Result<(), RecordError> {
        let repository = &self.own.repository;
        // Objects that were fetched just now lie in a pack that is not known yet.
        repository.odb()?.refresh()?;
        let is_part = match there {
            Some(there) => {
                there == seen
                    || repository.find_commit(seen).is_ok()
                        && repository.graph_descendant_of(there, seen)?
                    || self.is_part_but_for_erased(seen, there)?
            }
            None => false,
        };
        if is_part {
            return Ok(());
        }
        if repository.is_shallow() {
            return Err(RecordError::new(
                Trouble::Git,
                "this clone does not have the whole history (`.git/shallow`), so it cannot be told whether that at the remote was rewritten",
                "nothing was brought in or sent; git fetch --unshallow brings the rest",
            ));
        }
        let seen = seen.to_string();
        Err(RecordError::new(
            Trouble::Conflict,
            format!(
                "the history at {} was rewritten: commit {}, which was there, is no longer part of it",
                self.remote.shown(),
                &seen[..12]
            ),
            "nothing was brought in or sent. Ask who did it, and why; to go on with what is there now: caseload sync --accept-rewritten",
        ))
    }

    /// Whether what was seen is part of what is there once that is left out which is erased here or
    /// there, and nothing but that. Each clone makes the same commits of it, so that a history in which
    /// more was changed is known.
    fn is_part_but_for_erased(&self, seen: Oid, there: Oid) -> Result<bool, RecordError> {
        let repository = &self.own.repository;
        let mut erased = records_in(repository, Some(there))?;
        erased.extend(known_records(&self.own)?);
        let scope = Scope::of(erased.iter().map(|erased| &erased.erasure));
        let is_here = |commit: &Oid| repository.find_commit(*commit).is_ok();
        let became = || successor_in(&self.own.private(), &seen.to_string());
        let seen = Some(seen).filter(is_here).or_else(|| Oid::from_str(&became()?).ok());
        let Some(seen) = seen.filter(is_here).filter(|_| !scope.is_empty()) else {
            return Ok(false);
        };
        let rewriting = Rewriting::of(repository, &scope, &[seen, there], &[])?;
        let (seen, there) = (rewriting.successor(seen), rewriting.successor(there));
        Ok(seen == there || repository.graph_descendant_of(there, seen)?)
    }

    /// Notes what is there, for us and for git's own programs.
    fn has_seen(&self, there: Oid) -> Result<(), RecordError> {
        Seen::write(&self.own, &self.remote, &self.branch, there)?;
        self.own.repository.odb()?.refresh()?;
        // It is for git's own programs to look at; what keeps it from being noted is no failure.
        let _ = self.note_for_git(there);
        Ok(())
    }

    /// Notes it where git's own programs do. Git's library would leave a lock behind where it is
    /// killed, and no fetch of theirs would come past that.
    fn note_for_git(&self, there: Oid) -> Result<(), RecordError> {
        let name = format!("refs/remotes/{}/{}", self.remote.name, self.branch);
        let (place, beside) = (self.own.git().join(&name), self.own.private().join("there.new"));
        refuse_links(self.own.git(), &place)?;
        refuse_links(self.own.git(), &beside)?;
        place.parent().map_or(Ok(()), make_folder).map_err(disk(&place))?;
        remove_if_there(&beside).map_err(disk(&beside))?;
        write_synced(&beside, format!("{there}\n").as_bytes()).map_err(disk(&beside))?;
        put_in_place(&beside, &place).map_err(disk(&place))
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, RecordError> {
        run(&self.own, &self.place, arguments)
    }

    fn unreachable(&self, output: &Output) -> RecordError {
        let said = said(output);
        if said.contains("mismatched algorithms") || said.contains("hash algorithm") {
            return RecordError::new(
                Trouble::Git,
                format!(
                    "{} names its objects by SHA-256, which this tool cannot read",
                    self.remote.shown()
                ),
                "make one that works: git init --bare --object-format=sha1 -b main, then caseload remote set with its place",
            );
        }
        RecordError::new(
            Trouble::Network,
            format!("{} cannot be reached: {}", self.remote.shown(), said),
            "what is recorded here is safe; run `caseload sync` again when there is a network, or the disk is there",
        )
    }

    fn refused(&self, line: &str) -> RecordError {
        let why = line.rsplit('\t').next().unwrap_or(line);
        let hint = if why.contains("checked out") {
            "that is a folder somebody works in; make one for all instead: git init --bare"
        } else if why.contains("non-fast-forward") || why.contains("protected") {
            "a case was erased, so the history there has to be replaced, and it does not take that; ask whoever looks after it to allow it once (receive.denyNonFastForwards, or a protected branch)"
        } else {
            "what is recorded here is safe; ask whoever looks after it"
        };
        let message = format!("{} does not take what is sent: {why}", self.remote.shown());
        RecordError::new(Trouble::Git, message, hint)
    }
}

/// Whether others have a file of this folder: one that was at its remote and is here too. Another
/// that only has its name is somebody else's.
pub fn is_at_the_remote(root: &Path, file: &str) -> bool {
    let find = || {
        let own = Own::open(root).ok()?;
        let seen = Oid::from_str(&last_seen(root)?).ok()?;
        let common = own.repository.merge_base(own.branch().ok()?.commit?, seen).ok()?;
        own.blob_in(Some(common), file).ok()?
    };
    find().is_some()
}

/// The newest commit that was seen at the remote of a folder, or what it became here where a case was
/// erased since; none if nothing was.
pub fn last_seen(root: &Path) -> Option<String> {
    let own = Own::open(root).ok()?;
    let remote = Remote::of(root).ok()??;
    let branch = own.branch().ok()?.name;
    let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
    let here = Seen::as_it_is_here(&own, &remote, branch).ok()?;
    // One that is nowhere here is lost, or still to be brought in: that is to be found out.
    let seen = here.or(Seen::read(&own, &remote, branch).ok()?)?;
    Some(seen.to_string())
}

/// Where git is told nothing, with the right to work there.
pub(in crate::store) fn place_of_work(own: &Own) -> Result<(PathBuf, Lock), RecordError> {
    let private = own.private();
    refuse_links(own.git(), &private)?;
    make_folder(&private).map_err(disk(&private))?;
    let lock = Lock::take_for_exchange(&private)?;
    // Whoever was killed before what it wrote beside a file took that file's place.
    for name in ["seen.new", "there.new"] {
        let left = private.join(name);
        remove_if_there(&left).map_err(disk(&left))?;
    }
    let place = private.join("exchange");
    refuse_links(&private, &place)?;
    Ok((place, lock))
}

/// Runs git in the repository of our own that tells it nothing, with the folder's objects.
pub(in crate::store) fn run(
    own: &Own,
    place: &Path,
    arguments: &[&str],
) -> Result<Output, RecordError> {
    let mut command: Command = git();
    command
        .current_dir(&own.root)
        .arg("--git-dir")
        .arg(place)
        .args(SETTINGS)
        .args(arguments)
        .env("GIT_OBJECT_DIRECTORY", own.git().join("objects"))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.output().map_err(|error| {
        RecordError::new(
            Trouble::Git,
            format!("the program `git` cannot be run: {error}"),
            "install git: it is what fetches and sends, and keeps the repository small",
        )
    })
}

/// What git said of what it could not do, in one line.
pub(in crate::store) fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let said = lines.join("; ");
    if said.is_empty() {
        format!("it ended with {}, and said nothing", output.status)
    } else {
        said
    }
}

/// The least that git calls a repository.
pub(in crate::store) fn lay_out(place: &Path) -> std::io::Result<()> {
    make_empty_folder(place)?;
    for name in ["objects", "refs/heads"] {
        fs::create_dir_all(place.join(name))?;
    }
    fs::write(place.join("HEAD"), "ref: refs/heads/here\n")?;
    fs::write(place.join("config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
}
