//! What is said: a command that fails has recorded nothing, and what is recorded is no failure.

use std::fs::OpenOptions;
use std::process::Output;

use crate::recording::office::{Office, words};
use crate::recording::scenario::{self, NOW, WORD};

fn contact(more: &[&str], stdout: Option<&str>) -> (Output, usize) {
    let office = Office::with_cases();
    let arguments = [scenario::contact().arguments, more].concat();
    let mut command = office.caseload(NOW, &arguments);
    if let Some(path) = stdout {
        command.stdout(OpenOptions::new().write(true).open(path).unwrap());
    }
    (command.output().unwrap(), office.recorded(WORD))
}

/// Ensures that an answer which cannot be given is no failure once it is recorded.
#[test]
fn what_is_recorded_is_no_failure() {
    for (more, stdout) in
        [(&["--output", "/nonexistent/answer"][..], None), (&[], Some("/dev/full"))]
    {
        let (output, recorded) = contact(more, stdout);
        assert_eq!((output.status.code(), recorded), (Some(0), 1), "{}", words(&output));
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(talk.contains("it is recorded, but cannot be shown"), "{talk}");
    }
}

/// Ensures that an answer which can never be given is refused before anything is recorded.
#[test]
fn a_failure_has_recorded_nothing() {
    let (output, recorded) = contact(&["--format", "csv"], None);
    assert_eq!((output.status.code(), recorded), (Some(2), 0), "{}", words(&output));
}

/// Ensures that a value which a case or an entry has already is said to be on record, and not set again.
#[test]
fn what_is_so_already_is_not_set_again() {
    let office = Office::with_cases().with_workers(&["priya"]);
    office.done(NOW, &["set", "A-0001", "worker=priya"]);
    let tip = office.tip();
    for (arguments, expected) in [
        (&["set", "A-0001", "worker=priya"][..], "on record already: worker priya; nothing was"),
        (&["set", "A-0001", "worker=priya", "name=Sam"], "worker priya, name Sam; nothing was"),
        (&["set", "A-0001", "worker=priya", "--reason", "asked"], "nothing was written"),
        (&["correct", "A-0001", "1", "mode=in-person"], "on record already: entry 1, contact in"),
    ] {
        let said = words(&office.done(NOW, arguments));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(expected) && !said.contains("set to"), "{arguments:?}: {said}");
        assert_eq!(office.tip(), tip, "{arguments:?}");
    }
    let said = words(&office.done(NOW, &["set", "A-0001", "worker=priya", "ref=7"]));
    assert!(said.contains("ref set to 7"), "{said}");
    let supposed = ["show", "A-0001", "--suppose", "set A-0001 worker=priya"];
    let said = words(&office.done(NOW, &supposed)).replace('\n', " ");
    assert!(said.contains("changes nothing, it is on record already"), "{said}");
}

/// Ensures that the day of an assignment may be typed as `--from` too, and is refused by its name.
#[test]
fn an_assignment_is_from_a_day() {
    let office = Office::with_cases().with_workers(&["priya"]);
    office.done(NOW, &["assign", "priya", "A-0001", "--from", "2026-11-16"]);
    let text = std::fs::read_to_string(office.case("A-0001")).unwrap();
    assert!(text.contains("from = 2026-11-16"), "{text}");
    let wrong = office.caseload(NOW, &["assign", "priya", "A-0001", "--on", "someday"]);
    let said = words(&{ wrong }.output().unwrap());
    assert!(said.contains("in --on: `someday` is not a day"), "{said}");
}

/// Ensures that an extension and an exit that are asked for again write nothing, and with a note that is new
/// write that note alone, once.
#[test]
fn what_happened_once_keeps_a_note_that_comes_later() {
    for words in [
        &["extend", "A-0001", "--on", "2026-11-16", "--basis", "in-work"][..],
        &["exit", "A-0001", "--on", "2026-11-16", "--reason", "withdrew"],
    ] {
        let office = Office::with_cases();
        office.done(NOW, words);
        let text = || std::fs::read_to_string(office.case("A-0001")).unwrap();
        let first = text();
        let again = |more: &[&str]| {
            let said = crate::recording::office::words(&office.done(NOW, &[words, more].concat()));
            said.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let said = again(&[]);
        assert!(said.contains("nothing was written"), "{said}");
        assert_eq!(text(), first, "{words:?}");
        let said = again(&["--note", "Told by telephone."]);
        assert!(said.contains("on record already") && said.contains("added: note, on"), "{said}");
        let noted = text();
        let added = noted.strip_prefix(&first).expect("what was there stands as it was");
        assert!(added.contains("[[note]]") && added.contains("Told by telephone."), "{added}");
        assert_eq!(noted.matches("[[").count(), first.matches("[[").count() + 1, "{noted}");
        let said = again(&["--note", "Told by telephone."]);
        assert!(said.contains("nothing was written"), "{said}");
        assert_eq!(text(), noted, "{words:?}");
    }
}
