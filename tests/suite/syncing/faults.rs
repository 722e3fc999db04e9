//! A sync and a clone killed at each call of the file system, and with each of them failing.
//!
//! The blows fall on the first thread of the program alone, which does all of its own writing. What
//! the git that it starts does is git's to bear; whole runs with all in them are killed in `killed`.

use std::fs;
use std::process::Output;

use crate::recording::office::{Office, program, words};
use crate::recording::strace::{self, Call};
use crate::recording::trial::{self, Trial};

const NOW: &str = "2026-11-20T12:00:00Z";

/// What brings a folder together with its remote.
struct Exchange {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The machine as it is before, with its remote beside it.
    begun: Office,
    /// The tree of the remote before it, and that of both when it is done.
    before: String,
    after: String,
}

/// Ensures that no fault loses, doubles or halves anything where both sides recorded something.
#[test]
fn a_join_bears_every_fault() {
    bears_every_fault("join", &["sync"], || {
        let (here, there) = apart();
        record(&here, "from-here");
        there.done(NOW, &["sync"]);
        here
    });
}

/// Ensures the same where only the others did.
#[test]
fn a_fast_forward_bears_every_fault() {
    bears_every_fault("fast forward", &["sync"], || {
        let (here, there) = apart();
        there.done(NOW, &["sync"]);
        here
    });
}

/// Ensures that a clone that was cut short is made whole by the same command again.
#[test]
fn a_clone_bears_every_fault() {
    bears_every_fault("clone", &["clone", "remote.git", "folder"], || {
        let (here, there) = apart();
        there.done(NOW, &["sync"]);
        let machine = Office::to_be();
        fs::rename(here.remote(), machine.remote()).unwrap();
        machine
    });
}

/// Two machines with one remote; on the other one something of every kind was done.
fn apart() -> (Office, Office) {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya").with_workers(&["priya"]);
    record(&there, "from-there");
    there.done(NOW, &["refer", "A-0003", "--name", "from-there", "--on", "2026-11-05"]);
    (here, there)
}

/// Records something in each of two cases by command, and in one by hand.
fn record(machine: &Office, note: &str) {
    for id in ["A-0001", "A-0002"] {
        let arguments = ["contact", id, "--mode", "phone", "--note", note];
        machine.done("2026-11-17T10:00:00Z", &arguments);
    }
    let text = fs::read_to_string(machine.case("A-0001")).unwrap();
    let typed = format!("{text}\n[[note]]\non = 2026-11-17\nnote = \"{note}\"\n");
    fs::write(machine.case("A-0001"), typed).unwrap();
}

/// Deals every blow at every call, or at a spread of them.
fn bears_every_fault(
    name: &'static str,
    arguments: &'static [&'static str],
    ready: impl Fn() -> Office,
) {
    if !strace::is_possible() {
        return;
    }
    let begun = ready();
    let before = tree_of_remote(&begun);
    let mut exchange = Exchange { name, arguments, begun, before, after: String::new() };
    let whole = exchange.begun.copy();
    let output = exchange.carry_out(&whole, &[program()]);
    assert!(output.status.success(), "{}", words(&output));
    exchange.after = whole.tree();
    assert_eq!(tree_of_remote(&whole), exchange.after);
    let from_here = if name == "join" { 3 } else { 0 };
    assert_eq!((whole.recorded("from-here"), whole.recorded("from-there")), (from_here, 4));
    trial::bears_every_fault(&exchange, 211);
}

/// The tree of what the remote beside a folder holds.
fn tree_of_remote(office: &Office) -> String {
    at_remote(office, &["rev-parse", "main^{tree}"]).0
}

/// What git says of the remote beside a folder, and whether it had nothing against that.
fn at_remote(office: &Office, arguments: &[&str]) -> (String, bool) {
    let remote = office.remote();
    let first = ["git", "--git-dir", remote.to_str().unwrap()];
    // The folder may not be there yet.
    let mut command = office.through(&first, "", arguments);
    let output = command.current_dir(office.home()).output().unwrap();
    (String::from_utf8_lossy(&output.stdout).trim().to_owned(), output.status.success())
}

impl Trial for Exchange {
    fn name(&self) -> &'static str {
        self.name
    }

    fn begun(&self) -> &Office {
        &self.begun
    }

    fn carry_out(&self, office: &Office, first: &[&str]) -> Output {
        let mut command = office.through(first, NOW, self.arguments);
        if !self.is_sync() {
            command.current_dir(office.home().parent().unwrap());
        }
        command.output().unwrap()
    }

    fn calls(&self) -> Vec<Call> {
        let office = self.begun().copy();
        strace::watched_alone(|first| self.carry_out(&office, first))
    }

    fn wrong_after(&self, office: &Office, output: &Output) -> Vec<String> {
        let mut wrong = self.wrong_answer(office, output);
        let (said, is_sound) = at_remote(office, &["fsck", "--strict"]);
        if !is_sound || ![&self.before, &self.after].contains(&&tree_of_remote(office)) {
            wrong.push(format!("the remote is not as it was before, nor as it should be: {said}"));
        }
        if self.is_sync() {
            wrong.extend(undone_by_git(office));
        }
        wrong.extend(self.wrong_when_repeated(office));
        wrong
    }
}

impl Exchange {
    fn is_sync(&self) -> bool {
        self.arguments[0] == "sync"
    }

    fn is_done(&self, office: &Office) -> bool {
        office.folder().join("caseload.toml").is_file()
            && office.tree() == self.after
            && tree_of_remote(office) == self.after
    }

    /// What is wrong with how the process ended, and with what it said, as things stand.
    fn wrong_answer(&self, office: &Office, output: &Output) -> Vec<String> {
        let talk = String::from_utf8_lossy(&output.stderr);
        let error = talk.lines().find_map(|line| line.strip_prefix("error:"));
        let holds = match output.status.code() {
            None => true,
            Some(0) => self.is_done(office),
            Some(1..=8) => error.is_some_and(|error| error.trim().len() > 10),
            Some(_) => false,
        };
        let is_sound = holds && !talk.contains("panicked");
        if is_sound { Vec::new() } else { vec![format!("it ended so: {}", words(output))] }
    }

    /// What is wrong once it is run again, as whoever reads its messages would.
    fn wrong_when_repeated(&self, office: &Office) -> Vec<String> {
        let mut again = self.carry_out(office, &[program()]);
        let is_cloned = words(&again).contains("in one that is cloned already: caseload sync");
        if !self.is_sync() && is_cloned {
            again = office.caseload(NOW, &["sync"]).output().unwrap();
        }
        if !again.status.success() || !self.is_done(office) {
            let what = format!("run again, it does not complete it: {}", words(&again));
            return vec![what];
        }
        let mut wrong = Vec::new();
        if at_remote(office, &["rev-parse", "main"]).0 != office.tip() {
            wrong.push("the remote has another commit".to_owned());
        }
        wrong.extend(office.not_sound());
        wrong
    }
}

/// Whether the user's own git can revert what came in, before anything was mended.
fn undone_by_git(office: &Office) -> Option<String> {
    let other = office.copy();
    let before = other.recorded("from-there");
    other.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
    let after = other.recorded("from-there");
    (after < before).then(|| "git commit -a reverts what came in".to_owned())
}
