//! A folder with every state that it was in, so that it is known where each step must lead.

use std::collections::BTreeMap;

use crate::recording::office::{Office, words};

/// A folder as it is when nobody is at work.
#[derive(Clone, PartialEq, Eq)]
struct State {
    /// The newest commit's.
    tree: String,
    /// The bytes of every file.
    files: BTreeMap<String, Vec<u8>>,
}

/// A folder, the states that lead to what is in force, and those that were taken back since.
pub(crate) struct History {
    office: Office,
    states: Vec<State>,
    /// Which of them it is in.
    at: usize,
    /// How many commands there were: each has a minute of its own.
    minute: usize,
    /// What was run, for whoever reads of a failure.
    told: Vec<String>,
    seed: u64,
}

impl History {
    /// Of a folder as it is now.
    pub(crate) fn of(office: Office, seed: u64) -> History {
        let mut history =
            History { office, states: Vec::new(), at: 0, minute: 0, told: Vec::new(), seed };
        let first = history.state();
        history.states.push(first);
        history
    }

    /// Ensures something, and else tells how it came about.
    pub(crate) fn hold(&self, holds: bool, what: &str) {
        let (seed, told) = (self.seed, self.told.join("\n"));
        assert!(holds, "{what}, CASELOAD_SEED={seed}, after:\n{told}");
    }

    /// Runs a command that should record something; whether it did. One that did not has changed
    /// nothing.
    pub(crate) fn record(&mut self, arguments: &[&str]) -> bool {
        let commits = self.office.commits();
        let is_done = self.run(arguments);
        let now = self.state();
        match self.office.commits() - commits {
            0 => {
                self.hold(now == self.states[self.at], "something changed, and is not recorded");
                false
            }
            1 => {
                self.hold(is_done, "it is recorded and says that it is not");
                self.hold(now != self.states[self.at], "a commit changed nothing");
                self.states.truncate(self.at + 1);
                self.states.push(now);
                self.at += 1;
                true
            }
            more => panic!("{more} commits for {arguments:?}"),
        }
    }

    /// Takes back the newest, if anything was recorded.
    pub(crate) fn try_undo(&mut self) {
        if self.at > 0 {
            self.step("undo", self.at - 1);
        }
    }

    /// Puts the newest that was taken back in force again, or holds that this is refused if there
    /// is none, or something was recorded since.
    pub(crate) fn try_redo(&mut self) {
        if self.at + 1 < self.states.len() {
            return self.step("redo", self.at + 1);
        }
        let commits = self.office.commits();
        let is_done = self.run(&["redo"]);
        self.hold(!is_done, "there was nothing to redo");
        let is_as_before = self.office.commits() == commits && self.state() == self.states[self.at];
        self.hold(is_as_before, "a redo that was refused changed something");
    }

    /// Takes back everything to the first state, and puts it all in force again to the last.
    pub(crate) fn there_and_back(&mut self) {
        while self.at > 0 {
            self.try_undo();
        }
        while self.at + 1 < self.states.len() {
            self.try_redo();
        }
        self.try_redo();
        let wrong = self.office.not_sound();
        self.hold(wrong.is_empty(), &format!("{wrong:?}"));
    }

    fn step(&mut self, verb: &str, to: usize) {
        let is_done = self.run(&[verb]);
        self.hold(is_done, &format!("{verb} is refused"));
        self.at = to;
        let now = self.state();
        let expected = &self.states[to];
        for (file, bytes) in &expected.files {
            let is_same = now.files.get(file) == Some(bytes);
            let there = now.files.get(file).map(|bytes| String::from_utf8_lossy(bytes));
            let wanted = String::from_utf8_lossy(bytes);
            self.hold(is_same, &format!("{file} is\n{there:?}\nand not\n{wanted:?}"));
        }
        self.hold(now == *expected, &format!("{verb} does not lead to state {to}"));
    }

    /// Runs a command at the next minute; whether it was carried out.
    fn run(&mut self, arguments: &[&str]) -> bool {
        self.minute += 1;
        let now = format!("2027-03-01T{:02}:{:02}:00Z", 8 + self.minute / 60, self.minute % 60);
        let mut command = self.office.caseload(&now, arguments);
        // An editor with which somebody types a line at the end.
        command.env("EDITOR", format!("printf '\\n# typed at {}\\n' >>", self.minute));
        let output = command.output().unwrap();
        self.told.push(format!("caseload {}: {}", arguments.join(" "), words(&output)));
        output.status.success()
    }

    /// The folder as it is, in which nothing may be open.
    fn state(&self) -> State {
        let open = self.office.git_says(&["status", "--porcelain"]);
        self.hold(open.is_empty(), &format!("not everything is recorded: {open}"));
        State { tree: self.office.tree(), files: self.office.files() }
    }
}
