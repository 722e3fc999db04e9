//! People of whom nothing was known at first: the first versions of their cases are the same, and they
//! are told apart all the same.

use std::fs;

use crate::erasing::{NOW, everything, plain};
use crate::recording::office::{Office, words};

/// Two machines, with a third to hear of it.
fn machines() -> [Office; 3] {
    let first = Office::with_cases().with_remote();
    let [second, third] = ["Priya", "Robin"].map(|name| first.other_machine(name));
    [first, second, third]
}

fn refer(office: &Office, id: &str) {
    office
        .done(NOW, &["refer", id, "--programme", "ipes", "--worker", "alex", "--on", "2026-11-03"]);
}

fn note(office: &Office, id: &str, text: &str) {
    office.done(NOW, &["note", id, "--note", text, "--on", "2026-11-30"]);
}

fn erase(office: &Office, id: &str) {
    office.done(NOW, &["erase", id, "--reason", "mistake", "--yes"]);
}

fn sync(offices: &[&Office]) {
    for office in offices {
        office.done(NOW, &["sync"]);
    }
}

fn refused(office: &Office, arguments: &[&str]) -> String {
    let output = office.caseload(NOW, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    plain(&output)
}

fn holds(office: &Office, word: &str) -> bool {
    let all: Vec<u8> = everything(office).into_values().flatten().collect();
    String::from_utf8_lossy(&all).contains(word)
}

/// How many commits changed a file.
fn versions(office: &Office, id: &str) -> usize {
    let file = format!("cases/2026/11/{id}.toml");
    office.git_says(&["log", "--no-merges", "--oneline", "--", &file]).lines().count()
}

/// Who is not sent yet is not taken for whoever was erased elsewhere.
#[test]
fn one_that_was_not_sent_stays() {
    let [first, second, _] = machines();
    refer(&first, "B-0001");
    refer(&second, "B-0001");
    let text = |office: &Office| fs::read(office.case("B-0001")).unwrap();
    assert_eq!(text(&first), text(&second));
    first.done(NOW, &["set", "B-0001", "name=Kim Longfield"]);
    second.done(NOW, &["set", "B-0001", "name=Jo Shortwood"]);
    note(&second, "B-0001", "of Jo alone");
    erase(&first, "B-0001");
    sync(&[&first]);
    let asked = second.copy();
    let said = refused(&asked, &["sync"]);
    assert!(said.contains("caseload renumber B-0001"), "{said}");
    assert!(said.contains("caseload erase B-0001 --reason mistake"), "{said}");
    assert!(holds(&asked, "of Jo alone"));
    asked.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    // Or was renumbered before.
    second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    for office in [&asked, &second] {
        sync(&[office]);
        assert!(fs::read_to_string(office.case("B-0002")).unwrap().contains("of Jo alone"));
        assert_eq!((versions(office, "B-0001"), versions(office, "B-0002")), (4, 1));
        office.done(NOW, &["verify"]);
        office.done(NOW, &["check"]);
        let said = plain(&office.done(NOW, &["sync"]));
        assert!(!said.contains("what was erased is gone"), "{said}");
    }
}

/// It is one person, and the machine that hears of it says so.
#[test]
fn one_that_is_the_same_person_goes_by_whoever_says_so() {
    let [first, second, third] = machines();
    refer(&first, "B-0001");
    refer(&second, "B-0001");
    note(&second, "B-0001", "of Kim elsewhere");
    erase(&first, "B-0001");
    sync(&[&first, &third]);
    refused(&second, &["sync"]);
    erase(&second, "B-0001");
    sync(&[&second, &first, &third, &second, &first]);
    for office in [&first, &second, &third] {
        assert!(!holds(office, "of Kim elsewhere") && !holds(office, "B-0001.toml"));
        office.done(NOW, &["verify"]);
        office.done(NOW, &["check"]);
    }
    assert_eq!(first.tip(), second.tip());
}

/// Once all have met, the one under the other id stays on every machine, with its whole past.
#[test]
fn one_that_was_given_another_id_stays() {
    let [first, second, third] = machines();
    refer(&first, "B-0001");
    refer(&second, "B-0001");
    note(&first, "B-0001", "of Kim alone");
    note(&second, "B-0001", "of Jo alone");
    sync(&[&first]);
    refused(&second, &["sync"]);
    second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    sync(&[&second, &first, &third]);
    let said = plain(&first.done(NOW, &["erase", "B-0001", "--dry-run"]));
    assert!(said.contains("B-0001.toml") && !said.contains("B-0002"), "{said}");
    let other = first.copy();
    erase(&first, "B-0001");
    note(&third, "B-0002", "more of Jo");
    sync(&[&first, &second, &third, &first, &second, &third]);
    for office in [&first, &second, &third] {
        assert!(!holds(office, "of Kim alone"));
        let text = fs::read_to_string(office.case("B-0002")).unwrap();
        assert!(text.contains("of Jo alone") && text.contains("more of Jo"), "{text}");
        assert_eq!((versions(office, "B-0001"), versions(office, "B-0002")), (3, 2));
        office.done(NOW, &["verify"]);
    }
    assert_eq!(first.tip(), second.tip());
    erase(&other, "B-0002");
    assert!(!holds(&other, "of Jo alone") && holds(&other, "of Kim alone"));
}

/// On one machine: who was given another id, and who was referred under the old one.
#[test]
fn one_after_the_other_are_two() {
    let office = Office::with_cases();
    refer(&office, "B-0001");
    office.done(NOW, &["renumber", "B-0001", "B-0005", "--yes"]);
    office.done(
        "2026-12-01T09:00:01Z",
        &["refer", "B-0001", "--programme", "ipes", "--worker", "alex", "--on", "2026-11-03"],
    );
    let unchanged = office.copy();
    note(&office, "B-0001", "of Jo alone");
    note(&office, "B-0005", "of Kim alone");
    let other = office.copy();
    erase(&office, "B-0005");
    assert!(!holds(&office, "of Kim alone") && holds(&office, "of Jo alone"));
    assert_eq!(versions(&office, "B-0001"), 2);
    erase(&other, "B-0001");
    assert!(!holds(&other, "of Jo alone") && holds(&other, "of Kim alone"));
    assert_eq!(versions(&other, "B-0005"), 2);
    erase(&unchanged, "B-0005");
    assert!(unchanged.case("B-0001").exists());
    for office in [&office, &other, &unchanged] {
        office.done(NOW, &["verify"]);
    }
}

/// The same where both have one name: they may still be two.
#[test]
fn two_of_one_name_are_two() {
    let office = Office::with_cases();
    let refer =
        ["refer", "B-0001", "--programme", "ipes", "--name", "Kim Long", "--on", "2026-11-03"];
    office.done(NOW, &refer);
    office.done(NOW, &["renumber", "B-0001", "B-0005", "--yes"]);
    office.done(NOW, &refer);
    let later = office.copy();
    erase(&office, "B-0005");
    assert!(office.case("B-0001").exists());
    erase(&later, "B-0001");
    assert!(later.case("B-0005").exists());
}
