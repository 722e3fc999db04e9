//! A case that was given another id on one machine while another recorded on it: what is recorded goes
//! where the case is, and to nobody else.

use std::fs;

use crate::recording::office::{Office, words};

const NOW: &str = "2026-12-01T09:00:00Z";

fn refer(office: &Office, id: &str, name: &str) {
    let arguments = ["refer", id, "--programme", "ipes", "--name", name, "--on", "2026-11-03"];
    office.done(NOW, &arguments);
}

fn note(office: &Office, id: &str, text: &str) {
    office.done(NOW, &["note", id, "--note", text, "--on", "2026-11-30"]);
}

fn text(office: &Office, id: &str) -> String {
    fs::read_to_string(office.case(id)).unwrap()
}

fn machines() -> [Office; 2] {
    let first = Office::with_cases();
    refer(&first, "B-0001", "Kim Longfield");
    let first = first.with_remote();
    let second = first.other_machine("Priya");
    [first, second]
}

fn meet(machines: [&Office; 2]) {
    for at in [0, 1, 0] {
        machines[at].done(NOW, &["sync"]);
    }
    assert_eq!(machines[0].tip(), machines[1].tip());
    for machine in machines {
        let output = machine.caseload(NOW, &["verify"]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", words(&output));
        assert!(!words(&output).contains("says other things"), "{}", words(&output));
    }
}

/// Ensures that a sync in which somebody chose a setting and a case was given another id is not found
/// fault with.
#[test]
fn what_was_chosen_is_not_what_was_left_out() {
    for side in ["here", "there"] {
        let [first, second] = machines();
        for (office, provider) in [(&first, "Elm Works"), (&second, "Oak Works")] {
            let settings = office.folder().join("caseload.toml");
            let text = fs::read_to_string(&settings).unwrap();
            fs::write(&settings, format!("provider = \"{provider}\"\n{text}")).unwrap();
            office.done(NOW, &["save"]);
        }
        first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
        note(&second, "B-0001", "of Kim");
        second.done(NOW, &["sync"]);
        let refused = first.caseload(NOW, &["sync"]).output().unwrap();
        assert_eq!(refused.status.code(), Some(7), "{}", words(&refused));
        first.done(NOW, &["sync", "--keep", side]);
        assert!(text(&first, "B-0002").contains("of Kim"));
        meet([&second, &first]);
    }
}

/// Whoever meets first.
#[test]
fn what_was_recorded_follows_the_case_and_not_the_id() {
    for first_sends in [true, false] {
        let [first, second] = machines();
        first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
        refer(&first, "B-0001", "Jo Shortwood");
        note(&first, "B-0001", "of Jo");
        note(&second, "B-0001", "of Kim");
        meet(if first_sends { [&first, &second] } else { [&second, &first] });
        for office in [&first, &second] {
            let (kim, jo) = (text(office, "B-0002"), text(office, "B-0001"));
            assert!(kim.contains("of Kim") && kim.contains("Longfield"), "{kim}");
            assert!(jo.contains("of Jo") && !jo.contains("of Kim"), "{jo}");
        }
    }
}

/// Given several ids one after the other, back to the old one, or the same on both machines.
#[test]
fn a_case_is_followed_from_id_to_id() {
    let [first, second] = machines();
    for (old, new) in [("B-0001", "B-0002"), ("B-0002", "B-0003")] {
        first.done(NOW, &["renumber", old, new, "--yes"]);
    }
    note(&second, "B-0001", "of Kim");
    meet([&first, &second]);
    assert!(text(&second, "B-0003").contains("of Kim"));
    assert!(!second.case("B-0001").exists() && !second.case("B-0002").exists());
    first.done(NOW, &["renumber", "B-0003", "B-0004", "--yes"]);
    first.done(NOW, &["undo"]);
    second.done(NOW, &["renumber", "B-0003", "B-0005", "--yes"]);
    note(&first, "B-0003", "again of Kim");
    meet([&second, &first]);
    assert!(text(&first, "B-0005").contains("again of Kim"));
    for office in [&first, &second] {
        office.done(NOW, &["renumber", "B-0005", "B-0006", "--yes"]);
        note(office, "B-0006", "of both");
    }
    meet([&first, &second]);
    assert_eq!(text(&first, "B-0006").matches("of both").count(), 2);
}

/// Given another id on each machine: nobody can tell which it is to have, and nothing is lost.
#[test]
fn a_case_with_another_id_on_each_machine_is_there_twice() {
    let [first, second] = machines();
    first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
    note(&first, "B-0002", "of the first");
    second.done(NOW, &["renumber", "B-0001", "B-0003", "--yes"]);
    note(&second, "B-0003", "of the second");
    // And somebody else has its id on each.
    for (office, name) in [(&first, "Jo Shortwood"), (&second, "Max Overhill")] {
        refer(office, "B-0001", name);
    }
    first.done(NOW, &["sync"]);
    let output = second.caseload(NOW, &["sync"]).output().unwrap();
    assert!(words(&output).contains("`B-0001` is the id of two people"), "{}", words(&output));
    second.done(NOW, &["renumber", "B-0001", "B-0004", "--yes"]);
    meet([&first, &second]);
    assert!(text(&first, "B-0001").contains("Jo Shortwood"));
    assert!(text(&first, "B-0004").contains("Max Overhill"));
    assert!(text(&first, "B-0002").contains("of the first"));
    assert!(text(&first, "B-0003").contains("of the second"));
}

/// Taken back on one machine, and the id given to somebody else: nothing goes to that one.
#[test]
fn an_id_that_was_freed_and_given_again_is_of_two_people() {
    for is_undone in [true, false] {
        let [first, second] = machines();
        first.done(
            NOW,
            &[
                "refer",
                "B-0002",
                "--programme",
                "ipes",
                "--name",
                "Kit Longmoor",
                "--on",
                "2026-11-03",
            ],
        );
        first.done(NOW, &["sync"]);
        second.done(NOW, &["sync"]);
        note(&second, "B-0002", "of Kit");
        if is_undone {
            first.done(NOW, &["undo", "B-0002"]);
        } else {
            fs::remove_file(first.case("B-0002")).unwrap();
            first.done(NOW, &["save", "--yes"]);
        }
        refer(&first, "B-0002", "Jo Shortwood");
        first.done(NOW, &["sync"]);
        let output = second.caseload(NOW, &["sync"]).output().unwrap();
        assert_eq!(output.status.code(), Some(7), "{}", words(&output));
        assert!(words(&output).contains("`B-0002` is the id of two people"), "{}", words(&output));
        second.done(NOW, &["renumber", "B-0002", "B-0003", "--yes"]);
        meet([&second, &first]);
        for office in [&first, &second] {
            assert!(!text(office, "B-0002").contains("of Kit"));
            let kit = text(office, "B-0003");
            assert!(kit.contains("of Kit") && kit.contains("Longmoor"), "{kit}");
        }
    }
}

/// Git knows files and no cases: what was recorded of one person waits, and does not go to the one who has
/// the id now.
#[test]
fn plain_git_waits_where_an_id_was_given_again() {
    for (how, back) in [("--no-rebase", "merge"), ("--rebase", "rebase")] {
        let [first, second] = machines();
        first.done(NOW, &["renumber", "B-0001", "B-0002", "--yes"]);
        refer(&first, "B-0001", "Jo Shortwood");
        note(&first, "B-0001", "of Jo");
        first.done(NOW, &["sync"]);
        note(&second, "B-0001", "of Kim");
        let before = text(&second, "B-0001");
        let pulled = second.git(&["pull", "--no-edit", how, "origin", "main"]);
        assert!(!pulled.status.success(), "{}", words(&pulled));
        assert!(words(&pulled).contains("caseload resolve looks at the history"));
        let resolved = second.caseload(NOW, &["resolve"]).output().unwrap();
        assert_eq!(resolved.status.code(), Some(7), "{}", words(&resolved));
        let said = words(&resolved).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("`B-0001` was given to somebody else"), "{said}");
        assert!(said.contains("Jo Shortwood") && said.contains("Kim Longfield"), "{said}");
        assert!(said.contains("then run caseload sync"), "{said}");
        second.git_says(&[back, "--abort"]);
        assert_eq!(text(&second, "B-0001"), before);
        meet([&second, &first]);
        let (kim, jo) = (text(&second, "B-0002"), text(&second, "B-0001"));
        assert!(kim.contains("of Kim") && kim.contains("Longfield"), "{kim}");
        assert!(jo.contains("of Jo") && !jo.contains("of Kim"), "{jo}");
    }
}

