//! What was done outside of the tool, or looks like the tool's and is not; and clocks that jumped.

use std::fs;

use crate::integrity::{NOW, found, git, verified};
use crate::recording::office::Office;

/// Records what lies in the folder by git itself, under a message of one's own.
fn forged(office: &Office, subject: &str, cases: &[&str], operation: &str) {
    let cases = cases.iter().fold(String::new(), |all, case| all + "Case: " + case + "\n");
    let message = format!("{subject}\n\n{cases}Operation: {operation}\nRelease: caseload 0.1.0\n");
    git(office, &["add", "--all"]);
    git(office, &["commit", "--quiet", "-m", &message]);
}

fn edit(office: &Office, case: &str, change: &dyn Fn(&str) -> String) {
    let path = office.case(case);
    let text = change(&fs::read_to_string(&path).unwrap());
    fs::write(path, text).unwrap();
}

const ENTRY: &str = "\n[[contact]]\non = 2026-11-17\nmode = \"phone\"\noutcome = \"held\"\nlogged = 2026-11-17T10:00:00.000Z\n";

/// What somebody does to a folder.
type Change<'c> = &'c dyn Fn(&Office);

/// Ensures that commits that do what they do not say are found, each for its own reason.
#[test]
fn commits_that_do_what_they_do_not_say_are_found() {
    let says = "A-0001: contact 2026-11-17 (phone, held)";
    let other_mode = |text: &str| text.replace("\"in-person\"", "\"video\"");
    let without = |text: &str| text[..text.find("[[contact]]").unwrap()].to_owned();
    let add = |text: &str| format!("{text}{ENTRY}");
    let changes: [(&str, &str, Change<'_>); 9] = [
        (says, "changes an entry", &|it| edit(it, "A-0001", &|t| add(&other_mode(t)))),
        (says, "removes an entry", &|it| edit(it, "A-0001", &|t| add(&without(t)))),
        (says, "adds an entry", &|it| {
            edit(it, "A-0001", &|t| add(&format!("{}{}", t, ENTRY.replace("10:00", "10:01"))));
        }),
        (says, "of the header", &|it| edit(it, "A-0001", &|t| add(&t.replace("Sam", "Sim")))),
        (says, "does not name", &|it| edit(it, "A-0002", &|t| add(t))),
        (says, "changes caseload.toml", &|it| {
            edit(it, "A-0001", &|t| add(t));
            fs::write(it.folder().join("caseload.toml"), "provider = \"x\"\n").unwrap();
        }),
        ("A-0001: export given out", "changes cases", &|it| edit(it, "A-0001", &|t| add(t))),
        ("A-0001: correct contact 2026-11-16 (reason)", "changes an entry", &|it| {
            edit(it, "A-0001", &other_mode);
        }),
        ("A-0001: sync", "goes on from one", &|it| edit(it, "A-0001", &without)),
    ];
    for (subject, reason, change) in changes {
        let office = Office::with_cases();
        change(&office);
        forged(&office, subject, &["A-0001"], "0123456789ab");
        let (code, said) = verified(&office, &[]);
        let messages = said["findings"].to_string();
        assert_eq!(code, 7, "{reason}: {said:#}");
        assert!(
            messages.contains("not-as-said") && messages.contains(reason),
            "{reason}: {said:#}"
        );
    }
    // And one that does what it says.
    let office = Office::with_cases();
    edit(&office, "A-0001", &add);
    forged(&office, says, &["A-0001"], "0123456789ab");
    let codes = found(&office, &[]);
    assert!(!codes.contains(&"not-as-said".to_owned()), "{codes:?}");
}

/// Ensures that the name of an operation cannot be used for another one.
#[test]
fn an_operation_is_not_replayed() {
    let office = Office::with_cases();
    let operation = git(&office, &["log", "-1", "--format=%(trailers:key=Operation,valueonly)"]);
    edit(&office, "A-0001", &|text| format!("{text}{ENTRY}"));
    forged(&office, "A-0001: contact 2026-11-17 (phone, held)", &["A-0001"], operation.trim());
    assert!(found(&office, &[]).contains(&"replayed".to_owned()));
}

/// Ensures that what git itself recorded is said, and is no tampering; nor what an editor changed.
#[test]
fn what_was_done_by_hand_is_said() {
    let office = Office::with_cases();
    edit(&office, "A-0001", &|text| text.replace("Sam", "Sim"));
    git(&office, &["commit", "--quiet", "--all", "-m", "a slip"]);
    assert_eq!(found(&office, &[]), ["by-git"]);
    let office = Office::with_cases();
    edit(&office, "A-0001", &|text| text[..text.find("[[contact]]").unwrap()].to_owned());
    office.done(NOW, &["save", "--yes"]);
    assert_eq!(found(&office, &[]), ["hand-edit-lost"]);
    let office = Office::with_cases();
    edit(&office, "A-0001", &|text| format!("# typed\n{text}"));
    forged(&office, "A-0001: teleport", &["A-0001"], "0123456789ab");
    assert_eq!(found(&office, &[]), ["unknown-operation"]);
}

/// Ensures that a merge by git is found that leaves out what one of its sides recorded, whichever, and that
/// one that keeps both is not.
#[test]
fn a_merge_that_leaves_out_a_side_is_found() {
    let both: &[&[&str]] = &[&["merge", "--quiet", "--no-edit", "main"]];
    let none_of_theirs: &[&[&str]] = &[&["merge", "--quiet", "-s", "ours", "main"]];
    let none_of_ours: &[&[&str]] = &[
        &["merge", "--quiet", "--no-commit", "main"],
        &["checkout", "--quiet", "main", "--", "cases"],
        &["commit", "--quiet", "-m", "merged"],
    ];
    for (merge, expected) in
        [(both, &[][..]), (none_of_theirs, &["merge-beyond"]), (none_of_ours, &["merge-beyond"])]
    {
        let office = Office::with_cases();
        git(&office, &["branch", "other"]);
        office.done("2026-11-17T10:00:00Z", &["contact", "A-0001", "--mode", "phone"]);
        git(&office, &["switch", "--quiet", "other"]);
        office.done("2026-11-17T10:01:00Z", &["contact", "A-0001", "--mode", "video"]);
        for arguments in merge {
            git(&office, arguments);
        }
        assert_eq!(found(&office, &[]), expected, "{merge:?}");
        let told = office.done(NOW, &["history", "A-0001", "--format", "plain"]);
        let told = String::from_utf8(told.stdout).unwrap();
        assert_eq!(told.matches("struck: contact").count(), expected.len(), "{told}");
        if !expected.is_empty() {
            let (_, said) = verified(&office, &[]);
            let message = said["findings"][0]["message"].to_string();
            assert!(message.contains("leaves out what a side has of"), "{said:#}");
        }
    }
}

/// Ensures that of several branches merged at once one that is left out is found.
#[test]
fn a_merge_of_several_that_leaves_one_out_is_found() {
    for (strategy, expected) in [("octopus", &[][..]), ("ours", &["merge-beyond"])] {
        let office = Office::with_cases();
        for (branch, case) in [("one", "A-0001"), ("other", "A-0002")] {
            git(&office, &["switch", "--quiet", "--create", branch, "main"]);
            office.done("2026-11-17T10:00:00Z", &["contact", case, "--mode", "phone"]);
        }
        git(&office, &["switch", "--quiet", "main"]);
        office.done("2026-11-17T10:00:00Z", &["refer", "A-0003", "--on", "2026-11-16"]);
        git(&office, &["merge", "--quiet", "--no-edit", "-s", strategy, "one", "other"]);
        assert_eq!(found(&office, &[]), expected, "{strategy}");
    }
}

/// Ensures that clocks that jump are found from more than five minutes on.
#[test]
fn clocks_that_jump_are_found() {
    for (second, expected) in [
        ("2026-11-17T09:55:00Z", vec![]),
        ("2026-11-17T09:54:59Z", vec!["clock-back"]),
        ("2026-11-20T12:05:00Z", vec![]),
        ("2026-11-20T12:05:01Z", vec!["future"]),
    ] {
        let office = Office::with_cases();
        for now in ["2026-11-17T10:00:00Z", second] {
            office.done(
                now,
                &["contact", "A-0001", "--mode", "phone", "--on", "2026-11-16", "--again"],
            );
        }
        assert_eq!(found(&office, &[]), expected, "{second}");
    }
}

/// Ensures that an entry with a false stamp is found.
#[test]
fn an_entry_with_a_false_stamp_is_found() {
    for (date, expected) in [
        ("2026-11-17T10:15:00Z", vec![]),
        ("2026-11-17T10:15:01Z", vec!["logged-apart"]),
        ("2026-11-17T09:44:59Z", vec!["logged-apart"]),
    ] {
        let office = Office::with_cases();
        let mut command =
            office.caseload("2026-11-17T10:00:00Z", &["contact", "A-0001", "--mode", "phone"]);
        let output = command.env("GIT_AUTHOR_DATE", date).output().unwrap();
        assert!(output.status.success());
        assert_eq!(found(&office, &[]), expected, "{date}");
    }
}

/// Ensures that authors whom the settings do not know are said, as the settings were then or are now.
#[test]
fn authors_are_known() {
    let office = Office::with_cases();
    let settings = office.folder().join("caseload.toml");
    let named = |emails: &str| {
        fs::write(&settings, format!("[workers.alex]\nemail = [{emails}]\n")).unwrap();
    };
    named("\"alex@example.org\"");
    office.done("2026-11-17T10:00:00Z", &["save"]);
    assert_eq!(found(&office, &[]), [""; 0]);
    office.set("user.email", "sam@example.org");
    office.done("2026-11-17T10:01:00Z", &["contact", "A-0001", "--mode", "phone"]);
    assert_eq!(found(&office, &[]), ["unknown-author"]);
    named("\"alex@example.org\", \"Sam@Example.org\"");
    office.done("2026-11-17T10:02:00Z", &["save"]);
    assert_eq!(found(&office, &[]), [""; 0]);
    let (_, said) = verified(&office, &["A-0002"]);
    assert!(!said["findings"].to_string().contains("A-0001"), "{said:#}");
}
