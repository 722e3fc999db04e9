//! Machines with one remote, each with a disk and a person of its own, and what is known of them all.

use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::Dice;
use crate::recording::office::{BEGINNING, Office, words};
use crate::soak::calm::Calm;
use crate::soak::disk::Disk;
use crate::soak::ledger::Ledger;
use crate::soak::running::{self, Ended, Victim};

/// Who works at the machines.
const PEOPLE: [&str; 3] = ["Alex", "Priya", "Robin"];

/// Cases of which entries are corrected, removed, taken back and edited by hand.
pub(crate) const WILD: [&str; 2] = ["A-0003", "A-0004"];

/// The moment at which the clocks of the machines begin; they may be days apart.
const BEGUN: &str = "2026-11-16T09:00:00";

/// One machine.
pub(crate) struct Machine {
    // Taken away before the folder it is mounted on.
    pub(crate) disk: Disk,
    pub(crate) office: Office,
    /// Shared by those who do not mind each other.
    room: RwLock<()>,
    /// Held by whoever edits a file by hand, until it is saved: no tool helps two who write over each other.
    pen: Mutex<()>,
}

impl Machine {
    /// The right to work there beside others.
    pub(crate) fn beside(&self) -> RwLockReadGuard<'_, ()> {
        self.room.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The right to edit there.
    pub(crate) fn pen(&self) -> MutexGuard<'_, ()> {
        self.pen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The right to work there alone.
    pub(crate) fn alone(&self) -> RwLockWriteGuard<'_, ()> {
        self.room.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything there is.
pub(crate) struct World {
    pub(crate) machines: Vec<Machine>,
    remote_disk: Disk,
    remote: tempfile::TempDir,
    /// Files that are handed to commands, and what they write, on a disk that is well.
    pub(crate) scratch: tempfile::TempDir,
    pub(crate) ledger: Ledger,
    pub(crate) calm: Calm,
    pub(crate) is_over: AtomicBool,
    numbers: AtomicU64,
    groups: Mutex<Vec<u32>>,
    begun: Instant,
}

impl World {
    /// Machines that have room for what so many minutes come to, all of which have everything.
    pub(crate) fn new(minutes: u64) -> World {
        let megabytes = 64 + minutes * 16;
        let remote = tempfile::tempdir().unwrap();
        let remote_disk = Disk::at(remote.path(), megabytes);
        let ledger = Ledger::new();
        ledger.log(if remote_disk.is_mounted() {
            "disks are mounted"
        } else {
            "no disk is mounted"
        });
        let mut machines = vec![machine(megabytes)];
        let world = |machines| World {
            machines,
            remote_disk,
            remote,
            scratch: tempfile::tempdir().unwrap(),
            ledger,
            calm: Calm::of(PEOPLE.len(), minutes),
            is_over: AtomicBool::new(false),
            numbers: AtomicU64::new(1),
            groups: Mutex::default(),
            begun: Instant::now(),
        };
        begin(&machines[0].office);
        machines.extend((1..PEOPLE.len()).map(|_| machine(megabytes)));
        let mut world = world(machines);
        let shared = world.calm.shared();
        // The first two are there from the beginning.
        shared.iter().skip(2).for_each(|id| refer(&world.machines[0].office, id));
        let remote = world.remote();
        let remote = remote.to_str().unwrap();
        let first = &world.machines[0].office;
        first.git_says(&["init", "--quiet", "--bare", "-b", "main", remote]);
        first.done("", &["remote", "set", remote]);
        first.done("", &["sync"]);
        for (machine, name) in world.machines.iter().zip(PEOPLE).skip(1) {
            machine.office.clone_from(&world.remote(), name);
        }
        for (at, machine) in world.machines.iter().enumerate() {
            machine.office.set("core.editor", "true");
            // The first that is recorded in a clone sets git's merges up.
            for id in world.calm.own(at) {
                refer(&machine.office, &id);
            }
        }
        // All know of all.
        for at in [0, 1, 2, 0, 1] {
            world.machines[at].office.done("2026-11-16T09:00:00Z", &["sync"]);
        }
        world.begun = Instant::now();
        world
    }

    /// The repository in which they meet.
    pub(crate) fn remote(&self) -> PathBuf {
        self.remote.path().join("remote.git")
    }

    /// The disks, the remote's last.
    pub(crate) fn disks(&self) -> Vec<&Disk> {
        self.machines.iter().map(|machine| &machine.disk).chain([&self.remote_disk]).collect()
    }

