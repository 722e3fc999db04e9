//! What caseload costs, side by side with other programs that do as much, in one run: whole processes, in turn,
//! the medians of several rounds.
//!
//! `cargo bench --bench compare` takes three minutes, beside a release build, and prints tables; `-- --write` puts them into
//! docs/performance.md. `-- --cases 500 --rounds 5` is quicker. It needs git, remind, ledger, hledger,
//! taskwarrior and GNU time, by Debian's names `git remind ledger hledger taskwarrior time`; what is not there
//! is left out, and that is said. Nothing else should run meanwhile, and only the ratios count.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod environment;
#[path = "../lifelike/mod.rs"]
mod lifelike;
mod lists;
mod machine;
mod memory;
mod page;
mod past;
mod planners;
mod race;
mod records;

use std::path::{Path, PathBuf};

use clap::Parser;

use lifelike::Size;
use page::Table;

/// Compares caseload with other programs.
#[derive(Parser)]
struct Arguments {
    /// How many cases the folders have
    #[arg(long, value_delimiter = ',', default_values_t = [500, 10_000])]
    cases: Vec<usize>,
    /// How often each is timed
    #[arg(long, default_value_t = 15)]
    rounds: usize,
    /// Where the folders are made: a disk, since what is recorded is to be durable
    #[arg(long, default_value = env!("CARGO_TARGET_TMPDIR"))]
    place: PathBuf,
    /// These tables only: lists, planners, records, past, memory
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Puts the tables into docs/performance.md
    #[arg(long)]
    write: bool,
    /// As every bench is called
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let place = tempfile::tempdir_in(&arguments.place).expect("a place for the folders");
    let bench = Bench { place: place.path(), cases: &arguments.cases, rounds: arguments.rounds };
    let parts: [(&str, Measure); 5] = [
        ("lists", lists::table),
        ("planners", planners::table),
        ("records", records::table),
        ("past", past::table),
        ("memory", memory::table),
    ];
    let is_wanted =
        |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|it| it == name);
    let mut tables = Vec::new();
    for (_, measure) in parts.iter().filter(|(name, _)| is_wanted(name)) {
        let table = measure(&bench);
        println!("{}", table.text());
        tables.push(table);
    }
    let machine = machine::text(place.path());
    println!("{machine}");
    if arguments.write {
        page::write(&machine, &tables);
    }
}

/// Measures what one table holds.
type Measure = fn(&Bench<'_>) -> Table;

/// What every comparison is given.
struct Bench<'a> {
    /// A folder that is gone when all is done.
    place: &'a Path,
    /// How many cases the folders have.
    cases: &'a [usize],
    /// How often each is timed.
    rounds: usize,
}

impl Bench<'_> {
    /// A lifelike folder in git, made where it is not there yet. Each entry of the newest is a commit of its own.
    fn folder(&self, cases: usize) -> PathBuf {
        let root = self.place.join(format!("folder-{cases}"));
        if !root.exists() {
            lifelike::make(&root, Size { cases, commits: Some(cases * 3), seed: 1 });
            race::begin(&root);
        }
        root
    }
}
