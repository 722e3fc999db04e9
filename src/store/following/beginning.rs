//! By what a case is known, wherever its file lies.

use git2::{Commit, Oid};

use crate::operation::stem;
use crate::store::history::Trailers;

/// How a case began: the id under which it was first recorded, in lower case; git's name of that version;
/// and what recorded it, since two people of whom nothing is known yet may have the same first version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct Beginning {
    id: String,
    version: Oid,
    act: Act,
}

/// What recorded something, told apart from all else that did: the operation, if the tool did it, and the
/// moment by its author's clock, in seconds since 1970. A commit keeps both when git puts it elsewhere,
/// and when a history is made anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Act {
    operation: String,
    seconds: i64,
}

impl Beginning {
    /// Of a file that a commit adds.
    pub(super) fn of(path: &str, version: Oid, commit: &Commit<'_>) -> Beginning {
        let message = String::from_utf8_lossy(commit.message_bytes());
        let operation = Trailers::of(&message).operation.unwrap_or_default();
        let operation = operation.chars().filter(char::is_ascii_alphanumeric).collect();
        let act = Act { operation, seconds: commit.author().when().seconds() };
        Beginning { id: stem(path).to_lowercase(), version, act }
    }

    /// The id, in lower case.
    pub(in crate::store) fn id(&self) -> &str {
        &self.id
    }

    /// As a record has it.
    pub(in crate::store) fn text(&self) -> String {
        let Act { operation, seconds } = &self.act;
        format!("{} {} {operation}@{seconds}", self.id, self.version)
    }

    /// What a record says; none if it is none.
    pub(in crate::store) fn read(text: &str) -> Option<Beginning> {
        let (id, rest) = text.split_once(' ')?;
        let (version, act) = rest.split_once(' ')?;
        let (operation, seconds) = act.split_once('@')?;
        let act = Act { operation: operation.to_owned(), seconds: seconds.parse().ok()? };
        Some(Beginning { id: id.to_lowercase(), version: Oid::from_str(version).ok()?, act })
    }
}
