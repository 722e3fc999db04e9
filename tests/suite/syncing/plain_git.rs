//! Plain git on a folder: its own merges go entry by entry where it can run the program, and are
//! finished by it where git could not.

use std::fs;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Two machines that recorded on the same case; one has sent it.
fn apart() -> (Office, Office) {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    for (machine, note) in [(&here, "from-here"), (&there, "from-there")] {
        let contact = ["contact", "A-0001", "--mode", "phone", "--note", note];
        machine.done("2026-11-17T10:00:00Z", &contact);
        machine.done("2026-11-17T10:01:00Z", &["correct", "A-0001", "1", "obtained=letter"]);
    }
    there.done(NOW, &["sync"]);
    (here, there)
}

/// Ensures that both entries are there once, and nothing is left to do.
fn assert_together(machine: &Office) {
    for note in ["from-here", "from-there"] {
        assert_eq!(machine.recorded(note), 1, "{note}");
    }
    let case = fs::read_to_string(machine.case("A-0001")).unwrap();
    assert!(!case.contains("<<<<<<<") && !case.contains("[[conflict]]"), "{case}");
    machine.done(NOW, &["check"]);
}

#[test]
fn a_pull_merges_entry_by_entry() {
    for how in [["--no-rebase", "--no-edit"], ["--rebase", "--quiet"]] {
        let (here, there) = apart();
        let pulled = here.git(&["pull", how[0], how[1], "origin", "main"]);
        assert!(pulled.status.success(), "{}", words(&pulled));
        assert_together(&here);
        here.done(NOW, &["sync"]);
        there.done(NOW, &["sync"]);
        assert_eq!(there.files(), here.files());
        assert_eq!(here.not_sound(), [""; 0]);
    }
}

/// Ensures that settings go by their keys in git's own merge too.
#[test]
fn a_pull_merges_settings_by_their_keys() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya").with_workers(&["priya"]);
    there.done(NOW, &["sync"]);
    let here = here.with_workers(&["robin"]);
    let pulled = here.git(&["pull", "--no-rebase", "--no-edit", "origin", "main"]);
    assert!(pulled.status.success(), "{}", words(&pulled));
    let settings = fs::read_to_string(here.folder().join("caseload.toml")).unwrap();
    assert!(settings.contains("[workers.robin]") && settings.contains("[workers.priya]"));
}

/// Ensures that git which cannot run the program leaves no marks in a case, that nothing is recorded
/// meanwhile, and that it is finished by one command.
#[test]
fn what_git_could_not_merge_is_resolved() {
    for (how, go_on) in [
        (["--no-rebase", "--no-edit"], "git commit --no-edit"),
        (["--rebase", "--quiet"], "git rebase --continue"),
    ] {
        let (here, there) = apart();
        let pulled = here.git_alone(&["pull", how[0], how[1], "origin", "main"]);
        assert!(!pulled.status.success(), "{}", words(&pulled));
        let case = fs::read_to_string(here.case("A-0001")).unwrap();
        assert!(!case.contains("<<<<<<<"), "{case}");
        let contact = ["contact", "A-0001", "--mode", "phone"];
        let refused = here.caseload(NOW, &contact).output().unwrap();
        assert!(matches!(refused.status.code(), Some(5 | 7)), "{}", words(&refused));
        let said = words(&refused);
        assert!(said.contains("caseload resolve") || said.contains("rebase"), "{said}");
        let mut rounds = 0;
        loop {
            let resolved = words(&here.done(NOW, &["resolve"])).replace('\n', " ");
            assert!(resolved.contains(go_on), "{resolved}");
            let arguments: Vec<&str> = go_on.split(' ').skip(1).collect();
            rounds += 1;
            if here.git_alone(&arguments).status.success() {
                break;
            }
            assert!(rounds < 5);
        }
        assert_together(&here);
        here.done(NOW, &["sync"]);
        there.done(NOW, &["sync"]);
        assert_eq!(there.files(), here.files());
    }
}

/// Ensures that a case which one side took away and the other changed is kept by `resolve`.
#[test]
fn a_case_taken_away_on_one_side_is_kept() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    here.done(NOW, &["contact", "A-0002", "--mode", "phone", "--note", "kept-note"]);
    fs::remove_file(there.case("A-0002")).unwrap();
    there.done(NOW, &["save", "--yes"]);
    there.done(NOW, &["sync"]);
    let pulled = here.git(&["pull", "--no-rebase", "--no-edit", "origin", "main"]);
    assert!(!pulled.status.success(), "{}", words(&pulled));
    here.done(NOW, &["resolve"]);
    assert!(here.git(&["commit", "--no-edit"]).status.success());
    assert_eq!(here.recorded("kept-note"), 1);
    assert_eq!(here.not_sound(), [""; 0]);
}

