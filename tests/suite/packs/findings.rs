//! What `pack verify` says: of files that are no pack, of what was changed and where, of what it could not
//! check and why, and of files that are none of the pack's.

use std::fs;
use std::path::{Path, PathBuf};

use caseload::digest::digest;
use caseload::report::MANIFEST;
use serde_json::Value;

use super::{NOW, beside, cover_up, example, files, finds, found, git, packed, replace, verify};
use crate::recording::office::{Office, words};

/// What `pack verify` says of a pack as JSON.
fn said(office: &Office, place: &Path, more: &[&str]) -> Value {
    let arguments = ["pack", "verify", place.to_str().unwrap(), "--format", "json"];
    let output = office.caseload(NOW, &[&arguments, more].concat()).output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", words(&output)))
}

/// The sentences under a key, in one text.
fn told(said: &Value, key: &str) -> String {
    let sentences = said[key].as_array().unwrap().iter();
    sentences.map(|it| it.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_no_pack_is_called_what_it_is() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let refused = |file: &Path, expected: &str, hint: &str| {
        let output = verify(&office, file);
        let said = words(&output).replace('\n', " ");
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("is no evidence pack"), "{said}");
        assert!(said.contains(expected) && said.contains(hint), "{said}");
    };
    let file = beside(&office, "file");
    for (bytes, expected) in [
        (&b""[..], "it is an empty file"),
        (b"%PDF-1.7", "it is a PDF document"),
        (b"\x1f\x8b\x08\0", "it is an archive made by gzip"),
        (b"words", "it is a text"),
        (b"\0\0", "it is no archive"),
    ] {
        fs::write(&file, bytes).unwrap();
        refused(&file, expected, "the folder or the .zip");
    }
    refused(&place.join("index.html"), "it is a page", "the folder that it lies in");
    refused(&place.join("history.bundle"), "a bundle of git's", "the folder that it lies in");
    // An archive of something else.
    let inside = std::collections::BTreeMap::from([("words.txt".to_owned(), b"words".to_vec())]);
    fs::write(&file, caseload::store::as_archive(&inside).unwrap()).unwrap();
    refused(&file, "neither manifest.txt nor pack.json", "the folder or the .zip");
    // One that was cut short is still a pack that is not as it was made.
    let whole = fs::read(packed(&office, &["A-0001"], "pack.zip")).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    finds(&office, &file, "file", "damaged or cut short");
    assert_eq!(found(&office, &file).len(), 1);
}

#[test]
fn what_a_file_manager_leaves_is_no_tampering() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let left =
        [".DS_Store", "Thumbs.db", "cases/.DS_Store", "original/desktop.ini", "tables/._gaps.csv"];
    for name in left {
        fs::write(place.join(name), "x").unwrap();
    }
    assert_eq!(found(&office, &place), []);
    let left_behind = told(&said(&office, &place, &[]), "left_behind");
    assert!(left.iter().all(|name| left_behind.contains(name)), "{left_behind}");
    let page = office.done(NOW, &["pack", "verify", place.to_str().unwrap(), "--format", "plain"]);
    assert!(words(&page).contains("Not part of the pack, and not looked at"), "{}", words(&page));
    for strange in ["notes.txt", ".hidden", "cases/DS_Store"] {
        fs::write(place.join(strange), "x").unwrap();
        finds(&office, &place, strange, "does not belong to the pack");
        fs::remove_file(place.join(strange)).unwrap();
    }
    assert_eq!(found(&office, &place), []);
}

/// A pack of two cases, to be changed.
fn two() -> (Office, PathBuf) {
    let office = example();
    let place = packed(&office, &["A-0003", "A-0008"], "pack");
    (office, place)
}

