//! A case erased from the whole history, on every machine, and nothing besides.

mod apart;
mod by_git;
mod faults;
mod killed;
mod nameless;
mod proven;
mod told;
mod trial;
mod whose;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::erasing::killed::{host, keep_of_the_pack};
use crate::recording::office::{Office, below, words};

/// What is known of the participant who is erased, and stands nowhere else.
const TELLING: [&str; 6] = [
    "Quillfeather",
    "left knee since spring",
    "Ostrich Mill",
    "UTR-778899",
    "by pigeon post",
    "2026-11-16T12:01",
];

pub(crate) const NOW: &str = "2026-12-01T09:00:00Z";

/// Three machines; one case is to be erased, and was changed on each.
pub(crate) fn machines() -> [Office; 3] {
    let first = Office::with_cases();
    let settings = first.folder().join("caseload.toml");
    let mut text = fs::read_to_string(&settings).unwrap();
    for name in ["priya", "robin"] {
        text += &format!("\n[workers.{name}]\nemail = [\"{name}@example.org\"]\n");
    }
    fs::write(&settings, text).unwrap();
    first.done("", &["save"]);
    let record = [
        "refer C-0007 --programme ipes --name Quillfeather --on 2026-11-03",
        "contact C-0007 --mode in-person --on 2026-11-16 --note <note> --obtained <how>",
        "job start C-0007 --employer <mill> --on 2026-11-16 --hours-per-week 16",
        "set C-0007 ref=UTR-778899",
        "contact A-0001 C-0007 --mode phone --on 2026-11-16",
        "contact A-0002 --mode phone --on 2026-11-16",
    ];
    for (minute, words) in record.iter().enumerate() {
        let words: Vec<&str> = words
            .split(' ')
            .map(|word| match word {
                "<note>" => "left knee since spring",
                "<how>" => "by pigeon post",
                "<mill>" => "Ostrich Mill",
                word => word,
            })
            .collect();
        first.done(&format!("2026-11-16T12:{minute:02}:30Z"), &words);
    }
    let first = first.with_remote();
    let [second, third] = ["Priya", "Robin"].map(|name| first.other_machine(name));
    [first, second, third]
}

/// Every object of a repository as git prints it, and every other file, with where it is.
pub(crate) fn everything(office: &Office) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let objects = office.git_says(&["cat-file", "--batch-all-objects", "--batch-check"]);
    for line in objects.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let printed = office.git(&["cat-file", "-p", words[0]]).stdout;
        found.insert(format!("{} {}", words[1], words[0]), printed);
    }
    let folder = office.folder();
    for (name, is_folder) in below(&folder) {
        if !is_folder {
            found.insert(name.clone(), fs::read(folder.join(&name)).unwrap());
        }
    }
    found
}

/// Where something of the erased participant is left.
pub(crate) fn left(office: &Office) -> Vec<String> {
    let contains =
        |bytes: &[u8], word: &str| bytes.windows(word.len()).any(|it| it == word.as_bytes());
    let mut found = Vec::new();
    for (place, bytes) in everything(office) {
        for word in TELLING.iter().chain(&["C-0007.toml"]) {
            if contains(&bytes, word) {
                found.push(format!("{word} in {place}"));
            }
        }
    }
    found
}

/// The reports of every other case, as they are printed.
fn reports(office: &Office) -> Vec<String> {
    let mut printed = Vec::new();
    for arguments in [
        &["show", "A-0001"][..],
        &["show", "A-0002"],
        &["audit", "A-0001", "A-0002", "--format", "csv"],
        &["explain", "A-0001"],
    ] {
        let output = office
            .caseload(NOW, &[arguments, &["--today", "2026-12-01"]].concat())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", words(&output));
        let text = String::from_utf8(output.stdout).unwrap();
        // The last line names the commit.
        printed.push(text.lines().filter(|line| !line.contains("commit ")).collect::<String>());
    }
    printed
}

pub(crate) fn erase(office: &Office) {
    office.done(NOW, &["erase", "C-0007", "--reason", "retention", "--yes"]);
}

#[test]
fn nothing_is_left_on_any_machine_once_synced() {
    let [first, second, third] = machines();
    assert!(!left(&first).is_empty() && !left(&third).is_empty());
    let before = reports(&first);
    let times = |office: &Office| office.git_says(&["log", "--format=%at %ct %an", "--no-merges"]);
    let recorded = times(&first);
    // Work of others that is not sent yet: on the case, on another, and by hand.
    second.done(NOW, &["contact", "C-0007", "--mode", "phone", "--note", "Quillfeather rang"]);
    second.done(NOW, &["note", "A-0002", "--note", "kept by all means"]);
    third.done(NOW, &["contact", "A-0001", "--mode", "email", "--on", "2026-11-30"]);
    erase(&first);
    assert_eq!(left(&first), [""; 0]);
    assert_eq!(reports(&first), before);
    assert!(times(&first).ends_with(&recorded), "{}\n{recorded}", times(&first));
    for office in [&first, &second, &third, &first, &second] {
        office.done(NOW, &["sync"]);
        assert_eq!(left(office), [""; 0]);
    }
    assert_eq!(first.tip(), second.tip());
    third.done(NOW, &["sync"]);
    assert_eq!(first.tip(), third.tip());
    let shown = words(&first.caseload(NOW, &["show", "A-0002"]).output().unwrap());
    assert!(shown.contains("kept by all means"), "{shown}");
    let listed = plain(&first.caseload(NOW, &["erase"]).output().unwrap());
    assert!(listed.contains("confirmed by priya on Tue 1 Dec 2026, robin on"), "{listed}");
    assert_eq!(first.not_sound(), [""; 0]);
    let fsck = first.git(&["fsck", "--strict", "--full"]);
    assert!(fsck.status.success(), "{}", words(&fsck));
}

