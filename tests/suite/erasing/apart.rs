//! What other machines, plain git and records that somebody made do to an erasure.

use std::fs;

use crate::erasing::{NOW, erase, left, machines, path, plain};
use crate::recording::office::{Office, words};

const AS_X: [&str; 4] = ["-c", "user.name=x", "-c", "user.email=x@example.org"];

/// What a commit is known by in a record: its operation, and its moment.
fn act(office: &Office, commit: &str) -> String {
    let format = "--format=%(trailers:key=Operation,valueonly,separator=)@%at";
    office.git_says(&["show", "-s", format, commit]).trim().to_owned()
}

/// A record that somebody made, which is about another case.
#[test]
fn a_record_takes_nothing_of_another_case() {
    let [first, second, _] = machines();
    let versions = first.git_says(&["log", "--format=%H", "--", "cases/2026/11/A-0001.toml"]);
    let began = versions.lines().last().unwrap();
    let blob = first.git_says(&["rev-parse", &format!("{began}:cases/2026/11/A-0001.toml")]);
    for (id, tip, expected) in [
        ("X-9999", "0".repeat(40), "the same case is A-0001 here"),
        ("A-0001", began.to_owned(), "says more than that of the history"),
    ] {
        let second = second.copy();
        let place = second.folder().join("erasures").join(id);
        fs::create_dir_all(&place).unwrap();
        let text = format!(
            "id = \"{id}\"\non = 2026-11-30\nby = \"x\"\nreason = \"mistake\"\nclone = \"x\"\n\
             old-tip = \"{tip}\"\nnew-tip = \"{}\"\nbegan = [\"A-0001 {} {}\"]\n",
            "0".repeat(40),
            blob.trim(),
            act(&first, began)
        );
        fs::write(place.join("erased.toml"), text).unwrap();
        second.git_says(&["add", "erasures"]);
        second.git_says(&[&AS_X[..], &["commit", "-qm", "settings"]].concat());
        second.git_says(&["push", "--quiet", "--force", "origin", "main"]);
        let first = first.copy();
        let output = first.caseload(NOW, &["sync", "--accept-rewritten"]).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{}", words(&output));
        assert!(words(&output).contains(expected), "{}", words(&output));
        assert!(first.case("A-0001").exists());
        if id == "X-9999" {
            // As the message says.
            let said = plain(&output);
            assert!(said.contains("git pull, git rm -r erasures/X-9999, git commit"), "{said}");
            first.git_says(&["pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main"]);
            let said = plain(&first.caseload(NOW, &["sync"]).output().unwrap());
            assert!(said.contains("meant it: git rm -r erasures/X-9999, git commit"), "{said}");
            first.git_says(&["rm", "-rq", "erasures/X-9999"]);
            first.git_says(&[&AS_X[..], &["commit", "-qm", "not meant"]].concat());
            first.done(NOW, &["sync"]);
            assert!(first.case("A-0001").exists());
        }
    }
}

