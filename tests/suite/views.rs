//! Saved views, chosen columns and their order, and the pager.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::prompts::terminal::Terminal;
use crate::recording::office::{Office, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// An office whose settings keep these views.
fn with_views(views: &str) -> Office {
    let office = Office::with_cases();
    let path = office.folder().join("caseload.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{views}")).unwrap();
    office.done(NOW, &["save"]);
    office
}

fn said(office: &Office, arguments: &[&str]) -> String {
    String::from_utf8(office.done(NOW, arguments).stdout).unwrap()
}

#[test]
fn a_view_is_its_options() {
    let office = with_views(
        "[view.monday]\nby = \"worker\"\nwithin = \"4w\"\nseverity = [\"must\"]\n\n\
         [view.names]\ncommand = \"list\"\ncolumns = \"case,name\"\nformat = \"csv\"\nno-names = false\n",
    );
    let typed = ["due", "--by", "worker", "--within", "4w", "--severity", "must"];
    assert_eq!(said(&office, &["due", "--view", "monday"]), said(&office, &typed));
    // Without a command it is the view's, or that of every day.
    assert_eq!(said(&office, &["--view", "monday"]), said(&office, &typed));
    let listed = said(&office, &["--view", "names"]);
    assert!(listed.starts_with("case,name\nA-0001,Sam\n"), "{listed}");
    // What stands behind a -- is no option.
    let behind = said(&office, &["due", "--view", "monday", "--", "A-0001"]);
    assert_eq!(behind, said(&office, &[&typed[..], &["A-0001"]].concat()));
    // What is typed counts, also against another that it cannot stand beside.
    let week = said(&office, &["due", "--view", "monday", "--week", "2026-12-01"]);
    let expected = ["due", "--by", "worker", "--week", "2026-12-01", "--severity", "must"];
    assert_eq!(week, said(&office, &expected));
    let within = said(&office, &["due", "--view", "monday", "--within", "1w"]);
    let expected = ["due", "--by", "worker", "--within", "1w", "--severity", "must"];
    assert_eq!(within, said(&office, &expected));
}

#[test]
fn a_view_that_does_not_fit_is_refused_in_words() {
    let office = with_views(
        "[view.monday]\ncommand = \"due\"\n\n[view.odd]\nwithinn = \"4w\"\n\n\
         [view.flag]\nmine = \"yes\"\n\n[view.lost]\ncommand = \"nothing\"\n\n\
         [view.taking-back]\ncommand = \"undo\"\n\n[view.sent]\nsend-with = \"touch sent\"\n\n\
         [view.kept]\noutput = \"/tmp/kept\"\n\n[view.named]\nnames = true\n",
    );
    let checked = said(&office, &["check"]);
    for expected in ["`odd` has `withinn`", "`lost` is of `nothing`", "`sent` has `send-with`"] {
        assert!(checked.contains(expected), "{checked}");
    }
    assert!(!checked.contains("`monday`"), "{checked}");
    for (arguments, code, expected) in [
        (&["due", "--view", "mondy"][..], 1, "did you mean `monday`?"),
        (&["list", "--view", "monday"], 2, "is one of `due`, not of `list`"),
        (&["due", "--view", "odd"], 1, "did you mean `within`?"),
        (&["due", "--view", "flag"], 1, "write mine = true"),
        (&["--view", "lost"], 1, "is of `nothing`"),
        (&["--view", "taking-back"], 1, "is of `undo`"),
        (&["due", "--view", "sent"], 1, "not where it goes or who is named"),
        (&["due", "--view", "kept"], 1, "not where it goes or who is named"),
        (&["due", "--view", "named"], 1, "not where it goes or who is named"),
    ] {
        let output = office.caseload(NOW, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?}: {}", words(&output));
    }
}

