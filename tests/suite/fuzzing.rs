//! What fuzzing found or kept, held again: each file of `tests/corpus` by the promise of its format.
//!
//! `.ci/nightly` looks for more; CONTRIBUTING.md says how.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::promises::ALL;

/// How large all that is kept may be together, in bytes.
const LARGEST: u64 = 900_000;

/// The inputs that are kept of a format, in the order of their names.
fn kept(format: &str) -> Vec<PathBuf> {
    let folder = fs::read_dir(format!("tests/corpus/{format}")).unwrap();
    let mut kept: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    kept.sort();
    kept
}

/// Ensures that every promise holds of every input that is kept for it.
#[test]
fn what_is_kept_breaks_no_promise() {
    let mut broken = Vec::new();
    for (format, hold) in ALL {
        let kept = kept(format);
        assert!(kept.len() > 10, "{format} has {}", kept.len());
        for path in kept {
            // Files are read as texts: what is none is refused before anything else.
            let Ok(input) = String::from_utf8(fs::read(&path).unwrap()) else { continue };
            if catch_unwind(AssertUnwindSafe(|| hold(&input))).is_err() {
                broken.push(path);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Ensures that there is a target and a dictionary for each format, and nothing else is kept; and
/// that all of it stays small.
#[test]
fn each_format_has_a_target_a_corpus_and_a_dictionary() {
    // A published package has the corpus, but no targets.
    if !Path::new("tests/fuzz").is_dir() {
        return;
    }
    let names = |folder: &str| -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut names: Vec<String> = entries.map(stem).collect();
        names.sort();
        names
    };
    let mut formats: Vec<&str> = ALL.iter().map(|(format, _)| *format).collect();
    formats.sort_unstable();
    assert_eq!(names("tests/corpus"), formats);
    assert_eq!(names("tests/fuzz/dictionaries"), formats);
    assert_eq!(names("tests/fuzz/targets"), formats);
    let manifest = fs::read_to_string("tests/fuzz/Cargo.toml").unwrap();
    for format in &formats {
        let target = fs::read_to_string(format!("tests/fuzz/targets/{format}.rs")).unwrap();
        assert!(target.contains(&format!("hold(\"{format}\", input)")), "{target}");
        assert!(manifest.contains(&format!("path = \"targets/{format}.rs\"")), "{format}");
    }
    let sizes =
        formats.iter().flat_map(|format| kept(format)).map(|it| it.metadata().unwrap().len());
    assert!(sizes.sum::<u64>() < LARGEST);
}
