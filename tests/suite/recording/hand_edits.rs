//! Files that people write in, too: a command touches nothing in them but what it is about, and an
//! editor that still holds an older version takes nothing off the record.

mod last_moment;
mod stale;
mod trials;

use std::fs;
use std::io::Write;
use std::process::{Command, Output, Stdio};

use caseload::case::Case;
use caseload::reading::Source;

use crate::recording::hand_edits::trials::{NOW, TRIALS, Trial};
use crate::recording::odd::{ODD, Odd, plain};
use crate::recording::office::{Office, words};

/// A folder with three key workers, in which nothing is recorded yet.
fn office() -> Office {
    let office = Office::new();
    let settings = office.folder().join("caseload.toml");
    let known = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, known + "\n[workers.priya]\n\n[workers.morgan]\n").unwrap();
    fs::create_dir_all(office.folder().join("cases/2026/11")).unwrap();
    office
}

/// Runs a command with this on its standard input.
fn output(command: &mut Command, typed: &str) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that does not read it may have ended.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

/// What is read of each entry of a case.
fn entries(id: &str, text: &str) -> Vec<String> {
    let (case, problems) = Case::read(&Source::new(id, text), id);
    let case = case.unwrap_or_else(|| panic!("{problems:?}\n{text}"));
    let words = |entry: &caseload::case::Entry<'_>| {
        let record = entry.record();
        format!("{} {:?} {:?}", entry.dated_words(), record.note, record.logged)
    };
    case.entries().iter().map(words).collect()
}

/// How many of the longer of two lists are not in the other one at the same place, from either end.
fn differing<T: PartialEq>(one: &[T], other: &[T]) -> usize {
    let longer = one.len().max(other.len());
    let from_start = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let from_end = one.iter().rev().zip(other.iter().rev());
    let from_end = from_end.take_while(|(one, other)| one == other).count();
    longer - (from_start + from_end).min(longer)
}

/// Ensures that each command changes the one region of an odd file that it is about, in the file's
/// own line ends, and that everything else is read as before.
#[test]
fn every_byte_that_is_not_concerned_stays() {
    std::thread::scope(|scope| {
        for kind in ODD {
            scope.spawn(move || {
                let office = office();
                for (number, trial) in TRIALS.iter().enumerate() {
                    let text = kind.file(&trial.begun(&id_of(number)));
                    fs::write(office.case(&id_of(number)), text).unwrap();
                }
                office.done("2026-11-18T10:00:00Z", &["save"]);
                for (number, trial) in TRIALS.iter().enumerate() {
                    hold(&office, kind, &id_of(number), trial);
                }
                assert_eq!(office.not_sound(), [""; 0]);
            });
        }
    });
}

fn id_of(number: usize) -> String {
    format!("A-{:04}", number + 1)
}

fn hold(office: &Office, kind: Odd, id: &str, trial: &Trial) {
    let commits = office.commits();
    let arguments: Vec<&str> =
        trial.arguments.iter().map(|word| if *word == "ID" { id } else { word }).collect();
    let mut command = office.caseload(NOW, &arguments);
    let output = output(command.env("EDITOR", trials::EDITOR), trials::TYPED);
    let said = format!("{kind:?} {arguments:?}: {}", words(&output));
    assert!(output.status.success(), "{said}");
    assert_eq!(office.commits(), commits + 1, "{said}");
    let begun = kind.file(&trial.begun(id));
    let after = fs::read_to_string(office.case(id)).unwrap();
    assert_eq!(after, kind.file(&trial.expected(id)), "{said}");
    assert_ne!(after, begun, "{said}");
    let [before, now] = [&begun, &after].map(|text| entries(id, text));
    assert!(differing(&before, &now) <= 1, "{said}\n{before:?}\n{now:?}");
    assert_eq!(now.len(), before.len().saturating_add_signed(trial.more), "{said}");
}

