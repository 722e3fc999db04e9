//! Pages made again from their last line, and everything else that a commit can be asked for.

use std::fs;
use std::io::Write;
use std::process::Stdio;

use crate::recording::office::{Office, words};

const THEN: &str = "2026-11-18T09:00:00Z";
const NOW: &str = "2027-02-01T09:00:00Z";

/// An override of a programme, and a day on which the office is shut.
const OVERRIDE: &str = "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
    rule = \"initial-meeting\"\nwithin = \"10 working days\"\nreason = \"Clause 7.\"\n";
const SHUT: &str = "\n[calendars.england-and-wales]\nadd = [2026-12-24]\n";

/// Sets a day on which the office is shut and a rule of its own, and records something.
fn change(office: &Office) {
    let settings = office.folder().join("caseload.toml");
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + SHUT).unwrap();
    fs::create_dir(office.folder().join("programmes")).unwrap();
    fs::write(office.folder().join("programmes/ipes.toml"), OVERRIDE).unwrap();
    office.done("2026-11-20T09:00:00Z", &["save"]);
    office.done("2026-11-20T09:01:00Z", &["contact", "A-0001", "--mode", "phone"]);
    office.done("2026-11-20T09:02:00Z", &["refer", "A-0009"]);
}

/// Ensures that the rules, the calendar, the history and what is exported are those of the commit.
#[test]
fn whatever_can_be_read_can_be_read_as_it_was() {
    let office = Office::with_cases();
    let asked: [&[&str]; 7] = [
        &["programme", "list"],
        &["programme", "show", "ipes"],
        &["programme", "test", "ipes"],
        &["calendar", "2026"],
        &["calendar", "add", "2026-12-21", "5 wd"],
        &["history", "--all", "--format", "json"],
        &["history", "A-0001"],
    ];
    let said = |now: &str, more: &[&str]| {
        asked.map(|asked| office.done(now, &[asked, more].concat()).stdout)
    };
    let then = said(THEN, &[]);
    let commit = office.tip();
    let export = |name: &str, more: &[&str]| {
        let place = office.home().join(name);
        let arguments = [&["export", place.to_str().unwrap()], more].concat();
        office.done(NOW, &arguments);
        let files = ["cases.csv", "entries.csv", "entries.jsonl", "datapackage.json"];
        files.map(|file| fs::read(place.join(file)).unwrap())
    };
    change(&office);
    let now = said(NOW, &[]);
    let again = said(NOW, &["--at", &commit]);
    for ((asked, then), again) in asked.iter().zip(&then).zip(&again) {
        assert!(then == again, "{asked:?}: {}", String::from_utf8_lossy(again));
    }
    let differing = then.iter().zip(&now).filter(|(then, now)| then != now).count();
    assert_eq!(differing, 6, "only the scenarios that come with the tool are the same");
    let (then, now) = (export("then", &["--at", &commit]), export("now", &[]));
    assert!(then != now && !String::from_utf8_lossy(&then[0]).contains("A-0009"));
    assert!(String::from_utf8_lossy(&then[3]).contains(&commit));
    let talk = office.done(NOW, &["calendar", "--at", &commit]);
    assert!(words(&talk).contains(&format!("as commit {} has it", &commit[..12])));
    for arguments in [&["programme", "list"][..], &["calendar"]] {
        let mut command = office.caseload(NOW, &[arguments, &["--at", "HEAD"]].concat());
        let output = command.current_dir(office.home()).output().unwrap();
        assert_eq!(output.status.code(), Some(6), "{}", words(&output));
    }
}

