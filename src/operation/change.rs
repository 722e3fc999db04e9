//! A change to one case: the case after, and what that is in words.

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
#[derive(Clone, Debug)]
pub struct Change<'f> {
    /// The case after, read back from its text.
    pub after: OpenCase<'f>,
    /// What it is in the subject of a commit: no name, note or reason.
    pub what: String,
    /// What it is, said to the person who asked for it; a sentence without its end.
    pub said: String,
    /// What it is about.
    pub focus: Focus,
}

impl<'f> Change<'f> {
    /// The change that adds an entry at the end of the file. What it says of itself is read back
    /// from the entry.
    ///
    /// # Errors
    ///
    /// If the case with the entry would have something wrong in it.
    pub fn adding(
        open: &OpenCase<'f>,
        entry: &NewEntry,
        what: String,
    ) -> Result<Change<'f>, Refusal> {
        let text = append(open.text(), entry)?;
        let after = open.with_text(text)?;
        let (start, said) = after
            .case
            .entries()
            .into_iter()
            .rfind(|read| read.kind() == entry.kind)
            .map(|read| (read.record().span.start, read.dated_words()))
            .ok_or_else(|| Refusal::new("the entry could not be read back", ""))?;
        Ok(Change { after, what, said, focus: Focus::Entry(start) })
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Requested<'f> {
    /// A change.
    Change(Box<Change<'f>>),
    /// It is on record already, as the words say.
    OnRecord(String),
}

impl<'f> From<Change<'f>> for Requested<'f> {
    fn from(change: Change<'f>) -> Requested<'f> {
        Requested::Change(Box::new(change))
    }
}
