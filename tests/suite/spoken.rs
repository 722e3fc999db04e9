//! The plain form as somebody hears it who has a screen read to them: sentences, without signs that
//! stand for something, and with what a command is for said before it.

use crate::process::{folder, run};
use crate::recording::office::words;

/// Reports of the example.
const REPORTS: [&[&str]; 13] = [
    &["due", "--within", "12w", "--restricted"],
    &["due", "--by", "person"],
    &["list", "--restricted"],
    &["audit"],
    &["review"],
    &["performance"],
    &["performance", "--over", "cumulative", "--behind", "missed,overdue"],
    &["forecast"],
    &["report", "--all"],
    &["retention"],
    &["programme", "show", "ipes"],
    &["calendar", "2026"],
    &["disclose", "C-2HWN", "--received", "2026-11-02"],
];

fn spoken(arguments: &[&str]) -> String {
    let start = ["--cases", "cases.example", "--today", "2026-11-18", "--format", "plain"];
    let output = run(&[&start, arguments].concat());
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn all() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        REPORTS.iter().map(|it| (it.join(" "), spoken(it))).collect();
    for id in ["A-0003", "A-0033", "A-0042", "A-0043", "C-2HWN", "C-K5NM", "C-R8YV"] {
        for report in ["show", "explain"] {
            let arguments = [report, id, "--all"];
            all.push((arguments.join(" "), spoken(&arguments)));
        }
    }
    all
}

/// Ensures that no sign stands for a word, and that a sentence ends once.
#[test]
fn no_sign_stands_for_a_word() {
    for (what, text) in all() {
        for line in text.lines() {
            // What somebody wrote may have anything in it; dots that go on do.
            let told = line.replace("...", "");
            for sign in [" -;", " -,", " -.", ": -", "..", "(none)", "[ ]", "\t", "│", "├"] {
                assert!(!told.contains(sign), "{what}: `{sign}` in {line}");
            }
        }
    }
}

/// The commands that record something.
const RECORD: [&str; 5] = ["contact", "document", "activity", "extend", "exit"];

/// Ensures that a command is said to record something where it does, and only there; and that before
/// any other stands what it is for.
#[test]
fn what_a_command_is_for_is_said_before_it() {
    let mut recording = 0;
    for (what, text) in all() {
        let mut before = "";
        for line in text.lines() {
            if let Some(command) = line.strip_prefix("To record it: ") {
                let verb = command.strip_prefix("caseload ").and_then(|it| it.split(' ').next());
                assert!(verb.is_some_and(|verb| RECORD.contains(&verb)), "{what}: {line}");
                recording += 1;
            } else if line.starts_with("caseload ") {
                let is_said = before.ends_with(':') || before.starts_with("caseload ");
                assert!(is_said, "{what}: {before} / {line}");
            }
            before = line;
        }
    }
    assert!(recording > 50, "{recording}");
}

/// Ensures that no command is said to record what it erases, and that a receipt is none.
#[test]
fn what_records_nothing_is_not_said_to() {
    let settings = "[retention]\nkeep = \"1 year\"\nfrom = \"exit\"\ncite = \"Contract\"\n";
    let case = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2018-01-01\n[exit]\non = 2018-02-01\nreason = \"died\"\n";
    let cases = folder(&[("caseload.toml", settings), ("cases/A-1.toml", case)]);
    let cases = crate::process::argument(cases.path());
    let start = ["--cases", cases, "--today", "2026-11-18", "--format", "plain"];
    let text = words(&run(&[&start[..], &["retention"]].concat()));
    let erase = "speaks against it:\ncaseload erase A-1 --reason retention\n";
    assert!(text.contains(erase) && !text.contains("To record it"), "{text}");
    let list = words(&run(&[&start[..], &["list"]].concat()));
    let said = "A-1: no key worker, ended; not met in person, nothing to do, 0 overdue musts.";
    assert!(
        list.contains("A-1: no key worker, ended") && list.contains("not met in person"),
        "{list} {said}"
    );
}
