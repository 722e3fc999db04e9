//! Killed at each call of the file system, and with each of them failing.

use std::process::Output;

use crate::recording::office::{Office, program, words};
use crate::recording::scenario::{self, NOW, Scenario, WORD};
use crate::recording::seed;
use crate::recording::strace::{self, Blow, Call};
use crate::recording::trial::{self, Trial, stride};

/// Ensures that no fault loses, doubles or halves an entry of a case.
#[test]
fn a_contact_bears_every_fault() {
    bears_every_fault(scenario::contact(), 19);
}

/// Ensures that no fault has an entry in one of two cases alone.
#[test]
fn a_contact_of_two_bears_every_fault() {
    bears_every_fault(scenario::of_two(), 131);
}

/// Ensures that no fault loses or halves a new case.
#[test]
fn a_referral_bears_every_fault() {
    bears_every_fault(scenario::referral(), 131);
}

/// Ensures that no fault takes a case back by half.
#[test]
fn an_undoing_bears_every_fault() {
    bears_every_fault(scenario::undoing(), 131);
}

/// Ensures that no fault loses what somebody typed, nor the entry recorded after it.
#[test]
fn a_contact_after_typing_bears_every_fault() {
    bears_every_fault(scenario::after_typing(), 131);
}

/// Ensures that an operation which could not be brought to its end keeps its journal when the next
/// one of the same command is refused for that, and is finished by the next command.
#[test]
fn what_waits_to_be_finished_is_not_forgotten() {
    if !strace::is_possible() {
        return;
    }
    let scenario = scenario::after_typing();
    let begun = scenario.begin();
    let calls = strace::calls(&begun.copy(), NOW, scenario.arguments);
    let is_index = |call: &&Call| {
        call.name.starts_with("rename") && call.paths().last().unwrap().ends_with(".git/index")
    };
    let first = calls.iter().find(is_index).unwrap();
    let line = Blow::Fails("EIO").command_line(first);
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let output = begun.through(&line, NOW, scenario.arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    assert!(words(&output).contains("waits to be finished"), "{}", words(&output));
    assert!(begun.git_folder().join("caseload/journal").exists());
    let other = begun.done("2026-11-19T10:00:00Z", &["contact", "A-0002", "--mode", "phone"]);
    assert!(words(&other).contains("finished what was interrupted"), "{}", words(&other));
    assert_eq!(begun.not_sound(), [""; 0]);
}

/// Ensures that a folder whose making was killed is made by the same command again.
#[test]
fn making_a_folder_can_be_repeated() {
    if !strace::is_possible() {
        return;
    }
    let seed = seed();
    let calls = strace::watched(|watch| Office::to_be().init(watch));
    let stride = stride(41);
    let first = usize::try_from(seed).unwrap_or(0) % stride;
    for call in strace::points(&calls).into_iter().skip(first).step_by(stride) {
        let point = format!("CASELOAD_SEED={seed}, killed at {} {}", call.name, call.number);
        let office = Office::to_be();
        let line = Blow::Kill.command_line(call);
        office.init(&line.iter().map(String::as_str).collect::<Vec<_>>());
        let again = office.init(&[program()]);
        let is_made = String::from_utf8_lossy(&again.stderr).contains("already");
        assert!(again.status.success() || is_made, "{point}: {}", words(&again));
        office.done(NOW, &["refer", "A-0001", "--name", WORD]);
        assert_eq!(office.recorded(WORD), 1, "{point}");
        assert_eq!(office.not_sound(), [""; 0], "{point}");
    }
}

/// A scenario with the folder in which it is about to be carried out.
struct Disturbed {
    scenario: Scenario,
    begun: Office,
}

impl Trial for Disturbed {
    fn name(&self) -> &'static str {
        self.scenario.name
    }

    fn begun(&self) -> &Office {
        &self.begun
    }

    fn carry_out(&self, office: &Office, first: &[&str]) -> Output {
        office.through(first, NOW, self.scenario.arguments).output().unwrap()
    }

    fn wrong_after(&self, office: &Office, output: &Output) -> Vec<String> {
        let is_recorded = office.recorded(WORD);
        let mut wrong = wrong_answer(&self.scenario, output, is_recorded);
        wrong.extend(self.scenario.wrong_after(office, is_recorded));
        wrong
    }
}

/// Deals every blow at every call, or at a spread of them: one of `spread` at the usual depth.
fn bears_every_fault(scenario: Scenario, spread: usize) {
    if strace::is_possible() {
        let begun = scenario.begin();
        trial::bears_every_fault(&Disturbed { scenario, begun }, spread);
    }
}

/// What is wrong with how the process ended, and with what it said, as things stand.
fn wrong_answer(scenario: &Scenario, output: &Output, is_recorded: usize) -> Vec<String> {
    let mut wrong = Vec::new();
    let talk = String::from_utf8_lossy(&output.stderr);
    let in_doubt = talk.contains("it cannot be told whether this was recorded");
    let said = !output.stdout.is_empty();
    let holds = match output.status.code() {
        // Killed: if it had answered, that is true.
        None => is_recorded == scenario.with || is_recorded == scenario.without && !said,
        Some(0) => is_recorded == scenario.with,
        Some(1..=8) if in_doubt => [scenario.with, scenario.without].contains(&is_recorded),
        Some(1..=8) => is_recorded == scenario.without && !said,
        Some(_) => false,
    };
    if !holds || talk.contains("panicked") {
        wrong.push(format!("{is_recorded} on record, but {}", words(output)));
    }
    wrong
}
