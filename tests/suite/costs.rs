//! What commands cost, on a lifelike folder: which files are opened, and how many instructions it takes.

mod files;
mod instructions;
#[path = "../../benches/lifelike/mod.rs"]
mod lifelike;

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use lifelike::{Case, NOW, Size, make};

/// A lifelike folder in git, in a place of its own. The newest entry of each case is a commit.
fn folder(cases: usize) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    make(&place.path().join("folder"), Size { cases, commits: Some(cases), seed: 1 });
    // What is recorded first makes a place of its own beside the repository.
    let words = ["note", &Case::new(1, 1).id, "--note", "seen", "--on", "2026-11-17"];
    let output = caseload(place.path(), &["env"], &words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    // Git takes what was written in the same moment as its index for changed, and reads it again.
    thread::sleep(Duration::from_millis(1100));
    let git = ["-C", "folder", "update-index", "--really-refresh"];
    assert!(Command::new("git").current_dir(place.path()).args(git).status().unwrap().success());
    place
}

/// The id of the first case there.
fn first() -> String {
    Case::new(1, 0).id
}

/// The program in such a folder, started by another one, at the moment at which it is judged.
fn caseload(place: &Path, by: &[&str], words: &[&str]) -> Command {
    let mut command = Command::new(by[0]);
    let program = env!("CARGO_BIN_EXE_caseload");
    let now = chrono::DateTime::from_timestamp(NOW, 0).unwrap().to_rfc3339();
    command
        .args(&by[1..])
        .arg(program)
        .args(words)
        .current_dir(place.join("folder"))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", place)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", "Alex Morgan")
        .env("GIT_AUTHOR_EMAIL", "alex@example.org")
        .env("GIT_COMMITTER_NAME", "Alex Morgan")
        .env("GIT_COMMITTER_EMAIL", "alex@example.org")
        .env("CASELOAD_NOW", now)
        // One by one, so that the count is the same each time.
        .env("RAYON_NUM_THREADS", "1");
    command
}
