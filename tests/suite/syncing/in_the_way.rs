//! What two machines recorded that does not simply go together: each ends as it should, and nothing
//! is lost on the way.

use std::fs;

use crate::recording::office::{Office, make_program, program, words};

const NOW: &str = "2026-11-20T12:00:00Z";

/// Two machines with one remote and the same two cases.
fn two() -> (Office, Office) {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    (here, there)
}

/// What a sync says that is refused with this code; nothing is changed by it.
fn refused(machine: &Office, code: i32) -> String {
    let before = (machine.tip(), machine.files());
    let output = machine.caseload(NOW, &["sync"]).output().unwrap();
    assert_eq!(output.status.code(), Some(code), "{}", words(&output));
    assert_eq!((machine.tip(), machine.files()), before);
    words(&output).replace('\n', " ")
}

/// What a sync says that comes to its end.
fn synced(machine: &Office) -> String {
    words(&machine.done(NOW, &["sync"])).replace('\n', " ")
}

fn text(machine: &Office, id: &str) -> String {
    fs::read_to_string(machine.case(id)).unwrap()
}

#[test]
fn one_id_for_two_people_stops_it_and_names_both() {
    let (here, there) = two();
    here.done(NOW, &["refer", "A-0003", "--name", "Ana", "--on", "2026-11-05"]);
    there.done(NOW, &["refer", "A-0003", "--name", "Ben", "--on", "2026-10-06"]);
    there.done(NOW, &["sync"]);
    let said = refused(&here, 7);
    assert!(said.contains("here Ana") && said.contains("there Ben"), "{said}");
    assert!(said.contains("caseload renumber A-0003"), "{said}");
}

#[test]
fn a_case_changed_here_and_taken_away_there_is_kept() {
    let (here, there) = two();
    here.done(NOW, &["contact", "A-0002", "--mode", "phone", "--note", "kept-note"]);
    fs::remove_file(there.case("A-0002")).unwrap();
    there.done(NOW, &["save", "--yes"]);
    there.done(NOW, &["sync"]);
    let said = synced(&here);
    assert!(said.contains("A-0002: was taken away there"), "{said}");
    assert_eq!(here.recorded("kept-note"), 1);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
}

#[test]
fn two_values_of_one_key_are_left_to_be_settled() {
    let (here, there) = two();
    here.done(NOW, &["set", "A-0001", "name=Ana"]);
    there.done(NOW, &["set", "A-0001", "name=Ben"]);
    there.done(NOW, &["sync"]);
    let said = synced(&here);
    assert!(said.contains("caseload settle A-0001"), "{said}");
    assert!(text(&here, "A-0001").contains("name = \"Ben\""), "the greater one stands");
    assert!(text(&here, "A-0001").contains("other = \"Ana\""), "{}", text(&here, "A-0001"));
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
}

#[test]
fn a_correction_against_a_correction_is_left_to_be_settled() {
    let (here, there) = two();
    here.done(NOW, &["correct", "A-0001", "1", "mode=video", "outcome=held"]);
    there.done(NOW, &["correct", "A-0001", "1", "mode=phone"]);
    here.done(NOW, &["sync"]);
    let said = synced(&there);
    assert!(said.contains("`mode` is"), "{said}");
    here.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
    assert_eq!(text(&here, "A-0001").matches("[[conflict]]").count(), 1);
}

#[test]
fn one_side_that_cannot_be_read_stops_it_and_is_named() {
    let (here, there) = two();
    here.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    // Only plain git records what cannot be read.
    fs::write(there.case("A-0001"), text(&there, "A-0001") + "\n[[contact\n").unwrap();
    there.git_says(&["commit", "--quiet", "--all", "--message", "by hand"]);
    there.git_says(&["push", "--quiet"]);
    let said = refused(&here, 7);
    assert!(said.contains("as it was recorded there, this is not TOML"), "{said}");
    // Where only one side changed it, it is taken as it is, and said.
    let third = here.other_machine("Robin");
    third.done(NOW, &["contact", "A-0002", "--mode", "phone"]);
    third.done(NOW, &["sync"]);
    fs::write(there.case("A-0001"), text(&third, "A-0002")).unwrap();
}

