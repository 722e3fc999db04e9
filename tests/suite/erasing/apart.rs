//! What other machines, plain git and records that somebody made do to an erasure.

use std::fs;

use crate::erasing::{NOW, erase, left, machines, path};
use crate::recording::office::words;

const AS_X: [&str; 4] = ["-c", "user.name=x", "-c", "user.email=x@example.org"];

/// A record that somebody made, which names versions of another case as the erased one's own.
#[test]
fn a_record_takes_nothing_of_another_case() {
    let [first, second, _] = machines();
    let versions = first.git_says(&["log", "--format=%H", "--", "cases/2026/11/A-0001.toml"]);
    let blob = |commit: &str| {
        first.git_says(&["rev-parse", &format!("{commit}:cases/2026/11/A-0001.toml")])
    };
    let blobs: Vec<String> =
        versions.lines().map(|commit| format!("\"{}\"", blob(commit).trim())).collect();
    let place = second.folder().join("erasures/X-9999");
    fs::create_dir_all(&place).unwrap();
    let text = format!(
        "id = \"X-9999\"\non = 2026-11-30\nby = \"x\"\nreason = \"mistake\"\nclone = \"x\"\n\
         old-tip = \"{0}\"\nnew-tip = \"{0}\"\nformer = [{1}]\n",
        "0".repeat(40),
        blobs.join(", ")
    );
    fs::write(place.join("erased.toml"), text).unwrap();
    second.git_says(&["add", "erasures"]);
    second.git_says(&[&AS_X[..], &["commit", "-qm", "settings"]].concat());
    second.git_says(&["push", "--quiet", "origin", "main"]);
    let output = first.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    assert!(words(&output).contains("names versions of another case"), "{}", words(&output));
    assert!(first.case("A-0001").exists());
}

/// Somebody who was given the same id on another machine meanwhile is not erased unseen.
#[test]
fn another_person_under_the_same_id_is_not_erased() {
    let [first, second, _] = machines();
    second.done(NOW, &["refer", "C-0010", "--name", "Otherperson", "--on", "2026-11-30"]);
    first.done(NOW, &["refer", "C-0010", "--name", "Mistaken", "--on", "2026-11-30"]);
    first.done(NOW, &["erase", "C-0010", "--reason", "mistake", "--yes"]);
    first.done(NOW, &["sync"]);
    let output = second.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    assert!(words(&output).contains("caseload renumber C-0010"), "{}", words(&output));
    assert!(fs::read_to_string(second.case("C-0010")).unwrap().contains("Otherperson"));
}

/// What plain git brings back, a sync takes away again, on every machine.
#[test]
fn a_pull_by_git_brings_nothing_back_for_long() {
    let [first, second, _] = machines();
    second.done(NOW, &["note", "A-0002", "--note", "not sent", "--on", "2026-11-30"]);
    erase(&first);
    first.done(NOW, &["sync"]);
    second.git_says(&[&AS_X[..], &["pull", "--quiet", "--no-rebase", "--no-edit"]].concat());
    assert!(second.case("C-0007").exists());
    for office in [&second, &first, &second] {
        office.done(NOW, &["sync"]);
        assert_eq!(left(office), [""; 0]);
    }
    assert_eq!(first.tip(), second.tip());
    assert!(
        words(&first.caseload(NOW, &["show", "A-0002"]).output().unwrap()).contains("not sent")
    );
    // Where there is nobody to sync with, the same command again does it.
    let old = first.git_says(&["rev-list", "--max-parents=0", "HEAD"]);
    fs::write(first.case("C-0007"), "id = \"C-0007\"\nname = \"Quillfeather\"\n").unwrap();
    first.git_says(&["add", "cases"]);
    first.git_says(&[&AS_X[..], &["commit", "-qm", "back"]].concat());
    first.done(NOW, &["erase", "C-0007"]);
    assert_eq!(left(&first), [""; 0]);
    assert_eq!(first.git_says(&["rev-list", "--max-parents=0", "HEAD"]), old);
}

/// What a trial, or a sync that is refused, fetched of it goes too.
#[test]
fn what_is_only_fetched_goes_again() {
    let [first, second, _] = machines();
    erase(&first);
    first.done(NOW, &["sync", "--dry-run"]);
    assert_eq!(left(&first), [""; 0]);
    first.done(NOW, &["sync"]);
    first.git_says(&["--git-dir", path(&first.remote()), "branch", "old", "main"]);
    second.git_says(&["push", "--quiet", "--force", "origin", "main:old"]);
    first.done(NOW, &["sync"]);
    assert_eq!(left(&first), [""; 0]);
}

/// Where not everything is there, nothing is erased: what is sent in its place would lack the rest.
#[test]
fn a_clone_that_lacks_something_erases_nothing() {
    let [first, ..] = machines();
    let shallow = first.other_machine("Robin");
    fs::write(shallow.git_folder().join("shallow"), format!("{}\n", shallow.tip())).unwrap();
    let arguments = ["erase", "C-0007", "--reason", "request", "--yes"];
    let output = shallow.caseload(NOW, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", words(&output));
    assert!(words(&output).contains("does not have the whole history"), "{}", words(&output));
}

/// One that was refused before anything was erased leaves nothing behind that is in the way.
#[test]
fn an_erasure_that_was_refused_is_forgotten() {
    let [first, ..] = machines();
    let logs = fs::read_to_string(first.git_folder().join("logs/HEAD")).unwrap();
    fs::write(first.git_folder().join("index.lock"), "").unwrap();
    let arguments = ["erase", "C-0007", "--reason", "request", "--yes"];
    let output = first.caseload(NOW, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    fs::remove_file(first.git_folder().join("index.lock")).unwrap();
    let again = first.copy();
    first.done(NOW, &["sync"]);
    assert!(first.case("C-0007").exists());
    assert_eq!(fs::read_to_string(first.git_folder().join("logs/HEAD")).unwrap(), logs);
    // Or is begun again, after more was recorded.
    again.done(NOW, &["note", "A-0001", "--note", "between", "--on", "2026-11-30"]);
    again.done(NOW, &arguments);
    assert_eq!(left(&again), [""; 0]);
}