    /// The calm cases that a machine's people have to do with now.
    pub(crate) fn calm_at(&self, at: usize) -> [String; 3] {
        self.calm.now(at, self.begun.elapsed())
    }

    pub(crate) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed) || !self.ledger.is_sound()
    }

    /// A number that nobody had before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// What a clock says that is right, wrong by days, or stands.
    pub(crate) fn moment(&self, dice: &mut Dice) -> String {
        let begun = chrono::NaiveDateTime::parse_from_str(BEGUN, "%Y-%m-%dT%H:%M:%S").unwrap();
        let passed = i64::try_from(self.begun.elapsed().as_millis()).unwrap();
        let jump = match dice.below(12) {
            0 => i64::try_from(dice.below(6 * 86_400_000)).unwrap() - 3 * 86_400_000,
            1 => -passed,
            _ => 0,
        };
        let moment = begun + chrono::TimeDelta::milliseconds(passed + jump);
        moment.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
    }

    /// Has a machine run the program.
    pub(crate) fn caseload(
        &self,
        at: usize,
        now: &str,
        arguments: &[&str],
        blow: Option<(Duration, Victim)>,
    ) -> Ended {
        let command = self.machines[at].office.caseload(now, arguments);
        self.run(at, &arguments.join(" "), command, blow)
    }

    /// Has a machine run a command.
    pub(crate) fn run(
        &self,
        at: usize,
        typed: &str,
        command: Command,
        blow: Option<(Duration, Victim)>,
    ) -> Ended {
        let may_erase = typed.starts_with("sync") || typed.starts_with("erase");
        let limit = if may_erase { running::LONGER } else { running::LIMIT };
        let ended = running::run(command, limit, blow);
        if ended.is_struck {
            self.groups.lock().unwrap_or_else(PoisonError::into_inner).push(ended.group);
            self.ledger.count(&format!("blow: killed {:?}", blow.map(|(_, victim)| victim)));
        }
        self.ledger.ended(at, typed, &ended);
        ended
    }

    /// Waits for what outlived a program that was killed. None may stay for ever.
    pub(crate) fn wait_for_those_left(&self) {
        let until = Instant::now() + Duration::from_secs(60);
        let groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for group in groups {
            while running::is_alive(group) {
                if Instant::now() > until {
                    self.ledger.finding(&format!("group {group} is still at work"));
                    return;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    /// Copies everything to a folder that stays, with what happened, and names it.
    pub(crate) fn kept(&self) -> PathBuf {
        let kept = tempfile::Builder::new().prefix("caseload-soak-").tempdir().unwrap().keep();
        let copy = |from: &std::path::Path, name: &str| {
            let status = Command::new("cp").arg("-a").arg(from).arg(kept.join(name)).status();
            assert!(status.unwrap().success(), "{name} could not be kept");
        };
        for (at, machine) in self.machines.iter().enumerate() {
            copy(machine.office.place(), &format!("machine-{at}"));
        }
        copy(self.remote.path(), "remote");
        std::fs::write(kept.join("log"), self.ledger.whole_log()).unwrap();
        kept
    }
}

fn machine(megabytes: u64) -> Machine {
    let mut disk = None;
    let office = Office::to_be_on(|place| disk = Some(Disk::at(place, megabytes)));
    Machine { disk: disk.unwrap(), office, room: RwLock::new(()), pen: Mutex::new(()) }
}

/// Makes the folder, with its workers and the cases that are there from the beginning.
fn begin(office: &Office) {
    let made = office.init(&[crate::recording::office::program()]);
    assert!(made.status.success(), "{}", words(&made));
    for line in BEGINNING {
        office.done("2026-11-16T08:00:00Z", &line.split(' ').collect::<Vec<_>>());
    }
    let settings = office.folder().join("caseload.toml");
    let mut text = std::fs::read_to_string(&settings).unwrap();
    for name in &PEOPLE[1..] {
        let name = name.to_lowercase();
        text += &format!("\n[workers.{name}]\nemail = [\"{name}@example.org\"]\n");
    }
    std::fs::write(&settings, text).unwrap();
    office.done("", &["save"]);
    for id in WILD {
        refer(office, id);
    }
}

fn refer(office: &Office, id: &str) {
    let words = ["refer", id, "--programme", "ipes", "--worker", "alex", "--on", "2026-11-05"];
    office.done("2026-11-16T08:30:00Z", &words);
}
