//! `disclose`: everything that is held on one participant, and when the answer is due.

mod gone;
mod marks;
mod place;

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";
const LATER: &str = "2026-11-21T12:00:00Z";

/// An office in which everything that can be held of a person is, some of it corrected and struck.
fn office() -> Office {
    let office = Office::with_cases();
    for command in [
        &["set", "A-0001", "name=Sam Okafor", "ref=2417"][..],
        &[
            "note",
            "A-0001",
            "--note",
            "Has asthma. Lives with Jane Haddad.",
            "--ref",
            "grey cabinet",
        ],
        &["note", "A-0001", "--note", "Struck words", "--obtained", "by letter"],
        &["job", "offer", "A-0001", "--employer", "Reichenbach Mill", "--starts", "2026-11-23"],
        &["excuse", "initial-meeting", "A-0001", "--due", "2026-11-23", "--reason", "in hospital"],
        &["correct", "A-0001", "2", "note=Has asthma. Jane is his sister."],
        &["remove", "A-0001", "3"],
        &["note", "A-0002", "--note", "Knows Okafor of A-0001."],
    ] {
        office.done(NOW, command);
    }
    let path = office.case("A-0001");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("# A remark on Priya Nair\n{text}")).unwrap();
    office.done(LATER, &["save"]);
    office
}

fn disclosed(office: &Office, more: &[&str]) -> String {
    let arguments = [&["disclose", "A-0001", "--received", "2026-11-16"][..], more].concat();
    String::from_utf8(office.done(LATER, &arguments).stdout).unwrap()
}

/// The text on one line, as it would be read.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Ensures that every value that is held, or was, is told in every form.
#[test]
fn everything_that_is_held_is_told() {
    let office = office();
    let held = [
        "Sam Okafor",
        "2417",
        "Has asthma.",
        "is his sister",
        "grey cabinet",
        "in hospital",
        // What it said before, and what was struck.
        "Lives with",
        "Haddad",
        "Struck words",
        "by letter",
        "A remark on",
        "initial-meeting",
    ];
    for format in ["table", "plain", "html", "json"] {
        let text = flat(&disclosed(&office, &["--format", format]));
        for expected in held {
            assert!(text.contains(expected), "{expected} is not in it as {format}: {text}");
        }
        assert!(!text.contains("Knows Okafor"), "what stands in others' files: {text}");
    }
    let json: Value = serde_json::from_str(&disclosed(&office, &["--format", "json"])).unwrap();
    let copies = json["given_out"].as_array().unwrap();
    assert_eq!(copies.len(), 4, "those before it are on record: {copies:?}");
    assert_eq!((&copies[0]["as"], &copies[0]["who"]), (&"disclosure".into(), &"Alex Reed".into()));
    assert_eq!((&json["due"], &json["original"]), (&"2026-12-16".into(), &Value::Null));
}

/// Ensures that names of others are marked and listed, and the person's own are not.
#[test]
fn names_of_others_are_marked_for_review() {
    let office = office();
    let text = flat(&disclosed(&office, &["--format", "plain"]));
    for marked in ["«Reichenbach Mill»", "«Jane Haddad»", "«Jane» is his", "«Priya Nair»", "«alex»"]
    {
        assert!(text.contains(marked), "{marked}: {text}");
    }
    assert!(!text.contains("«Sam") && !text.contains("«Okafor"), "{text}");
    let json: Value = serde_json::from_str(&disclosed(&office, &["--format", "json"])).unwrap();
    let names = json["to_review"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|it| it["name"].as_str().unwrap()).collect();
    for name in ["Reichenbach Mill", "Jane Haddad", "Jane", "Priya Nair", "Alex Reed"] {
        // Staff are listed where their names stand in what is held.
        assert!(names.contains(&name) || name == "Alex Reed", "{name}: {names:?}");
    }
}

