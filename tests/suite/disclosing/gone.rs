//! Asking about a case whose file is gone from the folder, and about ids that are not one person's alone.

use std::fs;

use serde_json::Value;

use super::{LATER, NOW, flat, office};
use crate::recording::office::{Office, words};

/// What is told of a case, on standard output and beside it.
fn told(office: &Office, id: &str) -> (String, String) {
    let arguments = ["disclose", id, "--received", "2026-11-16", "--format", "plain"];
    let output = office.done(LATER, &arguments);
    let text = |bytes: Vec<u8>| flat(&String::from_utf8(bytes).unwrap());
    (text(output.stdout), text(output.stderr))
}

const HELD: [&str; 6] =
    ["Sam Okafor", "Has asthma", "grey cabinet", "Struck words", "in hospital", "Lives with"];

/// Ensures that everything is told of a file that was taken away by hand, recorded or not.
#[test]
fn a_file_that_is_gone_is_told_out_of_the_history() {
    let office = office();
    let path = office.case("A-0001");
    fs::remove_file(&path).unwrap();
    let (text, talk) = told(&office, "A-0001");
    for expected in HELD {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(text.contains("when it was taken out is not recorded"), "{text}");
    assert!(text.contains("Offer a face-to-face contact"), "it is judged too: {text}");
    assert!(talk.contains("this disclosure is on record"), "{talk}");
    assert!(talk.contains("The file of A-0001 is not in the folder any more"), "{talk}");
    assert!(!path.exists(), "nothing is put back");
    let status = office.git_says(&["status", "--porcelain"]);
    assert!(status.trim_start().starts_with("D cases"), "{status}");
    // Committed by git itself.
    let done = office.git(&["commit", "--quiet", "-a", "-m", "gone"]);
    assert!(done.status.success(), "{}", words(&done));
    let (text, _) = told(&office, "a-0001");
    for expected in HELD {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(text.contains("was taken out of the folder on") && text.contains("gone"), "{text}");
    let arguments = ["disclose", "A-0001", "--received", "2026-11-16", "--format", "json"];
    let json: Value = serde_json::from_slice(&office.done(LATER, &arguments).stdout).unwrap();
    assert_eq!(json["taken_away"]["who"], "Alex Reed", "{json}");
    assert_eq!(json["given_out"].as_array().unwrap().len(), 2, "{json}");
    let arguments = ["disclose", "A-0002", "--received", "2026-11-16", "--format", "json"];
    let json: Value = serde_json::from_slice(&office.done(LATER, &arguments).stdout).unwrap();
    assert_eq!(json["taken_away"], Value::Null);
}

/// Ensures that a whole id is the case's that has or had it, and never the beginning of another's.
#[test]
fn a_whole_id_is_no_beginning_of_anothers() {
    let office = Office::with_cases();
    office.done(
        NOW,
        &["refer", "A-00", "--programme", "ipes", "--name", "Kim", "--on", "2026-11-02"],
    );
    fs::remove_file(office.case("A-00")).unwrap();
    fs::remove_file(office.case("A-0002")).unwrap();
    let (text, _) = told(&office, "A-00");
    assert!(text.starts_with("What is held about A-00 Kim"), "{text}");
    // Without a history of that id, it is the only one that begins so.
    let (text, _) = told(&office, "A-000");
    assert!(text.starts_with("What is held about A-0001"), "{text}");
    let arguments = ["disclose", "A-0009", "--received", "2026-11-16"];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", words(&output));
}

#[test]
fn a_case_that_was_renumbered_is_told_under_its_new_id() {
    let office = office();
    office.done(NOW, &["renumber", "A-0001", "A-0100"]);
    let (text, talk) = told(&office, "A-0100");
    for expected in HELD {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(talk.contains("It had another id before: A-0001."), "{talk}");
    let arguments = ["disclose", "A-0001", "--received", "2026-11-16"];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", words(&output));
    let said = flat(&words(&output));
    assert!(said.contains("A-0001 was given the id A-0100 on Fri 20 Nov 2026"), "{said}");
    assert!(said.contains("caseload disclose A-0100"), "{said}");
}

/// Ensures that somebody whose id was another's before is told nothing of that person.
#[test]
fn an_id_that_is_used_again_tells_nothing_of_the_other() {
    let office = office();
    fs::remove_file(office.case("A-0001")).unwrap();
    let done = office.git(&["commit", "--quiet", "-a", "-m", "gone"]);
    assert!(done.status.success(), "{}", words(&done));
    let refer =
        ["refer", "A-0001", "--programme", "ipes", "--name", "Kim Lee", "--on", "2026-11-19"];
    office.done(NOW, &refer);
    let (text, talk) = told(&office, "A-0001");
    assert!(text.contains("Kim Lee"), "{text}");
    for other in HELD {
        assert!(!text.contains(other), "{other}: {text}");
    }
    assert!(talk.contains("that may be about somebody else left out"), "{talk}");
}
