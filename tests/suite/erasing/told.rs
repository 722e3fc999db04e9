//! What is told before a case is erased, and right after: whose versions go, which tags, which copies are
//! elsewhere.

use serde_json::Value;

use crate::erasing::{NOW, plain};
use crate::recording::office::{Office, words};

fn refer(office: &Office, id: &str, name: &str) {
    let arguments = ["refer", id, "--programme", "ipes", "--name", name, "--on", "2026-11-03"];
    office.done(NOW, &arguments);
}

fn foretold(office: &Office, id: &str) -> (String, Value) {
    let trial = ["erase", id, "--dry-run"];
    let said = plain(&office.done(NOW, &trial));
    let json = office.done(NOW, &[&trial[..], &["--format", "json"]].concat()).stdout;
    (said, serde_json::from_slice(&json).unwrap())
}

#[test]
fn an_earlier_holder_of_the_id_is_told_of() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    office.done(NOW, &["contact", "B-0001", "--mode", "phone", "--on", "2026-11-30"]);
    let (said, json) = foretold(&office, "B-0001");
    assert!(!said.contains("Two people"), "{said}");
    assert_eq!(json["earlier_versions"], 0);
    std::fs::remove_file(office.case("B-0001")).unwrap();
    office.done(NOW, &["save", "--yes"]);
    let (said, _) = foretold(&office, "B-0001");
    assert!(!said.contains("Two people"), "{said}");
    refer(&office, "B-0001", "Jo Shortwood");
    let (said, json) = foretold(&office, "B-0001");
    assert!(said.contains("Two people had this id: 2 of the 3 versions are of somebody"), "{said}");
    assert_eq!((&json["earlier_versions"], &json["versions"]), (&2.into(), &3.into()));
    // As it is said: the one who is there alone.
    office.done(NOW, &["renumber", "B-0001", "B-0009"]);
    let (said, json) = foretold(&office, "B-0009");
    assert!(!said.contains("Two people"), "{said}");
    assert_eq!(json["versions"], 2);
}

#[test]
fn tags_are_told_of() {
    let office = Office::with_cases();
    office.git_says(&["tag", "-am", "before", "before"]);
    refer(&office, "B-0001", "Kim Longfield");
    office.git_says(&["tag", "-am", "with it", "report"]);
    office.git_says(&["tag", "light"]);
    office.git_says(&["tag", "copy", "HEAD:cases/2026/11/B-0001.toml"]);
    office.git_says(&["tag", "-am", "of all", "folder", "HEAD:cases"]);
    office.git_says(&["tag", "settings", "HEAD:caseload.toml"]);
    let (said, json) = foretold(&office, "B-0001");
    assert!(said.contains("words of their own go, since what they name is made anew: `report`."));
    assert!(said.contains("git tag -d copy folder"), "{said}");
    assert_eq!(json["tags"], serde_json::json!(["report"]));
    assert_eq!(json["tags_that_hold_it"], serde_json::json!(["copy", "folder"]));
    office.git_says(&["tag", "-d", "copy", "folder"]);
    let said = plain(&office.done(NOW, &["erase", "B-0001", "--reason", "mistake", "--yes"]));
    assert!(said.contains("nothing of it is left"), "{said}");
    assert_eq!(office.git_says(&["tag"]), "before\nlight\nsettings\n");
}

#[test]
fn copies_that_were_given_out_under_an_old_id_are_told_of() {
    let office = Office::with_cases();
    let place = |name: &str| office.home().join(name).to_str().unwrap().to_owned();
    let day = |day: u32| format!("2026-12-0{day}T09:00:00Z");
    office.done(&day(1), &["export", &place("early")]);
    refer(&office, "B-0001", "Kim Longfield");
    office.done(&day(2), &["export", &place("all")]);
    office.done(&day(3), &["pack", "B-0001", "--output", &place("pack")]);
    office.done(&day(4), &["renumber", "B-0001", "B-0002"]);
    refer(&office, "B-0001", "Jo Shortwood");
    office.done(&day(5), &["pack", "B-0001", "--output", &place("another")]);
    let (_, json) = foretold(&office, "B-0002");
    let given = json["given_out"].as_array().unwrap().iter();
    let given: Vec<&str> = given.map(|it| it["on"].as_str().unwrap()).collect();
    // Before it was on record, and of whoever has its old id, there is no copy of it.
    assert_eq!(given, ["2026-12-03", "2026-12-02"]);
    let (_, json) = foretold(&office, "B-0001");
    assert_eq!(json["given_out"].as_array().unwrap().len(), 1);
}

#[test]
fn nothing_waits_at_the_remote_until_the_erasure_is_sent() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    let office = office.with_remote();
    office.done(NOW, &["erase", "B-0001", "--reason", "mistake", "--yes"]);
    let verified = || plain(&office.done(NOW, &["verify"]));
    assert!(!verified().contains("not here"), "{}", verified());
    office.done(NOW, &["sync"]);
    assert!(!verified().contains("not here"), "{}", verified());
}

/// Ensures that what is lost at the remote and here is still found: it is nowhere, and became nothing.
#[test]
fn what_was_seen_and_is_nowhere_is_still_said() {
    let office = Office::with_cases().with_remote();
    let seen = office.git_folder().join("caseload/seen");
    let text = std::fs::read_to_string(&seen).unwrap();
    std::fs::write(&seen, text.replace(&office.tip(), &"12".repeat(20))).unwrap();
    let said = words(&office.caseload(NOW, &["verify"]).output().unwrap());
    assert!(said.contains("not here"), "{said}");
}

#[test]
fn what_is_left_of_an_operation_on_an_erased_case_is_not_undone() {
    let first = Office::with_cases();
    refer(&first, "B-0001", "Kim Longfield");
    let first = first.with_remote();
    let second = first.other_machine("Priya");
    first.done(NOW, &["contact", "A-0001", "--mode", "phone", "--on", "2026-11-29"]);
    first.done(NOW, &["contact", "B-0001", "--mode", "phone", "--on", "2026-11-30"]);
    second.done(NOW, &["erase", "B-0001", "--reason", "mistake", "--yes"]);
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    let tip = first.tip();
    let output = first.caseload(NOW, &["undo"]).output().unwrap();
    let said = words(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("your last operation was of a case that is erased"), "{said}");
    assert_eq!(first.tip(), tip);
    let said = plain(&first.done(NOW, &["undo", "A-0001"]));
    assert!(said.contains("taken back: contact 2026-11-29"), "{said}");
}
