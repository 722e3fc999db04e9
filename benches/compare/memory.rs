//! How much memory a list takes, by what the operating system counted, and whether long notes make it more.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::environment::environment;
use crate::lifelike::{self, Size};
use crate::lists::due;
use crate::page::Table;
use crate::race::{begin, git, run};
use crate::{Bench, machine};

/// How many times as long the notes are in the second folder.
const LONGER: usize = 10;

pub(crate) fn table(bench: &Bench<'_>) -> Table {
    let header =
        ["", "notes as they are", "notes ten times as long", "goal"].map(str::to_owned).to_vec();
    let title = "Memory, at most, as the operating system counted it";
    let mut table = Table { name: "memory", title, header, rows: Vec::new() };
    if !machine::is_there("time") {
        return table;
    }
    for cases in bench.cases {
        let folders = [1, LONGER].map(|longer| folder(bench, *cases, longer));
        for how in ["the first time", "after that"] {
            let mut row = vec![format!("`due`, {cases} cases, {how}")];
            row.extend(folders.iter().map(|(root, _)| format!("{:.0} MB", peak(&mut due(root)))));
            row.push("no more".to_owned());
            table.rows.push(row);
        }
        let size = |(_, bytes): &(PathBuf, u64)| format!("{:.0} MB", megabytes(*bytes));
        let mut row = vec![format!("the files of {cases} cases")];
        row.extend(folders.iter().map(size));
        row.push(String::new());
        table.rows.push(row);
    }
    table
}

/// A folder whose notes are so many times as long, with the bytes of its case files.
fn folder(bench: &Bench<'_>, cases: usize, longer: usize) -> (PathBuf, u64) {
    let root = bench.place.join(format!("notes-{cases}-{longer}"));
    lifelike::make(&root, Size { cases, commits: None, seed: 1 });
    let bytes = (0..cases).map(|number| {
        let file = root.join(&lifelike::Case::new(1, number).file);
        let text = lengthen(&fs::read_to_string(&file).unwrap(), longer);
        fs::write(&file, &text).unwrap();
        text.len() as u64
    });
    let bytes = bytes.sum();
    run(git(&root).args(["init", "-q", "-b", "main"]));
    run(git(&root).args(["add", "."]));
    run(git(&root).args(["commit", "-qm", "made"]));
    begin(&root);
    (root, bytes)
}

/// A case whose notes say so many times the same.
fn lengthen(text: &str, longer: usize) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let note = line.strip_prefix("note = \"").and_then(|note| note.strip_suffix("\"\n"));
        note.map_or(line.to_owned(), |note| {
            format!("note = \"{}\"\n", vec![note; longer].join(" "))
        })
    });
    lines.collect()
}

/// The most memory that a command held at a time, in megabytes, by GNU time.
fn peak(command: &mut Command) -> f64 {
    let report = tempfile::NamedTempFile::new().unwrap();
    let mut timed = Command::new("time");
    environment(&mut timed).args(["-f", "%M", "-o"]).arg(report.path());
    timed.arg(command.get_program()).args(command.get_args());
    run(&mut timed);
    let kilobytes: u64 = read_number(report.path());
    megabytes(kilobytes * 1024)
}

fn read_number(file: &Path) -> u64 {
    fs::read_to_string(file).unwrap().trim().parse().expect("a number")
}

#[allow(clippy::cast_precision_loss)] // Folders are not that large.
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
