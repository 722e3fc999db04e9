//! The crates that caseload is made of, as cargo tells them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The kind of machine for which crates are counted: what is for others is not.
const MACHINE: &str = "x86_64-unknown-linux-gnu";

/// A crate by its name and version.
pub(super) type Key = (String, String);

/// What is known of a crate.
pub(super) struct Crate {
    pub(super) licence: String,
    pub(super) folder: PathBuf,
    pub(super) authors: Vec<String>,
    /// Whether it brings a library that is not written in Rust.
    pub(super) brings_c: bool,
}

/// The crates of caseload, without its own.
pub(super) struct Crates {
    pub(super) all: BTreeMap<Key, Crate>,
    /// What ends up in the program.
    pub(super) in_program: BTreeSet<Key>,
    /// For each that `Cargo.toml` names, all that it brings, itself among it.
    pub(super) brought: BTreeMap<String, BTreeSet<Key>>,
    /// The same of what the tests and benchmarks name.
    pub(super) brought_by_tests: BTreeMap<String, BTreeSet<Key>>,
}

/// Asks cargo.
pub(super) fn crates() -> Crates {
    let used = tree("normal,build");
    let in_program = tree("normal,no-proc-macro").into_iter().map(|(_, key)| key);
    Crates {
        all: described(),
        in_program: in_program.filter(|key| key.0 != "caseload").collect(),
        brought: brought(used),
        brought_by_tests: brought(tree("dev,normal,build")),
    }
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The tree of what is used by what, with the depth of each crate.
fn tree(edges: &str) -> Vec<(usize, Key)> {
    let printed = cargo(&[
        "tree",
        "--offline",
        "--target",
        MACHINE,
        "--edges",
        edges,
        "--prefix",
        "depth",
        "--no-dedupe",
        "--format",
        " {p}",
    ]);
    let crates = printed.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let depth = words.next()?.parse().ok()?;
        let name = words.next()?.to_owned();
        Some((depth, (name, words.next()?.strip_prefix('v')?.to_owned())))
    });
    crates.collect()
}

/// What each crate of the first depth brings. One of the tests may also be one of the program.
fn brought(tree: Vec<(usize, Key)>) -> BTreeMap<String, BTreeSet<Key>> {
    let mut brought: BTreeMap<String, BTreeSet<Key>> = BTreeMap::new();
    let mut first = String::new();
    for (depth, key) in tree.into_iter().filter(|(depth, _)| *depth > 0) {
        if depth == 1 {
            first.clone_from(&key.0);
        }
        brought.entry(first.clone()).or_default().insert(key);
    }
    brought
}

fn described() -> BTreeMap<Key, Crate> {
    let printed =
        cargo(&["metadata", "--offline", "--format-version", "1", "--filter-platform", MACHINE]);
    let metadata: Value = serde_json::from_str(&printed).unwrap();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    packages
        .map(|package| {
            let authors = package["authors"].as_array().unwrap().iter().map(word).collect();
            let manifest = word(&package["manifest_path"]);
            let described = Crate {
                licence: word(&package["license"]),
                folder: Path::new(&manifest).parent().unwrap().to_owned(),
                authors,
                brings_c: has_c(Path::new(&manifest).parent().unwrap()),
            };
            ((word(&package["name"]), word(&package["version"])), described)
        })
        .collect()
}

/// Whether a crate has a library in C that it names for the linker.
fn has_c(folder: &Path) -> bool {
    let links = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    links.lines().any(|line| line.starts_with("links = ")) && below(folder, "c")
}

/// Whether a file with this ending lies below a folder.
fn below(folder: &Path, ending: &str) -> bool {
    files(folder).iter().any(|file| file.extension().is_some_and(|found| found == ending))
}

/// The files below a folder.
pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What `Cargo.toml` says.
pub(super) fn manifest() -> toml::Table {
    std::fs::read_to_string("Cargo.toml").unwrap().parse().unwrap()
}
