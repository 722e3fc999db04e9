//! What three years of daily commits come to: how large the repository is then, and how fast the work.
//!
//! `cargo bench --bench years` makes a folder of 200 cases with a remote, and records twenty contacts
//! on each of 750 working days, with a `caseload sync` every evening, as whole processes. It prints
//! the size of the repository beside that of the case files, and what a contact, a sync, a due list
//! and a history of one case cost at the beginning and at the end; the ratio is what counts.
//! `TMPDIR=/dev/shm cargo bench --bench years -- 50` takes 50 days and works in memory.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

#[path = "compare/environment.rs"]
mod environment;

use environment::environment;

/// How many cases there are, and how much is recorded on a day.
const CASES: usize = 200;
const CONTACTS: usize = 20;
/// How often each command is timed at the beginning and at the end.
const ROUNDS: usize = 15;

fn main() {
    let days = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(750);
    let place = tempfile::tempdir().unwrap();
    let office = Office { root: place.path().join("folder"), began: "2026-01-05T09:00:00Z" };
    office.make(place.path());
    let at_first = office.costs(0);
    println!("at first: {}", office.size());
    for day in 1..=days {
        for contact in 0..CONTACTS {
            office.run(day, contact, &Office::contact(day, contact));
        }
        office.run(day, CONTACTS, &["sync".to_owned()]);
    }
    println!("after {days} days: {}", office.size());
    let at_last = office.costs(days + 1);
    for ((name, first), (_, last)) in at_first.iter().zip(&at_last) {
        let ratio = last.as_secs_f64() / first.as_secs_f64();
        println!("{name}: {first:.1?} at first, {last:.1?} then, ratio {ratio:.2}");
    }
}

struct Office {
    root: std::path::PathBuf,
    began: &'static str,
}

impl Office {
    fn make(&self, place: &Path) {
        let cases = self.root.join("cases/2026/01");
        fs::create_dir_all(&cases).unwrap();
        fs::write(self.root.join("caseload.toml"), "").unwrap();
        for number in 0..CASES {
            let text = format!(
                "id = \"{0}\"\nprogramme = \"ipes\"\nreferred = 2026-01-05\nstarted = 2026-01-05\n",
                id(number)
            );
            fs::write(cases.join(format!("{}.toml", id(number))), text).unwrap();
        }
        let remote = place.join("remote.git").display().to_string();
        run(Command::new("git").args(["init", "--quiet", "--bare", "-b", "main", &remote]));
        self.run(0, 0, &["init".to_owned(), self.root.display().to_string()]);
        self.run(0, 1, &["remote", "set", &remote].map(str::to_owned));
        self.run(0, 2, &["sync".to_owned()]);
    }

    /// Somebody's contact of a day, with a note as people write it.
    fn contact(day: usize, contact: usize) -> Vec<String> {
        let case = id((day * CONTACTS + contact * 7) % CASES);
        let note =
            format!("Day {day}: talked about the week, and about what comes next ({contact}).");
        ["contact", &case, "--mode", "phone", "--again", "--note", &note].map(str::to_owned).into()
    }

    /// What commands cost on a day, by name.
    fn costs(&self, day: usize) -> Vec<(&'static str, Duration)> {
        let mut costs: Vec<(&'static str, Vec<Duration>)> =
            ["contact", "sync", "due", "history"].map(|name| (name, Vec::new())).into();
        for round in 0..ROUNDS {
            let one = Office::contact(day, CONTACTS + round);
            let others = [&["sync"][..], &["due"], &["history", "A-0007"]];
            let others = others.map(|words| words.iter().map(|word| (*word).to_owned()).collect());
            let commands: Vec<Vec<String>> = std::iter::once(one).chain(others).collect();
            for ((_, times), words) in costs.iter_mut().zip(&commands) {
                let begun = Instant::now();
                self.run(day, CONTACTS + round, words);
                times.push(begun.elapsed());
            }
        }
        costs.into_iter().map(|(name, times)| (name, median(times))).collect()
    }

    fn run(&self, day: usize, minute: usize, words: &[String]) {
        let began: DateTime<Utc> = self.began.parse().unwrap();
        // Five days of seven.
        let now = began
            + TimeDelta::days(i64::try_from(day / 5 * 7 + day % 5).unwrap())
            + TimeDelta::minutes(i64::try_from(minute).unwrap());
        let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
        environment(&mut command)
            .env("CASELOAD_NOW", now.to_rfc3339())
            .arg("--cases")
            .arg(&self.root)
            .args(words);
        run(&mut command);
    }

    fn size(&self) -> String {
        let [git, cases] = [".git", "cases"].map(|name| below(&self.root.join(name)));
        let objects = below(&self.root.join(".git/objects"));
        let commits = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args(["rev-list", "--count", "HEAD"])
            .output()
            .unwrap();
        format!(
            "{} commits; repository {:.1} MB in {} files of objects, case files {:.1} MB",
            String::from_utf8_lossy(&commits.stdout).trim(),
            megabytes(git.0),
            objects.1,
            megabytes(cases.0)
        )
    }
}

fn id(number: usize) -> String {
    format!("A-{number:04}")
}

/// How many bytes lie below a folder, in how many files.
fn below(folder: &Path) -> (u64, usize) {
    let mut sum = (0, 0);
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let about = entry.metadata().unwrap();
        let (bytes, files) = if about.is_dir() { below(&entry.path()) } else { (about.len(), 1) };
        sum = (sum.0 + bytes, sum.1 + files);
    }
    sum
}

#[allow(clippy::cast_precision_loss)]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
