//! What holds of the merge of any three texts.

use std::collections::BTreeSet;

use caseload::case::{Case, Entry, Layout, NotMergeable, merge};
use caseload::reading::Source;

use crate::drafts::{Draft, Ending, KeyDraft, Tape, check, entry_of};
use crate::merging::edits::{edited, edited_together};
use crate::merging::{LIGHT, hold_settled, is_valid, merged};

/// A base and what two offices made of it.
fn three(tape: &mut Tape) -> [Draft; 3] {
    let base = Draft::drawn(tape, 0, 5);
    let ours = edited(tape, &base, 1);
    let theirs = edited(tape, &base, 2);
    [base, ours, theirs]
}

/// Whether two entries of a case have one identity.
fn has_twins(text: &str) -> bool {
    let (case, problems) = Case::read_what_can_be(&Source::new("A-1.toml", text), "A-1");
    let case = case.unwrap_or_else(|| panic!("{problems:?}"));
    let mut seen = BTreeSet::new();
    let logged = |entry: Entry<'_>| entry.record().logged.clone().map(|it| (entry.kind(), it));
    !case.entries().into_iter().filter_map(logged).all(|identity| seen.insert(identity))
}

/// Ensures that it makes no difference who is asked, that a merge merged again stays, that what one
/// side left alone is the other's, and that a valid case comes of valid ones.
#[test]
fn the_order_of_the_sides_and_a_second_merge_change_nothing() {
    check(4 * LIGHT, |tape| {
        let texts = three(tape).map(|draft| draft.text());
        let [base, ours, theirs] = texts.each_ref().map(String::as_str);
        assert!([base, ours, theirs].into_iter().all(is_valid));
        let outcome = merged(Some(base), ours, theirs);
        hold_settled(Some(base), ours, theirs, &outcome.text);
        assert!(is_valid(&outcome.text), "{}", outcome.text);
        assert!(Layout::of(&outcome.text).is_ok());
        for side in [ours, theirs] {
            assert_eq!(merged(Some(base), side, side).text, side);
            assert_eq!(merged(Some(base), base, side).text, side);
        }
    });
}

/// Ensures the same of two new files for one person, with and without entries of one identity.
#[test]
fn two_new_files_merge_alike() {
    check(2 * LIGHT, |tape| {
        let mut start = Draft::drawn(tape, 0, 2);
        // Else they are one person's by their name, or by the entries that both have.
        if tape.one_in(2) && start.header.iter().all(|key| key.name != "ref") {
            start.header.push(KeyDraft::new("ref", "\"PR-7\"".to_owned()));
        }
        let [ours, theirs] = [1, 2].map(|office| {
            let mut draft = edited(tape, &start, office);
            for key in &mut draft.header {
                let first = start.header.iter_mut().find(|first| first.name == key.name);
                if let Some(first) = first.filter(|first| first.name != "worker") {
                    key.value.clone_from(&first.value);
                }
            }
            draft.text()
        });
        let outcome = match merge(None, &ours, &theirs) {
            Ok(outcome) => outcome,
            Err(NotMergeable::TwoPeople { .. } | NotMergeable::PerhapsTwo) => return,
            Err(error) => panic!("{error}"),
        };
        assert_eq!(merged(None, &ours, &theirs), outcome);
        hold_settled(None, &ours, &theirs, &outcome.text);
        assert!(is_valid(&outcome.text) || has_twins(&outcome.text), "{}", outcome.text);
    });
}

/// Ensures the same where both sides wrote an entry of one identity, and of equal comments.
#[test]
fn twins_merge_alike() {
    check(2 * LIGHT, |tape| {
        let [base, mut ours, mut theirs] = three(tape);
        for _ in 0..tape.below(3) {
            let entry = entry_of(tape, 9, 9);
            for side in [&mut ours, &mut theirs] {
                let mut entry = entry.clone();
                let is_there = side.entries.iter().any(|other| other.kind == entry.kind);
                if !entry.repeated && is_there {
                    continue;
                }
                if tape.one_in(2) {
                    entry.comments.push("# the same on both sides".to_owned());
                }
                if tape.one_in(2) {
                    let at = tape.below(entry.keys.len());
                    let value = entry.keys[at].value.clone();
                    entry.keys[at].value = value.replace("2027-0", "2027-1").replace("-10", "-11");
                }
                side.entries.push(entry);
            }
        }
        if tape.one_in(2) {
            ours.tail.push("# the end".to_owned());
            theirs.tail.push("# the end".to_owned());
        }
        let texts = [base, ours, theirs].map(|draft| draft.text());
        let [base, ours, theirs] = texts.each_ref().map(String::as_str);
        if ![base, ours, theirs].into_iter().all(is_valid) {
            return;
        }
        let outcome = merged(Some(base), ours, theirs);
        hold_settled(Some(base), ours, theirs, &outcome.text);
        assert!(is_valid(&outcome.text) || has_twins(&outcome.text), "{}", outcome.text);
    });
}

/// Ensures the same where keys of the two sides may not go together.
#[test]
fn keys_that_must_go_together_merge_alike() {
    check(4 * LIGHT, |tape| {
        let base = Draft::drawn(tape, 0, 4);
        let mut sides = [edited_together(tape, &base), edited_together(tape, &base)];
        if tape.one_in(2) {
            sides = [1, 2].map(|office| edited(tape, &sides[office - 1], office));
        }
        let base = base.text();
        let [ours, theirs] = sides.each_ref().map(Draft::text);
        let outcome = merged(Some(&base), &ours, &theirs);
        assert!(
            is_valid(&outcome.text),
            "{base}\n---\n{ours}\n---\n{theirs}\n---\n{}",
            outcome.text
        );
        hold_settled(Some(&base), &ours, &theirs, &outcome.text);
    });
}

/// Ensures that three offices that meet in any order come to have the same text, if they disagree on
/// nothing and their lines end in one way.
#[test]
fn offices_that_disagree_on_nothing_come_together() {
    check(LIGHT, |tape| {
        let mut base = Draft::drawn(tape, 0, 4);
        if base.ending == Ending::Mixed {
            base.ending = Ending::CrLf;
        }
        let sides = [1, 2, 3].map(|office| {
            let mut draft = base.clone();
            for number in 0..tape.below(4) {
                let entry = entry_of(tape, office, number);
                if entry.repeated {
                    draft.entries.push(entry);
                }
            }
            draft.text()
        });
        let base = base.text();
        let meet = |one: &str, other: &str| merged(Some(&base), one, other).text;
        let [one, two, three] = sides.each_ref().map(String::as_str);
        let first = meet(&meet(one, two), three);
        assert_eq!(first, meet(one, &meet(two, three)));
        assert_eq!(first, meet(&meet(one, three), two));
    });
}
