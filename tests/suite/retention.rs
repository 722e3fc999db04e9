//! `retention`: which cases are past the period that the settings set, to the day.

use serde_json::Value;

use crate::process::{argument, folder, json, run};
use crate::recording::office::{Office, words};

const SIX_YEARS: &str =
    "[retention]\nkeep = \"6 years\"\nfrom = \"exit\"\ncite = \"Contract, schedule 4\"\n";

/// A case of these lines on a programme.
fn case(id: &str, programme: &str, lines: &str) -> (String, String) {
    let head = format!("id = \"{id}\"\nprogramme = \"{programme}\"\nname = \"Sam Okafor\"\n");
    (format!("cases/{id}.toml"), format!("{head}referred = 2018-01-01\n{lines}\n"))
}

fn with(settings: &str, cases: &[(String, String)]) -> tempfile::TempDir {
    let mut files = vec![("caseload.toml", settings)];
    files.extend(cases.iter().map(|(file, text)| (file.as_str(), text.as_str())));
    folder(&files)
}

fn retention(folder: &tempfile::TempDir, today: &str, more: &[&str]) -> Value {
    let cases = argument(folder.path());
    json(&[&["--cases", cases, "retention", "--today", today], more].concat())
}

/// The ids with the day until which each is kept, and whether that is over.
fn kept(report: &Value) -> Vec<(String, String, bool)> {
    let cases = report["cases"].as_array().unwrap().iter();
    let text = |case: &Value, key: &str| case[key].as_str().unwrap().to_owned();
    cases
        .map(|case| (text(case, "case"), text(case, "kept_until"), case["is_past"] == true))
        .collect()
}

/// Ensures that the last day of the period is in it, at the ends of months and on 29 February too.
#[test]
fn a_period_is_over_after_its_last_day() {
    for (keep, exit, until, day_after) in [
        ("6 years", "2020-03-31", "2026-03-31", "2026-04-01"),
        ("6 years", "2020-02-29", "2026-02-28", "2026-03-01"),
        ("4 years", "2020-02-29", "2024-02-29", "2024-03-01"),
        ("1 year", "2023-02-28", "2024-02-28", "2024-02-29"),
        ("18 months", "2020-08-31", "2022-02-28", "2022-03-01"),
        ("1 month", "2020-01-31", "2020-02-29", "2020-03-01"),
        ("1 month", "2019-01-31", "2019-02-28", "2019-03-01"),
        ("90 days", "2019-12-31", "2020-03-30", "2020-03-31"),
        ("1 day", "2019-12-31", "2020-01-01", "2020-01-02"),
    ] {
        let settings = SIX_YEARS.replace("6 years", keep);
        let exit = format!("[exit]\non = {exit}\nreason = \"completed\"");
        let folder = with(&settings, &[case("A-1", "ipes", &exit)]);
        let expected = |is_past| vec![("A-1".to_owned(), until.to_owned(), is_past)];
        let last = kept(&retention(&folder, until, &["--within", "0d"]));
        assert_eq!(last, expected(false), "{keep} {exit}");
        let after = kept(&retention(&folder, day_after, &["--within", "0d"]));
        assert_eq!(after, expected(true), "{keep} {exit}");
    }
}

/// Ensures that what is coming is listed from the first day of the time ahead.
#[test]
fn what_is_coming_is_within_the_time_ahead() {
    let exit = "[exit]\non = 2020-03-31\nreason = \"completed\"";
    let folder = with(SIX_YEARS, &[case("A-1", "ipes", exit)]);
    for (today, within, is_listed) in [
        ("2025-12-30", "3m", false),
        ("2025-12-31", "3m", true),
        ("2025-03-30", "1y", false),
        ("2025-03-31", "1y", true),
        ("2026-03-02", "4w", false),
        ("2026-03-03", "4w", true),
        ("2026-03-21", "10d", true),
        ("2026-03-20", "10d", false),
    ] {
        let report = retention(&folder, today, &["--within", within]);
        assert_eq!(kept(&report).len() == 1, is_listed, "{today} {within}");
    }
    // Three months, unless another time is asked for.
    assert_eq!(kept(&retention(&folder, "2025-12-31", &[])).len(), 1);
    assert_eq!(kept(&retention(&folder, "2025-12-30", &[])).len(), 0);
    let cases = argument(folder.path());
    for wrong in ["3", "m", "-1m", "1.5y", "1201m", "101y", "99999999999y", "3 months"] {
        let output = run(&["--cases", cases, "retention", &format!("--within={wrong}")]);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", words(&output));
        assert!(words(&output).contains(&format!("`{wrong}`")), "{}", words(&output));
    }
}

