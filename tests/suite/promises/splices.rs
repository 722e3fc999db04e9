//! Edits of a text by splices: of any text that can be laid out, only what an edit is about changes.

use caseload::calendar::parse_day;
use caseload::case::{
    Block, Key, Layout, Lines, NewEntry, Place, SpliceError, Value, append, append_all, remove,
    set, unset,
};
use caseload::reading::Span;

/// How many of the entries and keys of a text are edited, so that a long one takes no longer.
const MANY: usize = 5;

/// A text that has everything that could break out of its quotes.
const TEXT: &str = "two \"\"\"\nlines\t\\ and ' é\u{202e}";

/// Ensures of a text that can be laid out that every edit of it leaves every other byte alone, and
/// of any other that every edit is refused at a place that there is.
pub(crate) fn hold(text: &str) {
    match Layout::of(text) {
        Ok(layout) => {
            hold_spans(&layout);
            hold_appending(text);
            for block in layout.blocks.iter().take(MANY) {
                hold_removing(&layout, block);
                hold_keys(text, Place::Entry(block.header.start), &block.keys);
            }
            hold_keys(text, Place::Header, &layout.header);
        }
        Err(error) => {
            assert!(text.get(error.span().clone()).is_some(), "{error:?}");
            assert!(!error.to_string().is_empty());
            // A line ending cut in half is made whole by the line below it.
            assert!(text.ends_with('\r') || append(text, &note()).is_err());
            let refused = [
                set(text, Place::Header, "a", &Value::Truth(true)),
                unset(text, Place::Header, "a"),
                remove(text, 0),
            ];
            for outcome in refused {
                assert!(matches!(outcome, Err(SpliceError::Layout(_))), "{outcome:?}");
            }
        }
    }
}

/// Ensures that every byte of the text lies in one place of the layout alone, in order.
fn hold_spans(layout: &Layout<'_>) {
    let spans = |keys: &[Key]| -> Vec<Span> {
        keys.iter().flat_map(|key| [key.lead.clone(), key.lines.clone()]).collect()
    };
    let mut all: Vec<Span> = spans(&layout.header);
    for block in &layout.blocks {
        all.extend([block.lead.clone(), block.header_line.clone()]);
        all.extend(spans(&block.keys));
        assert!(layout.slice(&block.header).starts_with('['), "{block:?}");
    }
    all.push(layout.tail.clone());
    let mut reached = layout.lines.start;
    for span in all {
        assert_eq!(span.start, reached, "{layout:?}");
        assert!(layout.text.get(span.clone()).is_some(), "{layout:?}");
        reached = span.end;
    }
    assert_eq!(reached, layout.text.len(), "{layout:?}");
}

fn note() -> NewEntry {
    let keys = vec![
        ("on", Value::Day(parse_day("2027-03-06").unwrap())),
        ("note", Value::Text(TEXT.to_owned())),
        ("logged", Value::Timestamp("2027-03-06T10:00:00.001Z".to_owned())),
    ];
    NewEntry { kind: "note", repeated: true, keys }
}

/// Ensures that entries appended leave the text in front of them, are read as they were meant, and
/// can be taken out again without a trace.
fn hold_appending(text: &str) {
    let after = match append(text, &note()) {
        Ok(after) => after,
        // A `note` that is a key, or a header that comes once.
        Err(error) => {
            assert!(
                matches!(error, SpliceError::NotWritable(_)) && text.contains("note"),
                "{error}"
            );
            return;
        }
    };
    assert!(after.starts_with(text), "{after:?}");
    assert_eq!(Lines::of(text).last_ends, after.ends_with('\n'), "{after:?}");
    let layout = Layout::of(&after).unwrap();
    let block = layout.blocks.last().unwrap();
    let at = Place::Entry(block.header.start);
    assert_eq!(value_at(&after, at, "note").as_deref(), Some(TEXT), "{after:?}");
    assert_eq!(remove(&after, block.header.start).as_deref(), Ok(text), "{after:?}");
    let twice = append_all(text, &[note(), note()]).unwrap();
    assert_eq!(append(&after, &note()), Ok(twice));
}

/// Ensures that an entry taken out takes one region with it, and no other entry or key.
fn hold_removing(layout: &Layout<'_>, block: &Block) {
    let after = remove(layout.text, block.header.start).unwrap();
    let left = Layout::of(&after).unwrap();
    assert!(is_one_region(layout.text, &after), "{after:?}");
    let said = |layout: &Layout<'_>, at: &Block| {
        let keys = at.keys.iter().map(|key| (key.name.clone(), layout.raw(key)));
        (at.kind.clone(), keys.collect::<Vec<_>>())
    };
    let others = layout.blocks.iter().filter(|other| other.header != block.header);
    let others: Vec<_> = others.map(|other| said(layout, other)).collect();
    assert_eq!(left.blocks.iter().map(|it| said(&left, it)).collect::<Vec<_>>(), others);
    assert_eq!(left.header.len(), layout.header.len(), "{after:?}");
}

/// Ensures that keys of a place are set and taken away, and a new one put in, with nothing else
/// touched.
fn hold_keys(text: &str, at: Place, keys: &[Key]) {
    for key in keys.iter().take(MANY) {
        let after = set(text, at, &key.name, &Value::Text(TEXT.to_owned())).unwrap();
        assert!(after.starts_with(&text[..key.value.start]), "{after:?}");
        assert!(after.ends_with(&text[key.value.end..]), "{after:?}");
        assert_eq!(value_at(&after, at, &key.name).as_deref(), Some(TEXT), "{after:?}");
        let gone = unset(text, at, &key.name).unwrap();
        assert!(is_one_region(text, &gone), "{gone:?}");
        assert_eq!(unset(&gone, at, &key.name), Err(SpliceError::NoKey(key.name.clone())));
    }
    let new = "a key that is not there";
    let after = set(text, at, new, &Value::Text(TEXT.to_owned())).unwrap();
    assert_eq!(value_at(&after, at, new).as_deref(), Some(TEXT), "{after:?}");
    assert_eq!(unset(&after, at, new).as_deref(), Ok(text), "{after:?}");
}

/// Whether a text is another one with one region taken out of it, and perhaps the ending of what is
/// now its last line.
fn is_one_region(text: &str, after: &str) -> bool {
    let same_start = text.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
    let same_end = text.bytes().rev().zip(after.bytes().rev()).take_while(|(a, b)| a == b).count();
    same_start + same_end >= after.len()
}

/// The text that a key of a place holds.
fn value_at(text: &str, at: Place, key: &str) -> Option<String> {
    let layout = Layout::of(text).unwrap();
    let keys = match at {
        Place::Header => &layout.header,
        Place::Entry(start) => &layout.block_at(start)?.keys,
    };
    let key = keys.iter().find(|it| it.name == key)?;
    let table: toml::Table = format!("value = {}\n", layout.raw(key)).parse().unwrap();
    Some(table["value"].as_str()?.to_owned())
}
