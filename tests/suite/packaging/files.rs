//! What Debian's package holds, as `Cargo.toml` says it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::Value;

use super::crates::{files, manifest};

/// The program, which is there once it is built for release.
const PROGRAM: &str = "target/release/caseload";

/// What Cargo.toml says of the package.
fn package() -> Value {
    let manifest = manifest();
    manifest["package"]["metadata"]["deb"].clone()
}

/// What is put where: a file or several, the place, and who may do what with it.
fn assets() -> Vec<[String; 3]> {
    let package = package();
    let assets = package["assets"].as_array().unwrap().iter();
    assets.map(|asset| [0, 1, 2].map(|index| asset[index].as_str().unwrap().to_owned())).collect()
}

/// The files of the repository that a path with asterisks names.
fn named(pattern: &str) -> Vec<PathBuf> {
    let Some((before, behind)) = pattern.split_once('*') else {
        return Some(PathBuf::from(pattern)).filter(|file| file.is_file()).into_iter().collect();
    };
    let is_deep = behind.starts_with("*/");
    let ending = behind.trim_start_matches(['*', '/']);
    let in_folder = files(Path::new(before.trim_end_matches('/'))).into_iter();
    let is_named = |file: &PathBuf| {
        let rest = file.strip_prefix(before).unwrap();
        (is_deep || rest.components().count() == 1) && rest.to_str().unwrap().ends_with(ending)
    };
    in_folder.filter(is_named).collect()
}

/// Ensures that there is something at each place that the package takes from, and that what is for all to
/// read is for all to read.
#[test]
fn what_the_package_takes_is_there() {
    let assets = assets();
    assert!(assets.iter().any(|[from, to, may]| {
        (from.as_str(), to.as_str(), may.as_str()) == (PROGRAM, "usr/bin/", "755")
    }));
    for [from, to, may] in assets.iter().filter(|[from, ..]| from != PROGRAM) {
        assert!(!named(from).is_empty(), "nothing is at {from}");
        assert!(to.starts_with("usr/share/"), "{to}");
        assert_eq!(may, "644", "{from}");
    }
}

/// Ensures that each page, document and file of the example is in the package.
#[test]
fn nothing_is_forgotten_in_the_package() {
    let taken: BTreeSet<PathBuf> = assets().iter().flat_map(|[from, ..]| named(from)).collect();
    let is_wanted = |file: &PathBuf| {
        // What draws the pictures is for developers, as is the page about what the program is made of.
        !file.ends_with("pictures/make") && !file.ends_with("package/changelog")
    };
    for folder in ["man", "docs", "cases.example"] {
        for file in files(Path::new(folder)).into_iter().filter(is_wanted) {
            assert!(taken.contains(&file), "{} is not in the package", file.display());
        }
    }
    for file in ["README.md", "CHANGELOG.md"] {
        assert!(taken.contains(Path::new(file)), "{file}");
    }
}

/// Ensures that Debian's changelog begins with this release.
#[test]
fn the_packages_changelog_is_of_this_release() {
    let file = package()["changelog"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(file).unwrap();
    let wanted = format!("caseload ({}-1) ", env!("CARGO_PKG_VERSION"));
    assert!(text.starts_with(&wanted), "{wanted}");
    let maintainer = package()["maintainer"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("\n -- {maintainer}  ")), "{maintainer}");
}
