//! What if: writing commands that are only supposed.

use std::fs;

use serde_json::Value;

use crate::recording::office::{Office, contents, words};

const NOW: &str = "2026-11-18T10:00:00Z";

/// What can be supposed: of every command, as it would be recorded.
const COMMANDS: [&str; 20] = [
    "refer A-0009 --on 2026-11-17",
    "start A-0002 --on 2026-11-17",
    "contact A-0001 A-0002 --mode in-person --covers initial-meeting --on 2026-11-17 --time 10:00",
    "document action-plan A-0001 --signed --agreed-with participant",
    "activity work-experience A-0001 --hours 4",
    "job offer A-0001 --employer Mill --starts 2026-11-30",
    "job start A-0001 --employer Mill --hours-per-week 16",
    "extend A-0001 --basis offer",
    "concern A-0001",
    "note A-0001 --note words",
    "excuse initial-meeting A-0002 --due 2026-11-24 --reason words",
    "assign priya A-0001",
    "handover alex priya --yes",
    "exit A-0001 --reason completed",
    "correct A-0001 1 mode=phone",
    "remove A-0001 1",
    "set A-0001 started=2026-11-05",
    "set A-0001 worker=priya",
    "contact sam --mode phone --on yesterday",
    "reopen A-0002",
];

/// A folder of two people, alex and priya; A-0002 has left.
fn office() -> Office {
    let office = Office::with_cases().with_workers(&["priya"]);
    office.done(NOW, &["set", "A-0001", "worker=alex"]);
    office
}

