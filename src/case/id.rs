//! The id of a case.

use std::fmt;

/// A case's id: letters, digits, `.`, `_` and `-`, beginning with a letter or a digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(String);

impl CaseId {
    /// The id, if the text is one.
    pub fn new(text: &str) -> Option<CaseId> {
        let mut bytes = text.bytes();
        let first = bytes.next()?.is_ascii_alphanumeric();
        let rest = bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
        (first && rest && text.len() <= 64).then(|| CaseId(text.to_owned()))
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
        for id in ["A-0042", "C-7KQ2", "7", "a.b_c"] {
            assert!(CaseId::new(id).is_some(), "{id}");
        }
        for id in ["", "-a", ".a", "../a", "a/b", "a b", "é", "a\n"] {
            assert!(CaseId::new(id).is_none(), "{id}");
        }
    }
}
