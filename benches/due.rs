//! How long the due list of a small provider takes: 500 cases of 60 contacts.
//!
//! `cargo bench` prints the figures of this machine; compare them in one run only.

#![allow(clippy::expect_used)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use caseload::calendar::{add_days, parse_day};
use caseload::obligation::evaluate;
use caseload::store;

const CASES: usize = 500;
const CONTACTS: i64 = 60;

fn main() {
    divan::main();
}

/// A folder of cases that started up to 400 days before the day judged.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("caseload.toml"), "").expect("settings");
    std::fs::create_dir(folder.path().join("cases")).expect("cases");
    for number in 0..CASES {
        let id = format!("A-{number:04}");
        let path = folder.path().join(format!("cases/{id}.toml"));
        std::fs::write(path, case(&id, number)).expect("a case");
    }
    folder
});

fn case(id: &str, number: usize) -> String {
    let today = parse_day("2026-11-18").expect("a day");
    let age = 14 + i64::try_from(number).expect("small") * 386 / 500;
    let started = add_days(today, -age);
    let mut text = format!(
        "id = \"{id}\"\nprogramme = \"ipes\"\nname = \"Person {number}\"\nworker = \"w{}\"\n\
         referred = {}\nstarted = {started}\n",
        number % 12,
        add_days(started, -10),
    );
    for contact in 0..CONTACTS {
        let on = add_days(started, age * contact / CONTACTS);
        let cover = if contact % 4 == 0 { "action-plan-review" } else { "needs-assessment" };
        let _ = write!(
            text,
            "\n[[contact]]\non = {on}T10:00:00\nmode = \"in-person\"\noutcome = \"held\"\n\
             covers = [\"{cover}\"]\nnote = \"Talked about the week and what comes next.\"\n"
        );
    }
    text
}

/// Reading and judging, without process start and printing.
#[divan::bench]
fn read_and_judge(bencher: divan::Bencher<'_, '_>) {
    let root: &Path = FOLDER.path();
    let today = parse_day("2026-11-18").expect("a day");
    bencher.bench(|| {
        let folder = store::load(root, None);
        folder
            .cases
            .iter()
            .filter_map(|file| {
                let case = file.case.as_ref()?;
                let programme = folder.programme(&case.programme.value)?;
                let calendar = folder.calendar_of(case, programme);
                Some(evaluate(programme, calendar, case, today).obligations.len())
            })
            .sum::<usize>()
    });
}

/// The whole process, as a key worker runs it.
#[divan::bench]
fn due_as_a_process(bencher: divan::Bencher<'_, '_>) {
    let root: &Path = FOLDER.path();
    bencher.bench(|| {
        Command::new(env!("CARGO_BIN_EXE_caseload"))
            .args(["due", "--today", "2026-11-18", "--cases"])
            .arg(root)
            .output()
            .expect("the program runs")
    });
}
