//! Splices into random case files: what is not concerned stays to the byte, and what is written
//! reads back as it was meant.

use caseload::calendar::{Moment, parse_day, parse_time};
use caseload::case::{
    Case, Layout, NewEntry, Place, SpliceError, Value, append, remove, set, unset,
};
use caseload::reading::{Hundredths, Source};

use crate::drafts::{Draft, Tape, check};

/// How many cases each property is tried on, lightly.
const LIGHT: u32 = 300;

fn read(text: &str) -> Case {
    let (case, problems) = Case::read(&Source::new("A-1.toml", text), "A-1");
    case.unwrap_or_else(|| panic!("{problems:?}\n{text}"))
}

fn drawn(tape: &mut Tape) -> String {
    let text = Draft::drawn(tape, 0, 5).text();
    read(&text);
    text
}

fn some_text(tape: &mut Tape) -> String {
    let texts =
        ["", "plain", "a \"b\" \\c", "two\nlines", "\"\"\"\n", "bell\u{7}", "\u{202e}é👩‍🦽", "tab\t"];
    let (one, other) = (tape.pick(&texts), tape.pick(&texts));
    format!("{one}{other}")
}

/// A value of each kind, and what a parser should read back: none for what it gives otherwise.
fn some_value(tape: &mut Tape) -> (Value, toml::Value) {
    let day = parse_day(tape.pick(&["2026-11-16", "2028-02-29"])).unwrap();
    match tape.below(7) {
        0 => {
            let text = some_text(tape);
            (Value::Text(text.clone()), toml::Value::String(text))
        }
        1 => (Value::Day(day), toml::Value::Datetime(day.to_string().parse().unwrap())),
        2 => {
            let moment = Moment { day, time: parse_time("10:30") };
            (Value::Moment(moment), toml::Value::Datetime(moment.to_string().parse().unwrap()))
        }
        3 => (Value::Hours(Hundredths(150)), toml::Value::Float(1.5)),
        4 => (Value::Number(-7), toml::Value::Integer(-7)),
        5 => (Value::Truth(true), toml::Value::Boolean(true)),
        _ => {
            let texts = vec![some_text(tape), some_text(tape)];
            let values = texts.iter().cloned().map(toml::Value::String).collect();
            (Value::Texts(texts), toml::Value::Array(values))
        }
    }
}

/// What a parser reads, lines ending in line feeds: that is how the reader takes a text.
fn parsed(text: &str) -> toml::Table {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n").parse().unwrap()
}

fn new_note(tape: &mut Tape) -> NewEntry {
    let keys = vec![
        ("on", Value::Day(parse_day("2027-03-06").unwrap())),
        ("note", Value::Text(some_text(tape))),
        ("logged", Value::Timestamp("2027-03-06T10:00:00.001Z".to_owned())),
    ];
    NewEntry { kind: "note", repeated: true, keys }
}

/// Ensures that an entry appended leaves the old text in front of it, is read, and can be removed
/// without a trace.
#[test]
fn an_entry_appended_and_removed_leaves_no_trace() {
    check(LIGHT, |tape| {
        let text = drawn(tape);
        let entry = new_note(tape);
        let after = append(&text, &entry).unwrap();
        assert!(after.starts_with(&text), "{after:?}");
        assert_eq!(text.ends_with('\n'), after.ends_with('\n'));
        let (before, case) = (read(&text), read(&after));
        assert_eq!(before.entries().len() + 1, case.entries().len());
        let note = case.notes.last().unwrap();
        assert_eq!(Value::Text(note.record.note.clone().unwrap()), entry.keys[1].1);
        assert!(text.contains("\r\n") || !after.contains('\r'));
        assert_eq!(remove(&after, note.record.span.start).unwrap(), text);
    });
}

/// Ensures that an entry taken out takes nothing with it but its lines, its comments and a blank
/// line.
#[test]
fn an_entry_removed_takes_only_its_own_lines() {
    check(LIGHT, |tape| {
        let mut draft = Draft::drawn(tape, 0, 5);
        let text = draft.text();
        let count = draft.entries.len();
        if count == 0 {
            return;
        }
        let chosen = tape.below(count);
        let start = Layout::of(&text).unwrap().blocks[chosen].header.start;
        let after = remove(&text, start).unwrap();
        read(&after);
        let gone = draft.entries.remove(chosen);
        let mut kept = comments(&text);
        for line in gone.comments.iter().chain(gone.keys.iter().flat_map(|key| &key.lead)) {
            kept.retain(|other| other != line.trim());
        }
        assert_eq!(comments(&after), kept, "{after}");
        let left = Layout::of(&after).unwrap();
        assert_eq!(left.blocks.len(), count - 1);
        for block in &left.blocks {
            let kept = &after[block.header_line.start..block.end()].trim_end();
            assert!(text.contains(kept), "{kept}");
        }
        // One region is gone, and nothing else but a line ending where the last line had none.
        let same_start = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let same_end =
            text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        assert!(same_start + same_end >= after.len(), "{text:?}\n{after:?}");
    });
}

