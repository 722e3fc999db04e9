//! A contact put on record, against git doing as much as durably.

use std::fs;
use std::path::Path;

use crate::Bench;
use crate::lifelike::Case;
use crate::page::{Row, Table};
use crate::race::{Contender, caseload, git, race, run};

/// Git's own way to be as durable: objects, references and index are on the disk before it ends.
const DURABLE: &str = "core.fsync=committed,loose-object,index";

/// At most so many times as long as git, with so many cases or more.
const GOALS: [(usize, f64); 2] = [(10_000, 0.6), (500, 0.8)];

pub(crate) fn table(bench: &Bench<'_>) -> Table {
    let rows = bench.cases.iter().map(|cases| {
        let root = bench.folder(*cases);
        let times = race(bench.rounds * 3, vec![ours(&root, *cases), theirs(&root, *cases)]);
        Row {
            what: format!("`contact`, {cases} cases"),
            ours: times[0],
            other: "`git add`, `git commit`".to_owned(),
            theirs: times[1],
            goal: GOALS.iter().find(|(least, _)| cases >= least).map(|(_, goal)| *goal),
        }
    });
    Table::of("records", "A contact put on record, against git as durably", rows.collect())
}

fn ours(root: &Path, cases: usize) -> Contender<'_> {
    Contender::new(move |round| {
        let id = Case::new(1, (round * 37) % cases).id;
        let note = format!("round {round}");
        let words = ["contact", &id, "--mode", "phone", "--note", &note, "--on", "2026-11-16"];
        run(&mut caseload(root, &words));
    })
}

fn theirs(root: &Path, cases: usize) -> Contender<'_> {
    Contender::new(move |round| {
        let case = Case::new(1, (round * 37 + 11) % cases);
        let file = root.join(&case.file);
        let text = fs::read_to_string(&file).unwrap() + &entry(round);
        fs::write(&file, text).unwrap();
        run(git(root).args(["add", &case.file]));
        run(git(root).args(["-c", DURABLE, "commit", "-qm", &case.id]));
    })
}

fn entry(round: usize) -> String {
    format!(
        "\n[[contact]]\non = 2026-11-16\nmode = \"phone\"\noutcome = \"held\"\nnote = \"{round}\"\n\
         worker = \"alex\"\nlogged = 2026-11-16T11:05:12.{:03}Z\n",
        round % 1000
    )
}
