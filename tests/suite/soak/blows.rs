//! What befalls disks and remote, from time to time.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::recording::Dice;
use crate::soak::disk::Disk;
use crate::soak::world::World;

/// Whoever strikes one of the disks.
pub(crate) struct Misfortune<'w> {
    pub(crate) world: &'w World,
    /// Which disk; that of the remote comes after those of the machines.
    pub(crate) at: usize,
    pub(crate) dice: Dice,
}

impl Misfortune<'_> {
    /// Strikes until all is over.
    pub(crate) fn strike(&mut self) {
        let disks = self.world.disks();
        let is_remote = self.at + 1 == disks.len();
        let disk = disks[self.at];
        while !self.world.is_over() {
            self.wait(200, 1500);
            match self.dice.below(if is_remote { 3 } else { 2 }) {
                0 => self.fill(disk),
                1 => self.lock(disk),
                _ => self.hide_remote(),
            }
        }
    }

    fn wait(&mut self, least: u64, most: u64) {
        thread::sleep(Duration::from_millis(least + self.dice.below(most - least)));
    }

    fn fill(&mut self, disk: &Disk) {
        let _struck = disk.whole();
        let room = self.dice.below(24);
        if disk.fill(room) {
            self.note(&format!("disk is full but for {room} pages"), "blow: disk full");
            self.wait(30, 500);
            while !disk.free() {
                self.wait(1, 20);
            }
            self.note("disk has room", "");
        }
    }

    fn lock(&mut self, disk: &Disk) {
        let _struck = disk.whole();
        // It is not possible while somebody writes.
        if (0..40).any(|_| {
            disk.lock(true) || {
                self.wait(1, 8);
                false
            }
        }) {
            self.note("disk is read-only", "blow: disk read-only");
            self.wait(30, 300);
            while !disk.lock(false) {
                self.wait(1, 20);
            }
            self.note("disk can be written", "");
        }
    }

    /// Has it look like no repository. Whoever is at work in it goes on, and would make anew what was moved.
    fn hide_remote(&mut self) {
        let head = self.world.remote().join("HEAD");
        let away = head.with_file_name("HEAD.away");
        if fs::rename(&head, &away).is_ok() {
            self.note("remote is away", "blow: remote away");
            self.wait(50, 800);
            // Its disk may be read-only at the moment.
            while fs::rename(&away, &head).is_err() {
                self.wait(1, 20);
            }
            self.note("remote is back", "");
        }
    }

    fn note(&self, what: &str, count: &str) {
        self.world.ledger.log(&format!("{} {what}", self.at));
        if !count.is_empty() {
            self.world.ledger.count(count);
        }
    }
}
