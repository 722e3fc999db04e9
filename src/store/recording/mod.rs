//! Recording: one operation, one commit, in an order in which nothing can be lost.
//!
//! Under the lock, a [`Recorder`] first finishes what a process before it left, and refuses where
//! git is in the middle of something. An operation is then made ready where nobody sees it
//! (`objects`, `work`), written down (`journal`), kept (`objects`), and shut off from git's own
//! programs (`index`); moving the branch (`branch`) is the moment of truth. What follows it
//! (`finish`) is done by the next process if this one does not come so far. Every step before is
//! synced before the next begins.

mod branch;
mod desk_copy;
mod driver;
mod erasing;
pub(in crate::store) mod disk;
pub(in crate::store) mod error;
mod files;
mod finish;
mod git_lock;
mod index;
mod init;
mod joining;
mod journal;
pub(in crate::store) mod links;
pub(in crate::store) mod lock;
mod objects;
mod past;
pub(in crate::store) mod programs;
pub(in crate::store) mod repository;
mod resolve;
pub(in crate::store) mod settings;
mod work;

pub use desk_copy::DeskCopy;
pub(in crate::store) use driver::lacks_driver;
pub use erasing::{ErasedToo, ErasureRequest, finish_erasing};
pub use error::{RecordError, Trouble};
pub(in crate::store) use files::is_within_a_folder;
pub(in crate::store) use init::make_repository;
pub use init::{has_repository, init, is_recorded};
pub use joining::{Elsewhere, Relation};
pub use past::Back;
pub(in crate::store) use past::edited;
pub use resolve::{Resolver, nothing_to_resolve};

use std::path::{Path, PathBuf};

use git2::{Oid, Signature};

use crate::operation::Operation;
use crate::store::git_settings::{self, UserSettings};
use crate::store::identity::{CommitTime, Identity, Role};
use crate::store::recording::branch::NotMoved;
use crate::store::recording::error::disk;
use crate::store::recording::finish::blob_of;
use crate::store::recording::index::{Found, IndexLock};
use crate::store::recording::journal::{Journal, JournalFile};
use crate::store::recording::lock::Lock;
use crate::store::recording::objects::{Objects, Written};
use crate::store::recording::programs::{Draft, Programs};
use crate::store::recording::repository::{Branch, Own};
use crate::store::recording::work::Work;

/// What is looked at before one has the right to record: the repository, and what git's settings say
/// of it and of the user.
pub struct Preparation {
    own: Own,
    author: Option<Identity>,
    committer: Option<Identity>,
    programs: Programs,
}

impl Preparation {
    /// Looks at it, and changes nothing.
    ///
    /// # Errors
    ///
    /// Whatever keeps the repository from being recorded in.
    pub fn of(root: &Path) -> Result<Preparation, RecordError> {
        let own = Own::open(root)?;
        let config = git_settings::with_the_folders(own.git())?;
        let [author, committer] =
            [Role::Author, Role::Committer].map(|role| Identity::of(role, &config));
        let programs = Programs::of(&own, &UserSettings::read()?);
        Ok(Preparation { own, author, committer, programs })
    }
}

/// The right to record in a folder, held by one process at a time until it is dropped.
pub struct Recorder {
    own: Own,
    branch: Branch,
    author: Signature<'static>,
    committer: Signature<'static>,
    programs: Programs,
    seed: String,
    notes: Vec<String>,
    work: Work,
    /// The index as it was found; none once an operation has changed it.
    index: Option<Found>,
    /// Given up after all else.
    _lock: Lock,
}

/// Whether a recording was interrupted and waits to be finished, so that the files may lack what is
/// on record. Nothing is written to find out.
pub fn is_interrupted(root: &Path) -> bool {
    let private = root.join(".git").join("caseload");
    let is_begun = || private.join(Journal::NAME).exists();
    // One that is under way at this moment is no interruption; it may end while one looks.
    is_begun() && !lock::is_held(&private) && is_begun()
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The commit.
    pub commit: String,
    /// The operation's id.
    pub operation: String,
    /// What the next command will finish, if something went wrong after all was safe.
    pub unfinished: Option<String>,
}