/// The same record that came by plain git, past every sync: it erases nothing, of a branch or of others,
/// until a sync has looked at it; and one that tells the truth is gone by.
#[test]
fn a_record_that_came_by_git_is_looked_at() {
    let [first, second, third] = machines();
    let versions = first.git_says(&["log", "--format=%H", "--", "cases/2026/11/A-0001.toml"]);
    let began = versions.lines().last().unwrap();
    let blob = first.git_says(&["rev-parse", &format!("{began}:cases/2026/11/A-0001.toml")]);
    let place = second.folder().join("erasures/A-0001");
    fs::create_dir_all(&place).unwrap();
    let text = format!(
        "id = \"A-0001\"\non = 2026-11-30\nby = \"x\"\nreason = \"mistake\"\nclone = \"x\"\n\
         old-tip = \"{began}\"\nnew-tip = \"{}\"\nbegan = [\"A-0001 {} {}\"]\n",
        "0".repeat(40),
        blob.trim(),
        act(&first, began)
    );
    fs::write(place.join("erased.toml"), text).unwrap();
    second.git_says(&["add", "erasures"]);
    second.git_says(&[&AS_X[..], &["commit", "-qm", "settings"]].concat());
    second.git_says(&["push", "--quiet", "origin", "main"]);
    first.git_says(&["branch", "aside"]);
    let aside = first.git_says(&["rev-parse", "aside"]);
    first.git_says(&["pull", "--quiet", "--no-rebase", "--no-edit", "origin", "main"]);
    for _ in 0..2 {
        let output = first.caseload(NOW, &["sync"]).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{}", words(&output));
        let said = plain(&output);
        assert!(said.contains("says more than that of the history"), "{said}");
        assert!(said.contains("git rm -r erasures/A-0001"), "{said}");
        assert!(first.case("A-0001").exists());
    }
    // Nor by an erasure of somebody else's.
    let other = first.copy();
    erase(&other);
    assert!(other.case("A-0001").exists());
    assert_ne!(other.git_says(&["rev-parse", "aside"]), aside, "without the other one");
    other.git_says(&["cat-file", "-e", "aside:cases/2026/11/A-0001.toml"]);
    assert_eq!(left(&other), [""; 0]);
    // As the message says.
    first.git_says(&["rm", "-rq", "erasures/A-0001"]);
    first.git_says(&[&AS_X[..], &["commit", "-qm", "not meant"]].concat());
    first.done(NOW, &["sync"]);
    erase(&first);
    first.done(NOW, &["sync"]);
    // The record of the other one is true: whoever has it by plain git goes by it, and confirms.
    third.git_says(&[&AS_X[..], &["pull", "--quiet", "--no-rebase", "--no-edit"]].concat());
    assert!(third.case("A-0001").exists());
    third.done(NOW, &["sync"]);
    assert_eq!(left(&third), [""; 0]);
    assert!(third.case("A-0001").exists());
    let listed = plain(&third.caseload(NOW, &["erase"]).output().unwrap());
    assert!(listed.contains("robin"), "{listed}");
}

