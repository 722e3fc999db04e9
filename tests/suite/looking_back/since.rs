//! What became due, met or late since a day or a commit.

use std::fs;

use serde_json::Value;

use crate::recording::office::{Office, words};

/// The folder as it was on Mon 16 Nov, and what came then. A-0001 was referred on 2 Nov, started on 4 Nov
/// and was met on 16 Nov; A-0002 was referred on 3 Nov.
fn office() -> Office {
    let office = Office::with_cases();
    office.done(
        "2026-11-18T09:00:00Z",
        &["contact", "A-0002", "--mode", "in-person", "--covers", "initial-meeting"],
    );
    office.done("2026-11-19T09:00:00Z", &["refer", "A-0009"]);
    office
}

fn since(office: &Office, then: &str, today: &str, more: &[&str]) -> Value {
    let words = ["due", "--changed-since", then, "--today", today, "--format", "json"];
    let output = office.done("2026-11-20T09:00:00Z", &[&words, more].concat());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What became of a rule in a case.
fn change<'j>(told: &'j Value, case: &str, rule: &str) -> Option<&'j str> {
    let changes = told["changes"].as_array().unwrap();
    let found = changes.iter().find(|it| it["case"] == case && it["rule"] == rule)?;
    found["change"].as_str()
}

/// The initial meeting of A-0002 is due by Tue 24 Nov, 15 working days after its referral.
#[test]
fn what_changed_is_told_by_the_day() {
    let office = Office::with_cases();
    let rule = "initial-meeting";
    for (then, today, expected) in [
        // It comes into this week's list on Monday, and is late on Wednesday.
        ("2026-11-16", "2026-11-22", None),
        ("2026-11-16", "2026-11-23", Some("became-due")),
        ("2026-11-16", "2026-11-24", Some("became-due")),
        ("2026-11-16", "2026-11-25", Some("became-late")),
        ("2026-11-16", "2026-11-16", None),
    ] {
        let told = since(&office, then, today, &[]);
        assert_eq!(change(&told, "A-0002", rule), expected, "{then} {today}");
        assert_eq!(told["since"]["today"], then);
    }
    let told = since(&office, "2026-11-16", "2026-11-25", &["--rule", "acknowledge-referral"]);
    let others = told["changes"].as_array().unwrap();
    assert!(others.iter().all(|it| it["rule"] == "acknowledge-referral"), "{others:?}");
}

