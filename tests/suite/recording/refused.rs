//! A repository that is damaged, or in the middle of something: nothing is recorded then, and the
//! hint says what helps.

use std::fs;

use crate::recording::lock::refused;
use crate::recording::office::Office;
use crate::recording::scenario::{self, NOW, WORD};

/// Ensures that an index which cannot be read whole is an error, never an empty one, and that the
/// hint helps.
#[test]
fn a_damaged_index_is_never_an_empty_one() {
    let office = Office::with_cases();
    let place = office.git_folder().join("index");
    let whole = fs::read(&place).unwrap();
    let middle = whole.len() / 2;
    let mut flipped = whole.clone();
    flipped[middle] ^= 0x40;
    let mut counted = whole.clone();
    counted[11] = 0;
    for damaged in [&[][..], b"garbage", &whole[..12], &whole[..middle], &flipped, &counted] {
        fs::write(&place, damaged).unwrap();
        refused(&office, 5, "take that file away, then `git reset`");
    }
    fs::remove_file(&place).unwrap();
    office.git_says(&["reset"]);
    office.done(NOW, scenario::contact().arguments);
    assert_eq!(office.recorded(WORD), 1);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that an index which is not there at all is made anew from what is recorded.
#[test]
fn a_missing_index_is_made_anew() {
    let office = Office::with_cases();
    fs::remove_file(office.git_folder().join("index")).unwrap();
    office.done(NOW, scenario::contact().arguments);
    assert_eq!(office.recorded(WORD), 1);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that one does not record on a commit that no branch holds.
#[test]
fn nothing_is_recorded_without_a_branch() {
    let office = Office::with_cases();
    office.git_says(&["switch", "--quiet", "--detach"]);
    refused(&office, 5, "git switch main");
    office.git_says(&["switch", "--quiet", "main"]);
    office.done(NOW, scenario::contact().arguments);
}

/// Ensures that nothing is recorded while git is in the middle of something, and that the hint
/// leads out of it.
#[test]
fn nothing_is_recorded_in_the_middle_of_something() {
    let begun = with_two_branches();
    for (arguments, out) in [
        (&["merge", "other"][..], "git merge --abort"),
        (&["rebase", "other"], "git rebase --abort"),
        (&["rebase", "--apply", "other"], "git rebase --abort"),
        (&["cherry-pick", "other"], "git cherry-pick --abort"),
        (&["revert", "HEAD~1"], "git revert --abort"),
    ] {
        let office = begun.copy();
        assert!(!office.git_alone(arguments).status.success(), "{arguments:?} meets a conflict");
        refused(&office, 5, out);
        let words: Vec<&str> = out.split(' ').skip(1).collect();
        office.git_says(&words);
        office.done(NOW, scenario::contact().arguments);
        assert_eq!(office.recorded(WORD), 1, "{arguments:?}");
        assert_eq!(office.not_sound(), [""; 0]);
    }
}

/// Ensures that a conflict which waits in the index alone is refused too.
#[test]
fn nothing_is_recorded_beside_a_conflict() {
    let office = with_two_branches();
    assert!(!office.git_alone(&["merge", "other"]).status.success());
    fs::remove_file(office.git_folder().join("MERGE_HEAD")).unwrap();
    refused(&office, 7, "waits to be finished");
}

/// A folder in which a line of a case reads differently on two branches, and was changed since.
fn with_two_branches() -> Office {
    let office = Office::with_cases();
    let place = office.folder().join("cases/2026/11/A-0002.toml");
    let whole = fs::read_to_string(&place).unwrap();
    let say = |name: &str| {
        fs::write(&place, format!("{whole}name = \"{name}\"\n")).unwrap();
        office.git_says(&["commit", "--quiet", "--all", "--message", name]);
    };
    office.git_says(&["switch", "--quiet", "--create", "other"]);
    say("Brook");
    office.git_says(&["switch", "--quiet", "main"]);
    say("Mill");
    say("Lane");
    office
}
