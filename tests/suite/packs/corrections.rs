//! What the history and the pack say of each way in which a record is changed: corrected, added to, struck,
//! taken back, put in force again, edited by hand, renumbered, settled, moved.

use std::fs;

use serde_json::Value;

use super::{found, git, packed};
use crate::recording::office::{Office, words};

/// What `history` says of the newest operation on a case, in one line.
fn newest(office: &Office, case: &str) -> String {
    let told = office.done(LATER, &["history", case, "--format", "plain"]);
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().next().unwrap().split_once(": ").unwrap().1.to_owned()
}

const LATER: &str = "2026-11-16T13:00:00Z";
/// How many seconds lie between two operations.
const APART: u32 = 7;

/// Carries out an operation and gives what `history` says of it.
fn told(office: &Office, number: u32, arguments: &[&str]) -> String {
    let seconds = number * APART;
    let now = format!("2026-11-16T12:{:02}:{:02}Z", seconds / 60, seconds % 60);
    office.done(&now, arguments);
    newest(office, "A-0001")
}

#[test]
fn each_way_of_changing_a_record_is_said_as_it_is() {
    let office = Office::with_cases();
    let held = "contact in person, held, on Mon 16 Nov 2026";
    let covering = "contact in person, held, covering initial-meeting, on Mon 16 Nov 2026";
    let by_phone = "contact by phone, held, covering initial-meeting, on Mon 16 Nov 2026";
    let note = "note, on Mon 16 Nov 2026";
    let job = "job with Brook, offered Mon 16 Nov 2026";
    let steps: [(&[&str], String); 16] = [
        (
            &["correct", "A-0001", "1", "covers=initial-meeting"],
            format!("A-0001: corrected: {covering}: covers set to [\"initial-meeting\"]."),
        ),
        (
            &["undo"],
            format!(
                "A-0001: put back as it was: {held}: covers taken away, was [\"initial-meeting\"]."
            ),
        ),
        (
            &["redo"],
            format!("A-0001: corrected again: {covering}: covers set to [\"initial-meeting\"]."),
        ),
        (
            &["correct", "A-0001", "1", "mode=phone", "--reason", "misread"],
            format!(
                "A-0001: corrected: {by_phone}: mode from \"in-person\" to \"phone\"; A-0001: {note}."
            ),
        ),
        (
            &["undo"],
            format!(
                "A-0001: taken back: {note}; A-0001: put back as it was: {covering}: mode from \
                 \"phone\" to \"in-person\"."
            ),
        ),
        (&["remove", "A-0001", "1"], format!("A-0001: struck: {covering}.")),
        (&["undo"], format!("A-0001: back on record: {covering}.")),
        (&["redo"], format!("A-0001: struck again: {covering}.")),
        (&["undo"], format!("A-0001: back on record: {covering}.")),
        (&["note", "A-0001", "--note", "x"], format!("A-0001: {note}.")),
        (&["undo"], format!("A-0001: taken back: {note}.")),
        (&["redo"], format!("A-0001: on record again: {note}.")),
        (&["set", "A-0001", "ref=99"], "A-0001: ref set to \"99\".".to_owned()),
        (&["undo"], "A-0001: put back as it was: ref taken away, was \"99\".".to_owned()),
        (&["job", "offer", "A-0001", "--employer", "Brook"], format!("A-0001: {job}.")),
        (
            &["job", "start", "A-0001"],
            format!("A-0001: {job}, started Mon 16 Nov 2026: started set to 2026-11-16."),
        ),
    ];
    for (number, (arguments, expected)) in (1..).zip(&steps) {
        assert_eq!(&told(&office, number, arguments), expected, "{arguments:?}");
    }
    let file = office.case("A-0001");
    let by_hand = |text: &str| {
        fs::write(&file, text).unwrap();
        office.done(LATER, &["save", "A-0001"]);
        newest(&office, "A-0001")
    };
    let text = fs::read_to_string(&file).unwrap();
    let with = format!("{text}\n[[note]]\non = 2026-11-16\nnote = \"By hand.\"\n");
    assert_eq!(by_hand(&with), format!("A-0001: {note}."));
    assert_eq!(
        by_hand(&with.replace("By hand.", "Mended.")),
        format!("A-0001: corrected: {note}: note from \"By hand.\" to \"Mended.\".")
    );
    assert_eq!(
        by_hand(&format!("{}# More.\n", with.replace("By hand.", "Mended."))),
        "A-0001: laid out otherwise, or remarks changed."
    );
}

