//! An erasure killed at each call of the file system, and with each of them failing: whatever happens,
//! the same command again finishes it, and nothing of others is lost.

use std::process::Output;

use crate::erasing::{NOW, left, machines};
use crate::recording::office::{Office, program, words};
use crate::recording::strace::{self, Call};
use crate::recording::trial::{self, Trial};

const ERASE: [&str; 5] = ["erase", "C-0007", "--reason", "retention", "--yes"];

struct Erasing {
    begun: Office,
    /// The tree before it, and after.
    before: String,
    after: String,
}

#[test]
fn an_erasure_bears_every_fault() {
    if !strace::is_possible() {
        return;
    }
    let [begun, ..] = machines();
    let whole = begun.copy();
    let mut erasing = Erasing { before: begun.tree(), begun, after: String::new() };
    let output = erasing.carry_out(&whole, &[program()]);
    assert!(output.status.success(), "{}", words(&output));
    erasing.after = of_others(&whole);
    trial::bears_every_fault(&erasing, 307);
}

/// The tree without the records of what was erased, which say when.
fn of_others(office: &Office) -> String {
    let output = office.git(&["ls-tree", "-r", "HEAD", "--", "cases", "caseload.toml"]);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

impl Trial for Erasing {
    fn name(&self) -> &'static str {
        "erasure"
    }

    fn begun(&self) -> &Office {
        &self.begun
    }

    fn carry_out(&self, office: &Office, first: &[&str]) -> Output {
        office.through(first, NOW, &ERASE).output().unwrap()
    }

    fn calls(&self) -> Vec<Call> {
        let office = self.begun().copy();
        strace::watched_alone(|first| self.carry_out(&office, first))
    }

    fn wrong_after(&self, office: &Office, output: &Output) -> Vec<String> {
        let mut wrong = Vec::new();
        // Killed, or an answer of its own.
        // A folder that cannot even be closed, which the standard library does not bear.
        let is_closing = words(output).contains("closedir");
        if !is_closing && !matches!(output.status.code(), None | Some(0 | 4..=7 | 137)) {
            wrong.push(words(output));
        }
        let is_before = office.git(&["rev-parse", "HEAD^{tree}"]).stdout;
        let is_before = String::from_utf8_lossy(&is_before).trim() == self.before;
        if !is_before && of_others(office) != self.after {
            wrong.push("what is of others is neither as before nor as after".to_owned());
        }
        if output.status.success() && !left(office).is_empty() {
            wrong.push(format!("said to be done: {:?}", left(office)));
        }
        let again = self.carry_out(office, &[program()]);
        if !again.status.success() {
            wrong.push(format!("again: {}", words(&again)));
        }
        wrong.extend(left(office));
        if of_others(office) != self.after {
            wrong.push("what is of others is not as it was".to_owned());
        }
        wrong.extend(office.not_sound());
        wrong
    }
}
