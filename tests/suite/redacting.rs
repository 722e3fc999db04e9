//! `--redact`: in no report, in no format, a word of who somebody is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Output;

use caseload::case::{CaseFacts, schema};
use zip::ZipArchive;

use crate::process::{argument, folder, run};
use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Every command that shows cases, with the formats that it has besides those for a terminal.
const REPORTS: [(&[&str], &[&str]); 12] = [
    (&["due", "--within", "12w", "--restricted"], &["html", "csv", "xlsx", "ics", "eml"]),
    (&["due", "--by", "person", "--restricted"], &["html", "ics"]),
    (&["list", "--restricted"], &["html", "csv", "xlsx", "eml"]),
    (&["audit"], &["html", "csv", "xlsx"]),
    (&["review", "--restricted"], &["html", "csv", "xlsx", "eml"]),
    (
        &["performance", "--restricted", "--over", "cumulative", "--behind"],
        &["html", "csv", "xlsx", "eml"],
    ),
    (&["forecast", "--restricted", "--by", "person"], &["html", "csv", "xlsx", "eml"]),
    (&["report", "--restricted", "--all"], &["html", "eml"]),
    (&["check"], &["html", "csv", "xlsx"]),
    (&["due", "--columns", "case,name,subject,reason,command", "--restricted"], &["csv", "html"]),
    (&["audit", "--columns", "name,subject,evidence,reason"], &["csv"]),
    (&["list", "--columns", "name,worker"], &["csv"]),
];

/// What an output says, with the texts of a workbook.
fn said(output: &Output) -> String {
    let mut text = String::from_utf8_lossy(&output.stderr).into_owned();
    match ZipArchive::new(Cursor::new(&output.stdout)) {
        Ok(mut workbook) => {
            for index in 0..workbook.len() {
                workbook.by_index(index).unwrap().read_to_string(&mut text).unwrap();
            }
        }
        Err(_) => text += &String::from_utf8_lossy(&output.stdout),
    }
    // A message has its lines folded and its letters written otherwise.
    text.replace("=\r\n", "").replace("&#39;", "'").replace("&amp;", "&")
}

/// Every text in the case files below a folder that is to be kept back.
fn kept_back(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(kept_back(&path));
            continue;
        }
        let facts = CaseFacts::of(&fs::read_to_string(&path).unwrap());
        let exits = |kind: &str, key: &str| kind == "exit" && key == "reason";
        let header = facts.header.iter().map(|fact| ("", fact));
        let entries = facts.entries.iter();
        let entries = entries.flat_map(|it| it.facts.iter().map(|fact| (it.kind.as_str(), fact)));
        for (kind, fact) in header.chain(entries).filter(|(_, it)| schema::is_kept_back(&it.key)) {
            let text = fact.to_string().trim().to_owned();
            // The words of the programme's own list stand in its rules too.
            let text = if exits(kind, &fact.key) { format!("exit: {text}") } else { text };
            // A sentence that is wrapped is told by its beginning.
            found.extend(
                text.split_whitespace()
                    .take(2)
                    .map(str::to_owned)
                    .reduce(|one, other| one + " " + &other),
            );
            if fact.key == "name" {
                found.extend(text.split_whitespace().map(str::to_owned).filter(|it| it.len() > 3));
            }
        }
    }
    found
}

fn names_nobody(text: &str, kept_back: &BTreeSet<String>, what: &str) {
    let flat: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let found: Vec<&String> = kept_back.iter().filter(|it| flat.contains(it.as_str())).collect();
    assert!(found.is_empty(), "{what} says {found:?}");
}