/// Ensures that other people's files are named to the member of staff, and are no part of the answer.
#[test]
fn what_stands_elsewhere_is_said_beside_the_answer() {
    let office = office();
    let arguments = ["disclose", "A-0001", "--received", "2026-11-16"];
    let output = office.done(LATER, &arguments);
    let (answer, talk) =
        (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(talk.contains("A-0002.toml") && talk.contains("the id"), "{talk}");
    assert!(!answer.contains("A-0002"), "{answer}");
    assert!(flat(&talk).contains("due by Wed 16 Dec 2026"), "{talk}");
    assert!(talk.contains("this disclosure is on record"), "{talk}");
}

/// Ensures that it is on record before anybody has it, names nobody there, and is private.
#[test]
fn it_is_put_on_record_and_written_for_one_reader() {
    let office = office();
    let folder = office.home().join("answers");
    fs::create_dir(&folder).unwrap();
    disclosed(&office, &["--output", folder.to_str().unwrap()]);
    let file = folder.join("disclosure-A-0001.html");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.contains("Has asthma"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let subject = office.git_says(&["log", "-1", "--format=%s"]);
    assert_eq!(subject.trim(), "A-0001: disclosure given out");
    let trail = words(&office.done(LATER, &["history", "A-0001"]));
    assert!(trail.contains("disclosure given out"), "{trail}");
}

#[test]
fn what_cannot_be_disclosed_is_refused_and_not_on_record() {
    let office = office();
    let tip = office.git_says(&["rev-parse", "HEAD"]);
    let within = office.folder().join("answer.html");
    let within = within.to_str().unwrap();
    for (arguments, code, expected) in [
        (&["A-0001"][..], 2, "it is not said when the request was received"),
        (&["A-0001", "--received", "2026-11-22"], 1, "has not been received yet"),
        (&["A-0001", "--received", "2026-11-22"], 1, "Sat 21 Nov 2026 at the latest"),
        (&["A-0001", "--received", "2018-05-24"], 1, "before the law that gives it a month"),
        (&["A-0001", "--received", "soon"], 2, "in --received: `soon` is not a day"),
        (&["A-0001", "--received", ""], 2, "in --received: no day is given"),
        (&["A-0009", "--received", "today"], 3, "there is no case `A-0009`"),
        (&["A-0001", "--received", "today", "--output", within], 1, "within the folder of cases"),
        (&["A-0001", "--received", "today", "--format", "csv"], 2, "no rows"),
        (&["A-0001", "--received", "today", "--format", "eml"], 2, "no rows"),
    ] {
        let output = office.caseload(LATER, &[&["disclose"], arguments].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?}: {}", words(&output));
        assert!(output.stdout.is_empty(), "{arguments:?}: {}", words(&output));
    }
    let old = words(&office.done(LATER, &["disclose", "A-0001", "--received", "2018-05-25"]));
    assert!(flat(&old).contains("That day is past: the answer is 3071 days late."), "{old}");
    // The day itself has come.
    office.done(LATER, &["disclose", "A-0002", "--received", "2026-11-21"]);
    assert_ne!(office.git_says(&["rev-parse", "HEAD"]), tip);
    // Of two files with one id neither is told to anybody.
    let twin = office.folder().join("cases/other/A-0001.toml");
    fs::create_dir_all(twin.parent().unwrap()).unwrap();
    fs::copy(office.case("A-0001"), &twin).unwrap();
    let arguments = ["disclose", "A-0001", "--received", "today"];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("two files have the id"), "{}", words(&output));
}

/// Ensures that a damaged file is told to its last word, and said to be damaged.
#[test]
fn a_damaged_file_is_told_as_it_is() {
    let office = office();
    let path = office.case("A-0001");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(b"\n[[note]]\non = 2026-11-19\nnote = \"Unclosed words \xe9 of Kim\nmore = = 1\n");
    fs::write(&path, &bytes).unwrap();
    let arguments = ["disclose", "A-0001", "--received", "2026-11-16", "--format", "plain"];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    let text = flat(&String::from_utf8(output.stdout.clone()).unwrap());
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    for expected in ["Something is wrong", "Unclosed words \u{fffd} of", "more = = 1", "asthma"] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    assert!(text.contains("the file has errors"), "{text}");
}
