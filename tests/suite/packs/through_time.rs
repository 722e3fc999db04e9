//! What a pack says of the past: moves, corrections, what was recorded late, undone and put back; and that
//! it can be made again to the byte.

use std::fs;

use super::{NOW, beside, by_hand, files, found, git, packed};
use crate::recording::office::{Office, words};

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let office = Office::with_history();
    let at = ["A-0001", "A-0002", "--at", "HEAD"];
    let commit =
        String::from_utf8(git(&office, &office.folder(), &["rev-parse", "HEAD"]).stdout).unwrap();
    let at = [&at[..3], &[commit.trim()]].concat();
    let [one, other] = ["one", "other"].map(|name| packed(&office, &at, name));
    assert!(files(&one) == files(&other));
    let whole = files(&other);
    let [one, other] = ["one.zip", "other.zip"].map(|name| packed(&office, &at, name));
    assert!(fs::read(one).unwrap() == fs::read(other).unwrap());
    // Packed objects are the same history.
    git(&office, &office.folder(), &["gc", "--quiet", "--aggressive"]);
    let third = packed(&office, &at, "third");
    assert!(files(&third) == whole);
}

#[test]
fn corrections_and_what_was_late_come_from_the_history() {
    let office = Office::with_history();
    office.done("2026-11-17T09:00:00Z", &["remove", "A-0001", "3", "--reason", "twice"]);
    let place = packed(&office, &["A-0001"], "pack");
    let page = fs::read_to_string(place.join("cases/A-0001.html")).unwrap();
    let corrected = page.split("<h2>Corrected, struck or taken back").nth(1).unwrap();
    let corrected = corrected.split("<h2").next().unwrap();
    assert!(corrected.contains("mode from"), "{corrected}");
    assert!(corrected.contains("struck: "), "{corrected}");
    let late =
        page.split("<h2>Recorded after its own day").nth(1).unwrap().split("<h2").next().unwrap();
    assert!(late.contains("recorded 14 days later"), "{late}");
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    assert!(rows.lines().count() > 8 && rows.contains("Alex Reed"), "{rows}");
}

/// Ensures that every version of a file is in the history wherever it lay, moved by hand or taken away
/// for a while.
#[test]
fn a_file_is_followed_wherever_it_lay() {
    let office = Office::with_cases();
    let to = office.folder().join("cases/moved/again/A-0001.toml");
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    let from = office.case("A-0001");
    git(&office, &office.folder(), &["mv", from.to_str().unwrap(), to.to_str().unwrap()]);
    git(&office, &office.folder(), &["commit", "--quiet", "-m", "moved"]);
    office.done("2026-11-17T09:01:00Z", &["note", "A-0001", "--note", "After the move."]);
    office.done("2026-11-17T09:02:00Z", &["undo"]);
    office.done("2026-11-17T09:03:00Z", &["redo"]);
    let place = packed(&office, &["A-0001"], "pack");
    assert_eq!(found(&office, &place), []);
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    for expected in ["case opened", "started on", "contact in person", "note", "taken back: note"] {
        assert!(rows.contains(expected), "{expected}: {rows}");
    }
    // A case whose referral was taken back and put in force again has all of its past.
    office
        .done("2026-11-17T10:00:00Z", &["refer", "A-0009", "--name", "Kim", "--on", "2026-11-17"]);
    office.done("2026-11-17T10:01:00Z", &["undo"]);
    office.done("2026-11-17T10:02:00Z", &["redo"]);
    let place = packed(&office, &["A-0009"], "again");
    assert_eq!(found(&office, &place), []);
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    for expected in ["case opened,", "opening of the case taken back", "case opened again"] {
        assert_eq!(rows.matches(expected).count(), 1, "{expected}: {rows}");
    }
}

/// Ensures that what two machines recorded and brought together is told as it was.
#[test]
fn what_was_merged_is_told() {
    let office = Office::with_cases().with_remote();
    let other = office.other_machine("Robin");
    office.done("2026-11-17T09:00:00Z", &["note", "A-0001", "--note", "Here."]);
    other.done("2026-11-17T09:30:00Z", &["contact", "A-0001", "--mode", "phone"]);
    other.done("2026-11-17T09:31:00Z", &["sync"]);
    office.done("2026-11-17T09:40:00Z", &["sync"]);
    let place = packed(&office, &["A-0001"], "pack");
    assert_eq!(found(&office, &place), []);
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    assert!(rows.contains("Robin") && rows.contains("contact by phone"), "{rows}");
    by_hand(&office, &place, "check");
}

/// Ensures that a pack looks back, and that nothing later is in it.
#[test]
fn a_pack_of_the_past_holds_nothing_later() {
    let office = Office::with_cases();
    office.done("2026-11-17T09:00:00Z", &["note", "A-0001", "--note", "Later."]);
    let place = packed(&office, &["A-0001", "--at", "2026-11-16"], "pack");
    assert_eq!(found(&office, &place), []);
    for (name, bytes) in files(&place) {
        assert!(!String::from_utf8_lossy(&bytes).contains("Later."), "{name}");
    }
}

/// Ensures that the rules of the folder's own are in it, with their past, and are judged by.
#[test]
fn the_folders_own_rules_are_in_it() {
    let office = Office::with_cases();
    let rules = "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
                 rule = \"initial-meeting\"\nwithin = \"9 working days\"\nreason = \"Clause 7.\"\n";
    fs::create_dir(office.folder().join("programmes")).unwrap();
    fs::write(office.folder().join("programmes/ipes.toml"), rules).unwrap();
    office.done("2026-11-17T09:00:00Z", &["save"]);
    let place = packed(&office, &["A-0002"], "pack");
    assert_eq!(found(&office, &place), []);
    assert_eq!(fs::read_to_string(place.join("original/programmes/ipes.toml")).unwrap(), rules);
    let page = fs::read_to_string(place.join("cases/A-0002.html")).unwrap();
    assert!(page.contains("9 working days after the referral"), "{page}");
}

/// Ensures that a folder without a history packs, loudly.
#[test]
fn without_a_history_it_says_so() {
    let office = Office::to_be();
    let place = beside(&office, "pack.zip");
    let folder = std::env::current_dir().unwrap().join("cases.example");
    let arguments = [
        "--cases",
        folder.to_str().unwrap(),
        "pack",
        "A-0045",
        "--output",
        place.to_str().unwrap(),
    ];
    let run = |arguments: &[&str]| {
        office.caseload(NOW, arguments).current_dir(office.home()).output().unwrap()
    };
    let output = run(&arguments);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("WITHOUT HISTORY"), "{}", words(&output));
    assert!(words(&output).contains("this pack is not on record"), "{}", words(&output));
    let output = run(&["pack", "verify", place.to_str().unwrap(), "--format", "plain"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("WITHOUT HISTORY"), "{}", words(&output));
}
