//! Cases to which things are only added: whatever was said to be recorded of them is there for good.

use std::time::Duration;

/// For how many minutes people have to do with the same ones: nobody's case comes to the thousands of entries
/// that are recorded in an hour.
const MINUTES: u64 = 4;

/// The calm cases of a run.
pub(crate) struct Calm {
    machines: usize,
    stints: u64,
}

impl Calm {
    /// Those of a run of so many minutes, for so many machines.
    pub(crate) fn of(machines: usize, minutes: u64) -> Calm {
        Calm { machines, stints: minutes / MINUTES + 1 }
    }

    /// Those that a machine's people have to do with after so long: two that all have, and one of its own.
    pub(crate) fn now(&self, at: usize, after: Duration) -> [String; 3] {
        let stint = (after.as_secs() / 60 / MINUTES).min(self.stints - 1);
        [shared(stint, 1), shared(stint, 2), own(stint, at)]
    }

    /// Those that all have.
    pub(crate) fn shared(&self) -> Vec<String> {
        (0..self.stints).flat_map(|stint| [1, 2].map(|number| shared(stint, number))).collect()
    }

    /// The same, but for those that people go on to last, for which there may be no time.
    pub(crate) fn shared_before_the_last(&self) -> Vec<String> {
        let mut shared = self.shared();
        shared.truncate(shared.len() - 2);
        shared
    }

    /// Those of one machine.
    pub(crate) fn own(&self, at: usize) -> Vec<String> {
        (0..self.stints).map(|stint| own(stint, at)).collect()
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<String> {
        let own = (0..self.machines).flat_map(|at| self.own(at));
        self.shared().into_iter().chain(own).collect()
    }
}

fn shared(stint: u64, number: u64) -> String {
    format!("A-{:04}", stint * 100 + number)
}

fn own(stint: u64, at: usize) -> String {
    format!("A-{:04}", stint * 100 + 10 + at as u64)
}
