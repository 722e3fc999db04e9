//! That what was recorded can be taken back, step by step to the first byte, and put in force again
//! to the last: whatever was recorded, and however the files were written.

mod history;
pub(crate) mod commands;

use std::fs;

use crate::recording::odd::{ODD, plain};
use crate::recording::office::Office;
use crate::recording::undoing::commands::{EVERY_KIND, some_command};
use crate::recording::undoing::history::History;
use crate::recording::{Dice, depth, seed};

/// How many sequences are drawn, and how much is recorded in each.
const SEQUENCES: usize = 3;
const RECORDED: usize = 10;
/// The case that the program itself has written.
const OWN: &str = "A-0003";

/// A folder with two cases in odd files of these kinds, and one that the program made.
fn begun(dice: &mut Dice) -> Office {
    let office = Office::new();
    let settings = office.folder().join("caseload.toml");
    let known = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, known + "\n[workers.priya]\n\n[workers.morgan]\n").unwrap();
    fs::create_dir_all(office.folder().join("cases/2026/11")).unwrap();
    for id in ["A-0001", "A-0002"] {
        let kind = ODD[usize::try_from(dice.below(ODD.len() as u64)).unwrap()];
        fs::write(office.case(id), kind.file(&plain(id))).unwrap();
    }
    office.done("2026-11-16T10:01:00Z", &["save"]);
    office.done("2026-11-16T10:02:00Z", &["refer", OWN, "--on", "2026-11-03"]);
    office
}

/// Ensures that every kind of recording can be taken back and put in force again, to the byte.
#[test]
fn every_kind_is_taken_back_and_again() {
    let seed = seed();
    let mut history = History::of(begun(&mut Dice(seed)), seed);
    for command in EVERY_KIND {
        let is_recorded = history.record(&command.split(' ').collect::<Vec<_>>());
        history.hold(is_recorded, "it is not recorded");
    }
    history.there_and_back();
}

/// Ensures that whatever is recorded, taken back and put in force again on a few cases, in whatever
/// order, every step leads to where it should: to the tree and to the byte.
#[test]
fn any_sequence_is_taken_back_and_again() {
    let seed = seed();
    for round in 0..SEQUENCES * depth() {
        let mut dice = Dice(seed + round as u64);
        let mut history = History::of(begun(&mut dice), seed);
        let mut recorded = 0;
        while recorded < RECORDED {
            match dice.below(8) {
                0 => history.try_undo(),
                1 => history.try_redo(),
                _ => {
                    let command = some_command(&mut dice);
                    let words: Vec<&str> = command.split(' ').collect();
                    recorded += usize::from(history.record(&words));
                }
            }
        }
        history.there_and_back();
    }
}

/// Ensures that what was recorded of one case is taken back and put in force again with everything
/// recorded of another one in between left as it is.
#[test]
fn one_case_is_taken_back_beside_another() {
    let seed = seed();
    let office = begun(&mut Dice(seed));
    let read = |id: &str| fs::read(office.case(id)).unwrap();
    let mut versions = vec![read("A-0001")];
    for minute in 0..3 {
        for (id, second) in [("A-0001", 0), (OWN, 30)] {
            let note = format!("note-{minute}");
            let now = format!("2027-03-01T09:0{minute}:{second:02}Z");
            office.done(&now, &["note", id, "--note", &note]);
        }
        versions.push(read("A-0001"));
    }
    let other = read(OWN);
    let steps = versions.iter().rev().skip(1).map(|version| (&["undo", "A-0001"][..], version));
    let steps = steps.chain(versions.iter().skip(1).map(|version| (&["redo"][..], version)));
    for (minute, (arguments, version)) in steps.enumerate() {
        office.done(&format!("2027-03-01T10:0{minute}:00Z"), arguments);
        assert!(read("A-0001") == *version, "CASELOAD_SEED={seed}: {arguments:?} {minute}");
        assert!(read(OWN) == other);
        assert_eq!(office.git_says(&["status", "--porcelain"]), "");
    }
}
