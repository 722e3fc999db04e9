//! Why a request cannot be met, and what to do instead.

use crate::case::SpliceError;
use crate::problem::Problem;
use crate::reading::did_you_mean;

/// Why a request cannot be met, in words for a key worker.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to type instead.
    pub hint: String,
    /// The problems of the file that stand in the way, if it is those.
    pub problems: Vec<Problem>,
}

impl Refusal {
    /// A refusal with its hint.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Refusal {
        Refusal { message: message.into(), hint: hint.into(), problems: Vec::new() }
    }

    /// A refusal because of what is wrong with a file.
    pub fn because(
        message: impl Into<String>,
        hint: impl Into<String>,
        problems: Vec<Problem>,
    ) -> Refusal {
        Refusal { message: message.into(), hint: hint.into(), problems }
    }
}

impl From<SpliceError> for Refusal {
    fn from(error: SpliceError) -> Refusal {
        Refusal::new(error.to_string(), "change it with `caseload edit`")
    }
}

/// Ensures that a word is one of those known; else says which is nearest.
///
/// # Errors
///
/// The refusal that names the nearest, or all of them if they are few.
pub fn known<'w>(
    what: &str,
    word: &str,
    words: impl IntoIterator<Item = &'w str>,
    otherwise: &str,
) -> Result<(), Refusal> {
    let words: Vec<&str> = words.into_iter().collect();
    if words.contains(&word) {
        return Ok(());
    }
    Err(Refusal::new(format!("there is no {what} `{word}`"), did_you_mean(word, &words, otherwise)))
}