/// Ensures that the place of a change is named in a page, a table, in JSON and in an original.
#[test]
fn what_is_different_is_said_in_words() {
    let (office, place) = two();
    let whole = files(&place);
    for (file, from, to, expected) in [
        (
            "cases/A-0003.html",
            ">priya<",
            ">alex<",
            "row `Key worker`, What is on record, it says `alex`, and the originals give `priya`",
        ),
        ("index.html", "digest 6446", "digest 7446", "row `Bank holidays`"),
        (
            "tables/obligations.csv",
            ",must,",
            ",aim,",
            "column severity, it says `aim`, and the originals give `must`",
        ),
        (
            "cases/A-0008.json",
            "\"status\": \"met\"",
            "\"status\": \"open\"",
            "status it says `open`, and the originals give `met`",
        ),
        (
            "original/cases/2025/03/A-0008.toml",
            "2026-08-05",
            "2026-08-04",
            "the history gives `on = 2026-08-05",
        ),
        ("rules/bank-holidays.csv", "2026-12-25", "2026-12-24", "the release has"),
    ] {
        replace(&place.join(file), from, to);
        finds(&office, &place, file, expected);
        assert!(found(&office, &place).iter().any(|(_, what)| what.contains("it was changed")));
        cover_up(&place);
        finds(&office, &place, file, expected);
        fs::write(place.join(file), &whole[file]).unwrap();
        fs::write(place.join(MANIFEST), &whole[MANIFEST]).unwrap();
    }
    assert_eq!(found(&office, &place), []);
}

/// Ensures that what can be checked is checked though something else is wrong, and the rest is named.
#[test]
fn one_fault_keeps_nothing_else_from_being_checked() {
    let (office, place) = two();
    let whole = files(&place);
    let table = "tables/obligations.csv";
    let with = |change: &dyn Fn()| {
        change();
        replace(&place.join(table), ",must,", ",aim,");
        let said = said(&office, &place, &[]);
        for (file, bytes) in &whole {
            fs::write(place.join(file), bytes).unwrap();
        }
        said
    };
    let names_table = |said: &Value| {
        let findings = said["findings"].as_array().unwrap().iter();
        findings.filter(|it| it["file"] == table).any(|it| it["what"].to_string().contains("`aim`"))
    };
    // A changed original is in the history as it was.
    let original = place.join("original/cases/2025/03/A-0008.toml");
    let said = with(&|| replace(&original, "2026-08-05", "2026-08-04"));
    assert!(names_table(&said) && said["pages_checked"] == true, "{said}");
    let said = with(&|| fs::remove_file(&original).unwrap());
    assert!(names_table(&said) && said["pages_checked"] == true, "{said}");
    // A page that is gone, a file that is too many.
    let said = with(&|| fs::remove_file(place.join("cases/A-0003.html")).unwrap());
    assert!(names_table(&said) && said["pages_checked"] == true, "{said}");
    // Without the history the dates can be made again all the same.
    let said = with(&|| fs::write(place.join("history.bundle"), "x").unwrap());
    assert!(names_table(&said) && said["pages_checked"] == false, "{said}");
    assert!(told(&said, "checked").contains("each date of A-0003, A-0008"), "{said}");
    assert!(told(&said, "not_checked").contains("tell of the history"), "{said}");
    // With neither, those of the other case.
    let said = with(&|| {
        fs::write(place.join("history.bundle"), "x").unwrap();
        fs::write(&original, "id = \"A-0008\"\n").unwrap();
        replace(&place.join("cases/A-0003.json"), "\"status\": \"met\"", "\"status\": \"open\"");
    });
    assert!(said["findings"].to_string().contains("it says `open`"), "{said}");
    assert!(told(&said, "checked").contains("each date of A-0003, made"), "{said}");
    assert!(told(&said, "not_checked").contains("the dates of A-0008"), "{said}");
    // What the pack says of itself is compared with its cover.
    let facts = place.join("pack.json");
    let said = with(&|| replace(&facts, "\"today\": \"2026-11-18\"", "\"today\": \"2026-11-19\""));
    assert!(said["findings"].to_string().contains("`Thu 19 Nov 2026`"), "{said}");
    assert!(told(&said, "not_checked").contains("pack.json, which"), "{said}");
    let said = with(&|| fs::remove_file(&facts).unwrap());
    assert!(told(&said, "not_checked").contains("pack.json does not say"), "{said}");
    assert_eq!(found(&office, &place), []);
}

