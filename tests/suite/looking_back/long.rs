//! A long history: whatever a commit says of itself, it is told if it changed the case.

use std::fs;
use std::path::Path;
use std::process::Output;

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, Oid, Repository, Signature, Time};

use crate::chance::{Dice, seeds};
use crate::recording::office::{Office, words};

/// How many commits there are: more than are looked at together at first, and than one core has to look at.
const COMMITS: usize = 700;
/// For how many of them the file stays where it is, so that there is something to be learned all the way.
const STAY: usize = 60;
const CASE: &str = "A-0001";
const NOW: &str = "2027-01-10T10:00:00Z";
/// When the first of them is made, an hour before the next one: 2026-11-25, in seconds since 1970.
const BEGUN: i64 = 1_795_600_000;

/// A commit of so many, upon the newest one.
fn commit(
    repository: &Repository,
    number: usize,
    change: &mut TreeUpdateBuilder,
    said: &str,
) -> Oid {
    let upon = repository.head().unwrap().peel_to_commit().unwrap();
    let tree = change.create_updated(repository, &upon.tree().unwrap()).unwrap();
    let tree = repository.find_tree(tree).unwrap();
    let seconds = BEGUN + 3600 * i64::try_from(number).unwrap();
    let who = Signature::new("Alex", "alex@example.org", &Time::new(seconds, 0)).unwrap();
    let message = format!("{said}\nOperation: {number:012x}\n");
    repository.commit(Some("HEAD"), &who, &who, &message, &tree, &[&upon]).unwrap()
}

/// Puts commits upon the newest one, nearly all of which say that they are of somebody else; gives those that
/// are to be told of the case, the newest first.
fn go_on(repository: &Repository, dice: &mut Dice) -> Vec<String> {
    let path = |month: usize, id: &str| format!("cases/2026/{month:02}/{id}.toml");
    let read = |path: &str| {
        let tree = repository.head().unwrap().peel_to_tree().unwrap();
        let blob = repository.find_blob(tree.get_path(Path::new(path)).unwrap().id()).unwrap();
        String::from_utf8(blob.content().to_vec()).unwrap()
    };
    let (mut own, other) = (path(11, CASE), path(11, "A-0002"));
    let (mut text, others) = (read(&own), read(&other));
    let mut is_there = true;
    let mut told = Vec::new();
    for number in 0..COMMITS {
        let mut change = TreeUpdateBuilder::new();
        let mut put = |path: &str, text: &str| {
            let blob = repository.blob(text.as_bytes()).unwrap();
            change.upsert(path, blob, FileMode::Blob);
        };
        put(&other, &format!("{others}# {number}\n"));
        let mut said = "A-0002: note 2026-11-16\n\nCase: A-0002".to_owned();
        let is_last = number + 1 == COMMITS;
        let concerns_it = dice.one_in(20) || is_last;
        let place = path(1 + number / STAY, CASE);
        // At the end it is there, since what is known of its places begins there; and where it comes back is
        // where it lay.
        if concerns_it && is_there && !is_last && dice.one_in(5) {
            change.remove(&own);
            is_there = false;
        } else if concerns_it || is_there && own != place {
            text += &format!("# {number}\n");
            if is_there && own != place {
                put(&place, &text);
                change.remove(&own);
                own = place;
            } else {
                put(&own, &text);
            }
            is_there = true;
        } else if dice.one_in(30) {
            said = format!("{CASE}: pack given out\n\nCase: {CASE}");
        } else {
            commit(repository, number, &mut change, &said);
            continue;
        }
        told.push(commit(repository, number, &mut change, &said).to_string());
    }
    told.reverse();
    told
}

fn history(office: &Office, cores: &str, more: &[&str]) -> Output {
    let arguments = [&["history", CASE, "--format", "json"], more].concat();
    office.caseload(NOW, &arguments).env("RAYON_NUM_THREADS", cores).output().unwrap()
}

/// The commits that a history tells of.
fn told(output: &Output) -> Vec<String> {
    assert!(output.status.success(), "{}", words(output));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let commits = told["steps"].as_array().unwrap().iter().map(|step| step["commit"].as_str());
    commits.map(|commit| commit.unwrap().to_owned()).collect()
}

/// Ensures that the commits which are looked at ahead, on one core and on several, are told as if each was
/// looked at in its turn: also where it is only learned meanwhile where the file of the case lay before.
#[test]
fn every_change_of_a_case_is_told_however_many_commits_there_are() {
    for seed in seeds(3) {
        let office = Office::with_cases();
        let before = told(&history(&office, "1", &[]));
        let repository = Repository::open(office.folder()).unwrap();
        let mut expected = go_on(&repository, &mut Dice(seed));
        expected.extend(before);
        office.git_says(&["reset", "--quiet", "--hard"]);
        for cores in ["1", "4"] {
            let found = told(&history(&office, cores, &[]));
            assert_eq!(found, expected, "{cores} cores, CASELOAD_SEED={seed}");
        }
    }
}

/// Ensures that a commit which cannot be read keeps nobody from what was recorded since.
#[test]
fn what_is_newer_than_what_is_damaged_is_told() {
    let office = Office::with_cases();
    let repository = Repository::open(office.folder()).unwrap();
    let all = go_on(&repository, &mut Dice(1));
    office.git_says(&["reset", "--quiet", "--hard"]);
    let damaged = office.git_says(&["rev-parse", "HEAD~150"]);
    let (folder, name) = damaged.trim().split_at(2);
    fs::remove_file(office.git_folder().join("objects").join(folder).join(name)).unwrap();
    for cores in ["1", "4"] {
        let found = told(&history(&office, cores, &["--since", "2026-12-22"]));
        assert!(!found.is_empty() && all.starts_with(&found), "{found:?}\n{all:?}");
        let output = history(&office, cores, &[]);
        assert!(!output.status.success(), "{}", words(&output));
        let said = words(&output);
        assert!(said.contains("git cannot read the history") && said.contains("fsck"), "{said}");
    }
}
