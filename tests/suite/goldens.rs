//! Every report of the example in every format that is not for a terminal, as files that were looked
//! at.
//!
//! After a change that is meant, `CASELOAD_WRITE=1 cargo test goldens` writes them; look at them in a
//! browser, and in a calendar program, before they are committed.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use zip::ZipArchive;

/// The files with the commands that write them.
const GOLDENS: [(&str, &[&str]); 16] = [
    ("due.html", &["due", "--format", "html"]),
    ("due-by-worker.html", &["due", "--by", "worker", "--within", "4w", "--format", "html"]),
    ("show.html", &["show", "A-0003", "--format", "html"]),
    ("show-referred.html", &["show", "C-M4XD", "--format", "html"]),
    ("audit.html", &["audit", "C-HG28", "--format", "html"]),
    ("list.html", &["list", "--format", "html"]),
    ("performance.html", &["performance", "--behind", "missed,late", "--format", "html"]),
    ("review.html", &["review", "--format", "html"]),
    ("forecast.html", &["forecast", "--by", "worker", "--format", "html"]),
    ("report.html", &["report", "A-0033", "C-HG28", "A-0002", "--format", "html"]),
    ("due.ics", &["due", "--format", "ics"]),
    ("tasks.ics", &["due", "--tasks", "--names", "--format", "ics"]),
    ("performance.csv", &["performance", "--format", "csv"]),
    ("due.xlsx.txt", &["due", "--worker", "priya", "--format", "xlsx"]),
    ("performance.xlsx.txt", &["performance", "--worker", "priya", "--format", "xlsx"]),
    (
        "due.eml",
        &["due", "--worker", "priya", "--mail-from", "team@provider.example", "--format", "eml"],
    ),
];

#[test]
fn golden_files_are_what_the_program_writes() {
    let folder = Path::new("tests/golden");
    let is_writing = std::env::var_os("CASELOAD_WRITE").is_some();
    for (name, arguments) in GOLDENS {
        let output = Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args(["--cases", "cases.example", "--today", "2026-11-18"])
            .args(arguments)
            .env("HOME", "/nonexistent")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let written = match name.rsplit_once('.') {
            Some((_, "txt")) => parts_of_workbook(&output.stdout).into_bytes(),
            Some((_, "eml")) => undated(std::str::from_utf8(&output.stdout).unwrap()).into_bytes(),
            _ => output.stdout,
        };
        let file = folder.join(name);
        if is_writing {
            fs::write(&file, &written).unwrap();
        }
        let kept = fs::read(&file).unwrap();
        assert!(kept == written, "{name} is not what the program writes any more");
    }
    let mut there: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    let mut known = GOLDENS.map(|(name, _)| name.to_owned()).to_vec();
    known.sort();
    assert_eq!(there, known, "a file is missing, or one too many");
}

/// The parts of a workbook that are of our making, as text with an element a line: its sheets with what
/// is frozen, filtered and coloured, its styles, its words.
fn parts_of_workbook(workbook: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let names = ["sharedStrings", "styles", "worksheets/sheet1", "worksheets/sheet2"];
    let mut text = String::new();
    for name in names.map(|name| format!("xl/{name}.xml")) {
        let mut part = String::new();
        archive.by_name(&name).unwrap().read_to_string(&mut part).unwrap();
        text += &format!("{name}\n{}\n\n", part.replace("><", ">\n<"));
    }
    text
}

/// A message without the moment at which it was made.
fn undated(message: &str) -> String {
    let value = |name: &str| {
        let line = message.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap().trim_end().to_owned()
    };
    let (date, id) = (value("Date: "), value("Message-ID: <"));
    let (digest, rest) = id.split_once('.').unwrap();
    message.replace(&date, "DATE").replace(digest, "DIGEST").replace(rest, "SECONDS@caseload>")
}
