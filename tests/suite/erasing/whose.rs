//! Whose a file is: a case is followed wherever it lay, and takes nothing of whoever had its id before or
//! after.

mod alike;

use std::fs;

use crate::erasing::{NOW, everything, plain};
use crate::recording::office::{Office, words};

const AS_X: [&str; 4] = ["-c", "user.name=x", "-c", "user.email=x@example.org"];

/// Kim is B-0001 on two machines.
fn two_machines() -> [Office; 2] {
    let first = Office::with_cases();
    refer(&first, "B-0001", "Kim Longfield");
    let first = first.with_remote();
    let second = first.other_machine("Priya");
    [first, second]
}

fn refer(office: &Office, id: &str, name: &str) {
    let arguments = ["refer", id, "--programme", "ipes", "--name", name, "--on", "2026-11-03"];
    office.done(NOW, &arguments);
}

fn note(office: &Office, id: &str, text: &str) {
    office.done(NOW, &["note", id, "--note", text, "--on", "2026-11-30"]);
}

fn erase(office: &Office, id: &str) {
    office.done(NOW, &["erase", id, "--reason", "mistake", "--yes"]);
}

fn holds(office: &Office, word: &str) -> bool {
    let all: Vec<u8> = everything(office).into_values().flatten().collect();
    String::from_utf8_lossy(&all).contains(word)
}

/// Under the id that Kim has elsewhere, somebody else is erased here.
#[test]
fn what_was_not_sent_of_somebody_else_stays() {
    let [first, second] = two_machines();
    first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    refer(&first, "B-0001", "Jo Shortwood");
    note(&first, "B-0001", "of Jo alone");
    erase(&first, "B-0001");
    note(&second, "B-0001", "not sent of Kim");
    for office in [&first, &second, &first] {
        office.done(NOW, &["sync"]);
    }
    for office in [&first, &second] {
        assert!(!holds(office, "Jo Shortwood") && !holds(office, "of Jo alone"));
        let shown = words(&office.caseload(NOW, &["show", "B-0002", "--all"]).output().unwrap());
        assert!(shown.contains("not sent of Kim"), "{shown}");
        office.done(NOW, &["verify"]);
    }
    assert_eq!(first.tip(), second.tip());
}

#[test]
fn what_was_somebody_elses_under_that_id_stays() {
    let office = Office::with_cases();
    office.done(
        NOW,
        &["refer", "B-0001", "--programme", "ipes", "--name", "Kim Other", "--on", "2026-11-03"],
    );
    office.done(NOW, &["renumber", "B-0001", "B-0002"]);
    office.done(
        NOW,
        &["refer", "B-0001", "--programme", "ipes", "--name", "Jo Gone", "--on", "2026-11-04"],
    );
    office.done(NOW, &["erase", "B-0001", "--reason", "mistake", "--yes"]);
    let all = everything(&office);
    let says = |word: &str| all.values().any(|bytes| String::from_utf8_lossy(bytes).contains(word));
    assert!(says("Kim Other") && !says("Jo Gone"));
    let versions =
        office.git_says(&["log", "--oneline", "--all", "--", "cases/2026/11/B-0001.toml"]);
    assert_eq!(versions.lines().count(), 2, "{versions}");
    office.done(NOW, &["erase", "B-0002", "--reason", "mistake", "--yes"]);
    let all: Vec<u8> = everything(&office).into_values().flatten().collect();
    let all = String::from_utf8_lossy(&all);
    assert!(!all.contains("Kim Other") && !all.contains("B-0001.toml"));
}

/// Two who had one id, one after the other, and are elsewhere now.
#[test]
fn who_had_the_id_before_is_another_case() {
    let [first, second] = two_machines();
    first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    refer(&first, "B-0001", "Jo Shortwood");
    first.done(NOW, &["renumber", "B-0001", "B-0003", "--yes"]);
    first.done(NOW, &["verify"]);
    erase(&first, "B-0003");
    assert!(!holds(&first, "Jo Shortwood") && holds(&first, "Kim Longfield"));
    let kims = first.git_says(&["log", "--oneline", "--", "cases/2026/11/B-0001.toml"]);
    assert_eq!(kims.lines().count(), 2, "{kims}");
    first.done(NOW, &["verify"]);
    first.done(NOW, &["sync"]);
    second.done(NOW, &["sync"]);
    assert!(holds(&second, "Kim Longfield"));
    erase(&first, "B-0002");
    assert!(!holds(&first, "Kim Longfield"));
}

