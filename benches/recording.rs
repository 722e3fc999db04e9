//! What it costs to record a contact, against git doing as much as durably.
//!
//! `cargo bench --bench recording` makes folders of 500 and of 10,000 cases, and records contacts on
//! them in turn with `caseload contact` and with `git add` and `git commit` of the same file, as
//! whole processes. It prints the median of each and their ratio; the ratio is what counts.
//! `cargo bench --bench recording -- 40` takes 40 rounds instead of 20.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Git's own way to be as durable: objects, references and index are synced.
const DURABLE: &str = "core.fsync=committed,loose-object,index";

fn main() {
    let rounds = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(20);
    for cases in [500, 10_000] {
        let place = tempfile::tempdir().unwrap();
        make(place.path(), cases);
        let (mut ours, mut gits) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            let id = format!("A-{:05}", (round * 37) % cases);
            ours.push(timed(|| run(&mut contact(place.path(), &id, round))));
            let id = format!("A-{:05}", (round * 37 + 11) % cases);
            let file = file(&id);
            let path = place.path().join(&file);
            let text = fs::read_to_string(&path).unwrap() + &entry(round);
            gits.push(timed(|| {
                fs::write(&path, &text).unwrap();
                run(git(place.path()).args(["add", &file]));
                run(git(place.path()).args(["-c", DURABLE, "commit", "-qm", &id]));
            }));
        }
        let (ours, gits) = (median(ours), median(gits));
        let ratio = ours.as_secs_f64() / gits.as_secs_f64();
        println!("{cases} cases: caseload {ours:.1?}, git {gits:.1?}, ratio {ratio:.2}");
    }
}

fn file(id: &str) -> String {
    format!("cases/2026/{}/{id}.toml", &id[2..5])
}

fn entry(round: usize) -> String {
    format!(
        "\n[[contact]]\non = 2026-11-16\nmode = \"phone\"\noutcome = \"held\"\nnote = \"{round}\"\n\
         worker = \"alex\"\nlogged = 2026-11-16T11:05:12.{:03}Z\n",
        round % 1000
    )
}

/// A folder of so many cases with some thirty entries each.
fn make(root: &Path, cases: usize) {
    fs::write(root.join("caseload.toml"), "[workers.alex]\nemail = [\"alex@example.org\"]\n")
        .unwrap();
    for number in 0..cases {
        let id = format!("A-{number:05}");
        let path = root.join(file(&id));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let head = format!(
            "id = \"{id}\"\nprogramme = \"ipes\"\nworker = \"alex\"\nreferred = 2026-01-05\nstarted = 2026-01-12\n"
        );
        let entries = (0..30).map(|week| {
            format!(
                "\n[[contact]]\non = 2026-{:02}-{:02}\nmode = \"in-person\"\noutcome = \"held\"\n\
                 note = \"Talked about the week and what comes next.\"\nworker = \"alex\"\n\
                 logged = 2026-10-01T10:00:{:02}.{number:05}Z\n",
                week / 3 + 1,
                week % 3 * 9 + 3,
                week
            )
        });
        fs::write(path, head + &entries.collect::<String>()).unwrap();
    }
    run(caseload(root).arg("init").arg(root));
    // What the making left to be written is not to be paid for by what is measured.
    run(&mut Command::new("sync"));
}

fn environment(command: &mut Command) -> &mut Command {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Alex Morgan")
        .env("GIT_AUTHOR_EMAIL", "alex@example.org")
        .env("GIT_COMMITTER_NAME", "Alex Morgan")
        .env("GIT_COMMITTER_EMAIL", "alex@example.org")
}

fn caseload(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caseload"));
    environment(&mut command).arg("--cases").arg(root);
    command
}

fn contact(root: &Path, id: &str, round: usize) -> Command {
    let mut command = caseload(root);
    let note = format!("round {round}");
    command.args(["contact", id, "--mode", "phone", "--note", &note, "--on", "2026-11-16"]);
    command
}

fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    environment(&mut command).arg("-C").arg(root);
    command
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
