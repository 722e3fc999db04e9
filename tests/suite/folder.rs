//! Folders as they come: in git or not, read-only, with changes of their own, with links.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use crate::process::{argument, caseload, folder, json, run, text};

const CASE: &str = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";

fn git(folder: &std::path::Path, arguments: &[&str]) {
    let done = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Tester", "-c", "user.email=tester@example.org"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Ensures that a report names the commit it was made from, and says when files differ from it.
#[test]
fn a_report_names_its_commit() {
    let home = folder(&[("caseload.toml", ""), ("cases/A-1.toml", CASE)]);
    let cases = argument(home.path());
    let revision = || json(&["--cases", cases, "due", "--today", "2026-11-18"])["revision"].clone();
    assert!(revision().is_null(), "outside git");
    git(home.path(), &["init", "--quiet"]);
    assert!(revision().is_null(), "before the first commit");
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "--quiet", "-m", "first"]);
    let clean = revision().as_str().unwrap().to_owned();
    assert_eq!(clean.len(), 40);
    std::fs::write(home.path().join("notes.txt"), "not a case").unwrap();
    assert_eq!(revision(), clean, "what no report reads makes nothing dirty");
    std::fs::write(home.path().join("cases/A-1.toml"), format!("{CASE}name = \"Sam\"\n")).unwrap();
    assert_eq!(revision(), format!("{clean}-dirty"));
}

/// Ensures that a folder inside another repository is read without that one's commit.
#[test]
fn a_folder_inside_another_repository_has_no_commit() {
    let outer = folder(&[("inner/caseload.toml", ""), ("inner/cases/A-1.toml", CASE)]);
    git(outer.path(), &["init", "--quiet"]);
    git(outer.path(), &["add", "."]);
    git(outer.path(), &["commit", "--quiet", "-m", "first"]);
    let inner = outer.path().join("inner");
    let due = json(&["--cases", argument(&inner), "due", "--today", "2026-11-18"]);
    assert!(due["revision"].is_null());
}

/// Ensures that reading commands write nothing, and so work on a read-only folder.
#[test]
fn reading_writes_nothing() {
    let home = folder(&[("caseload.toml", ""), ("cases/A-1.toml", CASE)]);
    git(home.path(), &["init", "--quiet"]);
    git(home.path(), &["add", "."]);
    git(home.path(), &["commit", "--quiet", "-m", "first"]);
    let listing = || {
        let found = Command::new("find")
            .current_dir(home.path())
            .args([".", "-printf", "%p %s %T@ %m\n"])
            .output()
            .unwrap();
        String::from_utf8(found.stdout).unwrap()
    };
    let before = listing();
    let cases = argument(home.path());
    for command in
        [&["due"][..], &["show", "A-1"], &["explain", "A-1"], &["audit"], &["list"], &["check"]]
    {
        let mut arguments = vec!["--cases", cases, "--today", "2026-11-18"];
        arguments.extend(command);
        assert!(run(&arguments).status.success(), "{command:?}");
    }
    assert_eq!(listing(), before);
}