/// A case that has another id on the machine that hears of its erasure is erased by who says so.
#[test]
fn one_that_has_another_id_here_is_asked_about() {
    let [first, second] = two_machines();
    first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    first.done(NOW, &["sync"]);
    erase(&first, "B-0002");
    first.done(NOW, &["sync"]);
    note(&second, "B-0001", "not sent of Kim");
    let output = second.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", words(&output));
    let said = plain(&output);
    assert!(said.contains("caseload erase B-0001 --reason mistake"), "{said}");
    assert!(fs::read_to_string(second.case("B-0001")).unwrap().contains("not sent of Kim"));
    erase(&second, "B-0001");
    for office in [&second, &first, &second] {
        office.done(NOW, &["sync"]);
    }
    for office in [&first, &second] {
        assert!(!holds(office, "Longfield") && !holds(office, "not sent of Kim"));
    }
    assert_eq!(first.tip(), second.tip());
}

/// Who is erased is the person, whatever id they were given meanwhile elsewhere: it is said, nobody is stuck,
/// and whoever has the old id now stays.
#[test]
fn one_that_was_given_another_id_elsewhere_goes_there_too() {
    for first_sends in [true, false] {
        let [first, second] = two_machines();
        second.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
        note(&second, "B-0002", "of Kim elsewhere");
        refer(&second, "B-0001", "Jo Shortwood");
        erase(&first, "B-0001");
        let [one, other] = if first_sends { [&first, &second] } else { [&second, &first] };
        one.done(NOW, &["sync"]);
        let said = plain(&other.done(NOW, &["sync"]));
        let expected = if first_sends {
            "B-0001 was erased elsewhere, and is erased here too; here it was B-0002"
        } else {
            "given another id elsewhere, and B-0002 goes too"
        };
        assert!(said.contains(expected), "{said}");
        for office in [&one, &other, &one] {
            office.done(NOW, &["sync"]);
        }
        assert_eq!(first.tip(), second.tip());
        for office in [&first, &second] {
            assert!(!holds(office, "Longfield") && !holds(office, "of Kim elsewhere"));
            assert!(fs::read_to_string(office.case("B-0001")).unwrap().contains("Jo Shortwood"));
            assert!(!office.case("B-0002").exists());
            office.done(NOW, &["verify"]);
        }
    }
}

/// What git alone renamed, copied, or put beside the cases.
#[test]
fn what_git_alone_made_of_it_goes_too() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    let commit = |words: &str| {
        office.git_says(&["add", "--all"]);
        office.git_says(&[&AS_X[..], &["commit", "-qm", words]].concat());
    };
    let file = office.case("B-0001");
    let renamed = file.with_file_name("B-0009.toml");
    let text = fs::read_to_string(&file).unwrap().replace("B-0001", "B-0009");
    fs::remove_file(&file).unwrap();
    fs::write(&renamed, text).unwrap();
    commit("another number");
    fs::create_dir_all(office.folder().join("old")).unwrap();
    fs::copy(&renamed, office.folder().join("old/kept.toml")).unwrap();
    let copy = fs::read_to_string(&renamed).unwrap() + "# as printed\n";
    fs::write(renamed.with_file_name("B-0009.toml.bak"), copy).unwrap();
    commit("copies of Kim's");
    fs::remove_dir_all(office.folder().join("old")).unwrap();
    fs::remove_file(renamed.with_file_name("B-0009.toml.bak")).unwrap();
    commit("no copies");
    note(&office, "B-0009", "a word");
    let output = office.done(NOW, &["erase", "B-0009", "--reason", "request", "--yes"]);
    assert!(!holds(&office, "Longfield") && !holds(&office, "copies of Kim"), "{}", words(&output));
    let names = office.git_says(&["log", "--name-only", "--format=%s"]);
    for gone in ["B-0001.toml", "B-0009.toml", "old/kept"] {
        assert!(!names.contains(gone), "{gone} {names}");
    }
    assert_eq!(office.not_sound(), [""; 0]);
}

/// One that was taken away and entered again under its id, also with other words.
#[test]
fn one_that_was_taken_away_for_a_while_goes_whole() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    fs::remove_file(office.case("B-0001")).unwrap();
    office.done(NOW, &["save", "--yes"]);
    refer(&office, "B-0001", "Kimberley Longfield");
    fs::remove_file(office.case("B-0001")).unwrap();
    office.done(NOW, &["save", "--yes"]);
    office.done(NOW, &["erase", "B-0001", "--reason", "request", "--yes"]);
    assert!(!holds(&office, "Longfield") && !holds(&office, "B-0001.toml"));
}

