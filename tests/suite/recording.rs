//! That recording cannot lose an entry, whatever comes between: other processes, a kill at any
//! moment, a disk that fails at any call. Real processes of the program, and of git, alone.
//!
//! `CASELOAD_DEPTH=10 cargo test recording` takes every point at which it can be interrupted, where
//! the usual run takes a spread of them, another one each time; `CASELOAD_SEED` takes the spread of
//! a run that failed again.

mod answers;
mod at_once;
mod faults;
mod git_index;
mod git_side;
mod hand_edits;
mod hermetic;
mod hostile;
mod lock;
mod mending;
pub(crate) mod odd;
pub(crate) mod office;
mod order;
mod plain_git;
mod power;
mod random;
mod refused;
mod scenario;
pub(crate) mod signing;
pub(crate) mod strace;
mod together;
mod told;
pub(crate) mod trial;
mod undoing;

use std::hash::{BuildHasher, Hasher};

/// How much is tried: 1 is the light number.
pub(crate) fn depth() -> usize {
    number("CASELOAD_DEPTH").and_then(|depth| usize::try_from(depth).ok()).unwrap_or(1).max(1)
}

/// What this run's spread is made of; a failure names it.
pub(crate) fn seed() -> u64 {
    let anew =
        || std::collections::hash_map::RandomState::new().build_hasher().finish() % 1_000_000;
    number("CASELOAD_SEED").unwrap_or_else(anew)
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Numbers that look random, the same for the same seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }
}
