//! What the trailers of a commit's message say.

use crate::operation::{Reversal, trailer};

/// What the tool wrote at the end of a commit's message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trailers {
    /// The cases that the commit concerns.
    pub cases: Vec<String>,
    /// The operation's id.
    pub operation: Option<String>,
    /// What it takes back.
    pub reverses: Option<Reversal>,
    /// The release that wrote it.
    pub release: Option<String>,
}

impl Trailers {
    /// Reads those of a message: the lines of the last paragraph that names an operation, since a
    /// hook may have added another one below it.
    pub fn of(message: &str) -> Trailers {
        let paragraphs = message.trim_end().rsplit("\n\n");
        paragraphs
            .map(Trailers::of_paragraph)
            .find(|read| read.operation.is_some())
            .unwrap_or_default()
    }

    fn of_paragraph(paragraph: &str) -> Trailers {
        let mut trailers = Trailers::default();
        for (name, value) in paragraph.lines().filter_map(|line| line.split_once(": ")) {
            let value = value.trim().to_owned();
            match name {
                trailer::CASE => trailers.cases.push(value),
                trailer::OPERATION => trailers.operation = Some(value),
                trailer::UNDOES => trailers.reverses = Some(Reversal::Undoes(value)),
                trailer::REDOES => trailers.reverses = Some(Reversal::Redoes(value)),
                trailer::RELEASE => trailers.release = Some(value),
                _ => {}
            }
        }
        trailers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_paragraph_of_ours_is_read() {
        let message =
            "A-1: contact\n\nCase: A-1\nOperation: abc\nUndoes: def\nRelease: caseload 1\n";
        let trailers = Trailers::of(message);
        assert_eq!(trailers.cases, ["A-1"]);
        assert_eq!(trailers.operation.as_deref(), Some("abc"));
        assert_eq!(trailers.reverses, Some(Reversal::Undoes("def".to_owned())));
        let with_more = format!("{message}Reviewed-by: Robin\n\nWords of a hook.\n");
        assert_eq!(Trailers::of(&with_more), trailers);
        assert_eq!(Trailers::of("words\n\nmore words\n"), Trailers::default());
    }
}
