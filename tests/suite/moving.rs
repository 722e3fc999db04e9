//! Moving in and out: sheets imported as cases and entries, and everything exported again.

mod carried;
mod entries;
mod mapped;
mod people;
mod places;
mod refused;
mod workbook;

use std::fs;
use std::path::PathBuf;
use std::process::Output;

use crate::recording::office::{Office, words};

/// A moment after everything that the sheets here hold.
const NOW: &str = "2026-11-20T12:00:00Z";

/// Writes a file into the home of whoever works in the folder.
fn sheet(office: &Office, name: &str, text: &str) -> PathBuf {
    let path = office.home().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Runs `import` with a sheet of that text, under a mapping if there is one.
fn import(office: &Office, rows: &str, mapping: &str, more: &[&str]) -> Output {
    let rows = sheet(office, "rows.csv", rows);
    let mut arguments = vec!["import", rows.to_str().unwrap()];
    let mapping = Some(mapping).filter(|mapping| !mapping.is_empty());
    let mapping = mapping.map(|mapping| sheet(office, "mapping.toml", mapping));
    if let Some(mapping) = &mapping {
        arguments.extend(["--mapping", mapping.to_str().unwrap()]);
    }
    if !more.contains(&"--format") {
        arguments.extend(["--format", "plain"]);
    }
    arguments.extend(more);
    office.caseload(NOW, &arguments).output().unwrap()
}

/// The same, which must succeed; gives what it says on one line.
fn imported(office: &Office, rows: &str, mapping: &str) -> String {
    let output = import(office, rows, mapping, &["--yes"]);
    assert!(output.status.success(), "{}", words(&output));
    on_one_line(&output)
}

/// What a run says, its lines joined.
fn on_one_line(output: &Output) -> String {
    words(output).split_whitespace().collect::<Vec<_>>().join(" ")
}
