//! What the folder said then: reports of the past, made again to the byte.

mod ids;
mod kept_back;
mod long;
mod printed;
mod renumbered;
mod since;
mod trial;

use std::fs;
use std::process::{Command, Output};

use crate::recording::office::{Office, words};

/// The moments of these tests, an hour after one another on one day, and one on the next.
const MOMENTS: [&str; 5] = [
    "2026-11-23T09:00:00Z",
    "2026-11-23T10:00:00Z",
    "2026-11-23T11:00:00Z",
    "2026-11-23T12:00:00Z",
    "2026-11-24T09:00:00Z",
];

/// What is recorded at each of them.
const RECORDED: [&[&str]; 5] = [
    &["contact", "A-0001", "--mode", "phone", "--on", "2026-11-23"],
    &["note", "A-0001", "--note", "Prefers mornings.", "--on", "2026-11-23"],
    &["refer", "A-0009", "--name", "Kim", "--on", "2026-11-20", "--worker", "alex"],
    &["contact", "A-0002", "--mode", "in-person", "--on", "2026-11-23"],
    &["set", "A-0001", "name=Someone Else"],
];

const REPORTS: [&[&str]; 7] = [
    &["due", "--format", "json"],
    &["list"],
    &["audit", "--format", "csv"],
    &["show", "A-0001", "--format", "html"],
    &["explain", "A-0002"],
    &["report", "--format", "html"],
    &["check"],
];

const DAY: &str = "2026-11-25";

fn printed(office: &Office, now: &str, arguments: &[&str]) -> Vec<u8> {
    let output = office.caseload(now, &[arguments, &["--today", DAY]].concat()).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", words(&output));
    output.stdout
}

fn tip(office: &Office) -> String {
    let output = Command::new("git")
        .current_dir(office.folder())
        .args(["rev-parse", "HEAD"])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_report_of_the_past_is_made_again_to_the_byte() {
    let office = Office::with_cases();
    let mut known = Vec::new();
    for (moment, recorded) in MOMENTS.iter().zip(RECORDED) {
        office.done(moment, recorded);
        let pages = REPORTS.map(|report| printed(&office, moment, report));
        known.push((*moment, tip(&office), pages));
    }
    // What lies in the folder now makes no difference, and is left alone.
    let path = office.case("A-0002");
    let edited = fs::read_to_string(&path).unwrap() + "\n# by hand\n";
    fs::write(&path, &edited).unwrap();
    let now = "2026-12-24T09:00:00Z";
    for (moment, commit, pages) in &known {
        for (report, page) in REPORTS.iter().zip(pages) {
            for at in [moment, &commit.as_str(), &&commit[..10]] {
                let again = printed(&office, now, &[report, &["--at", at][..]].concat());
                assert!(again == *page, "{report:?} --at {at} is another page");
            }
        }
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), edited);
    // A day is meant to its end, a minute to its last second, by the clock on the wall.
    for (at, expected) in [
        ("2026-11-23", 3),
        ("23/11/2026", 3),
        ("2026-11-23 10:00", 1),
        ("2 days ago 10:00", 1),
        ("2026-11-23T10:00Z", 1),
        ("2026-11-23T10:59:59", 1),
        ("2026-11-23T11:30:00+01:00", 1),
        ("yesterday", 4),
    ] {
        let again = printed(&office, now, &["due", "--format", "json", "--at", at]);
        assert!(again == known[expected].2[0], "--at {at}");
    }
}

#[test]
fn what_cannot_be_looked_at_is_refused_in_words() {
    let office = Office::with_cases();
    let now = "2026-12-24T09:00:00Z";
    for (arguments, code, expected) in [
        (&["due", "--at", "2020-01-01"][..], 1, "nothing was recorded by then"),
        (&["due", "--at", "nowhere"], 1, "there is no commit `nowhere` here"),
        (&["due", "--at", "14h30"], 2, "in --at: `14h30` is a time without a day"),
        (&["due", "--at", "2026-13-01"], 2, "there is no month 13"),
        (&["due", "--at", "31/02/2026"], 2, "its last day is 2026-02-28"),
        (&["due", "--at", "last week"], 2, "is not a single day"),
        (&["due", "--at", ""], 2, "no day is given"),
        (&["due", "--at", "2026-12-25"], 1, "Fri 25 Dec 2026 lies ahead"),
        (&["list", "--at", "2026-12-25T00:00Z"], 1, "--today 2026-12-25 judges what is on record"),
        (&["show", "A-0001", "--at", "2026-12-24 09:01"], 1, "lies ahead"),
        (&["history", "--at", "2026-12-24T09:00:01Z"], 1, "lies ahead"),
        (&["history", "--since", "2026-12-25"], 1, "name a day up to Thu 24 Dec 2026"),
        (&["history", "--since", "yesterday 14:00"], 2, "write the day alone: yesterday"),
        (&["verify", "--since", "2026-12-25"], 1, "nothing is recorded of it yet"),
        (&["due", "--changed-since", "12:00"], 2, "in --changed-since: `12:00` is a time without"),
        (&["due", "--today", ""], 2, "in --today: no day is given"),
        (&["note", "A-0001", "--note", "x", "--on", ""], 2, "in --on: no day is given"),
        (&["note", "A-0001", "--note", "x", "--at", "2026-11-23"], 2, "unexpected argument '--at'"),
    ] {
        let output = office.caseload(now, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?}: {}", words(&output));
    }
    let bare = tempfile::tempdir().unwrap();
    fs::write(bare.path().join("caseload.toml"), "").unwrap();
    let folder = bare.path().to_str().unwrap();
    let output =
        office.caseload(now, &["--cases", folder, "due", "--at", "today"]).output().unwrap();
    assert!(words(&output).contains("nothing is recorded here"), "{}", words(&output));
}

