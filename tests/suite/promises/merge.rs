//! Merges: the laws that hold of any three texts, and that nothing that either side recorded is lost.

mod recorded;

use caseload::case::{Case, Layout, Merged, difference, merge};
use caseload::problem::any_error;
use caseload::reading::Source;

use super::{BETWEEN, case_file};

/// Ensures the laws of the base and the two sides that an input is, or of two new files; one text
/// alone is merged with itself.
pub(crate) fn hold(input: &str) {
    let texts: Vec<&str> = input.splitn(3, BETWEEN).collect();
    match texts[..] {
        [base, ours, theirs] => {
            hold_of(Some(base), ours, theirs);
            hold_of(None, ours, theirs);
        }
        [ours, theirs] => hold_of(None, ours, theirs),
        _ => hold_of(Some(input), input, input),
    }
}

/// Ensures that it makes no difference who is asked, that a merge merged again stays, that what one
/// side left alone is the other's, and that what is recorded on either side is there.
pub(crate) fn hold_of(base: Option<&str>, ours: &str, theirs: &str) {
    let outcome = merge(base, ours, theirs);
    let other = merge(base, theirs, ours);
    assert_eq!(outcome.is_ok(), other.is_ok(), "{outcome:?}\n{other:?}");
    let (Ok(outcome), Ok(other)) = (outcome, other) else { return };
    assert_eq!(outcome, other, "{base:?}\n{ours:?}\n{theirs:?}");
    assert!(Layout::of(&outcome.text).is_ok(), "{base:?}\n{ours:?}\n{theirs:?}\n{outcome:?}");
    for side in [ours, theirs] {
        let again = merge(base, &outcome.text, side).unwrap();
        assert_eq!(again.text, outcome.text, "{base:?}\n{ours:?}\n{theirs:?}");
        assert_eq!(again.conflicts, [], "{base:?}\n{ours:?}\n{theirs:?}");
        assert_eq!(merge(base, side, side).unwrap().text, side);
        if let Some(base) = base {
            assert_eq!(merge(Some(base), base, side).unwrap().text, side);
        }
    }
    let _ = difference(base, Some(ours)).map(|difference| difference.lost());
    let texts = [base.unwrap_or_default(), ours, theirs, &outcome.text];
    recorded::hold_nothing_lost(texts, &|| format!("{base:?}\n{ours:?}\n{theirs:?}\n{outcome:?}"));
    let sides: Vec<&str> = base.into_iter().chain([ours, theirs]).collect();
    hold_valid(&sides, &outcome);
}

/// Ensures that of valid cases comes a valid one.
fn hold_valid(sides: &[&str], outcome: &Merged) {
    let stem = case_file::stem(sides[0]);
    let read = |text: &str| Case::read_what_can_be(&Source::new("case.toml", text), &stem);
    let is_valid = |text: &str| !any_error(&read(text).1);
    if sides.iter().all(|side| is_valid(side)) {
        let is_whole = is_valid(&outcome.text) || has_twins(&outcome.text);
        assert!(is_whole, "{:?}\n{sides:?}\n{}", read(&outcome.text).1, outcome.text);
    }
}

/// Whether two entries have one identity: both stay, for a person to say which.
fn has_twins(text: &str) -> bool {
    recorded::Recorded::of(text).entries.values().any(|(_, count)| *count > 1)
}
