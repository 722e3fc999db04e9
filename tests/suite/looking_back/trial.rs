//! Random reports of a folder on which three people work apart, each made again to the byte when all
//! is over, by somebody who has a clone.
//!
//! `CASELOAD_DEPTH=4 cargo test looking_back::trial` takes 1,000 operations.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use serde_json::Value;

use crate::recording::office::{Office, words};
use crate::recording::{depth, seed};
use crate::syncing::work::Machines;

/// How many operations there are at the light depth, and how many reports are printed.
const OPERATIONS: usize = 250;
const REPORTS: usize = 50;

/// What is printed: a word in brackets is another one each time.
const KINDS: [&str; 16] = [
    "due --format json",
    "due --within 8w --by worker",
    "due --worker <worker> --format csv",
    "due --severity must --format html --restricted",
    "due --sort do_by --columns case,title,do_by",
    "due --format xlsx",
    "list --format json",
    "list --by worker",
    "audit --format csv",
    "audit <case> --format json",
    "show <case> --all",
    "explain <case>",
    "review --format html",
    "performance --by worker --format json",
    "forecast --weeks 6 --format plain",
    "report <case> --format html",
];

/// A report as it was printed.
struct PrintedThen {
    commit: String,
    arguments: Vec<String>,
    page: Vec<u8>,
    code: Option<i32>,
}

#[test]
fn fifty_reports_of_the_past_are_made_again_to_the_byte() {
    let seed = seed();
    let mut machines = Machines::new(seed);
    let operations = OPERATIONS * depth().min(4);
    let mut printed = Vec::new();
    for step in 0..operations {
        let at = machines.some();
        machines.work(at);
        if machines.dice.below(12) == 0 {
            machines.all[at].done("", &["sync"]);
        }
        // Spread over the whole.
        if step * REPORTS / operations < (step + 1) * REPORTS / operations {
            printed.push(print(&mut machines, at));
        }
    }
    for at in [0, 1, 2, 0, 1, 2] {
        machines.all[at].done("", &["sync"]);
    }
    assert_eq!(printed.len(), REPORTS);
    // One at least is of the line, whatever the dice had.
    printed.push(print(&mut machines, 0));
    let clone = machines.all[0].other_machine("Jo");
    let line = moments_of_the_line(&clone);
    let mut by_moment = 0;
    for then in &printed {
        let mut ways = vec![then.commit.clone()];
        ways.extend(line.get(&then.commit).cloned());
        by_moment += ways.len() - 1;
        for at in ways {
            let (page, code) = made(&clone, &then.arguments, Some(&at));
            let what = format!("{:?} --at {at} CASELOAD_SEED={seed}", then.arguments);
            assert!(page == then.page, "{what}: {}", String::from_utf8_lossy(&page));
            assert_eq!(code, then.code, "{what}");
        }
    }
    assert!(by_moment > 0, "no report was of the line CASELOAD_SEED={seed}");
    let merges = clone.git_says(&["rev-list", "--merges", "--count", "HEAD"]);
    assert!(merges.trim().parse::<usize>().unwrap() > 2, "{merges} CASELOAD_SEED={seed}");
    the_history_of_a_case_is_whole(&clone, seed);
}

/// Prints a random report of a random day on a machine.
fn print(machines: &mut Machines, at: usize) -> PrintedThen {
    let kind = machines.pick(&KINDS);
    let worker = machines.pick(&["alex", "priya", "robin"]);
    let case = machines.pick(&["A-0001", "A-0002"]);
    let day = i64::try_from(machines.dice.below(300)).unwrap();
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let mut arguments: Vec<String> = kind
        .split(' ')
        .map(|word| word.replace("<worker>", worker).replace("<case>", case))
        .collect();
    arguments.extend(["--today".to_owned(), (first + chrono::TimeDelta::days(day)).to_string()]);
    let machine = &machines.all[at];
    let commit = machine.tip();
    let (page, code) = made(machine, &arguments, None);
    PrintedThen { commit, arguments, page, code }
}

/// The page that a command prints, and how it ends.
fn made(office: &Office, arguments: &[String], at: Option<&str>) -> (Vec<u8>, Option<i32>) {
    let mut words_typed: Vec<&str> = arguments.iter().map(String::as_str).collect();
    words_typed.extend(at.into_iter().flat_map(|at| ["--at", at]));
    let output = office.caseload("", &words_typed).output().unwrap();
    let code = output.status.code();
    // A worker whom no case has yet is refused, as then.
    assert!(matches!(code, Some(0 | 1)), "{words_typed:?}: {}", words(&output));
    (output.stdout, code)
}

/// The commits of the line of first parents that are the newest of their second, with that second.
fn moments_of_the_line(clone: &Office) -> BTreeMap<String, String> {
    let listed = clone.git_says(&["log", "--first-parent", "--format=%H %ct", "HEAD"]);
    let commits: Vec<(&str, i64)> = listed
        .lines()
        .map(|line| {
            let (commit, seconds) = line.split_once(' ').unwrap();
            (commit, seconds.parse().unwrap())
        })
        .collect();
    let mut youngest_after = i64::MAX;
    let mut moments = BTreeMap::new();
    for (commit, seconds) in commits {
        if seconds < youngest_after {
            let moment = DateTime::from_timestamp(seconds, 0).unwrap().to_rfc3339();
            moments.insert(commit.to_owned(), moment);
        }
        youngest_after = youngest_after.min(seconds);
    }
    moments
}

/// Ensures that the history of each case tells what the history of the whole folder tells of it, and
/// that nothing is told before what was recorded upon it.
fn the_history_of_a_case_is_whole(clone: &Office, seed: u64) {
    let told = |words: &[&str]| -> Vec<Value> {
        let output = clone.done("", &[words, &["--format", "json"]].concat());
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        json["steps"].as_array().unwrap().clone()
    };
    let commit_of = |step: &Value| step["commit"].as_str().unwrap().to_owned();
    let whole = told(&["history", "--all"]);
    let mut of_case: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for step in &whole {
        let changes = step["changes"].as_array().unwrap();
        let cases: BTreeSet<&str> = changes.iter().filter_map(|it| it["case"].as_str()).collect();
        for case in cases {
            of_case.entry(case.to_owned()).or_default().push(commit_of(step));
        }
    }
    assert!(of_case.len() > 5, "CASELOAD_SEED={seed}");
    for (case, commits) in &of_case {
        let own: Vec<String> = told(&["history", case]).iter().map(commit_of).collect();
        let own: Vec<&String> = own.iter().filter(|it| commits.contains(it)).collect();
        let commits: Vec<&String> = commits.iter().collect();
        assert_eq!(own, commits, "{case} CASELOAD_SEED={seed}");
    }
    let place: BTreeMap<String, usize> =
        whole.iter().enumerate().map(|(place, step)| (commit_of(step), place)).collect();
    for line in clone.git_says(&["rev-list", "--parents", "HEAD"]).lines() {
        let mut commits = line.split(' ');
        let Some(child) = commits.next().and_then(|child| place.get(child)) else { continue };
        for parent in commits.filter_map(|parent| place.get(parent)) {
            assert!(child < parent, "{line} CASELOAD_SEED={seed}");
        }
    }
}