#[test]
fn a_case_that_was_erased_does_not_come_back() {
    let [first, second, _] = machines();
    let file = first.case("C-0007");
    let text = fs::read_to_string(&file).unwrap();
    erase(&first);
    for arguments in [
        &["refer", "C-0007", "--programme", "ipes", "--on", "2026-11-30"][..],
        &["refer", "c-0007", "--programme", "ipes", "--on", "2026-11-30"],
    ] {
        let output = first.caseload(NOW, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{}", words(&output));
        assert!(words(&output).contains("was erased on Tue 1 Dec 2026"), "{}", words(&output));
    }
    fs::write(&file, text).unwrap();
    let output = first.caseload(NOW, &["save"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    let output = first.caseload(NOW, &["check"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(
        words(&output).contains("`C-0007` was erased, and is here again"),
        "{}",
        words(&output)
    );
    fs::remove_file(&file).unwrap();
    for arguments in
        [&["show", "C-0007"][..], &["history", "c-0007"], &["note", "C-0007", "--note", "x"]]
    {
        let output = first.caseload(NOW, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", words(&output));
        assert!(words(&output).contains("was erased on Tue 1 Dec 2026"), "{}", words(&output));
    }
    first.done(NOW, &["sync"]);
    // Somebody with git alone puts the old history back.
    second.git_says(&["push", "--quiet", "--force", "origin", "main"]);
    first.done(NOW, &["sync", "--accept-rewritten"]);
    assert_eq!(left(&first), [""; 0]);
    second.done(NOW, &["sync"]);
    assert_eq!(left(&second), [""; 0]);
    first.done(NOW, &["sync"]);
    assert_eq!(first.tip(), second.tip());
}

/// A remote that does not have its history replaced: that is said, and nothing is left here.
#[test]
fn a_remote_that_keeps_its_history_is_said_to() {
    let [first, ..] = machines();
    let remote = first.remote();
    let remote = remote.to_str().unwrap();
    let set = |value: &str| {
        let arguments = ["--git-dir", remote, "config", "receive.denyNonFastForwards", value];
        assert!(first.git(&arguments).status.success());
    };
    set("true");
    erase(&first);
    let output = first.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(5), "{}", words(&output));
    assert!(
        words(&output).contains("ask whoever looks after it to allow it once"),
        "{}",
        words(&output)
    );
    assert_eq!(left(&first), [""; 0]);
    set("false");
    first.done(NOW, &["sync"]);
    assert_eq!(left(&first), [""; 0]);
    let there = first.git(&["--git-dir", remote, "log", "--format=%s", "main"]).stdout;
    assert!(!String::from_utf8_lossy(&there).contains("C-0007: contact"));
}

#[test]
fn two_machines_erase_two_cases_at_once() {
    let [first, second, third] = machines();
    erase(&first);
    second.done(NOW, &["erase", "A-0002", "--reason", "request", "--yes"]);
    for office in [&first, &second, &third, &first, &second, &third, &first] {
        office.done(NOW, &["sync"]);
    }
    for office in [&first, &second, &third] {
        assert_eq!(office.tip(), first.tip());
        assert_eq!(left(office), [""; 0]);
        assert!(!office.case("A-0002").exists());
        let all: Vec<u8> = everything(office).into_values().flatten().collect();
        assert!(!String::from_utf8_lossy(&all).contains("A-0002.toml"));
    }
}

#[test]
fn an_erasure_is_not_undone_and_what_comes_after_it_is() {
    let [first, second, _] = machines();
    erase(&first);
    let refused = first.caseload(NOW, &["undo"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "{}", words(&refused));
    assert!(words(&refused).contains("erased a case, and that cannot be undone"));
    first.done(NOW, &["note", "A-0001", "--note", "first", "--on", "2026-11-30"]);
    first.done(NOW, &["undo"]);
    first.done(NOW, &["sync"]);
    // What another machine erased is in nobody's way.
    second.done(NOW, &["note", "A-0002", "--note", "second", "--on", "2026-11-30"]);
    second.done(NOW, &["sync"]);
    second.done(NOW, &["undo"]);
    let shown = words(&second.caseload(NOW, &["show", "A-0002", "--all"]).output().unwrap());
    assert!(!shown.contains("second"), "{shown}");
}

/// What checks the record knows what was erased, on each machine, and nothing else that was changed.
#[test]
fn a_record_that_something_was_erased_from_still_holds() {
    let [first, second, _] = machines();
    for office in [&first, &second] {
        office.done(NOW, &["verify"]);
    }
    erase(&first);
    first.done(NOW, &["verify"]);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    for office in [&first, &second] {
        let output = office.caseload(NOW, &["verify"]).output().unwrap();
        let said = plain(&output);
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(!said.contains("does not say") && !said.contains("by git itself"), "{said}");
    }
    // More than was erased is found, under whatever name.
    let file = first.case("A-0002");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("2026-11-03", "2026-11-09")).unwrap();
    first.git_says(&["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qam", "x"]);
    first.git_says(&["reset", "--quiet", "--soft", "HEAD~3"]);
    first.git_says(&[
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "commit",
        "-qm",
        "folder: erase C-0007",
    ]);
    let output = first.caseload(NOW, &["verify"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
}

#[test]
fn what_was_asked_of_a_commit_that_is_gone_is_answered() {
    let [first, second, _] = machines();
    let old = first.tip();
    let kept = first.git_says(&["rev-list", "--max-parents=0", "HEAD"]);
    erase(&first);
    let output = first.caseload(NOW, &["due", "--at", &old[..10]]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = words(&output);
    assert!(said.contains("a case was erased from the history since"), "{said}");
    let now = said.rsplit("--at ").next().unwrap().trim().to_owned();
    first.done(NOW, &["due", "--at", &now]);
    first.done(NOW, &["due", "--at", kept.trim()]);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["sync"]);
    let output = second.caseload(NOW, &["due", "--at", &old]).output().unwrap();
    assert!(words(&output).contains(&now), "{}", words(&output));
}

#[test]
fn it_is_said_before_what_goes_and_nothing_is_changed() {
    let [first, ..] = machines();
    first.git_says(&["tag", "-a", "-m", "Quillfeather and others", "sample"]);
    let before = crate::recording::office::contents(&first.folder());
    let output = first.caseload(NOW, &["erase", "C-0007", "--dry-run"]).output().unwrap();
    let said = plain(&output);
    for expected in ["1 file of the folder", "5 versions in the history", "cannot be undone"] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    for (arguments, code, expected) in [
        (&["erase", "C-0007"][..], 2, "it is not said why"),
        (&["erase", "C-0007", "--reason", "retention"], 8, "add --yes if it is meant"),
        (&["erase", "C-0007", "--reason", "because"], 2, "invalid value"),
        (
            &["erase", "C-00", "--reason", "request", "--yes"],
            3,
            "type the whole id: caseload erase C-0007",
        ),
        (
            &["erase", "Quill", "--reason", "request", "--yes"],
            3,
            "a case is erased by its whole id",
        ),
    ] {
        let output = first.caseload(NOW, arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{arguments:?} {}", words(&output));
        assert!(words(&output).contains(expected), "{arguments:?} {}", words(&output));
    }
    let after = crate::recording::office::contents(&first.folder());
    // What is looked up among the objects is marked as used.
    let places = [".git/caseload", ".git ", ".git/objects/"];
    let is_ours = |line: &&String| places.iter().any(|place| line.starts_with(place));
    let differing = before.iter().filter(|line| !after.contains(line) && !is_ours(line));
    let names: Vec<&str> = differing.filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(names, [""; 0]);
    erase(&first);
    assert_eq!(left(&first), [""; 0]);
    assert_eq!(first.git_says(&["tag"]), "");
}

#[test]
fn what_holds_the_history_elsewhere_is_in_the_way() {
    let [first, ..] = machines();
    let keep = keep_of_the_pack(&first);
    let own = format!("{} {}", std::process::id(), host());
    let fetching = format!("fetch-pack {} on {}", std::process::id(), host());
    for (file, text, code, expected) in [
        ("gc.pid", "", 4, "no git gc is running"),
        ("gc.pid", &*own, 4, "no git gc is running"),
        ("gc.pid", "999999999 elsewhere", 4, "no git gc is running"),
        (&*keep, "", 5, "keep a pack"),
        (&*keep, "for good\n", 5, "keep a pack"),
        (&*keep, &*fetching, 5, "keep a pack"),
        (&*keep, "fetch-pack 999999999 on elsewhere", 5, "keep a pack"),
        ("objects/info/alternates", "", 5, "takes objects from another one"),
    ] {
        let place = first.git_folder().join(file);
        fs::write(&place, text).unwrap();
        let output = first
            .caseload(NOW, &["erase", "C-0007", "--reason", "request", "--yes"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code), "{file} {}", words(&output));
        assert!(words(&output).contains(expected), "{file} {}", words(&output));
        fs::remove_file(&place).unwrap();
    }
    let linked = tempfile::tempdir().unwrap();
    let place = linked.path().join("linked");
    first.git_says(&["worktree", "add", "--quiet", "--detach", path(&place)]);
    let output = first.caseload(NOW, &["erase", "C-0007", "--dry-run"]).output().unwrap();
    assert!(words(&output).contains("git worktree remove"), "{}", words(&output));
}

/// What a process said, in one line.
pub(crate) fn plain(output: &std::process::Output) -> String {
    words(output).split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}
