//! Evidence packs: each verifies, holds nothing of anybody else, and no byte of it can be changed without
//! being found. Real processes of the program, and of git.

mod again;
mod altered;
mod corrections;
mod findings;
mod hostile;
mod others;
mod refused;
mod samples;
mod through_time;
mod typed;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use caseload::report::{MANIFEST, Manifest};
use serde_json::Value;

use crate::recording::office::{Office, below, words};

const NOW: &str = "2026-11-18T12:00:00Z";
const DAY: &str = "2026-11-18";

/// The example folder with a history of its own.
pub(crate) fn example() -> Office {
    let office = Office::to_be();
    for (name, is_folder) in below(Path::new("cases.example")) {
        let to = office.folder().join(&name);
        if is_folder {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(Path::new("cases.example").join(&name), to).unwrap();
        }
    }
    office.done("2026-11-18T09:00:00Z", &["init", "."]);
    office
}

/// The ids of the cases of a folder with their files, by the folder.
fn cases(office: &Office) -> Vec<(String, String)> {
    let toml = |(name, _): (String, bool)| {
        let stem = name.rsplit('/').next()?.strip_suffix(".toml")?.to_owned();
        Some((stem, format!("cases/{name}")))
    };
    let mut cases: Vec<_> =
        below(&office.folder().join("cases")).into_iter().filter_map(toml).collect();
    cases.sort();
    cases
}

/// A place beside the folder.
fn beside(office: &Office, name: &str) -> PathBuf {
    office.home().join(name)
}

/// Packs these cases to a place beside the folder.
pub(crate) fn packed(office: &Office, arguments: &[&str], name: &str) -> PathBuf {
    let place = beside(office, name);
    let to = ["--today", DAY, "--output", place.to_str().unwrap()];
    office.done(NOW, &[&["pack"], arguments, &to].concat());
    place
}

/// Looks at a pack from a place that is no folder of cases.
fn verify(office: &Office, place: &Path) -> Output {
    let arguments = ["pack", "verify", place.to_str().unwrap(), "--format", "json"];
    office.caseload(NOW, &arguments).current_dir(office.home()).output().unwrap()
}

/// What is found in a pack: the files, each with what is wrong; none if the pack is whole.
fn found(office: &Office, place: &Path) -> Vec<(String, String)> {
    let output = verify(office, place);
    let value: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", words(&output)));
    let text = |it: &Value| it.as_str().unwrap().to_owned();
    let findings = value["findings"].as_array().unwrap().iter();
    let findings: Vec<_> = findings.map(|it| (text(&it["file"]), text(&it["what"]))).collect();
    let code = if findings.is_empty() { 0 } else { 7 };
    assert_eq!(output.status.code(), Some(code), "{}", words(&output));
    assert_eq!(value["whole"], findings.is_empty());
    findings
}

/// Ensures that exactly this file is named, with these words.
fn finds(office: &Office, place: &Path, file: &str, what: &str) {
    let found = found(office, place);
    let is_named = found.iter().any(|(named, said)| named == file && said.contains(what));
    assert!(is_named, "{file}: {what}: {found:?}");
}

/// The files of a folder by their paths.
fn files(place: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = below(place).into_iter().filter(|(_, is_folder)| !is_folder);
    found.map(|(name, _)| (name.clone(), fs::read(place.join(&name)).unwrap())).collect()
}

/// Makes the manifest anew, as somebody would who knows how.
fn cover_up(place: &Path) {
    let mut all = files(place);
    all.remove(MANIFEST);
    fs::write(place.join(MANIFEST), Manifest::of(&all)).unwrap();
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}: {text}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

fn git(office: &Office, folder: &Path, arguments: &[&str]) -> Output {
    let mut command: Command = office.through(&["git"], "", arguments);
    let output = command.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    output
}

/// What git's own programs make of a bundle, by what the cover says to type.
fn by_hand(office: &Office, pack: &Path, name: &str) -> PathBuf {
    let check = beside(office, name);
    let cover = fs::read_to_string(pack.join("index.html")).unwrap();
    let lines = cover.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
    let mut typed = 0;
    for line in lines.filter(|line| line.starts_with("git ") || line.starts_with("sha256sum")) {
        let line = line.replace("&quot;", "\"").replace("&#39;", "'");
        let line = line.replace("../check", check.to_str().unwrap());
        let output =
            office.through(&["sh"], "", &["-c", &line]).current_dir(pack).output().unwrap();
        assert!(output.status.success(), "{line}: {}", words(&output));
        typed += 1;
    }
    assert_eq!(typed, 7, "{cover}");
    check
}