/// Ensures that `check` finds a view whose value is refused only where it is used, with what to write
/// instead; that it says nothing of one that can be used; and that nothing is shown by trying it.
#[test]
fn check_finds_values_that_are_refused_later() {
    let wrong = [
        ("within = \"banana\"", "`banana` is not a length of time", "write 10d for ten days"),
        ("command = \"list\"\nquiet-for = \"x\"", "`x` is not a length of time", "write 10d"),
        ("command = \"list\"\nsort = \"colour\"", "there is no column `colour`", "next_do_by"),
        ("columns = [\"case\", \"nam\"]", "there is no column `nam`", "did you mean `name`?"),
        ("status = \"overdoo\"", "there is no status `overdoo`", "did you mean `overdue`?"),
        ("worker = \"nobody\"", "there is no key worker `nobody`", "`alex`"),
        ("rule = \"initial-meating\"", "there is no rule", "did you mean `initial-meeting`?"),
        ("command = \"review\"\nweek = \"someday\"", "`someday` is not a day", "write 2026-11-18"),
        (
            "command = \"performance\"\nmonth = \"soon\"",
            "`soon` is not a month",
            "write it as 2026-10",
        ),
        (
            "command = \"forecast\"\nweeks = \"900\"",
            "invalid value '900'",
            "caseload forecast --help says",
        ),
        ("command = \"due\"\nformat = \"tabel\"", "invalid value 'tabel'", "did you mean `table`?"),
        (
            "command = \"show\"\nat = \"2031-01-01\"",
            "--at: Wed 1 Jan 2031 lies ahead",
            "judges what is on record now",
        ),
        ("today = \"someday\"", "`someday` is not a day", "write 2026-11-18"),
        ("sort = \"colour\"", "there is no column `colour`", "it has"),
    ];
    for (view, message, hint) in wrong {
        let office = with_views(&format!("[view.odd]\n{view}\n"));
        let output = office.done(NOW, &["check", "--format", "json"]);
        let checked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let problems = checked["problems"].as_array().unwrap();
        assert_eq!(problems.len(), 1, "{view}: {checked:#}");
        let said = |key: &str| problems[0][key].as_str().unwrap().to_owned();
        assert!(said("message").contains("the view `odd`"), "{view}: {checked:#}");
        assert!(
            said("message").contains(message) && said("hint").contains(hint),
            "{view}: {checked:#}"
        );
        assert!(output.stderr.is_empty(), "{view}: {}", words(&output));
    }
    let right = "[view.a]\nmine = true\nwithin = \"4w\"\n\n[view.b]\ncommand = \"explain\"\nall = true\n\n\
                 [view.c]\ncommand = \"due\"\nformat = \"xlsx\"\n\n[view.d]\ncommand = \"list\"\nsort = \"-next_do_by\"\n\n\
                 [view.e]\ncommand = \"due\"\nat = \"yesterday\"\nif-any = true\n";
    let office = with_views(right);
    let output = office.done(NOW, &["check", "--format", "json"]);
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(checked["problems"], serde_json::json!([]), "{checked:#}");
    assert!(output.stderr.is_empty(), "{}", words(&output));
}

