//! Lifelike folders of any size and age with their git history, the same for the same seed: what benches
//! and trials work on.
//!
//! A case has about 9 kB and 75 entries. The newest operations are commits of their own, one an entry; what
//! is older was there when the history began.

mod case;
mod chance;
mod history;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use case::Case;
pub(crate) use chance::Chance;

/// The day on which the folders are judged: 18 November 2026.
pub(crate) const TODAY: &str = "2026-11-18";
/// The moment until which things were recorded, in seconds since 1970: 18 November 2026, 08:00 UTC.
pub(crate) const NOW: i64 = 1_794_988_800;

/// How large and how old a folder is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    /// How many cases.
    pub(crate) cases: usize,
    /// How many operations are commits of their own; none is a folder without git.
    pub(crate) commits: Option<usize>,
    /// What the dice begin with.
    pub(crate) seed: u64,
}

/// Makes a folder; it must not be there.
///
/// # Panics
///
/// If it cannot be written, or git fails.
pub(crate) fn make(root: &Path, size: Size) {
    fs::create_dir_all(root).expect("the folder");
    fs::write(root.join("caseload.toml"), settings()).expect("the settings");
    match size.commits {
        Some(commits) => history::make(root, size, commits),
        None => write_cases(root, size),
    }
}

fn settings() -> String {
    let mut text =
        "provider = \"Brook Lane Employment Support\"\nprogramme = \"ipes\"\n".to_owned();
    for worker in case::WORKERS {
        text += &format!(
            "\n[workers.{worker}]\nname = \"{worker}\"\nemail = [\"{worker}@example.org\"]\n"
        );
    }
    text
}

fn write_cases(root: &Path, size: Size) {
    for number in 0..size.cases {
        let case = Case::new(size.seed, number);
        let file: PathBuf = root.join(&case.file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("the folder of cases");
        fs::write(file, case.text(case.entries.len())).expect("a case");
    }
}
