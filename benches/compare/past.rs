//! The history of a case, against `git log` of its file.

use std::path::Path;

use crate::Bench;
use crate::lifelike::Case;
use crate::page::{Row, Table};
use crate::race::{Contender, caseload, git, race, run};

/// No slower than git.
const GOAL: f64 = 1.0;

pub(crate) fn table(bench: &Bench<'_>) -> Table {
    let rows = bench.cases.iter().map(|cases| {
        let root = bench.folder(*cases);
        let times = race(bench.rounds, vec![ours(&root, *cases), theirs(&root, *cases)]);
        Row {
            what: format!("`history ID`, {cases} cases, {} commits", cases * 3),
            ours: times[0],
            other: "`git log -- FILE`".to_owned(),
            theirs: times[1],
            goal: Some(GOAL),
        }
    });
    Table::of("past", "The history of a case, against git's of its file", rows.collect())
}

/// The case that is asked about in a round.
fn case(round: usize, cases: usize) -> Case {
    Case::new(1, (round * 53) % cases)
}

fn ours(root: &Path, cases: usize) -> Contender<'_> {
    Contender::new(move |round| run(&mut caseload(root, &["history", &case(round, cases).id])))
}

fn theirs(root: &Path, cases: usize) -> Contender<'_> {
    Contender::new(move |round| run(git(root).args(["log", "--", &case(round, cases).file])))
}
