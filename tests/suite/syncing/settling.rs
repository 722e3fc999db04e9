//! What a merge left is settled by one command.

use std::fs;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// A machine with a case whose name and first contact two people recorded differently.
fn left() -> Office {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    here.done(NOW, &["set", "A-0001", "name=Ana"]);
    here.done(NOW, &["correct", "A-0001", "1", "mode=video"]);
    there.done(NOW, &["set", "A-0001", "name=Ben"]);
    there.done(NOW, &["correct", "A-0001", "1", "mode=phone", "reason=far away"]);
    there.done(NOW, &["sync"]);
    here.done(NOW, &["sync"]);
    here
}

fn text(machine: &Office) -> String {
    fs::read_to_string(machine.case("A-0001")).unwrap()
}

#[test]
fn either_value_can_stand() {
    let here = left();
    assert_eq!(text(&here).matches("[[conflict]]").count(), 2);
    let said = words(&here.caseload(NOW, &["settle", "A-0001"]).output().unwrap());
    assert!(
        said.contains("--keep") && said.contains("1. `name`") && said.contains("(entry 1)"),
        "{said}"
    );
    here.done(NOW, &["settle", "A-0001", "1", "--other"]);
    assert!(text(&here).contains("name = \"Ana\""), "{}", text(&here));
    let said = words(&here.done(NOW, &["settle", "A-0001", "--keep"]));
    assert!(said.contains("settled: `mode` is"), "{said}");
    assert!(!text(&here).contains("conflict"), "{}", text(&here));
    here.done(NOW, &["undo"]);
    here.done(NOW, &["undo"]);
    assert_eq!(text(&here).matches("[[conflict]]").count(), 2);
    here.done(NOW, &["settle", "A-0001", "--other"]);
    assert!(text(&here).contains("mode = \"phone\""), "{}", text(&here));
    let nothing = here.caseload(NOW, &["settle", "A-0001", "--keep"]).output().unwrap();
    assert_eq!(nothing.status.code(), Some(1), "{}", words(&nothing));
}

#[test]
fn check_and_show_say_that_it_is_to_be_settled() {
    let here = left();
    for command in [&["check"][..], &["show", "A-0001"]] {
        let said = words(&here.done(NOW, command)).replace('\n', " ");
        assert!(said.contains("caseload settle A-0001 --keep"), "{said}");
        assert!(
            said.contains("two people recorded `name` differently: \"Ben\" stands, the other is"),
            "{said}"
        );
    }
}
