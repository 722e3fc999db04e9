//! Workbooks, as spreadsheet programs write them.

use std::fs;

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{NOW, on_one_line, sheet};
use crate::recording::office::{Office, words};

const MAPPING: &str = "rows = \"entries\"\nsheet = \"contacts\"\nheadings-row = 3\nkey = \"No\"\n\
    [columns]\ncase = \"Client\"\non = \"Date\"\ntime = \"Time\"\nmode = \"How\"\n\
    outcome = \"Result\"\nhours = \"Hours\"\nnote = \"Notes\"\n[always]\nentry = \"contact\"\n";

fn moment(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).unwrap()
}

/// A workbook with two sheets; the second has a title above its headings, and three meetings.
fn workbook(mode: &str, formula: Formula) -> Vec<u8> {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Notes").unwrap().write(0, 0, "nothing").unwrap();
    let meetings = workbook.add_worksheet().set_name("Contacts").unwrap();
    meetings.merge_range(0, 0, 0, 4, "Meetings 2026", &Format::new()).unwrap();
    let headings = ["No", "Client", "Date", "Time", "How", "Result", "Hours", "Notes"];
    meetings.write_row(2, 0, headings).unwrap();
    let dated = Format::new().set_num_format("dd/mm/yyyy");
    let timed = Format::new().set_num_format("hh:mm");
    let both = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    meetings.write_row(3, 0, [1, 101]).unwrap();
    meetings.write_with_format(3, 2, moment("2026-11-17"), &dated).unwrap();
    meetings.write_with_format(3, 3, moment("10:00"), &timed).unwrap();
    meetings.write_row(3, 4, [mode, "held"]).unwrap();
    meetings.write(3, 6, 0.1 + 0.2).unwrap();
    meetings.write_row(5, 0, [2, 101]).unwrap();
    meetings.write_with_format(5, 2, moment("2026-11-18T14:35:00"), &both).unwrap();
    meetings.write_row(5, 4, ["phone", "no answer"]).unwrap();
    meetings.write_formula(5, 7, formula).unwrap();
    meetings.write_row(6, 0, [3, 101]).unwrap();
    meetings.write(6, 2, "19/11/2026").unwrap();
    meetings.write_row(6, 4, ["e-mail", "sent"]).unwrap();
    // As a program saves what an export guarded.
    meetings.write(6, 7, "'=not a formula").unwrap();
    // Somebody's slip in the very last cell: no table of thousands of millions is made of it.
    meetings.write_blank(1_048_575, 16_383, &dated).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn import(office: &Office, workbook: &[u8]) -> std::process::Output {
    let rows = office.home().join("rows.xlsx");
    fs::write(&rows, workbook).unwrap();
    let mapping = format!("{MAPPING}[words.mode]\n\"e-mail\" = \"email\"\n");
    let mapping = sheet(office, "mapping.toml", &mapping);
    let (rows, mapping) = (rows.to_str().unwrap(), mapping.to_str().unwrap());
    let arguments = ["import", rows, "--mapping", mapping, "--yes", "--format", "plain"];
    office.caseload(NOW, &arguments).output().unwrap()
}

#[test]
fn days_times_and_numbers_are_what_they_are_shown_as() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "ref=101"]);
    let computed = workbook("in-person", Formula::new("A4").set_result("computed"));
    let output = import(&office, &computed);
    assert!(
        on_one_line(&output).contains("rows.xlsx: 3 rows; 3 added, in 1 case."),
        "{}",
        words(&output)
    );
    let text = fs::read_to_string(office.case("A-0002")).unwrap();
    let expected = "[[contact]]\non = 2026-11-17T10:00:00\nmode = \"in-person\"\noutcome = \"held\"\n\
        hours = 0.3\nref = \"1\"\nlogged = 2026-11-20T12:00:00.000Z\n\n\
        [[contact]]\non = 2026-11-18T14:35:00\nmode = \"phone\"\noutcome = \"no-answer\"\n\
        note = \"computed\"\nref = \"2\"\nlogged = 2026-11-20T12:00:00.001Z\n\n\
        [[contact]]\non = 2026-11-19\nmode = \"email\"\noutcome = \"sent\"\n\
        note = \"=not a formula\"\nref = \"3\"\n\
        logged = 2026-11-20T12:00:00.002Z\n";
    assert!(text.ends_with(expected), "{text}");
    assert!(on_one_line(&import(&office, &computed)).contains("on record already"));
}

#[test]
fn a_bad_cell_of_a_workbook_is_named_as_it_is_there() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "ref=101"]);
    let output = import(&office, &workbook("fax", Formula::new("NA()").set_result("#N/A")));
    let said = on_one_line(&output);
    assert!(said.contains("Row 4: `How` (E): `fax` is no word for `mode`;"), "{said}");
    assert!(said.contains("Row 6: `Notes` (H): `#N/A` is a formula that failed; mend"), "{said}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_formula_without_its_value_is_no_empty_cell() {
    let office = Office::with_cases();
    office.done(NOW, &["set", "A-0002", "ref=101"]);
    // As programs write it that compute nothing.
    let output = import(&office, include_bytes!("not-computed.xlsx"));
    let said = on_one_line(&output);
    assert!(
        said.contains(
            "Row 4: `Hours` (G): `=0.5+0.25` is a formula whose value is not in the file"
        ),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_is_no_workbook_is_refused_in_words() {
    let office = Office::with_cases();
    for (bytes, expected) in [
        (&b"PK\x03\x04nothing"[..], "cannot be read as a workbook"),
        (b"No,Client\n1,2\n", "cannot be read as a workbook"),
        (b"", "cannot be read as a workbook"),
        (b"\xd0\xcf\x11\xe0 and more", "a workbook of the old kind, .xls"),
    ] {
        let output = import(&office, bytes);
        let said = on_one_line(&output);
        assert!(said.contains(expected) && said.contains("as .xlsx"), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
    let mut whole = workbook("phone", Formula::new("A4"));
    for cut in (0..whole.len()).step_by(197).rev() {
        whole.truncate(cut);
        let output = import(&office, &whole);
        assert_eq!(output.status.code(), Some(1), "{cut}: {}", words(&output));
    }
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("People").unwrap();
    let output = import(&office, &workbook.save_to_buffer().unwrap());
    assert!(
        on_one_line(&output).contains("has no sheet `contacts` hint: it has: People"),
        "{}",
        words(&output)
    );
}
