//! The folder as plain git sees it: a repository like any other, in which the tool's commits lie
//! beside those that somebody makes by hand.

use std::fs;
use std::os::unix::fs::symlink;

use crate::recording::office::{Office, words};
use crate::recording::scenario::{self, LATER, NOW, WORD};

/// What a command prints.
fn says(office: &Office, arguments: &[&str]) -> String {
    String::from_utf8(office.done(NOW, arguments).stdout).unwrap()
}

/// Ensures that a clone is a folder in which one reads the same, and records in one's own name;
/// and that what was recorded there comes back, and is not taken for one's own.
#[test]
fn a_clone_is_a_folder_like_any() {
    let office = Office::with_history();
    let clone = office.cloned();
    clone.set("user.name", "Robin Hale");
    clone.set("user.email", "robin@example.org");
    // Sets git's own merges up, which git's clone does not.
    clone.done(NOW, &["save"]);
    for arguments in [&["due"][..], &["show", "A-0001"], &["audit"], &["history"], &["check"]] {
        assert_eq!(says(&clone, arguments), says(&office, arguments), "{arguments:?}");
    }
    clone.done(NOW, scenario::contact().arguments);
    assert_eq!(clone.recorded(WORD), 1);
    assert_eq!(
        clone.git_says(&["log", "-1", "--format=%an %ae"]),
        "Robin Hale robin@example.org\n"
    );
    let told = says(&clone, &["history"]);
    assert!(told.contains("Robin Hale") && told.contains("Alex Reed"), "{told}");

    let from = clone.folder();
    office.git_says(&["pull", "--quiet", "--ff-only", from.to_str().unwrap(), "main"]);
    let undone = says(&office, &["undo"]);
    assert!(undone.contains("correct contact"), "{undone}");
    assert_eq!(office.recorded(WORD), 1);
    assert_eq!(office.not_sound(), [""; 0]);
    assert_eq!(clone.not_sound(), [""; 0]);
}