#[test]
fn what_was_recorded_since_is_told() {
    let office = office();
    let told = since(&office, "2026-11-16", "2026-11-20", &[]);
    assert_eq!(change(&told, "A-0002", "initial-meeting"), Some("met"));
    assert_eq!(change(&told, "A-0009", "acknowledge-referral"), Some("became-due"));
    let cases = told["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1, "{cases:?}");
    assert_eq!((&cases[0]["case"], &cases[0]["change"]), (&"A-0009".into(), &"new".into()));
    // By a commit, by a moment, and from one moment of the past to another.
    let by_commit = since(&office, "HEAD~1", "2026-11-20", &[]);
    assert_eq!(by_commit["since"]["today"], "2026-11-18");
    assert_eq!(change(&by_commit, "A-0002", "initial-meeting"), None);
    let by_moment = since(&office, "2026-11-18 08:59", "2026-11-20", &[]);
    assert_eq!(change(&by_moment, "A-0002", "initial-meeting"), Some("met"));
    let before = since(&office, "2026-11-16", "2026-11-18", &["--at", "2026-11-18"]);
    assert_eq!(before["cases"].as_array().unwrap().len(), 0);
    // What is excused is not due any more; what is corrected away is due again.
    let today = "2026-11-20T09:00:00Z";
    office.done(today, &["remove", "A-0002", "1", "--reason", "Of somebody else."]);
    let told = since(&office, "2026-11-18", "2026-11-20", &[]);
    assert_eq!(change(&told, "A-0002", "initial-meeting"), Some("became-due"));
    let excuse = ["excuse", "initial-meeting", "A-0002", "--due", "2026-11-24", "--reason", "Ill."];
    office.done(today, &excuse);
    let told = since(&office, "2026-11-16", "2026-11-20", &[]);
    assert_eq!(change(&told, "A-0002", "initial-meeting"), Some("no-longer-due"));
    // The same cases and the same day: nothing, and nothing is said if that is asked for.
    let quiet = ["due", "--changed-since", "HEAD", "--today", "2026-11-20", "--if-any"];
    assert!(office.done(today, &quiet).stdout.is_empty());
}

/// Ensures that a date that moved is told with both, on a page too.
#[test]
fn what_moved_is_told_with_both_dates() {
    let office = Office::with_cases();
    office.done("2026-11-18T09:00:00Z", &["set", "A-0002", "referred=2026-11-05"]);
    let page = office.done(
        "2026-11-18T09:00:00Z",
        &["due", "A-0002", "--changed-since", "2026-11-16", "--format", "plain"],
    );
    let page = String::from_utf8(page.stdout).unwrap();
    let line = "Hold the initial meeting face to face [6.05, box after 6.05, ch3 must-do 3]: then: by \
                Tue 24 Nov; now: by Thu 26 Nov.";
    assert!(page.contains(line), "{page}");
    assert!(page.contains("Changed from Mon 16 Nov 2026 to Wed 18 Nov 2026"), "{page}");
}

/// Ensures that a case that one side alone has, or can read, is said, and judged on neither.
#[test]
fn a_case_of_one_side_alone_is_said() {
    let office = office();
    let broken = fs::read_to_string(office.case("A-0001")).unwrap() + "\nnonsense\n";
    fs::write(office.case("A-0001"), broken).unwrap();
    fs::remove_file(office.case("A-0002")).unwrap();
    let words_typed = ["due", "--changed-since", "2026-11-16", "--today", "2026-11-25"];
    let output = office.caseload("", &words_typed).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    let page = words(&output);
    for expected in [
        "New since then: A-0009.",
        "Not there any more: A-0002.",
        "Not compared, since the file cannot be read now: A-0001.",
        "NOT WHOLE",
    ] {
        assert!(page.contains(expected), "{page}");
    }
    assert!(!page.contains("A-0001 Sam"), "{page}");
}

#[test]
fn what_cannot_be_compared_is_refused_in_words() {
    let office = office();
    for (arguments, code, expected) in [
        (
            &["--changed-since", "2020-01-01"][..],
            1,
            "--changed-since 2020-01-01: nothing was recorded",
        ),
        (&["--changed-since", "nowhere"], 1, "--changed-since nowhere: there is no commit"),
        (
            &["--changed-since", "2026-11-20", "--today", "2026-11-19"],
            2,
            "lies after the day judged",
        ),
        (&["--changed-since", "2026-11-21"], 1, "--changed-since: Sat 21 Nov 2026 lies ahead"),
        (&["--changed-since", "today", "--by", "worker"], 2, "leave out --by"),
        (&["--changed-since", "today", "--exit-code"], 2, "cannot be used with"),
        (&["--changed-since", "today", "--suppose", "start A-0002"], 2, "cannot be used with"),
    ] {
        let arguments = [&["due"], arguments].concat();
        let output = office.caseload("2026-11-20T09:00:00Z", &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?}: {}", words(&output));
    }
}

/// Ensures that a page says which moment it compares with, and that a day is meant to its end.
#[test]
fn the_moment_that_is_compared_with_is_said() {
    let office = office();
    let page = |more: &[&str]| {
        let output =
            office.done("2026-11-20T09:00:00Z", &[&["due", "--changed-since"], more].concat());
        String::from_utf8(output.stdout).unwrap().replace('\n', " ")
    };
    let commits = office.git_says(&["log", "--format=%H"]);
    let commits: Vec<&str> = commits.lines().map(|commit| &commit[..12]).collect();
    for (typed, expected) in [
        ("2026-11-18", format!("Then is the end of Wed 18 Nov 2026 (commit {})", commits[1])),
        ("2026-11-18 08:59", format!("Then is 08:59 on Wed 18 Nov 2026 (commit {})", commits[2])),
        (
            "2026-11-18T08:59:30",
            format!("Then is 08:59:30 on Wed 18 Nov 2026 (commit {})", commits[2]),
        ),
        (
            "2026-11-18T09:00:00Z",
            format!("Then is 09:00 on Wed 18 Nov 2026 (commit {})", commits[1]),
        ),
        ("HEAD~1", format!("Then is commit {}, of Wed 18 Nov 2026", commits[1])),
    ] {
        let page = page(&[typed]);
        assert!(page.contains(&format!("{expected}, judged on that day.")), "{typed}: {page}");
        assert!(!page.contains("Now is") && !page.contains("yesterday"), "{page}");
    }
    let both = page(&["2026-11-17", "--at", "2026-11-18"]);
    assert!(both.contains("Now is the end of Wed 18 Nov 2026"), "{both}");
    assert!(page(&["today"]).contains("--changed-since yesterday tells of today"));
}

/// Ensures that the two columns of a change never say the same, whatever brought it into the list.
#[test]
fn the_two_columns_of_a_change_differ() {
    let office = office();
    for (then, today) in
        [("2026-11-16", "2026-11-23"), ("2026-11-18", "2026-11-25"), ("2026-11-16", "2026-12-14")]
    {
        for window in [&[][..], &["--within", "2w"], &["--within", "8w"]] {
            let arguments = [
                "due",
                "--changed-since",
                then,
                "--today",
                today,
                "--format",
                "plain",
                "--no-pager",
            ];
            let page = office.done("2026-12-20T09:00:00Z", &[&arguments, window].concat()).stdout;
            let page = String::from_utf8(page).unwrap();
            let rows = page.lines().filter_map(|line| line.split_once(": then: "));
            let sides = rows.filter_map(|(_, sides)| sides.split_once("; now: "));
            let sides: Vec<_> =
                sides.map(|(then, now)| (then, now.trim_end_matches('.'))).collect();
            assert!(!sides.is_empty(), "{page}");
            assert!(sides.iter().all(|(then, now)| then != now), "{page}");
        }
    }
    let page = office.done(
        "2026-12-20T09:00:00Z",
        &[
            "due",
            "A-0001",
            "--changed-since",
            "2026-11-16",
            "--today",
            "2026-11-30",
            "--format",
            "plain",
        ],
    );
    let page = String::from_utf8(page.stdout).unwrap();
    assert!(
        page.contains("then: by Wed 2 Dec, not listed yet; now: by Wed 2 Dec, to do."),
        "{page}"
    );
}

/// Ensures that nothing is compared backwards, from what came later to what came before.
#[test]
fn nothing_is_compared_backwards() {
    let office = office();
    for (since, at) in [
        ("HEAD", "HEAD~1"),
        ("HEAD", "2026-11-18"),
        ("2026-11-19", "HEAD~1"),
        ("2026-11-18", "2026-11-17"),
        ("2026-11-17", "2026-11-16"),
    ] {
        let arguments = ["due", "--changed-since", since, "--at", at];
        let output = office.caseload("2026-11-20T09:00:00Z", &arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{since} {at}: {}", words(&output));
        let said = words(&output);
        assert!(said.contains(&format!("--changed-since {since} comes after --at {at}")), "{said}");
        assert!(
            said.contains(&format!("swap them: --changed-since \"{at}\" --at \"{since}\"")),
            "{said}"
        );
        let swapped = ["due", "--changed-since", at, "--at", since];
        office.done("2026-11-20T09:00:00Z", &swapped);
        let same = ["due", "--changed-since", at, "--at", at];
        office.done("2026-11-20T09:00:00Z", &same);
    }
}