#[test]
fn settings_changed_apart_come_together_or_wait_for_a_choice() {
    let (here, there) = two();
    let add = |machine: &Office, line: &str| {
        let path = machine.folder().join("caseload.toml");
        fs::write(&path, fs::read_to_string(&path).unwrap() + line).unwrap();
        machine.done(NOW, &["save"]);
    };
    add(&here, "\n[workers.robin]\n");
    add(&there, "\n[workers.priya]\n");
    there.done(NOW, &["sync"]);
    here.done(NOW, &["sync"]);
    let settings = fs::read_to_string(here.folder().join("caseload.toml")).unwrap();
    assert!(settings.contains("[workers.robin]") && settings.contains("[workers.priya]"));
    there.done(NOW, &["sync"]);
    add(&here, "name = \"One\"\n\n[workers.sam]\n");
    add(&there, "name = \"Two\"\n\n[workers.kim]\n");
    there.done(NOW, &["sync"]);
    let said = refused(&here, 7);
    assert!(
        said.contains("`workers.robin.name` is \"One\" here and \"Two\" there")
            && said.contains("--keep here"),
        "{said}"
    );
    here.done(NOW, &["sync", "--keep", "here"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
    let settings = fs::read_to_string(here.folder().join("caseload.toml")).unwrap();
    assert!(settings.contains("name = \"One\"") && !settings.contains("Two"), "{settings}");
    // The other side is kept where the two do not differ.
    assert!(settings.contains("[workers.sam]") && settings.contains("[workers.kim]"), "{settings}");
}

#[test]
fn settings_taken_away_on_one_side_wait_for_a_choice() {
    let (here, there) = two();
    fs::create_dir_all(here.folder().join("programmes")).unwrap();
    let programme = here.folder().join("programmes/own.toml");
    let builtin =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/programme/ipes.toml"));
    let text = builtin.unwrap().replacen("id = \"ipes\"", "id = \"own\"", 1);
    fs::write(&programme, &text).unwrap();
    here.done(NOW, &["save"]);
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    fs::remove_file(&programme).unwrap();
    here.done(NOW, &["save", "--yes"]);
    let other = there.folder().join("programmes/own.toml");
    fs::write(&other, format!("# ours\n{}", fs::read_to_string(&other).unwrap())).unwrap();
    there.done(NOW, &["save"]);
    there.done(NOW, &["sync"]);
    let said = refused(&here, 7);
    assert!(said.contains("was taken away here and changed there"), "{said}");
    assert!(said.contains("keep the whole file of one side"), "{said}");
    here.done(NOW, &["sync", "--keep", "there"]);
    assert!(fs::read_to_string(&programme).unwrap().starts_with("# ours"));
}

#[test]
fn one_sheet_imported_on_two_machines_is_said_at_once() {
    let (here, there) = two();
    for machine in [&here, &there] {
        let sheet = machine.folder().parent().unwrap().join("people.csv");
        fs::write(&sheet, "No,Name,Referred\n101,Ana,2026-11-05\n102,Ben,2026-11-06\n").unwrap();
        let mapping = sheet.with_file_name("people.toml");
        let columns = "name = \"Name\"\nreferred = \"Referred\"\n";
        let text = format!(
            "rows = \"cases\"\nkey = \"No\"\n[columns]\n{columns}[always]\nprogramme = \"ipes\"\n"
        );
        fs::write(&mapping, text).unwrap();
        let [sheet, mapping] = [&sheet, &mapping].map(|path| path.to_str().unwrap());
        machine.done(NOW, &["import", sheet, "--mapping", mapping, "--yes"]);
    }
    there.done(NOW, &["sync"]);
    let said = synced(&here);
    assert!(said.contains("2 participants have two cases for one referral each"), "{said}");
    assert!(said.contains("(number 101)") && said.contains("caseload undo"), "{said}");
    // The way back, where one of the imports was made.
    here.done(NOW, &["undo"]);
    let checked = words(&here.caseload(NOW, &["check"]).output().unwrap());
    assert!(!checked.contains("duplicate-case"), "{checked}");
}

#[test]
fn a_meeting_that_both_struck_after_logging_it_twice_is_no_longer_met() {
    let (here, there) = two();
    let meeting = ["contact", "A-0001", "--mode", "in-person", "--on", "2026-11-19"];
    here.done(NOW, &meeting);
    there.done("2026-11-20T12:03:00Z", &meeting);
    there.done(NOW, &["sync"]);
    let said = synced(&here);
    assert!(said.contains("say the same"), "{said}");
    there.done(NOW, &["sync"]);
    let numbers = |word: &str| {
        let after = said.split("entries ").nth(1).unwrap();
        let mut words = after.split(' ').filter(|it| it.parse::<u8>().is_ok());
        words.nth(usize::from(word == "second")).unwrap().to_owned()
    };
    let struck =
        words(&here.done(NOW, &["remove", "A-0001", &numbers("first"), "--reason", "twice"]));
    assert!(!struck.contains("No longer met"), "{struck}");
    there.done(NOW, &["remove", "A-0001", &numbers("second"), "--reason", "twice"]);
    there.done(NOW, &["sync"]);
    let said = synced(&here);
    assert!(said.contains("No longer met:"), "{said}");
}

#[test]
fn a_history_that_was_rewritten_is_not_merged_silently() {
    let (here, there) = two();
    there.git_says(&["commit", "--quiet", "--amend", "--message", "another past"]);
    there.git_says(&["push", "--quiet", "--force"]);
    let said = refused(&here, 7);
    assert!(said.contains("was rewritten") && said.contains("--accept-rewritten"), "{said}");
    // A plain fetch does not hide it.
    here.git_says(&["fetch", "--quiet", "origin"]);
    refused(&here, 7);
    here.done(NOW, &["sync", "--accept-rewritten"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
}

#[test]
fn what_plain_git_sent_is_known_to_be_there() {
    let (here, there) = two();
    here.done(NOW, &["sync"]);
    there.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    there.done(NOW, &["sync"]);
    here.git_says(&["pull", "--quiet"]);
    here.done(NOW, &["contact", "A-0002", "--mode", "phone"]);
    assert!(words(&here.done(NOW, &["status"])).contains("1 operation"));
    here.git_says(&["push", "--quiet"]);
    let said = words(&here.done(NOW, &["status"]));
    assert!(!said.contains("1 operation"), "{said}");
    // Taken away at the remote again: what was seen there is known to be gone.
    there.git_says(&["push", "--quiet", "--force"]);
    let said = refused(&here, 7);
    assert!(said.contains("was rewritten"), "{said}");
}

#[test]
fn a_folder_with_another_beginning_is_not_merged() {
    let (here, _) = two();
    let other = Office::to_be();
    other.set("user.name", "Kim");
    other.init(&[program()]);
    other.done(NOW, &["remote", "set", here.remote().to_str().unwrap()]);
    let said = refused(&other, 7);
    assert!(said.contains("no common beginning"), "{said}");
}

#[test]
fn without_a_network_everything_is_recorded_and_waits() {
    let (here, there) = two();
    fs::rename(here.remote(), here.remote().with_extension("away")).unwrap();
    here.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    let said = refused(&here, 6);
    assert!(said.contains("still to be sent from this machine: 1 operation"), "{said}");
    assert!(said.contains("cannot be reached"), "{said}");
    fs::rename(here.remote().with_extension("away"), here.remote()).unwrap();
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
}

/// Ensures that a remote on a disk, which may have arrived on a stick, runs nothing on this machine.
#[test]
fn programs_of_a_remote_on_a_disk_are_not_run() {
    let (here, there) = two();
    let marker = here.home().join("ran");
    let program = format!("touch {}", marker.display());
    for hook in ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"] {
        make_program(&here.remote().join("hooks").join(hook), &program);
    }
    let config = here.remote().join("config");
    let config = config.to_str().unwrap();
    for key in ["core.alternateRefsCommand", "uploadpack.packObjectsHook"] {
        here.git_says(&["config", "--file", config, key, &program]);
    }
    here.done(NOW, &["contact", "A-0001", "--mode", "phone"]);
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    assert_eq!(there.files(), here.files());
    assert!(!marker.exists(), "what the remote's own hooks and settings name is not run");
}

#[test]
fn links_and_programs_of_the_folder_are_not_followed_or_run() {
    let (here, there) = two();
    std::os::unix::fs::symlink("/etc/passwd", there.folder().join("cases/2026/A-0009.toml"))
        .unwrap();
    there.git_says(&["add", "cases"]);
    there.git_says(&["commit", "--quiet", "--message", "a link"]);
    there.git_says(&["push", "--quiet"]);
    let said = refused(&here, 7);
    assert!(said.contains("is no plain file"), "{said}");
    let marker = here.home().join("ran");
    let program = format!("touch {}; false", marker.display());
    here.git_says(&["config", "core.sshCommand", &program]);
    here.git_says(&["config", "remote.origin.uploadpack", &program]);
    for url in ["ext::sh -c touch% x", "--upload-pack=x", "ssh://localhost:1/x"] {
        here.git_says(&["config", "remote.origin.url", url]);
        let output = here.caseload(NOW, &["sync"]).output().unwrap();
        assert!(!output.status.success(), "{}", words(&output));
    }
    assert!(!marker.exists(), "what the folder's own settings name is not run");
}
