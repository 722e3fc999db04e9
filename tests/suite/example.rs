//! The example folder: whole, and broad enough to show what the tool does.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::process::json;

fn values(rows: &Value, key: &str) -> BTreeSet<String> {
    rows.as_array().unwrap().iter().filter_map(|row| row[key].as_str().map(str::to_owned)).collect()
}

/// Ensures that the example has no error, and shows every band, severity and most rules.
#[test]
fn the_due_list_of_the_example_shows_every_band_and_most_rules() {
    let due = json(&["--cases", "cases.example", "due", "--today", "2026-11-18"]);
    let errors = due["problems"].as_array().unwrap();
    assert!(errors.iter().all(|problem| problem["severity"] == "warning"), "{errors:?}");
    let obligations = &due["obligations"];
    assert_eq!(values(obligations, "band").len(), 3);
    assert_eq!(values(obligations, "severity").len(), 4);
    let rules = values(obligations, "rule");
    assert!(rules.len() > 35 / 2, "{rules:?}");
}

/// Ensures that the example has cases on both programmes, in every stage, with every status.
#[test]
fn the_example_has_every_stage_and_status() {
    let audit = json(&["--cases", "cases.example", "audit", "--today", "2026-11-18"]);
    let cases = &audit["cases"];
    assert!(cases.as_array().unwrap().len() >= 16);
    let stages: Vec<String> = values(cases, "stage").into_iter().collect();
    let expected =
        ["due-to-start", "ended", "in-work", "module-two", "must-exit", "pre-work", "referred"];
    assert_eq!(stages, expected);
    let statuses: BTreeSet<String> = cases
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|case| values(&case["obligations"], "status"))
        .collect();
    assert_eq!(statuses.len(), 8, "{statuses:?}");
}
