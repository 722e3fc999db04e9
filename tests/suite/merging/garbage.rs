//! Whatever comes, the merge answers: with an error, or with a text that is TOML.

use caseload::case::{Layout, difference, merge};
use proptest::prelude::*;

use crate::chance::tries;
use crate::drafts::{Draft, Tape, check};
use crate::merging::LIGHT;

/// Pieces of what a file may hold, valid together or not.
const SCRAPS: [&str; 34] = [
    "[[note]]\n",
    "[[note]]",
    "[note]\n",
    "[exit]\n",
    "[[exit]]\n",
    "[[conflict]]\n",
    "[a]\n",
    "a = 1\n",
    "b = 1.0\n",
    "note = 1\n",
    "on = 2027-01-01\n",
    "logged = 2027-01-02T10:00:00Z\n",
    "logged = 1\n",
    "\"a\" = 2 # x # y\n",
    "'b' = [\n 1, # in\n]\r\n",
    "c = \"\"\"\nx\r\ny\"\"\"\n",
    "d = { e = 1 }\n",
    "a.b = 1\n",
    "# comment\n",
    "# comment\r\n",
    "#\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "\u{feff}",
    "é",
    "=",
    "[",
    "]",
    "id = \"A\"\n",
    "referred = 2027-01-01\n",
    "k = nan\n",
];

fn some_text(tape: &mut Tape) -> String {
    let length = tape.below(14);
    (0..length).map(|_| tape.pick(&SCRAPS)).collect()
}

/// Holds what must hold of any three texts.
fn hold(base: Option<&str>, ours: &str, theirs: &str) {
    let outcome = merge(base, ours, theirs);
    let other = merge(base, theirs, ours);
    assert_eq!(outcome.is_ok(), other.is_ok());
    if let (Ok(outcome), Ok(other)) = (outcome, other) {
        assert_eq!(outcome, other);
        let laid_out = Layout::of(&outcome.text);
        assert!(laid_out.is_ok(), "{base:?}\n{ours:?}\n{theirs:?}\n{outcome:?}");
        for side in [ours, theirs] {
            let again = merge(base, &outcome.text, side).unwrap();
            assert_eq!(again.text, outcome.text, "{base:?}\n{ours:?}\n{theirs:?}");
        }
    }
    let _ = difference(base, Some(ours)).map(|difference| difference.lost());
}

/// Ensures that texts made of scraps never make it panic, and keep its laws where they are TOML.
#[test]
fn scraps_never_make_it_panic() {
    check(10 * LIGHT, |tape| {
        let base = (!tape.one_in(3)).then(|| some_text(tape));
        let start = base.clone().unwrap_or_default();
        let side = |tape: &mut Tape| match tape.below(3) {
            0 => some_text(tape),
            1 => format!("{start}{}", some_text(tape)),
            _ => format!("{}{start}", some_text(tape)),
        };
        let (ours, theirs) = (side(tape), side(tape));
        hold(base.as_deref(), &ours, &theirs);
    });
}

/// Ensures the same of cases cut and garbled.
#[test]
fn garbled_cases_never_make_it_panic() {
    check(2 * LIGHT, |tape| {
        let base = Draft::drawn(tape, 0, 4).text();
        let garbled = |tape: &mut Tape| {
            let mut characters: Vec<char> = base.chars().collect();
            for _ in 0..tape.below(4) {
                let at = (tape.below(256) * 7 + tape.below(7)) % characters.len().max(1);
                match tape.below(3) {
                    0 => characters.truncate(at),
                    1 => drop(characters.splice(at..at, "\n[[note]]\n".chars())),
                    _ => drop(characters.get(at).is_some().then(|| characters.remove(at))),
                }
            }
            characters.into_iter().collect::<String>()
        };
        let (ours, theirs) = (garbled(tape), garbled(tape));
        hold(Some(&base), &ours, &theirs);
        hold(None, &ours, &theirs);
    });
}

proptest! {
    #![proptest_config(tries(LIGHT))]

    /// Ensures that no text at all makes it panic.
    #[test]
    fn no_text_makes_it_panic(base in any::<Option<String>>(), ours: String, theirs: String) {
        hold(base.as_deref(), &ours, &theirs);
    }
}
