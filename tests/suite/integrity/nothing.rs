//! `verify` and `trust` where there is no record to look at, or it is not known which: each message.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::integrity::{NOW, git, state};
use crate::recording::office::{Office, words};

const COMMANDS: [&[&str]; 4] =
    [&["verify"], &["verify", "--receipt"], &["trust"], &["trust", "--forget"]];

fn refused(office: &Office, folder: &Path, code: i32, expected: [&str; 2]) {
    for command in COMMANDS {
        let arguments = [&["--cases", folder.to_str().unwrap()], command].concat();
        let output = office.caseload(NOW, &arguments).output().unwrap();
        let said = words(&output);
        assert_eq!(output.status.code(), Some(code), "{command:?}: {said}");
        assert!(expected.iter().all(|words| said.contains(words)), "{command:?}: {said}");
        assert!(output.stdout.is_empty(), "{said}");
    }
    assert!(!state(office).exists(), "something was kept");
}

fn folder(office: &Office, name: &str) -> PathBuf {
    let folder = office.home().join(name);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("caseload.toml"), "").unwrap();
    folder
}

fn git_in(office: &Office, folder: &Path, arguments: &[&str]) {
    git(office, &[&["-C", folder.to_str().unwrap()], arguments].concat());
}

/// Ensures that where nothing is recorded, that is said in the words of one who looks.
#[test]
fn where_nothing_is_recorded_that_is_said() {
    let office = Office::with_cases();
    let none = [
        "nothing is recorded here: the folder is not the root of a git repository of its own",
        "go to the folder in which you record; or `caseload init` in this one begins to",
    ];
    refused(&office, &folder(&office, "plain"), 5, none);
    let within = folder(&office, "outer").join("within");
    git_in(&office, &office.home().join("outer"), &["init", "--quiet"]);
    fs::create_dir(&within).unwrap();
    fs::write(within.join("caseload.toml"), "").unwrap();
    refused(&office, &within, 5, none);
    let empty = folder(&office, "empty");
    git_in(&office, &empty, &["init", "--quiet"]);
    refused(&office, &empty, 1, ["nothing is recorded here yet", "`caseload init` in this folder"]);
}

/// Ensures that a remote, which has no files, is said to be one.
#[test]
fn a_bare_repository_is_said_to_be_one() {
    let office = Office::with_cases();
    let bare = office.home().join("bare");
    git(&office, &["clone", "--quiet", "--bare", ".", bare.to_str().unwrap()]);
    let expected =
        ["is a bare git repository, as a remote is", "`caseload clone` makes a folder of it"];
    refused(&office, &bare, 6, expected);
    fs::write(bare.join("caseload.toml"), "").unwrap();
    refused(&office, &bare, 5, expected);
}

/// Ensures that where HEAD names no branch nobody guesses which record is meant.
#[test]
fn a_single_commit_is_no_record() {
    let office = Office::with_cases();
    git(&office, &["checkout", "--quiet", "--detach"]);
    let expected = ["the folder stands on a single commit, not on a branch", "git switch"];
    refused(&office, &office.folder(), 5, expected);
}

/// Ensures that a folder that git alone kept is looked at, and said to be by git.
#[test]
fn a_folder_that_git_alone_kept_is_looked_at() {
    let office = Office::with_cases();
    let plain = folder(&office, "by-git");
    git_in(&office, &plain, &["init", "--quiet"]);
    git_in(&office, &plain, &["add", "."]);
    let identity = ["-c", "user.name=Alex", "-c", "user.email=alex@example.org"];
    git_in(&office, &plain, &[&identity[..], &["commit", "--quiet", "-m", "by git"]].concat());
    let of_it = ["--cases", plain.to_str().unwrap()];
    let output = office.done(NOW, &[&of_it, &["verify", "--format", "json"][..]].concat());
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&said["tampered"], &said["findings"][0]["code"]),
        (&false.into(), &"by-git".into())
    );
    let output = office.caseload(NOW, &[&of_it, &["trust"][..]].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("names no signers"), "{}", words(&output));
}

/// Ensures that the keys of JSON are there whatever is found, or done.
#[test]
fn the_keys_of_json_are_always_there() {
    let office = Office::with_cases();
    let keys = |arguments: &[&str]| -> Vec<String> {
        let output = office.caseload(NOW, &[arguments, &["--format", "json"]].concat()).output();
        let said: Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
        said.as_object().unwrap().keys().cloned().collect()
    };
    let expected = [
        "schema",
        "revision",
        "today",
        "tampered",
        "checked",
        "not_checked",
        "findings",
        "edited",
        "notes",
        "kept_receipts",
        "given_up",
        "receipt",
    ];
    assert_eq!(keys(&["verify"]), expected);
    assert_eq!(keys(&["verify", "--receipt", "--since", "2026-11-16"]), expected);
    git(&office, &["reset", "--quiet", "--hard", "HEAD~"]);
    assert_eq!(keys(&["verify"]), expected);
    assert_eq!(keys(&["verify", "--accept-rewritten", "--no-receipt"]), expected);
    let of_trust = ["schema", "revision", "state", "confirmed_at", "confirmed_on", "keys"];
    assert_eq!(keys(&["trust", "--forget"]), of_trust);
}
