//! A second machine, from nothing to its first sync; where one stands; repositories as they come, and
//! as they grow.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use crate::recording::office::{Office, program, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// A machine with nothing on it, and what `clone` said there.
fn clone_of(url: &str) -> (Office, std::process::Output) {
    let machine = Office::to_be();
    let place = machine.home().parent().unwrap().to_owned();
    let mut command = machine.through(&[program()], NOW, &["clone", url, "folder"]);
    let output = command.current_dir(place).output().unwrap();
    (machine, output)
}

#[test]
fn a_clone_is_a_folder_that_can_be_worked_in() {
    let here = Office::with_history().with_remote();
    let path = here.remote().to_str().unwrap().to_owned();
    for url in [path.clone(), format!("file://{path}")] {
        let (there, output) = clone_of(&url);
        assert!(output.status.success(), "{}", words(&output));
        assert!(words(&output).contains("with 2 cases"), "{}", words(&output));
        assert_eq!(there.files(), here.files());
        assert_eq!(there.tip(), here.tip());
        let mode = there.folder().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert!(!words(&there.done(NOW, &["check"])).contains("not set up"));
        there.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
        there.done(NOW, &["sync"]);
        here.done(NOW, &["sync"]);
        assert_eq!(there.files(), here.files());
        assert_eq!(there.not_sound(), [""; 0]);
    }
}

#[test]
fn what_cannot_be_cloned_is_said_plainly() {
    let place = tempfile::tempdir().unwrap();
    let bare = place.path().join("bare.git");
    let office = Office::with_cases();
    let bare_name = bare.to_str().unwrap();
    office.git_says(&["init", "--quiet", "--bare", "-b", "main", bare_name]);
    let said = |url: &str, code: i32| {
        let (machine, output) = clone_of(url);
        assert_eq!(output.status.code(), Some(code), "{}", words(&output));
        (machine, words(&output))
    };
    assert!(said(bare_name, 1).1.contains("there is nothing at"));
    assert!(said("/nowhere/at/all.git", 6).1.contains("cannot be reached"));
    assert!(said("ext::sh -c false", 1).1.contains("is no place"));
    // Another repository than a folder's.
    let other = place.path().join("other");
    fs::create_dir(&other).unwrap();
    let git = |arguments: &[&str]| {
        let output = office.through(&["git"], "", arguments).current_dir(&other).output().unwrap();
        assert!(output.status.success(), "{}", words(&output));
    };
    git(&["init", "--quiet", "-b", "main"]);
    fs::write(other.join("README"), "something else\n").unwrap();
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    assert!(said(other.to_str().unwrap(), 1).1.contains("is no caseload folder"));
    // A clone that was cut short is made by the same command again.
    let (machine, _) = said(bare_name, 1);
    office.done(NOW, &["remote", "set", bare_name]);
    office.done(NOW, &["sync"]);
    let mut again = machine.through(&[program()], NOW, &["clone", bare_name, "folder"]);
    let again = again.current_dir(machine.home().parent().unwrap()).output().unwrap();
    assert!(again.status.success(), "{}", words(&again));
    assert_eq!(machine.files(), office.files());
    let mut twice = machine.through(&[program()], NOW, &["clone", bare_name, "folder"]);
    let twice = twice.current_dir(machine.home().parent().unwrap()).output().unwrap();
    assert!(words(&twice).contains("is not empty"), "{}", words(&twice));
}

#[test]
fn a_status_says_what_waits() {
    let here = Office::with_cases();
    let said = |machine: &Office| words(&machine.done(NOW, &["status"])).replace('\n', " ");
    assert!(said(&here).contains("There is no remote"));
    let here = here.with_remote();
    assert!(said(&here).contains("Everything was at ../remote.git at the last sync"));
    here.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    let path = here.case("A-0002");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "\n# by hand\n").unwrap();
    let before = here.listing();
    let text = said(&here);
    assert!(text.contains("1 operation to be sent"), "{text}");
    assert!(text.contains("1 file edited by hand"), "{text}");
    assert_eq!(here.listing(), before, "it writes nothing");
    let json = here.done(NOW, &["status", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["unsent"], &json["driver"]), (&1.into(), &true.into()));
    assert_eq!(json["edited"][0], "cases/2026/11/A-0002.toml");
}

