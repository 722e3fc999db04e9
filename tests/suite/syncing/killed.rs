//! A sync that is killed is completed by the next one, and what is at the remote is always whole.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::office::{Office, words};

/// How far apart the moments are at which it is killed.
const STEP: Duration = Duration::from_millis(20);
const NOW: &str = "2026-11-20T12:00:00Z";

/// A machine that has things to send, with a remote that has things to fetch.
fn apart() -> Office {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    for (machine, note) in [(&here, "from-here"), (&there, "from-there")] {
        for id in ["A-0001", "A-0002"] {
            let arguments = ["contact", id, "--mode", "phone", "--note", note];
            machine.done("2026-11-17T10:00:00Z", &arguments);
        }
    }
    there.done(NOW, &["sync"]);
    std::fs::write(here.case("A-0001"), {
        let text = std::fs::read_to_string(here.case("A-0001")).unwrap();
        format!("{text}\n[[note]]\non = 2026-11-17\nnote = \"by-hand\"\n")
    })
    .unwrap();
    here
}

/// Ensures that a sync killed at any moment leaves nothing broken, here or at the remote.
#[test]
fn a_killed_sync_is_completed_by_the_next() {
    let template = apart();
    let begun = Instant::now();
    template.copy().done(NOW, &["sync"]);
    let whole = begun.elapsed();
    let mut after = Duration::ZERO;
    while after < whole + STEP {
        let machine = template.copy();
        let mut command = machine.caseload(NOW, &["sync"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(after);
        let _ = child.kill();
        child.wait().unwrap();
        // The remote is whole in between: another machine can work with what is there.
        let other = machine.other_machine("Robin");
        other.done(NOW, &["check"]);
        machine.done(NOW, &["sync"]);
        for note in ["from-here", "from-there"] {
            assert_eq!(machine.recorded(note), 2, "{note} after {after:?}");
        }
        assert_eq!(machine.recorded("by-hand"), 1, "after {after:?}");
        let at_remote = machine.git(&["ls-remote", "../remote.git", "refs/heads/main"]);
        assert!(words(&at_remote).contains(&machine.tip()), "after {after:?}");
        other.done(NOW, &["sync"]);
        assert_eq!(other.files(), machine.files(), "after {after:?}");
        assert_eq!(machine.not_sound(), [""; 0], "after {after:?}");
        after += STEP;
    }
}

/// Ensures that what somebody who was killed had written beside a file is cleared by the next command.
#[test]
fn what_was_written_beside_is_cleared_by_the_next() {
    let machine = apart();
    let private = machine.git_folder().join("caseload");
    for name in ["erasing.new", "gone.new", "seen.new", "there.new", "in-hand/pack/some.pack"] {
        let place = private.join(name);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::write(place, "cut sh").unwrap();
    }
    machine.done(NOW, &["sync"]);
    assert_eq!(machine.not_sound(), [""; 0]);
}
