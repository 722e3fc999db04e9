//! A case that was erased elsewhere, where plain git brought the new history in.

use crate::erasing::{NOW, erase, left, machines, plain};
use crate::recording::office::{Office, program, words};

/// Three machines; the first has erased the case and sent that, and the second has work that is not sent.
fn erased_elsewhere(work: &[&str]) -> [Office; 3] {
    let all = machines();
    let [first, second, _] = &all;
    second.done(NOW, &["verify"]);
    erase(first);
    first.done(NOW, &["sync"]);
    if !work.is_empty() {
        second.done(NOW, work);
    }
    all
}

/// Ensures that nothing is left on the machines, that the second one has said so, and that its receipts know
/// what became of the history.
fn assert_gone([first, second, third]: &[Office; 3]) {
    for office in [second, first, third, second, first] {
        office.done(NOW, &["sync"]);
    }
    for office in [first, second, third] {
        assert_eq!(left(office), [""; 0]);
        let verified = office.caseload(NOW, &["verify"]).output().unwrap();
        assert!(verified.status.success(), "{}", words(&verified));
    }
    let listed = plain(&first.done(NOW, &["erase"]));
    let confirmed = listed.split_once("confirmed by").map(|(_, who)| who);
    assert!(confirmed.is_some_and(|who| who.contains("priya on")), "{listed}");
    assert_eq!(first.tip(), second.tip());
}

/// Ensures that a recording which is on no branch, as where it was cut short, does not keep what is erased.
#[test]
fn a_recording_that_was_dropped_is_not_in_the_way() {
    let all = erased_elsewhere(&["note", "A-0002", "--note", "kept by all means"]);
    let second = &all[1];
    second.done(NOW, &["contact", "C-0007", "--mode", "phone", "--note", "Quillfeather rang"]);
    second.git_says(&["reset", "--quiet", "--hard", "HEAD~1"]);
    second.git_says(&["reflog", "expire", "--expire=now", "--all"]);
    second.done(NOW, &["sync"]);
    assert_eq!(left(second), [""; 0]);
    assert_gone(&all);
    assert_eq!(second.recorded("kept by all means"), 1);
}

#[test]
fn a_history_that_git_took_leaves_nothing_of_the_old_one() {
    let pulls: [&[&[&str]]; 5] = [
        &[&["pull", "--quiet", "--rebase", "origin", "main"]],
        &[&["fetch", "--quiet"], &["rebase", "--quiet", "--onto", "origin/main", "HEAD~1"]],
        &[&["fetch", "--quiet"], &["reset", "--quiet", "--hard", "origin/main"]],
        &[&["fetch", "--quiet"], &["pull", "--quiet", "--no-rebase", "--no-edit"]],
        &[&["pull", "--quiet", "--no-rebase", "--no-edit"], &["reset", "--hard", "HEAD^2"]],
    ];
    for commands in pulls {
        let all = erased_elsewhere(&["note", "A-0002", "--note", "kept by all means"]);
        let second = &all[1];
        for command in commands {
            let done = second.git(command);
            assert!(done.status.success(), "{command:?}: {}", words(&done));
        }
        let is_kept = second.recorded("kept by all means") > 0;
        assert!(!left(second).is_empty(), "{commands:?}");
        let synced = plain(&second.done(NOW, &["sync"]));
        assert!(synced.contains("what was erased is gone"), "{commands:?}: {synced}");
        assert_eq!(left(second), [""; 0], "{commands:?}");
        assert_gone(&all);
        assert_eq!(second.recorded("kept by all means") > 0, is_kept, "{commands:?}");
    }
}

/// Ensures that a conflict about the erased case that was passed over leaves nothing either.
#[test]
fn a_commit_that_git_left_out_is_taken_away() {
    let all = erased_elsewhere(&["note", "C-0007", "--note", "Quillfeather rang"]);
    let second = &all[1];
    let pulled = second.git(&["pull", "--quiet", "--rebase", "origin", "main"]);
    assert!(!pulled.status.success(), "{}", words(&pulled));
    second.git_says(&["rebase", "--skip"]);
    second.done(NOW, &["sync"]);
    assert_eq!(left(second), [""; 0]);
    assert_gone(&all);
}

