//! Where an answer is written.

use std::fs;

use super::{LATER, disclosed, office};
use crate::recording::office::words;

/// Ensures that the ending says what it is, and that what it cannot be is refused.
#[test]
fn the_ending_says_what_it_is() {
    let office = office();
    let place = office.home().join("answers");
    fs::create_dir(&place).unwrap();
    let path = |name: &str| place.join(name).to_str().unwrap().to_owned();
    for (name, more, beginning) in [
        ("a.json", &[][..], "{"),
        ("a.txt", &[], "What is held about A-0001"),
        ("a.HTM", &[], "<!D"),
        ("a.html", &[], "<!D"),
        ("a", &[], "<!D"),
        ("b", &["--format", "json"], "{"),
        ("b.txt", &["--format", "plain"], "What is held about A-0001"),
    ] {
        let name = path(name);
        disclosed(&office, &[&["--output", &name][..], more].concat());
        assert!(fs::read_to_string(&name).unwrap().starts_with(beginning), "{name}");
    }
    let tip = office.git_says(&["rev-parse", "HEAD"]);
    for (name, more, code, expected) in [
        ("c.csv", &[][..], 2, "an answer cannot be written as .csv"),
        ("c.docx", &[], 2, "name it .html for a page"),
        ("c.html", &["--format", "json"], 2, "name it .json, or leave --format out"),
        ("c.json", &["--format", "plain"], 2, "name it .txt, or leave --format out"),
        ("c.csv", &["--format", "html"], 2, "an answer cannot be written as .csv"),
        ("a.html", &[], 1, "a.html` is there already"),
        ("none/a.html", &[], 6, "cannot write"),
    ] {
        let name = path(name);
        let arguments = ["disclose", "A-0001", "--received", "2026-11-16", "--output", &name];
        let output = office.caseload(LATER, &[&arguments[..], more].concat()).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{name}: {}", words(&output));
        assert!(words(&output).contains(expected), "{name}: {}", words(&output));
    }
    // Nothing of that is on record, since nothing was given out.
    assert_eq!(office.git_says(&["rev-parse", "HEAD"]), tip);
}

/// Ensures that an answer to somebody is never replaced by another.
#[test]
fn nothing_is_written_over() {
    let office = office();
    let place = office.home().join("answers");
    fs::create_dir(&place).unwrap();
    let folder = place.to_str().unwrap();
    disclosed(&office, &["--output", folder]);
    let written = fs::read_to_string(place.join("disclosure-A-0001.html")).unwrap();
    let arguments = ["disclose", "A-0001", "--received", "2026-11-17", "--output", folder];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("disclosure-A-0001.html` is there already"));
    assert_eq!(fs::read_to_string(place.join("disclosure-A-0001.html")).unwrap(), written);
    // A link that leads nowhere is there too.
    std::os::unix::fs::symlink(place.join("nowhere"), place.join("link.html")).unwrap();
    let link = place.join("link.html");
    let arguments =
        ["disclose", "A-0001", "--received", "2026-11-17", "--output", link.to_str().unwrap()];
    let output = office.caseload(LATER, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
}
