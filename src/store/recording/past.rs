//! One's own operations of the past, and which of them can be taken back.
//!
//! Walking back from the newest: an undoing that stands cancels what it undid, a redoing that
//! stands cancels the undoing. What is not cancelled can be undone, the newest first.

use std::collections::BTreeSet;

use git2::{Commit, DiffOptions, Oid, Sort};

use crate::operation::{Confirmation, Erasure, GivenOut, Past, Reversal};
use crate::store::find::SETTINGS;
use crate::store::history::{Trailers, changed};
use crate::store::recording::Recorder;
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::files::is_of_a_folder;
use crate::store::recording::init::ATTRIBUTES_FILE;
use crate::store::recording::repository::Own;

/// Which way one goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// To before the newest operation that stands.
    Undo,
    /// To before the newest undoing, if nothing was recorded since.
    Redo,
}

/// Whether a path has a part that begins with a dot, such as an editor keeps beside a file.
fn is_hidden(file: &str) -> bool {
    file.split('/').any(|part| part.starts_with('.'))
}

impl Recorder {
    /// One's own newest operation that can be taken back, on a case if one is named.
    ///
    /// # Errors
    ///
    /// If git cannot read the commits.
    pub fn newest_own(&self, back: Back, case: Option<&str>) -> Result<Option<Past>, RecordError> {
        let Some(tip) = self.branch.commit else { return Ok(None) };
        let repository = &self.own.repository;
        let mut walk = repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(tip)?;
        let mut cancelled: BTreeSet<String> = BTreeSet::new();
        for commit in walk {
            let commit = repository.find_commit(commit?)?;
            // What a merge brought together was recorded by others, or by an operation of its own.
            if !self.is_own(&commit) || commit.parent_count() > 1 {
                continue;
            }
            let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
            let trailers = Trailers::of(&message);
            let Some(id) = trailers.operation.clone() else { continue };
            if case.is_some_and(|case| !trailers.cases.iter().any(|other| other == case)) {
                continue;
            }
            let subject = message.lines().next().unwrap_or_default();
            // What was given out cannot be called back, and that another clone erased is no news of one's own.
            let is_no_news = Confirmation::is_of_subject(subject) || Erasure::is_back(subject);
            if GivenOut::of_subject(subject).is_some() || is_no_news {
                continue;
            }
            if Erasure::is_of_subject(subject) {
                return Err(not_undone());
            }
            let stands = !cancelled.contains(&id);
            let is_found = match (&trailers.reverses, back) {
                _ if !stands => false,
                (Some(Reversal::Undoes(undone)), Back::Undo) => {
                    cancelled.insert(undone.clone());
                    false
                }
                (Some(Reversal::Redoes(undoing)), _) => {
                    cancelled.insert(undoing.clone());
                    false
                }
                (Some(Reversal::Undoes(_)), Back::Redo) | (None, Back::Undo) => true,
                // Something was recorded since: there is nothing to take back any more.
                (None, Back::Redo) => return Ok(None),
            };
            if is_found && Erasure::is_left_of(subject) {
                return Err(of_an_erased_case());
            }
            if is_found {
                let past = self.past(&commit, id, trailers)?;
                // Of what was about several ids the subject names none.
                return if past.files.is_empty() {
                    Err(of_an_erased_case())
                } else {
                    Ok(Some(past))
                };
            }
        }
        Ok(None)
    }

    /// The texts that a file had in the commits, the newest first.
    ///
    /// # Errors
    ///
    /// If git cannot read the commits.
    pub fn versions(&self, file: &str) -> Result<Vec<String>, RecordError> {
        let Some(tip) = self.branch.commit else { return Ok(Vec::new()) };
        let mut walk = self.own.repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
        walk.push(tip)?;
        let mut versions: Vec<String> = Vec::new();
        let mut latest = None;
        for commit in walk {
            let blob = self.own.blob_in(Some(commit?), file)?;
            if blob == latest {
                continue;
            }
            latest = blob;
            if let Some(blob) = blob {
                versions.push(String::from_utf8_lossy(&self.own.bytes(blob)?).into_owned());
            }
        }
        Ok(versions)
    }

    /// The files of the folder that were edited by hand: cases, programmes, settings.
    ///
    /// # Errors
    ///
    /// If git cannot compare them.
    pub fn edited(&self) -> Result<Vec<String>, RecordError> {
        edited(&self.own, self.branch.commit)
    }

    fn is_own(&self, commit: &Commit<'_>) -> bool {
        commit.author().email_bytes().eq_ignore_ascii_case(self.author.email_bytes())
    }

    fn past(
        &self,
        commit: &Commit<'_>,
        id: String,
        trailers: Trailers,
    ) -> Result<Past, RecordError> {
        let subject = commit.summary_bytes().unwrap_or_default();
        let subject = String::from_utf8_lossy(subject).into_owned();
        let what = subject.split_once(": ").map_or(subject.as_str(), |(_, what)| what);
        let what = what.strip_prefix("undo: ").or(what.strip_prefix("redo: ")).unwrap_or(what);
        let files = changed(&self.own.repository, commit, None)?;
        Ok(Past { id, what: what.to_owned(), cases: trailers.cases, files })
    }
}

fn of_an_erased_case() -> RecordError {
    RecordError::new(
        Trouble::Request,
        "your last operation was of a case that is erased, and nothing of it is left to be undone",
        "name the case of another operation to undo that: caseload undo ID",
    )
}

fn not_undone() -> RecordError {
    RecordError::new(
        Trouble::Request,
        "your last operation erased a case, and that cannot be undone",
        "what was recorded before it is mended with `correct`, `remove` or `set`",
    )
}

/// The files of a folder that are not as they were recorded in a commit.
pub(in crate::store) fn edited(own: &Own, tip: Option<Oid>) -> Result<Vec<String>, RecordError> {
    let tree = tip.map(|tip| own.repository.find_commit(tip)?.tree());
    let tree = tree.transpose()?;
    let mut options = DiffOptions::new();
    options.include_untracked(true).recurse_untracked_dirs(true).update_index(false);
    // What git is told to ignore is read all the same.
    options.include_ignored(true).recurse_ignored_dirs(true);
    for within in [ATTRIBUTES_FILE, SETTINGS, "cases/", "programmes/"] {
        options.pathspec(within);
    }
    let repository = &own.repository;
    let difference = repository.diff_tree_to_workdir(tree.as_ref(), Some(&mut options))?;
    let path = |delta: git2::DiffDelta<'_>| {
        let file = delta.new_file().path().or(delta.old_file().path())?.to_str()?;
        let is_read = file == ATTRIBUTES_FILE || is_of_a_folder(file) && !is_hidden(file);
        is_read.then(|| file.to_owned())
    };
    Ok(difference.deltas().filter_map(path).collect())
}
