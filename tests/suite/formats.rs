//! The same obligations with the same statuses in every format, and what each format has of its own.

mod asked;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use serde_json::Value;

/// What the program prints of the example, as bytes.
fn printed(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
        .args(["--cases", "cases.example", "--today", "2026-11-18"])
        .args(arguments)
        .env("COLUMNS", "120")
        .env("HOME", "/nonexistent")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text(arguments: &[&str]) -> String {
    String::from_utf8(printed(arguments)).unwrap()
}

fn with<'a>(command: &[&'a str], format: &'a str) -> Vec<&'a str> {
    [command, &["--format", format]].concat()
}

/// An obligation as each format names it: case, rule, subject, opening day, due day and status.
type Named = (String, String, String, String, String, String);

fn of_json(value: &Value) -> Named {
    let word = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let due = word("due").chars().take(10).collect();
    (word("case"), word("rule"), word("subject"), word("opened"), due, word("status"))
}

/// The obligations of a report, as its JSON has them.
fn obligations(command: &[&str]) -> Vec<Named> {
    let said: Value = serde_json::from_slice(&printed(&with(command, "json"))).unwrap();
    let lists: Vec<&Value> = match said["cases"].as_array() {
        Some(cases) => cases.iter().map(|case| &case["obligations"]).collect(),
        None => vec![&said["obligations"]],
    };
    lists.iter().flat_map(|list| list.as_array().unwrap()).map(of_json).collect()
}

fn sorted(mut named: Vec<Named>) -> Vec<Named> {
    named.sort();
    named
}

/// The obligations of a table whose first row has the names of the columns.
fn of_rows(rows: &[Vec<String>], columns: [&str; 6]) -> Vec<Named> {
    let at = |name: &str| rows[0].iter().position(|it| it == name).unwrap();
    let places = columns.map(at);
    let named = rows[1..].iter().map(|row| {
        let [case, rule, subject, opened, due, status] = places.map(|at| row[at].clone());
        (case, rule, subject, opened, due.chars().take(10).collect(), status)
    });
    named.collect()
}