/// Ensures that a report in a file is readable by its owner alone.
#[test]
fn a_report_in_a_file_is_private() {
    let home = folder(&[("caseload.toml", ""), ("cases/A-1.toml", CASE)]);
    let report = home.path().join("report.txt");
    let arguments = [
        "--cases",
        argument(home.path()),
        "due",
        "--today",
        "2026-11-18",
        "--output",
        argument(&report),
    ];
    assert!(run(&arguments).status.success());
    assert_eq!(report.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(std::fs::read_to_string(&report).unwrap().contains("A-1"));
    let among = home.path().join("cases/report.txt");
    let arguments = ["--cases", argument(home.path()), "due", "--output", argument(&among)];
    assert_eq!(run(&arguments).status.code(), Some(1));
    assert!(!among.exists());
}

/// Ensures that a link is not followed out of the folder, and that this is said.
#[test]
fn links_are_not_followed() {
    let outside =
        folder(&[("A-2.toml", "id = \"A-2\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n")]);
    let home = folder(&[("caseload.toml", ""), ("cases/A-1.toml", CASE)]);
    symlink(outside.path().join("A-2.toml"), home.path().join("cases/A-2.toml")).unwrap();
    symlink(outside.path(), home.path().join("cases/more")).unwrap();
    let list = json(&["--cases", argument(home.path()), "list", "--today", "2026-11-18"]);
    assert_eq!(list["cases"].as_array().unwrap().len(), 1);
    assert!(list["problems"][0]["message"].as_str().unwrap().contains("link"));
}

/// Ensures that a folder's own file changes numbers, severities and rules of a built-in programme.
#[test]
fn a_folder_overrides_a_programme() {
    let changes = r#"
extends = "ipes"
written-against = "updated 10 May 2023"

[[override]]
rule = "initial-meeting"
within = [{ value = "10 working days" }, { since = 2026-11-01, value = "5 working days" }]
reason = "our contract, schedule 4"

[[override]]
rule = "needs-assessment"
off = true
reason = "done by the prime provider"

[[override]]
rule = "start-or-outcome"
severity = "prompt"
local-target = "3 working days"
reason = "our own wish"
"#;
    let home = folder(&[
        ("caseload.toml", ""),
        ("programmes/ipes.toml", changes),
        ("cases/A-1.toml", CASE),
        ("cases/A-2.toml", "id = \"A-2\"\nprogramme = \"ipes\"\nreferred = 2026-10-26\n"),
    ]);
    let audit = json(&["--cases", argument(home.path()), "audit", "--today", "2026-11-18"]);
    assert_eq!(audit["problems"].as_array().unwrap().len(), 0, "{audit:#}");
    let due = |case: usize, rule: &str| {
        let obligations = audit["cases"][case]["obligations"].as_array().unwrap();
        obligations.iter().find(|row| row["rule"] == rule).map(|row| {
            (row["due"].as_str().unwrap().to_owned(), row["severity"].as_str().unwrap().to_owned())
        })
    };
    let is = |day: &str, severity: &str| Some((day.to_owned(), severity.to_owned()));
    assert_eq!(due(0, "initial-meeting"), is("2026-11-09", "must"), "referred after the change");
    assert_eq!(due(1, "initial-meeting"), is("2026-11-09", "must"), "referred before the change");
    assert_eq!(due(0, "needs-assessment"), None);
    assert_eq!(due(0, "start-or-outcome"), is("2026-11-05", "prompt"));
}

/// Ensures that changes written against another version of the guidance say so, and still hold.
#[test]
fn changes_against_another_version_are_a_warning() {
    let changes = "extends = \"ipes\"\nwritten-against = \"updated 1 January 2020\"\n";
    let home = folder(&[
        ("caseload.toml", ""),
        ("programmes/ipes.toml", changes),
        ("cases/A-1.toml", CASE),
    ]);
    let (page, code) = text(&["--cases", argument(home.path()), "check"]);
    assert_eq!(code, 0);
    assert!(page.contains("now follows `updated 10 May 2023`"), "{page}");
}

/// Ensures that a folder can bring a whole programme of its own, with its scenarios.
#[test]
fn a_folder_brings_a_programme_of_its_own() {
    let programme = std::fs::read_to_string("src/programme/work-choice.toml")
        .unwrap()
        .replace("id = \"work-choice\"", "id = \"our-own\"");
    let scenarios = std::fs::read_to_string("src/programme/work-choice.scenarios.toml").unwrap();
    let home = folder(&[
        ("caseload.toml", ""),
        ("programmes/our-own.toml", &programme),
        ("programmes/our-own.scenarios.toml", &scenarios),
        ("cases/A-1.toml", "id = \"A-1\"\nprogramme = \"our-own\"\nstarted = 2026-11-02\n"),
    ]);
    let cases = argument(home.path());
    let list = json(&["--cases", cases, "list", "--today", "2026-11-18"]);
    assert_eq!(list["cases"][0]["stage"], "module-two");
    let (page, code) = text(&["--cases", cases, "programme", "test", "our-own"]);
    assert_eq!(code, 0, "{page}");
    assert!(page.contains("0 failed"), "{page}");
}

/// Ensures that a programme's close ends what could be asked for.
#[test]
fn a_programmes_close_is_the_last_day() {
    let changes = "extends = \"work-choice\"\nwritten-against = \"withdrawn; for referrals before \
                   April 2017\"\n\n[provision]\ncloses = 2026-12-31\nreason = \"the contract\"\n";
    let home = folder(&[
        ("caseload.toml", ""),
        ("programmes/work-choice.toml", changes),
        ("cases/A-1.toml", "id = \"A-1\"\nprogramme = \"work-choice\"\nstarted = 2026-11-02\n"),
    ]);
    let audit = json(&[
        "--cases",
        argument(home.path()),
        "audit",
        "--rule",
        "exit",
        "--today",
        "2026-11-18",
    ]);
    assert_eq!(audit["cases"][0]["obligations"][0]["due"], "2026-12-31");
}

/// Ensures that a folder of a newer format is one plain error.
#[test]
fn a_newer_format_is_one_error() {
    let home = folder(&[("caseload.toml", "format = 2\nnew = 1\n"), ("cases/A-1.toml", "broken")]);
    let check = json(&["--cases", argument(home.path()), "check"]);
    let problems = check["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0]["message"].as_str().unwrap().contains("format 2"));
    let show = run(&["--cases", argument(home.path()), "show", "A-1"]);
    assert_eq!(show.status.code(), Some(1));
    assert!(String::from_utf8(show.stderr).unwrap().contains("format 2"));
}

/// Ensures that a reader who closes the pipe has seen enough.
#[test]
fn a_closed_pipe_is_no_failure() {
    use std::process::Stdio;
    let mut child = caseload(&["--cases", "cases.example", "audit", "--today", "2026-11-18"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Ensures that the folder is found from below, and by its variable.
#[test]
fn the_folder_is_found() {
    let home = folder(&[("caseload.toml", ""), ("cases/2026/11/A-1.toml", CASE)]);
    let below = home.path().join("cases/2026/11");
    let from_below = caseload(&["show", "A-1"]).current_dir(&below).output().unwrap();
    assert!(from_below.status.success());
    let by_variable = caseload(&["show", "A-1"]).env("CASELOAD_DIR", home.path()).output().unwrap();
    assert!(by_variable.status.success());
    let nowhere = folder(&[("file", "")]);
    let lost = caseload(&["due"]).current_dir(nowhere.path()).output().unwrap();
    assert_eq!(lost.status.code(), Some(6));
}

/// Ensures that a damaged programme file is said wherever dates depend on it.
#[test]
fn a_damaged_programme_file_is_never_calm() {
    let changes = "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
                   rule = \"initial-meeting\"\nwithin = \"20 working days\"\nreson = \"a slip\"\n";
    let home = folder(&[
        ("caseload.toml", ""),
        ("programmes/ipes.toml", changes),
        ("cases/A-1.toml", CASE),
    ]);
    let cases = argument(home.path());
    for command in [&["due"][..], &["show", "A-1"], &["explain", "A-1"], &["audit"], &["list"]] {
        let mut arguments = vec!["--cases", cases, "--today", "2026-11-18"];
        arguments.extend(command);
        let (page, code) = text(&arguments);
        assert_eq!(code, 1, "{command:?}");
        assert!(page.contains("has no key `reson`"), "{command:?}: {page}");
    }
}

/// Ensures that no override can make a local target a breach, switch a rule off in passing, or do
/// nothing.
#[test]
fn overrides_that_mean_nothing_are_refused() {
    for (change, fragment) in [
        ("rule = \"access-to-work\"\nseverity = \"must\"", "neither limit nor local target"),
        ("rule = \"initial-meeting\"\nseverity = \"prompt\"", "neither limit nor local target"),
        ("rule = \"initial-meeting\"", "is not clear"),
        ("rule = \"initial-meeting\"\noff = true\nwithin = \"3 days\"", "is not clear"),
        ("rule = \"initial-meeting\"\nevery = \"3 days\"", "has no `every` to change"),
        ("rule = \"four-weekly-meeting\"\nevery = \"the same day\"", "no time at all"),
        ("rule = \"four-weekly-meeting\"\nevery = \"0 working days\"", "no time at all"),
    ] {
        let changes = format!(
            "extends = \"ipes\"\nwritten-against = \"updated 10 May 2023\"\n\n[[override]]\n\
             {change}\nreason = \"contract\"\n"
        );
        let home = folder(&[("caseload.toml", ""), ("programmes/ipes.toml", &changes)]);
        let (page, code) = text(&["--cases", argument(home.path()), "check"]);
        assert_eq!(code, 1, "{change}");
        assert!(page.contains(fragment), "{change}: {page}");
    }
}

/// Ensures that a file which is not read is never passed over in silence.
#[test]
fn no_file_vanishes() {
    let home = folder(&[
        ("caseload.toml", ""),
        ("cases/A-1.TOML", CASE),
        ("elsewhere/A-2.toml", "id = \"A-2\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n"),
    ]);
    symlink(home.path().join("elsewhere"), home.path().join("cases/2026")).unwrap();
    let (page, code) = text(&["--cases", argument(home.path()), "due", "--today", "2026-11-18"]);
    assert_eq!(code, 1);
    assert!(page.contains("cases/A-1.TOML") && page.contains("cases/2026"), "{page}");
}

/// Ensures that a date past the end of the holiday table is said loudly wherever it is shown.
#[test]
fn dates_past_the_holiday_table_are_said_loudly() {
    let case = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2028-12-12\n";
    let home = folder(&[("caseload.toml", ""), ("cases/A-1.toml", case)]);
    let arguments = ["--cases", argument(home.path()), "--today", "2028-12-28"];
    let with = |command: &[&str]| text(&[&arguments[..], command].concat()).0;
    assert!(with(&["due"]).contains("where no bank holidays are known"));
    assert!(with(&["explain", "A-1"]).contains("no bank holidays after 2028 are known"));
    assert!(with(&["show", "A-1"]).contains("the bank holidays after 2028 are not known"));
    assert!(with(&["audit"]).contains("the bank holidays after 2028 are not known"));
    assert!(
        !text(&["--cases", argument(home.path()), "--today", "2028-12-15", "due"])
            .0
            .contains("CAREFUL")
    );
}

/// Ensures that a key worker is known by a variable, and else by git's e-mail address.
#[test]
fn mine_is_known_by_variable_or_by_mail() {
    let arguments = ["--cases", "cases.example", "--today", "2026-11-18", "list", "--mine"];
    let by_variable = caseload(&arguments).env("CASELOAD_WORKER", "morgan").output().unwrap();
    assert!(by_variable.status.success());
    let page = String::from_utf8(by_variable.stdout).unwrap();
    assert!(page.contains("morgan") && !page.contains("priya"), "{page}");
    let by_mail =
        caseload(&arguments).env("GIT_AUTHOR_EMAIL", "Morgan@Example.org").output().unwrap();
    assert_eq!(String::from_utf8(by_mail.stdout).unwrap(), page);
    let nobody = caseload(&arguments).output().unwrap();
    assert_eq!(nobody.status.code(), Some(1));
    assert!(String::from_utf8(nobody.stderr).unwrap().contains("[workers]"));
}

/// Ensures that a terminal too narrow for columns shows sentences, and none shows a broken line.
#[test]
fn a_narrow_terminal_shows_sentences() {
    let arguments = ["--cases", "cases.example", "--today", "2026-11-18", "due", "A-0021"];
    let narrow = caseload(&arguments).env("COLUMNS", "40").output().unwrap();
    let page = String::from_utf8(narrow.stdout).unwrap();
    assert!(page.contains("A-0021 Imran Siddiqi: Respond to the"), "{page}");
    for width in [60, 80, 120] {
        let output = caseload(&arguments).env("COLUMNS", width.to_string()).output().unwrap();
        let page = String::from_utf8(output.stdout).unwrap();
        let widest = page.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= width, "{width}: {page}");
    }
}
