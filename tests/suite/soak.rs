//! Everything at once, for long: several machines with one remote, on each several people and what
//! they type, read, edit and sync at the same moment, while processes are killed, disks are full or not
//! to be written to, clocks are wrong and the remote is away. At the end nothing is lost or doubled.
//!
//! The usual run takes seconds. `CASELOAD_SOAK_MINUTES=60 cargo test soak -- --nocapture` takes an hour and
//! tells what happened; `CASELOAD_SEED` draws the same deeds again, though not the same moments.

mod blows;
mod calm;
mod deeds;
mod disk;
mod ending;
mod ledger;
mod looking;
mod record;
mod running;
mod world;

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::{Dice, seed};
use crate::soak::blows::Misfortune;
use crate::soak::deeds::Worker;
use crate::soak::world::World;

/// How long the usual run goes on before all is quiet.
const SECONDS: u64 = 12;
/// How many people work at each machine.
const PEOPLE: u64 = 3;

/// Ensures that nothing is lost or doubled, whatever people do and whatever befalls them meanwhile.
#[test]
fn nothing_is_lost_whatever_comes() {
    let minutes = std::env::var("CASELOAD_SOAK_MINUTES").ok().and_then(|it| it.parse::<u64>().ok());
    let seconds = minutes.map_or(SECONDS, |minutes| minutes * 60);
    let seed = seed();
    let world = World::new(minutes.unwrap_or(0));
    go_on(&world, seed, Duration::from_secs(seconds));
    if world.ledger.is_sound() {
        world.meet(seed);
    }
    if world.ledger.is_sound() {
        world.examine();
    }
    if minutes.is_some() {
        tell(&format!("CASELOAD_SEED={seed}\n{}", world.ledger.summary()));
    }
    let findings = world.ledger.findings();
    if !findings.is_empty() {
        let kept = world.kept();
        let findings = findings.join("\n");
        panic!("CASELOAD_SEED={seed}, kept in {}\n{findings}", kept.display());
    }
}

/// Has everybody work, and everything be struck, for so long.
fn go_on(world: &World, seed: u64, long: Duration) {
    let until = Instant::now() + long;
    let dice = |number: u64| Dice(seed.wrapping_mul(1000).wrapping_add(number));
    thread::scope(|scope| {
        for at in 0..world.machines.len() {
            for person in 0..PEOPLE {
                let dice = dice(at as u64 * PEOPLE + person);
                scope.spawn(move || Worker { world, at, dice, is_spared: false }.work());
            }
        }
        for at in 0..world.disks().len() {
            let dice = dice(500 + at as u64);
            scope.spawn(move || Misfortune { world, at, dice }.strike());
        }
        while Instant::now() < until && !world.is_over() {
            thread::sleep(Duration::from_millis(50));
        }
        world.is_over.store(true, Ordering::Relaxed);
    });
}

#[allow(clippy::print_stderr)] // A run that takes so long tells what it did.
fn tell(what: &str) {
    eprintln!("{what}");
}
