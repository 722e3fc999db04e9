//! Rows that are cases.

use std::fs;

use super::{NOW, import, imported, on_one_line};
use crate::recording::office::{Office, words};

const MAPPING: &str = "rows = \"cases\"\nkey = \"Client no\"\n[columns]\nname = \"Client\"\n\
    referred = \"Referral\"\nstarted = \"Start\"\nworker = \"Key worker\"\n";

const PEOPLE: &str = "Client no,Client,Key worker,Referral,Start,Phone\n\
    101,\"Okafor, Sam\",alex,02/11/2026,16/11/2026,x\n\
    102,Zoë,,3.11.2026,,y\n";

/// A folder whose new cases are numbered, so that their files are known.
fn office() -> Office {
    let office = Office::new();
    let settings = office.folder().join("caseload.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("ids = \"A-####\"\n{}", text.replace("ids = ", "# ids = ")))
        .unwrap();
    office.done(NOW, &["save"]);
    office
}

#[test]
fn a_sheet_becomes_cases_that_are_known_again() {
    let office = office();
    let before = office.tree();
    let said = imported(&office, PEOPLE, MAPPING);
    assert!(said.contains("rows.csv: 2 rows; 2 added, in 2 cases."), "{said}");
    assert!(said.contains("Columns that nothing was taken from: `Phone`."), "{said}");
    assert!(said.contains("1 case started before today without `record-starts`"), "{said}");
    assert_eq!(
        fs::read_to_string(office.case("A-0001")).unwrap(),
        "id = \"A-0001\"\nprogramme = \"ipes\"\nname = \"Okafor, Sam\"\nref = \"101\"\n\
         worker = \"alex\"\nreferred = 2026-11-02\nstarted = 2026-11-16\n"
    );
    assert_eq!(office.git_says(&["log", "-1", "--format=%s"]), "2 cases: import (2 added)\n");
    let after = office.tree();

    let said = imported(&office, PEOPLE, MAPPING);
    assert!(said.contains("everything is on record already"), "{said}");
    assert_eq!(office.tree(), after);

    // What has changed in the sheet since is corrected; an empty cell says nothing.
    let corrected = PEOPLE.replace("Zoë", "Zoë B").replace(",alex,02", ",,02");
    let said = imported(&office, &corrected, MAPPING);
    assert!(said.contains("1 corrected, in 1 case; 1 on record already"), "{said}");
    let text = fs::read_to_string(office.case("A-0002")).unwrap();
    assert!(text.contains("name = \"Zoë B\""), "{text}");
    office.done(NOW, &["undo"]);
    assert_eq!(office.tree(), after);
    office.done(NOW, &["undo"]);
    assert_eq!(office.tree(), before);
    assert_eq!(office.not_sound(), Vec::<String>::new());
}

#[test]
fn nothing_is_imported_without_a_yes_and_a_trial_shows_everything() {
    let office = office();
    let before = office.commits();
    let asked = import(&office, PEOPLE, MAPPING, &[]);
    assert_eq!(asked.status.code(), Some(8), "{}", words(&asked));
    assert!(on_one_line(&asked).contains("2 would be added and 0 corrected"), "{}", words(&asked));
    let tried = import(&office, PEOPLE, MAPPING, &["--dry-run"]);
    let said = words(&tried);
    for line in
        ["@@ cases/2026/11/A-0002.toml", "+ref = \"102\"", "Only tried: nothing was recorded."]
    {
        assert!(said.contains(line), "{said}");
    }
    assert_eq!(office.commits(), before);
    assert!(!office.case("A-0001").exists());
}

#[test]
fn a_case_is_found_by_its_id_or_by_its_number() {
    let office = office();
    office.done(NOW, &["refer", "A-0001", "--on", "2026-11-02", "--ref", "101"]);
    office.done(NOW, &["refer", "A-0002", "--on", "2026-11-02"]);
    let shown = on_one_line(&office.done(NOW, &["show", "101"]));
    assert!(shown.contains("A-0001") && shown.contains("elsewhere number 101"), "{shown}");
    office.done(NOW, &["note", "101", "--note=by its number"]);
    let said = imported(&office, "id,ref,name\nA-0002,102,Ben\n", "");
    assert!(said.contains("1 corrected, in 1 case"), "{said}");
    let said = imported(&office, "ref,name,referred\n101,Ana,2026-11-02\n103,Cem,2026-11-03\n", "");
    assert!(said.contains("1 added, 1 corrected, in 2 cases"), "{said}");
    assert!(fs::read_to_string(office.case("A-0001")).unwrap().contains("name = \"Ana\""));
    assert!(fs::read_to_string(office.case("A-0003")).unwrap().contains("ref = \"103\""));
    let output = import(&office, "id,ref,name\nA-0002,101,Ben\nA-0009,103,Ben\n", "", &["--yes"]);
    assert_eq!(output.status.code(), Some(1));
    let said = on_one_line(&output);
    assert!(
        said.contains(
            "Row 2: `ref` (B): the case A-0001 has this number already; mend the id, or the number."
        ),
        "{said}"
    );
    assert!(said.contains("the case A-0003 has this number"), "{said}");
}

