//! What can go wrong with a command, in words and as an exit code: the one place for both.

use std::io::Write;
use std::process::ExitCode;

use crate::cli::output;
use crate::operation::Refusal;
use crate::problem::Problem;
use crate::reading::{did_you_mean, safe_line};
use crate::report::Check;
use crate::store::{FindError, OutputError, RecordError, SheetError, Trouble};

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    message: String,
    hint: String,
    problems: Vec<Problem>,
}

/// The data, or the request, is wrong.
pub(super) const WRONG: u8 = 1;
/// The command line is wrong.
const COMMAND_LINE: u8 = 2;
/// There is no such case, or more than one.
const NO_SUCH_CASE: u8 = 3;
/// Somebody else is recording.
const BUSY: u8 = 4;
/// Git refused.
const GIT: u8 = 5;
/// Something cannot be read or written.
const CANNOT_READ_OR_WRITE: u8 = 6;
/// The record is in conflict, or was tampered with.
pub(super) const CONFLICT: u8 = 7;
/// The person said no.
const DECLINED: u8 = 8;

impl Failure {
    fn new(code: u8, message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), hint: hint.into(), problems: Vec::new() }
    }

    /// The request cannot be met with the data there is.
    pub(super) fn request(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(WRONG, message, hint)
    }

    /// The command line cannot be understood.
    pub(super) fn command_line(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(COMMAND_LINE, message, hint)
    }

    /// There is no such case, or more than one.
    pub(super) fn no_such_case(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(NO_SUCH_CASE, message, hint)
    }

    /// Something cannot be read or written.
    pub(super) fn cannot_read(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(CANNOT_READ_OR_WRITE, message, hint)
    }

    /// The record is in conflict.
    pub(super) fn conflict(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure::new(CONFLICT, message, hint)
    }

    /// The person said no.
    pub(super) fn declined(message: impl Into<String>) -> Failure {
        Failure::new(DECLINED, message, "")
    }

    /// The same, of a part of what was typed.
    #[must_use]
    pub(super) fn within(mut self, part: &str) -> Failure {
        self.message = format!("in {part}: {}", self.message);
        self
    }

    /// The same, with something else that helps.
    #[must_use]
    pub(super) fn with_hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = hint.into();
        self
    }

    /// What went wrong.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// What helps.
    pub(super) fn hint(&self) -> &str {
        &self.hint
    }

    /// What went wrong, with what helps.
    pub(super) fn sentence(&self) -> String {
        let hint = if self.hint.is_empty() { "" } else { "; " };
        format!("{}{hint}{}", self.message, self.hint)
    }

    /// The same, with the problems that stand in the way.
    #[must_use]
    pub(super) fn with_problems(mut self, problems: Vec<Problem>) -> Failure {
        self.problems = problems;
        self
    }

    /// The same, as the core says it.
    pub(super) fn into_refusal(self) -> Refusal {
        Refusal::because(self.message, self.hint, self.problems)
    }

    /// Says what went wrong, and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
        if !self.problems.is_empty() {
            output::say_report(&Check::new(&self.problems, &[], 0));
        }
        let mut talk = anstream::stderr().lock();
        let _ = writeln!(talk, "error: {}", safe_line(&self.message));
        if !self.hint.is_empty() {
            let _ = writeln!(talk, "hint: {}", safe_line(&self.hint));
        }
        ExitCode::from(self.code)
    }
}

/// Refuses a word that is not one of those known, with the nearest.
pub(super) fn known(what: &str, word: &str, words: &[&str]) -> Result<(), Failure> {
    if words.contains(&word) {
        return Ok(());
    }
    let hint =
        did_you_mean(word, words, &format!("see `caseload programme show` for every {what}"));
    Err(Failure::request(format!("there is no {what} `{word}`"), hint))
}

impl From<FindError> for Failure {
    fn from(error: FindError) -> Failure {
        let hint = match &error {
            FindError::Bare(_) => "`caseload clone` makes a folder of it",
            _ => "go to the folder that holds caseload.toml, or name it with --cases DIR",
        };
        Failure::new(CANNOT_READ_OR_WRITE, error.to_string(), hint)
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        let code = match error {
            OutputError::AmongCases(_) | OutputError::InTheFolder(_) | OutputError::Taken(_) => {
                WRONG
            }
            OutputError::Io { .. } => CANNOT_READ_OR_WRITE,
        };
        let hint = match error {
            OutputError::InTheFolder(_) => "name a place outside of it, such as ~/caseload-export",
            OutputError::Taken(_) => "name another file, or take that one away first",
            _ => "name another place",
        };
        Failure::new(code, error.to_string(), hint)
    }
}

impl From<SheetError> for Failure {
    fn from(error: SheetError) -> Failure {
        let code = match error {
            SheetError::Disk { .. } => CANNOT_READ_OR_WRITE,
            _ => WRONG,
        };
        Failure::new(code, error.to_string(), error.hint())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::new(CANNOT_READ_OR_WRITE, format!("cannot read or write: {error}"), "")
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::new(WRONG, refusal.message, refusal.hint).with_problems(refusal.problems)
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Failure {
        let code = match error.trouble {
            Trouble::Request => WRONG,
            Trouble::Busy => BUSY,
            Trouble::Git => GIT,
            Trouble::Disk | Trouble::Network => CANNOT_READ_OR_WRITE,
            Trouble::Conflict => CONFLICT,
        };
        Failure::new(code, error.message, error.hint)
    }
}
