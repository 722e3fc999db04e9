//! A change to one case: its text after, and what that is in words.

use crate::case::{NewEntry, append};
use crate::operation::{OpenCase, Refusal};

/// What of a case file a change is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The entry that begins there in the text after.
    Entry(usize),
    /// A key of the header.
    Header(&'static str),
    /// The case as a whole.
    Case,
}

/// A change to one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The text after.
    pub text: String,
    /// What it is in the subject of a commit: no name, note or reason.
    pub what: String,
    /// What it is, said to the person who asked for it; a sentence without its end.
    pub said: String,
    /// What it is about.
    pub focus: Focus,
}

impl Change {
    /// The change that adds an entry at the end of the file. What it says of itself is read back
    /// from the entry.
    ///
    /// # Errors
    ///
    /// If the case with the entry would have something wrong in it.
    pub fn adding(open: &OpenCase<'_>, entry: &NewEntry, what: String) -> Result<Change, Refusal> {
        let text = append(open.text(), entry)?;
        let after = open.with_text(text)?;
        let (start, said) = after
            .case
            .entries()
            .into_iter()
            .rfind(|read| read.kind() == entry.kind)
            .map(|read| (read.record().span.start, read.dated_words()))
            .ok_or_else(|| Refusal::new("the entry could not be read back", ""))?;
        Ok(Change { text: after.text().to_owned(), what, said, focus: Focus::Entry(start) })
    }
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requested {
    /// A change.
    Change(Change),
    /// It is on record already, as the words say.
    OnRecord(String),
}

impl From<Change> for Requested {
    fn from(change: Change) -> Requested {
        Requested::Change(change)
    }
}
