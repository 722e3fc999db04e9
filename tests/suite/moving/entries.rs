//! Rows that are entries.

use std::fs;

use super::{NOW, import, imported, on_one_line};
use crate::recording::office::{Office, words};

const MAPPING: &str = "rows = \"entries\"\nkey = \"No\"\n[columns]\ncase = \"Client\"\n\
    on = \"Date\"\ntime = \"Time\"\nmode = \"How\"\noutcome = \"Result\"\nhours = \"Hours\"\n\
    note = \"Notes\"\nworker = \"Who\"\n[always]\nentry = \"contact\"\n\
    [words.mode]\n\"F2F\" = \"in-person\"\n[words.worker]\n\"A. R.\" = \"alex\"\n";

const MEETINGS: &str = "No,Client,Date,Time,How,Result,Hours,Notes,Who\n\
    1,A-0001,17/11/2026,10:00,F2F,Held,1.5,\"two\nlines\",A. R.\n\
    2,101,18/11/2026,,Phone,No answer,,,\n";

fn office() -> Office {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "ref=101"]);
    office
}

fn text(office: &Office, id: &str) -> String {
    fs::read_to_string(office.case(id)).unwrap()
}

#[test]
fn meetings_of_a_sheet_become_contacts() {
    let office = office();
    let said = imported(&office, MEETINGS, MAPPING);
    assert!(said.contains("rows.csv: 2 rows; 2 added, in 2 cases."), "{said}");
    let ends = "\n[[contact]]\non = 2026-11-17T10:00:00\nmode = \"in-person\"\noutcome = \"held\"\n\
        hours = 1.5\nworker = \"alex\"\nnote = \"\"\"\ntwo\nlines\"\"\"\nref = \"1\"\n\
        logged = 2026-11-20T12:00:00.000Z\n";
    assert!(text(&office, "A-0001").ends_with(ends), "{}", text(&office, "A-0001"));
    let other = "mode = \"phone\"\noutcome = \"no-answer\"\nref = \"2\"\n";
    assert!(text(&office, "A-0002").contains(other), "{}", text(&office, "A-0002"));
    assert_eq!(office.not_sound(), Vec::<String>::new());
}

#[test]
fn a_corrected_row_is_not_a_new_entry() {
    let office = office();
    imported(&office, MEETINGS, MAPPING);
    let tree = office.tree();
    assert!(imported(&office, MEETINGS, MAPPING).contains("everything is on record already"));
    assert_eq!(office.tree(), tree);
    // A time that was added on record stays, where the sheet knows the day alone.
    office.done(NOW, &["correct", "A-0002", "1", "on=2026-11-18T09:30"]);
    let corrected = MEETINGS.replace("No answer", "Held").replace("17/11", "16/11");
    let said = imported(&office, &corrected, MAPPING);
    assert!(said.contains("2 corrected, in 2 cases"), "{said}");
    assert!(text(&office, "A-0001").contains("on = 2026-11-16T10:00:00"));
    assert!(
        text(&office, "A-0002")
            .contains("on = 2026-11-18T09:30:00\nmode = \"phone\"\noutcome = \"held\"")
    );
    assert_eq!(text(&office, "A-0001").matches("[[contact]]").count(), 2);
}

#[test]
fn what_was_mended_in_the_folder_since_is_left_so() {
    let office = office();
    imported(&office, MEETINGS, MAPPING);
    office.done(NOW, &["correct", "A-0001", "2", "mode=video"]);
    office.done(NOW, &["remove", "A-0002", "1", "--reason", "never took place"]);
    office.done(NOW, &["set", "A-0002", "name=Ana"]);
    let tree = office.tree();
    let said = imported(&office, MEETINGS, MAPPING);
    assert!(said.contains("Mended here since they were imported, and left so: row 2."), "{said}");
    assert!(said.contains("struck or changed here since, so not brought back: row 3."), "{said}");
    assert_eq!(office.tree(), tree);
    // What the sheet says otherwise than when it was imported is a correction all the same.
    let said = imported(&office, &MEETINGS.replace("F2F,Held,1.5", "Phone,Held,1.5"), MAPPING);
    assert!(said.contains("1 corrected, in 1 case"), "{said}");
    assert!(text(&office, "A-0001").contains("mode = \"phone\"\noutcome = \"held\"\nhours = 1.5"));
}

#[test]
fn an_import_that_was_undone_can_be_made_again() {
    let office = office();
    imported(&office, MEETINGS, MAPPING);
    let tree = office.tree();
    office.done(NOW, &["undo"]);
    assert_ne!(office.tree(), tree);
    let said = imported(&office, MEETINGS, MAPPING);
    assert!(said.contains("2 added, in 2 cases"), "{said}");
    // What another import wrote since is not what this sheet said.
    office.done(NOW, &["undo"]);
    office.done(NOW, &["redo"]);
    assert!(imported(&office, MEETINGS, MAPPING).contains("everything is on record already"));
}

#[test]
fn rows_that_were_numbered_anew_are_said() {
    let office = office();
    imported(&office, MEETINGS, MAPPING);
    let said = imported(&office, &MEETINGS.replace("\n2,101", "\n7,101"), MAPPING);
    assert!(
        said.contains("Row 3: `No` (A): entry 1 of A-0002 says the same, with the key `2`; if the"),
        "{said}"
    );
}

