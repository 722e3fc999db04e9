//! Packs that somebody unpacked and packed again, and packs that this release did not make: neither is
//! tampered with, and neither is called whole before everything in it was made again.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use caseload::digest::digest;
use caseload::store::read_pack;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{NOW, beside, cover_up, files, finds, found, packed, replace, verify};
use crate::recording::office::{Office, words};

/// How a program packs files: what stands before each name, and whether the folders are written too.
struct Packing {
    before: &'static str,
    folders: bool,
    method: CompressionMethod,
}

const PLAIN: Packing = Packing { before: "", folders: false, method: CompressionMethod::Deflated };

/// An archive of the files of a folder, as another program makes it.
fn packed_again(office: &Office, folder: &Path, packing: &Packing, more: &[&str]) -> PathBuf {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(packing.method);
    if packing.folders {
        writer.add_directory(format!("{}cases", packing.before), options).unwrap();
    }
    for (name, bytes) in files(folder) {
        writer.start_file(format!("{}{name}", packing.before), options).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    for name in more {
        writer.start_file(*name, options).unwrap();
        writer.write_all(b"x").unwrap();
    }
    let place = beside(office, "again.zip");
    fs::write(&place, writer.finish().unwrap().into_inner()).unwrap();
    place
}

fn said(office: &Office, place: &Path) -> Value {
    serde_json::from_slice(&verify(office, place).stdout).unwrap()
}

/// Ensures that an archive is whole whoever packed it, if its files are.
#[test]
fn who_packed_the_archive_makes_no_difference() {
    let office = Office::with_cases();
    let folder = packed(&office, &["A-0001"], "pack");
    let stored = CompressionMethod::Stored;
    for (packing, more, within) in [
        (PLAIN, &[][..], Value::Null),
        (Packing { method: stored, ..PLAIN }, &[], Value::Null),
        (Packing { before: "./", folders: true, ..PLAIN }, &[], Value::Null),
        (Packing { before: "evidence/", folders: true, ..PLAIN }, &[], "evidence".into()),
        (
            Packing { before: "evidence/", ..PLAIN },
            &["__MACOSX/evidence/._index.html", "evidence/.DS_Store"],
            "evidence".into(),
        ),
    ] {
        let place = packed_again(&office, &folder, &packing, more);
        assert_eq!(found(&office, &place), [], "{:?}", packing.before);
        let said = said(&office, &place);
        assert_eq!(said["within"], within, "{said}");
        assert_eq!((&said["packed_again"], &said["outcome"]), (&true.into(), &"whole".into()));
        assert_eq!(said["left_behind"].as_array().unwrap().len(), more.len(), "{said}");
    }
    let own = packed(&office, &["A-0001"], "own.zip");
    assert_eq!(said(&office, &own)["packed_again"], false);
    // What is wrong with a file is found in it as in any.
    replace(&folder.join("tables/obligations.csv"), "must", "aim");
    let place = packed_again(&office, &folder, &PLAIN, &["cases/more.html"]);
    finds(&office, &place, "tables/obligations.csv", "it was changed");
    finds(&office, &place, "cases/more.html", "does not belong to the pack");
}

/// Ensures that a folder around the pack makes no difference on the disk either.
#[test]
fn a_folder_around_the_pack_makes_no_difference() {
    let office = Office::with_cases();
    let around = beside(&office, "around");
    fs::create_dir(&around).unwrap();
    packed(&office, &["A-0001"], "around/evidence");
    assert_eq!(found(&office, &around), []);
    assert_eq!(said(&office, &around)["within"], "evidence");
    fs::write(around.join("evidence/more.txt"), "x").unwrap();
    finds(&office, &around, "more.txt", "does not belong to the pack");
    // Two of them are none.
    packed(&office, &["A-0001"], "around/other");
    let output = verify(&office, &around);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
}

/// Ensures that nothing can be hidden in an archive that looks as if another program had packed it: some
/// programs show what lies between the files, or go by a name that stands elsewhere.
#[test]
fn nothing_is_hidden_between_the_files_of_an_archive() {
    let office = Office::with_cases();
    let folder = packed(&office, &["A-0001"], "pack");
    let place = packed_again(&office, &folder, &PLAIN, &[]);
    let whole = fs::read(&place).unwrap();
    let name = b"cases/A-0001.html";
    let at = whole.windows(name.len()).position(|window| window == name).unwrap();
    let mut renamed = whole.clone();
    renamed[at] = b'C';
    let outside = "outside of its files";
    for (what, bytes, expected) in [
        ("another name", renamed, outside),
        ("something before", [b"PK".as_slice(), &whole].concat(), outside),
        ("something behind", [&whole, b"x".as_slice()].concat(), outside),
    ] {
        fs::write(&place, &bytes).unwrap();
        let read = read_pack(&place).unwrap();
        assert!(!read.is_packed_again, "{what}: {:?}", read.damage);
        finds(&office, &place, "again.zip", expected);
    }
}

/// Ensures that somebody whose archive cannot be read here is told what to do, and not that it was changed.
#[test]
fn a_way_of_packing_that_is_not_read_is_no_tampering() {
    let office = Office::with_cases();
    let folder = packed(&office, &["A-0001"], "pack");
    let place = packed_again(&office, &folder, &PLAIN, &[]);
    let mut bytes = fs::read(&place).unwrap();
    // As one that packs by the method 14 writes it.
    for (head, at) in [(b"PK\x03\x04", 8), (b"PK\x01\x02", 10)] {
        let starts: Vec<usize> =
            (0..bytes.len() - 4).filter(|start| bytes[*start..].starts_with(head)).collect();
        for start in starts {
            bytes[start + at] = 14;
        }
    }
    fs::write(&place, bytes).unwrap();
    let output = verify(&office, &place);
    let said = words(&output).replace('\n', " ");
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("packed again") && said.contains("check the folder"), "{said}");
}

