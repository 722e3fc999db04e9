//! How many instructions the hot paths take, held to what they took when that was stored in `stored.toml`.
//!
//! Instructions are the same on a busy machine as on a quiet one, so that a tenth more is seen. They are of the
//! program as the tests build it, and say nothing of seconds: benches/compare does. After a change that is meant,
//! or with another compiler, `CASELOAD_WRITE=1 cargo test instructions` stores them anew; say in the commit why
//! they are more.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::costs::{caseload, first, folder};
use crate::tools::can_call;

/// Where they are stored.
const STORED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/costs/stored.toml");
/// How many cases there are.
const CASES: usize = 40;
/// The most that a count may be, as a share of what is stored, and the least, so that what was won is not lost
/// unseen.
const BETWEEN: [f64; 2] = [0.85, 1.1];

/// What is measured, one after the other, in one folder.
fn paths() -> Vec<(&'static str, Vec<String>)> {
    let id = first();
    let of = |words: &str| words.split(' ').map(|word| word.replace("ID", &id)).collect();
    vec![
        ("due, the first time", of("due")),
        ("due, after that", of("due")),
        ("list", of("list")),
        ("show", of("show ID")),
        ("explain", of("explain ID")),
        ("history", of("history ID")),
        ("contact", of("contact ID --mode phone --on 2026-11-17")),
    ]
}

/// How many millions of instructions a command takes.
fn count(place: &Path, words: &[String]) -> f64 {
    let notes = place.join("counted");
    let by = [
        "valgrind",
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        &format!("--log-file={}", notes.display()),
    ];
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = caseload(place, &by, &words).output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    let notes = fs::read_to_string(notes).unwrap();
    let counted =
        notes.lines().find_map(|line| line.split_once("Collected : ")).expect("a count").1;
    counted.trim().parse::<f64>().expect("a number") / 1e6
}

/// Ensures that nothing takes more than it did.
#[test]
fn nothing_takes_more_instructions_than_it_did() {
    if !can_call("valgrind", "how many instructions commands take") {
        return;
    }
    let place = folder(CASES);
    let counts: Vec<(&str, f64)> =
        paths().iter().map(|(name, words)| (*name, count(place.path(), words))).collect();
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        let lines = counts.iter().map(|(name, count)| format!("\"{name}\" = {count:.2}\n"));
        let head = "# Millions of instructions of the program as the tests build it, by instructions.rs.\n";
        fs::write(STORED, head.to_owned() + &lines.collect::<String>()).unwrap();
    }
    let stored: BTreeMap<String, f64> =
        toml::from_str(&fs::read_to_string(STORED).unwrap()).unwrap();
    let odd = counts.iter().filter_map(|(name, count)| {
        let ratio = count / stored[*name];
        let [least, most] = BETWEEN;
        (!(least..=most).contains(&ratio))
            .then(|| format!("{name}: {count:.2} millions, {ratio:.2} of what is stored"))
    });
    let odd: Vec<String> = odd.collect();
    assert!(odd.is_empty(), "{}", odd.join("\n"));
}
