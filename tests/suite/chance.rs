//! How deep random tests go, and what they draw from: one place for both.
//!
//! `CASELOAD_DEPTH` is how many times the light number is tried. `CASELOAD_SEED` draws again what a
//! failure names: tests over many seeds try that one alone, the others draw all from it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::OnceLock;

use proptest::test_runner::{Config, RngSeed};

/// How much is tried: 1 is the light number.
pub(crate) fn depth() -> usize {
    number("CASELOAD_DEPTH").and_then(|depth| usize::try_from(depth).ok()).unwrap_or(1).max(1)
}

/// What this run draws from, another one each time; a failure names it.
pub(crate) fn seed() -> u64 {
    static SEED: OnceLock<u64> = OnceLock::new();
    let anew = || RandomState::new().build_hasher().finish() % 1_000_000;
    *SEED.get_or_init(|| number("CASELOAD_SEED").unwrap_or_else(anew))
}

/// The seeds of a test that tries so many at the light depth: the same ones each time, and what is
/// deeper drawn anew. Or the one that was given, alone.
pub(crate) fn seeds(light: u64) -> impl Iterator<Item = u64> {
    let (usual, begin, more) = match number("CASELOAD_SEED") {
        Some(seed) => (0, seed, 1),
        // Far from the usual ones, and far from those of most other runs.
        None => (light, (seed() + 1) * 1_000_000, light * (depth() as u64 - 1)),
    };
    (0..usual).chain(begin..begin + more)
}

/// How proptest tries so many at the light depth: the same ones each time, or others where it is
/// deeper or a seed is given.
pub(crate) fn tries(light: u32) -> Config {
    let is_usual = depth() == 1 && number("CASELOAD_SEED").is_none();
    Config {
        cases: light.saturating_mul(u32::try_from(depth()).unwrap_or(u32::MAX)),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(if is_usual { 20_261_102 } else { seed() }),
        max_shrink_iters: 20_000,
        ..Config::default()
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

/// Numbers that look random, the same for the same seed on every machine.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A whole number below another.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit.max(1)
    }

    /// A place among so many.
    pub(crate) fn place(&mut self, count: usize) -> usize {
        usize::try_from(self.below(count as u64)).unwrap()
    }

    /// A number of days from one to another, both included.
    pub(crate) fn days(&mut self, from: i64, to: i64) -> i64 {
        from + i64::try_from(self.below(u64::try_from(to - from + 1).unwrap())).unwrap()
    }

    /// True one time in so many.
    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.place(times) == 0
    }

    /// One of these.
    pub(crate) fn pick<T: Clone>(&mut self, among: &[T]) -> T {
        among[self.place(among.len())].clone()
    }

    /// The same things in another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            let other = self.place(place + 1);
            things.swap(place, other);
        }
    }
}
