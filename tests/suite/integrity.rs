//! Whether `verify` finds what was done to a record, and nothing where nothing was: real folders,
//! rewritten by git itself, signed by ssh and by OpenPGP.

mod kept;
mod nothing;
mod operations;
mod outside;
mod rewritten;
pub(crate) mod signed;
mod signers;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::recording::office::{Office, words};

/// A moment after all that is recorded in the folders here.
const NOW: &str = "2026-11-20T12:00:00Z";

/// Runs `verify`; gives the exit code and what it says as JSON.
pub(crate) fn verified(office: &Office, more: &[&str]) -> (i32, Value) {
    let mut arguments = vec!["verify", "--format", "json"];
    arguments.extend(more);
    let output = office.caseload(NOW, &arguments).output().unwrap();
    let said = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", words(&output)));
    (output.status.code().unwrap(), said)
}

/// The codes of what was found, but for notes.
fn found(office: &Office, more: &[&str]) -> Vec<String> {
    let (code, said) = verified(office, more);
    let findings = said["findings"].as_array().unwrap();
    let is_error = findings.iter().any(|it| it["severity"] == "error");
    assert_eq!(code, if is_error { 7 } else { 0 }, "{said:#}");
    assert_eq!(said["tampered"], is_error);
    let mut codes: Vec<String> = findings
        .iter()
        .filter(|it| it["severity"] != "note")
        .map(|it| it["code"].as_str().unwrap().to_owned())
        .collect();
    codes.dedup();
    codes
}

/// Runs git as somebody might who rewrites a folder, at a moment that repeats.
fn git(office: &Office, arguments: &[&str]) -> String {
    let mut command = office.through(&["git"], "", arguments);
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_DATE"), "2026-11-19T10:00:00Z");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?} {}", words(&output));
    String::from_utf8(output.stdout).unwrap()
}

/// Where the things are that are kept outside of folders.
fn state(office: &Office) -> PathBuf {
    office.home().join(".local/state/caseload")
}

/// The files in which they are kept.
pub(crate) fn state_files(office: &Office) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(state(office)) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|it| it == "json")).collect()
}

/// Takes away the receipts that are kept, and leaves the keys that were confirmed.
fn forget_receipts(office: &Office) {
    for path in state_files(office) {
        let mut kept: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        kept["receipts"] = Value::Array(Vec::new());
        fs::write(&path, kept.to_string()).unwrap();
    }
}

/// A contact, one minute after another.
fn contact(office: &Office, minute: usize, case: &str) {
    let now = format!("2026-11-17T10:{minute:02}:00Z");
    office.done(
        &now,
        &[
            "contact",
            case,
            "--mode",
            "phone",
            "--on",
            "2026-11-17",
            "--time",
            &format!("10:{minute:02}"),
        ],
    );
}

/// Rewrites the newest commits by git's own rebase: `script` is a program of sed for the list of what
/// is to be done, `editor` what a message goes through.
fn rebase(office: &Office, many: usize, script: &str, editor: &str) {
    let from = format!("HEAD~{many}");
    let output = office
        .through(&["git"], "", &["rebase", "--quiet", "--interactive", &from])
        .env("GIT_SEQUENCE_EDITOR", format!("sed -i '{script}'"))
        .env("GIT_EDITOR", editor)
        .env("GIT_COMMITTER_DATE", "2026-11-19T10:00:00Z")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", words(&output));
}
