//! `--redact`: in no report, in no format, a word of who somebody is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

use caseload::case::{CaseFacts, schema};
use zip::ZipArchive;

use crate::process::{argument, folder, run};
use crate::recording::office::{Office, program, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Every command that shows cases, with the formats that it has besides those for a terminal.
const REPORTS: [(&[&str], &[&str]); 20] = [
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
    (&["retention", "--within", "10y"], &["html", "csv", "xlsx"]),
    (&["retention", "--columns", "name,keep,cite,command"], &["csv"]),
    (&["due", "--changed-since", "HEAD", "--restricted"], &["html", "csv", "xlsx", "eml"]),
    (
        &["due", "--suppose", "job start C-9TRB --employer Heronsford --on 2026-11-18"],
        &["html", "csv", "eml"],
    ),
    (&["show", "C-2HWN", "--suppose", "note C-2HWN --note Heronsford"], &["html"]),
    (&["sample", "--number", "5", "--seed", "7"], &["html", "csv", "xlsx"]),
    (&["history"], &["html"]),
    (&["history", "C-2HWN", "--all"], &["html"]),
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

/// Ensures that no command that can leave names out is left out here.
#[test]
fn every_command_that_leaves_names_out_is_looked_at() {
    let takes_it = |command: &clap::Command| {
        command.get_arguments().any(|argument| argument.get_id() == "redact")
    };
    let definition = caseload::cli::definition();
    let takes: BTreeSet<&str> = definition
        .get_subcommands()
        .filter(|command| takes_it(command))
        .map(clap::Command::get_name)
        .collect();
    // An export has a test of its own.
    let mut looked_at: BTreeSet<&str> = ["show", "explain", "export"].into();
    looked_at.extend(REPORTS.iter().map(|(command, _)| command[0]));
    assert_eq!(takes, looked_at);
}

/// The example as a folder of its own, in which the time for which cases are kept is set.
fn example() -> Office {
    let office = Office::to_be();
    let mut copy = Command::new("cp");
    let copied = copy.arg("-r").arg("cases.example").arg(office.folder()).status().unwrap();
    assert!(copied.success());
    let settings = office.folder().join("caseload.toml");
    let period = "\n[retention]\nkeep = \"1 month\"\nfrom = \"last-entry\"\ncite = \"x\"\n";
    fs::write(&settings, fs::read_to_string(&settings).unwrap() + period).unwrap();
    let made = office.init(&[program()]);
    assert!(made.status.success(), "{}", words(&made));
    office
}

/// Every report on cases with its formats, of all cases or of one.
fn reports() -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let mut commands: Vec<(Vec<&str>, Vec<&str>)> = Vec::new();
    for (command, formats) in REPORTS {
        let more: &[&str] = if command.contains(&"--behind") {
            &["in-time,late,missed,overdue,excused,open"]
        } else {
            &[]
        };
        commands.push(([command, more].concat(), formats.to_vec()));
    }
    for id in ["A-0033", "C-2HWN", "C-R8YV", "A-0026", "C-HG28", "A-0002", "A-0045"] {
        commands.push((vec!["show", id, "--all"], vec!["html", "ics", "eml"]));
        commands.push((vec!["explain", id, "--all"], vec!["html"]));
    }
    for (_, formats) in &mut commands {
        formats.extend(["table", "plain", "json"]);
    }
    commands
}

/// What a report says on the day of the example, its lines put together.
fn report(office: &Office, command: &[&str], format: &str, more: &[&str]) -> String {
    let with = ["--today", "2026-11-18", "--format", format];
    let output = office.caseload(NOW, &[command, &with, more].concat()).output().unwrap();
    let text = said(&output);
    assert!(output.status.success(), "{command:?} {format}: {text}");
    assert!(text.len() > 20, "{command:?} {format}: {text}");
    text.replace("\r\n ", "")
}

/// Ensures that no command can be copied that would record what stands for an employer, in any format;
/// and that with names it is there.
#[test]
fn no_command_records_what_stands_for_a_name() {
    let office = example();
    let (mut with, mut without) = (0, 0);
    for (command, formats) in reports() {
        for format in formats {
            let redacted = report(&office, &command, format, &["--redact"]);
            let flat: String = redacted.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(!flat.contains("--employer"), "{command:?} as {format}: {redacted}");
            without += usize::from(flat.contains("is shown only with names"));
            with += usize::from(report(&office, &command, format, &[]).contains("--employer"));
        }
    }
    assert!(with > 15 && without > 8, "{with} {without}");
}

/// Ensures that nobody is named in any report of the example, in any format.
#[test]
fn nothing_of_the_example_tells_who_it_is() {
    let office = example();
    let mut kept_back = kept_back(Path::new("cases.example/cases"));
    assert!(kept_back.len() > 120, "{}", kept_back.len());
    kept_back.insert("Heronsford".to_owned());
    let mut looked_at = 0;
    for (command, formats) in reports() {
        for format in formats {
            let text = report(&office, &command, format, &["--redact"]);
            names_nobody(&text, &kept_back, &format!("{command:?} as {format}"));
            looked_at += 1;
        }
    }
    assert!(looked_at > 150, "{looked_at}");
    // What is looked for is what would be said.
    let named = report(&office, &["report", "--all"], "table", &[]);
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
