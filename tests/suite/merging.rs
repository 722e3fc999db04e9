//! The merge of three texts of one case, on random cases and random edits of each side.
//!
//! `edits` changes a draft as a person or the tool would; `laws` is what holds of any three texts,
//! `outcome` what must come of known edits, `examples` one small case for each sentence of the
//! design, `garbage` whatever comes.

mod edits;
mod examples;
mod garbage;
mod laws;
mod outcome;
mod twins;

use caseload::case::{Case, Merged, merge};
use caseload::reading::Source;

/// How many cases each property is tried on, lightly.
const LIGHT: u32 = 150;

/// Merges texts that can be, whoever is asked first.
fn merged(base: Option<&str>, ours: &str, theirs: &str) -> Merged {
    let merged = merge(base, ours, theirs).unwrap_or_else(|error| {
        panic!("{error}\n{base:?}\n{ours}\n{theirs}");
    });
    let other = merge(base, theirs, ours).unwrap();
    assert_eq!(merged, other, "asked the other way round\n{ours}\n===\n{theirs}");
    merged
}

/// Ensures that merging the outcome again changes nothing.
fn hold_settled(base: Option<&str>, ours: &str, theirs: &str, text: &str) {
    for side in [ours, theirs] {
        let again = merged(base, text, side);
        assert_eq!(
            again.text,
            text,
            "merged again\n--- base\n{}\n--- ours\n{ours}\n--- theirs\n{theirs}\n--- merged",
            base.unwrap_or("none")
        );
        assert!(again.conflicts.is_empty(), "{:?}", again.conflicts);
    }
    assert_eq!(merged(base, text, text).text, text);
}

/// Whether a text is a case without an error.
fn is_valid(text: &str) -> bool {
    Case::read(&Source::new("A-1.toml", text), "A-1").0.is_some()
}
