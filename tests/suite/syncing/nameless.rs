//! People without names under one id: two who were recorded apart are one only where something says so.

use std::fs;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-12-01T09:00:00Z";

/// Two machines, on each of which a case was begun under one id, with these values.
fn machines(values: [&[&str]; 2]) -> [Office; 2] {
    let first = Office::with_cases().with_remote();
    let second = first.other_machine("Priya");
    for (office, values) in [&first, &second].into_iter().zip(values) {
        let refer = ["refer", "B-0001", "--programme", "ipes", "--on", "2026-11-03"];
        office.done(NOW, &refer);
        for value in values {
            office.done(NOW, &["set", "B-0001", value]);
        }
    }
    first.done(NOW, &["note", "B-0001", "--note", "of-the-first", "--on", "2026-11-30"]);
    second.done(NOW, &["note", "B-0001", "--note", "of-the-second", "--on", "2026-11-30"]);
    first.done(NOW, &["sync"]);
    [first, second]
}

fn said(office: &Office, arguments: &[&str]) -> String {
    let output = office.caseload(NOW, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    words(&output).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text(office: &Office, id: &str) -> String {
    fs::read_to_string(office.case(id)).unwrap()
}

#[test]
fn nothing_says_that_two_are_one() {
    let [_first, second] = machines([&[], &[]]);
    let message = said(&second, &["sync"]);
    assert!(message.contains("`B-0001` may be the id of two people"), "{message}");
    assert!(message.contains("caseload renumber B-0001"), "{message}");
    assert!(!text(&second, "B-0001").contains("of-the-first"));
    // Two people.
    let apart = second.copy();
    apart.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    apart.done(NOW, &["sync"]);
    let [one, other] = ["B-0001", "B-0002"].map(|id| text(&apart, id));
    assert!(one.contains("of-the-first") && !one.contains("of-the-second"), "{one}");
    assert!(other.contains("of-the-second") && !other.contains("of-the-first"), "{other}");
}

/// As the message says.
#[test]
fn one_person_is_said_to_be_one() {
    let [first, second] = machines([&[], &[]]);
    let message = said(&second, &["sync"]);
    assert!(message.contains("caseload set B-0001 ref=NUMBER"), "{message}");
    for office in [&first, &second] {
        office.done(NOW, &["set", "B-0001", "ref=PR-7"]);
        office.done(NOW, &["sync"]);
    }
    let joined = text(&second, "B-0001");
    assert!(joined.contains("of-the-first") && joined.contains("of-the-second"), "{joined}");
    assert!(!joined.contains("[[conflict]]"), "{joined}");
}

/// A number says more than a name: one that was mistyped is left to be settled.
#[test]
fn a_number_tells_who_it_is() {
    let [_first, second] = machines([&["ref=PR-7", "name=Kim"], &["ref=PR-8", "name=Kim"]]);
    let message = said(&second, &["sync"]);
    assert!(message.contains("`B-0001` is the id of two people"), "{message}");
    let [_first, second] = machines([&["ref=PR-7", "name=Kim"], &["ref=PR-7", "name=Kym"]]);
    second.done(NOW, &["sync"]);
    let joined = text(&second, "B-0001");
    assert!(joined.contains("of-the-first") && joined.contains("of-the-second"), "{joined}");
    assert_eq!(joined.matches("[[conflict]]").count(), 1, "{joined}");
}

/// Plain git leaves the two as they are, without marks, and `resolve` says the same as `sync`.
#[test]
fn plain_git_joins_no_two_people() {
    let [_first, second] = machines([&[], &[]]);
    let before = text(&second, "B-0001");
    let pulled = second.git(&["pull", "--no-rebase", "--no-edit", "origin", "main"]);
    assert!(!pulled.status.success(), "{}", words(&pulled));
    assert!(
        words(&pulled).contains("nothing says that `B-0001` is one person"),
        "{}",
        words(&pulled)
    );
    assert_eq!(text(&second, "B-0001"), before);
    let message = said(&second, &["resolve"]);
    assert!(message.contains("`B-0001` may be the id of two people"), "{message}");
    assert!(message.contains("git merge --abort"), "{message}");
    second.git_says(&["merge", "--abort"]);
    second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    second.done(NOW, &["sync"]);
    assert!(text(&second, "B-0002").contains("of-the-second"));
}

/// Two cases that say the very same: no file differs, and still they may be two people.
#[test]
fn the_same_text_makes_no_one_person() {
    let first = Office::with_cases().with_remote();
    let second = first.other_machine("Priya");
    let refer = |office: &Office, more: &[&str]| {
        let words = ["refer", "B-0001", "--programme", "ipes", "--worker", "alex"];
        office.done(NOW, &[&words[..], &["--on", "2026-11-03"], more].concat());
    };
    refer(&first, &[]);
    refer(&second, &[]);
    assert_eq!(text(&first, "B-0001"), text(&second, "B-0001"));
    first.done(NOW, &["sync"]);
    // Git asks nobody about files of the same text: the next sync says so.
    let by_git = second.copy();
    let as_x = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
    by_git.git_says(&[&as_x[..], &["pull", "--quiet", "--no-rebase", "--no-edit"]].concat());
    let message = words(&by_git.done(NOW, &["sync", "--dry-run"]));
    let message = message.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(message.contains("B-0001: was begun on two machines, and git made one"), "{message}");
    let message = said(&second, &["sync"]);
    assert!(message.contains("`B-0001` may be the id of two people"), "{message}");
    second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    second.done(NOW, &["sync"]);
    assert!(second.case("B-0001").exists() && second.case("B-0002").exists());
    // What is joined by now is not said again.
    let message = words(&second.done(NOW, &["sync"]));
    assert!(!message.contains("git made one"), "{message}");
}

/// Who was recorded at first is not whoever has the id since.
#[test]
fn one_who_was_taken_back_is_not_the_next() {
    let first = Office::with_cases().with_remote();
    let refer =
        ["refer", "B-0001", "--programme", "ipes", "--worker", "alex", "--on", "2026-11-03"];
    first.done(NOW, &refer);
    first.done(NOW, &["sync"]);
    let second = first.other_machine("Priya");
    first.done(NOW, &["undo"]);
    let again = first.copy();
    first.done(NOW, &refer);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["note", "B-0001", "--note", "of-the-first", "--on", "2026-11-30"]);
    let message = said(&second, &["sync"]);
    assert!(message.contains("`B-0001` is the id of two people"), "{message}");
    let apart = second.copy();
    apart.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    let output = apart.done(NOW, &["sync", "--dry-run"]);
    assert!(words(&output).contains("B-0002"), "{}", words(&output));
    // Whose referral is in force again is the same.
    again.done(NOW, &["redo"]);
    again.done(NOW, &["note", "B-0001", "--note", "again", "--on", "2026-11-30"]);
    let remote = first.remote();
    again.git_says(&["push", "--quiet", "--force", remote.to_str().unwrap(), "main"]);
    let met = second.copy();
    met.done(NOW, &["sync", "--accept-rewritten"]);
    let joined = text(&met, "B-0001");
    assert!(joined.contains("of-the-first") && joined.contains("again"), "{joined}");
}
