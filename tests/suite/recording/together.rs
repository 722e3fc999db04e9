//! Many at once: those who record take turns, and those who read are never in the way.

use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::recording::office::{Office, words};

/// How many record at once.
const MANY: usize = 50;

const READING: [&[&str]; 4] =
    [&["due"], &["show", "A-0001"], &["list", "--format", "json"], &["audit", "--format", "json"]];

/// Ensures that fifty processes at once record fifty entries, while others read.
#[test]
fn fifty_record_at_once() {
    let office = Office::with_cases();
    let before = office.commits();
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                for arguments in READING {
                    office.done("", arguments);
                }
            }
        });
        let answers = thread::scope(|scope| {
            let record = |number: usize| {
                let (note, case) =
                    (format!("note-{number:02}"), format!("A-000{}", number % 2 + 1));
                let arguments = ["contact", &case, "--mode", "phone", "--note", &note];
                let mut command = office.caseload("", &arguments);
                let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
                scope.spawn(|| child.wait_with_output().unwrap())
            };
            let waiting: Vec<_> = (0..MANY).map(record).collect();
            waiting.into_iter().map(|it| it.join().unwrap()).collect::<Vec<_>>()
        });
        is_over.store(true, Ordering::Relaxed);
        let failed: Vec<String> =
            answers.iter().filter(|answer| !answer.status.success()).map(words).collect();
        assert!(failed.is_empty(), "{failed:?}");
    });
    assert_eq!(office.commits(), before + MANY);
    for number in 0..MANY {
        let note = format!("note-{number:02}");
        assert_eq!(office.recorded(&note), 1, "{note}");
    }
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that reading writes nothing, not even into the repository, once what is to be done on a day
/// is kept there; and that it can do without the right to.
#[test]
fn reading_leaves_no_trace() {
    let office = Office::with_cases();
    let read = || READING.iter().for_each(|arguments| drop(office.done("", arguments)));
    read();
    let before = office.listing();
    read();
    assert_eq!(office.listing(), before);
    let folders = [office.folder(), office.git_folder(), office.git_folder().join("caseload")];
    let allow = |mode: u32| {
        for folder in &folders {
            std::fs::set_permissions(folder, PermissionsExt::from_mode(mode)).unwrap();
        }
    };
    allow(0o500);
    let before = office.listing();
    read();
    assert_eq!(office.listing(), before);
    allow(0o700);
}
