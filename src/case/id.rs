//! The id of a case.

use std::fmt;

/// A case's id: letters, digits, `.`, `_` and `-`, beginning with a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(String);

/// The longest id, in bytes: with its ending it must still be the name of a file.
const LONGEST: usize = 200;

impl CaseId {
    /// The id, if the text is one.
    pub fn new(text: &str) -> Option<CaseId> {
        let mut characters = text.chars();
        let first = characters.next()?.is_alphanumeric();
        let rest = characters.all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        (first && rest && text.len() <= LONGEST).then(|| CaseId(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_no_path_and_no_phrase() {
        for id in ["A-0042", "C-7KQ2", "7", "a.b_c", "É-1"] {
            assert!(CaseId::new(id).is_some(), "{id}");
        }
        for id in ["", "-a", ".a", "../a", "a/b", "a b", "a\n", "a\u{202e}"] {
            assert!(CaseId::new(id).is_none(), "{id}");
        }
    }
}
