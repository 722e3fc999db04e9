//! What is due this week, against programs that know dates, on as many dated entries.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use chrono::{DateTime, Utc};

use crate::Bench;
use crate::environment::environment;
use crate::lifelike::{Case, TODAY};
use crate::lists::{anew, due};
use crate::machine;
use crate::page::{Row, Table};
use crate::race::{Contender, race};

/// The first day of the week asked about, and the day after it.
const WEEK: [&str; 2] = ["2026-11-16", "2026-11-23"];
/// Ahead of remind.
const GOAL: f64 = 1.0;

/// Another program: what it is called, what is asked of it, what its file is called, that file, and the question.
struct Planner {
    name: &'static str,
    asked_for: &'static str,
    file: &'static str,
    written: fn(&[Entry]) -> String,
    asked: fn(&Path) -> Command,
    goal: Option<f64>,
}

/// An entry as those programs know one.
struct Entry {
    at: DateTime<Utc>,
    words: String,
}

const PLANNERS: [Planner; 5] = [
    Planner {
        name: "remind",
        asked_for: "the week",
        file: "reminders",
        written: reminders,
        asked: ask_remind_for_the_week,
        goal: Some(GOAL),
    },
    Planner {
        name: "remind",
        asked_for: "one day",
        file: "reminders",
        written: reminders,
        asked: ask_remind_for_the_day,
        goal: Some(GOAL),
    },
    Planner {
        name: "ledger",
        asked_for: "the week",
        file: "journal",
        written: journal,
        asked: ask_ledger,
        goal: None,
    },
    Planner {
        name: "hledger",
        asked_for: "the week",
        file: "journal",
        written: journal,
        asked: ask_hledger,
        goal: None,
    },
    Planner {
        name: "task",
        asked_for: "the week",
        file: "pending.data",
        written: tasks,
        asked: ask_task,
        goal: None,
    },
];

pub(crate) fn table(bench: &Bench<'_>) -> Table {
    let rows = [200, 500].into_iter().flat_map(|cases| rows(bench, cases)).collect();
    Table::of("planners", "What is due this week, against programs that know dates", rows)
}

fn rows(bench: &Bench<'_>, cases: usize) -> Vec<Row> {
    let root = bench.folder(cases);
    let entries = entries(cases);
    let there: Vec<&Planner> = PLANNERS.iter().filter(|it| machine::is_there(it.name)).collect();
    let mut contenders = vec![anew(&root), Contender::command(due(&root))];
    for planner in &there {
        let place = bench.place.join(format!("{}-{cases}", planner.name));
        fs::create_dir_all(&place).unwrap();
        let file: PathBuf = place.join(planner.file);
        fs::write(&file, (planner.written)(&entries)).unwrap();
        contenders.push(Contender::command((planner.asked)(&file)));
    }
    let times = race(bench.rounds, contenders);
    let mut rows = Vec::new();
    for (planner, theirs) in there.iter().zip(&times[2..]) {
        for (ours, how) in times.iter().zip(["the first time", "after that"]) {
            rows.push(Row {
                what: format!("`due`, {} entries, {how}", entries.len()),
                ours: *ours,
                other: format!("`{}`, {}", planner.name, planner.asked_for),
                theirs: *theirs,
                goal: planner.goal,
            });
        }
    }
    rows
}

fn entries(cases: usize) -> Vec<Entry> {
    let cases = (0..cases).map(|number| Case::new(1, number));
    let of = |case: Case| {
        let known = case.entries.iter().map(|entry| Entry {
            at: DateTime::from_timestamp(entry.logged, 0).unwrap(),
            words: format!("{} {}", case.id, entry.kind),
        });
        known.collect::<Vec<_>>()
    };
    cases.flat_map(of).collect()
}

fn reminders(entries: &[Entry]) -> String {
    entries.iter().fold(String::new(), |mut text, entry| {
        let _ = writeln!(text, "REM {} MSG {}", entry.at.format("%Y-%m-%d"), entry.words);
        text
    })
}

/// A calendar of the week, as a person asks remind for one.
fn ask_remind_for_the_week(file: &Path) -> Command {
    let mut command = Command::new("remind");
    environment(&mut command).arg("-s+1").arg(file).arg(WEEK[0]);
    command
}

/// What it would remind of on one day: one pass over all of them.
fn ask_remind_for_the_day(file: &Path) -> Command {
    let mut command = Command::new("remind");
    environment(&mut command).arg("-q").arg(file).arg(TODAY);
    command
}

fn journal(entries: &[Entry]) -> String {
    entries.iter().fold(String::new(), |mut text, entry| {
        let on = entry.at.format("%Y-%m-%d");
        let _ = writeln!(text, "{on} {}\n    (entries)  1\n", entry.words);
        text
    })
}

fn ask_ledger(file: &Path) -> Command {
    let mut command = Command::new("ledger");
    let [from, to] = WEEK;
    environment(&mut command).arg("-f").arg(file).args(["register", "-b", from, "-e", to]);
    command
}

fn ask_hledger(file: &Path) -> Command {
    let mut command = Command::new("hledger");
    let [from, to] = WEEK;
    environment(&mut command).arg("-f").arg(file).args(["register", "-b", from, "-e", to]);
    command
}

fn tasks(entries: &[Entry]) -> String {
    entries.iter().zip(0..).fold(String::new(), |mut text, (entry, number)| {
        let at = entry.at.timestamp();
        let uuid = format!("{number:08x}-0000-4000-8000-000000000000");
        let _ = writeln!(
            text,
            "[description:\"{}\" due:\"{at}\" entry:\"{at}\" status:\"pending\" uuid:\"{uuid}\"]",
            entry.words
        );
        text
    })
}

fn ask_task(file: &Path) -> Command {
    let folder = file.parent().unwrap();
    let settings = folder.join("settings");
    fs::write(&settings, "news.version=2.6.0\n").unwrap();
    let mut command = Command::new("task");
    let [from, to] = WEEK.map(|day| day.replace('-', ""));
    environment(&mut command).env("TASKRC", settings).env("TASKDATA", folder).args([
        "rc.dateformat=YMD",
        &format!("due.after:{from}"),
        &format!("due.before:{to}"),
        "list",
    ]);
    command
}