/// A name that was set right looks like somebody else's where nothing else is recorded; the history tells.
#[test]
fn whose_name_was_set_right_is_resolved_by_the_history() {
    let [first, second] = machines();
    first.done(NOW, &["set", "B-0001", "name=Kimberley Longfield"]);
    first.done(NOW, &["sync"]);
    note(&second, "B-0001", "of Kim");
    let pulled = second.git(&["pull", "--no-edit", "--no-rebase", "origin", "main"]);
    assert!(!pulled.status.success(), "{}", words(&pulled));
    second.done(NOW, &["resolve"]);
    assert!(second.git(&["commit", "--no-edit"]).status.success());
    let kim = text(&second, "B-0001");
    assert!(kim.contains("of Kim") && kim.contains("Kimberley"), "{kim}");
    // With an entry that both have there is nothing to ask.
    second.done(NOW, &["sync"]);
    first.done(NOW, &["sync"]);
    first.done(NOW, &["set", "B-0001", "name=Kim Short"]);
    first.done(NOW, &["sync"]);
    note(&second, "B-0001", "more of Kim");
    let pulled = second.git(&["pull", "--no-edit", "--no-rebase", "origin", "main"]);
    assert!(pulled.status.success(), "{}", words(&pulled));
    assert!(text(&second, "B-0001").contains("Kim Short"));
}

/// Ensures that whoever has to give another id is not sent from one that is taken to the next.
#[test]
fn a_free_id_is_free_at_the_remote_too() {
    let [first, second] = machines();
    for id in ["B-0002", "B-0003", "B-0004", "B-0005"] {
        refer(&first, id, &format!("Somebody {id}"));
    }
    first.done(NOW, &["sync"]);
    let settings = second.folder().join("caseload.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("ids = \"random\"", "ids = \"B-####\"")).unwrap();
    second.done(NOW, &["save"]);
    refer(&second, "B-0002", "Jo Shortwood");
    let refused = second.caseload(NOW, &["sync"]).output().unwrap();
    assert!(words(&refused).contains("caseload renumber B-0002"), "{}", words(&refused));
    second.done(NOW, &["renumber", "B-0002"]);
    assert!(second.case("B-0006").exists());
    meet([&second, &first]);
}
