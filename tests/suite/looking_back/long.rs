//! A long history: whatever a commit says of itself, it is told if it changed the case.

use git2::build::TreeUpdateBuilder;
use git2::{FileMode, Oid, Repository, Signature, Time};

use crate::chance::{Dice, seeds};
use crate::recording::office::Office;

/// How many commits there are: more than are looked at together at first, and than one core has to look at.
const COMMITS: usize = 700;
const CASE: &str = "A-0001";
/// Where its file may lie.
const MONTHS: [&str; 3] = ["2026/10", "2026/11", "2026/12"];

/// Where the file of the case lies, and its text while it is there.
struct Case {
    path: String,
    text: String,
    is_there: bool,
}

/// A commit upon another one, which says that it is of somebody else.
fn commit(
    repository: &Repository,
    upon: Oid,
    change: &mut TreeUpdateBuilder,
    number: usize,
) -> Oid {
    let upon = repository.find_commit(upon).unwrap();
    let tree = change.create_updated(repository, &upon.tree().unwrap()).unwrap();
    let seconds = 1_795_600_000 + 60 * i64::try_from(number).unwrap();
    let who = Signature::new("Alex", "alex@example.org", &Time::new(seconds, 0)).unwrap();
    let message = format!("A-0002: note 2026-11-16\n\nCase: A-0002\nOperation: {number:012x}\n");
    let tree = repository.find_tree(tree).unwrap();
    repository.commit(Some("HEAD"), &who, &who, &message, &tree, &[&upon]).unwrap()
}

/// Puts so many commits upon the newest one; says which of them changed the case.
fn go_on(repository: &Repository, dice: &mut Dice) -> Vec<String> {
    let path = |month: &str, id: &str| format!("cases/{month}/{id}.toml");
    let mut tip = repository.head().unwrap().peel_to_commit().unwrap();
    let other = path(MONTHS[1], "A-0002");
    let read = |path: &str| {
        let entry = tip.tree().unwrap().get_path(std::path::Path::new(path)).unwrap();
        let blob = repository.find_blob(entry.id()).unwrap();
        String::from_utf8(blob.content().to_vec()).unwrap()
    };
    let own = path(MONTHS[1], CASE);
    let mut case = Case { text: read(&own), path: own, is_there: true };
    let others = read(&other);
    let put = |change: &mut TreeUpdateBuilder, path: &str, text: &str| {
        let blob = repository.blob(text.as_bytes()).unwrap();
        change.upsert(path, blob, FileMode::Blob);
    };
    let mut changed = Vec::new();
    for number in 0..COMMITS {
        let mut change = TreeUpdateBuilder::new();
        put(&mut change, &other, &format!("{others}# {number}\n"));
        let is_last = number + 1 == COMMITS;
        let concerns_it = dice.one_in(20) || is_last;
        // At the end it is there: what is known of its places begins there.
        if concerns_it && case.is_there && !is_last && dice.one_in(5) {
            change.remove(&case.path);
            case.is_there = false;
        } else if concerns_it {
            let month = MONTHS[dice.place(MONTHS.len())];
            // Where it comes back is where it lay.
            if case.is_there && case.path != path(month, CASE) {
                change.remove(&case.path);
                case.path = path(month, CASE);
            }
            case.text += &format!("# {number}\n");
            case.is_there = true;
            put(&mut change, &case.path, &case.text);
        }
        let made = commit(repository, tip.id(), &mut change, number);
        tip = repository.find_commit(made).unwrap();
        if concerns_it {
            changed.push(made.to_string());
        }
    }
    changed.reverse();
    changed
}

/// Ensures that the commits which are looked at ahead, on several cores, are told as if each was looked at in
/// its turn: also where it is only learned meanwhile where the file of the case lay before.
#[test]
fn every_change_of_a_case_is_told_however_many_commits_there_are() {
    for seed in seeds(3) {
        let office = Office::with_cases();
        let repository = Repository::open(office.folder()).unwrap();
        let expected = go_on(&repository, &mut Dice(seed));
        office.git_says(&["reset", "--quiet", "--hard"]);
        let told = office.done("", &["history", CASE, "--format", "json"]).stdout;
        let told: serde_json::Value = serde_json::from_slice(&told).unwrap();
        let steps = told["steps"].as_array().unwrap();
        let commits = steps.iter().map(|step| step["commit"].as_str().unwrap().to_owned());
        let found: Vec<String> = commits.take(expected.len()).collect();
        assert_eq!(found, expected, "CASELOAD_SEED={seed}");
    }
}
