//! On which day something was recorded, as the history tells it and as a reason is dated.

use std::fs;

use crate::recording::office::{Office, program, words};

/// Ensures that nothing is called late of what was taken over with a folder and does not say itself
/// when it was logged.
#[test]
fn what_was_taken_over_is_not_late() {
    let office = Office::to_be();
    fs::create_dir_all(office.case("A-0001").parent().unwrap()).unwrap();
    let case = "id = \"A-0001\"\nprogramme = \"ipes\"\nreferred = 2026-01-05\n\n\
                [[note]]\non = 2026-01-06\nnote = \"By hand.\"\n\n\
                [[note]]\non = 2026-01-07\nnote = \"Late.\"\nlogged = 2026-01-09T10:00:00.000Z\n";
    fs::write(office.case("A-0001"), case).unwrap();
    let made = office.init(&[program()]);
    assert!(made.status.success(), "{}", words(&made));
    let told = office.done("2026-11-16T10:00:00Z", &["history", "--format", "plain"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("1 thing in it recorded after its own day."), "{told}");
    assert!(told.contains("(recorded 2 days later)"), "{told}");
}

/// Ensures that a reason bears the day it is where one works, not the one in Greenwich.
#[test]
fn a_reason_is_dated_by_local_time() {
    let office = Office::with_cases();
    let half_past_midnight = "2027-06-30T23:30:00Z";
    office.done(half_past_midnight, &["set", "A-0001", "name=Jo", "--reason", "Asked for it."]);
    let case = fs::read_to_string(office.case("A-0001")).unwrap();
    let note = case.split("[[note]]").last().unwrap();
    assert!(note.contains("Asked for it.") && note.contains("on = 2027-07-01\n"), "{case}");
}

/// Ensures that what is said of the evidence of a start is on record, where the job is on record by its offer.
#[test]
fn how_a_start_is_known_is_kept() {
    for said in [["--note", "Rang."], ["--obtained", "by e-mail"], ["--ref", "cabinet 3"]] {
        let office = Office::with_cases();
        let offer = ["job", "offer", "A-0001", "--employer", "Mill", "--on", "2026-11-16"];
        office.done("2026-11-18T10:00:00Z", &offer);
        let start = [&["job", "start", "A-0001", "--on", "2026-11-17"][..], &said].concat();
        office.done("2026-11-18T10:00:01Z", &start);
        let case = fs::read_to_string(office.case("A-0001")).unwrap();
        assert!(case.contains("started = 2026-11-17\n") && case.contains(said[1]), "{case}");
    }
}