/// The lines of a text that are comments.
fn comments(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// A place of a draft, with the names of its keys and how to find it in a parsed table.
fn some_place(text: &str, tape: &mut Tape) -> (Place, Vec<String>, Option<(String, usize, bool)>) {
    let layout = Layout::of(text).unwrap();
    let names = |keys: &[caseload::case::Key]| keys.iter().map(|key| key.name.clone()).collect();
    let chosen = tape.below(layout.blocks.len() + 1);
    let Some(block) = layout.blocks.get(chosen) else {
        return (Place::Header, names(&layout.header), None);
    };
    let earlier = layout.blocks[..chosen].iter().filter(|other| other.kind == block.kind).count();
    let found = (block.kind.clone(), earlier, block.repeated);
    (Place::Entry(block.header.start), names(&block.keys), Some(found))
}

fn value_at(text: &str, place: Option<&(String, usize, bool)>, key: &str) -> Option<toml::Value> {
    let table = parsed(text);
    match place {
        None => table.get(key).cloned(),
        Some((kind, number, true)) => table[kind][*number].get(key).cloned(),
        Some((kind, _, false)) => table[kind].get(key).cloned(),
    }
}

/// Ensures that a value set is the one read back, that nothing else has changed, and that a key put
/// in can be taken out without a trace.
#[test]
fn a_value_set_changes_nothing_else() {
    check(LIGHT, |tape| {
        let text = drawn(tape);
        let (at, names, place) = some_place(&text, tape);
        let (value, meant) = some_value(tape);
        let key = if tape.one_in(2) { tape.pick(&names) } else { "added".to_owned() };
        let after = set(&text, at, &key, &value).unwrap();
        assert_eq!(value_at(&after, place.as_ref(), &key), Some(meant), "{after}");
        let layout = Layout::of(&text).unwrap();
        let keys = match at {
            Place::Header => &layout.header,
            Place::Entry(start) => &layout.block_at(start).unwrap().keys,
        };
        if let Some(written) = keys.iter().find(|written| written.name == key) {
            assert!(after.starts_with(&text[..written.value.start]));
            assert!(after.ends_with(&text[written.value.end..]));
        } else {
            let end = keys.last().unwrap().lines.end;
            assert!(after.starts_with(&text[..end]) && after.ends_with(&text[end..]));
            assert_eq!(unset(&after, at, &key).unwrap(), text);
        }
        assert_eq!(text.ends_with('\n'), after.ends_with('\n'));
    });
}

/// Ensures that a key taken away takes its lines and its own comments, and nothing else.
#[test]
fn a_key_taken_away_takes_only_its_own_lines() {
    check(LIGHT, |tape| {
        let text = drawn(tape);
        let (at, names, place) = some_place(&text, tape);
        let key = tape.pick(&names);
        let after = unset(&text, at, &key).unwrap();
        assert_eq!(value_at(&after, place.as_ref(), &key), None);
        let missing = unset(&after, at, &key);
        assert_eq!(missing, Err(SpliceError::NoKey(key.clone())));
        for name in names.iter().filter(|name| **name != key) {
            let [before, after] = [&text, &after].map(|it| value_at(it, place.as_ref(), name));
            assert_eq!(before, after);
        }
        let same_start = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let same_end =
            text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
        assert!(same_start + same_end >= after.len());
    });
}

/// Ensures that no text makes a splice panic.
#[test]
fn garbage_is_refused_or_edited_but_never_panics() {
    let scraps = [
        "[",
        "]",
        "[[note]]",
        "a",
        "=",
        "1",
        "\"",
        "\n",
        "\r",
        "\r\n",
        "#",
        ".",
        "{",
        "}",
        "\u{feff}",
        " ",
        "'''",
        "é",
        "2026-11-16",
        "id = 1\n",
    ];
    check(2 * LIGHT, |tape| {
        let length = tape.below(30);
        let text: String = (0..length).map(|_| tape.pick(&scraps)).collect();
        let start = text.find('[').unwrap_or(0);
        let value = Value::Truth(true);
        let outcomes = [
            append(&text, &new_note(tape)),
            set(&text, Place::Header, "a", &value),
            set(&text, Place::Entry(start), "a", &value),
            unset(&text, Place::Header, "a"),
            unset(&text, Place::Entry(start), "a"),
            remove(&text, start),
        ];
        for after in outcomes.into_iter().flatten() {
            assert!(Layout::of(&after).is_ok(), "{text:?} {after:?}");
        }
    });
}
