//! Nothing is found where everything was done by the tool.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::integrity::{NOW, contact, found, git, state, state_files, verified};
use crate::recording::office::{Office, words};

/// Everything that can be recorded about one case.
const ALL: [&str; 21] = [
    "extend A-0001 --basis in-work --on 2026-11-17",
    "activity work-experience A-0001 --hours 2 --on 2026-11-16",
    "concern A-0001 --on 2026-11-16",
    "note A-0001 --on 2026-11-16 --note quiet-word",
    "excuse initial-meeting A-0001 --due 2026-11-23 --reason ill --on 2026-11-16",
    "assign priya A-0001",
    "handover priya morgan --yes",
    "set A-0001 name=Sam-Two --reason a-slip",
    "correct A-0001 1 mode=video --reason a-slip",
    "remove A-0001 2 --reason twice",
    "exit A-0002 --reason other --on 2026-11-17",
    "reopen A-0002 --reason a-slip",
    "contact A-0001 A-0002 --mode email --on 2026-11-17",
    "undo",
    "redo",
    "undo",
    "renumber A-0002 A-0003",
    "export ../export",
    "import ../rows.csv --mapping ../mapping.toml --yes",
    "edit A-0001",
    "save",
];

fn busy_office() -> Office {
    let office = Office::with_history();
    let settings = office.folder().join("caseload.toml");
    let more = "\n[workers.priya]\n\n[workers.morgan]\n";
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + more).unwrap();
    office.done("2026-11-18T10:00:00Z", &["save"]);
    let place = office.folder().parent().unwrap().to_path_buf();
    fs::write(place.join("rows.csv"), "Case,When,How\nA-0001,2026-11-12,phone\n").unwrap();
    let mapping = "rows = \"entries\"\n[columns]\ncase = \"Case\"\non = \"When\"\nmode = \"How\"\n[always]\nentry = \"contact\"\noutcome = \"held\"\n";
    fs::write(place.join("mapping.toml"), mapping).unwrap();
    for (minute, line) in ALL.iter().enumerate() {
        if *line == "save" {
            let case = fs::read_to_string(office.case("A-0001")).unwrap();
            fs::write(office.case("A-0001"), format!("{case}\n# typed\n")).unwrap();
        }
        let arguments: Vec<&str> = line.split(' ').collect();
        let mut command = office.caseload(&format!("2026-11-18T11:{minute:02}:00Z"), &arguments);
        let output = command.env("EDITOR", "printf '\\n# typed\\n' >>").output().unwrap();
        assert!(output.status.success(), "{line}: {}", words(&output));
    }
    office
}

/// Ensures that every kind of operation is known to what looks at them, and raises nothing.
#[test]
fn every_operation_raises_nothing() {
    let office = busy_office();
    let subjects = git(&office, &["log", "--format=%s"]);
    let done: BTreeSet<&str> = subjects
        .lines()
        .filter_map(|line| line.split_once(": ")?.1.split([' ', ':']).next())
        .collect();
    let expected = [
        "activity", "assign", "concern", "contact", "correct", "document", "edit", "excuse",
        "exit", "extend", "export", "import", "init", "job", "note", "redo", "refer", "remove",
        "renumber", "reopen", "save", "set", "start", "undo",
    ];
    let missing: Vec<&&str> = expected.iter().filter(|word| !done.contains(**word)).collect();
    assert!(missing.is_empty(), "{missing:?}\n{subjects}");
    let (_, said) = verified(&office, &[]);
    assert_eq!(found(&office, &[]), [""; 0], "{said:#}");
}

/// Ensures that what was brought together and settled raises nothing, on either machine.
#[test]
fn bringing_together_raises_nothing() {
    let here = Office::with_cases();
    let settings = "[workers.both]\nemail = [\"alex@example.org\", \"priya@example.org\"]\n";
    fs::write(here.folder().join("caseload.toml"), settings).unwrap();
    here.done("2026-11-17T09:00:00Z", &["save"]);
    let here = here.with_remote();
    let there = here.other_machine("Priya");
    contact(&here, 1, "A-0001");
    here.done("2026-11-17T10:05:00Z", &["set", "A-0001", "name=Ana"]);
    here.done("2026-11-17T10:06:00Z", &["correct", "A-0001", "1", "mode=video"]);
    contact(&there, 2, "A-0001");
    there.done("2026-11-17T10:07:00Z", &["set", "A-0001", "name=Ben"]);
    there.done("2026-11-17T10:08:00Z", &["correct", "A-0001", "1", "mode=phone"]);
    there.done("2026-11-17T10:09:00Z", &["sync"]);
    here.done("2026-11-17T10:10:00Z", &["sync"]);
    here.done("2026-11-17T10:11:00Z", &["settle", "A-0001", "1", "--other"]);
    here.done("2026-11-17T10:12:00Z", &["settle", "A-0001", "--keep"]);
    here.done("2026-11-17T10:13:00Z", &["sync"]);
    there.done("2026-11-17T10:14:00Z", &["sync"]);
    for office in [&here, &there] {
        let (_, said) = verified(office, &[]);
        assert_eq!(found(office, &[]), [""; 0], "{said:#}");
        assert_eq!(said["checked"]["remote"], true);
    }
}

/// Ensures that the folder is not touched, and that what is kept outside is its owner's alone.
#[test]
fn the_folder_is_not_touched() {
    let office = Office::with_history();
    let before = office.listing();
    assert_eq!(found(&office, &["--no-receipt"]), [""; 0]);
    assert!(!state(&office).exists());
    assert_eq!(found(&office, &[]), [""; 0]);
    assert_eq!(office.listing(), before);
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&state(&office)), 0o700);
    let files = state_files(&office);
    assert_eq!((files.len(), mode(&files[0])), (1, 0o600));
    // What is not recorded yet is said, and is no tampering.
    fs::write(office.case("A-0001"), "# typed\n").unwrap();
    let (code, said) = verified(&office, &[]);
    assert_eq!((code, &said["edited"][0]), (0, &"cases/2026/11/A-0001.toml".into()));
}

/// Ensures that the keys of the JSON are those that were promised.
#[test]
fn the_keys_of_verify() {
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    let office = Office::with_cases();
    git(&office, &["commit", "--quiet", "--allow-empty", "-m", "x"]);
    fs::write(office.case("A-0001"), fs::read_to_string(office.case("A-0001")).unwrap() + "#\n")
        .unwrap();
    git(&office, &["commit", "--quiet", "-a", "-m", "by hand"]);
    let (_, said) = verified(&office, &["--receipt"]);
    assert_eq!(
        keys(&said),
        [
            "schema",
            "revision",
            "today",
            "tampered",
            "checked",
            "not_checked",
            "findings",
            "edited",
            "notes",
            "kept_receipts",
            "given_up",
            "receipt"
        ]
    );
    assert_eq!(
        keys(&said["checked"]),
        ["commits", "signed", "good_signatures", "confirmed", "receipts", "since", "remote"]
    );
    assert_eq!(
        keys(&said["findings"][0]),
        ["code", "severity", "commit", "cases", "when", "who", "message", "hint"]
    );
    assert_eq!(said["revision"], office.tip().as_str());
    for format in ["table", "plain", "html", "csv"] {
        let shown = words(&office.done(NOW, &["verify", "--format", format]));
        assert!(shown.contains("by hand") && shown.contains("A-0001"), "{format}: {shown}");
    }
}
