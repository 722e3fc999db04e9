//! The documents: what they show is what the program does.

use caseload::case::Case;
use caseload::problem::Problem;
use caseload::programme::{read_programme_file, read_scenarios};
use caseload::reading::Source;

use crate::process::text;

/// The fenced blocks of a document: the language and the text.
fn blocks(file: &str) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(language), None) => open = Some((language.to_owned(), String::new())),
            (None, Some((language, body))) => open = Some((language, body + line + "\n")),
            (None, None) => {}
        }
    }
    blocks
}

/// Ensures that the first two blocks of the README are one command each: the first prints the due
/// list of the example for a fixed day, the second runs the tests.
#[test]
fn the_readme_begins_with_two_commands() {
    let blocks = blocks("README.md");
    let first = blocks[0].1.trim();
    let arguments = first.strip_prefix("cargo run --release -- ").expect("a cargo command");
    assert_eq!(blocks[1].1.trim(), "cargo test");
    let arguments: Vec<&str> = arguments.split_whitespace().collect();
    let (page, code) = text(&arguments);
    assert_eq!(code, 0);
    assert!(page.starts_with("Due on Wed 18 Nov 2026"), "{page}");
    assert!(page.trim_end().lines().last().unwrap().contains("things to do for"), "{page}");
}

/// Ensures that every console example of the README and of the reports is what the program prints.
#[test]
fn the_readmes_examples_are_what_the_program_prints() {
    trycmd::TestCases::new()
        .case("README.md")
        .case("docs/reports.md")
        .case("docs/data-protection.md")
        .env("COLUMNS", "80")
        .env("HOME", "/nonexistent")
        .env("CASELOAD_WORKER", "morgan");
}

/// Ensures that the TOML that the documents show can be read as what it is.
#[test]
fn the_files_in_the_documents_can_be_read() {
    let mut read = 0;
    for file in ["README.md", "docs/programme-files.md"] {
        for (language, body) in blocks(file) {
            let source = Source::new(file, body.as_str());
            let problems: Vec<Problem> = if language != "toml" {
                continue;
            } else if body.contains("extends = ") || body.contains("applies-to = ") {
                read_programme_file(&source).1
            } else if body.contains("[[scenario]]") {
                read_scenarios(&source, "bridge").1
            } else if body.contains("programme = \"ipes\"") && body.contains("[[contact]]") {
                Case::read(&source, "A-0042").1
            } else {
                continue;
            };
            assert_eq!(problems, [], "{file}\n{body}");
            read += 1;
        }
    }
    assert!(read >= 5, "{read}");
}
