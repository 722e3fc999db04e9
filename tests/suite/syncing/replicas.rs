//! Random work on three machines, synced in random order and cut short at random.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::recording::office::words;
use crate::recording::{depth, seed};
use crate::syncing::one_sided::touched;
use crate::syncing::work::Machines;

/// Ensures that three machines end equal, with everything on record once, in whatever order they
/// record and sync, and whenever that is cut short.
#[test]
fn three_machines_end_equal() {
    for round in 0..depth() as u64 {
        let seed = seed() + round;
        let mut machines = Machines::new(seed);
        for _ in 0..40 {
            let at = machines.some();
            match machines.dice.below(12) {
                0 => cut_short(&mut machines, at),
                1 | 2 => sync(&machines, at, seed),
                _ => machines.work(at),
            }
        }
        for at in [0, 1, 2, 0, 1] {
            sync(&machines, at, seed);
        }
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
        // What two people corrected differently is left to be settled, and is no error.
        assert!(checked.status.success(), "CASELOAD_SEED={seed} {}", words(&checked));
    }
}

fn sync(machines: &Machines, at: usize, seed: u64) {
    let machine = &machines.all[at];
    // What was cut short is finished first.
    machine.done("", &["save"]);
    let here = machine.tip();
    machine.done("", &["sync"]);
    // A git that outlived its parent may send until now: what came in is told by what came of it.
    let parents = machine.git_says(&["rev-list", "--max-count=1", "--parents", "HEAD"]);
    let there = match parents.split_whitespace().collect::<Vec<_>>()[..] {
        [_, first, second] if first == here => second.to_owned(),
        _ => machine.tip(),
    };
    assert_eq!(touched(machine, &here, &there), [""; 0], "CASELOAD_SEED={seed}");
}

fn cut_short(machines: &mut Machines, at: usize) {
    let mut command = machines.all[at].caseload("", &["sync"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_millis(machines.dice.below(150)));
    let _ = child.kill();
    child.wait().unwrap();
}
