//! Why something could not be recorded.

use std::path::Path;

/// What kind of trouble it was; each has an exit code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The request cannot be met with the files as they are.
    Request,
    /// Somebody else is recording.
    Busy,
    /// Git refused, or is in the middle of something.
    Git,
    /// The disk cannot be read or written.
    Disk,
    /// A merge waits to be finished.
    Conflict,
    /// What lies elsewhere cannot be reached.
    Network,
}

/// Why something could not be recorded; nothing has changed then.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct RecordError {
    /// What kind of trouble it was.
    pub trouble: Trouble,
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub hint: String,
}

impl RecordError {
    /// That somebody else was faster.
    pub fn busy(message: impl Into<String>, hint: impl Into<String>) -> RecordError {
        RecordError::new(Trouble::Busy, message, hint)
    }

    /// An error with its hint.
    pub(in crate::store) fn new(
        trouble: Trouble,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> RecordError {
        RecordError { trouble, message: message.into(), hint: hint.into() }
    }
}

/// What the disk said about a file or folder.
pub(in crate::store) fn disk(path: &Path) -> impl Fn(std::io::Error) -> RecordError + '_ {
    move |error| {
        let message = format!("`{}`: {error}", path.display());
        RecordError::new(Trouble::Disk, message, "is the disk full, or the folder not yours?")
    }
}

/// What git said, where it said why.
fn spoken(message: &str) -> String {
    match message.trim_end_matches([':', ' ']) {
        "" | "no error" => "it could not be done, and git does not say why".to_owned(),
        cut_off if cut_off.len() < message.len() => {
            format!("{cut_off}, and the system does not say why")
        }
        whole => whole.to_owned(),
    }
}

impl From<git2::Error> for RecordError {
    fn from(error: git2::Error) -> RecordError {
        let message = spoken(error.message());
        match (error.code(), error.class()) {
            (git2::ErrorCode::Owner, _) => RecordError::new(
                Trouble::Git,
                "this folder belongs to another user of this machine",
                "if you trust it: git config --global --add safe.directory, and the folder's path",
            ),
            (_, git2::ErrorClass::Os | git2::ErrorClass::Zlib) => RecordError::new(
                Trouble::Disk,
                message,
                "is the disk full, or the folder not yours?",
            ),
            _ => RecordError::new(
                Trouble::Git,
                format!("git: {message}"),
                "git fsck says what is wrong",
            ),
        }
    }
}
