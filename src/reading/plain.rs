//! Reading quickly what is written as the tool itself writes it: one key a line, short headers.
//!
//! Nearly every case file is plain from end to end, and there are many. Whatever is laid out
//! otherwise, and whatever is wrong, is left to the TOML crate, which knows all of the language and says
//! what is wrong where. What is read here is read as the crate would; a property test compares the two.

mod numbers;

use std::borrow::Cow;

use crate::reading::Span;
use crate::reading::tree::{Key, Kind, Table, Value};
use numbers::{moment, number};

/// How many keys the top of a file usually has, and an entry at most.
const USUAL: usize = 24;

/// The table of a text that is plain from end to end; none of any other, though it may be good TOML.
pub(super) fn read(text: &str) -> Option<Table<'_>> {
    let mut file = File::default();
    let mut line = Cursor { text, at: 0 };
    while let Some(first) = line.peek() {
        match first {
            b'\n' => line.at += 1,
            b'#' => line.end()?,
            b'[' => {
                let header = line.header()?;
                file.begin(header)?;
            }
            _ => {
                let (key, value) = line.key()?;
                file.push(key, value)?;
            }
        }
    }
    file.close()?;
    Some(file.top)
}

/// What was read of a text so far.
#[derive(Default)]
struct File<'d> {
    top: Table<'d>,
    /// The header below which keys stand; none at the top of the file.
    header: Option<Header<'d>>,
    /// The keys below it, until they are all.
    keys: Vec<(Key<'d>, Value<'d>)>,
}

/// A header: `[exit]`, or `[[contact]]`, which can come again.
struct Header<'d> {
    name: &'d str,
    is_repeated: bool,
    /// Where its line stands.
    span: Span,
}

impl<'d> File<'d> {
    fn push(&mut self, key: Key<'d>, value: Value<'d>) -> Option<()> {
        let is_there = self.keys.iter().any(|(other, _)| other.get_ref() == key.get_ref());
        if self.keys.capacity() == 0 {
            self.keys.reserve(USUAL);
        }
        self.keys.push((key, value));
        (!is_there).then_some(())
    }

    fn begin(&mut self, header: Header<'d>) -> Option<()> {
        self.close()?;
        self.header = Some(header);
        Some(())
    }

    /// Puts the keys that were read in their place.
    fn close(&mut self) -> Option<()> {
        // Of just its size: there are many of them.
        let keys = Table::of(self.keys.drain(..).collect());
        let Some(Header { name, is_repeated, span }) = self.header.take() else {
            self.top = keys;
            return Some(());
        };
        let brackets = if is_repeated { 2 } else { 1 };
        let at = span.start + brackets;
        let table = Value::new(Kind::Table(keys), span.clone());
        match self.top.get_mut(name).map(Value::kind_mut) {
            None => {
                let value =
                    if is_repeated { Value::new(Kind::Array(vec![table]), span) } else { table };
                self.top.push(Key::new(name, at..at + name.len()), value);
            }
            // A list below the top of the file is one of headers only if tables are in it.
            Some(Kind::Array(tables))
                if is_repeated && matches!(tables.first()?.get_ref(), Kind::Table(_)) =>
            {
                tables.push(table);
            }
            Some(_) => return None,
        }
        Some(())
    }
}

/// A place in a text. What is read by it is read from there on, and behind that it then stands.
struct Cursor<'d> {
    text: &'d str,
    at: usize,
}

impl<'d> Cursor<'d> {
    fn rest(&self) -> &'d [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// As many bytes as are of a kind.
    fn run(&mut self, kind: &[bool; 256]) -> &'d str {
        let (start, rest) = (self.at, self.rest());
        let length = rest.iter().position(|byte| !kind[usize::from(*byte)]);
        self.at += length.unwrap_or(rest.len());
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip(&mut self, written: &[u8]) -> Option<()> {
        self.at += self.rest().starts_with(written).then_some(written.len())?;
        Some(())
    }

    /// The same of one byte.
    fn skip_byte(&mut self, written: u8) -> Option<()> {
        self.at += usize::from((self.peek() == Some(written)).then_some(true)?);
        Some(())
    }

