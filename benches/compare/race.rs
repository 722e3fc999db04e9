//! Whole processes, timed in turn.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::environment::environment;
use crate::lifelike::{Case, TODAY};

/// Somebody who does the work, and is timed.
pub(crate) struct Contender<'a> {
    /// What comes before the clock runs, given the number of the round.
    pub(crate) prepare: Box<dyn FnMut(usize) + 'a>,
    /// What is timed.
    pub(crate) run: Box<dyn FnMut(usize) + 'a>,
}

impl<'a> Contender<'a> {
    /// One that runs a command as it is.
    pub(crate) fn command(mut command: Command) -> Contender<'a> {
        Contender::new(move |_| run(&mut command))
    }

    /// One that does something else each round.
    pub(crate) fn new(work: impl FnMut(usize) + 'a) -> Contender<'a> {
        Contender { prepare: Box::new(|_| {}), run: Box::new(work) }
    }

    /// With something that comes before, and is not timed.
    pub(crate) fn after(self, prepare: impl FnMut(usize) + 'a) -> Contender<'a> {
        Contender { prepare: Box::new(prepare), ..self }
    }
}

/// Times everybody in turn, so that what else the machine does befalls all alike; a first round does not count.
/// Gives the medians in the order of those who ran.
pub(crate) fn race(rounds: usize, mut contenders: Vec<Contender<'_>>) -> Vec<Duration> {
    let mut took: Vec<Vec<Duration>> = contenders.iter().map(|_| Vec::new()).collect();
    for round in 0..=rounds {
        for (contender, took) in contenders.iter_mut().zip(&mut took) {
            (contender.prepare)(round);
            let begun = Instant::now();
            (contender.run)(round);
            if round > 0 {
                took.push(begun.elapsed());
            }
        }
    }
    took.into_iter().map(median).collect()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Runs a command whose output nobody sees.
///
/// # Panics
///
/// If it fails.
pub(crate) fn run(command: &mut Command) {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it starts");
    assert!(status.success(), "{command:?}: {status}");
}

/// Records something in a new folder, since what is recorded first makes a place of its own beside the repository.
/// Then waits until the disk has what was made, and git's index is older than nothing that it names: neither is
/// to be paid for by what is measured.
pub(crate) fn begin(root: &Path) {
    let case = Case::new(1, 1).id;
    run(&mut caseload(root, &["note", &case, "--note", "seen", "--on", TODAY]));
    thread::sleep(Duration::from_millis(1100));
    run(git(root).args(["update-index", "--refresh", "--really-refresh"]));
    run(&mut Command::new("sync"));
}

/// The program, in a folder, on the day on which lifelike folders are judged.
pub(crate) fn caseload(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
    environment(&mut command).arg("--cases").arg(root).args(words);
    command
}

/// Git, in a folder.
pub(crate) fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    environment(&mut command).arg("-C").arg(root);
    command
}