/// Ensures that nobody is named in any report of the example, in any format.
#[test]
fn nothing_of_the_example_tells_who_it_is() {
    let kept_back = kept_back(Path::new("cases.example/cases"));
    assert!(kept_back.len() > 120, "{}", kept_back.len());
    let ids = ["A-0033", "C-2HWN", "C-R8YV", "A-0026", "C-HG28", "A-0002", "A-0045"];
    let mut commands: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (command, formats) in REPORTS {
        let more: &[&str] = if command.contains(&"--behind") {
            &["in-time,late,missed,overdue,excused,open"]
        } else {
            &[]
        };
        commands.push(([command, more].concat(), formats.to_vec()));
    }
    for id in ids {
        commands.push((vec!["show", id, "--all"], vec!["html", "ics", "eml"]));
        commands.push((vec!["explain", id, "--all"], vec!["html"]));
    }
    let mut looked_at = 0;
    for (command, formats) in commands {
        for format in ["table", "plain", "json"].into_iter().chain(formats) {
            let with = ["--cases", "cases.example", "--today", "2026-11-18", "--format", format];
            let output = run(&[&command[..], &with, &["--redact"]].concat());
            let text = said(&output);
            assert!(output.status.success(), "{command:?} {format}: {text}");
            assert!(text.len() > 20, "{command:?} {format}: {text}");
            names_nobody(&text, &kept_back, &format!("{command:?} as {format}"));
            looked_at += 1;
        }
    }
    assert!(looked_at > 90, "{looked_at}");
    // What is looked for is what would be said.
    let named =
        said(&run(&["--cases", "cases.example", "--today", "2026-11-18", "report", "--all"]));
    let flat: String = named.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(kept_back.iter().filter(|it| flat.contains(it.as_str())).count() > 80);
}

/// Ensures that an export has the days and the kinds, and not the words, and says which it is.
#[test]
fn an_export_tells_nobody_who_it_is() {
    let kept_back = kept_back(Path::new("cases.example/cases"));
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("out");
    let output = run(&["--cases", "cases.example", "export", argument(&to), "--redact"]);
    assert!(output.status.success(), "{}", words(&output));
    assert!(words(&output).contains("1 restricted case among them"), "{}", words(&output));
    assert!(words(&output).contains("are left out"), "{}", words(&output));
    for file in fs::read_dir(&to).unwrap() {
        let path = file.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        names_nobody(&text, &kept_back, &path.display().to_string());
    }
    let entries = fs::read_to_string(to.join("entries.csv")).unwrap();
    assert!(entries.contains("EMPLOYER-1") && entries.contains("(kept back)"), "{entries}");
    let package = fs::read_to_string(to.join("datapackage.json")).unwrap();
    assert!(package.contains("\"redacted\": true"), "{package}");
}

const SECRETS: [&str; 14] = [
    "Okafor",
    "okafor",
    "Mill",
    "mill",
    "Secret",
    "asthma",
    "cabinet",
    "Reichenbach",
    "2417",
    "Gardener",
    "hospital",
    "Nickname",
    "by hand about",
    "Letter",
];

