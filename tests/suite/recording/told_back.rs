//! That what the record tells is what was recorded: any sequence of operations, told again by the
//! history, by each commit, and by git.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::recording::office::{Office, is_toml, words};
use crate::recording::undoing::commands::some_command;
use crate::recording::{Dice, depth, seed};

/// How many sequences are drawn, and how much is recorded in each.
const SEQUENCES: usize = 2;
const RECORDED: usize = 14;

/// The files of a folder.
type Files = BTreeMap<String, Vec<u8>>;

/// Something that was recorded: what was typed, the commit, and the files as it left them.
struct Done {
    typed: String,
    commit: String,
    files: Files,
}

/// Ensures of any sequence that the history has each operation once, in order, with the cases that it
/// changed; that each commit has every file as it was then, to the byte; that a case's own history
/// has just the commits that changed its file; and that nothing is found wrong.
#[test]
fn any_sequence_is_told_as_it_was_recorded() {
    let seed = seed();
    for round in 0..SEQUENCES * depth() {
        let mut dice = Dice(seed + round as u64);
        let office = Office::with_cases().with_workers(&["priya", "morgan"]);
        let before = office.files();
        let done = work(&office, &mut dice);
        let told = || {
            let typed: Vec<&str> = done.iter().map(|it| it.typed.as_str()).collect();
            format!("CASELOAD_SEED={seed}, round {round}, after:\n{}", typed.join("\n"))
        };
        hold_history(&office, &before, &done, &told);
        hold_versions(&office, &done, &told);
        for command in [&["check"][..], &["verify"]] {
            let output = office.caseload("2027-04-01T09:00:00Z", command).output().unwrap();
            assert!(output.status.success(), "{}\n{}", words(&output), told());
        }
        assert_eq!(office.not_sound(), [""; 0], "{}", told());
    }
}

/// Carries out drawn commands, some of which are refused, and takes some of them back.
fn work(office: &Office, dice: &mut Dice) -> Vec<Done> {
    let mut done: Vec<Done> = Vec::new();
    let mut minute = 0;
    while done.len() < RECORDED {
        let typed = match dice.below(9) {
            0 => "undo".to_owned(),
            1 => "redo".to_owned(),
            _ => some_command(dice),
        };
        minute += 1;
        let now = format!("2027-03-01T{:02}:{:02}:00Z", 8 + minute / 60, minute % 60);
        let arguments: Vec<&str> = typed.split(' ').collect();
        let commits = office.commits();
        let mut command = office.caseload(&now, &arguments);
        command.env("EDITOR", format!("printf '\\n# typed at {minute}\\n' >>"));
        let output = command.output().unwrap();
        let is_recorded = office.commits() > commits;
        assert!(output.status.success() || !is_recorded, "{typed}: {}", words(&output));
        if is_recorded {
            done.push(Done { typed, commit: office.tip(), files: office.files() });
        }
    }
    done
}

/// The case files that differ between two states, by their ids.
fn changed(before: &Files, after: &Files) -> BTreeSet<String> {
    let names = before.keys().chain(after.keys()).filter(|name| is_toml(name));
    let names =
        names.filter(|name| name.starts_with("cases/") && before.get(*name) != after.get(*name));
    names
        .map(|name| name.rsplit('/').next().unwrap().trim_end_matches(".toml").to_owned())
        .collect()
}

fn steps(office: &Office, arguments: &[&str]) -> Vec<Value> {
    let output = office.done("", &[&["history"], arguments, &["--format", "json"]].concat());
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    json["steps"].as_array().unwrap().clone()
}

/// Ensures that the history has what was recorded, the newest first, and each case's its own.
fn hold_history(office: &Office, before: &Files, done: &[Done], told: &dyn Fn() -> String) {
    let steps_of_all = steps(office, &["--all"]);
    let mut of_case: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut earlier = before;
    for (at, recorded) in done.iter().enumerate() {
        let step = &steps_of_all[done.len() - 1 - at];
        assert_eq!(step["commit"], *recorded.commit, "{}", told());
        let cases = step["changes"].as_array().unwrap().iter().filter_map(|it| it["case"].as_str());
        let cases: BTreeSet<String> = cases.map(str::to_owned).collect();
        let meant = changed(earlier, &recorded.files);
        assert_eq!(cases, meant, "{step}\n{}", told());
        for case in meant {
            of_case.entry(case).or_default().push(recorded.commit.clone());
        }
        earlier = &recorded.files;
    }
    for (case, mut commits) in of_case {
        let Some(last) = done.last().filter(|it| changed(&it.files, &Files::new()).contains(&case))
        else {
            continue;
        };
        let own = steps(office, &[&case, "--all"]);
        let own = own.iter().map(|step| step["commit"].as_str().unwrap().to_owned());
        let own: Vec<String> = own.take(commits.len()).collect();
        commits.reverse();
        assert_eq!(own, commits, "{case} at {}\n{}", last.commit, told());
    }
}

/// Ensures that each commit has every file as it was then, and that the last one is what lies there.
fn hold_versions(office: &Office, done: &[Done], told: &dyn Fn() -> String) {
    for recorded in done {
        let listed = office.git_says(&["ls-tree", "-r", "--name-only", &recorded.commit]);
        let listed: Vec<&str> = listed.lines().collect();
        let names: Vec<&String> = recorded.files.keys().collect();
        assert_eq!(listed, names, "{}\n{}", recorded.typed, told());
        for (name, bytes) in &recorded.files {
            let version = office.git(&["show", &format!("{}:{name}", recorded.commit)]);
            assert!(version.stdout == *bytes, "{name} at {}\n{}", recorded.commit, told());
        }
    }
    let last = &done.last().unwrap().files;
    for (name, bytes) in last {
        assert!(fs::read(office.folder().join(name)).unwrap() == *bytes, "{name}\n{}", told());
    }
}
