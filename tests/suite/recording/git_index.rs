//! Git's index after a recording, as git itself reads it: in every form that git writes, with every
//! part that git adds to it, and with whatever others have under way in it.

use std::fs;
use std::time::Duration;

use crate::recording::office::Office;
use crate::recording::scenario::{self, LATER, NOW, WORD};

/// Ensures that an index is read by git as before but for the file of the case, after a recording
/// and after its undoing.
#[test]
fn git_reads_it_as_before() {
    for (name, prepare) in FORMS {
        let office = office();
        prepare(&office);
        let before = entries(&office);
        office.done(NOW, scenario::contact().arguments);
        assert_eq!(entries(&office), before, "{name}");
        assert_eq!(staged(&office, "cases/2026/11/A-0001.toml"), in_head(&office), "{name}");
        office.done(LATER, &["undo"]);
        assert_eq!(entries(&office), before, "{name}, undone");
        assert_eq!(office.git_says(&["diff", "--cached", "--", "cases"]), "", "{name}");
        assert_eq!(office.git_says(&["status", "--porcelain", "cases"]), "", "{name}");
    }
}

/// Ensures that a case which is referred and taken back comes into the index and leaves it, at its
/// place among the others.
#[test]
fn files_come_and_go() {
    for (name, prepare) in FORMS {
        let office = office();
        prepare(&office);
        let before = entries(&office);
        let refer = ["refer", "A-0001-b", "--programme", "ipes", "--on", "2026-11-10"];
        office.done(NOW, &refer);
        let new = "cases/2026/11/A-0001-b.toml";
        assert_eq!(staged(&office, new), office.git_says(&["rev-parse", &format!("HEAD:{new}")]));
        let listed = office.git_says(&["ls-files"]);
        let mut sorted: Vec<&str> = listed.lines().collect();
        sorted.sort_unstable();
        assert_eq!(listed.lines().collect::<Vec<_>>(), sorted, "{name}");
        office.done(LATER, &["undo"]);
        assert_eq!(entries(&office), before, "{name}");
    }
}

/// Ensures that the trees which git keeps in its index are those of the entries: git would write
/// wrong commits from others without a word.
#[test]
fn the_trees_that_are_kept_are_true() {
    let office = Office::with_history();
    for round in 0..6 {
        // Git fills in the names that a recording took out, now of all trees and now of none.
        if round % 2 == 0 {
            office.git_says(&["read-tree", "HEAD"]);
            office.git_says(&["update-index", "-q", "--refresh"]);
        }
        let id = ["A-0001", "A-0002"][round % 2];
        office.done(NOW, &["contact", id, "--mode", "phone", "--again"]);
        let kept = office.git_says(&["write-tree"]);
        assert_eq!(kept.trim(), office.tree(), "round {round}");
        office.git_says(&["commit", "--quiet", "--allow-empty", "--message", "by hand"]);
        assert_eq!(office.git_says(&["diff", "HEAD~", "HEAD"]), "", "round {round}");
    }
}

/// Ensures that a file which was changed in the very moment in which git wrote its index, so that
/// neither size nor clock show it, is still seen as changed after the index has a newer clock.
#[test]
fn a_change_that_no_clock_shows_is_not_hidden() {
    let office = Office::with_history();
    let file = office.case("A-0002");
    let index = office.git_folder().join("index");
    office.git_says(&["update-index", "--really-refresh", "-q"]);
    // Git looks at whole seconds.
    let written = fs::metadata(&index).unwrap().modified().unwrap() - Duration::from_secs(10);
    let text = fs::read_to_string(&file).unwrap();
    let set = |path: &std::path::Path| {
        let opened = fs::File::options().append(true).open(path).unwrap();
        opened.set_modified(written).unwrap();
    };
    // Git notes the moment at which the file was changed, then it is changed again in that moment.
    set(&file);
    office.git_says(&["-c", "core.trustctime=false", "update-index", "--really-refresh", "-q"]);
    set(&index);
    fs::write(&file, text.replace("ipes", "ipeS")).unwrap();
    set(&file);
    let seen = ["-c", "core.trustctime=false", "diff", "--name-only"];
    assert_eq!(office.git_says(&seen), "cases/2026/11/A-0002.toml\n");
    office.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    assert_eq!(office.git_says(&seen), "cases/2026/11/A-0002.toml\n");
}

