//! What is said: a command that fails has recorded nothing, and what is recorded is no failure.

use std::fs::OpenOptions;
use std::process::Output;

use crate::recording::office::{Office, words};
use crate::recording::scenario::{self, NOW, WORD};

fn contact(more: &[&str], stdout: Option<&str>) -> (Output, usize) {
    let office = Office::with_cases();
    let arguments = [scenario::contact().arguments, more].concat();
    let mut command = office.caseload(NOW, &arguments);
    if let Some(path) = stdout {
        command.stdout(OpenOptions::new().write(true).open(path).unwrap());
    }
    (command.output().unwrap(), office.recorded(WORD))
}

/// Ensures that an answer which cannot be given is no failure once it is recorded.
#[test]
fn what_is_recorded_is_no_failure() {
    for (more, stdout) in
        [(&["--output", "/nonexistent/answer"][..], None), (&[], Some("/dev/full"))]
    {
        let (output, recorded) = contact(more, stdout);
        assert_eq!((output.status.code(), recorded), (Some(0), 1), "{}", words(&output));
        let talk = String::from_utf8_lossy(&output.stderr);
        assert!(talk.contains("it is recorded, but cannot be shown"), "{talk}");
    }
}

/// Ensures that an answer which can never be given is refused before anything is recorded.
#[test]
fn a_failure_has_recorded_nothing() {
    let (output, recorded) = contact(&["--format", "csv"], None);
    assert_eq!((output.status.code(), recorded), (Some(2), 0), "{}", words(&output));
}
