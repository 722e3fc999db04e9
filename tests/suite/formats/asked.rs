//! What a format is asked of: an empty list, a part of a history, the wrong report, a file with an ending.

use std::process::Command;

use serde_json::Value;

use super::printed;
use crate::recording::office::Office;

#[test]
fn an_empty_list_says_so() {
    let office = Office::new();
    let list = |more: &[&str]| {
        let arguments = [&["list"], more].concat();
        String::from_utf8(office.done("2026-11-18T10:00:00Z", &arguments).stdout).unwrap()
    };
    for format in ["table", "plain", "html"] {
        let said = list(&["--format", format]);
        assert!(said.contains("No case is on record."), "{format}: {said}");
    }
    assert_eq!(list(&["--format", "csv"]).lines().count(), 1);
    let refer = ["refer", "A-0001", "--programme", "ipes", "--on", "2026-11-17"];
    office.done("2026-11-18T10:00:00Z", &refer);
    let said = list(&["--status", "met"]);
    assert!(said.contains("No case is in this list.") && !said.contains("Who"), "{said}");
    assert!(list(&[]).contains("Who"));
}

#[test]
fn a_history_has_rows() {
    let office = Office::with_history();
    let now = "2026-11-18T10:00:00Z";
    let run = |arguments: &[&str]| office.done(now, &[arguments, &["--all"]].concat()).stdout;
    let read = |bytes: &[u8]| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
        let rows = reader.records().map(Result::unwrap);
        rows.map(|row| row.iter().map(|cell| cell.trim_start_matches('\'').to_owned()).collect())
            .collect()
    };
    for narrow in [&["history"][..], &["history", "A-0001"], &["history", "--late"]] {
        let rows = read(&run(&[narrow, &["--format", "csv"]].concat()));
        let heads = ["case", "when", "author", "email", "commit", "operation", "what", "days_late"];
        assert_eq!(rows[0], heads);
        let json: Value =
            serde_json::from_slice(&run(&[narrow, &["--format", "json"]].concat())).unwrap();
        let mut expected = Vec::new();
        for step in json["steps"].as_array().unwrap() {
            let text = |value: &Value| match value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            let keys = ["when", "author", "email", "commit", "operation"];
            let whole: Vec<String> = keys.iter().map(|key| text(&step[key])).collect();
            for change in step["changes"].as_array().unwrap() {
                let mut row = vec![text(&change["case"])];
                row.extend(whole.iter().cloned());
                row.extend([text(&change["words"]), text(&change["days_late"])]);
                expected.push(row);
            }
        }
        // Of what is no case, the words are put together of the file and what became of it.
        let of_cases = rows[1..].iter().filter(|row| !row[0].is_empty()).cloned();
        let wanted = expected.into_iter().filter(|row| !row[0].is_empty());
        assert_eq!(of_cases.collect::<Vec<_>>(), wanted.collect::<Vec<_>>(), "{narrow:?}");
        assert!(rows.len() > 1, "{narrow:?}");
    }
    let workbook = run(&["history", "--format", "xlsx"]);
    assert!(workbook.starts_with(b"PK"));
}

/// Ensures that rows of a part of a history are not taken for the whole.
#[test]
fn rows_of_the_latest_steps_say_that_there_are_older_ones() {
    let office = Office::with_cases();
    for minute in 0..40 {
        let now = format!("2026-11-18T10:{minute:02}:00Z");
        office.done(&now, &["note", "A-0001", "--note", &now, "--on", "2026-11-17"]);
    }
    let output = office.done("2026-11-18T11:00:00Z", &["history", "--format", "csv"]);
    let talk = String::from_utf8(output.stderr).unwrap();
    assert!(talk.contains("older ones are not in it; --all takes them"), "{talk}");
    let output = office.done("2026-11-18T11:00:00Z", &["history", "--all", "--format", "csv"]);
    assert_eq!(output.stderr, b"");
}

#[test]
fn what_is_asked_of_the_wrong_report_is_refused_in_words() {
    for (arguments, expected) in [
        (&["list", "--format", "ics"][..], "says nothing that a calendar could hold"),
        (&["explain", "A-0033", "--format", "xlsx"], "this report has no rows"),
        (&["performance", "--month", "2027-01"], "has not begun"),
        (&["due", "--mail-to", "a@example.org"], "add --format eml"),
        (&["performance", "--month", "october"], "write it as 2026-10"),
        (&["performance", "--status", "missed"], "--behind missed,late"),
        (&["performance", "--severity", "optional"], "has no rate"),
        (&["performance", "--by", "day"], "is not put together so"),
        (&["review", "--by", "person"], "is not put together so"),
        (&["review", "--week", "2027-05-05"], "has not begun"),
        (&["due", "--tasks"], "add --format ics"),
        (&["due", "--within", "9999w"], "is too long a time"),
        (&["performance", "--behind", "misssed"], "did you mean `missed`?"),
        (&["forecast", "--weeks", "0"], "0 is not in 1..=156"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args(["--cases", "cases.example", "--today", "2026-11-18"])
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(expected), "{arguments:?}: {said}");
        assert!(output.stdout.is_empty());
    }
}

/// Ensures that a file is written as its name says, where no format is asked for.
#[test]
fn the_ending_of_a_file_says_its_format() {
    let place = tempfile::tempdir().unwrap();
    let written = |name: &str, more: &[&str]| {
        let file = place.path().join(name);
        printed(&[&["due", "--output", file.to_str().unwrap()], more].concat());
        std::fs::read(file).unwrap()
    };
    for (name, format) in [
        ("a.html", "html"),
        ("a.CSV", "csv"),
        ("a.json", "json"),
        ("a.txt", "table"),
        ("a", "table"),
    ] {
        let asked = written(&format!("asked-{name}"), &["--format", format]);
        assert_eq!(written(name, &[]), asked, "{name}");
    }
    assert!(written("b.xlsx", &[]).starts_with(b"PK"));
    let asked = written("c.html", &["--format", "plain"]);
    assert!(!asked.starts_with(b"<!"), "what is asked for is given");
}
