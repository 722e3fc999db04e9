//! What is wrong with rows: every one named, nothing half imported.

use std::fmt::Write;

use serde_json::Value;

use super::{NOW, import, imported, on_one_line};
use crate::recording::office::{Office, words};

/// What can be wrong with a row, with the column that is named, and words of the reason.
const FAULTS: [(&str, &str, &str); 11] = [
    ("{n},A-0002,31/02/2026,phone,held,1", "`Date` (C)", "`31/02/2026` is not a day"),
    ("{n},A-0002,3/11/26,phone,held,1", "`Date` (C)", "`3/11/26` is not a day"),
    ("{n},A-0002,25/12/2026,phone,held,1", "`Date` (C)", "lies ahead"),
    (
        "{n},A-9999,17/11/2026,phone,held,1",
        "`Client` (B)",
        "no case has the id or the number `A-9999`",
    ),
    ("{n},,17/11/2026,phone,held,1", "`Client` (B)", "it is empty"),
    ("{n},A-0002,17/11/2026,fax,held,1", "`How` (D)", "`fax` is no word for `mode`"),
    ("{n},A-0002,17/11/2026,phone,,1", "`Result` (E)", "every contact needs `outcome`"),
    ("{n},A-0002,17/11/2026,phone,held,1.005", "`Hours` (F)", "more than two decimals"),
    ("7,A-0002,17/11/2026,phone,held,1", "`No` (A)", "row 7 has the same key"),
    ("{n},A-0002,17/11/2026,phone,held,1,alxe", "`Who` (G)", "the settings know no worker `alxe`"),
    (",A-0002,17/11/2026,phone,held,1", "`No` (A)", "it is empty, and this column is the key"),
];

const MAPPING: &str = "rows = \"entries\"\nkey = \"No\"\n[columns]\ncase = \"Client\"\n\
    on = \"Date\"\nmode = \"How\"\noutcome = \"Result\"\nhours = \"Hours\"\n\
    worker = \"Who\"\n[always]\nentry = \"contact\"\n";

/// A sheet of 2,000 rows, every fiftieth of which is bad if it is to be; with the bad ones by row.
fn two_thousand(with_faults: bool) -> (String, Vec<(usize, usize)>) {
    let mut text = String::from("No,Client,Date,How,Result,Hours,Who\n");
    let mut bad = Vec::new();
    for row in 2..=2001 {
        let (client, day) = (1 + row % 2, 4 + row % 16);
        let good = format!("{row},A-000{client},{day:02}/11/2026,phone,held,0.25");
        let fault = row / 50 % FAULTS.len();
        if with_faults && row % 50 == 25 {
            bad.push((row, fault));
            writeln!(text, "{}", FAULTS[fault].0.replace("{n}", &row.to_string())).unwrap();
        } else {
            writeln!(text, "{good}").unwrap();
        }
    }
    (text, bad)
}

#[test]
fn what_is_wrong_alike_in_many_rows_is_said_once() {
    let office = Office::with_cases();
    let row = |number: usize, how: &str| format!("{number},A-0001,17/11/2026,{how},held,1,\n");
    let rows: String = (2..=9).map(|number| row(number, "Carrier pigeon")).collect();
    let rows = format!("No,Client,Date,How,Result,Hours,Who\n{rows}{}", row(12, "phone"));
    let output = import(&office, &rows, MAPPING, &["--yes"]);
    let said = on_one_line(&output);
    assert!(
        said.contains(
            "Rows 2-9: `How` (D): `Carrier pigeon` is no word for `mode`; it can be `in-person`"
        ),
        "{said}"
    );
    assert!(said.contains("or say in [words.mode] what it means"), "{said}");
    assert_eq!(said.matches("Carrier pigeon").count(), 1, "{said}");
    // All that is wrong in a row is said, whatever else is wrong in it.
    let both = format!(
        "No,Client,Date,How,Result,Hours,Who\n{}",
        row(2, "fax").replace("17/11/2026", "soon")
    );
    let said = on_one_line(&import(&office, &both, MAPPING, &["--yes"]));
    assert!(said.contains("`soon` is not a day") && said.contains("`fax` is no word"), "{said}");
}

#[test]
fn a_number_that_lost_its_zeros_is_recognised() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "ref=0101"]);
    let rows = "No,Client,Date,How,Result,Hours,Who\n1,101,17/11/2026,phone,held,1,\n";
    let said = on_one_line(&import(&office, rows, MAPPING, &["--yes"]));
    assert!(said.contains("there is one but for the zeros in front"), "{said}");
}

#[test]
fn a_sheet_is_no_mapping() {
    let office = Office::with_cases();
    let path = office.home().join("rows.csv");
    std::fs::write(&path, "No\n1\n").unwrap();
    let path = path.to_str().unwrap();
    let output = office.caseload(NOW, &["import", path, "--mapping", path]).output();
    let said = on_one_line(&output.unwrap());
    assert!(said.contains("is a sheet, and --mapping is the file that says"), "{said}");
}

