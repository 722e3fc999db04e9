//! An erasure that another machine made is confirmed once nothing of it is found here, and not before.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::erasing::{NOW, erase, left, machines, plain};
use crate::recording::office::Office;

/// What is said of who has confirmed, after a sync.
fn confirmed(office: &Office) -> String {
    office.done(NOW, &["sync"]);
    plain(&office.done(NOW, &["erase"]))
}

/// Has the second machine sync while something holds the case there, and again when it is taken away.
fn assert_confirmed_late(
    [first, second, _]: &[Office; 3],
    named: &[&str],
    take_away: impl Fn(&Office),
) {
    erase(first);
    first.done(NOW, &["sync"]);
    first.done(NOW, &["contact", "A-0001", "--mode", "phone", "--on", "2026-11-30"]);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["note", "A-0002", "--note", "kept by all means"]);
    for _ in 0..2 {
        let output = second.caseload(NOW, &["sync"]).output().unwrap();
        let said = plain(&output);
        assert_eq!(output.status.code(), Some(7), "{said}");
        assert!(named.iter().all(|words| said.contains(words)), "{said}");
        assert!(!confirmed(first).contains("confirmed by"), "{}", confirmed(first));
        assert_eq!(first.recorded("kept by all means"), 1);
    }
    take_away(second);
    let said = plain(&second.done(NOW, &["sync"]));
    assert!(said.contains("confirmed by priya"), "{said}");
    assert_eq!(left(second), [""; 0]);
    assert!(confirmed(first).contains("confirmed by priya"), "{}", confirmed(first));
    assert_eq!(first.tip(), second.tip());
    second.done(NOW, &["verify"]);
}

#[test]
fn a_copy_that_an_editor_keeps_is_no_ones_confirmation() {
    let all = machines();
    let place = all[1].case("C-0007").with_extension("toml~");
    fs::copy(all[1].case("C-0007"), &place).unwrap();
    let take_away = |_: &Office| fs::remove_file(&place).unwrap();
    assert_confirmed_late(&all, &["still in: cases/", "C-0007.toml~", "take that away"], take_away);
}

#[test]
fn a_tag_that_holds_it_is_named() {
    let all = machines();
    let file = all[1].case("C-0007");
    let file = file.strip_prefix(all[1].folder()).unwrap().to_str().unwrap().to_owned();
    all[1].git_says(&["tag", "keep-this", &format!("HEAD:{file}")]);
    let take_away = |office: &Office| {
        office.git_says(&["tag", "-d", "keep-this"]);
    };
    assert_confirmed_late(&all, &["git tag -d keep-this"], take_away);
}

/// Ensures that a sync that is killed at any moment has not said more than it did.
#[test]
fn whoever_is_killed_has_confirmed_nothing_too_early() {
    const STEP: Duration = Duration::from_millis(30);
    let [first, second, _] = machines();
    erase(&second);
    second.done(NOW, &["sync"]);
    let begun = Instant::now();
    first.copy().done(NOW, &["sync"]);
    let (whole, mut after) = (begun.elapsed(), Duration::ZERO);
    while after < whole + STEP {
        let machine = first.copy();
        let mut command = machine.caseload(NOW, &["sync"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(after);
        let _ = child.kill();
        child.wait().unwrap();
        let has_confirmed = || {
            let remote = machine.remote();
            let log = ["--git-dir", remote.to_str().unwrap(), "log", "--format=%s", "main"];
            machine.git_says(&log).contains("confirmed")
        };
        assert!(!has_confirmed() || left(&machine).is_empty(), "after {after:?}");
        machine.done(NOW, &["sync"]);
        assert_eq!(left(&machine), [""; 0], "after {after:?}");
        assert!(has_confirmed(), "after {after:?}");
        after += STEP;
    }
}
