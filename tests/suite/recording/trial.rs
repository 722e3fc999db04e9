//! A command that is disturbed at each call of the file system, and held to bear it.

use std::io::Write;
use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::recording::office::Office;
use crate::recording::strace::{self, Blow, Call};
use crate::recording::{depth, seed};

const BLOWS: [Blow; 5] = [
    Blow::Kill,
    Blow::Fails("ENOSPC"),
    Blow::Fails("EIO"),
    Blow::KeepsFailing("ENOSPC"),
    Blow::KeepsFailing("EIO"),
];
/// How many are at work at once.
const HANDS: usize = 2;

/// A command that is disturbed.
pub(crate) trait Trial: Sync {
    /// What it is called where something is wrong.
    fn name(&self) -> &'static str;

    /// The folder in which it is about to be carried out, as it is copied for each blow.
    fn begun(&self) -> &Office;

    /// Carries it out, started by these words.
    fn carry_out(&self, office: &Office, first: &[&str]) -> Output;

    /// Its calls when nothing disturbs it.
    fn calls(&self) -> Vec<Call> {
        let office = self.begun().copy();
        strace::watched(|first| self.carry_out(&office, first))
    }

    /// What is wrong once it ended so. The folder is changed by the looking.
    fn wrong_after(&self, office: &Office, output: &Output) -> Vec<String>;
}

/// Every how many points one is taken, where it is one of `spread` at the usual depth.
pub(crate) fn stride(spread: usize) -> usize {
    if depth() >= 10 { 1 } else { spread.div_ceil(depth()) }
}

/// Deals every blow at every call, or at a spread of them: one of `spread` at the usual depth.
pub(crate) fn bears_every_fault(trial: &impl Trial, spread: usize) {
    let seed = seed();
    let calls = trial.calls();
    let all = strace::points(&calls).into_iter().flat_map(|call| BLOWS.map(|blow| (call, blow)));
    let all: Vec<(&Call, Blow)> = all.filter(|(call, blow)| blow.fits(call)).collect();
    let stride = stride(spread);
    let first = usize::try_from(seed).unwrap_or(0) % stride;
    let points: Vec<_> = all.iter().skip(first).step_by(stride).collect();
    if depth() >= 10 {
        let said = format!("{}: {} calls, {} points\n", trial.name(), calls.len(), points.len());
        std::io::stderr().write_all(said.as_bytes()).unwrap();
    }
    let (taken, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some((call, blow)) = points.get(taken.fetch_add(1, Ordering::Relaxed)) {
            let found = wrong_after(trial, call, *blow);
            if !found.is_empty() {
                let point = format!("{blow:?} at {} {}, {}", call.name, call.number, call.line);
                wrong.lock().unwrap().push(format!("{point}:\n    {}", found.join("\n    ")));
            }
        }
    };
    std::thread::scope(|scope| (0..HANDS).for_each(|_| drop(scope.spawn(work))));
    let wrong = wrong.into_inner().unwrap();
    assert!(
        wrong.is_empty(),
        "{}: {} of {} points, of {} in all (CASELOAD_SEED={seed}):\n{}",
        trial.name(),
        wrong.len(),
        points.len(),
        all.len(),
        wrong.join("\n")
    );
}

/// What is wrong after a blow at a call.
fn wrong_after(trial: &impl Trial, call: &Call, blow: Blow) -> Vec<String> {
    let office = trial.begun().copy();
    let line = blow.command_line(call);
    let line: Vec<&str> = line.iter().map(String::as_str).collect();
    let output = trial.carry_out(&office, &line);
    trial.wrong_after(&office, &output)
}
