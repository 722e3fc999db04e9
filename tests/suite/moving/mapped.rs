//! The mapping file: what is wrong with one, and the draft of one.

use super::{NOW, import, imported, on_one_line, sheet};
use crate::recording::office::{Office, words};

const ROWS: &str = "Client no,Name,Referral\n101,Sam,02/11/2026\n";

#[test]
fn what_is_wrong_with_a_mapping_is_said_where_it_stands() {
    let office = Office::new();
    for (mapping, expected) in [
        ("", "no key is called `Client no`, as this heading is"),
        ("rows = \"people\"\n", "`rows` is neither `cases` nor `entries`"),
        ("[columns]\nid = \"Client no\"\n", "a mapping file needs `rows`"),
        ("rows = \"cases\"\ncolumn = 1\n", "a mapping file has no key `column`"),
        ("rows = \"cases\"\n[columns]\nnome = \"Name\"\n", "[columns] has no key `nome`"),
        ("rows = \"cases\"\nkey = \"Client\"\n[columns]\nname = \"Name\"\n", "no heading `Client`"),
        (
            "rows = \"cases\"\n[columns]\nname = \"A\"\nid = \"B\"\n",
            "has none of these headings, but `Client no`, `Name`, `Referral`",
        ),
        ("rows = \"cases\"\nheadings-row = 0\n", "there is no row 0"),
        (
            "rows = \"cases\"\nheadings-row = 9\n[columns]\nid = \"Name\"",
            "row 9 of `rows.csv` is empty",
        ),
        ("rows = \"cases\"\nseparator = \"comma\"\n", "this is no separator"),
        (
            "rows = \"cases\"\nkey = \"Name\"\n[columns]\nref = \"Client no\"\n",
            "`ref` has two columns",
        ),
        ("rows = \"cases\"\n[columns]\nname = \"Name\"\n", "no column says which case a row is"),
        (
            "rows = \"entries\"\n[columns]\ncase = \"Client no\"\n",
            "no column says of a row what it is",
        ),
        (
            "rows = \"cases\"\nkey = \"Name\"\n[always]\nname = { a = 1 }\n",
            "`name` cannot be this for every row",
        ),
        ("rows = \"cases\"\n[words.worker]\n\"A\" = 1\n", "not a text"),
    ] {
        let output = import(&office, ROWS, mapping, &["--yes"]);
        let said = on_one_line(&output);
        assert!(said.contains(expected), "{mapping}: {said}");
        assert_eq!(output.status.code(), Some(1), "{mapping}");
    }
    assert_eq!(office.commits(), 1);
}

#[test]
fn a_draft_names_what_it_can_and_can_be_filled_in() {
    let office = Office::new();
    let rows = sheet(&office, "rows.csv", "Client no,Name,Referred\n101,Sam,02/11/2026\n");
    let target = office.home().join("draft.toml");
    let (rows, target) = (rows.to_str().unwrap(), target.to_str().unwrap());
    office.done(NOW, &["import", rows, "--draft", "cases", "--output", target]);
    let draft = std::fs::read_to_string(target).unwrap();
    assert!(draft.contains("\nname = \"Name\"  # the participant's name"), "{draft}");
    assert!(draft.contains("\nreferred = \"Referred\"  # "), "{draft}");
    assert!(draft.contains("#   A  Client no"), "{draft}");
    let filled = draft.replace("# key = \"HEADING\"", "key = \"Client no\"");
    std::fs::write(target, filled).unwrap();
    let output = office.done(NOW, &["import", rows, "--mapping", target, "--yes"]);
    assert!(on_one_line(&output).contains("1 added, in 1 case"), "{}", words(&output));
    for rows_are in ["cases", "entries"] {
        let drafted = office.done(NOW, &["import", rows, "--draft", rows_are]);
        let every =
            String::from_utf8(drafted.stdout).unwrap().replace("# ", "").replace("HEADING", "Name");
        assert!(every.contains(&format!("rows = \"{rows_are}\"")), "{every}");
    }
}

#[test]
fn a_draft_finds_the_headings_below_a_title_and_a_hint_does_too() {
    let office = Office::new();
    let text = "Our people,,\n,,\nClient no,Name,Referral\n101,Sam,02/11/2026\n";
    let rows = sheet(&office, "titled.csv", text);
    let drafted = office.done(NOW, &["import", rows.to_str().unwrap(), "--draft", "cases"]);
    let drafted = String::from_utf8(drafted.stdout).unwrap();
    assert!(
        drafted.contains("headings-row = 3") && drafted.contains("name = \"Name\""),
        "{drafted}"
    );
    let mapping = "rows = \"cases\"\nkey = \"Client no\"\n[columns]\nname = \"Name\"\n\
        referred = \"Referral\"\n";
    let said = on_one_line(&import(&office, text, mapping, &["--yes"]));
    assert!(said.contains("they stand in another row: headings-row = 3"), "{said}");
    let said = on_one_line(&import(&office, &ROWS.replace(',', ";"), mapping, &["--yes"]));
    assert!(said.contains("the cells are set apart otherwise: separator = \";\""), "{said}");
}

#[test]
fn what_every_row_has_fills_empty_cells_and_a_key_can_have_a_beginning() {
    let office = Office::with_cases();
    let mapping = "rows = \"entries\"\nkey = \"No\"\nkey-prefix = \"2026-\"\n[columns]\n\
        case = \"Client\"\non = \"Date\"\ntime = \"Time\"\noutcome = \"Result\"\n[always]\n\
        entry = \"contact\"\nmode = \"phone\"\noutcome = \"held\"\n[words.time]\n\"10am\" = \"10:00\"\n";
    let rows =
        "No,Client,Date,Time,Result\n1,A-0001,17/11/2026,10am,\n2,A-0001,18/11/2026,,missed\n";
    imported(&office, rows, mapping);
    let text = std::fs::read_to_string(office.case("A-0001")).unwrap();
    assert!(
        text.contains("on = 2026-11-17T10:00:00\nmode = \"phone\"\noutcome = \"held\""),
        "{text}"
    );
    assert!(text.contains("outcome = \"missed\"\nref = \"2026-2\""), "{text}");
    // Another sheet that counts from 1 meets none of these.
    let other = mapping.replace("2026-", "2025-");
    let said = imported(&office, &rows.replace("17/", "16/"), &other);
    assert!(said.contains("2 added, in 1 case."), "{said}");
    let said = on_one_line(&import(&office, &rows.replace("10am", "noon"), mapping, &["--yes"]));
    assert!(said.contains("Row 2: `Time` (D): `noon` is not a time of day"), "{said}");
}

#[test]
fn other_separators_and_other_words_are_understood() {
    let office = Office::with_cases();
    let mapping = "rows = \"cases\"\nseparator = \";\"\nheadings-row = 2\n[columns]\n\
        id = \"NUMBER\"\nname = \" name \"\nrestricted = \"Quiet\"\n[words.restricted]\nx = \"yes\"\n";
    let said = imported(&office, "Our people\nNumber;Name;quiet\nA-0001;Okafor, Sam;y\n", mapping);
    assert!(said.contains("1 corrected, in 1 case"), "{said}");
    let text = std::fs::read_to_string(office.case("A-0001")).unwrap();
    assert!(
        text.contains("name = \"Okafor, Sam\"") && text.contains("restricted = true"),
        "{text}"
    );
}