/// Two cases without a word about whom they are may have the same bytes.
#[test]
fn a_case_with_the_same_bytes_stays() {
    let office = Office::with_cases();
    let text = "programme = \"ipes\"\nreferred = 2026-11-03\n";
    for (id, line) in [("B-0001", ""), ("B-0002", ""), ("B-0001", "# of the first\n")] {
        let file = office.folder().join(format!("cases/{id}.toml"));
        fs::write(file, format!("{text}{line}")).unwrap();
        office.git_says(&["add", "--all"]);
        office.git_says(&[&AS_X[..], &["commit", "-qm", "by git"]].concat());
    }
    erase(&office, "B-0001");
    assert!(!holds(&office, "of the first") && !holds(&office, "B-0001.toml"));
    let kept = fs::read_to_string(office.folder().join("cases/B-0002.toml")).unwrap();
    assert_eq!(kept, text);
}

/// What was put aside with git's stash stays, without the case.
#[test]
fn what_was_put_aside_stays() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    for (id, line) in [("A-0001", "# one\n"), ("B-0001", "# two\n"), ("A-0002", "# three\n")] {
        let file = office.case(id);
        fs::write(&file, fs::read_to_string(&file).unwrap() + line).unwrap();
        office.git_says(&[&AS_X[..], &["stash", "--quiet"]].concat());
    }
    erase(&office, "B-0001");
    assert!(!holds(&office, "Longfield") && !holds(&office, "# two"));
    let listed = office.git_says(&["stash", "list"]);
    assert_eq!(listed.lines().count(), 3, "{listed}");
    assert!(!listed.contains("B-0001"), "{listed}");
    office.git_says(&["stash", "pop", "--quiet"]);
    assert!(fs::read_to_string(office.case("A-0002")).unwrap().ends_with("# three\n"));
    office.git_says(&["checkout", "--quiet", "."]);
    office.git_says(&["stash", "drop", "--quiet"]);
    office.git_says(&["stash", "pop", "--quiet"]);
    assert!(fs::read_to_string(office.case("A-0001")).unwrap().ends_with("# one\n"));
}

/// A copy that lies in the folder goes with the rest; and one that was refused takes nothing later.
#[test]
fn a_copy_in_the_folder_goes_and_what_was_refused_is_forgotten() {
    let office = Office::with_cases();
    refer(&office, "B-0001", "Kim Longfield");
    fs::create_dir_all(office.folder().join("notes")).unwrap();
    fs::copy(office.case("B-0001"), office.folder().join("notes/kept.txt")).unwrap();
    office.git_says(&["add", "--all"]);
    office.git_says(&[&AS_X[..], &["commit", "-qm", "a copy"]].concat());
    let refused = office.copy();
    erase(&office, "B-0001");
    assert!(!office.folder().join("notes/kept.txt").exists());
    assert!(!holds(&office, "Longfield"));
    assert_eq!(office.git_says(&["status", "--porcelain"]), "");
    // Refused at the last step, where another program has the index.
    fs::write(refused.git_folder().join("index.lock"), "").unwrap();
    let arguments = ["erase", "B-0001", "--reason", "mistake", "--yes"];
    let output = refused.caseload(NOW, &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", words(&output));
    fs::remove_file(refused.git_folder().join("index.lock")).unwrap();
    erase(&refused, "A-0001");
    assert!(fs::read_to_string(refused.case("B-0001")).unwrap().contains("Longfield"));
    let versions = refused.git_says(&["log", "--oneline", "--", "cases/2026/11/B-0001.toml"]);
    assert_eq!(versions.lines().count(), 1, "{versions}");
    assert!(refused.folder().join("notes/kept.txt").exists());
}

/// Who comes after one that was erased is given another id.
#[test]
fn the_next_free_id_is_none_that_was_erased() {
    let office = Office::with_cases();
    let settings = office.folder().join("caseload.toml");
    let text = fs::read_to_string(&settings).unwrap().replace("ids = ", "# ids = ");
    fs::write(&settings, format!("ids = \"A-####\"\n{text}")).unwrap();
    office.done(NOW, &["save"]);
    office.done(
        NOW,
        &["refer", "A-0003", "--programme", "ipes", "--name", "Kim", "--on", "2026-11-03"],
    );
    erase(&office, "A-0003");
    let refer = ["refer", "--programme", "ipes", "--name", "Jo", "--on", "2026-11-03"];
    let said = words(&office.done(NOW, &refer));
    assert!(said.contains("A-0004 Jo: referred"), "{said}");
    let said = words(&office.done(NOW, &["renumber", "A-0002"]));
    assert!(said.contains("A-0005"), "{said}");
}