/// Ensures that what has not ended is never listed, and that a programme's own last day is an end.
#[test]
fn only_what_has_ended_is_listed() {
    let folder = with(
        &SIX_YEARS.replace("6 years", "1 year"),
        &[
            case("A-1", "ipes", ""),
            case("A-2", "ipes", "started = 2024-01-01"),
            case(
                "A-3",
                "ipes",
                "started = 2024-01-01\n[exit]\non = 2024-02-01\nreason = \"withdrew\"",
            ),
            case("A-4", "work-choice", "started = 2018-01-02"),
        ],
    );
    // Day 456, and no extension: on the day itself it is not over.
    let on = |today: &str| kept(&retention(&folder, today, &["--within", "100y"]));
    let ids = |rows: &[(String, String, bool)]| {
        rows.iter().map(|row| row.0.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(&on("2025-03-31")), "A-4 A-3");
    assert_eq!(ids(&on("2025-04-01")), "A-4 A-3 A-2");
    assert!(on("2025-04-01").contains(&("A-2".to_owned(), "2026-03-31".to_owned(), false)));
    let report = retention(&folder, "2026-04-01", &[]);
    assert_eq!((&report["not_ended"], &report["is_set"]), (&Value::from(1), &Value::from(true)));
    let row = report["cases"].as_array().unwrap().iter().find(|it| it["case"] == "A-2").unwrap();
    assert_eq!((&row["exit"], &row["ended"]), (&Value::Null, &Value::from("2025-03-31")));
    assert_eq!(row["cite"], "Contract, schedule 4");
    assert_eq!(row["command"], "caseload erase A-2 --reason retention");
    // An exit that lies ahead is none yet.
    assert_eq!(ids(&on("2024-01-31")), "A-4");
}

#[test]
fn a_case_that_is_reopened_is_listed_no_more() {
    let office = Office::with_cases();
    let settings = office.folder().join("caseload.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, text + "\n" + &SIX_YEARS.replace("6 years", "1 day")).unwrap();
    let now = "2026-11-20T12:00:00Z";
    office.done(now, &["save"]);
    office.done(now, &["exit", "A-0001", "--reason", "withdrew", "--on", "2026-11-17"]);
    let listed = |office: &Office| words(&office.done(now, &["retention"])).contains("A-0001");
    assert!(listed(&office));
    office.done(now, &["reopen", "A-0001"]);
    assert!(!listed(&office));
}

#[test]
fn it_is_counted_from_the_last_entry_where_that_is_set() {
    let settings = SIX_YEARS.replace("\"exit\"", "\"last-entry\"").replace("6 years", "1 year");
    let exit = "[exit]\non = 2020-03-31\nreason = \"completed\"\n";
    let folder = with(
        &settings,
        &[
            case("A-1", "ipes", exit),
            case("A-2", "ipes", &format!("{exit}\n[[note]]\non = 2020-06-30\nnote = \"x\"")),
            case("A-3", "ipes", &format!("{exit}\n[[note]]\non = 2019-06-30\nnote = \"x\"")),
            case(
                "A-4",
                "ipes",
                &format!(
                    "{exit}\n[[job]]\nemployer = \"Mill\"\nstarted = 2020-01-01\nended = 2020-09-30"
                ),
            ),
        ],
    );
    let row = |id: &str, day: &str| (id.to_owned(), day.to_owned(), true);
    assert_eq!(
        kept(&retention(&folder, "2022-01-01", &[])),
        [
            row("A-1", "2021-03-31"),
            row("A-3", "2021-03-31"),
            row("A-2", "2021-06-30"),
            row("A-4", "2021-09-30"),
        ]
    );
}

/// Ensures that what the day is counted from is said, in each way that it can be: an exit, an exit after
/// the programme's last day, no exit at all, an entry after either, and one that had not been made yet.
#[test]
fn what_it_is_counted_from_is_said() {
    let exit = |day: &str| format!("[exit]\non = {day}\nreason = \"completed\"\n");
    let note = |day: &str| format!("\n[[note]]\non = {day}\nnote = \"x\"\n");
    let started = "started = 2018-01-05\n";
    let cases = [
        case("A-1", "ipes", &exit("2018-03-31")),
        // Day 456 is Fri 5 Apr 2019.
        case("A-2", "ipes", &(started.to_owned() + &exit("2019-06-28"))),
        case("A-3", "ipes", started),
        case("A-4", "ipes", &(exit("2018-03-31") + &note("2018-07-02"))),
        case("A-5", "ipes", &(started.to_owned() + &note("2019-07-02"))),
        case("A-6", "ipes", &(exit("2018-03-31") + &note("2020-07-01"))),
    ];
    let year = SIX_YEARS.replace("6 years", "1 year");
    let said = |settings: &str, format: &str| {
        let folder = with(settings, &cases);
        let cases = argument(folder.path());
        let start = ["--cases", cases, "retention", "--today", "2020-06-30", "--within", "100y"];
        let output = run(&[&start[..], &["--format", format]].concat());
        assert!(output.status.success(), "{}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    for (settings, id, expected) in [
        (year.clone(), "A-1", "kept until Sun 31 Mar 2019; 1 year from the exit: Contract"),
        (
            year.clone(),
            "A-2",
            "ended Fri 5 Apr 2019, kept until Sun 28 Jun 2020; 1 year from the exit, Fri 28 Jun 2019: ",
        ),
        (
            year.clone(),
            "A-3",
            "no exit recorded, kept until Sun 5 Apr 2020; 1 year from the programme's last day: ",
        ),
        (year.clone(), "A-4", "1 year from the exit: Contract"),
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-1",
            "1 year from the exit, no entry being later: ",
        ),
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-2",
            "from the exit, Fri 28 Jun 2019, no entry being later: ",
        ),
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-3",
            "from the programme's last day, no entry being later: ",
        ),
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-4",
            "kept until Tue 2 Jul 2019; 1 year from the last entry, Mon 2 Jul 2018: ",
        ),
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-5",
            "from the last entry, Tue 2 Jul 2019: ",
        ),
        // An entry that lies ahead is none yet.
        (
            year.replace("\"exit\"", "\"last-entry\""),
            "A-6",
            "1 year from the exit, no entry being later: ",
        ),
    ] {
        let plain = said(&settings, "plain");
        let line = plain.lines().find(|line| line.starts_with(id)).unwrap_or_default();
        assert!(line.contains(expected), "{id}: {plain}");
    }
    let json: Value = serde_json::from_str(&said(&year, "json")).unwrap();
    let by = |id: &str| {
        let row = json["cases"].as_array().unwrap().iter().find(|it| it["case"] == id).unwrap();
        (row["counted_by"].as_str().unwrap(), row["counted_from"].as_str().unwrap())
    };
    assert_eq!(by("A-2"), ("exit", "2019-06-28"));
    assert_eq!(by("A-3"), ("last-day", "2019-04-05"));
}