/// Ensures that what has come by this minute, or this day, does not lie ahead.
#[test]
fn what_has_begun_does_not_lie_ahead() {
    let office = Office::with_cases();
    for at in ["2026-12-24", "today", "2026-12-24 09:00", "2026-12-24T09:00:00Z"] {
        office.done("2026-12-24T09:00:00Z", &["due", "--at", at]);
    }
}

/// Ensures that a page that looks back and is judged as of today says so, and with a day says nothing:
/// whoever names the day has the page that was printed then.
#[test]
fn a_page_that_is_judged_on_another_day_says_so() {
    let office = Office::with_cases();
    let now = "2026-12-24T09:00:00Z";
    let page = |arguments: &[&str]| {
        let output = office.done(now, arguments);
        String::from_utf8(output.stdout).unwrap().replace('\n', " ")
    };
    for (at, expected) in [
        ("2026-11-17", "As recorded by the end of Tue 17 Nov 2026 (commit "),
        ("2026-11-17 14:30", "As recorded by 14:30 on Tue 17 Nov 2026 (commit "),
    ] {
        for report in [&["due"][..], &["list"], &["show", "A-0001"], &["report"], &["forecast"]] {
            let said = page(&[report, &["--at", at]].concat());
            assert!(said.contains(expected), "{report:?}: {said}");
            let then =
                "and judged as of today, Thu 24 Dec 2026; --today 2026-11-17 judges it as of then.";
            assert!(said.contains(then), "{report:?}: {said}");
        }
    }
    for arguments in [
        &["due", "--at", "2026-11-17", "--today", "2026-11-17"][..],
        &["due", "--at", "2026-11-17", "--today", "2026-12-24"],
        &["due", "--at", "today"],
        &["due"],
    ] {
        assert!(!page(arguments).contains("As recorded by"), "{arguments:?}");
    }
}

/// Has git do something that is done.
fn git(office: &Office, arguments: &[&str]) {
    let done = by_git(office, arguments);
    assert!(done.status.success(), "{arguments:?}: {}", words(&done));
}

fn by_git(office: &Office, arguments: &[&str]) -> Output {
    Command::new("git")
        .current_dir(office.folder())
        .args(["-c", "user.name=Alex Morgan", "-c", "user.email=alex@example.org"])
        .args(arguments)
        .output()
        .unwrap()
}

/// A link in a commit leads nowhere, as on the disk.
#[test]
fn a_link_in_a_commit_is_not_followed() {
    let office = Office::with_cases();
    let link = office.folder().join("cases/secret.toml");
    std::os::unix::fs::symlink("/etc/passwd", &link).unwrap();
    git(&office, &["add", "cases/secret.toml"]);
    git(&office, &["commit", "--quiet", "--no-verify", "-m", "a link"]);
    fs::remove_file(&link).unwrap();
    let output = office.caseload("", &["due", "--at", "HEAD", "--today", DAY]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(words(&output).contains("is a link, and links are not read"), "{}", words(&output));
}

/// Two sides that made a case where both had a folder of its name began with no case.
#[test]
fn a_folder_that_was_named_as_a_case_was_none() {
    let office = Office::with_cases();
    let place = office.folder().join("cases/A-0009.toml");
    let commit = |said: &str| {
        git(&office, &["add", "--all"]);
        git(&office, &["commit", "--quiet", "--no-verify", "-m", said]);
    };
    fs::create_dir(&place).unwrap();
    fs::write(place.join("a"), "a\n").unwrap();
    commit("a folder");
    git(&office, &["branch", "other"]);
    let opened = |note: &str| {
        let header = "id = \"A-0009\"\nprogramme = \"ipes\"\nreferred = 2026-11-20\n";
        fs::remove_dir_all(&place).unwrap();
        fs::write(&place, format!("{header}worker = \"{note}\"\n")).unwrap();
        commit(note);
    };
    opened("one");
    git(&office, &["checkout", "--quiet", "other"]);
    opened("two");
    assert!(!by_git(&office, &["merge", "--quiet", "@{-1}"]).status.success());
    git(&office, &["checkout", "--quiet", "--ours", "cases/A-0009.toml"]);
    commit("resolved");
    let output = office.caseload("", &["history", "--all"]).output().unwrap();
    assert!(output.status.success(), "{}", words(&output));
    assert_eq!(words(&output).matches("A-0009: case opened").count(), 2, "{}", words(&output));
}
