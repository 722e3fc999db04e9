//! `docs/dependencies.md`: each crate that `Cargo.toml` names stands there with its reason, and what the
//! page says of features, licences and numbers is so.
//!
//! A new crate needs a row with its name, what it does and what was considered instead; the rest is
//! written by `CASELOAD_WRITE=1 cargo test packaging`.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::crates::{Crate, Crates, Key, crates, files, manifest};

const PAGE: &str = "docs/dependencies.md";

/// Where the crates of the tests begin.
const TESTS: &str = "## What only the tests use";

/// The cells of a row that are written by hand: name, what it does, what instead.
const BY_HAND: usize = 3;

/// The tables of dependencies of one kind, those for some machines only among them.
fn named(manifest: &Table, kind: &str) -> BTreeMap<String, Value> {
    let of_machines = manifest.get("target").and_then(Value::as_table);
    let of_machines = of_machines.into_iter().flat_map(|targets| targets.values());
    let tables = of_machines.filter_map(|target| target.get(kind)).chain(manifest.get(kind));
    tables
        .filter_map(Value::as_table)
        .flatten()
        .map(|(name, is)| (name.clone(), is.clone()))
        .collect()
}

/// The features that a dependency is used with, as the page says them.
fn features(dependency: &Value) -> String {
    let has_default = dependency.get("default-features") != Some(&Value::Boolean(false));
    let named = dependency.get("features").and_then(Value::as_array);
    let named = named.into_iter().flatten().filter_map(Value::as_str);
    let default = has_default.then(|| "default".to_owned());
    let all: Vec<String> = default.into_iter().chain(named.map(|one| format!("`{one}`"))).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(", ") }
}

/// How many other crates one brings, and how many of them nothing else does.
fn numbers(name: &str, brought: &BTreeMap<String, BTreeSet<Key>>) -> String {
    let others = brought.iter().filter(|(other, _)| *other != name);
    let others: BTreeSet<&Key> = others.flat_map(|(_, keys)| keys).collect();
    let all: Vec<&Key> = brought[name].iter().filter(|key| key.0 != name).collect();
    let alone = all.iter().filter(|key| !others.contains(*key)).count();
    format!("{}, {alone} alone", all.len())
}

/// Whether a crate's own code has unsafe parts, by the word outside of remarks.
fn is_unsafe(made: &Crate) -> bool {
    files(&made.folder.join("src")).iter().any(|file| {
        let text = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&text);
        let mut code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
        code.any(|line| ["unsafe {", "unsafe fn", "unsafe impl"].iter().any(|it| line.contains(it)))
    })
}

/// What a row says behind what is written by hand.
fn rest(name: &str, is: &Value, brought: &BTreeMap<String, BTreeSet<Key>>, all: &Crates) -> String {
    let key = brought[name].iter().find(|key| key.0 == name).unwrap();
    let made = &all.all[key];
    let licence = made.licence.replace('/', " OR ");
    let has_unsafe = if is_unsafe(made) { "yes" } else { "no" };
    let c = brought[name].iter().any(|key| all.all[key].brings_c);
    let c = if c { ", C below it" } else { "" };
    format!("{} | {licence} | {} | {has_unsafe}{c} |", features(is), numbers(name, brought))
}

/// The sentence with the sums.
fn sums(all: &Crates) -> String {
    let used: BTreeSet<&Key> = all.brought.values().flatten().collect();
    let compiling = used.iter().filter(|key| !all.in_program.contains(**key)).count();
    let c = all.in_program.iter().filter(|key| all.all[*key].brings_c).map(|key| key.0.as_str());
    let c: Vec<&str> = c.collect();
    format!(
        "On Linux the program holds {} crates besides its own; {compiling} more are used while it is \
         compiled. C comes with {} of them: {}.",
        all.in_program.len(),
        c.len(),
        c.join(", ")
    )
}

/// The page with what is measured put in, and the names of its rows before and behind [`TESTS`].
fn measured(page: &str) -> (String, [BTreeSet<String>; 2]) {
    let (all, manifest) = (crates(), manifest());
    let kinds = [
        (named(&manifest, "dependencies"), &all.brought),
        (named(&manifest, "dev-dependencies"), &all.brought_by_tests),
    ];
    let mut rows = [BTreeSet::new(), BTreeSet::new()];
    let mut kind = 0;
    let lines = page.lines().map(|line| {
        kind = if line == TESTS { 1 } else { kind };
        if line.starts_with("On Linux the program holds ") {
            return sums(&all);
        }
        let Some(name) = line.strip_prefix("| `").and_then(|line| line.split('`').next()) else {
            return line.to_owned();
        };
        rows[kind].insert(name.to_owned());
        let (named, brought) = &kinds[kind];
        let Some(is) = named.get(name) else { return line.to_owned() };
        let by_hand: Vec<&str> = line.split('|').skip(1).take(BY_HAND).map(str::trim).collect();
        assert!(by_hand.iter().all(|cell| !cell.is_empty()), "{name} has no reason");
        format!("| {} | {}", by_hand.join(" | "), rest(name, is, brought, &all))
    });
    (lines.map(|line| line + "\n").collect(), rows)
}

/// Ensures that the page names each crate of `Cargo.toml` and no other, and that what it says of it is so.
#[test]
fn the_page_of_dependencies_is_right() {
    let page = std::fs::read_to_string(PAGE).unwrap();
    let (wanted, rows) = measured(&page);
    for (kind, rows) in ["dependencies", "dev-dependencies"].into_iter().zip(rows) {
        let names: BTreeSet<String> = named(&manifest(), kind).into_keys().collect();
        assert_eq!(rows, names, "{PAGE} and the {kind} of Cargo.toml");
    }
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        std::fs::write(PAGE, &wanted).unwrap();
        return;
    }
    for (is, should) in page.lines().zip(wanted.lines()) {
        assert_eq!(is, should, "{PAGE}: CASELOAD_WRITE=1 cargo test packaging");
    }
}

/// Ensures that no crate is named that no source uses.
#[test]
fn every_dependency_is_used() {
    for (kind, folders) in
        [("dependencies", &["src"][..]), ("dev-dependencies", &["tests", "benches"])]
    {
        let sources: Vec<String> = folders
            .iter()
            .flat_map(|folder| files(std::path::Path::new(folder)))
            .filter(|file| file.extension().is_some_and(|ending| ending == "rs"))
            .map(|file| std::fs::read_to_string(file).unwrap())
            .collect();
        for name in named(&manifest(), kind).into_keys() {
            // The one crate whose library has another name than itself.
            let word = if name == "tz-rs" { "tz".to_owned() } else { name.replace('-', "_") };
            let path = [format!("{word}::"), format!("use {word};"), format!("{word}!")];
            let is_used = |text: &String| path.iter().any(|path| text.contains(path));
            assert!(sources.iter().any(is_used), "nothing in {folders:?} uses {name}");
        }
    }
}
