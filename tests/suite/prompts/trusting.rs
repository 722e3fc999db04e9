//! Whose keys may sign, asked at a terminal.

use std::fs;

use serde_json::Value;

use crate::integrity::signed::{fingerprint, is_possible, key, name_signers, sign_as};
use crate::integrity::{state_files, verified};
use crate::prompts::terminal::{ENTER, Terminal};
use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-16T14:00:00Z";
const QUESTION: &str = "Did the owner of each key read this fingerprint out to you?";

/// A folder whose worker signs, and names the key; nobody has compared it.
fn office() -> Office {
    let office = Office::with_cases();
    let public = key(&office, "alex");
    sign_as(&office, "alex", "alex");
    name_signers(&office, "2026-11-16T13:00:00Z", &[("alex", &public)]);
    office
}

/// What is kept outside of the folder; nothing, if there is no file.
fn kept(office: &Office) -> Value {
    let file = state_files(office).pop();
    file.map_or(Value::Null, |file| serde_json::from_slice(&fs::read(file).unwrap()).unwrap())
}

fn state(office: &Office) -> String {
    let output = office.caseload(NOW, &["trust", "--format", "json"]).output().unwrap();
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    said["state"].as_str().unwrap().to_owned()
}

/// Ensures that a yes alone confirms, after the fingerprints were shown; that whoever says no, goes away
/// or gives it up has confirmed nothing, and finds the terminal as it was.
#[test]
fn a_yes_alone_confirms() {
    if !is_possible() {
        return;
    }
    let office = office();
    for (answer, code) in
        [("n\r", 8), (ENTER, 8), ("no\r", 8), ("\u{3}", 8), ("\u{1b}", 8), ("\u{4}\u{3}", 8)]
    {
        let mut terminal = Terminal::at(&office, NOW, &["trust"]);
        terminal.sees("These are the keys that this folder names");
        terminal.sees(&fingerprint(&office, "alex")).sees("named, may not");
        terminal.sees(QUESTION).types(answer).ends(code);
        assert_eq!(
            (state(&office).as_str(), kept(&office)),
            ("to-compare", Value::Null),
            "{answer:?}"
        );
    }
    let mut terminal = Terminal::at(&office, NOW, &["trust"]);
    terminal.sees(QUESTION).types("y").types(ENTER);
    terminal
        .sees("Confirmed: from here on")
        .sees(&fingerprint(&office, "alex"))
        .sees("may sign")
        .ends(0);
    assert_eq!(state(&office), "confirmed");
    // There is nothing to ask any more.
    let mut terminal = Terminal::at(&office, NOW, &["trust"]);
    terminal.sees("Confirmed on Mon 16 Nov 2026").ends(0);
}

/// Ensures that what another process keeps while somebody is asked stays.
#[test]
fn what_is_kept_meanwhile_stays() {
    if !is_possible() {
        return;
    }
    let office = office();
    let mut terminal = Terminal::at(&office, NOW, &["trust"]);
    terminal.sees(QUESTION);
    let (code, said) = verified(&office, &[]);
    assert_eq!((code, &said["kept_receipts"]), (0, &1.into()), "{said:#}");
    terminal.types("y").types(ENTER).ends(0);
    let kept = kept(&office);
    assert_eq!(kept["receipts"].as_array().unwrap().len(), 1, "{kept:#}");
    assert_eq!(kept["confirmed"].as_array().unwrap().len(), 1, "{kept:#}");
}

/// Ensures that nothing is asked where standard input is no terminal: what to type is said, and the
/// fingerprints are shown.
#[test]
fn nothing_is_asked_where_nobody_sits() {
    if !is_possible() {
        return;
    }
    let office = office();
    let print = fingerprint(&office, "alex");
    let mut terminal = Terminal::without_input(&office, NOW, &["trust"]);
    terminal.sees(&print).sees("in a script, name every key with --fingerprint").ends(8);
    let output = office.caseload(NOW, &["trust"]).output().unwrap();
    assert_eq!(output.status.code(), Some(8), "{}", words(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains(&print), "{}", words(&output));
    assert_eq!(kept(&office), Value::Null);
}
