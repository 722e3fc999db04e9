//! Cases that git alone makes look alike, and ids under which more than one was erased.

use std::fs;

use super::{AS_X, erase, holds, note, refer, two_machines};
use crate::erasing::{NOW, plain};
use crate::recording::office::{Office, words};

/// What git alone did in one commit, with people who have no name: whom a file was cannot always be told.
#[test]
fn of_two_that_are_as_likely_neither_is_followed() {
    let note = |of: &str, at: u32| {
        format!(
            "\n[[note]]\non = 2026-11-16\nnote = \"{of}\"\nlogged = 2026-11-16T10:00:00.{at:03}Z\n"
        )
    };
    let case = |id: &str, rest: &str| {
        format!("id = \"{id}\"\nprogramme = \"ipes\"\nreferred = 2026-11-03\n{rest}")
    };
    let office = Office::with_cases();
    let write = |id: &str, text: &str| fs::write(office.case(id), text).unwrap();
    let commit = || {
        office.git_says(&["add", "--all"]);
        office.git_says(&[&AS_X[..], &["commit", "-qm", "by git"]].concat());
    };
    write("B-0001", &case("B-0001", &note("of-kim", 1)));
    write("B-0002", &case("B-0002", &note("of-jo", 2)));
    write("B-0003", &case("B-0003", "worker = \"alex\"\n"));
    commit();
    // Jo's first in the order of names, Kim's, and one who may be the third or somebody new.
    for id in ["B-0001", "B-0002", "B-0003"] {
        fs::remove_file(office.case(id)).unwrap();
    }
    write("B-0007", &case("B-0007", &(note("of-jo", 2) + &note("more-of-jo", 3))));
    write("B-0008", &case("B-0008", &(note("of-kim", 1) + &note("more-of-kim", 4))));
    write("B-0009", &case("B-0009", &note("of-max", 5)));
    commit();
    let said = plain(&office.done(NOW, &["erase", "B-0009", "--dry-run"]));
    assert!(said.contains("cannot be told whether B-0003 is the same case"), "{said}");
    assert!(said.contains("caseload erase B-0003"), "{said}");
    let said = plain(&office.done(NOW, &["erase", "B-0003", "--dry-run"]));
    assert!(said.contains("cannot be told whether B-0009 is the same case"), "{said}");
    let said = plain(&office.done(NOW, &["erase", "B-0007", "--dry-run"]));
    assert!(!said.contains("cannot be told"), "{said}");
    erase(&office, "B-0007");
    assert!(!holds(&office, "of-jo"));
    assert!(office.git_says(&["log", "-p"]).contains("of-kim") && holds(&office, "B-0001.toml"));
    erase(&office, "B-0009");
    assert!(!holds(&office, "of-max") && holds(&office, "B-0003.toml"));
    erase(&office, "B-0008");
    assert!(!holds(&office, "of-kim"));
    assert_eq!(office.not_sound(), [""; 0]);
}

/// A name and an id that git changed at once: the entries are the same.
#[test]
fn a_name_that_was_set_right_with_the_id_is_followed() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    note(&office, "B-0001", "a word");
    let text = fs::read_to_string(office.case("B-0001")).unwrap();
    fs::remove_file(office.case("B-0001")).unwrap();
    let text = text.replace("B-0001", "B-0009").replace("Kim Longfield", "Kimberley Short");
    fs::write(office.case("B-0009"), text).unwrap();
    office.git_says(&["add", "--all"]);
    office.git_says(&[&AS_X[..], &["commit", "-qm", "by git"]].concat());
    erase(&office, "B-0009");
    assert!(!holds(&office, "Longfield") && !holds(&office, "a word"));
}

/// Two cases that were given one id on two machines, and erased under it: each part of the record that is made
/// of the two is as it was, so that whoever hears of it later can go on.
#[test]
fn two_who_were_erased_under_one_id_are_known_apart() {
    let first = Office::with_cases();
    refer(&first, "B-0001", "Kim Longfield");
    refer(&first, "B-0002", "Jo Shortwood");
    let first = first.with_remote();
    let [second, third] = ["Priya", "Robin"].map(|name| first.other_machine(name));
    first.done(NOW, &["renumber", "B-0001", "B-0005", "--yes"]);
    second.done(NOW, &["renumber", "B-0002", "B-0005", "--yes"]);
    erase(&second, "B-0005");
    first.done(NOW, &["sync"]);
    third.done(NOW, &["sync"]);
    erase(&first, "B-0005");
    first.done(NOW, &["sync"]);
    let asked = |office: &Office, id: &str| {
        let output = office.caseload(NOW, &["sync"]).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{}", words(&output));
        assert!(plain(&output).contains(&format!("caseload erase {id}")), "{}", words(&output));
        erase(office, id);
    };
    asked(&second, "B-0001");
    second.done(NOW, &["sync"]);
    asked(&third, "B-0002");
    third.done(NOW, &["sync"]);
    for office in [&first, &second, &third, &first, &second, &third] {
        office.done(NOW, &["sync"]);
    }
    assert_eq!((first.tip(), second.tip()), (second.tip(), third.tip()));
    for office in [&first, &second, &third] {
        assert!(!holds(office, "Longfield") && !holds(office, "Shortwood"));
        office.done(NOW, &["verify"]);
        office.done(NOW, &["check"]);
    }
}

/// One person, erased under two ids on two machines: whoever hears of both at once is not asked.
#[test]
fn one_who_was_erased_under_two_ids_is_not_asked_about() {
    let [first, second] = two_machines();
    let third = first.other_machine("Robin");
    second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    erase(&second, "B-0002");
    erase(&first, "B-0001");
    for office in [&first, &second, &first, &third, &first, &second] {
        office.done(NOW, &["sync"]);
    }
    assert!(!holds(&third, "Longfield"));
    assert_eq!((first.tip(), second.tip()), (second.tip(), third.tip()));
    // Nothing of it is left to be taken back.
    let output = second.caseload(NOW, &["undo"]).output().unwrap();
    assert!(plain(&output).contains("erased a case"), "{}", words(&output));
}

/// What was recorded of a case that another machine erased is not taken back, though its words name two ids.
#[test]
fn what_gave_an_erased_case_its_id_is_not_taken_back() {
    let [first, second] = two_machines();
    first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    first.done(NOW, &["sync"]);
    let said = plain(&second.done(NOW, &["sync"]));
    assert!(said.contains("B-0002 Kim Longfield: was B-0001 here"), "{said}");
    assert!(!said.contains("taken away") && !said.contains("is new"), "{said}");
    erase(&second, "B-0002");
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    let output = first.caseload(NOW, &["undo"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(plain(&output).contains("was of a case that is erased"), "{}", words(&output));
}
