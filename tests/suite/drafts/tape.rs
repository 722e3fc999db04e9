//! A tape of choices: what proptest draws and shrinks, read by a generator written as plain code.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::chance::{seed, tries};

/// Bytes that choices are read from. A tape that has run out always chooses the first, so that a
/// shorter tape is a simpler case.
#[derive(Clone, Debug)]
pub(crate) struct Tape {
    bytes: Vec<u8>,
    read: usize,
}

impl Tape {
    /// A whole number below another, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let byte = self.bytes.get(self.read).copied().unwrap_or(0);
        self.read += 1;
        usize::from(byte) % end
    }

    /// True one time in so many; never on a tape that has run out.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of these.
    pub(crate) fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.below(among.len())].clone()
    }
}

/// Holds a property of many tapes: `CASELOAD_DEPTH` times a light number of them. [`tries`] says
/// which.
pub(crate) fn check(light: u32, property: impl Fn(&mut Tape)) {
    let tapes = prop::collection::vec(any::<u8>(), 0..400);
    let outcome = TestRunner::new(tries(light)).run(&tapes, |bytes| {
        property(&mut Tape { bytes, read: 0 });
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("CASELOAD_SEED={}: {failure}", seed());
    }
}