/// What was told, and could not be confirmed yet, is not forgotten with another erasure that is refused.
#[test]
fn what_is_to_be_confirmed_outlives_an_erasure_that_is_refused() {
    let [first, second, _] = machines();
    first.done(NOW, &["refer", "C-0020", "--name", "Kim", "--on", "2026-11-30"]);
    second.done(NOW, &["refer", "C-0020", "--name", "Jo", "--on", "2026-11-30"]);
    erase(&first);
    first.done(NOW, &["sync"]);
    // It is erased, and then the rest cannot come in.
    let output = second.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    assert_eq!(left(&second), [""; 0]);
    fs::write(second.git_folder().join("index.lock"), "").unwrap();
    let arguments = ["erase", "A-0002", "--reason", "mistake", "--yes"];
    let output = second.caseload(NOW, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    fs::remove_file(second.git_folder().join("index.lock")).unwrap();
    second.done(NOW, &["renumber", "C-0020", "C-0021", "--yes"]);
    second.done(NOW, &["sync"]);
    assert!(second.case("A-0002").exists());
    let listed = plain(&second.caseload(NOW, &["erase"]).output().unwrap());
    assert!(listed.contains("priya"), "{listed}");
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
    first.done(NOW, &["erase", "C-0007", "--reason", "mistake", "--yes"]);
    assert_eq!(left(&first), [""; 0]);
    assert_eq!(first.git_says(&["rev-list", "--max-parents=0", "HEAD"]), old);
}

/// What came with a history of its own, which git joined to this one, is erased with the rest.
#[test]
fn what_came_with_a_history_of_its_own_is_erased_too() {
    let [first, second, _] = machines();
    let case = second.case("C-0007");
    let lies = case.strip_prefix(second.folder()).unwrap().to_str().unwrap().to_owned();
    second.git_says(&["checkout", "--quiet", "--orphan", "other"]);
    second.git_says(&["rm", "-rq", "--cached", "."]);
    second.git_says(&["add", &lies]);
    second.git_says(&[&AS_X[..], &["commit", "-qm", "from a stick"]].concat());
    second.git_says(&["checkout", "--quiet", "--force", "main"]);
    let join = ["merge", "--quiet", "--no-edit", "--allow-unrelated-histories", "other"];
    second.git_says(&[&AS_X[..], &join].concat());
    second.git_says(&["branch", "-D", "other"]);
    erase(&first);
    first.done(NOW, &["sync"]);
    let output = second.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    assert!(plain(&output).contains("caseload erase C-0007 --reason"), "{}", plain(&output));
    erase(&second);
    second.done(NOW, &["sync"]);
    assert_eq!(left(&second), [""; 0]);
    first.done(NOW, &["sync"]);
    assert_eq!(left(&first), [""; 0]);
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
    second.git_says(&[&AS_X[..], &["tag", "-am", "as sent", "sent"]].concat());
    second.git_says(&["push", "--quiet", "origin", "sent"]);
    first.git_says(&["push", "--quiet", "origin", "main:also"]);
    first.done(NOW, &["sync"]);
    assert_eq!(left(&first), [""; 0]);
    // Another branch there is not fetched, and is named where it may hold the case.
    second.git_says(&["tag", "-d", "sent"]);
    let output = second.done(NOW, &["sync"]);
    let said = plain(&output);
    assert!(
        said.contains("heads/old, tags/sent at ") && said.contains("may hold what was erased"),
        "{said}"
    );
    assert!(!said.contains("also"), "{said}");
    assert_eq!(left(&second), [""; 0]);
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
    fs::remove_file(shallow.git_folder().join("shallow")).unwrap();
    fs::create_dir_all(shallow.git_folder().join("modules/x")).unwrap();
    let output = shallow.caseload(NOW, &arguments).output().unwrap();
    assert!(plain(&output).contains("git submodule deinit"), "{}", words(&output));
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

/// Who takes the records away with git takes no protection away.
#[test]
fn a_record_that_is_taken_away_is_put_back() {
    let [first, second, _] = machines();
    erase(&first);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    first.git_says(&["rm", "-rq", "erasures"]);
    first.git_says(&[&AS_X[..], &["commit", "-qm", "tidied"]].concat());
    let arguments = ["refer", "C-0007", "--programme", "ipes", "--on", "2026-11-30"];
    let output = first.caseload(NOW, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    let output = first.caseload(NOW, &["check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("record of an erasure was taken away"), "{}", words(&output));
    let output = first.done(NOW, &["sync"]);
    assert!(words(&output).contains("was put back"), "{}", words(&output));
    second.done(NOW, &["sync"]);
    let told = plain(&first.caseload(NOW, &["history"]).output().unwrap());
    assert!(told.contains("the record that it was erased was taken away"), "{told}");
    let told = plain(&first.caseload(NOW, &["verify", "--format", "json"]).output().unwrap());
    assert!(told.contains("`tidied` changed 2 files, a record of an erasure among them"), "{told}");
    assert!(!told.contains("is not known"), "{told}");
    let told = plain(&first.caseload(NOW, &["undo"]).output().unwrap());
    assert!(told.contains("erased a case, and that cannot be undone"), "{told}");
    for office in [&first, &second] {
        assert!(office.folder().join("erasures/C-0007/erased.toml").exists());
        office.done(NOW, &["check"]);
    }
}

/// Two who erase the same case at once: both are known to have done so.
#[test]
fn two_who_erase_one_case_are_both_listed() {
    let [first, second, third] = machines();
    erase(&first);
    erase(&second);
    for office in [&first, &second, &third, &first, &second, &third, &first] {
        office.done(NOW, &["sync"]);
    }
    let records = ["erased.toml", "priya", "robin", "alex"];
    assert_eq!(first.tip(), third.tip());
    let listed = plain(&first.caseload(NOW, &["erase"]).output().unwrap());
    assert_eq!(left(&first), [""; 0], "{records:?}");
    let others = ["alex", "priya", "robin"].iter().filter(|who| listed.contains(**who)).count();
    assert!(others >= 2 && listed.contains("robin"), "{listed}");
    let files = fs::read_dir(first.folder().join("erasures/C-0007")).unwrap().count();
    assert_eq!(files, 3, "{listed}");
}
