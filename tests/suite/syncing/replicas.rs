//! Random work on three machines, synced in random order and cut short at random.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::recording::office::{Office, words};
use crate::recording::{Dice, depth, seed};

const CASES: [&str; 3] = ["A-0001", "A-0002", "A-0003"];

/// Three machines with one remote, and what is to be found on each of them in the end.
struct Machines {
    all: Vec<Office>,
    /// The notes that are on record, each once.
    notes: BTreeSet<String>,
    dice: Dice,
    step: usize,
}

impl Machines {
    fn new(seed: u64) -> Machines {
        let first = Office::with_cases().with_workers(&["priya", "robin"]).with_remote();
        first.done("", &["refer", "A-0003", "--on", "2026-11-05"]);
        first.done("", &["sync"]);
        let others = ["Priya", "Robin"].map(|name| first.other_machine(name));
        let all = std::iter::once(first).chain(others).collect();
        Machines { all, notes: BTreeSet::new(), dice: Dice(seed), step: 0 }
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.dice.below(of.len() as u64)).unwrap()]
    }

    /// Something happens on one of them.
    fn step(&mut self) {
        self.step += 1;
        let at = usize::try_from(self.dice.below(3)).unwrap();
        let id = self.pick(&CASES);
        let note = format!("note-{:03}", self.step);
        let adds = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (arguments, is_added) = match self.dice.below(12) {
            0..=3 => (adds(&["contact", id, "--mode", "phone", "--note", &note]), true),
            4 => (adds(&["job", "start", id, "--employer", &note, "--new"]), true),
            5 => (adds(&["note", id, "--note", &note]), true),
            6 => {
                let worker = self.pick(&["alex", "priya", "robin"]);
                (adds(&["assign", worker, id, "--note", &note]), false)
            }
            7 => {
                let mode = self.pick(&["mode=video", "mode=phone", "mode=text"]);
                (adds(&["correct", id, "1", mode]), false)
            }
            8 => (adds(&["set", id, self.pick(&["name=Sam", "name=Kim"])]), false),
            9 => return self.cut_short(at),
            _ => return self.sync(at),
        };
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = self.all[at].caseload("", &arguments).output().unwrap();
        // A correction of an entry that is not there, or of another kind, is refused.
        assert!(output.status.success() || !is_added, "{arguments:?} {}", words(&output));
        if is_added {
            self.notes.insert(note);
        }
    }

    fn sync(&mut self, at: usize) {
        self.all[at].done("", &["sync"]);
    }

    fn cut_short(&mut self, at: usize) {
        let mut command = self.all[at].caseload("", &["sync"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(self.dice.below(150)));
        let _ = child.kill();
        child.wait().unwrap();
    }
}

/// Ensures that three machines end equal, with everything on record once, in whatever order they
/// record and sync, and whenever that is cut short.
#[test]
fn three_machines_end_equal() {
    for round in 0..depth() as u64 {
        let seed = seed() + round;
        let mut machines = Machines::new(seed);
        for _ in 0..40 {
            machines.step();
        }
        for at in [0, 1, 2, 0, 1] {
            machines.sync(at);
        }
        let first = &machines.all[0];
        for machine in &machines.all {
            assert_eq!(machine.tip(), first.tip(), "CASELOAD_SEED={seed}");
            assert_eq!(machine.files(), first.files(), "CASELOAD_SEED={seed}");
        }
        for note in &machines.notes {
            assert_eq!(first.recorded(note), 1, "{note} CASELOAD_SEED={seed}");
        }
        let checked = first.caseload("", &["check"]).output().unwrap();
        let said = words(&checked);
        // Two who corrected one entry differently leave that to be settled, and nothing else.
        let errors: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
        let is_left = |line: &&str| line.contains("settle") || line.contains("conflict");
        assert!(errors.iter().all(is_left), "{errors:?} CASELOAD_SEED={seed}");
        for machine in &machines.all {
            assert_eq!(machine.not_sound(), [""; 0], "CASELOAD_SEED={seed}");
        }
    }
}