/// Ensures that any number of files that do not belong to a pack is found soon, and told briefly.
#[test]
fn many_faults_of_one_kind_are_told_together() {
    let office = Office::with_cases();
    let folder = packed(&office, &["A-0001"], "pack");
    let strange: Vec<String> = (0..20_000).map(|number| format!("x/{number:05}")).collect();
    let strange: Vec<&str> = strange.iter().map(String::as_str).collect();
    let place = packed_again(&office, &folder, &PLAIN, &strange);
    let began = Instant::now();
    assert_eq!(found(&office, &place).len(), 20_000);
    // One by one looked for among all others this took half a minute.
    assert!(began.elapsed().as_secs() < 10, "{:?}", began.elapsed());
    let arguments = ["pack", "verify", place.to_str().unwrap()];
    let output = office.caseload(NOW, &arguments).output().unwrap();
    let said = words(&output);
    assert!(said.contains("x/00007 ") && !said.contains("x/00008 "), "{said}");
    assert!(said.contains("and 19992 more") && said.contains("20000 faults"), "{said}");
}

/// Names another release in everything that a pack says of itself.
fn of_release(place: &Path, release: &str) {
    for (name, bytes) in files(place) {
        let Ok(text) = String::from_utf8(bytes) else { continue };
        if name.starts_with("rules/") || name.starts_with("original/") {
            continue;
        }
        let own = env!("CARGO_PKG_VERSION");
        let text = text.replace(&format!("caseload {own}"), &format!("caseload {release}"));
        let [from, to] = [own, release].map(|release| format!("\"release\": \"{release}\""));
        fs::write(place.join(name), text.replace(&from, &to)).unwrap();
    }
    cover_up(place);
}

