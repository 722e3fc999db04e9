//! The house: which module may use which, and what the core may not touch.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The modules in their order of use, as `src/lib.rs` lists them.
fn modules() -> Vec<String> {
    std::fs::read_to_string("src/lib.rs")
        .unwrap()
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect()
}

/// The Rust files below a folder.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// The files of each module.
fn files_by_module() -> BTreeMap<String, Vec<PathBuf>> {
    let mut by_module: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for file in sources(Path::new("src")) {
        let within = file.strip_prefix("src").unwrap();
        let first = within.components().next().unwrap().as_os_str().to_str().unwrap();
        let module = first.trim_end_matches(".rs").to_owned();
        by_module.entry(module).or_default().push(file);
    }
    by_module
}

/// Ensures that a module uses only modules above it in the list.
#[test]
fn a_module_uses_only_modules_above_it() {
    let modules = modules();
    let mut wrong = Vec::new();
    for (module, files) in files_by_module() {
        let Some(place) = modules.iter().position(|known| *known == module) else { continue };
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            let code = |(_, line): &(usize, &str)| !line.trim_start().starts_with("//");
            for (index, line) in text.lines().enumerate().filter(code) {
                for used in line.split("crate::").skip(1) {
                    let used: String =
                        used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    if modules.iter().position(|known| *known == used).is_some_and(|at| at > place)
                    {
                        wrong.push(format!(
                            "{}:{}: {module} uses {used}",
                            file.display(),
                            index + 1
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ensures that every file of `src` belongs to a module of the list.
#[test]
fn every_file_belongs_to_a_module() {
    let mut known = modules();
    known.extend(["lib".to_owned(), "main".to_owned()]);
    let strangers: Vec<String> =
        files_by_module().into_keys().filter(|module| !known.contains(module)).collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

/// Ensures that the core knows no terminal, file system, git, environment or clock.
#[test]
fn the_core_reaches_nothing() {
    let core = modules();
    let core = &core[..=core.iter().position(|module| module == "integrity").unwrap()];
    let forbidden = [
        "std::fs",
        "std::env::",
        "std::io",
        "std::process",
        "std::path",
        "git2",
        "clap",
        "SystemTime",
        "Instant",
        "Utc::now",
        "Local::now",
        "println!",
        "print!",
        "rayon",
    ];
    let mut wrong = Vec::new();
    for (module, files) in files_by_module() {
        if !core.contains(&module) {
            continue;
        }
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            for word in forbidden.iter().filter(|word| text.contains(**word)) {
                wrong.push(format!("{} uses {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ensures that dates are computed in the calendar alone.
#[test]
fn date_arithmetic_is_in_the_calendar() {
    let words = [
        "TimeDelta",
        "Duration::days",
        "Days::new",
        "Months::new",
        "checked_add_",
        "succ_opt",
        "pred_opt",
    ];
    let mut wrong = Vec::new();
    for (module, files) in files_by_module() {
        for file in files.iter().filter(|_| module != "calendar") {
            let text = std::fs::read_to_string(file).unwrap();
            for word in words.iter().filter(|word| text.contains(**word)) {
                wrong.push(format!("{} uses {word}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ensures that no rule of a programme is named in Rust: what is special stands in its file.
#[test]
fn no_rule_is_special_cased_by_its_id() {
    // Words that are also the name of a shape, a verb or a key are not a rule's alone.
    let shared = ["exit", "extension"];
    let programmes = caseload::programme::builtin();
    let ids = programmes.iter().flat_map(|programme| programme.rules.iter().map(|rule| &rule.id));
    let ids: Vec<&String> = ids.filter(|id| !shared.contains(&id.as_str())).collect();
    let mut wrong = Vec::new();
    for file in sources(Path::new("src")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for line in lines {
            for id in ids.iter().filter(|id| line.contains(&format!("\"{id}\""))) {
                // The name of a key of the case file's own.
                if **id != "missed-appointment" || !file.ends_with("programme/shape.rs") {
                    wrong.push(format!("{} names {id}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Ensures that no file of tests is forgotten.
#[test]
fn every_test_file_is_part_of_the_suite() {
    let main = std::fs::read_to_string("tests/suite/main.rs").unwrap();
    for entry in std::fs::read_dir("tests/suite").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "{name} is forgotten");
    }
}
