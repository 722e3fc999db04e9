//! Reports as messages: whole for a mail program, and without anybody's name unless it is asked for.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Reads a message as a mail program does.
const READ: &str = r#"
import sys, json, email, email.policy
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = {part.get_content_type(): part.get_content() for part in message.walk() if not part.is_multipart()}
json.dump({
    "headers": {name: str(value) for name, value in message.items()},
    "kind": message.get_content_type(),
    "parts": parts,
    "defects": [str(defect) for part in message.walk() for defect in part.defects],
}, sys.stdout)
"#;

fn read(message: &[u8]) -> Value {
    let mut reader = Command::new("python3")
        .args(["-c", READ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    reader.stdin.take().unwrap().write_all(message).unwrap();
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

fn example(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["--cases", "cases.example", "--today", "2026-11-18", "--format", "eml"])
        .args(arguments)
        .env("HOME", "/nonexistent")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn a_message_is_whole_in_words_and_in_html() {
    let message = read(&example(&[
        "due",
        "--mail-to",
        "morgan@example.org",
        "--mail-to",
        "priya@example.org",
        "--mail-from",
        "office@example.org",
    ]));
    assert_eq!(message["defects"], Value::Array(Vec::new()));
    assert_eq!(message["kind"], "multipart/alternative");
    let headers = &message["headers"];
    assert_eq!(headers["To"], "morgan@example.org, priya@example.org");
    assert!(headers["From"].as_str().unwrap().contains("office@example.org"));
    assert!(headers["Subject"].as_str().unwrap().starts_with("Due on Wed 18 Nov 2026: "));
    assert_eq!(headers["Auto-Submitted"], "auto-generated");
    let text = message["parts"]["text/plain"].as_str().unwrap();
    let html = message["parts"]["text/html"].as_str().unwrap();
    assert!(text.contains("A-0033: Review the Action Plan face to face"), "{text}");
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("A-0033"));
}

#[test]
fn nobody_is_named_unless_it_is_asked_for() {
    let names = ["Leroy", "Dacres", "Brook Lane Community", "Hexley", "Larkmere", "Nguy"];
    for command in [
        &["due", "--restricted"][..],
        &["show", "C-2HWN"],
        &["show", "A-0041"],
        &["list"],
        &["review"],
        &["forecast", "--by", "person"],
        &["performance", "--behind", "missed,late,overdue"],
        &["report", "--restricted"],
    ] {
        let message = read(&example(command));
        for part in ["text/plain", "text/html"] {
            let text = message["parts"][part].as_str().unwrap();
            for name in names {
                assert!(!text.contains(name), "{command:?} names {name}");
            }
        }
    }
    let asked = read(&example(&["due", "--names"]));
    assert!(asked["parts"]["text/plain"].as_str().unwrap().contains("Leroy Dacres"));
    assert!(asked["parts"]["text/html"].as_str().unwrap().contains("Brook Lane Community"));
}

/// Ensures that the subject, which is read and kept on the way, says how much there is and no more.
#[test]
fn a_subject_is_the_title_and_the_sum() {
    let day = "Wed 18 Nov 2026";
    for (command, expected) in [
        (&["list"][..], format!("Caseload on {day}: 33 cases, 5 with an overdue must.")),
        (
            &["report", "--names"],
            format!(
                "Caseload on {day}: 66 things to do for 30 people: 13 overdue, 25 this week, 28 coming."
            ),
        ),
        (&["show", "A-0033"], "A-0033".to_owned()),
    ] {
        let message = read(&example(command));
        assert_eq!(message["headers"]["Subject"], expected, "{command:?}");
    }
}

/// Ensures that who is meant can be said by name though nobody is named.
#[test]
fn people_are_found_by_name_before_names_are_kept_back() {
    for command in [&["show", "leroy"][..], &["due", "leroy"], &["list", "dacres"]] {
        let message = read(&example(command));
        let text = message["parts"]["text/plain"].as_str().unwrap();
        assert!(text.contains("A-0033") && !text.contains("Leroy"), "{command:?}: {text}");
    }
}

/// Ensures that the name of a file is not said where it could be somebody's.
#[test]
fn a_file_that_is_named_after_a_person_is_not_named() {
    let office = Office::with_cases();
    let path = office.folder().join("cases/2026/11/Sam Okafor.toml");
    std::fs::write(path, "name = \"Sam Okafor\"\n").unwrap();
    for format in ["eml", "html", "json"] {
        let arguments = ["due", "--no-names", "--format", format];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", words(&output));
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.contains("Okafor") && said.contains("a case file"), "{format}: {said}");
    }
}

#[test]
fn a_damaged_file_is_said_and_not_quoted() {
    let office = Office::with_cases();
    let path = office.case("A-0001");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("name = \"Sam\"", "name = Sam the Secret")).unwrap();
    let output = office.caseload(NOW, &["due", "--format", "eml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let message = read(&output.stdout);
    for command in ["due", "list", "report"] {
        let output = office.caseload(NOW, &[command, "--format", "eml"]).output().unwrap();
        let subject = read(&output.stdout)["headers"]["Subject"].as_str().unwrap().to_owned();
        assert!(subject.ends_with(" NOT WHOLE."), "{command}: {subject}");
    }
    for part in ["text/plain", "text/html"] {
        let text = message["parts"][part].as_str().unwrap();
        assert!(text.contains("NOT WHOLE") && text.contains("A-0001.toml"), "{text}");
        assert!(!text.contains("Secret"), "{text}");
    }
}

#[test]
fn nothing_is_said_if_nothing_is_due_and_all_is_well() {
    let office = Office::with_cases();
    let quiet = ["due", "--if-any", "--rule", "exit-report"];
    let output = office.done(NOW, &quiet);
    assert!(output.stdout.is_empty() && output.stderr.is_empty(), "{}", words(&output));
    let due = office.done(NOW, &["due", "--if-any"]);
    assert!(words(&due).contains("Acknowledge the referral"));
    // What cannot be read may hide something.
    std::fs::write(office.case("A-0002"), "no case = = 1\n").unwrap();
    let output = office.caseload(NOW, &quiet).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("NOT WHOLE"), "{}", words(&output));
}

#[test]
fn what_is_no_address_or_no_report_to_send_is_refused() {
    let office = Office::with_cases();
    for address in
        ["morgan", "a b@example.org", "a@example.org,b@example.org", "a@example.org\r\nBcc: x@y"]
    {
        let output = office
            .caseload(NOW, &["due", "--format", "eml", "--mail-to", address])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{address}");
        assert!(words(&output).contains("is not an address"), "{}", words(&output));
    }
    let output = office.caseload(NOW, &["audit", "--format", "eml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("not made to be sent"), "{}", words(&output));
}
