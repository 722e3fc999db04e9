//! What is read quickly, against what the TOML crate reads.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use toml::de::DeTable;

use super::*;

/// Lines as they can follow one another, plain ones and others.
const LINES: [&str; 64] = [
    "[[contact]]",
    "[[contact]]",
    "[[job]]",
    "[exit]",
    "[a.b]",
    "[ a ]",
    "[[contact]] # x",
    "[]",
    "[[on]]",
    "[on]",
    "on = 2026-11-16",
    "on = 2026-11-16T10:00:00",
    "on = 2026-11-16T10:00",
    "on = 2026-11-16 10:00:00",
    "on = 2026-11-16t10:00:00z",
    "on = 2026-02-29",
    "on = 2024-02-29",
    "on = 1900-02-29",
    "on = 2026-00-10",
    "on = 2026-11-31",
    "on = 2026-11-16T24:00:00",
    "on = 2026-11-16T23:59:60",
    "on = 10:00:00",
    "logged = 2026-11-16T11:05:12.384Z",
    "logged = 2026-11-16T11:05:12.1234567891Z",
    "logged = 2026-11-16T11:05:12.Z",
    "logged = 2026-11-16T11:05:12+01:00",
    "logged = 2026-11-16Z",
    "note = \"plain\"",
    "note = \"\"",
    "note = \"\"\"\"\"\"",
    "note = \"\"\"one",
    "two\"\"\"",
    "note = 'single'",
    "note = \"tab\there, Zo\u{eb} \u{202e} \u{1f469}\"",
    "note = \"a \\\"quoted\\\" one\"",
    "note = \"bell \u{7}\"",
    "note = \"del \u{7f}\"",
    "note = \"open",
    "covers = []",
    "covers = [\"a\"]",
    "covers = [\"a\", \"b\"]",
    "covers = [\"a\",\"b\"]",
    "covers = [\"a\", ]",
    "covers = [1, \"a\"]",
    "hours = 4",
    "hours = 04",
    "hours = 0",
    "hours = 1.50",
    "hours = 1.",
    "hours = .5",
    "hours = 1_000",
    "hours = 0x10",
    "hours = -1",
    "hours = 1e3",
    "hours = 99999999999999999999",
    "paid = true",
    "paid = false # so it was",
    "paid = trueish",
    "\"quoted\" = 1",
    "dotted.key = 1",
    "spaced  =  1",
    "# a remark",
    "",
];

/// The same table with its keys in the order of the file.
fn in_order(mut table: Table<'_>) -> Table<'_> {
    table.keys.sort_by_key(|(key, _)| key.span().start);
    for (_, value) in &mut table.keys {
        match value.kind_mut() {
            Kind::Table(inner) => *inner = in_order(std::mem::take(inner)),
            Kind::Array(items) => {
                for item in items {
                    if let Kind::Table(inner) = item.kind_mut() {
                        *inner = in_order(std::mem::take(inner));
                    }
                }
            }
            _ => {}
        }
    }
    table
}

/// A line that is plain where it stands alone, or now and then any other.
fn line() -> impl Strategy<Value = &'static str> {
    let plain: Vec<&str> = LINES.into_iter().filter(|line| read(line).is_some()).collect();
    prop_oneof![9 => prop::sample::select(plain), 1 => prop::sample::select(&LINES[..])]
}

fn is_read_as_the_crate_does(text: &str) {
    let Some(plain) = read(text) else { return };
    let (table, errors) = DeTable::parse_recoverable(text);
    assert!(errors.is_empty(), "{text}\n{errors:?}");
    assert_eq!(in_order(plain), in_order(Table::from(table.into_inner())), "{text}");
}

/// Ensures that enough of the texts that are tried are plain, so that the comparison is one.
#[test]
fn many_of_the_texts_tried_are_plain() {
    let mut runner = TestRunner::deterministic();
    let texts = prop::collection::vec(line(), 0..12);
    let mut draw = || texts.new_tree(&mut runner).map(|lines| lines.current().join("\n"));
    let plain = (0..1_000).filter(|_| draw().is_ok_and(|text| read(&text).is_some())).count();
    assert!(plain > 250, "{plain} of 1,000");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Ensures that what is read quickly is what the crate reads, with the same places.
    #[test]
    fn what_is_plain_is_read_as_the_crate_reads_it(
        lines in prop::collection::vec(line(), 0..12),
        ending in prop::sample::select(&["\n", "\n", "\n", "\r\n", ""][..]),
        slip in prop::option::weighted(0.3, (any::<prop::sample::Index>(), any::<u8>())),
    ) {
        let mut text = lines.join("\n") + ending;
        if let (Some((at, byte)), false) = (slip, text.is_empty()) {
            let at = at.index(text.len());
            if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..=at, &char::from(byte % 128).to_string());
            }
        }
        is_read_as_the_crate_does(&text);
    }
}

/// Ensures that each of these is read in the quick way where it should be, and in no other.
#[test]
fn what_the_tool_writes_is_plain() {
    let plain = "id = \"A-0001\"\nreferred = 2026-11-02\n\n# so it is\n[[contact]]\non = \
                 2026-11-16T10:00:00\nhours = 1.5\ncovers = [\"a\", \"b\"]\n\n[exit]\non = 2026-11-30";
    assert!(read(plain).is_some());
    for line in LINES {
        is_read_as_the_crate_does(line);
    }
    for (from, to) in [
        ("1.5", "1_0"),
        ("\"A-0001\"", "'A-0001'"),
        ("[exit]", "[[contact]]\non = 2026-11-30\non"),
        ("[exit]", "[contact]"),
        ("[exit]\non", "[exit.on]\nday"),
        ("hours = ", "hours="),
        ("\n", "\r\n"),
    ] {
        assert!(read(&plain.replace(from, to)).is_none(), "{from} to {to}");
    }
}
