//! When all is quiet again: all machines meet, and everything is looked at.

use std::collections::BTreeSet;
use std::process::Command;

use crate::recording::Dice;
use crate::recording::office::words;
use crate::soak::deeds::Worker;
use crate::soak::ledger::Fate;
use crate::soak::record::{self, Record, everything};
use crate::soak::world::World;

/// How many rounds may be needed to meet.
const ROUNDS: usize = 30;

impl World {
    /// Has all machines bring everything together.
    pub(crate) fn meet(&self, seed: u64) {
        self.wait_for_those_left();
        let mut workers: Vec<Worker<'_>> = (0..self.machines.len())
            .map(|at| Worker { world: self, at, dice: Dice(seed), is_spared: true })
            .collect();
        for _ in 0..ROUNDS {
            let all_done: Vec<bool> = workers.iter_mut().map(Worker::settle_down).collect();
            let tips: BTreeSet<String> = self.machines.iter().map(|it| it.office.tip()).collect();
            if all_done.iter().all(|done| *done) && tips.len() == 1 {
                return;
            }
        }
        self.ledger.finding("the machines did not meet");
    }

    /// Looks at everything, on all machines.
    pub(crate) fn examine(&self) {
        let first = &self.machines[0].office;
        for (at, machine) in self.machines.iter().enumerate() {
            let office = &machine.office;
            if office.files() != first.files() {
                self.ledger.finding(&format!("{at} has other files than 0"));
            }
            let checked = office.caseload("", &["check"]).output().unwrap();
            if !checked.status.success() {
                self.ledger.finding(&format!("{at} check: {}", words(&checked)));
            }
        }
        self.examine_words();
        self.examine_erased();
        let remote = self.remote();
        let arguments = ["-C", remote.to_str().unwrap(), "fsck", "--strict"];
        let output = Command::new("git").args(arguments).output().unwrap();
        if !output.status.success() {
            self.ledger.finding(&format!("remote: git fsck: {}", words(&output)));
        }
        // Last, since it makes a commit. What a killed git left half-written it takes away itself.
        for (at, machine) in self.machines.iter().enumerate() {
            machine.office.git_says(&["prune", "--expire=now"]);
            for wrong in machine.office.not_sound() {
                self.ledger.finding(&format!("{at}: {wrong}"));
            }
        }
    }

    /// Holds what is on record to what people were told.
    fn examine_words(&self) {
        let record = Record::of(&self.machines[0].office);
        let erased = self.erased();
        let calm = self.calm.all();
        let mut known = BTreeSet::new();
        for (word, deed) in self.ledger.deeds() {
            let cases = deed.cases.iter().filter(|case| !erased.contains(*case));
            let often: Vec<(usize, bool)> = cases
                .map(|case| {
                    let place = (case.clone(), word.clone());
                    known.insert(place.clone());
                    let is_calm = calm.contains(case);
                    (record.often(&place), !is_calm && record.was_removed(&place))
                })
                .collect();
            let is_there = |often: &[(usize, bool)]| {
                often.iter().all(|(often, removed)| *often == 1 || *often == 0 && *removed)
            };
            let is_nowhere = often.iter().all(|(often, _)| *often == 0);
            let holds = match deed.fate {
                Fate::Recorded => is_there(&often),
                Fate::Refused => is_nowhere,
                Fate::Cut => is_nowhere || is_there(&often),
            };
            if !holds {
                self.ledger.finding(&format!("{word} {deed:?} is on record {often:?}"));
            }
        }
        for id in self.calm.shared_before_the_last() {
            if !known.iter().any(|(case, _)| *case == id) {
                self.ledger.finding(&format!("nobody had to do with {id}"));
            }
        }
        for place in record.words().filter(|place| !known.contains(*place)) {
            self.ledger.finding(&format!("{place:?} came from nowhere"));
        }
        for (operation, typed) in self.ledger.operations() {
            let often = record.operation(&operation);
            let is_of_erased = erased.iter().any(|id| typed.contains(id.as_str()));
            if often != 1 && !(is_of_erased && often == 0) {
                self.ledger.finding(&format!("{operation} `{typed}` is on record {often} times"));
            }
        }
    }

    /// The cases that are erased: what was said to be done, and what else came of being asked for.
    fn erased(&self) -> BTreeSet<String> {
        let office = &self.machines[0].office;
        let mut erased = BTreeSet::new();
        for (id, is_done) in self.ledger.erasures() {
            let is_on_record = office.folder().join("erasures").join(&id).exists();
            if is_done && !is_on_record {
                self.ledger.finding(&format!("{id} was said to be erased, and is not"));
            }
            if is_on_record {
                erased.insert(id);
            }
        }
        erased
    }

    /// Looks for what is left of who was erased, in every object and file.
    fn examine_erased(&self) {
        let erased = self.erased();
        let deeds = self.ledger.deeds();
        let gone: BTreeSet<&str> = deeds
            .iter()
            .filter(|(_, deed)| deed.cases.iter().all(|case| erased.contains(case)))
            .map(|(word, _)| word.as_str())
            .collect();
        for (at, machine) in self.machines.iter().enumerate() {
            for (place, bytes) in everything(&machine.office) {
                let text = String::from_utf8_lossy(&bytes);
                for word in record::words_in(&text).filter(|word| gone.contains(word)) {
                    self.ledger.finding(&format!("{at}: {word} of somebody erased in {place}"));
                }
            }
        }
    }
}
