//! An editor that still held an older version of a file, and was saved with a line typed into it.

use std::fs;

use crate::recording::hand_edits::{entries, office};
use crate::recording::odd::{ODD, Odd, plain};
use crate::recording::office::{Office, words};

/// What was typed into the older version.
const TYPED: &str = "\n[[note]]\non = 2026-11-19\nnote = \"Typed into it.\"\n";
/// The entry that the older version lacks.
const RECORDED: &str = "contact by video";
const NOW: &str = "2026-11-20T10:00:00Z";

/// Every command that changes a case; each would be in order if nothing were missing.
const COMMANDS: [&str; 23] = [
    "start A-0001 --on 2026-11-04",
    "contact A-0001 --mode phone",
    "contact A-0002 A-0001 --mode phone",
    "document action-plan A-0001",
    "activity training A-0001 --hours 1",
    "job offer A-0001 --employer Mill",
    "job start A-0001",
    "job end A-0001",
    "extend A-0001 --basis offer",
    "concern A-0001",
    "note A-0001 --note Word",
    "excuse weekly-contact-offer A-0001 --due 2026-11-29 --reason Away",
    "assign priya A-0001",
    "handover alex priya --yes",
    "exit A-0001 --reason completed",
    "reopen A-0001",
    "correct A-0001 1 mode=phone",
    "remove A-0001 2",
    "set A-0001 name=Jo",
    "edit A-0001",
    "undo",
    "undo A-0001",
    "redo",
];

/// A folder in which an editor that still held the version from before a contact has written it,
/// with a line typed into it; and what it wrote.
fn with_a_stale_buffer(kind: Odd) -> (Office, String) {
    let office = office();
    for id in ["A-0001", "A-0002"] {
        fs::write(office.case(id), kind.file(&plain(id))).unwrap();
    }
    office.done("2026-11-18T10:00:00Z", &["save"]);
    let older = fs::read_to_string(office.case("A-0001")).unwrap();
    office.done("2026-11-18T10:01:00Z", &["contact", "A-0001", "--mode", "video"]);
    // So that there is something to redo.
    office.done("2026-11-18T10:02:00Z", &["note", "A-0001", "--note", "Undone."]);
    office.done("2026-11-18T10:03:00Z", &["undo"]);
    let ended = if older.ends_with('\n') { "" } else { "\n" };
    let stale = format!("{older}{ended}{TYPED}");
    fs::write(office.case("A-0001"), &stale).unwrap();
    (office, stale)
}

/// Ensures that no command takes an entry off the record because an editor had lost it.
#[test]
fn every_command_refuses_what_would_drop_an_entry() {
    for kind in [ODD[0], ODD[4]] {
        let (office, stale) = with_a_stale_buffer(kind);
        let tip = office.tip();
        for command in COMMANDS {
            let arguments: Vec<&str> = command.split(' ').collect();
            let mut process = office.caseload(NOW, &arguments);
            let output = process.env("EDITOR", "printf '# and this\\n' >>").output().unwrap();
            let said = words(&output);
            assert_eq!(output.status.code(), Some(1), "{command}: {said}");
            assert!(said.contains("no longer holds what is on record"), "{command}: {said}");
            assert!(said.contains(RECORDED), "{command}: {said}");
            assert_eq!(office.tip(), tip, "{command}: {said}");
            assert!(fs::read_to_string(office.case("A-0001")).unwrap() == stale, "{command}");
            assert_eq!(office.git_says(&["status", "--porcelain"]).lines().count(), 1, "{command}");
        }
    }
}

