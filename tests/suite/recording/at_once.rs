//! What is wrong with a request is said when it is made, and not found by `check` later.

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-16T12:00:00Z";

fn said(office: &Office, arguments: &[&str]) -> String {
    words(&office.caseload(NOW, arguments).output().unwrap())
}

/// What is refused, with nothing recorded.
fn refused(office: &Office, arguments: &[&str]) -> String {
    let before = office.git_says(&["rev-parse", "HEAD"]);
    let output = office.caseload(NOW, arguments).output().unwrap();
    assert!(!output.status.success(), "{arguments:?}: {}", words(&output));
    assert_eq!(office.git_says(&["rev-parse", "HEAD"]), before, "{arguments:?}");
    words(&output)
}

#[test]
fn somebody_who_is_there_already_is_warned_of() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0001", "name=Sam Okafor", "ref=2417"]);
    let refer = ["refer", "A-3", "--programme", "ipes", "--on"];
    let twice = said(&office, &[&refer[..], &["2026-11-02", "--name", "sam okafor"]].concat());
    let expected = "`cases/2026/11/A-0001.toml` has the same name and referral";
    assert!(twice.contains(expected), "{twice}");
    // On another day it is another referral.
    let other = ["refer", "A-4", "--programme", "ipes", "--on", "2026-11-05"];
    let other = said(&office, &[&other[..], &["--name", "Sam Okafor"]].concat());
    assert!(!other.contains("the same name"), "{other}");
    let opened = ["refer", "A-5", "--programme", "ipes", "--on", "2026-11-02"];
    assert!(!said(&office, &opened).contains("has the same"));
    let number = said(&office, &["set", "A-5", "ref=2417", "--dry-run"]);
    let expected = "`cases/2026/11/A-0001.toml` has the same number `2417` and referral";
    assert!(number.contains(expected), "{number}");
    assert!(said(&office, &["set", "A-5", "ref=2417"]).contains(expected));
    // What says nothing new of who it is is no occasion.
    let started = said(&office, &["set", "A-5", "restricted=no"]);
    assert!(!started.contains("has the same"), "{started}");
    // Of two of one name there is no more to be typed.
    office.done(NOW, &["set", "A-3", "name=Sam Okafor"]);
    let which = said(&office, &["show", "Sam Okafor"]);
    assert!(
        which.contains("could be 3 people") && which.contains("type the id: A-0001"),
        "{which}"
    );
    assert!(said(&office, &["show", "sam"]).contains("type more of it: A-0001"));
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let office = Office::with_cases().with_workers(&["priya"]);
    for (arguments, expected) in [
        (&["correct", "A-0001", "1", "worker=bob"][..], "the settings know no worker `bob`"),
        (&["contact", "A-0001", "--mode", "phone", "--employer", " "], "the employer has no name"),
        (&["document", "action-plan", "A-0001", "--employer", ""], "the employer has no name"),
        (&["set", "A-0001", "name", "=", "Sam"], "`=` is no key with its value"),
        (&["set", "A-0001", "name", "=", "Sam"], "write KEY=VALUE, without a blank"),
        (&["correct", "A-0001", "1", "reason", "ill"], "`ill` is no key with its value"),
        (&["set", "A-0001", "nam"], "did you mean `name`?"),
        (&["set", "A-0001", "name=a", "name=b"], "`name` is given twice"),
        (&["assign", "A-0001", "priya"], "comes first: caseload assign priya A-0001"),
        (&["document", "A-0001", "action-plan"], "caseload document action-plan A-0001"),
        (&["handover", "priya", "priya", "--yes"], "priya has these cases already"),
        (&["handover", "alex", "priya"], "2 cases would be handed over; nothing was recorded"),
        (&["check", "sam"], "every case is looked at, and none can be named"),
    ] {
        let said = refused(&office, arguments);
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    assert!(refused(&office, &["assign", "A-0009", "bob"]).contains("there is no case `bob`"));
}

#[test]
fn what_is_covered_twice_is_covered_once() {
    let office = Office::with_cases();
    let covers = "initial-meeting,needs-assessment,initial-meeting";
    office.done(NOW, &["contact", "A-0002", "--mode", "in-person", "--covers", covers]);
    let case = || std::fs::read_to_string(office.case("A-0002")).unwrap();
    assert!(case().contains("covers = [\"initial-meeting\", \"needs-assessment\"]"), "{}", case());
    office.done(NOW, &["correct", "A-0002", "1", "covers=initial-meeting,initial-meeting"]);
    assert!(case().contains("covers = [\"initial-meeting\"]"), "{}", case());
}