/// Ensures that what is only tried records nothing, not even what somebody typed before.
#[test]
fn what_is_only_tried_records_nothing() {
    let office = office();
    for (number, trial) in TRIALS.iter().enumerate() {
        fs::write(office.case(&id_of(number)), trial.begun(&id_of(number))).unwrap();
    }
    fs::write(office.case("A-0099"), plain("A-0099")).unwrap();
    office.done("2026-11-18T10:00:00Z", &["save"]);
    office.done("2026-11-18T10:01:00Z", &["note", "A-0099", "--note", "Undone."]);
    office.done("2026-11-18T10:02:00Z", &["undo"]);
    let tip = office.tip();
    let again = [&["undo", "A-0099"][..], &["redo"]].map(|line| ("A-0099".to_owned(), line));
    let lines = TRIALS.iter().enumerate().map(|(number, trial)| (id_of(number), trial.arguments));
    for (id, line) in lines.chain(again) {
        let typed = fs::read_to_string(office.case(&id)).unwrap() + "# typed since\n";
        fs::write(office.case(&id), &typed).unwrap();
        let line: Vec<&str> =
            line.iter().map(|word| if *word == "ID" { &id } else { *word }).collect();
        let mut command = office.caseload(NOW, &line);
        command.arg("--dry-run").env("EDITOR", trials::EDITOR);
        let output = output(&mut command, trials::TYPED);
        let said = format!("{line:?}: {}", words(&output));
        // There is nothing to undo on a case that was only typed.
        assert!(output.status.success() || line[0] == "undo", "{said}");
        assert_eq!(office.tip(), tip, "{said}");
        assert_eq!(fs::read_to_string(office.case(&id)).unwrap(), typed, "{said}");
    }
}

/// Ensures that taking back what one has recorded, and that again, leaves the bytes of an odd file
/// and what somebody else recorded since as they are.
#[test]
fn undoing_leaves_what_others_recorded_to_the_byte() {
    const OWN: &str = "\n[[contact]]\non = 2026-11-20\nmode = \"phone\"\noutcome = \"held\"\n\
                       worker = \"alex\"\nlogged = 2026-11-20T10:00:00.000Z\n";
    const OTHERS: &str = "\n[[note]]\non = 2026-11-20\nworker = \"priya\"\nnote = \"Hers.\"\n\
                          logged = 2026-11-20T10:01:00.000Z\n";
    for kind in ODD {
        let office = office();
        let begun = plain("A-0001");
        let file = || fs::read_to_string(office.case("A-0001")).unwrap();
        fs::write(office.case("A-0001"), kind.file(&begun)).unwrap();
        office.done("2026-11-18T10:00:00Z", &["save"]);
        office.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
        let note = ["note", "A-0001", "--worker", "priya", "--note", "Hers."];
        let mut command = office.caseload("2026-11-20T10:01:00Z", &note);
        command.env("GIT_AUTHOR_NAME", "Priya Nair").env("GIT_AUTHOR_EMAIL", "priya@example.org");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
        office.done("2026-11-20T10:02:00Z", &["undo", "A-0001"]);
        assert_eq!(file(), kind.file(&format!("{begun}{OTHERS}")), "{kind:?}");
        office.done("2026-11-20T10:03:00Z", &["redo"]);
        assert_eq!(file(), kind.file(&format!("{begun}{OWN}{OTHERS}")), "{kind:?}");
        assert_eq!(office.not_sound(), [""; 0]);
    }
}

/// Ensures that a text of several lines is known again, whatever the lines of its file end in.
#[test]
fn an_entry_is_known_again_in_every_kind_of_file() {
    for kind in ODD {
        let office = office();
        fs::write(office.case("A-0001"), kind.file(&plain("A-0001"))).unwrap();
        let note = |typed: &str| {
            let mut command = office.caseload(NOW, &["note", "A-0001", "--note", "-"]);
            output(&mut command, typed)
        };
        for (typed, commits) in [
            ("He rang.\nworker unknown\n", 3),
            ("He rang.\nworker unknown\n", 3),
            ("He rang.\nworker known\n", 4),
            ("He rang.\n[1]\n# one\n", 5),
            ("He rang.\n[1]\n# two\n", 6),
            ("He rang.\n[1]\n# one\n", 6),
        ] {
            let output = note(typed);
            assert!(output.status.success(), "{}", words(&output));
            assert_eq!(office.commits(), commits, "{kind:?} {typed:?}: {}", words(&output));
        }
    }
}
