//! That something of a case was given out: an operation that changes no file, and says so.

use crate::operation::Operation;

/// How something was given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenOut {
    /// As tables.
    Export,
    /// As evidence for an inspector.
    Pack,
    /// To the participant, who asked what is held.
    Disclosure,
}

impl GivenOut {
    const ALL: [GivenOut; 3] = [GivenOut::Export, GivenOut::Pack, GivenOut::Disclosure];

    /// The word for it in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            GivenOut::Export => "export",
            GivenOut::Pack => "pack",
            GivenOut::Disclosure => "disclosure",
        }
    }

    /// What the subject of its commit says.
    fn what(self) -> String {
        format!("{} given out", self.word())
    }

    /// How something was given out by the commit of this subject; none if it is about something else.
    pub fn of_subject(subject: &str) -> Option<GivenOut> {
        let (_, what) = subject.split_once(": ")?;
        GivenOut::ALL.into_iter().find(|how| how.what() == what)
    }
}

impl Operation {
    /// That these cases were given out; that all were, if none is named.
    pub fn giving_out(how: GivenOut, cases: Vec<String>) -> Operation {
        Operation { what: how.what(), cases, files: Vec::new(), reverses: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_tells_how() {
        for how in GivenOut::ALL {
            for cases in [vec![], vec!["A-1".to_owned()], vec!["A-1".to_owned(), "A-2".to_owned()]]
            {
                let subject = Operation::giving_out(how, cases).subject();
                assert_eq!(GivenOut::of_subject(&subject), Some(how), "{subject}");
            }
        }
        assert_eq!(GivenOut::of_subject("A-1: contact 2026-11-16 (phone, held)"), None);
    }
}