impl Recorder {
    /// Takes the lock, finishes what was left, and makes sure that git is at rest.
    ///
    /// # Errors
    ///
    /// Whatever keeps one from recording; nothing has changed then.
    pub fn begin(preparation: Preparation, now: CommitTime) -> Result<Recorder, RecordError> {
        let Preparation { own, author, committer, programs } = preparation;
        let private = own.private();
        links::refuse_links(own.git(), &private)?;
        disk::make_folder(&private).map_err(disk(&private))?;
        let lock = Lock::take(&private)?;
        let work = Work::begin(&own)?;
        let finished = finish::recover(&own, &work)?;
        own.refuse_while_busy()?;
        let index = Found::read(&own)?;
        index.refuse_a_merge()?;
        driver::set_up(&own, &work)?;
        let branch = own.branch()?;
        let [author, committer] = [author, committer]
            .map(|who| who.and_then(|who| who.signature(now).ok()).ok_or_else(nobody));
        let (author, committer) = (author?, committer?);
        let notes = finished.into_iter().chain(programs.notes.iter().cloned()).collect();
        let seed = format!("{} {:?}", branch.commit.unwrap_or(Oid::ZERO_SHA1), author.email());
        let index = Some(index);
        Ok(Recorder {
            own,
            branch,
            author,
            committer,
            programs,
            seed,
            notes,
            work,
            index,
            _lock: lock,
        })
    }

    /// What the person should know besides: what was finished, what was ignored.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The newest commit; none before the first one.
    pub fn newest(&self) -> Option<String> {
        self.branch.commit.map(|commit| commit.to_string())
    }

    /// The text of a file as it was last recorded; none where it never was.
    ///
    /// # Errors
    ///
    /// If git cannot read it, or it is no text.
    pub fn recorded(&self, file: &str) -> Result<Option<String>, RecordError> {
        let blob = self.own.blob_in(self.branch.commit, file)?;
        blob.map(|blob| text(file, self.own.bytes(blob)?)).transpose()
    }

    /// The text of a file as it lies in the folder; none where there is no such file.
    ///
    /// # Errors
    ///
    /// If the disk cannot read it, or it is no text.
    pub fn lying(&self, file: &str) -> Result<Option<String>, RecordError> {
        files::refuse_others(file)?;
        files::read(&self.own, file)?.map(|bytes| text(file, bytes)).transpose()
    }

    /// Records an operation as one commit.
    ///
    /// # Errors
    ///
    /// Whatever kept it from being recorded; nothing has changed then. Once the branch has moved it
    /// is recorded whatever follows, and what is not done yet is said in the answer.
    pub fn record(&mut self, operation: &Operation) -> Result<Recorded, RecordError> {
        self.move_on(operation, Next::Commit { joined: None })
    }

    /// Moves the branch on by an operation.
    fn move_on(&mut self, operation: &Operation, next: Next) -> Result<Recorded, RecordError> {
        self.refuse_if_changed(operation)?;
        if let Next::Commit { joined: None } = next {
            self.refuse_erased(operation)?;
        }
        let ready = self.make_ready(operation, next)?;
        // One that is there already is of an operation before, and is not cleared with this one.
        ready.journal.write(&self.own.private())?;
        match self.advance(&ready, operation) {
            Ok(()) => {}
            Err(NotMoved::Surely(error)) => {
                let _ = finish::clear(&self.own, &ready.journal);
                return Err(error);
            }
            // The journal and the lock stay, for the next one to settle it.
            Err(NotMoved::InDoubt(error)) => return Err(error),
        }
        let Ready { commit, journal, staged, .. } = ready;
        let found = self.index.take();
        let finished = finish::bring_in_line(&self.own, &self.work, &journal, &staged, found)
            .and_then(|()| finish::clear(&self.own, &journal));
        self.programs.after(&self.own);
        self.branch.commit = Some(commit);
        Ok(Recorded {
            commit: commit.to_string(),
            operation: journal.operation,
            unfinished: finished.err().map(|error| error.message),
        })
    }

    /// Ensures that the files are what the operation was worked out from.
    fn refuse_if_changed(&self, operation: &Operation) -> Result<(), RecordError> {
        for change in &operation.files {
            let lying = files::read(&self.own, &change.file)?;
            let lying = lying.as_deref();
            let is = |text: &Option<String>| text.as_deref().map(str::as_bytes) == lying;
            if !is(&change.old) && !is(&change.new) {
                return Err(RecordError::new(
                    Trouble::Busy,
                    format!("`{}` was changed at the same moment", change.file),
                    "nothing was recorded; run it again",
                ));
            }
        }
        Ok(())
    }

    /// Ensures that none of git's own programs, before it was shut out, merged or changed what this goes
    /// by. One that merges gives its lock up before it moves the branch, and says only then that a merge
    /// is under way.
    fn refuse_what_git_did(&self, operation: &Operation) -> Result<(), RecordError> {
        if self.index.as_ref().is_some_and(|found| found.is_current(&self.own)) {
            return Ok(());
        }
        self.own.refuse_while_busy()?;
        Found::read(&self.own)?.refuse_a_merge()?;
        self.refuse_if_changed(operation)
    }

