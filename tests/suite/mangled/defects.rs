//! Known defects: what is wrong, which check finds it, and a part of what it says.

use caseload::problem::Severity;

use super::{read_case, read_programme, read_scenario_file};
use crate::promises::facts::{hold_faithful, understood};

const HEADER: &str = "id = \"A\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n";
const CONTACT: &str = "[[contact]]\non = 2026-11-16\nmode = \"phone\"\noutcome = \"held\"\n";
const EXCUSE: &str = "[[excuse]]\nrule = \"exit\"\non = 2026-11-16\n";
const JOB: &str = "[[job]]\nemployer = \"Acorn\"\n";

use Severity::{Error, Warning};

/// A defect: the lines after the header (with `{contact}` and so on for what is usual), how bad it
/// is, the check that finds it, and a part of the message.
type Defect = (&'static str, Severity, &'static str, &'static str);

const DEFECTS: [Defect; 68] = [
    ("{contact}hours = nan", Error, "hours", "`hours = nan` is not a plain number"),
    ("{contact}hours = inf", Error, "hours", "is not a plain number"),
    ("{contact}hours = -inf", Error, "hours", "`hours = -inf` is less than nothing"),
    ("{contact}hours = -0.0", Error, "hours", "is less than nothing"),
    ("{contact}hours = -1", Error, "hours", "is less than nothing"),
    ("{contact}hours = 1e400", Error, "hours", "is not a plain number"),
    ("{contact}hours = 1e1", Error, "hours", "is not a plain number"),
    ("{contact}hours = 1.005", Error, "hours", "has more than two decimals"),
    ("{contact}hours = 1234567", Error, "hours", "is too large"),
    ("{contact}hours = 0x10", Error, "type", "not a number of hours"),
    ("{contact}hours = 1,5", Error, "syntax", "not TOML"),
    ("started = 0000-01-01", Error, "date", "outside the years"),
    ("started = 9999-12-31", Error, "date", "outside the years"),
    ("started = 2026-02-30", Error, "syntax", "not a day or a time"),
    ("started = 2026-13-01", Error, "syntax", "not a day or a time"),
    ("started = 2026-2-3", Error, "syntax", ""),
    ("started = 16/11/2026", Error, "syntax", ""),
    ("started = \"2026-11-16\"", Error, "type", "is a text, not a day"),
    ("started = 2026-11-16T10:00:00", Error, "type", "is a date or time, not a day"),
    ("started = 10:00:00", Error, "type", "is a date or time, not a day"),
    ("started = 2026-11-16Z", Error, "syntax", ""),
    ("[[note]]\non = 2026-11-16T25:00:00", Error, "syntax", "not a day or a time"),
    ("[[note]]\non = 2026-11-16T10:61:00", Error, "syntax", "not a day or a time"),
    ("[[note]]\non = 2026-11-16T10:00:00Z", Error, "date", "names a time zone"),
    ("[[note]]\non = 2026-11-16T10:00:00+01:00", Error, "date", "names a time zone"),
    ("[[note]]\non = 10:00:00", Error, "type", "not a day, or a day with a time"),
    ("name = \"a\"\nname = \"b\"", Error, "syntax", "`name` stands here a second time"),
    ("[exit]\non = 2028-06-01\n[exit]\non = 2028-06-02", Error, "syntax", "a second time"),
    ("[[exit]]\non = 2028-06-01", Error, "type", "is a list, not a table"),
    ("[contact]\non = 2026-11-16", Error, "type", "`contact` is written once"),
    ("contact.on = 2026-11-16", Error, "type", "`contact` is written once"),
    ("contact = [5]", Error, "type", "is a number, not a table"),
    ("contact = [{ mode = \"phone\" }]", Error, "required", "a contact needs `on`"),
    ("name = \"a\u{0}b\"", Error, "syntax", ""),
    ("name = \"a\u{1b}b\"", Error, "syntax", ""),
    ("name = \"a\u{7f}b\"", Error, "syntax", ""),
    ("# a\u{1b}b", Error, "syntax", ""),
    ("name = \"a\\u0000b\"", Warning, "characters", "`name` holds a control character"),
    ("name = \"a\\u001b[31mb\"", Warning, "characters", "`name` holds a control character"),
    ("name = \"a\\eb\"", Warning, "characters", "`name` holds a control character"),
    ("name = \"a\u{202E}b\"", Warning, "characters", "`name` holds a control character"),
    ("name = \"a\\u202eb\"", Warning, "characters", "`name` holds a control character"),
    ("name = \"a\u{2066}b\"", Warning, "characters", "`name` holds a control character"),
    ("\"na\u{202E}me\" = \"a\"", Error, "unknown-key", "a case has no key `na\u{fffd}me`"),
    ("\"\\u001b[2J\" = 1", Error, "unknown-key", "has no key `\u{fffd}[2J`"),
    ("na\u{202E}me = \"a\"", Error, "syntax", ""),
    ("{contact}mode = \"\u{202E}\"", Error, "syntax", "`mode` stands here a second time"),
    ("{contact}with = \"\\u001b[31m\"", Error, "word", "`with` cannot be `\u{fffd}[31m`"),
    ("{contact}modee = \"phone\"", Error, "unknown-key", "a contact has no key `modee`"),
    ("nmae = \"a\"", Error, "unknown-key", "a case has no key `nmae`"),
    ("calendar = \"wales\"", Error, "calendar", "there is no calendar `wales`"),
    ("[[contact]]\non = 2026-11-16\nmode = \"fone\"\noutcome = \"held\"", Error, "word", "`fone`"),
    ("[[contact]]\nmode = \"phone\"\noutcome = \"held\"", Error, "required", "needs `on`"),
    ("[[document]]\nkind = \"x\"", Error, "required", "a document needs `on`"),
    ("[[activity]]\nkind = \"x\"\non = 2026-11-16", Error, "required", "an activity needs `hours`"),
    ("{job}", Error, "job", "a job needs `offered` or `started`"),
    ("{job}started = 2026-12-02\nended = 2026-12-01", Error, "order", "before it starts"),
    ("started = 2026-12-02\n[exit]\non = 2026-12-01", Error, "order", "lies before the start"),
    ("{excuse}due = 2026-12-01", Error, "required", "an excuse needs `reason`"),
    ("{excuse}due = 2026-12-01\nreason = \" \"", Error, "excuse", "is blank"),
    ("{excuse}reason = \"ill\"", Error, "excuse", "either `due`, or both"),
    ("{excuse}reason = \"ill\"\nfrom = 2026-12-01", Error, "excuse", "either `due`, or both"),
    (
        "{excuse}reason = \"ill\"\ndue = 2026-12-01\nfrom = 2026-12-01\nto = 2026-12-01",
        Error,
        "excuse",
        "either `due`, or both",
    ),
    (
        "{excuse}reason = \"ill\"\nfrom = 2026-12-02\nto = 2026-12-01",
        Error,
        "order",
        "before it begins",
    ),
    ("[[conflict]]\nkey = \"name\"\ntaken = 1\nother = 2", Warning, "conflict", "two people"),
    ("id = \"B\"", Error, "syntax", "`id` stands here a second time"),
    ("name = \"a", Error, "syntax", ""),
    ("name =", Error, "syntax", ""),
];

/// Holds one defect: it is found, as bad as it is, at a line after the header.
fn hold_found(text: &str, stem: &str, (_, severity, check, fragment): Defect) {
    let (case, problems) = read_case(text, stem);
    let found = problems.iter().any(|problem| {
        problem.severity == severity && problem.check == check && problem.message.contains(fragment)
    });
    assert!(found, "not found: {check} {fragment}\n{text}\n{problems:#?}");
    assert_eq!(case.is_some(), severity == Warning, "{text}");
}

/// Ensures that every known defect is found by its check, in its words, with LF and CRLF.
#[test]
fn every_known_defect_is_named() {
    for defect in DEFECTS {
        let (contact, job, excuse) = (CONTACT, JOB, EXCUSE);
        let lines = defect.0.replace("{contact}", contact).replace("{job}", job);
        let text = format!("{HEADER}{}\n", lines.replace("{excuse}", excuse));
        hold_found(&text, "A", defect);
        hold_found(&text.replace('\n', "\r\n"), "A", defect);
    }
}

/// Ensures that what is wrong with the file as a whole is found too.
#[test]
fn a_file_that_is_no_case_is_named() {
    for (text, check, fragment) in [
        ("", "required", "a case needs `id`"),
        ("\n\n\n", "required", "a case needs `programme`"),
        ("# nothing\n# but comments\n", "required", "a case needs `id`"),
        ("\u{feff}", "required", "a case needs `id`"),
        ("id = \"A\"\nprogramme = \"ipes\"\n", "required", "`referred` or `started`"),
        (
            "id = \"B\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n",
            "id",
            "`B` is not the file's",
        ),
        ("id = \"../A\"\nprogramme = \"ipes\"\n", "id", "`../A` is not an id"),
        ("id = \"\\u001b\"\nprogramme = \"ipes\"\n", "id", "`\u{fffd}` is not an id"),
        ("id = \"A\"\rprogramme = \"ipes\"\rreferred = 2026-11-02\r", "syntax", "not TOML"),
        ("# all of it\rid = \"A\"\r", "syntax", ""),
        ("{\"id\": \"A\"}", "syntax", ""),
        ("<<<<<<< ours\nid = \"A\"\n=======\nid = \"A\"\n>>>>>>> theirs\n", "syntax", ""),
    ] {
        hold_found(text, "A", (text, Error, check, fragment));
    }
}

/// Ensures that other ways to write the same facts are read as the same case.
#[test]
fn other_spellings_are_the_same_case() {
    let usual = format!("{HEADER}{CONTACT}covers = [\"action-plan\"]\n\n[exit]\non = 2028-06-01\n");
    let inline =
        "{ on = 2026-11-16, mode = \"phone\", outcome = \"held\", covers = \"action-plan\" }";
    let expected = understood(&read_case(&usual, "A").0.unwrap());
    for text in [
        format!("{HEADER}exit.on = 2028-06-01\ncontact = [{inline}]\n"),
        format!("{HEADER}exit = {{ on = 2028-06-01 }}\ncontact = [\n  {inline}, # one\n]\n"),
        format!("{HEADER}[exit]\non = 2028-06-01\n{CONTACT}covers = 'action-plan'"),
        usual.replace("phone", "\\u0070hone").replace("2028-06-01", " 2028-06-01 # last"),
    ] {
        let (case, problems) = read_case(&text, "A");
        assert_eq!(problems, [], "{text}");
        hold_faithful(case.as_ref().unwrap(), &text);
        assert_eq!(understood(&case.unwrap()), expected, "{text}");
    }
}

/// Ensures that names of one's own in a programme file can be shown, whatever stands in them.
#[test]
fn hostile_words_in_other_files_are_made_safe() {
    let hostile = "\\u001b[31m\\u202e";
    for line in [
        format!("[documents]\n\"{hostile}\" = 5"),
        format!("[exit-reasons]\n\"{hostile}\" = 5"),
        format!("[exit-reasons]\n\"{hostile}\" = \"\\u0007\""),
        format!("[[rule]]\nid = \"{hostile}\"\nrecord = \"{hostile} x\""),
        format!("[[rule]]\nrecord = \"contact {hostile}\""),
        format!("[[rule]]\ndeadline = {{ from = \"{hostile}\", within = \"{hostile}\" }}"),
        format!("[[rule]]\nmet-by = {{ \"{hostile}\" = 1, participant = \"{hostile}\" }}"),
        format!("[[source]]\nparagraphs = [\"{hostile} to {hostile}\"]"),
        format!("calendar = \"{hostile}\""),
        format!("extends = \"ipes\"\n\"{hostile}\" = 1\n[[override]]\nseverity = \"{hostile}\""),
        format!(
            "[[scenario]]\nname = \"{hostile}\"\ntoday = \"{hostile}\"\n[scenario.case]\nid = 1"
        ),
    ] {
        assert!(read_programme(&line).0.is_none(), "{line}");
        assert!(read_scenario_file(&line, "ipes").0.is_none(), "{line}");
    }
}

/// Ensures that a chain cannot be told to follow itself on the same day, which would never end.
#[test]
fn a_chain_of_no_length_is_refused() {
    for every in ["the same day", "0 days", "0 working days", "0 months", "0 hours"] {
        let dated =
            format!("[{{ value = \"28 days\" }}, {{ since = 2020-01-01, value = \"{every}\" }}]");
        for every in [format!("\"{every}\""), dated] {
            let rule = "[[override]]\nrule = \"four-weekly-meeting\"\nreason = \"x\"";
            let text =
                format!("extends = \"ipes\"\nwritten-against = \"x\"\n{rule}\nevery = {every}\n");
            let (file, problems) = read_programme(&text);
            assert!(file.is_none(), "{text}");
            assert!(
                problems[0].check == "period" && problems[0].message.contains("no time"),
                "{problems:?}"
            );
        }
    }
}