/// Ensures that what one of several cases would lose keeps the hand edits of the others from being
/// recorded too: nothing is recorded, as is said.
#[test]
fn what_one_case_would_lose_keeps_all_from_being_recorded() {
    let (office, _) = with_a_stale_buffer(ODD[0]);
    let tip = office.tip();
    let other = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("{other}{TYPED}")).unwrap();
    let output =
        office.caseload(NOW, &["contact", "A-0002", "A-0001", "--mode", "phone"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert_eq!(office.tip(), tip, "{}", words(&output));
}

/// Ensures that `save --keep` brings together what was recorded and what was typed, and that the
/// commands go on from there.
#[test]
fn saving_can_put_back_what_is_missing() {
    for kind in ODD {
        let (office, stale) = with_a_stale_buffer(kind);
        office.done(NOW, &["save", "A-0001", "--keep"]);
        let text = fs::read_to_string(office.case("A-0001")).unwrap();
        let read = entries("A-0001", &text);
        let mut expected = entries("A-0001", &stale);
        let recorded = read.iter().find(|entry| entry.contains(RECORDED));
        expected.extend(recorded.cloned());
        expected.sort();
        let mut sorted = read.clone();
        sorted.sort();
        assert!(recorded.is_some(), "{text}");
        assert_eq!(sorted, expected, "{kind:?}");
        let kept = stale.lines().filter(|line| !text.lines().any(|other| other == *line));
        assert_eq!(kept.collect::<Vec<_>>(), [""; 0], "{kind:?}");
        goes_on(&office);
    }
}

/// Ensures that `save --yes` records what was written to the byte, that `undo` brings back what went
/// with it, and that the commands go on from there.
#[test]
fn saving_can_let_it_go() {
    for kind in ODD {
        let (office, stale) = with_a_stale_buffer(kind);
        let before = office.git_says(&["show", "HEAD:cases/2026/11/A-0001.toml"]);
        let output = office.caseload(NOW, &["save"]).output().unwrap();
        assert_eq!(output.status.code(), Some(8), "{}", words(&output));
        office.done(NOW, &["save", "A-0001", "--yes"]);
        assert!(fs::read_to_string(office.case("A-0001")).unwrap() == stale, "{kind:?}");
        assert!(office.git_says(&["show", "HEAD:cases/2026/11/A-0001.toml"]) == stale, "{kind:?}");
        let other = office.copy();
        other.done("2026-11-20T10:30:00Z", &["undo"]);
        assert!(fs::read_to_string(other.case("A-0001")).unwrap() == before, "{kind:?}");
        goes_on(&office);
    }
}

/// Ensures that the next entry is recorded as ever.
fn goes_on(office: &Office) {
    office.done("2026-11-20T11:00:00Z", &["contact", "A-0001", "--mode", "letter"]);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that `save --keep` says what it put back apart from what was typed, and names settings by their file.
#[test]
fn saving_says_what_was_put_back_and_what_was_typed() {
    let office = Office::with_cases();
    let stale = fs::read_to_string(office.case("A-0001")).unwrap();
    office.done(NOW, &["contact", "A-0001", "--mode", "video", "--on", "2026-11-16"]);
    let recorded = fs::read_to_string(office.case("A-0001")).unwrap();
    let said = |office: &Office| {
        let words = words(&office.done(NOW, &["save", "--keep"]));
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let another = office.copy();
    fs::write(office.case("A-0001"), &stale).unwrap();
    let words = said(&office);
    assert!(
        words.contains("Put back as it is on record: A-0001: entry 2, contact by video"),
        "{words}"
    );
    assert!(words.contains("Nothing else was edited by hand.") && !words.contains("is recorded:"));
    assert_eq!(fs::read_to_string(office.case("A-0001")).unwrap(), recorded);
    fs::write(another.case("A-0001"), stale + "\n[[note]]\non = 2026-11-16\nnote = \"x\"\n")
        .unwrap();
    let settings = another.folder().join("caseload.toml");
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + "# x\n").unwrap();
    let words = said(&another);
    assert!(words.contains("Put back as it is on record: A-0001: entry 2"), "{words}");
    assert!(
        words.contains("edited by hand in 2 files is recorded: caseload.toml, A-0001."),
        "{words}"
    );
}
