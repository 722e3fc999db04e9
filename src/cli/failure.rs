//! What can go wrong with a command, in words and as an exit code: the one place for both.

use std::io::Write;
use std::process::ExitCode;

use crate::reading::{did_you_mean, safe_line};
use crate::store::{FindError, OutputError};

/// Why a command could not do what was asked.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    message: String,
    hint: String,
}

/// The data, or the request, is wrong.
pub(super) const WRONG: u8 = 1;
/// The command line is wrong.
const COMMAND_LINE: u8 = 2;
/// There is no such case, or more than one.
const NO_SUCH_CASE: u8 = 3;
/// Something cannot be read or written.
const CANNOT_READ_OR_WRITE: u8 = 6;

impl Failure {
    /// The request cannot be met with the data there is.
    pub(super) fn request(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure { code: WRONG, message: message.into(), hint: hint.into() }
    }

    /// The command line cannot be understood.
    pub(super) fn command_line(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure { code: COMMAND_LINE, message: message.into(), hint: hint.into() }
    }

    /// There is no such case, or more than one.
    pub(super) fn no_such_case(message: impl Into<String>, hint: impl Into<String>) -> Failure {
        Failure { code: NO_SUCH_CASE, message: message.into(), hint: hint.into() }
    }

    /// Says what went wrong, and gives the exit code.
    pub(super) fn report(self) -> ExitCode {
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
        Failure {
            code: CANNOT_READ_OR_WRITE,
            message: error.to_string(),
            hint: "go to the folder that holds caseload.toml, or name it with --cases DIR"
                .to_owned(),
        }
    }
}

impl From<OutputError> for Failure {
    fn from(error: OutputError) -> Failure {
        let code = match error {
            OutputError::AmongCases(_) => WRONG,
            OutputError::Io { .. } => CANNOT_READ_OR_WRITE,
        };
        Failure {
            code,
            message: error.to_string(),
            hint: "name another file with --output".to_owned(),
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure {
            code: CANNOT_READ_OR_WRITE,
            message: format!("cannot write the report: {error}"),
            hint: String::new(),
        }
    }
}