fn csv_rows(command: &[&str]) -> Vec<Vec<String>> {
    let text = printed(&with(command, "csv"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_slice());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The cells of the first sheet of a workbook; a day as in ISO.
fn workbook_rows(command: &[&str]) -> Vec<Vec<String>> {
    let bytes = printed(&with(command, "xlsx"));
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    let cell = |cell: &Data| match cell {
        Data::DateTime(day) => day.as_datetime().unwrap().format("%Y-%m-%d").to_string(),
        other => other.to_string(),
    };
    sheet.rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn every_format_has_the_same_obligations_and_statuses() {
    let titles = ["Case", "Rule", "Subject", "Opened", "Due", "Status"];
    let names = ["case", "rule", "subject", "opened", "due", "status"];
    for command in [
        &["due"][..],
        &["due", "--within", "12w", "--restricted"],
        &["due", "--by", "worker", "--worker", "alex"],
        &["audit"],
        &["audit", "--status", "missed,overdue"],
        &["review"],
    ] {
        let expected = sorted(obligations(command));
        assert!(!expected.is_empty(), "{command:?}");
        assert_eq!(sorted(of_rows(&csv_rows(command), names)), expected, "{command:?} as CSV");
        let workbook = of_rows(&workbook_rows(command), titles);
        assert_eq!(sorted(workbook), expected, "{command:?} as a workbook");
    }
}

/// An obligation as every renderer can name it: case, title and status.
type Said = (String, String, String);

const SAID: [&str; 5] = ["due", "--within", "6w", "--columns", "case,title,status"];

/// What a renderer says of each obligation, read back from what it wrote.
fn said_by(format: &str) -> Vec<Said> {
    let three = |mut cells: Vec<String>| {
        assert_eq!(cells.len(), 3, "{format}: {cells:?}");
        let (status, title) = (cells.pop().unwrap(), cells.pop().unwrap());
        (cells.pop().unwrap(), title, status)
    };
    let strings =
        |cells: &mut dyn Iterator<Item = &str>| cells.map(|it| it.trim().to_owned()).collect();
    let rows: Vec<Vec<String>> = match format {
        "json" => {
            let said: Value = serde_json::from_slice(&printed(&with(&SAID, "json"))).unwrap();
            let rows = said["rows"].as_array().unwrap().clone();
            let cell = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
            rows.iter()
                .map(|row| ["case", "title", "status"].map(|it| cell(row, it)).into())
                .collect()
        }
        "csv" => csv_rows(&SAID)[1..].to_vec(),
        "xlsx" => workbook_rows(&SAID)[1..].to_vec(),
        "html" => rows_of_html(&text(&with(&SAID, "html"))),
        "plain" => rows_of_plain(&text(&with(&SAID, "plain"))),
        "table" => {
            let page = text(&with(&SAID, "table"));
            let table = page.split("\n\n").nth(1).unwrap().lines().skip(1);
            let cells = |line: &str| strings(&mut line.split("  ").filter(|it| !it.is_empty()));
            table.map(cells).collect()
        }
        "eml" => {
            let message =
                text(&[&SAID[..], &["--mail-from", "a@b.example", "--format", "eml"]].concat());
            let parts: Vec<&str> = message.split("\r\n--=_caseload_").collect();
            let (plain, html) = (unquoted(parts[1]), unquoted(parts[2]));
            let rows = rows_of_plain(&plain);
            assert_eq!(rows, rows_of_html(&html), "the two parts of a message");
            rows
        }
        other => panic!("{other}"),
    };
    rows.into_iter().map(three).collect()
}

fn rows_of_plain(page: &str) -> Vec<Vec<String>> {
    let rows = page.lines().filter_map(|line| line.trim_end().strip_prefix("Case "));
    let cells = rows.map(|row| row.replace("; Title ", "\n").replace("; Status ", "\n"));
    cells.map(|row| row.trim_end_matches('.').lines().map(str::to_owned).collect()).collect()
}

fn rows_of_html(page: &str) -> Vec<Vec<String>> {
    let body = page.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
    let rows = body.split("<tr").skip(1);
    let text = |cell: &str| {
        let text = cell.split_once('>').unwrap().1.split('<').next().unwrap();
        text.replace("&amp;", "&")
    };
    let cells = |row: &str| row.split("<t").skip(1).map(text).collect();
    rows.map(cells).collect()
}

/// A part of a message, which is written in quoted-printable.
fn unquoted(part: &str) -> String {
    let mut bytes = Vec::new();
    let joined = part.replace("=\r\n", "");
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'=');
        let byte = code.and_then(|it| u8::from_str_radix(std::str::from_utf8(it).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_renderer_says_the_same_of_each_obligation() {
    let expected = said_by("json");
    assert!(expected.len() > 60 && expected.iter().any(|(_, _, status)| status == "overdue"));
    for format in ["csv", "xlsx", "html", "plain", "table", "eml"] {
        assert_eq!(said_by(format), expected, "{format}");
    }
    // A calendar says so much: whose it is, what it is, and whether it is late.
    let mut expected: Vec<(String, bool)> = expected
        .into_iter()
        .map(|(case, title, status)| (format!("{case}: {title}"), status == "overdue"))
        .collect();
    for tasks in [&[][..], &["--tasks"]] {
        let calendar = text(&[&["due", "--within", "6w", "--format", "ics"], tasks].concat());
        let mut found: Vec<(String, bool)> = items(&calendar)
            .iter()
            .map(|item| {
                let summary = value(item, "SUMMARY").unwrap().replace("\\,", ",");
                let late = summary.starts_with("LATE since ");
                let what =
                    if late { summary.splitn(3, ": ").skip(1).collect() } else { vec![&*summary] };
                let what = what.join(": ");
                (what.split(" (EMPLOYER-").next().unwrap().to_owned(), late)
            })
            .collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected);
    }
}

#[test]
fn pages_for_people_name_every_obligation() {
    for command in [&["due", "--restricted"][..], &["audit"], &["review", "--restricted"]] {
        let said: Value = serde_json::from_slice(&printed(&with(command, "json"))).unwrap();
        let is_audit = command[0] == "audit";
        for format in ["table", "plain", "html"] {
            let page = text(&with(command, format)).replace("&amp;", "&");
            let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
            let lists: Vec<&Value> = match said["cases"].as_array() {
                Some(cases) => cases.iter().map(|case| &case["obligations"]).collect(),
                None => vec![&said["obligations"]],
            };
            for item in lists.iter().flat_map(|list| list.as_array().unwrap()) {
                let what = if is_audit && format != "plain" { "rule" } else { "title" };
                for key in ["case", what] {
                    let word = item[key].as_str().unwrap();
                    // A narrow column breaks a long title into lines.
                    let is_there = page.contains(word)
                        || format == "table" && word.split(' ').all(|part| page.contains(part));
                    assert!(is_there, "{command:?} as {format} lacks {word}");
                }
            }
        }
    }
}

#[test]
fn one_page_in_words_and_in_html_has_the_same_rows() {
    for command in
        [&["due"][..], &["audit"], &["list"], &["performance"], &["forecast"], &["report"]]
    {
        let html = text(&with(command, "html"));
        let rows = html.matches("<tr").count() - html.matches("<thead").count();
        let plain = text(&with(command, "plain"));
        let json: Value = serde_json::from_slice(&printed(&with(command, "json"))).unwrap();
        assert!(rows > 0 && plain.lines().count() >= rows, "{command:?}: {rows} rows");
        assert_eq!(json["schema"], 1);
    }
}

/// The lines of a calendar file, unfolded, of each of its items.
fn items(calendar: &str) -> Vec<Vec<String>> {
    let unfolded = calendar.replace("\r\n ", "");
    let mut items: Vec<Vec<String>> = Vec::new();
    let mut is_open = false;
    for line in unfolded.split("\r\n") {
        match line {
            "BEGIN:VEVENT" | "BEGIN:VTODO" => {
                is_open = true;
                items.push(Vec::new());
            }
            "END:VEVENT" | "END:VTODO" => is_open = false,
            line if is_open => items.last_mut().unwrap().push(line.to_owned()),
            _ => {}
        }
    }
    items
}

fn value<'i>(item: &'i [String], name: &str) -> Option<&'i str> {
    item.iter()
        .find_map(|line| {
            line.split_once(':').filter(|(key, _)| key.split(';').next() == Some(name))
        })
        .map(|(_, value)| value)
}

#[test]
fn a_calendar_has_an_item_of_its_own_for_each_open_obligation() {
    for arguments in [&["due"][..], &["due", "--tasks"], &["due", "--names"], &["show", "A-0033"]] {
        let calendar = text(&with(arguments, "ics"));
        let items = items(&calendar);
        let uids: BTreeSet<&str> = items.iter().filter_map(|item| value(item, "UID")).collect();
        assert_eq!(uids.len(), items.len(), "{arguments:?}: no two are the same");
        if arguments[0] == "due" {
            let restricted = ["due"];
            assert_eq!(items.len(), obligations(&restricted).len());
        }
        assert!(calendar.lines().all(|line| line.len() <= 76), "lines are folded");
        assert!(calendar.split("\r\n").all(|line| !line.contains('\n')));
        let has_names = arguments.contains(&"--names");
        assert_eq!(calendar.contains("Leroy Dacres"), has_names, "{arguments:?}");
        assert_eq!(calendar.contains("Brook Lane Community"), has_names, "{arguments:?}");
    }
}

#[test]
fn a_workbook_has_days_and_numbers_and_no_formula() {
    let bytes = printed(&["list", "--format", "xlsx"]);
    assert_eq!(bytes, printed(&["list", "--format", "xlsx"]), "the same bytes again");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["Caseload on Wed 18 Nov 2026", "About"]);
    let sheet = workbook.worksheet_range_at(0).unwrap().unwrap();
    let mut days = 0;
    for row in sheet.rows().skip(1) {
        days += row.iter().filter(|cell| matches!(cell, Data::DateTime(_))).count();
        assert!(matches!(row[9], Data::Float(_)), "the overdue musts are numbers: {row:?}");
    }
    assert!(days > 40, "{days}");
    let about = workbook.worksheet_range_at(1).unwrap().unwrap();
    let said: String = about.rows().map(|row| row[0].to_string() + "\n").collect();
    assert!(said.contains("Judged on Wed 18 Nov 2026"), "{said}");
}

/// Ensures that what a page says beside its rows is in the workbook too.
#[test]
fn a_workbook_has_the_other_tables_of_its_page() {
    let sheets = |command: &[&str]| {
        let bytes = printed(&with(command, "xlsx"));
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
        let names = workbook.sheet_names();
        let read = names.into_iter().map(|name| {
            let sheet = workbook.worksheet_range(&name).unwrap();
            (name, sheet.rows().skip(1).map(|row| row[0].to_string()).collect::<Vec<_>>())
        });
        read.collect::<Vec<_>>()
    };
    let review = sheets(&["review"]);
    let quiet = review.iter().find(|(name, _)| name.starts_with("No contact held")).unwrap();
    assert_eq!(quiet.1.len(), 3, "{quiet:?}");
    let loads = review.iter().find(|(name, _)| name == "How much each has to do").unwrap();
    assert_eq!(loads.1, ["alex", "morgan", "priya"]);
    let forecast = sheets(&["forecast", "--weeks", "4"]);
    let traps = forecast.iter().find(|(name, _)| name.starts_with("What ends by itself")).unwrap();
    assert!(traps.1.iter().any(|who| who.starts_with("A-0019")), "{traps:?}");
}

/// Ensures that who reads a file or a calendar learns that cases are missing from it.
#[test]
fn what_is_not_whole_says_so_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        std::fs::create_dir_all(folder.path().join("cases")).unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
    };
    write("caseload.toml", "");
    write("cases/A-1.toml", "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n");
    write("cases/A-2.toml", "id = \"A-2\"\nprogramme = \"ipes\"\nreferred = 2026-13-02\n");
    for format in ["table", "plain", "html", "json", "csv", "xlsx", "ics", "eml"] {
        let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args(["--cases", folder.path().to_str().unwrap(), "--today", "2026-11-18"])
            .args(["due", "--format", format])
            .env("HOME", "/nonexistent")
            .output()
            .unwrap();
        let heard = String::from_utf8_lossy(&output.stderr).into_owned();
        let seen = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(1), "{format}");
        let is_on_terminal = ["table", "plain"].contains(&format);
        assert_eq!(
            heard.contains("NOT WHOLE: cases/A-2.toml"),
            !is_on_terminal,
            "{format}: {heard}"
        );
        if !["json", "csv", "xlsx"].contains(&format) {
            assert!(seen.contains("NOT WHOLE"), "{format}: {seen}");
        }
    }
}
