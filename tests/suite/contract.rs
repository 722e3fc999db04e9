//! The contracts with other programs: keys of JSON, and exit codes.

use serde_json::Value;

use crate::process::{argument, folder, json, text};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// Ensures that `due` and its obligations have exactly the keys that were promised.
#[test]
fn the_keys_of_due() {
    let due = json(&["--cases", "cases.example", "due", "--today", "2026-11-18"]);
    assert_eq!(keys(&due), ["schema", "today", "window", "revision", "obligations", "problems"]);
    assert_eq!(keys(&due["window"]), ["from", "to"]);
    for obligation in due["obligations"].as_array().unwrap() {
        assert_eq!(
            keys(obligation),
            [
                "case",
                "name",
                "worker",
                "programme",
                "stage",
                "rule",
                "title",
                "cite",
                "severity",
                "subject",
                "opened",
                "due",
                "aim",
                "do_by",
                "status",
                "band",
                "met",
                "evidence",
                "progress",
                "reason",
                "command"
            ]
        );
    }
}

/// Ensures that every report says the same of how far a case has come: the day judged, or once provision has
/// ended its last day.
#[test]
fn the_day_of_provision_is_one_everywhere() {
    let on = ["--cases", "cases.example", "--today", "2026-11-18"];
    let list = json(&[&on[..], &["list", "--restricted"]].concat());
    let mut ended = 0;
    for row in list["cases"].as_array().unwrap() {
        let (id, day) = (row["case"].as_str().unwrap(), &row["day"]);
        let audit = json(&[&on[..], &["audit", id]].concat());
        let case = &audit["cases"][0];
        assert_eq!(case["day"], *day, "{id}");
        let mut milestones = case["milestones"].as_array().unwrap().iter();
        let milestone = milestones.find(|it| it["code"] == "day-of-provision");
        assert_eq!(milestone.map_or(&Value::Null, |it| &it["day"]), day, "{id}");
        if row["stage"] == "ended" && !day.is_null() {
            assert_eq!(milestone.unwrap()["on"], row["end"], "{id}");
            let page = text(&[&on[..], &["show", id]].concat()).0;
            assert!(page.contains(&format!("(day {day})")), "{id}: {page}");
            assert!(!page.contains("today, day"), "{id}: {page}");
            ended += 1;
        }
    }
    assert!(ended > 3, "{ended}");
}

/// Ensures that `audit` has exactly the keys that were promised, evidence and progress included.
#[test]
fn the_keys_of_audit() {
    let audit = json(&["--cases", "cases.example", "audit", "--today", "2026-11-18"]);
    assert_eq!(keys(&audit), ["schema", "today", "revision", "cases", "problems"]);
    let (mut evidence, mut progress) = (0, 0);
    for case in audit["cases"].as_array().unwrap() {
        assert_eq!(
            keys(case),
            ["case", "programme", "stage", "day", "end", "milestones", "warnings", "obligations"]
        );
        for milestone in case["milestones"].as_array().unwrap() {
            assert_eq!(keys(milestone), ["code", "on", "day", "passed"]);
        }
        for warning in case["warnings"].as_array().unwrap() {
            assert_eq!(keys(warning), ["code", "cite", "message", "on"]);
        }
        for obligation in case["obligations"].as_array().unwrap() {
            for entry in obligation["evidence"].as_array().unwrap() {
                assert_eq!(keys(entry), ["entry", "logged", "on", "line"]);
                evidence += 1;
            }
            if obligation["progress"].is_object() {
                assert_eq!(keys(&obligation["progress"]), ["done", "needed", "unit"]);
                progress += 1;
            }
        }
    }
    assert!(evidence > 500 && progress > 20, "{evidence} {progress}");
}

/// Ensures that a problem has exactly the keys that were promised, and that one damaged file
/// neither stops the report on the others nor lets it look whole.
#[test]
fn the_keys_of_a_problem() {
    let damaged = folder(&[
        ("caseload.toml", ""),
        ("cases/A-1.toml", "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-02-30\n"),
        ("cases/A-2.toml", "id = \"A-2\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n"),
    ]);
    let cases = argument(damaged.path());
    let audit = json(&["--cases", cases, "audit", "--today", "2026-11-18"]);
    let problems = audit["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(
        keys(&problems[0]),
        ["file", "line", "column", "severity", "check", "message", "hint"]
    );
    assert_eq!((&problems[0]["line"], &problems[0]["column"]), (&Value::from(3), &Value::from(12)));
    assert_eq!(audit["cases"].as_array().unwrap().len(), 1);
    for command in ["due", "audit", "list", "check"] {
        let (_, code) = text(&["--cases", cases, command, "--today", "2026-11-18"]);
        assert_eq!(code, 1, "{command}");
    }
    let (_, code) = text(&["--cases", cases, "show", "A-2", "--today", "2026-11-18"]);
    assert_eq!(code, 0, "a whole file is shown as such");
}

/// Ensures that the list is sorted by band, severity, day, worker, case, rule, subject and opened.
#[test]
fn the_order_of_due() {
    let due = json(&["--cases", "cases.example", "due", "--today", "2026-11-18"]);
    let place = |list: &[&str], value: &Value| list.iter().position(|w| value == w).unwrap();
    let order: Vec<(usize, usize, Vec<String>)> = due["obligations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let texts = ["do_by", "worker", "case", "rule", "subject", "opened"]
                .map(|key| row[key].as_str().unwrap_or_default().to_owned());
            (
                place(&["overdue", "this-week", "coming"], &row["band"]),
                place(&["must", "milestone", "prompt", "optional"], &row["severity"]),
                texts.to_vec(),
            )
        })
        .collect();
    assert!(order.len() > 60);
    assert!(order.is_sorted(), "{order:#?}");
}

/// Ensures that every command which `show` prints beside an obligation is one that can be typed.
#[test]
fn every_command_that_is_shown_can_be_typed() {
    for programme in caseload::programme::builtin() {
        for rule in &programme.rules {
            let shown = rule.record.for_case("A-0042", Some("Mill"));
            let typed = caseload::cli::definition().try_get_matches_from(shown.split_whitespace());
            assert!(typed.is_ok(), "{}: {shown}: {}", rule.id, typed.unwrap_err());
        }
    }
}
