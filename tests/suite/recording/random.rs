//! Killed at random moments, and killed again while it is being mended.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::scenario::{self, LATER, NEXT_WORD, NOW, WORD};
use crate::recording::strace::{self, Blow, Call};
use crate::recording::{Dice, depth, seed};

/// Ensures that a process killed at any moment, by the clock, loses nothing.
#[test]
fn killed_at_a_random_moment() {
    let scenario = scenario::contact();
    let begun = scenario.begin();
    let started = Instant::now();
    begun.copy().done(NOW, scenario.arguments);
    let whole = u64::try_from(started.elapsed().as_micros()).unwrap();
    let seed = seed();
    let mut dice = Dice(seed);
    for round in 0..30 * depth() {
        let office = begun.copy();
        let mut command = office.caseload(NOW, scenario.arguments);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_micros(dice.below(whole * 5 / 4)));
        child.kill().unwrap();
        let ended = child.wait().unwrap();
        let is_recorded = office.recorded(WORD);
        let mut wrong = scenario.wrong_after(&office, is_recorded);
        if is_recorded > 1 || ended.success() && is_recorded == 0 {
            wrong.push(format!("{is_recorded} on record, but {ended}"));
        }
        assert!(wrong.is_empty(), "round {round}, CASELOAD_SEED={seed}: {wrong:?}");
    }
}

/// Ensures that mending can itself be killed, at any call, and be done again.
#[test]
fn killed_while_mending() {
    if !strace::is_possible() {
        return;
    }
    let scenario = scenario::contact();
    let begun = scenario.begin();
    let calls = strace::calls(&begun.copy(), NOW, scenario.arguments);
    let journal = calls.iter().position(|call| call.line.contains("caseload/journal\")")).unwrap();
    let next = ["contact", "A-0001", "--mode", "email", "--note", NEXT_WORD];
    let seed = seed();
    let mut dice = Dice(seed);
    for round in 0..10 * depth() {
        let office = begun.copy();
        let mut struck = Vec::new();
        let mut kill = |calls: &[Call], now: &str, arguments: &[&str]| {
            let at = usize::try_from(dice.below(calls.len() as u64)).unwrap();
            let line = Blow::Kill.command_line(&calls[at]);
            let line: Vec<&str> = line.iter().map(String::as_str).collect();
            struck.push(calls[at].line.clone());
            office.through(&line, now, arguments).output().unwrap();
        };
        // From where there is something to mend.
        kill(&calls[journal..], NOW, scenario.arguments);
        let is_recorded = office.recorded(WORD);
        kill(&calls, LATER, &next);
        kill(&calls, LATER, &next);
        let wrong = scenario.wrong_after(&office, is_recorded);
        assert!(wrong.is_empty(), "round {round}, CASELOAD_SEED={seed}: {struck:?}: {wrong:?}");
    }
}
