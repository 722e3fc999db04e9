//! The copyright file of Debian's package: who made what is compiled into the program, by which licence.
//! The licences ask for it wherever the program goes without its sources.
//!
//! The paragraphs of crates follow from `Cargo.lock`; the others are written by hand. After a change of
//! crates: `CASELOAD_WRITE=1 cargo test packaging`.

use std::collections::{BTreeMap, BTreeSet};

use super::crates::{Crate, crates, files};

const FILE: &str = "docs/package/copyright";

/// The licences by which we take a crate, where it offers a choice: what Debian calls them, and what
/// Cargo does. `.ci/deny.toml` allows these.
const LICENCES: [(&str, &str); 5] = [
    ("Expat", "MIT"),
    ("Apache-2.0", "Apache-2.0"),
    ("BSD-3-Clause", "BSD-3-Clause"),
    ("Unicode-3.0", "Unicode-3.0"),
    ("Zlib", "Zlib"),
];

/// A licence of Cargo's as Debian writes it, with those only of a choice that we can take.
fn licence(written: &str) -> String {
    let parts = written.split(" AND ").map(|part| {
        let offered = part.trim_matches(['(', ')']).replace('/', " OR ");
        let offered: Vec<&str> = offered.split(" OR ").map(str::trim).collect();
        let taken = LICENCES.iter().filter(|(_, cargo)| offered.contains(cargo));
        let taken: Vec<&str> = taken.map(|(debian, _)| *debian).collect();
        assert!(!taken.is_empty(), "no licence of `{written}` is known");
        taken.join(" or ")
    });
    parts.collect::<Vec<_>>().join(", and ")
}

/// Whether a file at the top of a crate is about its licence.
fn is_about_licence(name: &str) -> bool {
    let name = name.to_lowercase();
    ["licen", "copying", "notice", "copyright"].iter().any(|word| name.starts_with(word))
}

/// The line of a notice without the e-mail address in it, if it is one.
fn notice(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['/', '*', '#', ' ']);
    let of = line.strip_prefix("Copyright").or_else(|| line.strip_prefix("(C)"))?.trim_start();
    let of =
        of.strip_prefix("(c)").or(of.strip_prefix("(C)")).or(of.strip_prefix('©')).unwrap_or(of);
    let of = of.trim().trim_end_matches('.');
    let begins = of.chars().next()?;
    let is_one = begins.is_ascii_digit()
        || begins == '[' && !of.contains("yyyy")
        || begins.is_uppercase() && line.starts_with("Copyright") && !of.starts_with("License");
    is_one.then(|| without_addresses(of))
}

fn without_addresses(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.contains('@') && !word.contains("://"));
    words.collect::<Vec<_>>().join(" ").trim_end_matches(',').to_owned()
}

/// Who made a crate, by its notices; where it has none, by what it says of its authors.
fn makers(name: &str, made: &Crate) -> Vec<String> {
    let about = files(&made.folder).into_iter().filter(|file| {
        let top = file.strip_prefix(&made.folder).unwrap().components().next().unwrap();
        is_about_licence(top.as_os_str().to_str().unwrap())
    });
    let mut notices: Vec<String> = Vec::new();
    for file in about {
        let text = std::fs::read(file).unwrap();
        for found in String::from_utf8_lossy(&text).lines().filter_map(notice) {
            if !notices.contains(&found) {
                notices.push(found);
            }
        }
    }
    if notices.is_empty() {
        notices = made.authors.iter().map(|author| without_addresses(author)).collect();
    }
    notices.retain(|notice| !notice.is_empty());
    if notices.is_empty() {
        notices.push(format!("the authors of {name}"));
    }
    notices
}

/// The paragraphs of crates: those by the same people and licence together.
fn of_crates() -> Vec<String> {
    let all = crates();
    let mut alike: BTreeMap<(Vec<String>, String), BTreeSet<&str>> = BTreeMap::new();
    for key in &all.in_program {
        let made = &all.all[key];
        alike.entry((makers(&key.0, made), licence(&made.licence))).or_default().insert(&key.0);
    }
    let mut paragraphs: Vec<String> = alike
        .into_iter()
        .map(|((makers, licence), names)| {
            let files: Vec<String> = names.iter().map(|name| format!("vendor/{name}/*")).collect();
            format!(
                "Files: {}\nCopyright: {}\nLicense: {licence}",
                files.join("\n       "),
                makers.join("\n           ")
            )
        })
        .collect();
    paragraphs.sort();
    paragraphs
}

/// Whether a paragraph is of crates, rather than of a part of one or of our own.
fn is_of_crates(paragraph: &str) -> bool {
    let path = paragraph.strip_prefix("Files: vendor/").and_then(|rest| rest.lines().next());
    path.is_some_and(|path| path.matches('/').count() == 1)
}

/// Ensures that the copyright file has what is compiled in, and nothing else.
#[test]
fn the_copyright_file_names_what_is_compiled_in() {
    let written = std::fs::read_to_string(FILE).unwrap();
    let paragraphs: Vec<&str> = written.trim_end().split("\n\n").collect();
    let first = paragraphs.iter().position(|paragraph| is_of_crates(paragraph));
    let first = first.unwrap_or(2.min(paragraphs.len()));
    let by_hand = paragraphs.iter().enumerate().filter(|(_, paragraph)| !is_of_crates(paragraph));
    let (before, behind): (Vec<_>, Vec<_>) = by_hand.partition(|(index, _)| *index < first);
    let text = |part: Vec<(usize, &&str)>| -> Vec<String> {
        part.into_iter().map(|(_, paragraph)| (*paragraph).to_owned()).collect()
    };
    let wanted = [text(before), of_crates(), text(behind)].concat().join("\n\n") + "\n";
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        std::fs::write(FILE, &wanted).unwrap();
        return;
    }
    for (is, should) in written.lines().zip(wanted.lines()) {
        assert_eq!(is, should, "{FILE}: CASELOAD_WRITE=1 cargo test packaging");
    }
    assert_eq!(written.len(), wanted.len(), "{FILE}: CASELOAD_WRITE=1 cargo test packaging");
}

/// Ensures that each licence that is named stands there in words, and none that is not.
#[test]
fn the_copyright_file_has_each_licence() {
    // It is being written by the test above.
    if std::env::var_os("CASELOAD_WRITE").is_some() {
        return;
    }
    let written = std::fs::read_to_string(FILE).unwrap();
    let mut named = BTreeSet::new();
    let mut in_words = BTreeSet::new();
    for paragraph in written.split("\n\n") {
        let Some(line) = paragraph.lines().find_map(|line| line.strip_prefix("License: ")) else {
            continue;
        };
        if paragraph.starts_with("License: ") {
            assert!(paragraph.lines().count() > 1, "{line} is not in words");
            in_words.insert(line.to_owned());
        } else {
            let all = line.replace(", and ", " or ").replace(" and ", " or ");
            named.extend(all.split(" or ").map(str::to_owned));
        }
    }
    assert_eq!(named, in_words);
}
