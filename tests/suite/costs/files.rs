//! A command about one case opens the file of that case, and of no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::costs::{caseload, first, folder};
use crate::tools::can_call;

/// How many cases there are.
const CASES: usize = 12;

/// The cases whose files a command opens.
fn opened(place: &Path, words: &[&str]) -> BTreeSet<String> {
    let notes = place.join("opened");
    let by =
        ["strace", "-f", "-qq", "-e", "trace=open,openat,openat2", "-o", notes.to_str().unwrap()];
    let mut command = caseload(place, &by, words);
    if words[0] == "--" {
        // As a shell asks what could come next.
        command.env("CASELOAD_COMPLETE", "fish");
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    let notes = fs::read_to_string(notes).unwrap();
    let files = notes.lines().filter(|line| !line.contains("O_DIRECTORY"));
    let names = files.filter_map(|line| line.split('"').nth(1)?.rsplit('/').next());
    let ids = names.filter_map(|name| name.strip_suffix(".toml"));
    ids.filter(|id| id.starts_with("A-")).map(str::to_owned).collect()
}

/// Ensures that neither looking at a case nor recording something of it reads any other.
#[test]
fn what_concerns_one_case_opens_its_file_alone() {
    if !can_call("strace", "which files are opened") {
        return;
    }
    let (place, id) = (folder(CASES), first());
    for words in [
        &["show", &id][..],
        &["explain", &id],
        &["history", &id],
        &["contact", &id, "--mode", "phone", "--on", "2026-11-17"],
        &["correct", &id, "1", "note=seen"],
    ] {
        assert_eq!(opened(place.path(), words), BTreeSet::from([id.clone()]), "{words:?}");
    }
    assert_eq!(opened(place.path(), &["--", "caseload", "show", "A-"]), BTreeSet::new());
}

/// Ensures that a list of all of them does open all, so that the test above could fail.
#[test]
fn a_list_opens_every_file() {
    if can_call("strace", "which files are opened") {
        assert_eq!(opened(folder(CASES).path(), &["due"]).len(), CASES);
    }
}