#[test]
fn a_programme_can_have_a_period_of_its_own() {
    let exit = "[exit]\non = 2020-03-31\nreason = \"died\"\n";
    let cases = [case("A-1", "ipes", exit), case("A-2", "work-choice", exit)];
    let own = "[retention.programmes.work-choice]\nkeep = \"2 years\"\nfrom = \"exit\"\ncite = \"Letter of 3 May 2017\"\n";
    let both = with(&format!("{SIX_YEARS}\n{own}"), &cases);
    let report = retention(&both, "2030-01-01", &[]);
    let days: Vec<_> = kept(&report).into_iter().map(|row| (row.0, row.1)).collect();
    let row = |id: &str, day: &str| (id.to_owned(), day.to_owned());
    assert_eq!(days, [row("A-2", "2022-03-31"), row("A-1", "2026-03-31")]);
    assert_eq!(report["cases"][0]["cite"], "Letter of 3 May 2017");
    // A programme for which nothing is set is said.
    let one = with(own, &cases);
    let report = retention(&one, "2030-01-01", &[]);
    assert_eq!(kept(&report).len(), 1);
    assert_eq!(report["not_set_for"], Value::from(vec!["ipes"]));
    let page = run(&["--cases", argument(one.path()), "retention", "--today", "2030-01-01"]);
    assert!(words(&page).contains("No period is set for cases on ipes"), "{}", words(&page));
}

