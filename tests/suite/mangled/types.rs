//! Every key of a case file with every wrong type.

use super::read_case;

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Takes {
    Text,
    Word,
    Day,
    Moment,
    Stamp,
    Hours,
    Truth,
    Texts,
    Words,
    Table,
    Tables,
}

use Takes::{Day, Hours, Moment, Stamp, Table, Tables, Text, Texts, Truth, Word, Words};

/// The header of a table, the lines that it needs, and its keys.
type KeysOfTable = (&'static str, &'static str, &'static [(&'static str, Takes)]);

/// Every table of a case file; the first is the header of the file.
const KEYS: [KeysOfTable; 12] = [
    (
        "",
        "id = \"A\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n",
        &[
            ("id", Text),
            ("programme", Text),
            ("name", Text),
            ("ref", Text),
            ("worker", Text),
            ("calendar", Word),
            ("referred", Day),
            ("started", Day),
            ("restricted", Truth),
            ("record-starts", Day),
            ("extension", Table),
            ("exit", Table),
            ("contact", Tables),
            ("document", Tables),
            ("activity", Tables),
            ("job", Tables),
            ("concern", Tables),
            ("assignment", Tables),
            ("excuse", Tables),
            ("note", Tables),
            ("conflict", Tables),
        ],
    ),
    ("[extension]", "entered = 2028-01-10\n", &[("entered", Day), ("basis", Word)]),
    ("[exit]", "on = 2028-06-01\n", &[("on", Day), ("reason", Text)]),
    (
        "[[contact]]",
        "on = 2026-11-16\nmode = \"phone\"\noutcome = \"held\"\n",
        &[
            ("on", Moment),
            ("mode", Word),
            ("outcome", Word),
            ("with", Words),
            ("covers", Texts),
            ("hours", Hours),
            ("reason", Text),
            ("employer", Text),
        ],
    ),
    (
        "[[document]]",
        "kind = \"action-plan\"\non = 2026-11-16\n",
        &[
            ("kind", Text),
            ("on", Moment),
            ("covers", Texts),
            ("employer", Text),
            ("issued-to", Words),
            ("agreed-with", Words),
            ("signed", Truth),
        ],
    ),
    (
        "[[activity]]",
        "kind = \"training\"\non = 2026-11-16\nhours = 4\n",
        &[
            ("kind", Text),
            ("on", Moment),
            ("hours", Hours),
            ("outcome", Word),
            ("paid", Truth),
            ("delivered-by", Word),
            ("employer", Text),
        ],
    ),
    (
        "[[job]]",
        "employer = \"Acorn\"\noffered = 2026-11-16\n",
        &[
            ("employer", Text),
            ("offered", Day),
            ("starts", Day),
            ("started", Day),
            ("ended", Day),
            ("hours-per-week", Hours),
            ("self-employed", Truth),
            ("own-supply-chain", Truth),
        ],
    ),
    ("[[concern]]", "on = 2026-11-16\n", &[("on", Moment)]),
    ("[[assignment]]", "worker = \"kim\"\nfrom = 2026-11-16\n", &[("worker", Text), ("from", Day)]),
    (
        "[[excuse]]",
        "rule = \"exit\"\non = 2026-11-16\nreason = \"ill\"\nfrom = 2026-11-16\nto = 2026-11-16\n",
        &[
            ("rule", Text),
            ("on", Moment),
            ("reason", Text),
            ("from", Day),
            ("to", Day),
            ("due", Day),
        ],
    ),
    ("[[note]]", "on = 2026-11-16\n", &[("on", Moment)]),
    ("[[conflict]]", "taken = 1\nother = 2\n", &[("key", Text)]),
];

/// What every entry may have.
const OF_ANY_ENTRY: [(&str, Takes); 5] =
    [("logged", Stamp), ("worker", Text), ("note", Text), ("obtained", Text), ("ref", Text)];

/// Values, with what takes them. A word out of no closed set is wrong there, if not as a type.
const VALUES: [(&str, &[Takes]); 19] = [
    ("\"xyz\"", &[Text, Texts]),
    ("'2026-11-16'", &[Text, Texts]),
    ("7", &[Hours]),
    ("0x10", &[]),
    ("1.5", &[Hours]),
    ("inf", &[]),
    ("true", &[Truth]),
    ("2026-11-16", &[Day, Moment]),
    ("2026-11-16T10:00:00", &[Moment]),
    ("10:00:00", &[]),
    ("2026-11-16T10:00:00Z", &[Stamp]),
    ("2026-11-16T10:00:00+01:00", &[Stamp]),
    ("[]", &[Texts, Words, Tables]),
    ("[7]", &[]),
    ("[\"xyz\"]", &[Texts]),
    ("[2026-11-16]", &[]),
    ("[[]]", &[]),
    ("{}", &[]),
    ("{ a = 1 }", &[]),
];

/// The checks that may find a value wrong for a key.
fn checks(takes: Takes, value: &str) -> &'static [&'static str] {
    let text = value.starts_with(['"', '\'']);
    match takes {
        Word if text => &["word", "calendar"],
        Words if text || value == "[\"xyz\"]" => &["word"],
        Day | Moment if value.contains("T10:00:00Z") || value.contains('+') => &["date"],
        Hours if value == "inf" => &["hours"],
        Table if value.starts_with('{') => &["required", "unknown-key"],
        _ => &["type"],
    }
}

/// The case with a value for one key, and the line it stands on.
fn with_value(table: usize, key: &str, value: &str) -> (String, usize) {
    let (header, needs, _) = KEYS[table];
    let given = format!("{key} = ");
    let needs: String =
        needs.split_inclusive('\n').filter(|line| !line.starts_with(&given)).collect();
    let before = if table == 0 { needs } else { format!("{}\n{header}\n{needs}", KEYS[0].1) };
    let line = before.lines().count() + 1;
    (format!("{before}{given}{value}\n"), line)
}

/// Ensures that a value of the wrong type is an error at its key that names it, whatever the key
/// and the type, and that one of the right type is none.
#[test]
fn every_key_refuses_every_wrong_type() {
    let mut refused = 0;
    for (table, (header, _, keys)) in KEYS.iter().enumerate() {
        let is_entry = table > 0 && *header != "[[conflict]]";
        let further: &[(&str, Takes)] = if is_entry { &OF_ANY_ENTRY } else { &[] };
        for (key, takes) in keys.iter().chain(further) {
            for (value, taken_by) in VALUES {
                let (text, line) = with_value(table, key, value);
                let (_, problems) = read_case(&text, "A");
                let here = problems.iter().filter(|problem| {
                    problem.is_error() && problem.place.as_ref().is_some_and(|it| it.line == line)
                });
                let mut here = here.peekable();
                if taken_by.contains(takes) {
                    let wrong = here.find(|it| ["type", "word", "date"].contains(&it.check));
                    assert!(wrong.is_none(), "{header} {key} = {value}: {wrong:?}");
                    continue;
                }
                let allowed = checks(*takes, value);
                let found = here.any(|it| {
                    allowed.contains(&it.check)
                        && (it.check != "type" || it.message.contains(&format!("`{key}")))
                });
                assert!(found, "{header} {key} = {value}, not {allowed:?}: {problems:?}");
                refused += 1;
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
}