#[test]
fn no_case_becomes_another_person() {
    let office = office();
    office.done(NOW, &["refer", "A-0001", "--on", "2026-11-02", "--name", "Ana", "--ref", "3"]);
    let rows = "id,ref,name\nA-0001,2,Ben\n";
    let said = on_one_line(&import(&office, rows, "", &["--yes"]));
    assert!(said.contains("the case A-0001 has the number `3`"), "{said}");
    let rows = "id,ref,name\nA-0001,,Ana\n,3,Cem\n";
    let said = on_one_line(&import(&office, rows, "", &["--yes"]));
    assert!(said.contains("Row 3: row 2 is the case A-0001 already"), "{said}");
    assert!(fs::read_to_string(office.case("A-0001")).unwrap().contains("name = \"Ana\""));
}

#[test]
fn nobody_gets_a_second_case_since_the_first_cannot_be_read() {
    let office = office();
    imported(&office, PEOPLE, MAPPING);
    let before = office.tree();
    fs::write(office.case("A-0001"), "id = ").unwrap();
    let output = import(&office, PEOPLE, MAPPING, &["--yes"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(on_one_line(&output).contains("it is not known who is on record already"));
    assert_eq!(office.tree(), before);
    assert!(!office.case("A-0003").exists());
}

#[test]
fn an_id_that_is_made_is_not_that_of_a_later_row() {
    let office = office();
    let rows = "id,ref,referred\n,101,2026-11-02\nA-0001,102,2026-11-03\n";
    imported(&office, rows, "");
    assert!(fs::read_to_string(office.case("A-0001")).unwrap().contains("ref = \"102\""));
    assert!(fs::read_to_string(office.case("A-0002")).unwrap().contains("ref = \"101\""));
}

#[test]
fn a_sheet_that_two_machines_import_apart_is_said_and_taken_back() {
    let here = Office::with_cases().with_remote();
    let there = here.other_machine("Priya");
    let mapping = MAPPING.replace("worker = \"Key worker\"\n", "");
    imported(&here, PEOPLE, &mapping);
    imported(&there, PEOPLE, &mapping);
    here.done(NOW, &["sync"]);
    there.done(NOW, &["sync"]);
    let checked = there.done(NOW, &["check", "duplicate-case", "--format", "plain"]);
    let said = on_one_line(&checked);
    assert_eq!(said.matches("has the same number `101` and referral").count(), 2, "{said}");
    there.done(NOW, &["undo"]);
    there.done(NOW, &["sync"]);
    here.done(NOW, &["sync"]);
    let checked = here.done(NOW, &["check", "duplicate-case"]);
    assert!(on_one_line(&checked).contains("0 warnings"), "{}", words(&checked));
    assert_eq!(here.tree(), there.tree());
}

#[test]
fn a_spell_begun_elsewhere_is_judged_from_when_the_record_starts() {
    let office = office();
    let rows = "id,referred,started,record-starts\n\
        A-0001,2026-03-02,2026-03-16,\nA-0002,2026-03-02,2026-03-16,2026-11-16\n";
    imported(&office, rows, "");
    let audit = |id: &str| {
        let output = office.done(NOW, &["audit", id, "--format", "json", "--today", "2026-12-01"]);
        let read: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        read["cases"][0]["obligations"].as_array().unwrap().clone()
    };
    let missed = |id: &str, status: &str| {
        let of_week = |item: &&serde_json::Value| {
            item["rule"] == "weekly-contact-offer" && item["status"] == status
        };
        audit(id).iter().filter(of_week).count()
    };
    // Of the 37 whole weeks from the start to that day, two lie behind the start of the record.
    assert_eq!((missed("A-0001", "missed"), missed("A-0002", "missed")), (37, 2));
    let overdue = audit("A-0002").iter().filter(|item| item["status"] == "overdue").count();
    assert!(overdue < audit("A-0001").iter().filter(|item| item["status"] == "overdue").count());
    let said = on_one_line(&office.done(NOW, &["set", "A-0001", "record-starts=2026-11-16"]));
    assert!(said.contains("record-starts set to 2026-11-16"), "{said}");
    assert_eq!(missed("A-0001", "missed"), 2);
}

/// Ensures that one person who was referred twice is found where no number tells so, and two people of one
/// name whose numbers differ are not.
#[test]
fn a_person_who_is_twice_in_the_folder_is_found_by_name_and_day() {
    let office = Office::with_cases();
    let refer = |id: &str, name: &str, on: &str| {
        office.done(NOW, &["refer", id, "--programme", "ipes", "--name", name, "--on", on]);
    };
    let checked = || on_one_line(&office.done(NOW, &["check", "duplicate-case"]));
    refer("B-0001", "Kim Longfield", "2026-11-03");
    refer("B-0003", "Kim Longfield", "2026-11-04");
    assert!(checked().contains("0 errors, 0 warnings"), "{}", checked());
    refer("B-0002", "kim  longfield", "2026-11-03");
    let said = checked();
    assert!(said.contains("`cases/2026/11/B-0002.toml` has the same name and referral"), "{said}");
    assert!(said.contains("`cases/2026/11/B-0001.toml` has the same name and referral"), "{said}");
    assert!(said.contains("0 errors, 2 warnings") && !said.contains("ongfield"), "{said}");
    office.done(NOW, &["set", "B-0001", "ref=101"]);
    assert!(checked().contains("2 warnings"), "{}", checked());
    office.done(NOW, &["set", "B-0002", "ref=102"]);
    assert!(checked().contains("0 errors, 0 warnings"), "{}", checked());
    office.done(NOW, &["set", "B-0002", "ref=101"]);
    let said = checked();
    assert!(said.contains("the same number `101`") && said.contains("2 warnings"), "{said}");
}