#[test]
fn of_two_thousand_rows_every_bad_one_is_named_and_nothing_is_imported() {
    let office = Office::with_cases();
    let before = (office.tree(), office.commits(), office.listing());
    let (rows, bad) = two_thousand(true);
    assert_eq!(bad.len(), 40);
    let output = import(&office, &rows, MAPPING, &["--yes", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let problems = said["problems"].as_array().unwrap();
    let found: Vec<_> = problems.iter().map(|problem| problem["line"].as_u64().unwrap()).collect();
    let expected: Vec<_> = bad.iter().map(|(row, _)| *row as u64).collect();
    assert_eq!(found, expected);
    for ((row, fault), problem) in bad.iter().zip(problems) {
        let (_, column, reason) = FAULTS[*fault];
        let message = problem["message"].as_str().unwrap();
        assert!(message.starts_with(column) && message.contains(reason), "{row}: {message}");
        assert!(!problem["hint"].as_str().unwrap().is_empty(), "{row}: {message}");
    }
    assert_eq!(said["commit"], Value::Null);
    assert_eq!((office.tree(), office.commits(), office.listing()), before);
    let said = on_one_line(&import(&office, &rows, MAPPING, &["--yes"]));
    assert!(
        said.contains("40 rows have something wrong in them, so nothing was imported."),
        "{said}"
    );

    let said = imported(&office, &two_thousand(false).0, MAPPING);
    assert!(said.contains("rows.csv: 2000 rows; 2000 added, in 2 cases."), "{said}");
    assert!(imported(&office, &two_thousand(false).0, MAPPING).contains("on record already"));
    assert_eq!(office.recorded("\\[\\[contact\\]\\]"), 2001);
    assert_eq!(office.not_sound(), Vec::<String>::new());
}

#[test]
fn what_only_the_programme_or_the_case_can_tell_is_named_by_row_too() {
    let office = Office::with_cases();
    let rows = "case,entry,on,kind,covers,hours,reason,employer,worker\n\
        A-0001,document,2026-11-16,acton-plan,,,,,\n\
        A-0001,activity,2026-11-16,work-experience,,25,,,\n\
        A-0001,activity,2026-11-16,work-experience,,,,,\n\
        A-0001,exit,2026-11-01,,,,left,,\n\
        A-0001,document,2026-11-16,action-plan,nonsense,,,,\n\
        A-0002,meeting,2026-11-16,,,,,,\n\
        A-0002,note,2026-11-16,,,3,,,\n\
        A-0002,note,2026-11-16,,,,,,alex\n";
    let output = import(&office, rows, "", &["--yes", "--format", "json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<String> = said["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| format!("{} {}", problem["line"], problem["message"].as_str().unwrap()))
        .collect();
    for expected in [
        "2 `kind` (D): `ipes` has no kind of document `acton-plan`",
        "4 an activity needs `hours`",
        "5 `on` (C): the exit on `2026-11-01` lies before the start on `2026-11-04`",
        "6 `covers` (E): `ipes` has no cover `nonsense`",
        "7 `entry` (B): there is no entry `meeting`",
        "8 `hours` (F): a note has no key `hours`",
    ] {
        assert!(found.iter().any(|line| line == expected), "{expected} not in {found:#?}");
    }
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn rows_of_cases_are_named_alike() {
    let office = Office::with_cases();
    let rows = "id,programme,name,referred,calendar,restricted,worker\n\
        A/1,ipes,,2026-11-02,,,\nA-0003,ipis,,2026-11-02,,,\nA-0004,ipes,,,,,\n\
        A-0005,,,2026-11-02,wales,maybe,bo\na-0005,,,2026-11-02,,,\nA-0006,,,2026-11-02,wales,,\n";
    let output = import(&office, rows, "", &["--yes", "--format", "json"]);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found: Vec<String> = said["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| format!("{} {}", problem["line"], problem["message"].as_str().unwrap()))
        .collect();
    let expected = [
        "2 `id` (A): `A/1` is not an id",
        "3 `programme` (B): there is no programme `ipis`",
        "4 a case needs the day of its referral or of its start",
        "5 `calendar` (E): `wales` is no word for `calendar`",
        "5 `restricted` (F): `maybe` is neither yes nor no",
        "6 `id` (A): row 5 has the same id",
        "7 `calendar` (E): `wales` is no word for `calendar`",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_comma_too_many_and_a_quote_too_few_are_found() {
    let office = Office::with_cases();
    let output = import(&office, "id,name\nA-0001,Okafor, Sam\n", "", &["--yes"]);
    assert!(
        on_one_line(&output).contains("there is something below no heading"),
        "{}",
        words(&output)
    );
    let output = import(&office, "id,name\nA-0001,\"Okafor\nA-0002,x\n", "", &["--yes"]);
    assert!(
        on_one_line(&output).contains("a quote in `rows.csv` is opened on row 2 and never closed"),
        "{}",
        words(&output)
    );
    assert_eq!(output.status.code(), Some(1));
}
