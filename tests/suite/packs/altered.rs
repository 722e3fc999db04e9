//! Packs that were changed: by a byte, by a file, and by somebody who makes the checksums anew.

use std::fs;

use caseload::digest::digest;
use caseload::report::{MANIFEST, Manifest};
use caseload::store::{self, Contents};

use super::{NOW, beside, cover_up, example, files, finds, found, packed, replace, verify};
use crate::recording::office::{Office, words};

/// Whether anything is found in what was read, by what `pack verify` looks at first.
fn is_found(contents: &Contents) -> bool {
    !contents.damage.is_empty()
        || contents.is_altered_between
        || !Manifest::check(&contents.files).findings.is_empty()
}

/// Ensures that a changed byte of an archive is found wherever it lies: in a file, in its header, in the
/// list of files, in the words at the end.
#[test]
fn no_byte_of_an_archive_can_be_changed() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0002"], "pack.zip");
    let bytes = fs::read(&place).unwrap();
    let end = bytes.len() - 4000;
    assert!(!is_found(&store::read_pack(&place).unwrap()));
    // All of the end, where the list of the files is, and another spread of the rest each bit.
    let spread = (0..end).step_by(61).chain(end..bytes.len());
    let other = beside(&office, "other.zip");
    for (number, at) in spread.enumerate() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (number % 8);
        fs::write(&other, changed).unwrap();
        assert!(is_found(&store::read_pack(&other).unwrap()), "byte {at}");
    }
    for length in [0, 1, 21, bytes.len() / 2, bytes.len() - 1] {
        fs::write(&other, &bytes[..length]).unwrap();
        // Of next to nothing it cannot be said that it ever was one.
        let read = store::read_pack(&other);
        assert!(read.map_or(length < 2, |read| is_found(&read)), "cut to {length}");
    }
    for (before, behind) in [("x", ""), ("", "x"), ("", "\0")] {
        fs::write(&other, [before.as_bytes(), &bytes, behind.as_bytes()].concat()).unwrap();
        assert!(is_found(&store::read_pack(&other).unwrap()), "{before:?} {behind:?}");
    }
}

/// Ensures that `pack verify` names the file of an archive in which a byte was changed.
#[test]
fn the_file_of_an_archive_is_named() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0002"], "pack.zip");
    let mut bytes = fs::read(&place).unwrap();
    let name = b"cases/A-0002.json";
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap();
    bytes[at + name.len() + 40] ^= 4;
    fs::write(&place, &bytes).unwrap();
    finds(&office, &place, "cases/A-0002.json", "");
    // Between the files it is the archive that is named.
    bytes[at + name.len() + 40] ^= 4;
    let comment = bytes.len() - 3;
    bytes[comment] = if bytes[comment] == b'0' { b'1' } else { b'0' };
    fs::write(&place, &bytes).unwrap();
    finds(&office, &place, "pack.zip", "outside of its files");
}

/// Ensures that a changed byte of each file of a folder is found, and the file named.
#[test]
fn a_changed_byte_of_each_file_of_a_folder_is_named() {
    let office = example();
    let place = packed(&office, &["A-0045", "A-0026"], "pack");
    for (name, bytes) in files(&place) {
        for (at, bit) in [(0, 0), (bytes.len() / 3, 3), (bytes.len() - 1, 7)] {
            let mut changed = bytes.clone();
            changed[at] ^= 1 << bit;
            fs::write(place.join(&name), &changed).unwrap();
            let found = found(&office, &place);
            assert!(found.iter().any(|(file, _)| *file == name), "{name}, byte {at}: {found:?}");
            fs::write(place.join(&name), &bytes).unwrap();
        }
        let whole = store::read_pack(&place).unwrap().files;
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 400) {
            let mut changed = whole.clone();
            changed.get_mut(&name).unwrap()[at] ^= 1;
            let found = Manifest::check(&changed).findings;
            assert!(found.iter().any(|(file, _)| *file == name), "{name}, byte {at}");
        }
    }
    assert_eq!(found(&office, &place), []);
}

#[test]
fn a_file_more_less_or_elsewhere_is_named() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let table = place.join("tables/gaps.csv");
    let bytes = fs::read(&table).unwrap();
    fs::remove_file(&table).unwrap();
    finds(&office, &place, "tables/gaps.csv", "it is not there");
    fs::write(place.join("tables/other.csv"), &bytes).unwrap();
    finds(&office, &place, "tables/other.csv", "does not belong to the pack");
    finds(&office, &place, "tables/gaps.csv", "it is not there");
    // Named in the manifest too, it is still none that a pack has.
    fs::write(&table, &bytes).unwrap();
    cover_up(&place);
    finds(&office, &place, "tables/other.csv", "no pack has such a file");
    fs::remove_file(place.join("tables/other.csv")).unwrap();
    cover_up(&place);
    assert_eq!(found(&office, &place), []);
    fs::remove_file(place.join(MANIFEST)).unwrap();
    finds(&office, &place, MANIFEST, "it is not there");
    // What is no pack at all says so.
    let empty = beside(&office, "empty");
    fs::create_dir(&empty).unwrap();
    let output = verify(&office, &empty);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("is no evidence pack"), "{}", words(&output));
    for typed in ["abc", "e84150ed 104e"] {
        let arguments = ["pack", "verify", place.to_str().unwrap(), "--digest", typed];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", words(&output));
        assert!(words(&output).contains("is no digest"), "{}", words(&output));
    }
}