/// Ensures that git's log names each operation, and nobody: no name, note or reason.
#[test]
fn the_log_names_operations_and_nobody() {
    let office = Office::with_history();
    let expected = [
        "A-0002: undo: contact 2026-11-16 (email, held)",
        "A-0002: contact 2026-11-16 (email, held)",
        "A-0001: correct contact 2026-11-16 (mode)",
        "A-0001: job start 2026-11-16",
        "A-0001: job offer 2026-11-16",
        "A-0002: contact 2026-11-16 (phone, held)",
        "A-0001: document 2026-11-16 (action-plan)",
        "A-0001: contact 2026-11-16 (in-person, held)",
        "A-0002: refer 2026-11-03 (ipes)",
        "A-0001: start 2026-11-04",
        "A-0001: refer 2026-11-02 (ipes)",
        "folder: init",
    ];
    let subjects = office.git_says(&["log", "--format=%s"]);
    assert_eq!(subjects.lines().collect::<Vec<_>>(), expected);
    let messages = office.git_says(&["log", "--format=%B"]);
    for secret in ["Sam", "quiet-word", "Brook"] {
        assert!(office.recorded(secret) > 0, "{secret} is on record");
        assert!(!messages.contains(secret), "{secret} stands in a message");
    }
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that each line of a case is blamed to the commit that recorded it, and that a later
/// operation touches no line of an earlier one.
#[test]
fn each_line_is_blamed_to_its_operation() {
    let office = Office::with_history();
    let refer = "A-0001: refer 2026-11-02 (ipes)";
    let contact = "A-0001: contact 2026-11-16 (in-person, held)";
    let expected = [
        (refer, 5),
        ("A-0001: start 2026-11-04", 1),
        (contact, 3),
        ("A-0001: correct contact 2026-11-16 (mode)", 1),
        (contact, 3),
        ("A-0001: document 2026-11-16 (action-plan)", 9),
        ("A-0001: job offer 2026-11-16", 7),
        ("A-0001: job start 2026-11-16", 2),
    ];
    let blame = office.git_says(&["blame", "--line-porcelain", "cases/2026/11/A-0001.toml"]);
    let mut found: Vec<(&str, usize)> = Vec::new();
    for subject in blame.lines().filter_map(|line| line.strip_prefix("summary ")) {
        match found.last_mut() {
            Some((last, lines)) if *last == subject => *lines += 1,
            _ => found.push((subject, 1)),
        }
    }
    assert_eq!(found, expected, "{}", fs::read_to_string(office.case("A-0001")).unwrap());
}

/// Ensures that recording goes on after git has packed references and objects, and again after.
#[test]
fn recording_goes_on_after_packing() {
    let office = Office::with_history();
    let main = office.git_folder().join("refs/heads/main");
    for (round, now) in [NOW, LATER].into_iter().enumerate() {
        office.git_says(&["gc", "--quiet", "--prune=now"]);
        assert!(!main.exists(), "the branch is packed");
        let before = office.commits();
        let note = format!("round-{round}");
        office.done(now, &["contact", "A-0001", "--mode", "phone", "--note", &note]);
        office.done(now, &["undo"]);
        office.done(now, &["redo"]);
        assert_eq!((office.commits(), office.recorded(&note)), (before + 3, 1));
    }
    let told = says(&office, &["history", "--all"]);
    assert!(told.contains("case opened"), "{told}");
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Everything that somebody has under way beside the case that is recorded in.
fn under_way(office: &Office) -> Vec<String> {
    let other = |text: String| -> String {
        text.lines()
            .filter(|line| !line.contains("A-0001"))
            .fold(String::new(), |all, line| all + line + "\n")
    };
    [
        &["status", "--porcelain", "--ignored"][..],
        &["ls-files", "--stage"],
        &["ls-files", "-v"],
        &["diff"],
        &["diff", "--cached"],
        &["stash", "list"],
    ]
    .iter()
    .map(|arguments| other(office.git_says(arguments)))
    .collect()
}

/// A folder in which somebody has much under way: staged, changed, taken away, renamed, put aside.
fn with_work_of_others() -> Office {
    let office = Office::with_history();
    let write = |name: &str, text: &str| fs::write(office.folder().join(name), text).unwrap();
    for name in ["letter.txt", "plan.txt", "old.txt", "moved.txt", "aside.txt", "skipped.txt"] {
        write(name, &format!("the first {name}\nand more\n"));
    }
    office.git_says(&["add", "."]);
    office.git_says(&["commit", "--quiet", "--message", "papers"]);
    write("aside.txt", "put aside\n");
    office.git_says(&["stash", "push", "--quiet"]);
    write("letter.txt", "changed\n");
    write("plan.txt", "staged\n");
    write("new.txt", "new and staged\n");
    office.git_says(&["add", "plan.txt", "new.txt"]);
    write("plan.txt", "changed again\n");
    office.git_says(&["rm", "--quiet", "old.txt"]);
    office.git_says(&["mv", "moved.txt", "elsewhere.txt"]);
    write("announced.txt", "not staged yet\n");
    office.git_says(&["add", "--intent-to-add", "announced.txt"]);
    office.git_says(&["update-index", "--skip-worktree", "skipped.txt"]);
    write("stray.txt", "unknown to git\n");
    let case = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("# typed, not saved\n{case}")).unwrap();
    office
}

/// Ensures that what somebody else has staged, changed or put aside stays exactly as it is, in every
/// form that an index can have.
#[test]
fn the_work_of_others_stays_as_it_is() {
    let begun = with_work_of_others();
    for form in ["2", "3", "4"] {
        let office = begun.copy();
        office.git_says(&["update-index", "--index-version", form]);
        let before = under_way(&office);
        assert!(
            before[0].contains("AM plan.txt") || before[0].contains("MM plan.txt"),
            "{before:?}"
        );
        office.done(NOW, scenario::contact().arguments);
        assert_eq!(under_way(&office), before, "index {form}");
        let recorded = office.git_says(&["show", "--format=", "--name-only", "HEAD"]);
        assert_eq!(recorded, "cases/2026/11/A-0001.toml\n");
        office.done(LATER, &["undo"]);
        assert_eq!(under_way(&office), before, "index {form}, undone");
    }
}

/// Ensures that somebody else's work can be committed and fetched back after a recording, and that
/// nothing of the recording goes with it.
#[test]
fn the_work_of_others_is_committed_alone() {
    let office = with_work_of_others();
    office.done(NOW, scenario::contact().arguments);
    office.git_says(&["commit", "--quiet", "--message", "by hand"]);
    let committed = office.git_says(&["show", "--format=", "--name-only", "--no-renames", "HEAD"]);
    let names: Vec<&str> = committed.lines().collect();
    assert_eq!(names, ["elsewhere.txt", "moved.txt", "new.txt", "old.txt", "plan.txt"]);
    office.git_says(&["reset", "--quiet", "announced.txt"]);
    office.git_says(&["stash", "pop", "--quiet"]);
    assert_eq!(fs::read_to_string(office.folder().join("aside.txt")).unwrap(), "put aside\n");
    assert_eq!(office.recorded(WORD), 1);
    office.done(LATER, &["contact", "A-0002", "--mode", "phone"]);
    assert_eq!(office.recorded("typed, not saved"), 1);
}

/// Ensures that what an editor keeps beside a case that is open in it is no obstacle, and is not
/// recorded.
#[test]
fn what_an_editor_keeps_is_no_obstacle() {
    let office = Office::with_cases();
    let beside = |name: &str| office.case("A-0001").with_file_name(name);
    symlink("alex@desk.4711", beside(".#A-0001.toml")).unwrap();
    fs::write(beside(".A-0002.toml"), "half of it").unwrap();
    let case = fs::read_to_string(office.case("A-0002")).unwrap();
    fs::write(office.case("A-0002"), format!("# typed\n{case}")).unwrap();
    office.done(NOW, &["save"]);
    office.done(NOW, scenario::contact().arguments);
    assert_eq!((office.recorded("typed"), office.recorded(WORD)), (1, 1));
    let names = office.git_says(&["ls-tree", "-r", "--name-only", "HEAD"]);
    assert!(!names.contains("/."), "{names}");
}

/// Ensures that a commit of the tool's can be reverted by git, that the history says so, and that
/// recording and undoing go on from there.
#[test]
fn a_commit_can_be_reverted_by_git() {
    let office = Office::with_history();
    office.done(NOW, scenario::contact().arguments);
    office.git_says(&["revert", "--no-edit", "HEAD"]);
    assert_eq!(office.recorded(WORD), 0);
    let checked = says(&office, &["check"]);
    assert!(checked.contains("0 errors, 0 warnings"), "{checked}");
    let told = says(&office, &["history", "A-0001", "--format", "plain"]);
    assert!(told.contains("by git itself"), "{told}");
    assert!(told.contains("struck: contact by phone"), "{told}");

    office.done(LATER, &["contact", "A-0001", "--mode", "email", "--note", "afterwards"]);
    let undone = says(&office, &["undo"]);
    assert!(undone.contains("taken back: contact") && undone.contains("email"), "{undone}");
    let before = office.tree();
    for _ in 0..2 {
        // What git has reverted before, and the one after it.
        office.done(LATER, &["undo", "A-0001"]);
    }
    assert_ne!(office.tree(), before, "the correction is taken back");
    office.done(LATER, &["redo"]);
    assert_eq!(office.tree(), before);
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that an operation in the middle of a case can be reverted, and what came after it stays.
#[test]
fn a_commit_in_the_middle_can_be_reverted_by_git() {
    let office = Office::with_history();
    let correction = office.git_says(&["log", "--format=%H", "--grep=: correct "]);
    office.done(NOW, scenario::contact().arguments);
    office.git_says(&["revert", "--no-edit", correction.trim()]);
    let case = fs::read_to_string(office.case("A-0001")).unwrap();
    assert!(case.contains("mode = \"in-person\""), "{case}");
    let told = says(&office, &["history", "--format", "plain"]);
    assert!(told.contains("mode from \"phone\" to \"in-person\""), "{told}");
    let undone = says(&office, &["undo", "A-0001"]);
    assert!(undone.contains("taken back: contact"), "{undone}");
    assert_eq!(
        fs::read_to_string(office.case("A-0001")).unwrap().matches("[[contact]]").count(),
        1
    );
    assert_eq!(office.not_sound(), [""; 0]);
}

/// Ensures that nothing is recorded in a worktree, whose repository lies elsewhere, and that one
/// can read there.
#[test]
fn a_worktree_is_refused() {
    let office = Office::with_cases();
    let other = office.home().join("worktree");
    office.git_says(&["worktree", "add", "--quiet", "-b", "other", other.to_str().unwrap()]);
    let before = office.git_says(&["for-each-ref"]);
    let commands =
        [scenario::contact().arguments, &["undo"], &["save"], &["edit", "A-0001"], &["init", "."]];
    for arguments in commands {
        let mut command = office.caseload(NOW, arguments);
        let output = command.current_dir(&other).env("EDITOR", "true").output().unwrap();
        let talk = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(5), "{arguments:?}: {}", words(&output));
        assert!(talk.contains("error: the folder's repository lies elsewhere"), "{talk}");
        assert!(talk.contains("hint: record in the main folder, or in a clone of it"), "{talk}");
    }
    assert_eq!(office.git_says(&["for-each-ref"]), before);
    for arguments in [&["due"][..], &["show", "A-0001"], &["history"], &["check"]] {
        let mut command = office.caseload(NOW, arguments);
        let output = command.current_dir(&other).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    }
    office.done(NOW, scenario::contact().arguments);
    assert_eq!(office.recorded(WORD), 1);
}