/// Ensures that the section of corrections of a pack, and the number on its cover, have all of them.
#[test]
fn the_pack_counts_what_was_corrected() {
    let office = Office::with_cases();
    let pack = |name: &str| {
        let place = packed(&office, &["A-0001"], name);
        let text = fs::read(place.join("cases/A-0001.json")).unwrap();
        let case: Value = serde_json::from_slice(&text).unwrap();
        let steps = case["history"].as_array().unwrap().iter();
        let changes = steps.flat_map(|step| step["changes"].as_array().unwrap());
        let altered = changes.filter(|change| change["alters"] == true).count();
        let page = fs::read_to_string(place.join("cases/A-0001.html")).unwrap();
        let section = page.split("<h2>Corrected, struck or taken back").nth(1).unwrap();
        let section = section.split("<h2").next().unwrap().to_owned();
        let cover = fs::read_to_string(place.join("index.html")).unwrap();
        let number = if altered == 1 { "1 correction" } else { &format!("{altered} corrections") };
        assert!(cover.contains(number), "{number}: {cover}");
        // The page says the number of the cover, though an operation with several is one row.
        let told = if altered == 0 { "Nothing was." } else { &format!("{number}, in ") };
        assert!(section.contains(told), "{told}: {section}");
        assert_eq!(found(&office, &place), []);
        (altered, section)
    };
    assert_eq!(pack("0").0, 0);
    office.done("2026-11-16T12:00:01Z", &["correct", "A-0001", "1", "covers=initial-meeting"]);
    let (altered, section) = pack("1");
    assert!(altered == 1 && section.contains("covers set to"), "{section}");
    office.done("2026-11-16T12:00:02Z", &["remove", "A-0001", "1"]);
    office.done("2026-11-16T12:00:03Z", &["undo"]);
    let (altered, section) = pack("2");
    assert!(altered == 3 && section.contains("back on record: contact"), "{section}");
    // A job goes on; that corrects nothing, and neither does the start on provision.
    office.done("2026-11-16T12:00:04Z", &["job", "offer", "A-0001", "--employer", "Brook"]);
    office.done("2026-11-16T12:00:05Z", &["job", "start", "A-0001"]);
    assert_eq!(pack("3").0, 3);
    office.done("2026-11-16T12:00:06Z", &["correct", "A-0001", "2", "hours-per-week=16"]);
    assert_eq!(pack("4").0, 4);
    office.done("2026-11-16T12:00:07Z", &["set", "A-0001", "name=Jo Marsh", "referred=2026-11-01"]);
    let (altered, section) = pack("5");
    assert!(altered == 6 && section.contains("6 corrections, in 5 operations"), "{section}");
}

/// Ensures that a case with another id, and a file that lies elsewhere, are told as that: not as a case that
/// went and another that came, and was recorded late.
#[test]
fn a_renumbered_case_is_the_same_case() {
    let office = Office::with_cases();
    office.done("2026-11-16T12:00:01Z", &["renumber", "A-0001", "B-0001"]);
    let all = words(&office.done(LATER, &["history", "--all", "--format", "plain"]));
    assert!(all.contains("B-0001: renumbered, A-0001 before."), "{all}");
    assert!(!all.contains("taken away"), "{all}");
    assert_eq!(newest(&office, "B-0001"), "B-0001: renumbered, A-0001 before.");
    assert_eq!(newest(&office, "A-0001"), "A-0001: renumbered, B-0001 now.");
    let place = packed(&office, &["B-0001"], "pack");
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    assert!(rows.contains("renumbered, A-0001 before") && rows.contains("case opened"), "{rows}");
    office.done("2026-11-16T12:00:02Z", &["undo"]);
    assert_eq!(newest(&office, "A-0001"), "A-0001: renumbering taken back, B-0001 before.");
    let place = packed(&office, &["A-0001"], "back");
    assert_eq!(found(&office, &place), []);
    let rows = fs::read_to_string(place.join("tables/history.csv")).unwrap();
    assert!(rows.contains("case opened") && rows.contains("renumbering taken back"), "{rows}");

    let to = office.folder().join("cases/elsewhere");
    fs::create_dir(&to).unwrap();
    let (from, to) = (office.case("A-0001"), to.join("A-0001.toml"));
    git(&office, &office.folder(), &["mv", from.to_str().unwrap(), to.to_str().unwrap()]);
    git(&office, &office.folder(), &["commit", "--quiet", "-m", "moved"]);
    git(&office, &office.folder(), &["commit", "--quiet", "--allow-empty", "-m", "empty"]);
    assert_eq!(newest(&office, "A-0001"), "by git itself, `moved`:; A-0001: its file was moved.");
    let all = words(&office.done(LATER, &["history", "--format", "plain"]));
    assert!(all.contains("by git itself, `empty`, which changed nothing."), "{all}");
    let place = packed(&office, &["A-0001"], "moved");
    let page = fs::read_to_string(place.join("cases/A-0001.html")).unwrap();
    assert!(page.contains("its file was moved"), "{page}");
}

/// Ensures that what is left of an operation on an erased case is not said to have taken something back.
#[test]
fn what_an_erasure_left_has_no_empty_row() {
    let office = Office::with_cases();
    office.done("2026-11-16T12:00:01Z", &["note", "A-0002", "--note", "x"]);
    office.done("2026-11-16T12:00:02Z", &["undo"]);
    office.done("2026-11-16T12:00:03Z", &["erase", "A-0002", "--reason", "request", "--yes"]);
    let told = words(&office.done(LATER, &["history", "--all", "--format", "plain"]));
    assert!(!told.contains("taken back"), "{told}");
    assert!(told.contains("of a case that is erased"), "{told}");
}

/// Ensures that what two people recorded differently is said to be settled, and to be settled again.
#[test]
fn what_is_settled_is_said() {
    let office = Office::with_cases().with_remote();
    let other = office.other_machine("Robin");
    office.done("2026-11-16T12:00:01Z", &["correct", "A-0001", "1", "mode=phone"]);
    office.done("2026-11-16T12:00:02Z", &["sync"]);
    other.done("2026-11-16T12:00:03Z", &["correct", "A-0001", "1", "mode=email"]);
    other.done("2026-11-16T12:00:04Z", &["sync"]);
    other.done("2026-11-16T12:00:05Z", &["settle", "A-0001", "--keep"]);
    assert_eq!(newest(&other, "A-0001"), "A-0001: settled: what two people recorded differently.");
    other.done("2026-11-16T12:00:06Z", &["undo"]);
    assert_eq!(
        newest(&other, "A-0001"),
        "A-0001: to be settled: what two people recorded differently."
    );
}
