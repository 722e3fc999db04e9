//! What is due, against reading the same files: no program that judges every case can look at less.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::environment::environment;
use crate::lifelike::TODAY;
use crate::page::{Row, Table};
use crate::race::{Contender, caseload, race};
use crate::{Bench, lists};

/// At most so many times as long as reading the files.
const KEPT: f64 = 1.0;
/// The same where nothing was kept from a run before.
const ANEW: f64 = 3.0;

pub(crate) fn table(bench: &Bench<'_>) -> Table {
    let rows = bench.cases.iter().flat_map(|cases| {
        let root = bench.folder(*cases);
        let times = race(
            bench.rounds,
            vec![anew(&root), Contender::command(due(&root)), Contender::command(read(&root))],
        );
        let row = |what: &str, ours, goal| Row {
            what: format!("`due`, {cases} cases, {what}"),
            ours,
            other: "`find \\| xargs cat`".to_owned(),
            theirs: times[2],
            goal: Some(goal),
        };
        [row("the first time", times[0], ANEW), row("after that", times[1], KEPT)]
    });
    Table::of("lists", "A list of what is due, against reading the files", rows.collect())
}

/// The list, where nothing was kept.
pub(crate) fn anew(root: &Path) -> Contender<'static> {
    let kept = root.join(".git/caseload/agendas");
    Contender::command(lists::due(root)).after(move |_| {
        let _ = fs::remove_file(&kept);
    })
}

/// The list.
pub(crate) fn due(root: &Path) -> Command {
    caseload(root, &["due", "--today", TODAY])
}

/// Reads every case file, and does nothing with it.
fn read(root: &Path) -> Command {
    let mut command = Command::new("sh");
    environment(&mut command)
        .args(["-c", "find \"$0\" -name '*.toml' -print0 | xargs -0 cat"])
        .arg(root.join("cases"));
    command
}