#[test]
fn a_case_that_nobody_else_has_is_renumbered() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    here.done(NOW, &["refer", "A-0003", "--name", "Ana", "--on", "2026-11-05"]);
    there.done(NOW, &["refer", "A-0003", "--name", "Ben", "--on", "2026-11-06"]);
    there.done(NOW, &["sync"]);
    assert_eq!(here.caseload(NOW, &["sync"]).output().unwrap().status.code(), Some(7));
    let known = here.caseload(NOW, &["renumber", "A-0001", "A-0009"]).output().unwrap();
    assert_eq!(known.status.code(), Some(1), "{}", words(&known));
    let taken = here.caseload(NOW, &["renumber", "A-0003", "A-0002"]).output().unwrap();
    assert!(words(&taken).contains("there is a case `A-0002` already"), "{}", words(&taken));
    let said = words(&here.done(NOW, &["renumber", "A-0003", "A-0004"]));
    assert!(said.contains("A-0004 Ana: was A-0003 until now"), "{said}");
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
    let names = here.files().into_keys().filter(|name| name.starts_with("cases/")).count();
    assert_eq!(names, 4);
    assert!(Path::new(&here.case("A-0004")).is_file());
    assert_eq!(here.not_sound(), [""; 0]);
}

/// Ensures that a repository which cannot be read is one plain error with what to do about it.
#[test]
fn formats_that_cannot_be_read_are_said_plainly() {
    for (key, value, hint) in [
        ("extensions.objectFormat", "sha256", "git fast-export"),
        ("extensions.refStorage", "reftable", "git refs migrate"),
    ] {
        let office = Office::with_cases();
        let config = office.git_folder().join("config");
        let file = config.to_str().unwrap();
        office.git_says(&["config", "--file", file, "core.repositoryFormatVersion", "1"]);
        office.git_says(&["config", "--file", file, key, value]);
        for command in [&["contact", "A-0001", "--mode", "phone"][..], &["status"], &["sync"]] {
            let output = office.caseload(NOW, command).output().unwrap();
            assert_eq!(output.status.code(), Some(5), "{command:?}: {}", words(&output));
            assert!(words(&output).contains(hint), "{command:?}: {}", words(&output));
        }
    }
}

/// Ensures that a remote of another format is said plainly too.
#[test]
fn a_remote_of_another_format_is_said_plainly() {
    let here = Office::with_cases();
    let remote = here.remote();
    let arguments = ["init", "--quiet", "--bare", "--object-format=sha256", "-b", "main"];
    here.git_says(&[&arguments[..], &[remote.to_str().unwrap()]].concat());
    here.done(NOW, &["remote", "set", remote.to_str().unwrap()]);
    let output = here.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", words(&output));
    assert!(words(&output).contains("--object-format=sha1"), "{}", words(&output));
}

/// Ensures that upkeep throws nothing away, and leaves few files.
#[test]
fn upkeep_throws_nothing_away() {
    let office = Office::with_history();
    let loose = |office: &Office| {
        let counted = office.git_says(&["count-objects"]);
        counted.split(' ').next().unwrap().parse::<usize>().unwrap()
    };
    assert!(loose(&office) > 20);
    let all = |office: &Office| office.git_says(&["rev-list", "--all", "--objects"]);
    let before = (all(&office), office.tip(), office.files());
    office.done(NOW, &["upkeep"]);
    assert_eq!(loose(&office), 0);
    assert_eq!((all(&office), office.tip(), office.files()), before);
    office.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    office.done(NOW, &["undo"]);
    office.done(NOW, &["upkeep"]);
    assert_eq!(office.not_sound(), [""; 0]);
}
