//! Reading quickly what is written as the tool itself writes it: one key a line, short headers.
//!
//! Nearly every case file is plain from end to end, and there are many. Whatever is laid out
//! otherwise, and whatever is wrong, is left to the TOML crate, which knows all of the language and says
//! what is wrong where. What is read here is read as the crate would; a property test compares the two.

mod numbers;
#[cfg(test)]
mod tests;

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
