//! Cases that had another id, or none yet: what is said of them, and their history.

use crate::recording::office::{Office, words};

const BEFORE: &str = "2026-11-18T10:00:00Z";
const GIVEN: &str = "2026-11-19T10:00:00Z";
const NOW: &str = "2026-11-20T10:00:00Z";

/// Kim is B-0002, and was B-0001; Jo has that id now.
fn office() -> Office {
    let office = Office::with_cases();
    refer(&office, BEFORE, "Kim Longfield");
    let on = ["--on", "2026-11-17"];
    office.done(BEFORE, &[&["contact", "B-0001", "--mode", "phone"][..], &on].concat());
    office.done(GIVEN, &["renumber", "B-0001", "B-0002"]);
    office
}

fn refer(office: &Office, now: &str, name: &str) {
    let arguments =
        ["refer", "B-0001", "--programme", "ipes", "--name", name, "--on", "2026-11-16"];
    office.done(now, &arguments);
}

fn refused(office: &Office, arguments: &[&str]) -> String {
    let output = office.caseload(NOW, arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{arguments:?}: {}", words(&output));
    words(&output)
}

#[test]
fn an_id_that_was_given_up_leads_to_the_new_one() {
    let office = office();
    let now = "there is no case `B-0001`: it was given the id B-0002 on Thu 19 Nov 2026";
    for arguments in [
        &["show", "B-0001"][..],
        &["show", "b-0001"],
        &["explain", "B-0001"],
        &["audit", "B-0001"],
        &["contact", "B-0001", "--mode", "phone"],
        &["due", "--suppose", "contact B-0001 --mode phone"],
    ] {
        let said = refused(&office, arguments).replace("`b-", "`B-");
        assert!(said.contains(now) && said.contains("did you mean `B-0002`?"), "{said}");
    }
    office.done(GIVEN, &["renumber", "B-0002", "B-0003"]);
    let said = refused(&office, &["show", "B-0001"]);
    assert!(said.contains("and B-0003 later") && said.contains("did you mean `B-0003`?"), "{said}");
    let said = refused(&office, &["show", "B-0003", "--at", "2026-11-18"]);
    assert!(said.contains("then it was `B-0001`"), "{said}");
}

#[test]
fn before_it_was_on_record_it_is_said_since_when_it_is() {
    let office = office();
    for command in ["show", "audit", "explain"] {
        let said = refused(&office, &[command, "B-0002", "--at", "2026-11-18"]);
        let expected = "there was no case `B-0002` then: it is called so since Thu 19 Nov 2026";
        assert!(said.contains(expected) && said.contains("then it was `B-0001`"), "{said}");
        let said = refused(&office, &[command, "B-0001", "--at", "2026-11-17"]);
        let expected = "there was no case `B-0001` then: it is on record since Wed 18 Nov 2026";
        assert!(said.contains(expected), "{said}");
        let first = said.rsplit("has it is ").next().unwrap().trim();
        office.done(NOW, &[command, "B-0001", "--at", first]);
        // Before either id: since when the one that is asked for is so called.
        let said = refused(&office, &[command, "B-0002", "--at", "2026-11-17"]);
        assert!(said.contains("there was no case `B-0002` then"), "{said}");
        // As it was later, the old id had been given up.
        let said = refused(&office, &[command, "B-0001", "--at", "2026-11-19"]);
        assert!(said.contains("it was given the id B-0002"), "{said}");
    }
    let said = refused(&office, &["show", "B-0009", "--at", "2026-11-18"]);
    assert!(said.contains("did you mean `B-0001`?"), "{said}");
}

#[test]
fn a_file_that_was_taken_away_is_told_of() {
    let office = office();
    std::fs::remove_file(office.case("B-0002")).unwrap();
    let said = refused(&office, &["show", "B-0002"]);
    assert!(said.contains("its file is gone, and that is not recorded"), "{said}");
    office.done(NOW, &["save", "--yes"]);
    let said = refused(&office, &["show", "B-0002"]);
    assert!(said.contains("its file was taken away on Fri 20 Nov 2026"), "{said}");
    assert!(said.contains("caseload history B-0002"), "{said}");
}

#[test]
fn a_history_goes_on_under_the_id_before() {
    let office = office();
    refer(&office, NOW, "Jo Shortwood");
    office.done(NOW, &["contact", "B-0002", "--mode", "video", "--on", "2026-11-20"]);
    let said = words(&office.done(NOW, &["history", "B-0002", "--format", "plain"]));
    let what: Vec<&str> = said.lines().filter_map(|line| line.split("Reed: ").nth(1)).collect();
    assert_eq!(
        what,
        [
            "B-0002: contact by video, held, on Fri 20 Nov 2026.",
            "B-0002: renumbered, B-0001 before.",
            "B-0001: contact by phone, held, on Tue 17 Nov 2026 (recorded 1 day later).",
            "B-0001: case opened; B-0001: referred on Mon 16 Nov 2026 (recorded 2 days later).",
        ],
        "{said}"
    );
    let said = words(&office.done(NOW, &["history", "B-0002", "--since", "2026-11-19"]));
    assert!(said.contains("2 operations"), "{said}");
    let said = words(&office.done(NOW, &["history", "B-0001", "--format", "plain"]));
    assert!(said.contains("4 operations") && said.contains("renumbered, B-0002 now"), "{said}");
}

/// Ensures that what another machine recorded under the old id, before it knew of the new one, is told too.
#[test]
fn what_was_recorded_elsewhere_under_the_old_id_is_told() {
    let first = Office::with_cases();
    refer(&first, BEFORE, "Kim Longfield");
    let first = first.with_remote();
    let second = first.other_machine("Priya");
    first.done(GIVEN, &["renumber", "B-0001", "B-0002", "--yes"]);
    second.done(NOW, &["contact", "B-0001", "--mode", "phone", "--on", "2026-11-20"]);
    for office in [&first, &second, &first] {
        office.done(NOW, &["sync"]);
    }
    let said = words(&first.done(NOW, &["history", "B-0002", "--format", "plain"]));
    assert!(said.contains("Priya: B-0001: contact by phone, held"), "{said}");
    assert_eq!(said.matches("renumbered").count(), 1, "{said}");
}
