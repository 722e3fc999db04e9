//! An operation: what one command changes, as texts of files before and after.
//!
//! It is a value and changes nothing by itself; the store writes it as one commit. What it says of itself is opaque: ids, kinds and days, but no name, note or reason.
//!
//! [`OpenCase`] is a case about to be changed. Each kind of request makes a [`Change`] of it:
//! entries are added in `entries`, the spell begun and ended in `spell`, jobs matched in `job`,
//! mistakes mended in `mend`; what is asked for again is told in `repeated`; `import` makes changes of the rows of a sheet. What a change brought about is an [`Outcome`].

mod change;
mod doing;
mod entries;
mod erasure;
mod given_out;
mod hand_edit;
mod import;
mod job;
mod joining;
mod keys;
mod mend;
mod open_case;
mod outcome;
mod refusal;
mod renumber;
mod repeated;
mod reverse;
mod settle;
mod spell;

pub use change::{Change, Focus, Requested};
pub use doing::{
    Beyond, Deed, goes_on, is_logged_with, is_of_hand_edits, is_of_two_sides, is_referral,
    logs_what_it_adds,
};
pub use entries::{
    ActivityRequest, ContactRequest, DocumentRequest, activity, assign, concern, contact, document,
    excuse, note,
};
pub use erasure::{Confirmation, ERASED, ERASURES, Erasure, ErasureReason, Part, scrubbed};
pub use given_out::GivenOut;
pub use hand_edit::{HandEdit, lost, save, stem};
pub use import::{
    BESIDE, Becomes, Ground, Import, ImportedRow, KnownCase, Mapping, PastImports, RowsOf, draft,
    import, is_import,
};
pub use job::{JobEvent, JobRequest, Unsettled, job};
pub use joining::{
    Choice, Contested, Doubled, FileVersions, Joined, JoinedCase, Moved, Obstacle, Side, Union,
    doubled, given_again, join,
};
pub use keys::Provenance;
pub use mend::{HEADER_KEYS, ReadDay, Setting, Why, correct, note_reason, set_header, strike};
pub use open_case::{OpenCase, Rules};
pub use outcome::{Outcome, new_warnings};
pub use refusal::{Refusal, known};
pub use renumber::{is_renumbering, renumber};
pub use reverse::Past;
pub use settle::{Conflicting, Stands, settle};
pub use spell::{ReferRequest, exit, extend, new_case_file, refer, reopen, start};

use crate::digest::digest;
use crate::reading::safe_line;

/// A file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path within the folder, with forward slashes.
    pub file: String,
    /// Its text before, as it was last recorded; none for a new file.
    pub old: Option<String>,
    /// Its text after; none for one that is taken away.
    pub new: Option<String>,
}

/// That an operation takes another one back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reversal {
    /// Takes back the operation of this id.
    Undoes(String),
    /// Takes back the undoing whose operation has this id.
    Redoes(String),
}

/// What one command changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// What it does, such as `contact 2026-11-16 (in-person, held)`: no name, note or reason.
    pub what: String,
    /// The ids of the cases that it concerns.
    pub cases: Vec<String>,
    /// The files that it changes.
    pub files: Vec<FileChange>,
    /// What it takes back, if that is what it does.
    pub reverses: Option<Reversal>,
}

/// What an operation does that takes over a folder with all that is in it.
pub const INIT: &str = "init";
/// The first line of its commit.
pub const TAKEN_OVER: &str = "folder: init";

/// The trailers of a commit that an operation writes.
pub mod trailer {
    /// A case that the commit concerns; one for each.
    pub const CASE: &str = "Case";
    /// The operation's own id, which is kept when a commit is made anew on another one.
    pub const OPERATION: &str = "Operation";
    /// The operation that is taken back.
    pub const UNDOES: &str = "Undoes";
    /// The undoing that is taken back.
    pub const REDOES: &str = "Redoes";
    /// The release that wrote the commit.
    pub const RELEASE: &str = "Release";
}

impl Operation {
    /// The first line of its commit.
    pub fn subject(&self) -> String {
        let who = match self.cases.as_slice() {
            [] => "folder".to_owned(),
            [one] => one.clone(),
            several => format!("{} cases", several.len()),
        };
        safe_line(&format!("{who}: {}", self.what))
    }

    /// The whole message of its commit, with a trailer for every case, the operation's id and the
    /// release.
    pub fn message(&self, id: &str) -> String {
        let mut message = format!("{}\n\n", self.subject());
        let mut add =
            |name: &str, value: &str| message += &format!("{name}: {}\n", safe_line(value));
        self.cases.iter().for_each(|case| add(trailer::CASE, case));
        add(trailer::OPERATION, id);
        match &self.reverses {
            Some(Reversal::Undoes(operation)) => add(trailer::UNDOES, operation),
            Some(Reversal::Redoes(operation)) => add(trailer::REDOES, operation),
            None => {}
        }
        add(trailer::RELEASE, concat!("caseload ", env!("CARGO_PKG_VERSION")));
        message
    }

    /// An id of its own: from what it does, to what, and when (`seed`).
    pub fn id(&self, seed: &str) -> String {
        let files = self
            .files
            .iter()
            .map(|change| format!("{}\0{}\0", change.file, change.new.as_deref().unwrap_or("\0")));
        digest(&(format!("{seed}\0{}\0", self.subject()) + &files.collect::<String>()))
    }

    /// Whether it changes anything.
    pub fn is_empty(&self) -> bool {
        self.files.iter().all(|change| change.old == change.new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_opaque_and_complete() {
        let operation = Operation {
            what: "contact 2026-11-16 (in-person, held)".to_owned(),
            cases: vec!["A-0042".to_owned()],
            files: Vec::new(),
            reverses: Some(Reversal::Undoes("0123456789ab".to_owned())),
        };
        let release = env!("CARGO_PKG_VERSION");
        let expected = format!(
            "A-0042: contact 2026-11-16 (in-person, held)\n\nCase: A-0042\nOperation: abc\n\
             Undoes: 0123456789ab\nRelease: caseload {release}\n"
        );
        assert_eq!(operation.message("abc"), expected);
    }

    #[test]
    fn no_line_of_a_message_can_be_forged() {
        let operation = Operation {
            what: "x\n\nCase: B-1".to_owned(),
            cases: vec!["A-1".to_owned()],
            files: Vec::new(),
            reverses: None,
        };
        let message = operation.message("abc");
        assert!(!message.lines().any(|line| line == "Case: B-1"), "{message}");
    }
}
