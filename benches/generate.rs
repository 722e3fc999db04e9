//! Writes a lifelike folder of any size and age, the same for the same seed.
//!
//! `cargo bench --bench generate -- 10000 FOLDER` writes 10,000 cases of about 9 kB and 75 entries;
//! `-- 500 FOLDER --commits 3000` with a git history in which the newest 3,000 entries are commits of their
//! own; `--seed 2` is another such folder.

#![allow(clippy::expect_used, clippy::print_stdout)]

mod lifelike;

use std::path::PathBuf;

use clap::Parser;
use lifelike::{Size, make};

/// Writes a lifelike folder.
#[derive(Parser)]
struct Arguments {
    /// How many cases
    cases: usize,
    /// Where; it must not be there
    folder: PathBuf,
    /// How many of the newest entries are commits; without it there is no git
    #[arg(long)]
    commits: Option<usize>,
    /// What the dice begin with
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// As every bench is called
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    let Arguments { cases, folder, commits, seed, .. } = arguments;
    assert!(!folder.exists(), "{} is there already", folder.display());
    make(&folder, Size { cases, commits, seed });
    println!("{cases} cases in {}", folder.display());
}