/// Ensures that nothing which was recorded of a case that somebody took away lands in a new one that
/// looks like it: git would take that for the same file under another name.
#[test]
fn a_new_case_is_not_taken_for_one_taken_away() {
    for how in [["--no-rebase", "--no-edit"], ["--rebase", "--quiet"]] {
        let here = Office::with_cases().with_remote();
        let there = here.other_machine("Priya");
        here.done(NOW, &["contact", "A-0002", "--mode", "phone", "--note", "kept-note"]);
        fs::remove_file(there.case("A-0002")).unwrap();
        there.done(NOW, &["save", "--yes"]);
        there.done(NOW, &["refer", "A-0005", "--programme", "ipes", "--on", "2026-11-03"]);
        there.done(NOW, &["sync"]);
        let pulled = here.git(&["pull", how[0], how[1], "origin", "main"]);
        assert!(!pulled.status.success(), "{}", words(&pulled));
        finish(&here);
        let kept = fs::read_to_string(here.case("A-0002")).unwrap();
        assert!(kept.contains("kept-note") && here.recorded("kept-note") == 1, "{kept}");
        assert!(here.case("A-0005").is_file());
        assert_eq!(here.not_sound(), [""; 0]);
    }
}

/// Ensures that a case which one side moved to another folder and the other changed is one case
/// afterwards, where it was moved to, with everything in it.
#[test]
fn a_case_moved_on_one_side_is_followed() {
    for (how, by) in [("--no-rebase", 0), ("--rebase", 0), ("--no-rebase", 1), ("--rebase", 1)] {
        let here = Office::with_cases().with_remote();
        let there = here.other_machine("Priya");
        let machines = [&here, &there];
        let (mover, other) = (machines[by], machines[1 - by]);
        other.done(NOW, &["contact", "A-0002", "--mode", "phone", "--note", "kept-note"]);
        let place = mover.folder().join("cases/elsewhere/A-0002.toml");
        fs::create_dir(place.parent().unwrap()).unwrap();
        fs::rename(mover.case("A-0002"), place).unwrap();
        mover.done(NOW, &["save", "--yes"]);
        there.done(NOW, &["sync"]);
        let pulled = here.git(&["pull", "--no-edit", how, "origin", "main"]);
        assert!(pulled.status.success(), "{}", words(&pulled));
        assert!(!here.case("A-0002").exists());
        let kept = fs::read_to_string(here.folder().join("cases/elsewhere/A-0002.toml")).unwrap();
        assert!(kept.contains("kept-note"), "{kept}");
        here.done(NOW, &["check"]);
        here.done(NOW, &["sync"]);
        there.done(NOW, &["sync"]);
        assert_eq!(there.files(), here.files());
        assert_eq!(here.not_sound(), [""; 0]);
    }
}

/// Has the program merge what git could not, and git go on, until nothing waits.
fn finish(machine: &Office) {
    machine.set("core.editor", "true");
    loop {
        let resolved = words(&machine.done(NOW, &["resolve"])).replace('\n', " ");
        let (_, next) = resolved.split_once("Git goes on with: git ").unwrap();
        let (next, _) = next.split_once('.').unwrap();
        if machine.git(&next.split(' ').collect::<Vec<_>>()).status.success() {
            return;
        }
    }
}

/// Ensures that a clone which git made says that its merges are not set up, and that the first
/// command which records sets them up.
#[test]
fn the_first_recording_in_a_clone_sets_the_merge_up() {
    let here = Office::with_cases().with_remote();
    let clone = here.other_machine("Priya");
    let before = clone.listing();
    let said = words(&clone.done(NOW, &["check"]));
    assert!(said.contains("merges of this folder are not set up"), "{said}");
    assert_eq!(clone.listing(), before, "reading writes nothing");
    clone.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    assert!(!words(&clone.done(NOW, &["check"])).contains("not set up"));
    let driver = clone.git_says(&["config", "merge.caseload.driver"]);
    assert_eq!(driver.trim(), "caseload merge-file %O %A %B %P");
    assert_eq!(here.git_says(&["config", "merge.caseload.driver"]), driver);
}

/// Ensures that nothing is resolved where nothing waits.
#[test]
fn there_may_be_nothing_to_resolve() {
    let office = Office::with_cases();
    let output = office.caseload(NOW, &["resolve"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
}

/// Ensures that a merge of git's which read its index before something was recorded is not finished: it
/// lacks that. It is given up, and everything is there after a sync.
#[test]
fn a_merge_that_began_before_a_recording_is_given_up() {
    let (here, _there) = apart();
    let git = |arguments: &[&str]| {
        let output = here.git(arguments);
        assert!(output.status.success(), "{}", words(&output));
    };
    let begun = here.tip();
    here.done(NOW, &["contact", "A-0001", "--mode", "video", "--note", "meanwhile"]);
    let (recorded, text) = (here.tip(), fs::read_to_string(here.case("A-0001")).unwrap());
    // As git leaves it, which looks at the branch once more where it is about to move it; what is recorded
    // is in the file, and the index is of before.
    git(&["reset", "--quiet", "--hard", &begun]);
    git(&["fetch", "--quiet", "origin", "main"]);
    git(&["merge", "--quiet", "--no-commit", "FETCH_HEAD"]);
    git(&["update-ref", "refs/heads/main", &recorded]);
    fs::write(here.case("A-0001"), text).unwrap();
    for command in [&["note", "A-0002", "--note", "x"][..], &["resolve"], &["sync"]] {
        let refused = here.caseload(NOW, command).output().unwrap();
        assert_eq!(refused.status.code(), Some(5), "{}", words(&refused));
        assert!(words(&refused).contains("git merge --abort"), "{}", words(&refused));
    }
    git(&["merge", "--abort"]);
    here.done(NOW, &["sync"]);
    assert_together(&here);
    assert_eq!(here.recorded("meanwhile"), 1);
}
