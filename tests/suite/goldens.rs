//! Every report of the example in every format that is not for a terminal, as files that were looked
//! at.
//!
//! After a change that is meant, `CASELOAD_WRITE=1 cargo test goldens` writes them; look at them in a
//! browser, and in a calendar program, before they are committed.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The files with the commands that write them.
const GOLDENS: [(&str, &[&str]); 12] = [
    ("due.html", &["due", "--format", "html"]),
    ("due-by-worker.html", &["due", "--by", "worker", "--within", "4w", "--format", "html"]),
    ("show.html", &["show", "A-0003", "--format", "html"]),
    ("show-referred.html", &["show", "C-M4XD", "--format", "html"]),
    ("audit.html", &["audit", "C-HG28", "--format", "html"]),
    ("list.html", &["list", "--format", "html"]),
    ("performance.html", &["performance", "--behind", "missed,late", "--format", "html"]),
    ("review.html", &["review", "--format", "html"]),
    ("forecast.html", &["forecast", "--by", "worker", "--format", "html"]),
    ("due.ics", &["due", "--format", "ics"]),
    ("tasks.ics", &["due", "--tasks", "--names", "--format", "ics"]),
    ("performance.csv", &["performance", "--format", "csv"]),
];

#[test]
fn golden_files_are_what_the_program_writes() {
    let folder = Path::new("tests/golden");
    let is_writing = std::env::var_os("CASELOAD_WRITE").is_some();
    for (name, arguments) in GOLDENS {
        let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args(["--cases", "cases.example", "--today", "2026-11-18"])
            .args(arguments)
            .env("HOME", "/nonexistent")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let file = folder.join(name);
        if is_writing {
            fs::write(&file, &output.stdout).unwrap();
        }
        let kept = fs::read(&file).unwrap();
        assert!(kept == output.stdout, "{name} is not what the program writes any more");
    }
    let mut there: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let mut known = GOLDENS.map(|(name, _)| name.to_owned()).to_vec();
    known.sort();
    assert_eq!(there, known, "a file is missing, or one too many");
}