/// Ensures that the rules in a pack are those by whose digests it says it was judged, in any release.
#[test]
fn the_digests_of_the_rules_are_compared() {
    let office = Office::with_cases();
    let rules = "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
                 rule = \"initial-meeting\"\nwithin = \"9 working days\"\nreason = \"Clause 7.\"\n";
    for (own, file, named) in [
        (None, "rules/ipes.toml", "programme ipes"),
        (None, "rules/bank-holidays.csv", "the bank holidays"),
        (Some(rules), "original/programmes/ipes.toml", "programme ipes"),
    ] {
        if let Some(rules) = own {
            fs::create_dir(office.folder().join("programmes")).unwrap();
            fs::write(office.folder().join("programmes/ipes.toml"), rules).unwrap();
            office.done("2026-11-17T09:00:00Z", &["save"]);
        }
        let place = packed(&office, &["A-0002"], &digest(&format!("{own:?}{file}")));
        assert_eq!(found(&office, &place), []);
        let release = concat!("\"release\": \"", env!("CARGO_PKG_VERSION"));
        replace(&place.join("pack.json"), release, "\"release\": \"0.0.9");
        let path = place.join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, format!("{text}# More.\n")).unwrap();
        cover_up(&place);
        finds(&office, &place, file, &format!("the digest of {named} is"));
        finds(&office, &place, file, "and pack.json says");
    }
}

/// Ensures that what is said of the settings is what is done: they are not here, and can be given.
#[test]
fn the_closure_days_are_checked_against_the_settings_that_are_given() {
    let (office, place) = two();
    let settings = office.folder().join("caseload.toml");
    let name = git(&office, &office.folder(), &["rev-parse", "HEAD:caseload.toml"]).stdout;
    let name = String::from_utf8(name).unwrap();
    let without = said(&office, &place, &[]);
    let not_checked = told(&without, "not_checked");
    assert!(not_checked.contains("closure days") && not_checked.contains(name.trim()), "{without}");
    let given = ["--settings", settings.to_str().unwrap()];
    let with = said(&office, &place, &given);
    assert!(told(&with, "checked").contains("closure days, against the settings"), "{with}");
    assert!(
        !told(&with, "not_checked").contains("closure days") && with["whole"] == true,
        "{with}"
    );
    // Somebody who can make pages anew, and knows of no deadline that a day moves.
    replace(&place.join("original/caseload.toml"), "2026-12-24", "2027-12-24");
    cover_up(&place);
    let with = said(&office, &place, &given);
    assert!(
        with["findings"].to_string().contains("the settings give `add = [2026-12-24]`"),
        "{with}"
    );
    fs::write(&settings, "format = 1\n").unwrap();
    for (file, code, expected) in [
        (settings.to_str().unwrap(), 1, "not those that the pack was made with"),
        ("nowhere.toml", 6, "cannot read `nowhere.toml`"),
    ] {
        let arguments = ["pack", "verify", place.to_str().unwrap(), "--settings", file];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        let said = words(&output).replace('\n', " ");
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

/// Ensures that a pack is not written as a folder that is named like another kind of file.
#[test]
fn a_pack_is_no_other_kind_of_archive() {
    let office = Office::with_cases();
    for name in ["a.tar", "a.tar.gz", "a.TGZ", "a.7z", "a.rar", "a.gz", "a.html", "a.pdf"] {
        let place = beside(&office, name);
        let arguments = ["pack", "A-0001", "--output", place.to_str().unwrap()];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains("such as evidence.zip"), "{}", words(&output));
        assert!(!place.exists());
    }
    packed(&office, &["A-0001"], "evidence.of.spring-2027");
    let told = words(&office.done(NOW, &["history", "A-0001"]));
    assert_eq!(told.matches("pack given out").count(), 1, "{told}");
}

/// Ensures that a pack says of which time zone its times are.
#[test]
fn the_time_zone_is_said() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    for page in ["index.html", "cases/A-0001.html"] {
        let text = fs::read_to_string(place.join(page)).unwrap();
        assert_eq!(text.matches("in the time zone Europe/London").count(), 1, "{page}");
    }
    let case = fs::read(place.join("cases/A-0001.json")).unwrap();
    let case: Value = serde_json::from_slice(&case).unwrap();
    assert_eq!(case["timezone"], "Europe/London");
    assert_eq!(case["history"][0]["when"], "2026-11-16T10:03:30+00:00");
}
