//! Twins: entries of one identity.

use std::collections::BTreeMap;

use crate::drafts::{Tape, check};
use crate::merging::{LIGHT, hold_settled, merged};

/// The note of a letter: `x` and `y` are of their own, the others of one identity. A capital has one
/// more blank line above it.
fn note(letter: char) -> String {
    let (day, logged) = match letter.to_ascii_lowercase() {
        'x' => (10, 2),
        'y' => (11, 3),
        letter => (1 + u32::from(letter) - u32::from('a'), 1),
    };
    let blank = if letter.is_ascii_uppercase() { "\n" } else { "" };
    format!("{blank}\n[[note]]\non = 2026-11-{day:02}\nlogged = 2027-01-01T10:00:00.{logged:03}Z\n")
}

/// A case with a note for each letter.
fn case(letters: &str) -> String {
    let notes: String = letters.chars().map(note).collect();
    format!("id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n{notes}")
}

/// How many of the twins say what each letter does.
fn twins(letters: &str) -> BTreeMap<char, usize> {
    let mut twins = BTreeMap::new();
    for letter in letters.chars().filter(|letter| *letter < 'x') {
        *twins.entry(letter.to_ascii_lowercase()).or_default() += 1;
    }
    twins
}

/// The same of a text.
fn twins_of(text: &str) -> BTreeMap<char, usize> {
    let counted = ('a'..'x').map(|letter| (letter, text.matches(&note(letter)).count()));
    counted.filter(|(_, count)| *count > 0).collect()
}

/// What must stand of twins, each letter for itself: what only one side took away is gone, and what
/// either added is there.
fn expected(base: &str, ours: &str, theirs: &str) -> BTreeMap<char, usize> {
    let texts = [base, ours, theirs].map(twins);
    let expected = |letter: char| {
        let [base, ours, theirs] = texts.each_ref().map(|it| it.get(&letter).copied().unwrap_or(0));
        match () {
            () if ours == base => theirs,
            () if theirs == base => ours,
            () if ours < base && theirs < base => ours.min(theirs),
            () => ours.max(theirs),
        }
    };
    ('a'..'x').map(|letter| (letter, expected(letter))).filter(|(_, count)| *count > 0).collect()
}

/// Holds the laws of three cases, and what stands of the twins in them.
fn hold(base: &str, ours: &str, theirs: &str) {
    let texts = [base, ours, theirs].map(case);
    let [base_text, ours_text, theirs_text] = texts.each_ref().map(String::as_str);
    let outcome = merged(Some(base_text), ours_text, theirs_text).text;
    let context = || format!("base {base:?}, ours {ours:?}, theirs {theirs:?}\n{outcome}");
    hold_settled(Some(base_text), ours_text, theirs_text, &outcome);
    let counts = [base, ours, theirs].map(|letters| twins(letters).values().sum::<usize>());
    if counts.iter().all(|count| *count < 2) {
        return;
    }
    let (found, expected) = (twins_of(&outcome), expected(base, ours, theirs));
    if expected.is_empty() && counts[1..].iter().all(|count| *count > 0) {
        // Each side took away what the other left.
        assert_eq!(found.values().sum::<usize>(), 1, "{}", context());
    } else {
        assert_eq!(found, expected, "{}", context());
    }
}

/// The words of these letters, `x` at most once, up to this length.
fn words(letters: &str, longest: usize) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last = words.clone();
    for _ in 0..longest {
        let longer = |word: &String| -> Vec<String> {
            let letters = letters.chars().filter(|letter| *letter < 'x' || !word.contains(*letter));
            letters.map(|letter| format!("{word}{letter}")).collect()
        };
        last = last.iter().flat_map(longer).collect();
        words.extend(last.iter().cloned());
    }
    words
}

/// Ensures it of every small case there is.
#[test]
fn of_twins_as_many_stand_as_should_in_every_small_case() {
    for words in [words("abx", 2), words("aAb", 2)] {
        for base in &words {
            for (at, ours) in words.iter().enumerate() {
                for theirs in &words[at..] {
                    hold(base, ours, theirs);
                }
            }
        }
    }
}

/// Ensures the same of longer ones.
#[test]
fn of_twins_as_many_stand_as_should_in_longer_cases() {
    check(4 * LIGHT, |tape| {
        let word = |tape: &mut Tape| {
            let mut word = String::new();
            for _ in 0..tape.below(7) {
                let letter = tape.pick(&['a', 'A', 'b', 'B', 'c', 'd', 'x', 'y']);
                if letter < 'x' || !word.contains(letter) {
                    word.push(letter);
                }
            }
            word
        };
        let [base, ours, theirs] = [(); 3].map(|()| word(tape));
        hold(&base, &ours, &theirs);
    });
}
