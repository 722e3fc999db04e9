//! Asking the person at the terminal. Nothing is asked where standard input is none.

use std::io::{self, IsTerminal, Read};
use std::sync::atomic::{AtomicBool, Ordering};

use inquire::{Confirm, InquireError, Select, Text};

use crate::cli::failure::Failure;
use crate::cli::output;
use crate::reading::safe_line;

/// Whether somebody is there to be asked.
pub(super) fn is_possible() -> bool {
    !NEVER.load(Ordering::Relaxed) && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Whether nothing is asked or read, since nothing is recorded.
static NEVER: AtomicBool = AtomicBool::new(false);

/// From now on nobody is asked anything.
pub(super) fn never() {
    NEVER.store(true, Ordering::Relaxed);
}

/// Whether the person has been asked for something that the command line left out.
static HAS_ASKED: AtomicBool = AtomicBool::new(false);

/// Whether the person is being led through the command, rather than having typed it whole: then what
/// has a default is asked for too.
pub(super) fn is_leading() -> bool {
    HAS_ASKED.load(Ordering::Relaxed)
}

/// Asks for one of several; gives its place in the list.
pub(super) fn pick(question: &str, options: &[String]) -> Result<usize, Failure> {
    HAS_ASKED.store(true, Ordering::Relaxed);
    let shown: Vec<String> = options.iter().map(|option| safe_line(option)).collect();
    Ok(Select::new(question, shown).with_page_size(12).raw_prompt()?.index)
}

/// Asks for a text of one line.
pub(super) fn text(question: &str) -> Result<String, Failure> {
    Ok(Text::new(question).prompt()?)
}

/// Asks for a text of one line, with an answer that is taken if nothing is typed.
pub(super) fn text_or(question: &str, usual: &str) -> Result<String, Failure> {
    Ok(Text::new(question).with_default(usual).prompt()?)
}

/// Asks for a text until it can be read, with an answer that is taken if nothing is typed. What is
/// wrong with one is said before it is asked for again.
pub(super) fn until_read<T>(
    question: &str,
    usual: Option<&str>,
    read: impl Fn(&str) -> Result<T, Failure>,
) -> Result<T, Failure> {
    loop {
        let typed = match usual {
            Some(usual) => text_or(question, usual)?,
            None => text(question)?,
        };
        match read(&typed) {
            Ok(read) => return Ok(read),
            Err(failure) => output::say(&failure.sentence()),
        }
    }
}

/// Asks whether to go on; no if nobody is there.
pub(super) fn agrees(question: &str) -> Result<bool, Failure> {
    if !is_possible() {
        return Ok(false);
    }
    Ok(Confirm::new(&safe_line(question)).with_default(false).prompt()?)
}

/// A text that is private, and how it is to be had. What is typed in a command stays in the shell's
/// history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Private {
    /// It is asked for.
    Ask,
    /// It is read from standard input.
    StandardInput,
    /// It was typed all the same.
    Typed(String),
}

impl From<String> for Private {
    fn from(typed: String) -> Private {
        match typed.as_str() {
            "" => Private::Ask,
            "-" => Private::StandardInput,
            _ => Private::Typed(typed),
        }
    }
}

/// A private text, had in the way that was chosen by an option of its name; none if it is blank, or not
/// wanted at all.
pub(super) fn private(how: Option<&Private>, what: &str) -> Result<Option<String>, Failure> {
    had(how, what, &format!("--{what} "))
}

/// The value of a key, had in the way that was chosen; none if it is blank.
pub(super) fn private_value(how: &Private, key: &str) -> Result<Option<String>, Failure> {
    had(Some(how), key, &format!("{key}="))
}

/// A private text; `before` is what is typed before it.
fn had(how: Option<&Private>, what: &str, before: &str) -> Result<Option<String>, Failure> {
    let text = match how {
        None => return Ok(None),
        Some(Private::Typed(text)) => text.clone(),
        Some(Private::Ask | Private::StandardInput) if NEVER.load(Ordering::Relaxed) => {
            let message = format!("the {what} can neither be asked for nor read here");
            let hint = format!("write any word for it: {before}WORD");
            return Err(Failure::command_line(message, hint));
        }
        Some(Private::StandardInput) => {
            let mut read = String::new();
            io::stdin().read_to_string(&mut read)?;
            read.trim_end_matches(['\n', '\r']).to_owned()
        }
        Some(Private::Ask) if is_possible() => text(&format!("{what}:"))?,
        Some(Private::Ask) => {
            return Err(Failure::command_line(
                format!("the {what} is to be asked for, and there is no terminal to ask at"),
                format!("give it as {before}- and on standard input"),
            ));
        }
    };
    Ok(Some(text).filter(|text| !text.trim().is_empty()))
}

impl From<InquireError> for Failure {
    fn from(error: InquireError) -> Failure {
        match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => {
                Failure::declined("given up; nothing was recorded")
            }
            error => Failure::from(io::Error::other(error.to_string())),
        }
    }
}
