//! Three people refer, renumber, note and erase as the dice have it, under few ids, so that the same id
//! is often of somebody else elsewhere. Once all have met, nothing of who was erased is left anywhere,
//! and everything of everybody else is everywhere.
//!
//! `CASELOAD_DEPTH=10 cargo test erasing::trial` takes longer ones, and more of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::erasing::everything;
use crate::recording::office::{Office, below, words};
use crate::recording::{Dice, depth, seed};

/// How many operations there are at the light depth, and how many may be needed to meet.
const OPERATIONS: u64 = 40;
const ROUNDS: usize = 30;

struct Trial {
    seed: u64,
    dice: Dice,
    machines: [Office; 3],
    people: u64,
    notes: u64,
    /// What was noted of whom.
    noted: BTreeMap<String, BTreeSet<String>>,
    erased: BTreeSet<String>,
    done: Vec<String>,
}

#[test]
fn who_was_erased_is_gone_and_nobody_else_is() {
    let first = seed();
    for trial in 0..u64::try_from(depth()).unwrap() {
        Trial::new(first + trial).run();
    }
}

impl Trial {
    fn new(seed: u64) -> Trial {
        let first = Office::with_cases().with_remote();
        let [second, third] = ["Priya", "Robin"].map(|name| first.other_machine(name));
        Trial {
            seed,
            dice: Dice(seed),
            machines: [first, second, third],
            people: 0,
            notes: 0,
            noted: BTreeMap::new(),
            erased: BTreeSet::new(),
            done: Vec::new(),
        }
    }

    fn run(mut self) {
        for _ in 0..OPERATIONS * u64::try_from(depth().min(4)).unwrap() {
            let at = usize::try_from(self.dice.below(3)).unwrap();
            match self.dice.below(12) {
                0..=2 => self.refer(at),
                3..=5 => self.note(at),
                6 | 7 => self.renumber(at),
                8 => self.erase(at),
                9 => self.rename_by_git(at),
                _ => drop(self.sync(at)),
            }
        }
        self.meet();
        self.look();
    }

    /// Runs the program. What is refused is refused, but nothing ends in a panic.
    fn run_at(&mut self, at: usize, arguments: &[&str]) -> (bool, String) {
        let output = self.machines[at].caseload("", arguments).output().unwrap();
        let said = words(&output);
        self.done.push(format!("{at}: {}: {said}", arguments.join(" ")));
        assert!(output.status.code().is_some_and(|code| code < 100), "{}", self.told());
        (output.status.success(), said)
    }

    fn told(&self) -> String {
        format!("CASELOAD_SEED={}\n{}", self.seed, self.done.join("\n"))
    }

    fn id(&mut self) -> String {
        format!("B-{}", self.dice.below(5))
    }

    /// The people at a machine, by the ids that they have there.
    fn there(&self, at: usize) -> BTreeMap<String, String> {
        let cases = self.machines[at].folder().join("cases");
        let mut found = BTreeMap::new();
        for (name, is_folder) in below(&cases) {
            let id = name.rsplit('/').next().unwrap().trim_end_matches(".toml");
            if !is_folder && id.starts_with("B-") {
                let text = fs::read_to_string(cases.join(&name)).unwrap();
                let name = text.lines().find_map(|line| line.strip_prefix("name = \""));
                found.insert(id.to_owned(), name.unwrap().trim_end_matches('"').to_owned());
            }
        }
        found
    }

    fn some(&mut self, at: usize) -> Option<(String, String)> {
        let there: Vec<(String, String)> = self.there(at).into_iter().collect();
        let number = self.dice.below(there.len() as u64);
        there.get(usize::try_from(number).unwrap()).cloned()
    }

    fn refer(&mut self, at: usize) {
        let (id, name) = (self.id(), format!("Person{}x", self.people));
        self.people += 1;
        let refer = ["refer", &id, "--programme", "ipes", "--worker", "alex", "--on", "2026-11-03"];
        // Of some nothing is known at first: then all begin with the same words.
        let is_done = if self.dice.below(2) == 0 {
            self.run_at(at, &refer).0 && self.run_at(at, &["set", &id, &format!("name={name}")]).0
        } else {
            self.run_at(at, &[&refer[..], &["--name", &name]].concat()).0
        };
        if is_done {
            self.noted.insert(name, BTreeSet::new());
        }
    }

    fn note(&mut self, at: usize) {
        let Some((id, name)) = self.some(at) else { return };
        let text = format!("said{}x", self.notes);
        self.notes += 1;
        if self.run_at(at, &["note", &id, "--note", &text, "--on", "2026-11-10"]).0 {
            self.noted.get_mut(&name).unwrap().insert(text);
        }
    }

