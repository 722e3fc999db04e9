//! Random work on several machines, brought together by git's own programs alone.

use std::process::Output;

use crate::recording::office::{Office, words};
use crate::recording::{depth, seed};
use crate::syncing::one_sided::{touched, touched_by_rebase};
use crate::syncing::work::Machines;

/// How much happens in one round.
const STEPS: usize = 40;

/// Ensures that machines which pull from each other, in whatever order, end equal, with everything
/// on record once; and that of two that merge each other's work both get the same.
#[test]
fn machines_that_merge_end_equal() {
    for round in 0..depth() as u64 {
        let seed = seed() + round;
        let mut machines = begun(seed);
        for _ in 0..STEPS {
            let (at, other) = (machines.some(), machines.some());
            match machines.dice.below(6) {
                0 => {
                    let other = &machines.all[other];
                    merge(&machines.all[at], &other.tip(), other, seed);
                }
                1 => merge_each_other(&machines.all[at], &machines.all[other], seed),
                _ => machines.work(at),
            }
        }
        for (at, other) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
            let other = &machines.all[other];
            merge(&machines.all[at], &other.tip(), other, seed);
        }
        hold_equal(&machines, seed);
    }
}

/// Ensures the same of machines that put their work on top of what is at the remote, or merge that.
#[test]
fn machines_that_rebase_end_equal() {
    for round in 0..depth() as u64 {
        let seed = seed() + round;
        let mut machines = begun(seed);
        for _ in 0..STEPS {
            let at = machines.some();
            match machines.dice.below(12) {
                0 => pull(&machines.all[at], "--no-rebase", seed),
                1 => pull(&machines.all[at], "--rebase", seed),
                2 => pull_and_push(&machines.all[at], "--no-rebase", seed),
                3 => pull_and_push(&machines.all[at], "--rebase", seed),
                _ => machines.work(at),
            }
        }
        for at in [0, 1, 2, 0, 1] {
            pull_and_push(&machines.all[at], "--rebase", seed);
        }
        hold_equal(&machines, seed);
    }
}

/// Machines whose git asks nobody anything.
fn begun(seed: u64) -> Machines {
    let machines = Machines::new(seed);
    for machine in &machines.all {
        machine.set("core.editor", "true");
    }
    machines
}

/// Merges a commit of another machine.
fn merge(machine: &Office, commit: &str, other: &Office, seed: u64) {
    let here = machine.tip();
    machine.git_says(&["fetch", "--quiet", other.folder().to_str().unwrap(), "main"]);
    go_on(machine, machine.git(&["merge", "--quiet", "--no-edit", commit]), seed);
    assert_eq!(touched(machine, &here, commit), [""; 0], "CASELOAD_SEED={seed}");
}

/// Has two merge what the other had: both come to the same.
fn merge_each_other(one: &Office, other: &Office, seed: u64) {
    let (ours, theirs) = (one.tip(), other.tip());
    merge(one, &theirs, other, seed);
    merge(other, &ours, one, seed);
    assert_eq!(one.files(), other.files(), "CASELOAD_SEED={seed}");
}

fn pull(machine: &Office, how: &str, seed: u64) {
    machine.git_says(&["fetch", "--quiet", "origin"]);
    let (here, there) = (machine.tip(), machine.git_says(&["rev-parse", "origin/main"]));
    let range = format!("{}..{here}", there.trim());
    let merges = machine.git_says(&["rev-list", "--count", "--merges", &range]);
    go_on(machine, machine.git(&["pull", "--quiet", "--no-edit", how, "origin", "main"]), seed);
    let wrong = match (how, merges.trim()) {
        ("--no-rebase", _) => touched(machine, &here, there.trim()),
        (_, "0") => touched_by_rebase(machine, &here, there.trim()),
        // A rebase takes merges apart, and merges what they had merged once more.
        _ => Vec::new(),
    };
    assert_eq!(wrong, [""; 0], "CASELOAD_SEED={seed}");
}

fn pull_and_push(machine: &Office, how: &str, seed: u64) {
    pull(machine, how, seed);
    machine.git_says(&["push", "--quiet", "origin", "main"]);
}

/// Goes on where git stopped since one side took a case away that the other changed, as the
/// documentation says.
fn go_on(machine: &Office, mut output: Output, seed: u64) {
    while !output.status.success() {
        let said = words(&output);
        let waiting = machine.git_says(&["ls-files", "--unmerged"]);
        assert!(!waiting.is_empty(), "CASELOAD_SEED={seed} {said}");
        for text in machine.files().into_values() {
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains("<<<<<<<"), "CASELOAD_SEED={seed} {said} {text}");
        }
        let resolved = words(&machine.done("", &["resolve"])).replace('\n', " ");
        let (_, next) = resolved.split_once("Git goes on with: git ").unwrap();
        let (next, _) = next.split_once('.').unwrap();
        output = machine.git(&next.split(' ').collect::<Vec<_>>());
    }
}

/// Ensures that all have the same, that it is sound, and that it is all there.
fn hold_equal(machines: &Machines, seed: u64) {
    let first = &machines.all[0];
    for machine in &machines.all {
        assert_eq!(machine.tip(), first.tip(), "CASELOAD_SEED={seed}");
        assert_eq!(machine.files(), first.files(), "CASELOAD_SEED={seed}");
    }
    for machine in &machines.all {
        assert_eq!(machine.not_sound(), [""; 0], "CASELOAD_SEED={seed}");
    }
    assert_eq!(machines.wrong_with_notes(first), [""; 0], "CASELOAD_SEED={seed}");
    let checked = first.caseload("", &["check"]).output().unwrap();
    assert!(checked.status.success(), "CASELOAD_SEED={seed} {}", words(&checked));
}
