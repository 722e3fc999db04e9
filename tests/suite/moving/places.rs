//! Where an export is written: to a folder, which may hold an earlier one of the same kind and nothing that
//! would be lost.

use std::fs;
use std::process::Output;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T10:00:00Z";

fn exported(office: &Office, place: &str, more: &[&str]) -> Output {
    let place = office.home().join(place);
    let arguments = [&["export", place.to_str().unwrap()], more].concat();
    office.caseload(NOW, &arguments).output().unwrap()
}

/// Ensures that an export is refused with these words, and that nothing is written or put on record.
fn refused(office: &Office, place: &str, more: &[&str], code: i32, expected: &str) {
    let tip = office.tip();
    let output = exported(office, place, more);
    let said = words(&output).replace('\n', " ");
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert!(said.contains(expected), "{said}");
    assert_eq!(office.tip(), tip, "it was put on record");
}

#[test]
fn what_is_named_as_a_file_is_no_place_for_an_export() {
    let office = Office::with_cases();
    for name in ["x.zip", "x.csv", "x.XLSX", "x.json", "x.tar.gz"] {
        refused(&office, name, &[], 2, "name a folder, such as ~/caseload-export");
        assert!(!office.home().join(name).exists(), "{name}");
    }
    assert_eq!(exported(&office, "export.of.2026", &[]).status.code(), Some(0));
}

/// Ensures that nobody's names get into a folder that was to be without them, or the other way round.
#[test]
fn an_export_takes_the_place_of_one_of_its_own_kind_alone() {
    let office = Office::with_cases();
    for (name, first, then, expected) in [
        ("without", &["--redact"][..], &[][..], "there is an export without names"),
        ("with", &[], &["--redact"], "there is an export with names"),
    ] {
        assert_eq!(exported(&office, name, first).status.code(), Some(0));
        let cases = office.home().join(name).join("cases.csv");
        let before = fs::read(&cases).unwrap();
        refused(&office, name, then, 1, expected);
        assert_eq!(fs::read(&cases).unwrap(), before);
        let again = words(&exported(&office, name, first)).replace('\n', " ");
        assert!(again.contains("in the place of the export that was there"), "{again}");
    }
}

/// Ensures that no file is written over that no export wrote.
#[test]
fn a_file_of_somebody_elses_stays() {
    let office = Office::with_cases();
    let place = office.home().join("out");
    fs::create_dir(&place).unwrap();
    fs::write(place.join("notes.txt"), "mine").unwrap();
    for (name, expected) in [
        ("cases.csv", "is not of a whole export"),
        ("entries.jsonl", "is not of a whole export"),
        ("datapackage.json", "there is a description of something else"),
    ] {
        fs::write(place.join(name), "mine").unwrap();
        refused(&office, "out", &[], 1, expected);
        assert_eq!(fs::read_to_string(place.join(name)).unwrap(), "mine");
        fs::remove_file(place.join(name)).unwrap();
    }
    refused(&office, "out", &[], 1, "there is something else than an export");
    assert_eq!(fs::read_to_string(place.join("notes.txt")).unwrap(), "mine");
    fs::write(office.home().join("file"), "mine").unwrap();
    assert_eq!(exported(&office, "file", &[]).status.code(), Some(6));
}

/// Ensures that an export is not written among other things, such as the files of an evidence pack.
#[test]
fn an_export_has_a_folder_of_its_own() {
    let office = Office::with_cases();
    let place = office.home().join("papers");
    fs::create_dir(&place).unwrap();
    assert_eq!(exported(&office, "papers", &[]).status.code(), Some(0), "an empty folder will do");
    let other = office.home().join("others");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "Dear").unwrap();
    refused(&office, "others", &[], 1, "there is something else than an export");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
}
