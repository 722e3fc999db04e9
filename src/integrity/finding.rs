//! What was found, and where.

use crate::integrity::code::Code;
use crate::integrity::record::Commit;
use crate::reading::safe_line;

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of finding it is.
    pub code: Code,
    /// The commit.
    pub commit: Option<String>,
    /// The cases that it concerns; the whole folder, if there is none.
    pub cases: Vec<String>,
    /// When, in seconds since 1970.
    pub seconds: Option<i64>,
    /// Who, as the commit says.
    pub who: Option<String>,
    /// What it is, in plain words.
    pub message: String,
}

impl Finding {
    /// Something about a commit.
    pub fn of(code: Code, commit: &Commit, message: impl Into<String>) -> Finding {
        Finding {
            code,
            commit: Some(commit.id.clone()),
            cases: commit.all_cases(),
            seconds: Some(commit.committer.seconds),
            who: Some(commit.author.shown()),
            message: safe_line(&message.into()),
        }
    }

    /// Something about the folder as a whole.
    pub fn of_the_folder(code: Code, message: impl Into<String>) -> Finding {
        let message = safe_line(&message.into());
        Finding { code, commit: None, cases: Vec::new(), seconds: None, who: None, message }
    }
}

/// How long a time is, in words.
pub(super) fn span(seconds: i64) -> String {
    let plural = crate::calendar::plural;
    let minutes = (seconds.abs() + 30) / 60;
    match (minutes / 1440, minutes / 60) {
        (0, 0) => plural(minutes, "minute"),
        (0, hours) if minutes % 60 == 0 => plural(hours, "hour"),
        (0, hours) => format!("{} {}", plural(hours, "hour"), plural(minutes % 60, "minute")),
        (days, _) => plural(days, "day"),
    }
}

/// The first digits of a commit, as they are shown.
pub(super) fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}