/// Ensures that a pack of another release is whole only if everything in it can be made again, and that what
/// differs is shown and called neither whole nor changed.
#[test]
fn a_pack_of_another_release_is_not_whole_unless_it_is_made_again() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    of_release(&place, "0.0.9");
    let whole = said(&office, &place);
    assert_eq!(found(&office, &place), []);
    assert_eq!((&whole["whole"], &whole["pages_checked"]), (&true.into(), &true.into()));
    assert!(whole["checked"].to_string().contains("by another release"), "{whole}");
    // Somebody who changes a date, and names another release so that nobody looks.
    replace(&place.join("tables/obligations.csv"), ",must,", ",aim,");
    fs::remove_file(place.join("tables/gaps.csv")).unwrap();
    fs::write(place.join("tables/more.csv"), "a\n1\n").unwrap();
    cover_up(&place);
    let output = verify(&office, &place);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!((&said["outcome"], &said["whole"]), (&"unproven".into(), &false.into()));
    assert_eq!(said["findings"], Value::Array(Vec::new()), "{said}");
    let otherwise = said["otherwise"].to_string();
    for expected in ["severity, it says `aim`", "tables/gaps.csv", "tables/more.csv"] {
        assert!(otherwise.contains(expected), "{expected}: {otherwise}");
    }
    assert!(said["remedy"].to_string().contains("with caseload 0.0.9"), "{said}");
    let arguments = ["pack", "verify", place.to_str().unwrap()];
    let output = office.caseload(NOW, &arguments).output().unwrap();
    let said = words(&output).replace('\n', " ");
    assert!(said.contains("NOT PROVEN") && said.contains("the rest is open"), "{said}");
    // What is given and not made is as it was in any release.
    replace(&place.join("original/cases/2026/11/A-0001.toml"), "2026-11-16", "2026-11-12");
    cover_up(&place);
    finds(&office, &place, "original/cases/2026/11/A-0001.toml", "not what the newest commit");
}

/// Ensures that one that names this release with other rules is not called whole: no page was checked.
#[test]
fn other_rules_under_the_same_release_prove_nothing() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let rules = fs::read_to_string(place.join("rules/ipes.toml")).unwrap();
    let others = format!("{rules}# More.\n");
    fs::write(place.join("rules/ipes.toml"), &others).unwrap();
    replace(&place.join("pack.json"), &digest(&rules), &digest(&others));
    replace(&place.join("tables/obligations.csv"), ",must,", ",aim,");
    cover_up(&place);
    let output = verify(&office, &place);
    let said: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert_eq!((&said["outcome"], &said["whole"]), (&"unproven".into(), &false.into()));
    assert!(said["remedy"].to_string().contains("one of the two was changed"), "{said}");
}

/// Ensures that what `pack verify` finds is not written over the pack, nor into it.
#[test]
fn what_is_found_is_not_written_into_the_pack() {
    let office = Office::with_cases();
    let folder = packed(&office, &["A-0001"], "pack");
    let archive = packed(&office, &["A-0001"], "pack.zip");
    for (place, output) in [
        (&folder, folder.join("found.txt")),
        (&folder, folder.join("cases/A-0001.html")),
        (&archive, archive.clone()),
    ] {
        let output = output.to_str().unwrap();
        let arguments = ["pack", "verify", place.to_str().unwrap(), "--output", output];
        let output = office.caseload(NOW, &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", words(&output));
        assert!(words(&output).contains("is the pack or lies in it"), "{}", words(&output));
        assert_eq!(found(&office, place), []);
    }
}

/// Ensures that settings that cannot be read are a fault: no pack was made of such.
#[test]
fn settings_that_cannot_be_read_are_a_fault() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    fs::write(place.join("original/caseload.toml"), "format = \n").unwrap();
    cover_up(&place);
    finds(&office, &place, "original/caseload.toml", "cannot be read");
}

/// Ensures that it is said that signatures are not looked at, and on the cover how they are.
#[test]
fn who_signed_is_said_not_to_be_checked() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let not_checked = said(&office, &place)["not_checked"].to_string();
    assert!(not_checked.contains("who signed the commits"), "{not_checked}");
    let cover = fs::read_to_string(place.join("index.html")).unwrap();
    assert!(cover.contains("<code>caseload verify</code>"), "{cover}");
}
