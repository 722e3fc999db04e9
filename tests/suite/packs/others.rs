//! That nothing of another participant is in a pack: not in a file, and not in an object of its history.

use std::collections::BTreeSet;
use std::fs;

use caseload::case::{CaseFacts, Value};

use super::{NOW, by_hand, cases, example, files, found, git, packed};
use crate::recording::office::Office;

/// What a case file says that could tell who it is about: names, employers, notes, reasons, where
/// evidence lies. A word that stands in every programme tells nothing.
fn telling(office: &Office, file: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(office.folder().join(file)).unwrap();
    let facts = CaseFacts::of(&text);
    let keys = ["name", "employer", "note", "reason", "ref", "obtained"];
    let of_entries = facts.entries.iter().flat_map(|entry| {
        entry.facts.iter().filter(|fact| fact.key != "reason" || entry.kind != "exit")
    });
    let all =
        facts.header.iter().chain(of_entries).filter(|fact| keys.contains(&fact.key.as_str()));
    let texts = all.filter_map(|fact| match &fact.value {
        Value::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    });
    texts.filter(|text| text.len() > 3).collect()
}

/// The text as each kind of file could write it.
fn written(text: &str) -> [String; 3] {
    let html = text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    let json = serde_json::to_string(text).unwrap();
    [text.to_owned(), html, json.trim_matches('"').to_owned()]
}

fn holds(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

/// Ensures that each case of the example packs and verifies, as a folder and as an archive, and that a
/// search of every file and of every object of the history finds nothing of the others.
#[test]
fn each_case_of_the_example_verifies_and_holds_nothing_of_others() {
    let office = example();
    let cases = cases(&office);
    let all: Vec<BTreeSet<String>> = cases.iter().map(|(_, file)| telling(&office, file)).collect();
    assert!(all.iter().map(BTreeSet::len).sum::<usize>() > 100);
    let mut searched = 0;
    for (at, (id, file)) in cases.iter().enumerate() {
        let (folder, archive) = (format!("{id}-pack"), format!("{id}.zip"));
        let place = packed(&office, &[id], &folder);
        assert_eq!(found(&office, &place), [], "{id}");
        assert_eq!(found(&office, &packed(&office, &[id], &archive)), [], "{id}");
        let check = by_hand(&office, &place, &format!("{id}-check"));
        let objects = git(&office, &check, &["cat-file", "--batch-all-objects", "--batch"]).stdout;
        assert!(holds(&objects, id));
        let others = all.iter().enumerate().filter(|(other, _)| *other != at);
        let others = others.flat_map(|(_, texts)| texts).filter(|text| !all[at].contains(*text));
        let others: BTreeSet<&String> = others.collect();
        let objects = String::from_utf8_lossy(&objects);
        let files: Vec<(String, String)> = files(&place)
            .into_iter()
            .filter(|(name, _)| !name.starts_with("rules/"))
            .map(|(name, bytes)| (name, String::from_utf8_lossy(&bytes).into_owned()))
            .collect();
        let own = fs::read_to_string(office.folder().join(file)).unwrap();
        for text in others.into_iter().filter(|text| !own.contains(text.as_str())) {
            assert!(!objects.contains(text), "{id}: an object holds `{text}`");
            for (name, file) in &files {
                let is_there = written(text).iter().any(|form| file.contains(form));
                assert!(!is_there, "{id}: {name} holds `{text}`");
            }
            searched += 1;
        }
        fs::remove_dir_all(&place).unwrap();
        fs::remove_dir_all(&check).unwrap();
    }
    assert!(searched > 1000, "{searched}");
}

/// Ensures that a case is not mixed up with one that had its id before, on another machine or here.
#[test]
fn who_had_the_id_before_is_not_in_it() {
    let office = Office::with_cases();
    let now = "2026-11-17T10:00:00Z";
    office.done(now, &["note", "A-0002", "--note", "Of the first one alone."]);
    office.done(now, &["renumber", "A-0002", "B-0002"]);
    office.done(now, &["refer", "A-0002", "--name", "Somebody", "--on", "2026-11-17"]);
    office.done(now, &["note", "A-0002", "--note", "Of the second one alone."]);
    let first = packed(&office, &["B-0002"], "first");
    let second = packed(&office, &["A-0002"], "second");
    for (place, own, other) in [
        (&first, "Of the first one alone.", "Of the second one alone."),
        (&second, "Of the second one alone.", "Of the first one alone."),
    ] {
        assert_eq!(found(&office, place), []);
        let check = by_hand(&office, place, &format!("{}-check", place.display()));
        let objects = git(&office, &check, &["cat-file", "--batch-all-objects", "--batch"]).stdout;
        assert!(holds(&objects, own) && !holds(&objects, other), "{}", place.display());
        for (name, bytes) in files(place) {
            assert!(!holds(&bytes, other), "{name}");
        }
    }
    // The history goes on across the renumbering.
    let page = fs::read_to_string(first.join("tables/history.csv")).unwrap();
    assert!(page.contains("case opened") && page.contains("renumbered, "), "{page}");
}

/// Ensures that the settings are not in it, which name the staff and what else an office notes there.
#[test]
fn the_settings_are_not_in_it() {
    let office = example();
    let place = packed(&office, &["A-0045"], "pack");
    let settings = fs::read_to_string(place.join("original/caseload.toml")).unwrap();
    assert!(settings.contains("2026-12-24") && settings.contains("Europe/London"), "{settings}");
    for (name, bytes) in files(&place) {
        assert!(!holds(&bytes, "priya@example.org"), "{name}");
    }
    // What is there is a folder that the program can read.
    let original = place.join("original");
    let output = office.done(NOW, &["--cases", original.to_str().unwrap(), "check"]);
    assert!(output.status.success());
}