    fn renumber(&mut self, at: usize) {
        let Some((id, _)) = self.some(at) else { return };
        let new = self.id();
        self.run_at(at, &["renumber", &id, &new, "--yes"]);
    }

    fn rename_by_git(&mut self, at: usize) {
        let Some((id, _)) = self.some(at) else { return };
        let new = self.id();
        let machine = &self.machines[at];
        if self.there(at).contains_key(&new) || self.is_erased_at(at, &new) {
            return;
        }
        let old = machine.case(&id);
        if old.exists() {
            let text = fs::read_to_string(&old).unwrap();
            fs::write(old.with_file_name(format!("{new}.toml")), text.replace(&id, &new)).unwrap();
            fs::remove_file(&old).unwrap();
            machine.git_says(&["add", "--all", "cases"]);
            machine.git_says(&["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]);
            self.done.push(format!("{at}: {id} is {new} by git"));
        }
    }

    fn is_erased_at(&self, at: usize, id: &str) -> bool {
        self.machines[at].folder().join("erasures").join(id).exists()
    }

    fn erase(&mut self, at: usize) {
        let Some((id, name)) = self.some(at) else { return };
        self.erase_this(at, &id, &name);
    }

    fn erase_this(&mut self, at: usize, id: &str, name: &str) {
        let (is_done, _) = self.run_at(at, &["erase", id, "--reason", "mistake", "--yes"]);
        if is_done {
            self.erased.insert(name.to_owned());
        }
    }

    /// Syncs, and does what it says has to be done.
    fn sync(&mut self, at: usize) -> bool {
        let (is_done, said) = self.run_at(at, &["sync"]);
        if is_done {
            return true;
        }
        let after = |words: &str| {
            let said = said.split_once(words)?.1;
            let clean = |word: &str| word.trim_matches([',', ';', '.', '`', ')']).to_owned();
            Some(said.split_whitespace().take(2).map(clean).collect::<Vec<_>>())
        };
        let there = self.there(at);
        if let Some(typed) = after("caseload renumber ") {
            let free = format!("F-{}-{at}", self.done.len());
            let free = free.replace("F-", "B-");
            let to = typed.get(1).filter(|id| id.starts_with("B-")).cloned();
            if let Some(taken) = to.as_ref().filter(|to| there.contains_key(*to)) {
                self.run_at(at, &["renumber", taken, &free, "--yes"]);
            }
            let to = to.unwrap_or(free);
            self.run_at(at, &["renumber", &typed[0], &to, "--yes"]);
        } else if let Some(id) = after("caseload erase ").map(|words| words[0].clone()) {
            let name = there.get(&id).cloned().unwrap_or_default();
            self.erase_this(at, &id, &name);
        } else {
            panic!("{}", self.told());
        }
        false
    }

    /// All sync until they have the same.
    fn meet(&mut self) {
        for _ in 0..ROUNDS {
            let all_done = [0, 1, 2].map(|at| self.sync(at));
            let tips: BTreeSet<String> = self.machines.iter().map(Office::tip).collect();
            if all_done.iter().all(|done| *done) && tips.len() == 1 {
                return;
            }
        }
        panic!("{}\nthey did not meet", self.told());
    }

    fn look(&self) {
        for (at, machine) in self.machines.iter().enumerate() {
            let all: Vec<(String, String)> = everything(machine)
                .into_iter()
                .map(|(place, bytes)| (place, String::from_utf8_lossy(&bytes).into_owned()))
                .collect();
            let there: BTreeSet<String> = self.there(at).into_values().collect();
            let cases: Vec<u8> = machine.files().into_values().flatten().collect();
            let cases = String::from_utf8_lossy(&cases).into_owned();
            for (name, notes) in &self.noted {
                if self.erased.contains(name) {
                    for (place, text) in &all {
                        let left = notes.iter().chain([name]).find(|it| text.contains(it.as_str()));
                        assert!(
                            left.is_none(),
                            "{}\n{at}: {left:?} of {name} in {place}: {text}",
                            self.told()
                        );
                    }
                    continue;
                }
                assert!(there.contains(name), "{}\n{at}: lost {name}", self.told());
                let lost: Vec<&String> =
                    notes.iter().filter(|it| !cases.contains(it.as_str())).collect();
                assert!(lost.is_empty(), "{}\n{at}: lost of {name}: {lost:?}", self.told());
            }
        }
    }
}