/// An office in which everything that can be odd is, and secret.
fn odd() -> Office {
    let office = Office::with_cases();
    for command in [
        &["set", "A-0001", "name=Samuel Okafor", "ref=2417"][..],
        &["note", "A-0001", "--note", "Has asthma, Secret", "--ref", "the grey cabinet"],
        &["job", "offer", "A-0001", "--employer", "Reichenbach Mill", "--starts", "2026-11-23"],
        &["job", "start", "A-0001", "--employer", "reichenbach MILL"],
        &["correct", "A-0001", "2", "note=Secret of the Gardener", "obtained=in a Letter"],
        &["correct", "A-0001", "3", "employer=Mill of Reichenbach"],
        &["excuse", "initial-meeting", "A-0001", "--due", "2026-11-23", "--reason", "in hospital"],
        &["remove", "A-0001", "2"],
        &["set", "A-0001", "name=Sam Okafor"],
    ] {
        office.done(NOW, command);
    }
    let file = |name: &str, text: &str| {
        let path = office.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    file("cases/okafor/Okafor.toml", "id = \"Okafor\"\nname = Okafor the Secret\n");
    file(
        "cases/2026/11/A-0077.toml",
        "id = \"A-0077\"\nprogramme = \"ipes\"\nname = Secret Okafor\n",
    );
    file(
        "cases/2026/11/A-0078.toml",
        "id = \"A-0078\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\nNickname = \"Okafor\"\n\n[[contact]]\non = 2026-11-16\nmode = \"Reichenbach Mill\"\noutcome = \"held\"\n",
    );
    file(
        "cases/2026/11/A-0079.toml",
        "id = \"Okafor\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n",
    );
    file("letters/Letter about Okafor.txt", "x");
    office
}

/// Ensures that damaged files, their names, and what git alone recorded say nothing either.
#[test]
fn odd_files_and_the_history_tell_nobody_who_it_is() {
    let office = odd();
    for arguments in [&["add", "."][..], &["commit", "--quiet", "-m", "by hand about Okafor"]] {
        let done = office.git(arguments);
        assert!(done.status.success(), "{}", words(&done));
    }
    let secrets: BTreeSet<String> = SECRETS.map(str::to_owned).into();
    let commands: [&[&str]; 16] = [
        &["due", "--within", "52w"],
        &["list"],
        &["show", "A-0001", "--all"],
        &["show", "A-0078"],
        &["explain", "A-0001", "--all"],
        &["audit"],
        &["review"],
        &["performance"],
        &["forecast"],
        &["report", "--all"],
        &["check"],
        &["history", "--all"],
        &["history", "A-0001"],
        &["history", "A-0077"],
        &["due", "A-0001", "--at", "HEAD"],
        &["explain", "A-0077"],
    ];
    for command in commands {
        for format in ["table", "plain", "json", "html"] {
            let arguments = [command, &["--redact", "--format", format]].concat();
            let output = office.caseload(NOW, &arguments).output().unwrap();
            assert!(matches!(output.status.code(), Some(0 | 1)), "{}", words(&output));
            names_nobody(&said(&output), &secrets, &format!("{command:?} as {format}"));
        }
    }
    let out = office.home().join("out");
    let output = office.caseload(NOW, &["export", argument(&out), "--redact"]).output().unwrap();
    names_nobody(&said(&output), &secrets, "export");
    for file in fs::read_dir(&out).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        names_nobody(&text, &secrets, "a file of the export");
    }
    // The staff stay in the trail, with what they did.
    let trail = office.done(NOW, &["history", "A-0001", "--redact"]);
    for expected in ["Alex Reed", "note from (kept back) to (kept back)", "EMPLOYER-1"] {
        assert!(words(&trail).contains(expected), "{expected}: {}", words(&trail));
    }
}

/// Ensures that looking for somebody by name says nobody's name back, and that the old word is known.
#[test]
fn whoever_is_looked_for_is_not_named() {
    let case = |id: &str, name: &str| {
        format!("id = \"{id}\"\nprogramme = \"ipes\"\nname = \"{name}\"\nreferred = 2026-11-02\n")
    };
    let cases = folder(&[
        ("caseload.toml", ""),
        ("cases/A-1.toml", &case("A-1", "Sam Okafor")),
        ("cases/A-2.toml", &case("A-2", "Samira Haddad")),
    ]);
    let cases = argument(cases.path());
    for command in ["show", "due", "explain", "audit", "list", "report"] {
        let output = run(&["--cases", cases, command, "sam", "--redact"]);
        assert_eq!(output.status.code(), Some(3), "{command}: {}", words(&output));
        assert!(words(&output).contains("A-1, A-2"), "{}", words(&output));
        assert!(!words(&output).contains("Haddad"), "{}", words(&output));
        let named = run(&["--cases", cases, command, "sam"]);
        assert!(words(&named).contains("A-2 Samira Haddad"), "{}", words(&named));
    }
    let output = run(&["--cases", cases, "show", "samira", "--no-names", "--today", "2026-11-18"]);
    assert!(words(&output).contains("A-2\n") && !words(&output).contains("Haddad"));
    let output = run(&["--cases", cases, "due", "--redact", "--names"]);
    assert_eq!(output.status.code(), Some(2), "{}", words(&output));
}