/// Ensures that a machine which was never there while the case was has nothing to confirm.
#[test]
fn a_machine_that_came_later_confirms_nothing() {
    let [first, ..] = erased_elsewhere(&[]);
    let later = Office::to_be();
    later.set("user.name", "Kim");
    later.set("user.email", "kim@example.org");
    let (remote, folder) = (first.remote(), later.folder());
    let arguments = ["clone", remote.to_str().unwrap(), folder.to_str().unwrap()];
    let mut clone = later.through(&[program()], NOW, &arguments);
    let output = clone.current_dir(later.home()).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    let tip = later.tip();
    later.done(NOW, &["sync"]);
    assert_eq!(later.tip(), tip);
}

/// The second machine in the middle of a conflict about the erased case.
fn in_conflict(how: &[&str]) -> [Office; 3] {
    let all = erased_elsewhere(&["note", "C-0007", "--note", "Quillfeather rang"]);
    let pulled = all[1].git(&[&["pull", "--quiet"], how, &["origin", "main"]].concat());
    assert!(!pulled.status.success(), "{}", words(&pulled));
    all
}

#[test]
fn resolve_keeps_an_erased_case_away() {
    let all = in_conflict(&["--rebase"]);
    let second = &all[1];
    let said = plain(&second.done(NOW, &["resolve"]));
    assert!(said.contains("C-0007 was erased and stays away"), "{said}");
    assert!(!second.case("C-0007").exists());
    second.git_says(&["-c", "core.editor=true", "rebase", "--continue"]);
    second.done(NOW, &["sync"]);
    assert_eq!(left(second), [""; 0]);
    assert_gone(&all);
}

/// Ensures that nothing of it is sent where it was kept by hand, whatever is done about it afterwards.
#[test]
fn what_git_put_on_top_is_not_sent() {
    let renumber = ["renumber", "C-0007", "C-0070"];
    let others: [(&[&str], &str); 3] =
        [(&[], "C-0007"), (&renumber, "C-0070"), (&["save", "--yes"], "C-0007")];
    for (then, id) in others {
        let all = in_conflict(&["--rebase"]);
        let [first, second, _] = &all;
        second.git_says(&["add", "--all", "cases"]);
        second.git_says(&["-c", "core.editor=true", "rebase", "--continue"]);
        if then.first() == Some(&"save") {
            std::fs::remove_file(second.case("C-0007")).unwrap();
        }
        if !then.is_empty() {
            second.done(NOW, then);
        }
        for _ in 0..2 {
            let output = second.caseload(NOW, &["sync"]).output().unwrap();
            let said = plain(&output);
            assert_eq!(output.status.code(), Some(7), "{then:?}: {said}");
            let hint = format!("caseload erase {id} --reason retention");
            assert!(said.contains(&hint), "{then:?}: {said}");
        }
        first.done(NOW, &["sync"]);
        assert_eq!(left(first), [""; 0], "{then:?}");
        second.done(NOW, &["erase", id, "--reason", "retention", "--yes"]);
        assert_eq!(left(second), [""; 0], "{then:?}");
        assert_gone(&all);
    }
}

/// Ensures that what was last seen is known in a history that others have rewritten further, though an
/// erasure went over it here while plain git had moved on what led to it.
#[test]
fn what_was_seen_is_followed_though_git_moved_on() {
    let [first, second, _] = machines();
    let here = first.tip();
    second.done(NOW, &["note", "A-0001", "--note", "kept by all means"]);
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    let seen = first.tip();
    first.git_says(&["reset", "--quiet", "--hard", &here]);
    erase(&first);
    let became = first.git_says(&["rev-parse", "origin/main"]);
    assert_ne!(became.trim(), seen);
    erase(&second);
    let erase_other = ["erase", "A-0002", "--reason", "retention", "--yes"];
    second.done(NOW, &erase_other);
    second.done(NOW, &["sync"]);
    first.git_says(&["fetch", "--quiet"]);
    first.done(NOW, &erase_other);
    for gone in [seen.as_str(), became.trim()] {
        assert!(!first.git(&["cat-file", "-e", gone]).status.success(), "{gone}");
    }
    for office in [&first, &second, &first] {
        office.done(NOW, &["sync"]);
    }
    assert_eq!(first.tip(), second.tip());
    assert_eq!(first.recorded("kept by all means"), 1);
}
