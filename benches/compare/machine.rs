//! On what it was measured: machine and versions.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;

/// The programs that are compared, with what says their version.
const PROGRAMS: [(&str, &[&str]); 5] = [
    ("git", &["--version"]),
    ("remind", &["-h"]),
    ("ledger", &["--version"]),
    ("hledger", &["--version"]),
    ("task", &["--version"]),
];

/// Whether a program is there to be called by its name. Where it is not, that is said.
pub(crate) fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    if !found {
        println!("NOT COMPARED: `{program}` is not there");
    }
    found
}

/// What a reader has to know of it.
pub(crate) fn text(place: &Path) -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let memory = line_of("/proc/meminfo", "MemTotal")
        .and_then(|it| it.split(' ').next()?.parse::<u64>().ok());
    let gibibytes = memory.map_or(0, |kilobytes| kilobytes.div_ceil(1024 * 1024));
    let processor = line_of("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let versions: Vec<String> =
        PROGRAMS.iter().filter_map(|(name, words)| version(name, words)).collect();
    format!(
        "{cores} cores ({processor}), {gibibytes} GB, Linux {}, folders on {}; caseload {}, {}.\n",
        said("uname", &["-r"]).split('-').next().unwrap_or_default(),
        said("stat", &["-f", "-c", "%T", &place.display().to_string()]),
        env!("CARGO_PKG_VERSION"),
        versions.join(", "),
    )
}

/// What a file of the kernel's says behind a word.
fn line_of(file: &str, word: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(word))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// A program with the first number that looks like a version in what it says of itself.
fn version(name: &str, words: &[&str]) -> Option<String> {
    let said = said(name, words);
    let is_version =
        |word: &&str| word.starts_with(|it: char| it.is_ascii_digit()) && word.contains('.');
    let mut words = said.split(|it: char| it.is_whitespace() || it == ',');
    Some(format!("{name} {}", words.find(is_version)?.trim_end_matches('.')))
}

fn said(program: &str, words: &[&str]) -> String {
    let Ok(output) = Command::new(program).args(words).output() else { return String::new() };
    let both = [output.stdout, output.stderr].concat();
    String::from_utf8_lossy(&both).trim().to_owned()
}