/// Ensures that somebody who makes the checksums anew is found out by what follows from what.
#[test]
fn with_the_checksums_made_anew_it_is_found_all_the_same() {
    let office = Office::with_history();
    let place = packed(&office, &["A-0001"], "pack");
    let whole = files(&place);
    let forge = |file: &str, from: &str, to: &str, named: &str, what: &str| {
        replace(&place.join(file), from, to);
        cover_up(&place);
        finds(&office, &place, named, what);
        fs::write(place.join(file), &whole[file]).unwrap();
    };
    let original = "original/cases/2026/11/A-0001.toml";
    forge(original, "2026-11-16", "2026-11-12", original, "not what the newest commit");
    let follows = "does not follow from the originals";
    let json = "cases/A-0001.json";
    forge(json, "\"status\": \"met\"", "\"status\": \"met-late\"", json, follows);
    let table = "tables/obligations.csv";
    forge(table, ",met,", ",missed,", table, follows);
    let page = "cases/A-0001.html";
    forge(page, "mode from", "mood from", page, follows);
    forge("index.html", "caseload 0", "caseload 9", "index.html", follows);
    forge("rules/ipes.toml", "15 working days", "16 working days", "rules/ipes.toml", "16 working");
    // The settings are not in the history: what follows from them tells.
    forge("original/caseload.toml", "Europe/London", "Europe/Paris", page, follows);
}

/// Ensures that the history cannot be exchanged for another one, cut short, or stuffed.
#[test]
fn the_history_cannot_be_exchanged() {
    let office = Office::with_history();
    let place = packed(&office, &["A-0001"], "pack");
    let earlier = packed(&office, &["A-0001", "--at", "HEAD~3"], "earlier");
    let both = packed(&office, &["A-0001", "A-0002", "--at", "HEAD~3"], "both");
    let bundle = "history.bundle";
    let own = fs::read(place.join(bundle)).unwrap();
    fs::copy(earlier.join(bundle), place.join(bundle)).unwrap();
    cover_up(&place);
    finds(&office, &place, bundle, "and the cover names");
    fs::write(place.join(bundle), own).unwrap();
    cover_up(&place);
    assert_eq!(found(&office, &place), []);
    // With what is another case's.
    fs::copy(both.join(bundle), earlier.join(bundle)).unwrap();
    cover_up(&earlier);
    let found = found(&office, &earlier);
    assert!(
        found.iter().any(|(_, what)| what.contains("none of this pack's history")),
        "{found:?}"
    );
}

/// Ensures that a digest that was told by another way tells a pack from one that was made to look like it.
#[test]
fn the_digest_tells_one_pack_from_another() {
    let office = Office::with_cases();
    let place = beside(&office, "pack.zip");
    let to = place.to_str().unwrap();
    let output = office.done(NOW, &["pack", "A-0001", "--output", to, "--format", "json"]);
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let digest = said["digest"].as_str().unwrap();
    office.done(NOW, &["pack", "verify", to, "--digest", digest]);
    let other = format!("{:0>64}", "1");
    let output =
        office.caseload(NOW, &["pack", "verify", to, "--digest", &other]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    let said = words(&output).replace('\n', " ");
    assert!(said.contains("not the one that was told"), "{said}");
}

/// Ensures that a pack of another release is said to be that, and not called tampered with.
#[test]
fn another_release_is_no_tampering() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let holidays = fs::read_to_string(place.join("rules/bank-holidays.csv")).unwrap();
    let rules = fs::read_to_string(place.join("rules/ipes.toml")).unwrap();
    let release = concat!("\"release\": \"", env!("CARGO_PKG_VERSION"));
    for (file, text, from, to, expected) in [
        ("", "", release.to_owned(), "\"release\": \"0.0.9".to_owned(), "by caseload 0.0.9"),
        (
            "rules/bank-holidays.csv",
            &*format!("{holidays}scotland,2027-03-01,Another\n"),
            digest(&holidays),
            digest(&format!("{holidays}scotland,2027-03-01,Another\n")),
            "the bank holidays are",
        ),
        (
            "rules/ipes.toml",
            &*format!("{rules}# More.\n"),
            digest(&rules),
            digest(&format!("{rules}# More.\n")),
            "programme ipes is",
        ),
    ] {
        let before = files(&place);
        if !file.is_empty() {
            fs::write(place.join(file), text).unwrap();
        }
        replace(&place.join("pack.json"), &from, &to);
        cover_up(&place);
        let output = verify(&office, &place);
        assert_eq!(output.status.code(), Some(1), "{}", words(&output));
        assert!(words(&output).contains("\"findings\": []"), "{}", words(&output));
        assert!(words(&output).contains(expected), "{}", words(&output));
        assert!(words(&output).contains("\"pages_checked\": false"), "{}", words(&output));
        for (name, bytes) in before {
            fs::write(place.join(name), bytes).unwrap();
        }
    }
}