#[test]
fn columns_and_their_order_are_chosen() {
    let office = Office::with_cases();
    let csv = |more: &[&str]| said(&office, &[&["due", "--format", "csv"][..], more].concat());
    let all = csv(&[]);
    let names: Vec<&str> = all.lines().next().unwrap().split(',').collect();
    assert!(names.contains(&"do_by"), "{all}");
    let two = csv(&["--columns", "due,case", "--sort", "-due,case"]);
    let rows: Vec<&str> = two.lines().skip(1).collect();
    assert!(two.starts_with("due,case\n"), "{two}");
    assert_eq!(rows.len(), all.lines().count() - 1);
    let mut sorted = rows.clone();
    sorted.sort_by_key(|row| {
        let (due, case) = row.split_once(',').unwrap();
        (std::cmp::Reverse(due), case)
    });
    assert_eq!(rows, sorted);
    let page = said(&office, &["list", "--columns", "name,overdue-musts", "--format", "plain"]);
    assert!(page.contains("Name Sam; Overdue musts"), "{page}");
    let json = said(&office, &["list", "--columns", "case", "--format", "json"]);
    assert!(json.contains("\"rows\"") && json.contains("\"case\": \"A-0001\""), "{json}");
    let output = office.caseload(NOW, &["list", "--sort", "nme"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(words(&output).contains("did you mean `name`?"), "{}", words(&output));
}

/// A pager that writes down what it was given.
fn pager(office: &Office) -> std::path::PathBuf {
    let path = office.home().join("pager");
    fs::write(
        &path,
        format!("#!/bin/sh\ncat > '{}'\necho PAGED\n", path.with_extension("was").display()),
    )
    .unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path
}

#[test]
fn a_long_page_at_a_terminal_goes_to_the_pager() {
    let office = Office::with_cases();
    let pager = pager(&office);
    let named = pager.to_str().unwrap();
    let was = pager.with_extension("was");
    let mut terminal = Terminal::with_pager(&office, NOW, named, &["audit"]);
    terminal.sees("PAGED").ends(0);
    assert!(fs::read_to_string(&was).unwrap().contains("acknowledge-referral"));
    fs::remove_file(&was).unwrap();
    for arguments in [&["audit", "--no-pager"][..], &["audit", "--format", "plain"], &["status"]] {
        Terminal::with_pager(&office, NOW, named, arguments).ends(0);
        assert!(!was.exists(), "{arguments:?}");
    }
    // Into a pipe, never.
    let output = office.caseload(NOW, &["audit"]).env("CASELOAD_PAGER", &pager).output().unwrap();
    assert!(!was.exists() && words(&output).contains("acknowledge-referral"));
    // One that is not there keeps nobody from reading.
    let mut terminal = Terminal::with_pager(&office, NOW, "no-such-pager", &["audit"]);
    terminal.sees("acknowledge-referral").ends(0);
}

/// Every option of every command that shows something is one that a view can have, or one that is known to
/// be only typed: a new one is decided about.
#[test]
fn each_option_can_be_in_a_view_or_is_only_typed() {
    const ONLY_TYPED: [&str; 9] = [
        "as-printed",
        "cases",
        "help",
        "mail-from",
        "mail-to",
        "names",
        "output",
        "send-with",
        "suppose",
    ];
    let office = with_views("[view.every]\nprogramme = \"ipes\"\n");
    let reading =
        ["due", "show", "explain", "audit", "list", "performance", "review", "forecast", "report"];
    let path = office.folder().join("caseload.toml");
    let before = fs::read_to_string(&path).unwrap();
    for command in reading {
        let help = String::from_utf8(office.done(NOW, &[command, "--help"]).stdout).unwrap();
        let options = help.lines().filter_map(|line| line.trim_start().split("--").nth(1));
        let is_option = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
        let named = |line: &str| line.split([' ', ',', '[']).next().unwrap().to_owned();
        let listed = help.lines().filter(|line| line.trim_start().starts_with('-'));
        assert!(listed.count() > 5 && options.clone().filter(is_option).count() > 5);
        for line in help.lines().filter(|line| line.trim_start().starts_with('-')) {
            let Some(option) = line.split("--").nth(1).map(named) else { continue };
            if option == "view" {
                continue;
            }
            let view = format!("{before}\n[view.one]\n{option} = \"x\"\n");
            fs::write(&path, view).unwrap();
            let output =
                office.caseload(NOW, &[command, "A-0001", "--view", "one"]).output().unwrap();
            let is_refused = words(&output).contains("which is to be typed");
            let is_only_typed = ONLY_TYPED.contains(&option.as_str());
            assert_eq!(is_refused, is_only_typed, "{command} --{option}: {}", words(&output));
        }
    }
}

/// Ensures that rows in chosen columns are said to be not whole as the report itself is.
#[test]
fn chosen_columns_keep_what_the_report_warns_of() {
    let office = Office::with_cases();
    let damaged = office.folder().join("cases/2026/11/A-0099.toml");
    fs::write(&damaged, "id = \"A-0099\"\nprogramme = \"ipes\"\nreferrred = 2026-11-02\n").unwrap();
    for arguments in [&["due", "--columns", "case,title"][..], &["list", "--sort", "case"]] {
        let run = |more: &[&str]| {
            let output = office.caseload(NOW, &[arguments, more].concat()).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{}", words(&output));
            String::from_utf8(output.stdout).unwrap()
        };
        let page = run(&[]);
        assert_eq!(page.matches("NOT WHOLE").count(), 2, "{page}");
        assert_eq!(page.matches("Judged on").count(), 1, "{page}");
        let said: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).unwrap();
        assert!(!said["problems"].as_array().unwrap().is_empty());
    }
}
