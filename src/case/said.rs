//! What an entry says: two that say the same are one fact, recorded twice.

use crate::case::layout::{Key, Layout};
use crate::case::meaning::Meaning;

/// What an entry says, apart from how it is written, when it was logged and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    kind: String,
    keys: Vec<(String, Meaning)>,
}

impl Said {
    /// What the first entry of a text says. None if it cannot come twice, or the text cannot be
    /// taken apart.
    pub fn by(text: &str) -> Option<Said> {
        let layout = Layout::of(text).ok()?;
        let block = layout.blocks.first().filter(|block| block.repeated)?;
        let is_about_it = |key: &&Key| match key.name.as_str() {
            "logged" => false,
            // Who is key worker is what an assignment says.
            "worker" => block.kind == "assignment",
            _ => true,
        };
        let keys = block.keys.iter().filter(is_about_it);
        let mut keys: Vec<_> = keys.map(|key| (key.name.clone(), key.meaning.clone())).collect();
        keys.sort();
        Some(Said { kind: block.kind.clone(), keys })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_is_written_and_logged_makes_no_difference() {
        let one = "[[note]] # x\non = 2026-11-16T10:00:00\nnote = \"\"\"\na\nb\"\"\"\nworker = \"alex\"\n\n# y\n[[note]]\n";
        let other = "[[ note ]]\r\nlogged=2026-11-16T11:00:00.000Z\r\nnote = '''a\r\nb'''\r\non = 2026-11-16 10:00:00";
        assert!(Said::by(one).is_some());
        assert_eq!(Said::by(one), Said::by(other));
        assert_eq!(Said::by("[exit]\non = 2026-11-16\n"), None);
    }

    #[test]
    fn every_line_of_a_text_counts() {
        let note = |text: &str| Said::by(&format!("[[note]]\nnote = \"\"\"\n{text}\"\"\"\n"));
        for (one, other) in [
            ("He came.\nworker rang", "He came.\nworker wrote"),
            ("a\nlogged in", "a\nlogged out"),
            ("a\n# b", "a\n# c"),
            ("a\n[1]\nb", "a\n[1]\nc"),
        ] {
            assert_ne!(note(one), note(other));
        }
    }

    #[test]
    fn an_assignment_says_who() {
        let to = |worker: &str| {
            Said::by(&format!("[[assignment]]\nworker = \"{worker}\"\nfrom = 2026-11-16\n"))
        };
        assert_ne!(to("alex"), to("priya"));
        assert_eq!(to("alex"), to("alex"));
    }
}
