//! Words of closed sets as they are typed: refused with the nearest, or asked for.

use crate::cli::ask;
use crate::cli::failure::{Failure, known};
use crate::reading::{Hundredths, Word};

/// A word of a closed set.
pub(super) fn word<W: Word>(what: &str, typed: &str) -> Result<W, Failure> {
    let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
    known(what, typed, &words)?;
    let found = W::WORDS.iter().find(|(word, _)| *word == typed).map(|(_, value)| *value);
    found.ok_or_else(|| Failure::request(format!("there is no {what} `{typed}`"), ""))
}

/// Several words of a closed set.
pub(super) fn words<W: Word>(what: &str, typed: &[String]) -> Result<Vec<W>, Failure> {
    typed.iter().map(|typed| word(what, typed.trim())).collect()
}

/// A word of a closed set that must be said: asked for at a terminal.
pub(super) fn needed<W: Word>(
    what: &str,
    flag: &str,
    question: &str,
    typed: Option<&String>,
) -> Result<W, Failure> {
    if let Some(typed) = typed {
        return word(what, typed);
    }
    let words: Vec<String> = W::WORDS.iter().map(|(word, _)| (*word).to_owned()).collect();
    let at = one_of(what, flag, question, &words)?;
    Ok(W::WORDS[at].1)
}

/// Which of these words is meant, asked for at a terminal.
pub(super) fn one_of(
    what: &str,
    flag: &str,
    question: &str,
    words: &[String],
) -> Result<usize, Failure> {
    if ask::is_possible() {
        return ask::pick(question, words);
    }
    Err(Failure::command_line(
        format!("the {what} is not said"),
        format!("add {flag} with one of: {}", words.join(", ")),
    ))
}

/// Hours, as they are typed.
pub(super) fn hours(typed: Option<&String>) -> Result<Option<Hundredths>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    Hundredths::read(typed).map(Some).map_err(|why| {
        Failure::command_line(format!("`{typed}` {why}"), "write hours as 4, 1.5 or 0.25")
    })
}

/// The employer that was typed; one without a name is none.
pub(super) fn employer(typed: Option<&String>) -> Result<Option<String>, Failure> {
    match typed {
        Some(typed) if typed.trim().is_empty() => Err(Failure::command_line(
            "the employer has no name",
            "name it: --employer \"Brook Garden Centre\"; or leave --employer out",
        )),
        typed => Ok(typed.cloned()),
    }
}