    /// The end of a line: blanks, perhaps a remark, and the line feed if one comes.
    fn end(&mut self) -> Option<()> {
        if self.skip_byte(b'\n').is_some() {
            return Some(());
        }
        self.run(&BLANK);
        if self.peek() == Some(b'#') {
            self.run(&SHOWN);
        }
        if self.peek().is_none() { Some(()) } else { self.skip_byte(b'\n') }
    }

    fn header(&mut self) -> Option<Header<'d>> {
        let start = self.at;
        self.at += 1;
        let is_repeated = self.skip_byte(b'[').is_some();
        let name = self.run(&BARE);
        self.skip(if is_repeated { b"]]" } else { b"]" })?;
        let span = start..self.at;
        // With nothing behind it: what a header has there, the crate knows.
        let is_over = self.peek().is_none_or(|byte| byte == b'\n');
        (is_over && !name.is_empty()).then_some(Header { name, is_repeated, span })
    }

    fn key(&mut self) -> Option<(Key<'d>, Value<'d>)> {
        let start = self.at;
        let name = self.run(&BARE);
        let key = Key::new(name, start..self.at);
        self.skip(b" = ")?;
        let value = self.value()?;
        self.end()?;
        (!name.is_empty()).then_some((key, value))
    }

    fn value(&mut self) -> Option<Value<'d>> {
        let start = self.at;
        let kind = match self.peek()? {
            b'"' => Kind::String(Cow::Borrowed(self.string()?)),
            b'[' => Kind::Array(self.list()?),
            b't' => self.skip(b"true").map(|()| Kind::Boolean(true))?,
            b'f' => self.skip(b"false").map(|()| Kind::Boolean(false))?,
            b'0'..=b'9' => {
                let word = self.run(&NUMBER);
                match word.as_bytes().get(4) {
                    Some(b'-') => Kind::Datetime(moment(word.as_bytes())?),
                    _ => number(word)?,
                }
            }
            _ => return None,
        };
        Some(Value::new(kind, start..self.at))
    }

    /// A text between quotes, on one line and without a backslash in it.
    fn string(&mut self) -> Option<&'d str> {
        self.skip_byte(b'"')?;
        let text = self.run(&TEXT);
        self.skip_byte(b'"')?;
        let is_of_several_lines = text.is_empty() && self.peek() == Some(b'"');
        (!is_of_several_lines).then_some(text)
    }

    /// A list of texts on one line.
    fn list(&mut self) -> Option<Vec<Value<'d>>> {
        self.skip_byte(b'[')?;
        let mut items = Vec::new();
        if self.skip_byte(b']').is_some() {
            return Some(items);
        }
        loop {
            let start = self.at;
            let kind = Kind::String(Cow::Borrowed(self.string()?));
            items.push(Value::new(kind, start..self.at));
            if self.skip_byte(b']').is_some() {
                return Some(items);
            }
            self.skip(b", ")?;
        }
    }
}

/// Which bytes are of a kind.
macro_rules! bytes {
    ($($byte:pat_param)|+) => {{
        let mut kind = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            // No number from 0 to 255 is cut off.
            #[allow(clippy::cast_possible_truncation)]
            let of_kind = matches!(byte as u8, $($byte)|+);
            kind[byte] = of_kind;
            byte += 1;
        }
        kind
    }};
}

/// What can stand in a key or a header that needs no quotes.
static BARE: [bool; 256] = bytes!(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-');
/// What can stand in a number or a moment.
static NUMBER: [bool; 256] = bytes!(b'0'..=b'9' | b'.' | b'-' | b':' | b'T' | b'Z');
/// What can stand between two parts of a line.
static BLANK: [bool; 256] = bytes!(b' ' | b'\t');
/// What can stand in a remark: no control character but a tab.
static SHOWN: [bool; 256] = bytes!(b'\t' | b' '..=b'~' | 0x80..);
/// What can stand between quotes as it is: the same, but no quote and no backslash.
static TEXT: [bool; 256] = bytes!(b'\t' | b' '..=b'!' | b'#'..=b'[' | b']'..=b'~' | 0x80..);

#[cfg(test)]
mod tests {
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
}