/// Makes a page again that is given on standard input.
fn made_again(office: &Office, arguments: &[&str], page: &[u8]) -> std::process::Output {
    let mut child = office
        .caseload(NOW, &[arguments, &["--as-printed", "-"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(page).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn a_page_is_made_again_from_its_last_line() {
    let office = Office::with_cases();
    let reports: [&[&str]; 5] = [
        &["due"],
        &["show", "A-0001"],
        &["list", "--format", "plain"],
        &["report", "--format", "html"],
        &["audit"],
    ];
    let then = reports.map(|report| office.done(THEN, report).stdout);
    change(&office);
    for (report, page) in reports.iter().zip(&then) {
        let again = made_again(&office, report, page);
        assert!(again.stdout == *page, "{report:?}: {}", words(&again));
        assert!(again.stderr.is_empty(), "{report:?}: {}", words(&again));
    }
    // The line alone, typed; and what is not as it was then.
    let page = String::from_utf8(then[0].clone()).unwrap();
    let from = page.find("Judged on").unwrap();
    let line = page[from..].replace('\n', " ");
    let same = office.done(NOW, &["due", "--as-printed", &line]);
    assert!(same.stdout == then[0] && same.stderr.is_empty(), "{}", words(&same));
    let digest = |name: &str| {
        let from = line.find(name).unwrap() + name.len() + 1;
        line[from..from + 12].to_owned()
    };
    for (was, is, expected) in [
        ("0.1.0".to_owned(), "0.0.9", "printed by caseload 0.0.9, and this is caseload 0.1.0"),
        (digest("holidays"), "aaaaaaaaaaaa", "the holiday table is another one (aaaaaaaaaaaa, now"),
        (digest("settings"), "aaaaaaaaaaaa", "the settings are others (aaaaaaaaaaaa, now"),
        (digest("ipes"), "aaaaaaaaaaaa", "the programme `ipes` is another one (aaaaaaaaaaaa, now"),
        ("ipes".to_owned(), "other", "`other`, of which it was printed, is not in this"),
    ] {
        let other = office.done(NOW, &["due", "--as-printed", &line.replacen(&was, is, 1)]);
        assert!(
            words(&other).contains(&format!("not as printed: {expected}"))
                || words(&other).contains(expected),
            "{}",
            words(&other)
        );
        assert!(other.stdout == then[0], "{was}: another page");
    }
}

#[test]
fn what_is_no_last_line_is_refused_in_words() {
    let office = Office::with_cases();
    let page = String::from_utf8(office.done(THEN, &["due"]).stdout).unwrap();
    let line = page[page.find("Judged on").unwrap()..].replace('\n', " ");
    for (arguments, code, expected) in [
        (&["--as-printed", "Judged on Wed"][..], 2, "that is not the last line of a report"),
        (&["--as-printed", &line.replacen("Wed", "Thu", 1)], 2, "that is not the last line"),
        (&["--as-printed", &line, "--today", "2026-11-18"], 2, "leave out --today"),
        (&["--as-printed", &line, "--at", "HEAD"], 2, "cannot be used with"),
        (&["--as-printed", &line.replacen("commit ", "commit fff", 1)], 1, "there is no commit"),
    ] {
        let output = office.caseload(NOW, &[&["due"], arguments].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?}: {}", words(&output));
    }
    // Nor a page of what was only supposed.
    let supposed = office.done(THEN, &["due", "--suppose", "start A-0002"]).stdout;
    assert_eq!(made_again(&office, &["due"], &supposed).status.code(), Some(2));
}

/// Ensures that a commit of another release is said to be, without being asked.
#[test]
fn another_release_is_said() {
    let office = Office::with_cases();
    let tip = office.tip();
    assert!(office.done(NOW, &["due", "--at", &tip]).stderr.is_empty());
    let message = "A-0001: contact\n\nCase: A-0001\nOperation: abc\nRelease: caseload 0.0.9\n";
    office.git_says(&["commit", "--amend", "--quiet", "--no-verify", "-m", message]);
    // One that nobody's release wrote is judged by the one before.
    office.git_says(&["commit", "--allow-empty", "--quiet", "--no-verify", "-m", "by hand"]);
    for at in ["HEAD", "HEAD~1"] {
        let output = office.done(NOW, &["due", "--at", at]);
        let said = "recorded by caseload 0.0.9, and this is caseload 0.1.0";
        assert!(words(&output).contains(said), "{}", words(&output));
    }
    assert!(office.done(NOW, &["due", "--at", "HEAD~2"]).stderr.is_empty());
    assert!(office.done(NOW, &["due"]).stderr.is_empty());
}