/// Ensures that an index in parts is refused with the words that make it whole.
#[test]
fn an_index_in_parts_is_refused() {
    let office = office();
    office.git_says(&["update-index", "--split-index"]);
    crate::recording::lock::refused(&office, 5, "git update-index --no-split-index");
    office.git_says(&["update-index", "--no-split-index"]);
    office.done(NOW, scenario::contact().arguments);
    assert_eq!(office.recorded(WORD), 1);
}

type Prepare = fn(&Office);

/// The forms that an index can have.
const FORMS: [(&str, Prepare); 10] = [
    ("plain", |_| {}),
    ("version 4", |office| drop(office.git_says(&["update-index", "--index-version", "4"]))),
    ("untracked files kept", |office| {
        office.git_says(&["update-index", "--force-untracked-cache"]);
        office.git_says(&["status", "--porcelain"]);
    }),
    ("entries by blocks", |office| {
        office.set("index.threads", "4");
        office.git_says(&["update-index", "--force-write-index"]);
    }),
    ("no checksum", |office| {
        office.set("index.skipHash", "true");
        office.git_says(&["update-index", "--force-write-index"]);
    }),
    ("assumed unchanged", |office| {
        office.git_says(&["update-index", "--assume-unchanged", "cases/2026/11/A-0002.toml"]);
    }),
    ("left out of the folder", |office| {
        office.git_says(&["update-index", "--skip-worktree", "caseload.toml"]);
    }),
    ("announced", |office| {
        fs::write(office.folder().join("a.txt"), "a\n").unwrap();
        office.git_says(&["add", "--intent-to-add", "a.txt"]);
    }),
    ("a path longer than an entry can say", |office| {
        let blob = office.git_says(&["hash-object", "-w", "cases.txt"]);
        let path = ["a".repeat(250).as_str(); 20].join("/");
        let entry = format!("100644,{},{path}", blob.trim());
        office.git_says(&["update-index", "--add", "--cacheinfo", &entry]);
    }),
    ("a conflict that was resolved", |office| {
        let commit = |text: &str| {
            fs::write(office.folder().join("cases.txt"), text).unwrap();
            office.git_says(&["commit", "--quiet", "--all", "--message", "a paper"]);
        };
        office.git_says(&["switch", "--quiet", "--create", "other"]);
        commit("theirs\n");
        office.git_says(&["switch", "--quiet", "main"]);
        commit("ours\n");
        assert!(!office.git(&["merge", "other"]).status.success());
        office.git_says(&["add", "cases.txt"]);
        fs::remove_file(office.git_folder().join("MERGE_HEAD")).unwrap();
        assert!(!office.git_says(&["ls-files", "--resolve-undo"]).is_empty());
    }),
];

/// A folder with some paths that are long, or sort strangely.
fn office() -> Office {
    let office = Office::with_history();
    let write = |name: &str| {
        let path = office.folder().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "text\n").unwrap();
    };
    write("cases-old.txt");
    write("cases.txt");
    write("cases0/notes.txt");
    write(&format!("{}/deep.txt", ["a-folder-with-a-long-name"; 8].join("/")));
    office.git_says(&["add", "cases-old.txt", "cases.txt", "cases0", "a-folder-with-a-long-name"]);
    office.git_says(&["commit", "--quiet", "--message", "papers"]);
    office
}

/// The entries as git sees them, with their marks, but for the case that is recorded in.
fn entries(office: &Office) -> Vec<String> {
    let mut all = Vec::new();
    for arguments in [&["ls-files", "--stage", "-v"][..], &["ls-files", "--resolve-undo"]] {
        let listed = office.git_says(arguments);
        all.extend(listed.lines().filter(|line| !line.contains("A-0001")).map(str::to_owned));
    }
    all
}

fn staged(office: &Office, file: &str) -> String {
    office.git_says(&["rev-parse", &format!(":{file}")])
}

fn in_head(office: &Office) -> String {
    office.git_says(&["rev-parse", "HEAD:cases/2026/11/A-0001.toml"])
}