/// Ensures that there is no period unless one is set, and that it is said how.
#[test]
fn there_is_no_usual_period() {
    let exit = "[exit]\non = 2000-03-31\nreason = \"completed\"\n";
    let lines = exit.to_owned();
    let folder = with("", &[case("A-1", "ipes", &lines)]);
    let report = retention(&folder, "2199-01-01", &["--within", "100y"]);
    assert_eq!((&report["is_set"], kept(&report).len()), (&Value::from(false), 0));
    let page = words(&run(&["--cases", argument(folder.path()), "retention"]));
    for expected in ["No retention period is set", "[retention]", "cite = "] {
        assert!(page.contains(expected), "{page}");
    }
}

#[test]
fn what_is_wrong_with_a_period_is_said_where_it_stands() {
    for (settings, expected) in [
        ("[retention]\nkeep = \"6 years\"\n", "needs `cite`"),
        ("[retention]\nkeep = \"6 years\"\n", "needs `from`"),
        ("[retention]\nfrom = \"exit\"\ncite = \"x\"\n", "needs `keep`"),
        ("[retention]\n", "needs `keep`"),
        (&SIX_YEARS.replace("Contract, schedule 4", " "), "the citation of the period is blank"),
        (&SIX_YEARS.replace("6 years", "6 weeks"), "`6 weeks` is no time for which a case is kept"),
        (&SIX_YEARS.replace("6 years", "20 working days"), "is no time for which a case is kept"),
        (&SIX_YEARS.replace("\"6 years\"", "6"), "is a number, not a text"),
        (&SIX_YEARS.replace("\"exit\"", "\"exits\""), "did you mean `exit`?"),
        (&SIX_YEARS.replace("keep", "kept"), "has no key `kept`"),
        (
            "[retention.programmes.ipse]\nkeep = \"1 year\"\nfrom = \"exit\"\ncite = \"x\"\n",
            "there is no programme `ipse`",
        ),
        ("[retention.programmes.ipes]\nkeep = \"1 year\"\n", "needs `cite`"),
        ("[retention.programmes]\nipes = \"1 year\"\n", "is a text, not a table"),
        ("retention = \"6 years\"\n", "is a text, not a table"),
    ] {
        let folder = with(settings, &[case("A-1", "ipes", "")]);
        let cases = argument(folder.path());
        for command in ["check", "retention"] {
            let output = run(&["--cases", cases, command]);
            assert_eq!(output.status.code(), Some(1), "{settings}: {}", words(&output));
            assert!(words(&output).contains(expected), "{settings}: {}", words(&output));
        }
    }
}

#[test]
fn every_format_says_it_and_redacted_nobody_is_named() {
    let exit = "[exit]\non = 2020-03-31\nreason = \"died\"\n";
    let folder = with(SIX_YEARS, &[case("A-1", "ipes", exit)]);
    let cases = argument(folder.path());
    for format in ["table", "plain", "json", "html", "csv"] {
        let arguments =
            ["--cases", cases, "retention", "--today", "2026-11-20", "--format", format];
        let text = words(&run(&arguments));
        for expected in ["A-1", "Okafor", "Contract, schedule 4", "caseload erase A-1"] {
            assert!(text.contains(expected), "{format}: {text}");
        }
        let text = words(&run(&[&arguments[..], &["--redact"]].concat()));
        assert!(text.contains("A-1") && !text.contains("Okafor"), "{format}: {text}");
    }
    let page = words(&run(&["--cases", cases, "retention", "--today", "2026-11-20"]));
    assert!(page.contains("Nothing is erased by itself"), "{page}");
}

/// Ensures that nobody is erased for retention before that is over, where a period is set.
#[test]
fn nobody_is_erased_for_retention_before_its_time() {
    let office = Office::with_cases();
    let settings = office.folder().join("caseload.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    std::fs::write(&settings, format!("{text}\n{SIX_YEARS}")).unwrap();
    office.done("2026-11-16T12:00:00Z", &["save"]);
    let erase = |moment: &str| {
        let arguments = ["erase", "A-0001", "--reason", "retention", "--yes"];
        let output = office.caseload(moment, &arguments).output().unwrap();
        (output.status.code(), words(&output).replace('\n', " "))
    };
    let (code, said) = erase("2026-11-16T12:00:01Z");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("not erased for retention: the case is open"), "{said}");
    office.done("2026-11-16T12:00:02Z", &["exit", "A-0001", "--reason", "withdrew"]);
    let (code, said) = erase("2032-11-16T12:00:00Z");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("it is to be kept until Tue 16 Nov 2032"), "{said}");
    assert_eq!(erase("2032-11-17T12:00:00Z").0, Some(0));
}