fn json(office: &Office, arguments: &[&str]) -> Value {
    let output = office.done(NOW, &[arguments, &["--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Without what no two recordings have in common: when an entry was logged.
fn without_moments(value: &mut Value) {
    match value {
        Value::Object(keys) => {
            keys.retain(|key, _| key != "logged" && !key.starts_with("supposed"));
            keys.remove("revision");
            keys.values_mut().for_each(without_moments);
        }
        Value::Array(values) => values.iter_mut().for_each(without_moments),
        _ => {}
    }
}

/// Ensures that a report of what is supposed is the report that there is once it is recorded.
#[test]
fn what_is_supposed_is_what_would_be_recorded() {
    let office = office();
    for command in COMMANDS {
        let copy = office.copy();
        if command.starts_with("reopen") {
            copy.done(NOW, &["exit", "A-0002", "--reason", "completed"]);
        }
        let before = contents(&copy.folder());
        let reports = [&["audit"][..], &["due", "--within", "8w"], &["list"]];
        let supposed = reports.map(|report| {
            json(&copy, &[report, &["--suppose", command, "--today", "2026-11-18"]].concat())
        });
        assert!(contents(&copy.folder()) == before, "{command} left something behind");
        let typed: Vec<&str> = command.split(' ').collect();
        copy.done(NOW, &typed);
        for (report, mut supposed) in reports.into_iter().zip(supposed) {
            let mut recorded = json(&copy, &[report, &["--today", "2026-11-18"]].concat());
            let said = supposed["supposed"].as_array().unwrap();
            assert_eq!(said.len(), 1, "{command}");
            assert!(!said[0].as_str().unwrap().contains("words"), "{command}: {said:?}");
            without_moments(&mut supposed);
            without_moments(&mut recorded);
            assert_eq!(supposed, recorded, "{report:?} --suppose {command}");
        }
    }
}

/// Ensures that one supposition builds on the other, that what lies ahead may be supposed, and that
/// the extension is answered.
#[test]
fn what_lies_ahead_may_be_supposed() {
    let office = office();
    let due = json(
        &office,
        &[
            "due",
            "--suppose",
            "caseload job offer sam --employer 'Mill & Sons' --on 2026-12-01",
            "--suppose",
            "job start sam --on 2026-12-07",
        ],
    );
    assert_eq!(due["today"], "2026-11-18");
    let supposed = ["A-0001: job offer 2026-12-01", "A-0001: job start 2026-12-07"];
    assert_eq!(due["supposed"], Value::from(supposed.to_vec()));
    let changes = &due["supposed_changes"];
    assert_eq!(changes["today"], "2026-12-07");
    let of_rule = |rule: &str| {
        let all = changes["changes"].as_array().unwrap();
        all.iter().find(|change| change["rule"] == rule).unwrap().clone()
    };
    let plan = of_rule("employer-support-plan");
    assert_eq!((&plan["change"], &plan["before"]), (&Value::from("gained"), &Value::Null));
    assert_eq!(plan["after"]["due"], "2026-12-21");
    assert_eq!(of_rule("extension")["change"], "gained");
    let answer = changes["answers"][0].as_str().unwrap();
    assert!(answer.contains("the extension is a choice: the last safe day"), "{answer}");
    // It counts from its day on: the report itself is of before.
    let rules = |due: &Value| due["obligations"].to_string();
    assert!(!rules(&due).contains("employer-support-plan"));
    let later = json(
        &office,
        &["due", "--today", "2026-12-07", "--suppose", "job start sam --employer Mill"],
    );
    assert!(rules(&later).contains("employer-support-plan"));
    // On what was recorded at a moment; the day is its own.
    let words = ["due", "--suppose", "start A-0002 --on 2026-11-17", "--at", "HEAD~1"];
    assert!(json(&office, &words)["revision"].as_str().unwrap().ends_with("-supposed"));
}

/// Ensures that nobody can take such a page for a record, in whatever format, and that it names nobody
/// where names are kept back.
#[test]
fn every_format_says_that_it_is_only_supposed() {
    let office = office();
    let suppose = ["--suppose", "job start A-0001 --employer Brookside"];
    let reports: [&[&str]; 9] = [
        &["due"],
        &["show", "A-0001"],
        &["explain", "A-0001"],
        &["audit"],
        &["list"],
        &["review"],
        &["performance"],
        &["forecast"],
        &["report"],
    ];
    for report in reports {
        for format in ["table", "plain", "html", "json"] {
            let arguments = [report, &suppose, &["--format", format]].concat();
            let page = String::from_utf8(office.done(NOW, &arguments).stdout).unwrap();
            let mark = if format == "json" {
                "\"supposed\": [\n    \"A-0001: job start 2026-11-18\"\n  ]"
            } else {
                "Supposed, not recorded: A-0001: job start 2026-11-18"
            };
            assert!(page.contains(mark), "{report:?} {format}: {page}");
            assert!(!page.contains("Judged on"), "{report:?} {format}: {page}");
        }
    }
    let csv = |more: &[&str]| {
        let arguments = [&["due", "--format", "csv"], &suppose[..], more].concat();
        let output = office.done(NOW, &arguments);
        assert!(words(&output).contains("supposed, not recorded: A-0001"), "{}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for page in [csv(&[]), csv(&["--columns", "case,title"])] {
        assert!(page.lines().next().unwrap().ends_with(",supposed"), "{page}");
        assert!(page.lines().skip(1).all(|row| row.ends_with("A-0001: job start 2026-11-18")));
    }
    let message = office.done(NOW, &[&["due", "--format", "eml"], &suppose[..]].concat());
    let message = String::from_utf8(message.stdout).unwrap();
    assert!(message.contains("Supposed:_Due") && message.contains("Supposed, not recorded"));
    assert!(!message.contains("Brookside") && !message.contains("Sam"), "{message}");
    let calendar = office.caseload(NOW, &[&["due", "--format", "ics"], &suppose[..]].concat());
    let refused = { calendar }.output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", words(&refused));
}

/// Ensures that a folder outside of any repository, which nobody may write to, can be asked.
#[test]
fn a_folder_that_nobody_may_write_to_can_be_asked() {
    use std::os::unix::fs::PermissionsExt;
    let office = office();
    let bare = tempfile::tempdir().unwrap();
    let cases = bare.path().join("cases");
    fs::create_dir(&cases).unwrap();
    fs::write(bare.path().join("caseload.toml"), "").unwrap();
    fs::copy(office.case("A-0001"), cases.join("A-0001.toml")).unwrap();
    for folder in [cases.as_path(), bare.path()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o500)).unwrap();
    }
    let folder = bare.path().to_str().unwrap();
    let suppose = "contact A-0001 --mode phone";
    let shown = json(&office, &["--cases", folder, "show", "A-0001", "--suppose", suppose]);
    assert_eq!(shown["revision"], "-supposed");
    assert_eq!(shown["case"]["entries"].as_array().unwrap().len(), 2);
    for folder in [bare.path(), cases.as_path()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn what_cannot_be_supposed_is_refused_in_words() {
    let office = office();
    for (command, code, expected) in [
        ("undo", 2, "in --suppose 2: `undo` cannot be supposed"),
        ("save", 2, "in --suppose 2: `save` cannot be supposed"),
        ("edit A-0001", 2, "in --suppose 2: `edit` cannot be supposed"),
        ("due", 2, "in --suppose 2: `due` cannot be supposed"),
        ("", 2, "in --suppose 2: it is not said what is supposed"),
        ("contact A-0001", 2, "in --suppose 2: the mode is not said"),
        ("contact A-0001 --mod phone", 2, "did you mean `--mode`?"),
        ("contact", 2, "in --suppose 2: it is not said for whom"),
        ("note A-0001 --note 'x", 2, "in --suppose 2: it ends within a quotation"),
        ("note A-0001 --note -", 2, "in --suppose 2: the note can neither be asked for nor read"),
        ("note A-0001", 2, "in --suppose 2: the note can neither be asked for nor read"),
        ("note A-0001", 2, "hint: write any word for it: --note WORD"),
        ("set A-0001 name", 2, "hint: write any word for it: name=WORD"),
        ("contct A-0001 --mode phone", 2, "hint: did you mean `contact`?"),
        ("start A-0002 --today 2026-11-17", 2, "`--today` is not part of what is supposed"),
        ("start A-0002 --format json", 2, "`--format` is not part of what is supposed"),
        ("contact --help", 2, "`--help` cannot be supposed"),
        ("contact nobody --mode phone", 3, "in --suppose 2: there is no case `nobody`"),
        ("exit A-0001 --reason nonsense", 1, "in --suppose 2: "),
        ("start A-0001", 1, "in --suppose 2: A-0001 started on Wed 4 Nov 2026 already"),
    ] {
        let first = "contact A-0001 --mode phone";
        let arguments = ["due", "--suppose", first, "--suppose", command];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{command}: {}", words(&output));
        assert!(words(&output).contains(expected), "{command}: {}", words(&output));
        assert!(output.stdout.is_empty(), "{command}: {}", words(&output));
    }
    let writing = office.caseload(NOW, &["start", "A-0002", "--suppose", "x"]).output().unwrap();
    assert!(words(&writing).contains("unexpected argument '--suppose'"), "{}", words(&writing));
}

fn changes(office: &Office, report: &[&str], supposed: &[&str]) -> Value {
    let supposed: Vec<&str> = supposed.iter().flat_map(|command| ["--suppose", command]).collect();
    json(office, &[report, &supposed].concat())
}

/// Ensures that what a command warns of when it is recorded is warned of where it is supposed: on the
/// day on which it would be.
#[test]
fn what_a_command_would_warn_of_is_said() {
    for (now, command) in [
        (NOW, "contact A-0001 --mode phone --on 2026-10-20"),
        (NOW, "activity work-experience A-0001 --hours 90 --on 2026-11-17"),
        ("2028-02-20T10:00:00Z", "extend A-0001 --basis in-work --on 2028-02-20"),
        ("2026-12-01T10:00:00Z", "refer A-0009 --on 2024-11-17"),
    ] {
        let office = office();
        let supposed = changes(&office, &["due"], &[command]);
        let typed: Vec<&str> = command.split(' ').chain(["--format", "json"]).collect();
        let recorded = office.done(now, &typed);
        let recorded: Value = serde_json::from_slice(&recorded.stdout).unwrap();
        let warnings = &supposed["supposed_changes"]["warnings"];
        assert_eq!(*warnings, recorded["warnings"], "{command}");
        let is_odd = !command.starts_with("activity") && !command.starts_with("refer");
        assert!(!is_odd || !warnings.as_array().unwrap().is_empty(), "{command}");
    }
    let page =
        office().done(NOW, &["due", "--suppose", "contact sam --mode phone --on 2026-10-20"]);
    let page = String::from_utf8(page.stdout).unwrap();
    let said = "Warning: A-0001 Sam: the contact of Tue 20 Oct 2026 lies before the referral";
    assert!(page.replace('\n', " ").contains(said), "{page}");
}

/// Ensures that a case that a list loses by what is supposed, or gains, is said with the reason: on the
/// day, or on the day after for one that ends on it.
#[test]
fn a_case_that_leaves_the_list_is_said() {
    let office = office();
    for (report, command, change, why) in [
        ("list --worker alex", "assign priya A-0001", "leaves", "its key worker is then priya"),
        ("due --worker alex", "assign priya A-0001 --on 2026-12-01", "leaves", "by Tue 1 Dec 2026"),
        ("due --worker priya", "assign priya A-0001", "comes", "its key worker is then priya"),
        (
            "list --stage pre-work",
            "exit A-0001 --reason completed",
            "leaves",
            "by Thu 19 Nov 2026: its stage is then ended",
        ),
        ("list --stage referred", "start A-0002", "leaves", "its stage is then pre-work"),
        ("list", "set A-0001 restricted=true", "leaves", "it is restricted then"),
        ("list --unassigned", "set A-0001 worker=", "comes", "it has no key worker then"),
        (
            "list --quiet-for 10d",
            "contact A-0002 --mode phone",
            "leaves",
            "it has not gone quiet then",
        ),
    ] {
        let report: Vec<&str> = report.split(' ').collect();
        let said = changes(&office, &report, &[command]);
        let listed = said["supposed_changes"]["listed"].as_array().unwrap();
        assert_eq!(listed.len(), 1, "{report:?} {command}: {listed:?}");
        assert_eq!(listed[0]["change"], change, "{report:?} {command}");
        let message = listed[0]["message"].as_str().unwrap();
        assert!(message.contains(why), "{report:?} {command}: {message}");
        let page = office.done(NOW, &[&report[..], &["--suppose", command]].concat());
        let page = String::from_utf8(page.stdout).unwrap().replace('\n', " ");
        assert!(page.contains(message), "{message}: {page}");
    }
    for (report, command) in [
        ("list --worker priya", "contact A-0001 --mode phone"),
        ("list", "exit A-0001 --reason completed"),
        ("show A-0001", "assign priya A-0001"),
        ("list --worker alex", "contact A-0001 --mode phone"),
    ] {
        let report: Vec<&str> = report.split(' ').collect();
        let said = changes(&office, &report, &[command]);
        assert_eq!(said["supposed_changes"]["listed"], Value::from(Vec::<Value>::new()));
    }
}

/// Ensures that what changes nothing is said to: as on record, or as supposed before.
#[test]
fn what_is_supposed_twice_is_said() {
    let office = office();
    let once = "contact A-0001 --mode phone";
    let both = "contact A-0001 A-0002 --mode phone";
    let said = changes(&office, &["due"], &[once, both, "start A-0001 --on 2026-11-04"]);
    let expected = [
        "A-0001: contact 2026-11-18 (phone, held)",
        "A-0001: --suppose 2 changes nothing, it is supposed already",
        "A-0002: contact 2026-11-18 (phone, held)",
        "A-0001: --suppose 3 changes nothing, it is on record already",
    ];
    assert_eq!(said["supposed"], Value::from(expected.to_vec()));
}

/// Ensures that every report says so where what is supposed lies after the day that it is judged on.
#[test]
fn a_day_that_has_not_come_is_said_in_every_report() {
    let office = office();
    let suppose = ["--suppose", "contact A-0001 --mode phone --on 2026-11-27"];
    for report in [&["show", "A-0001"][..], &["explain", "A-0001"], &["due"], &["list"], &["audit"]]
    {
        let said = words(&office.done(NOW, &[report, &suppose].concat()));
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("judged on that day, as if nothing else"), "{report:?}: {said}");
    }
}
