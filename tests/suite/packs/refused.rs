//! What cannot be packed, and why; then nothing is on record, and nothing written.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{NOW, beside, git, packed};
use crate::recording::office::{Office, below, words};

fn tip(office: &Office) -> Vec<u8> {
    git(office, &office.folder(), &["rev-parse", "HEAD"]).stdout
}

fn refused(office: &Office, arguments: &[&str], code: i32, expected: &str) {
    let before = (tip(office), office.files());
    let output = office.caseload(NOW, arguments).output().unwrap();
    let said = words(&output).replace('\n', " ");
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(said.contains(expected), "{arguments:?}: {said}");
    assert_eq!(before, (tip(office), office.files()), "{arguments:?}");
}

#[test]
fn what_cannot_be_packed_is_refused_in_words() {
    let office = Office::with_cases();
    let free = beside(&office, "free.zip");
    let free = free.to_str().unwrap();
    refused(&office, &["pack", "A-0001"], 2, "add --output evidence.zip");
    refused(&office, &["pack", "--output", free], 2, "which cases to pack");
    refused(&office, &["pack", "A-0009", "--output", free], 3, "there is no case `A-0009`");
    refused(
        &office,
        &["pack", "A-0001", "--output", "here.zip"],
        1,
        "lies within the folder of cases",
    );
    refused(&office, &["pack", "A-0001", "--output", "cases/new"], 1, "lies within the folder");
    refused(&office, &["pack", "A-0001", "--output", free, "--format", "csv"], 2, "no rows");
    refused(
        &office,
        &["pack", "--sample", "3", "--seed", "1", "--output", free],
        1,
        "`3` cannot be drawn: there are 2 cases",
    );
    refused(&office, &["pack", "--sample", "2", "--output", free], 2, "--seed");
    refused(
        &office,
        &["pack", "A-0001", "--sample", "2", "--seed", "1", "--output", free],
        2,
        "named and drawn at once",
    );
    let taken = beside(&office, "taken");
    fs::create_dir(&taken).unwrap();
    fs::write(taken.join("mine"), "x").unwrap();
    refused(&office, &["pack", "A-0001", "--output", taken.to_str().unwrap()], 1, "is not empty");
    let file = beside(&office, "file.zip");
    fs::write(&file, "mine").unwrap();
    refused(
        &office,
        &["pack", "A-0001", "--output", file.to_str().unwrap()],
        1,
        "is there already",
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    let missing = beside(&office, "no/such/place.zip");
    let mut command =
        office.caseload(NOW, &["pack", "A-0001", "--output", missing.to_str().unwrap()]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", words(&output));
    let output = office.caseload(NOW, &["pack", "verify", "nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", words(&output));
}

/// Ensures that a pack is made of what is recorded, and of nothing that only lies there.
#[test]
fn what_is_not_saved_is_not_packed() {
    let office = Office::with_cases();
    let path = office.case("A-0001");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.clone() + "\n[[note]]\non = 2026-11-17\nnote = \"By hand.\"\n").unwrap();
    let free = beside(&office, "free");
    let to = free.to_str().unwrap();
    refused(&office, &["pack", "A-0001", "--output", to], 1, "caseload save A-0001");
    assert!(!free.exists());
    // Another case's edits are none of it, and what was recorded before can be packed.
    packed(&office, &["A-0002"], "other");
    packed(&office, &["A-0001", "--at", "HEAD"], "before");
    let page = fs::read_to_string(beside(&office, "before").join("cases/A-0001.html")).unwrap();
    assert!(!page.contains("By hand."));
}

#[test]
fn a_damaged_case_is_not_packed() {
    let office = Office::with_cases();
    let path = office.case("A-0001");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text + "\n[[contact]]\non = 2026-11-17\nmode = \"pigeon\"\n").unwrap();
    git(&office, &office.folder(), &["-c", "core.hooksPath=/dev/null", "commit", "-qam", "by git"]);
    let free = beside(&office, "free");
    let to = free.to_str().unwrap();
    refused(&office, &["pack", "A-0001", "--output", to], 1, "cannot be judged cannot be packed");
    refused(
        &office,
        &["pack", "--sample", "1", "--seed", "1", "--output", to],
        1,
        "drawn from all cases",
    );
    let place = packed(&office, &["A-0002"], "other");
    // What git itself committed has a message that somebody wrote: the cover says so.
    let cover = fs::read_to_string(place.join("index.html")).unwrap();
    assert!(cover.contains("1 commit made by git itself"), "{cover}");
}

/// Ensures that giving a pack out is on record, and that a pack is private.
#[test]
fn a_pack_is_on_record_and_private() {
    let office = Office::with_cases();
    let place = packed(&office, &["A-0001"], "pack");
    let told = office.done(NOW, &["history", "A-0001"]);
    assert!(words(&told).contains("pack given out"), "{}", words(&told));
    assert!(!words(&office.done(NOW, &["history", "A-0002"])).contains("pack given out"));
    let rights = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(rights(&place), 0o700);
    for (name, is_folder) in below(&place) {
        assert_eq!(rights(&place.join(&name)), if is_folder { 0o700 } else { 0o600 }, "{name}");
    }
    let archive = packed(&office, &["A-0001"], "pack.zip");
    assert_eq!(rights(&archive), 0o600);
    // Nothing else stays beside it.
    let left = below(&office.home()).into_iter().filter(|(name, _)| name.starts_with(".caseload"));
    assert_eq!(left.count(), 0);
}