#[test]
fn a_word_that_means_nothing_leaves_the_key_out() {
    let office = office();
    let mapping = format!("{MAPPING}[words.hours]\n\"n/a\" = \"\"\n[words.time]\n\"?\" = \"\"\n");
    let rows = "No,Client,Date,Time,How,Result,Hours,Notes,Who\n\
        1,A-0001,17/11/2026,?,phone,held,n/a,,\n";
    imported(&office, rows, &mapping);
    assert!(
        text(&office, "A-0001")
            .contains("on = 2026-11-17\nmode = \"phone\"\noutcome = \"held\"\nref")
    );
}

#[test]
fn a_row_that_moved_to_another_case_is_said() {
    let office = office();
    imported(&office, MEETINGS, MAPPING);
    let said = imported(&office, &MEETINGS.replace("2,101", "2,A-0001"), MAPPING);
    assert!(said.contains("1 added, in 1 case"), "{said}");
    assert!(
        said.contains(
            "Row 3: A-0002 has a contact with the key of this row on record; if the row has moved"
        ),
        "{said}"
    );
    let twice = "No,Client,Date,Time,How,Result,Hours,Notes,Who\n\
        9,A-0001,17/11/2026,,Phone,Held,,,\n9,101,18/11/2026,,Phone,Held,,,\n";
    let output = import(&office, twice, MAPPING, &["--yes"]);
    assert!(on_one_line(&output).contains("row 2 has the same key"), "{}", words(&output));
}

#[test]
fn without_a_key_what_says_the_same_is_on_record_already() {
    let office = office();
    let rows = "case,entry,on,mode,outcome\n\
        A-0001,contact,2026-11-16,in-person,held\n\
        A-0001,contact,2026-11-17,phone,held\n\
        A-0001,contact,2026-11-17,phone,held\n";
    let said = imported(&office, rows, "");
    assert!(said.contains("1 added, in 1 case; 1 on record already"), "{said}");
    assert!(said.contains("say the same as a row before: rows 4 (as 3)"), "{said}");
    let said = imported(&office, rows, "");
    assert!(said.contains("everything is on record already"), "{said}");
}

#[test]
fn every_kind_of_entry_comes_from_the_columns_of_an_export() {
    let office = office();
    let rows = "case,entry,on,kind,employer,offered,started,ended,hours,outcome,signed,issued-to,rule,due,from,to,reason,entered,basis,worker,note\n\
        A-0001,document,2026-11-16,action-plan,,,,,,,yes,participant,,,,,,,,,\n\
        A-0001,activity,2026-11-17,work-experience,,,,,4,attended,,,,,,,,,,,\n\
        A-0001,job,,,Brook,2026-11-17,2026-11-18,2026-11-19,,,,,,,,,,,,,\n\
        A-0001,concern,2026-11-18,,Brook,,,,,,,,,,,,,,,,\n\
        A-0001,assignment,,,,,,,,,,,,,2026-12-01,,,,,alex,\n\
        A-0001,excuse,2026-11-19,,,,,,,,,,weekly-contact-offer,,2026-11-09,2026-11-15,in hospital,,,,\n\
        A-0001,note,2026-11-19,,,,,,,,,,,,,,,,,,quiet\n\
        A-0001,extension,,,,,,,,,,,,,,,,2026-11-19,in-work,,\n\
        A-0001,exit,2026-11-20,,,,,,,,,,,,,,completed,,,,\n";
    let said = imported(&office, rows, "");
    assert!(said.contains("9 rows; 9 added, in 1 case."), "{said}");
    assert!(imported(&office, rows, "").contains("everything is on record already"));
    // There is one exit: another day of it is a correction.
    let said = imported(&office, &rows.replace("exit,2026-11-20", "exit,2026-11-19"), "");
    assert!(said.contains("1 corrected, in 1 case; 8 on record already"), "{said}");
    let checked = office.done(NOW, &["check"]);
    assert!(on_one_line(&checked).contains("0 errors"), "{}", words(&checked));
}

#[test]
fn rows_without_what_is_meant_are_passed_over() {
    let office = office();
    let mapping = "rows = \"entries\"\nonly-with = \"Job start\"\n[columns]\ncase = \"No\"\n\
        employer = \"Employer\"\nstarted = \"Job start\"\n[always]\nentry = \"job\"\n";
    let people = "No,Name,Employer,Job start\n101,Zoë,,\nA-0001,Sam,Brook,18/11/2026\n";
    let said = imported(&office, people, mapping);
    assert!(
        said.contains("2 rows; 1 added, in 1 case. Passed over, as the mapping says: row 2."),
        "{said}"
    );
    assert!(
        text(&office, "A-0001").contains("[[job]]\nemployer = \"Brook\"\nstarted = 2026-11-18")
    );
}

#[test]
fn what_somebody_types_by_hand_is_recorded_first() {
    let office = office();
    let edited = text(&office, "A-0001").replace("name = \"Sam\"", "name = \"Sam O\" # by hand");
    fs::write(office.case("A-0001"), edited).unwrap();
    let said = imported(&office, MEETINGS, MAPPING);
    assert!(said.contains("A-0001: what was edited by hand is recorded first"), "{said}");
    assert!(text(&office, "A-0001").contains("# by hand"));
    assert!(text(&office, "A-0001").contains("ref = \"1\""));
    let damaged = text(&office, "A-0001").replace("name = \"Sam O\"", "name = Sam O");
    fs::write(office.case("A-0001"), damaged).unwrap();
    let output = import(&office, MEETINGS, MAPPING, &["--yes"]);
    assert_eq!(output.status.code(), Some(1), "{}", words(&output));
    assert!(
        on_one_line(&output).contains("the file of A-0001 has something wrong in it"),
        "{}",
        words(&output)
    );
}