    /// Makes everything ready that can be where nobody sees it: objects, files, the commit.
    fn make_ready(&self, operation: &Operation, next: Next) -> Result<Ready, RecordError> {
        let work = &self.work;
        let mut objects = Objects::new(&self.own);
        let id = operation.id(&self.seed);
        let mut files = Vec::new();
        let mut staged = Vec::new();
        let mut changes = Vec::new();
        for change in &operation.files {
            let old = change.old.as_ref().map(|text| blob_of(text.as_bytes())).transpose()?;
            let new = change.new.as_ref().map(|text| objects.blob(text.as_bytes()));
            let new = new.transpose()?;
            changes.push((change.file.as_str(), new));
            staged.push(match &change.new {
                Some(text) => Some(files::stage(work, text.as_bytes())?),
                None => None,
            });
            let [old, new] = [old, new].map(|blob| blob.map(|blob| blob.to_string()));
            files.push(JournalFile { path: change.file.clone(), old, new });
        }
        let commit = match next {
            Next::There(commit) => commit,
            Next::Commit { joined } => {
                let parents: Vec<Oid> = self.branch.commit.into_iter().chain(joined).collect();
                let tree = objects.tree(self.branch.commit, &changes)?;
                self.commit(&mut objects, tree, parents, operation.message(&id))?
            }
            Next::Onto(commit) => {
                let tree = objects.tree(Some(commit), &changes)?;
                self.commit(&mut objects, tree, vec![commit], operation.message(&id))?
            }
        };
        let journal = Journal {
            operation: id,
            branch: self.branch.name.clone(),
            old: self.branch.commit.map(|commit| commit.to_string()),
            new: commit.to_string(),
            files,
            objects: objects.names().map(|made| made.to_string()).collect(),
        };
        let objects = objects.write(&self.own, work)?;
        let branch = branch::prepare(work, commit)?;
        Ok(Ready { commit, journal, staged, objects, branch })
    }

    /// Makes a commit, as the user's own programs have it.
    fn commit(
        &self,
        objects: &mut Objects<'_>,
        tree: Oid,
        parents: Vec<Oid>,
        message: String,
    ) -> Result<Oid, RecordError> {
        let (author, committer) = (&self.author, &self.committer);
        let mut draft = Draft { tree, parents, message, author, committer };
        if self.programs.has_hooks() {
            self.programs.before(&self.own, &self.work, objects, &mut draft)?;
        }
        self.programs.commit(&self.own, &self.work, objects, &draft)
    }

    /// Keeps files and objects, shuts off git's own programs, and moves the branch.
    fn advance(&self, ready: &Ready, operation: &Operation) -> Result<(), NotMoved> {
        ready.staged.iter().flatten().try_for_each(|staged| files::sync(staged))?;
        objects::keep(&ready.objects, &self.own)?;
        IndexLock::take(&self.own, &ready.journal)?;
        self.refuse_what_git_did(operation)?;
        branch::advance(&self.own, &ready.branch, &self.branch, ready.commit)?;
        let subject = operation.subject();
        branch::log(&self.own, &self.branch, ready.commit, &self.committer, &subject);
        Ok(())
    }
}

/// Where the branch is to go.
#[derive(Clone, Copy)]
enum Next {
    /// To a commit that is made for it, joined with another one that is there.
    Commit {
        /// The other one, if there is one.
        joined: Option<Oid>,
    },
    /// To a commit that is there.
    There(Oid),
    /// To a commit that is made for it, on this one in the place of the branch's newest.
    Onto(Oid),
}

/// An operation with everything made ready.
struct Ready {
    commit: Oid,
    journal: Journal,
    staged: Vec<Option<PathBuf>>,
    objects: Vec<Written>,
    /// Where the branch is to go.
    branch: PathBuf,
}

/// Bytes of a file as text.
pub(in crate::store) fn text(file: &str, bytes: Vec<u8>) -> Result<String, RecordError> {
    String::from_utf8(bytes).map_err(|_| {
        RecordError::new(
            Trouble::Request,
            format!("`{file}` is not text in UTF-8"),
            "save it as UTF-8 in your editor; `caseload check file` says where",
        )
    })
}

fn nobody() -> RecordError {
    RecordError::new(
        Trouble::Git,
        "git does not know who you are, and every entry is recorded in somebody's name",
        "say it once: git config --global user.name \"Your Name\", and the same with user.email",
    )
}
