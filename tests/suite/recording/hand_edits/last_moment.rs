//! An editor that saves a file between the program's look at it and the program's own writing.

use std::fs;
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::recording::office::{Office, program, words};
use crate::recording::strace;

const NOW: &str = "2026-11-20T10:00:00Z";
/// Holds the program up for three seconds where it is about to put the file in its place.
const HELD_UP: [&str; 10] = [
    "strace",
    "-f",
    "--seccomp-bpf",
    "-qq",
    "-o",
    "/dev/null",
    "-e",
    "trace=renameat2",
    "-e",
    "inject=renameat2:delay_enter=3000000:when=1",
];

/// Ensures that what an editor saves at the last moment is in the file beside what is recorded, whether
/// the editor writes into the file or puts another in its place.
#[test]
fn what_is_saved_at_the_last_moment_is_kept() {
    if !strace::is_possible() {
        return;
    }
    for puts_another in [true, false] {
        let office = Office::with_cases();
        let (case, tip) = (office.case("A-0001"), office.tip());
        let contact = ["contact", "A-0001", "--mode", "video"];
        let command = office.through(&[&HELD_UP[..], &[program()]].concat(), NOW, &contact);
        let recording = thread::spawn(|| ended(command));
        let begun = Instant::now();
        while office.tip() == tip {
            assert!(begun.elapsed() < Duration::from_secs(20), "nothing is recorded");
            thread::sleep(Duration::from_millis(20));
        }
        // By then it has looked at the file, and is held up.
        thread::sleep(Duration::from_millis(800));
        let text = fs::read_to_string(&case).unwrap();
        assert!(!text.contains("video"), "{text}");
        let typed = format!("{text}\n[[note]]\non = 2026-11-19\nnote = \"Typed.\"\n");
        if puts_another {
            let beside = case.with_extension("saved");
            fs::write(&beside, typed).unwrap();
            fs::rename(&beside, &case).unwrap();
        } else {
            fs::write(&case, typed).unwrap();
        }
        let output = recording.join().unwrap();
        assert!(output.status.success(), "{}", words(&output));
        let text = fs::read_to_string(&case).unwrap();
        assert!(text.contains("video") && text.contains("Typed."), "{text}");
        office.done(NOW, &["save"]);
        assert_eq!(office.not_sound(), [""; 0]);
    }
}

fn ended(mut command: Command) -> Output {
    command.output().unwrap()
}
