//! Names, employers and notes that no table expects: wide and joined characters, right to left, marks
//! upon marks, control characters, markup, formulas, and words without an end.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use unicode_width::UnicodeWidthStr;

use crate::process::{argument, caseload};

/// As they stand within the quotes of a file.
const ODD: [&str; 12] = [
    "محمد بن عبد الله",
    "שרה כהן 42",
    "陳美玲 陳小明",
    "ＡＢＣ wide",
    "👨‍👩‍👧‍👦 family 🇬🇧",
    "Zoe\u{301} \u{308} marks\u{301}\u{302}\u{303}\u{304}",
    "Supercalifragilisticexpialidocious-Supercalifragilisticexpialidocious-Supercalifragilistic",
    r"bell\u0007 escape\u001b[31mred\u001b[0m over\u202Eride",
    r"tab\tand\nnew line\r\nand carriage return",
    r#"<b>bold</b> & \"quoted\" 'apostrophe' <script>alert(1)</script>"#,
    r#"=HYPERLINK(\"http://example.org\")"#,
    "นายสมชาย ใจดี",
];

/// The example with odd names, employers and notes, the same one always for the same text.
pub(crate) fn odd_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut known = HashMap::new();
    copy(Path::new("cases.example"), folder.path(), &mut known);
    assert!(known.len() > 100, "too little was replaced");
    folder
}

fn copy(from: &Path, to: &Path, known: &mut HashMap<String, &'static str>) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<_> = fs::read_dir(from).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target, known);
        } else {
            let text = fs::read_to_string(entry.path()).unwrap();
            let lines = text.lines().map(|line| odd_line(line, known) + "\n");
            fs::write(target, lines.collect::<String>()).unwrap();
        }
    }
}

fn odd_line(line: &str, known: &mut HashMap<String, &'static str>) -> String {
    match line.split_once(" = \"") {
        Some((key @ ("name" | "employer" | "note"), text)) => {
            let next = ODD[known.len() % ODD.len()];
            format!("{key} = \"{}\"", known.entry(text.to_owned()).or_insert(next))
        }
        _ => line.to_owned(),
    }
}

const REPORTS: [&[&str]; 14] = [
    &["due", "--within", "8w", "--restricted"],
    &["due", "--by", "person"],
    &["list"],
    &["show", "C-2HWN", "--all"],
    &["show", "A-0003", "--all"],
    &["explain", "C-2HWN", "employer-support-plan"],
    &["audit"],
    &["review", "--week", "2026-10-12"],
    &["performance", "--behind", "missed,late,overdue", "--over", "cumulative"],
    &["forecast"],
    &["report", "--all"],
    &["check"],
    &["list", "--by", "worker"],
    &["programme", "list"],
];

fn printed(folder: &Path, arguments: &[&str], width: &str) -> String {
    let output = caseload(&["--cases", argument(folder), "--today", "2026-11-18"])
        .args(arguments)
        .env("COLUMNS", width)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a line is never wrapped, since it is there to be copied or quotes a file as it is.
fn is_left_whole(line: &str) -> bool {
    line.starts_with("    caseload ") || line.contains(" | ") || line.contains("--> ")
}

/// Ensures that no row is broken by the edge of a terminal, and none of its cells by a neighbour.
#[test]
fn every_cell_stays_in_its_column() {
    let folder = odd_folder();
    let mut rows = 0;
    for width in ["80", "100", "120"] {
        let limit: usize = width.parse().unwrap();
        for arguments in REPORTS {
            let page = printed(folder.path(), arguments, width);
            let mut columns: Vec<usize> = Vec::new();
            for line in page.lines() {
                let wide = line.width();
                let is_one_word = !line.trim().contains(' ');
                let fits = wide <= limit || is_left_whole(line) || is_one_word;
                assert!(fits, "{arguments:?} at {width}: {wide} columns: {line}");
                match headings(line) {
                    Some(begun) => columns = begun,
                    None if line.is_empty() || line.starts_with("warning: ") => columns.clear(),
                    None => {
                        rows += usize::from(!columns.is_empty());
                        for column in &columns {
                            assert!(
                                is_clear_before(line, *column),
                                "{arguments:?} at {width}: a cell reaches column {column}: {line}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(rows > 5_000, "only {rows} rows were looked at");
}

/// Where the columns of a table begin, if the line is its heading; the first one left out.
fn headings(line: &str) -> Option<Vec<usize>> {
    const FIRST: [&str; 6] = ["Who  ", "Rule  ", "What  ", "No  ", "Key worker  ", "Week  "];
    let is_heading = FIRST.iter().any(|first| line.starts_with(first));
    let gaps = line.match_indices("  ").map(|(at, _)| at + 2);
    let begins = gaps.filter(|at| !line[*at..].starts_with(' '));
    is_heading.then(|| begins.collect())
}

/// Whether a line has a blank before a column of the terminal, so that what stands in the column begins
/// there.
fn is_clear_before(line: &str, column: usize) -> bool {
    let place = line.char_indices().find(|(at, _)| line[..*at].width() == column - 1);
    place.is_none_or(|(at, _)| line[at..].trim_start_matches('\u{200E}').starts_with(' '))
}

/// Ensures that nothing commands a terminal or a browser, in any format.
#[test]
fn nothing_unsafe_leaves() {
    let folder = odd_folder();
    for arguments in REPORTS {
        for format in ["table", "plain", "html", "json"] {
            let page = printed(folder.path(), &[arguments, &["--format", format]].concat(), "80");
            let is_unsafe =
                |c: char| c.is_control() && c != '\n' || ('\u{202A}'..='\u{202E}').contains(&c);
            assert!(!page.chars().any(is_unsafe), "{arguments:?} as {format}");
            assert!(!page.contains("<script>") || format != "html", "{arguments:?}");
            assert!(!page.contains("<b>") || format != "html", "{arguments:?}");
        }
    }
    for format in ["ics", "eml"] {
        let from = ["--mail-from", "a@provider.example"];
        let from = if format == "eml" { &from[..] } else { &[] };
        let arguments = [&["due", "--names", "--format", format], from].concat();
        let output = caseload(&["--cases", argument(folder.path()), "--today", "2026-11-18"])
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(!said.is_empty());
        assert!(said.lines().all(|line| line.len() <= 78), "{format}");
        assert!(!said.chars().any(|c| c.is_control() && c != '\n' && c != '\r'), "{format}");
    }
}

/// Ensures that no text is taken for a formula, and that each comes back as it was.
#[test]
fn rows_for_a_spreadsheet_hold_the_text_as_it_is() {
    let folder = odd_folder();
    let text = printed(folder.path(), &["list", "--restricted", "--format", "csv"], "80");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> =
        reader.records().map(|row| row.unwrap().get(1).unwrap().to_owned()).collect();
    for name in ["محمد بن عبد الله", "陳美玲 陳小明", "'=HYPERLINK(\"http://example.org\")"]
    {
        assert!(names.iter().any(|it| it == name), "{name} is not in {names:?}");
    }
    assert!(names.iter().all(|name| !name.starts_with(['=', '+', '-', '@'])), "{names:?}");
}
