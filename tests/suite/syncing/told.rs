//! What a sync says: what came in, by whom, and what came of it.

use std::collections::BTreeSet;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Ensures that it says who recorded what, what that met, and what was logged twice.
#[test]
fn it_says_what_came_in_and_what_came_of_it() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    there.done("2026-11-17T10:00:00Z", &["document", "action-plan", "A-0001", "--signed"]);
    let meeting = ["contact", "A-0002", "--mode", "in-person", "--on", "2026-11-16"];
    there.done("2026-11-17T11:00:00Z", &meeting);
    here.done("2026-11-17T12:00:00Z", &meeting);
    there.done(NOW, &["sync"]);
    let tried = words(&here.done(NOW, &["sync", "--dry-run"]));
    assert!(tried.contains("Only tried"), "{tried}");
    let said = words(&here.done(NOW, &["sync"])).replace('\n', " ");
    for expected in [
        "From Priya: 2 operations: A-0001: document",
        "A-0001 Sam: changed by what came in",
        "entries 1 and 2 say the same, recorded here and there",
        "caseload remove A-0002 2",
        "Sent 1 operation to ../remote.git",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    let json = here.done(NOW, &["sync", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["sent"], 0);
}

/// Ensures that without a remote it says how to set one.
#[test]
fn without_a_remote_it_says_how_to_set_one() {
    let office = Office::with_cases();
    let output = office.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(words(&output).contains("caseload remote set URL"), "{}", words(&output));
}

/// Ensures that what a sync brought together stays those people's who recorded it, and that one's own
/// last operation is taken back, not the sync.
#[test]
fn a_sync_takes_nothing_over() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    for (machine, note, second) in [(&here, "from-here", 1), (&there, "from-there", 2)] {
        let contact = ["contact", "A-0001", "--mode", "phone", "--note", note];
        machine.done(&format!("2026-11-17T10:00:0{second}Z"), &contact);
    }
    there.done(NOW, &["sync"]);
    here.done(NOW, &["sync"]);
    let json = here.done(NOW, &["history", "A-0001", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let steps = json["steps"].as_array().unwrap();
    let authors: Vec<&str> = steps.iter().map(|step| step["author"].as_str().unwrap()).collect();
    assert_eq!(authors.iter().filter(|author| **author == "Priya").count(), 1, "{json}");
    assert!(!json.to_string().contains("sync"), "{json}");
    let before = steps.len();
    here.done(NOW, &["undo"]);
    assert_eq!((here.recorded("from-here"), here.recorded("from-there")), (0, 1));
    let json = here.done(NOW, &["history", "A-0001", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["steps"].as_array().unwrap().len(), before + 1);
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
}

/// Ensures that the history tells each operation once, where two record for days and sync at night, and
/// where the clock of one of them is a day behind.
#[test]
fn the_history_tells_each_operation_once() {
    for behind in [0, 1] {
        let here = Office::with_cases().with_remote();
        let there = here.other_machine("Priya");
        for day in 1..6 {
            let note = |who: &str| format!("{who} on day {day}");
            let moment = |day: i32, hour: i32| format!("2026-12-0{day}T{hour}:00:00Z");
            for (office, who, day, hour) in
                [(&there, "there", day + 1 - behind, 10), (&here, "here", day + 1, 15)]
            {
                let now = moment(day, hour);
                office.done(&now, &["note", "A-0001", "--note", &note(who), "--on", "2026-11-30"]);
            }
            there.done(&moment(day + 1 - behind, 18), &["sync"]);
            here.done(&moment(day + 1, 20), &["sync"]);
        }
        let commits = here.git_says(&["rev-list", "--count", "--no-merges", "HEAD"]);
        for arguments in [&["history"][..], &["history", "A-0001"]] {
            let json = here.done("", &[arguments, &["--format", "json"]].concat()).stdout;
            let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
            let steps = json["steps"].as_array().unwrap();
            let told: BTreeSet<&str> =
                steps.iter().map(|step| step["commit"].as_str().unwrap()).collect();
            assert_eq!(told.len(), steps.len(), "{arguments:?}, {behind} days behind");
            let expected = if arguments.len() == 1 { commits.trim().parse().unwrap() } else { 13 };
            assert_eq!(steps.len(), expected, "{arguments:?}, {behind} days behind");
        }
    }
}
