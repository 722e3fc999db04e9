//! Locks: of the tool's own, and those of git's programs.

use std::fs::{self, File};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::depth;
use crate::recording::office::{Office, words};
use crate::recording::scenario::{self, NOW, WORD};

/// Ensures that who finds the folder in use waits, and records when it is free.
#[test]
fn one_waits_for_the_other() {
    let (office, scenario) = (Office::with_cases(), scenario::contact());
    let held = File::open(office.git_folder().join("caseload/lock")).unwrap();
    held.lock().unwrap();
    let mut command = office.caseload(NOW, scenario.arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    thread::sleep(Duration::from_millis(500));
    assert!(child.try_wait().unwrap().is_none(), "it waits");
    assert_eq!(office.recorded(WORD), 0);
    held.unlock().unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(office.recorded(WORD), 1);
}

/// Ensures that it does not wait for ever. Slow, and so only looked at in depth.
#[test]
fn one_gives_up_in_the_end() {
    if depth() < 2 {
        return;
    }
    let office = Office::with_cases();
    let held = File::open(office.git_folder().join("caseload/lock")).unwrap();
    held.lock().unwrap();
    let begun = Instant::now();
    refused(&office, 4, "somebody else is recording");
    let seconds = begun.elapsed().as_secs();
    assert!((9..15).contains(&seconds), "{seconds} s");
}

/// Ensures that a lock which another program of git's left is named, and left alone.
#[test]
fn a_lock_of_gits_is_named_and_left() {
    let office = Office::with_cases();
    let lock = office.git_folder().join("index.lock");
    fs::write(&lock, "").unwrap();
    refused(&office, 4, lock.to_str().unwrap());
    assert!(lock.exists());
    fs::remove_file(&lock).unwrap();
    let lock = office.git_folder().join("refs/heads/main.lock");
    fs::write(&lock, "").unwrap();
    refused(&office, 4, lock.to_str().unwrap());
    assert!(lock.exists());
}

/// Ensures that nothing is recorded on top of what git merged while one waited for its lock: git says that
/// it merges only once it has given that up, and its commit would lack what was recorded meanwhile.
#[test]
fn what_git_merged_meanwhile_is_not_recorded_over() {
    let (office, scenario) = (Office::with_cases(), scenario::contact());
    let before = office.tip();
    let file = office.case("A-0001");
    let text = fs::read_to_string(&file).unwrap();
    // What git merges: another version of the case, in the folder and in the index.
    fs::write(&file, format!("{text}\n[[note]]\non = 2026-11-17\nnote = \"theirs\"\n")).unwrap();
    office.git_says(&["add", "."]);
    let index = office.git_folder().join("index");
    let [merged, merged_index] = [&file, &index].map(|it| fs::read(it).unwrap());
    office.git_says(&["reset", "--quiet", "--hard"]);
    let lock = office.git_folder().join("index.lock");
    fs::write(&lock, &merged_index).unwrap();
    let mut command = office.caseload(NOW, scenario.arguments);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let journal = office.git_folder().join("caseload/journal");
    while !journal.exists() {
        thread::sleep(Duration::from_millis(1));
    }
    fs::write(&file, merged).unwrap();
    fs::rename(&lock, &index).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    assert!(words(&output).contains("was changed at the same moment"), "{}", words(&output));
    assert_eq!(office.tip(), before);
    assert!(!journal.exists());
    office.git_says(&["commit", "--quiet", "--message", "merged"]);
    office.done(NOW, scenario.arguments);
    assert_eq!((office.recorded(WORD), office.recorded("theirs")), (1, 1));
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that a lock of the tool's own which came back, as after a loss of power, is no obstacle.
#[test]
fn a_lock_of_ones_own_is_taken_away() {
    let (office, scenario) = (Office::with_cases(), scenario::contact());
    fs::write(office.git_folder().join("index.lock"), "caseload journal 1\n{}").unwrap();
    office.done(NOW, scenario.arguments);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that nothing is recorded, for this reason, and that nothing at all has changed.
pub(crate) fn refused(office: &Office, code: i32, reason: &str) {
    let talk = unchanged(office, code, reason);
    assert!(talk.starts_with("error: ") && talk.contains("\nhint: "), "{talk}");
}

/// Ensures as much, and gives what was said, which others may have begun.
pub(crate) fn unchanged(office: &Office, code: i32, reason: &str) -> String {
    let standing = || {
        let index = fs::read(office.git_folder().join("index")).ok();
        let case = fs::read(office.folder().join("cases/2026/11/A-0001.toml")).ok();
        let kept: Vec<_> = fs::read_dir(office.git_folder().join("caseload"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        (office.tip(), index, case, kept)
    };
    let before = standing();
    let output = office.caseload(NOW, scenario::contact().arguments).output().unwrap();
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{}", words(&output));
    assert!(talk.contains(reason), "no `{reason}` in {talk}");
    assert!(before == standing(), "something has changed: {talk}");
    talk
}
