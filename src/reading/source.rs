//! The text of one file, its name, and where its lines begin.

use std::sync::OnceLock;

use crate::problem::Place;
use crate::reading::safe::safe_line;

/// A range of bytes in a [`Source`].
pub type Span = std::ops::Range<usize>;

/// The longest excerpt shown, in characters: a line longer than this is cut around the caret.
const LONGEST_EXCERPT: usize = 200;

/// How long a line usually is at the least, in bytes.
const USUAL_LINE: usize = 16;

/// How many bytes lie between two entries of [`Source::characters`].
const BLOCK: usize = 1024;

/// The text of one file as read, with the name a person knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// How many characters begin before each block, so that the columns of a very long line with
    /// very many problems are not counted from its start each time; counted when first asked for.
    characters: OnceLock<Vec<usize>>,
}

impl Source {
    /// A source from its name (relative to the folder, forward slashes) and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        // A byte order mark belongs to no line: it is neither shown nor counted.
        let first = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut line_starts = Vec::with_capacity(text.len() / USUAL_LINE + 1);
        line_starts.push(first);
        for (at, byte) in text.bytes().enumerate() {
            if byte == b'\n' {
                line_starts.push(at + 1);
            }
        }
        Source { name: name.into(), text, line_starts, characters: OnceLock::new() }
    }

    /// The name a person knows the file by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line on which a byte stands, counted from 1.
    pub fn line_of(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= byte).max(1)
    }

    /// The place of a span: line, column, the line's text and how much of it the span covers.
    pub fn place(&self, span: &Span) -> Place {
        let line = self.line_of(self.boundary(span.start));
        let line_start = self.line_starts[line - 1];
        let next = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let line_text = &self.text[line_start..next];
        let line_end = line_start + line_text.strip_suffix('\r').unwrap_or(line_text).len();
        let start = self.boundary(span.start).clamp(line_start, line_end);
        let end = self.boundary(span.end).clamp(start, line_end);
        let before = self.characters_between(line_start, start);
        let width = self.characters_between(start, end).max(1);
        let (excerpt, caret) = self.excerpt(line_start..line_end, start, before);
        let room = excerpt.chars().count().saturating_sub(caret).max(1);
        Place { line, column: before + 1, excerpt, caret, width: width.min(room) }
    }

    /// A line made safe to print, cut to the part around the caret if it is long, and where the
    /// caret stands in it.
    fn excerpt(&self, line: Span, caret: usize, before: usize) -> (String, usize) {
        if self.characters_between(line.start, line.end) <= LONGEST_EXCERPT {
            return (safe_line(&self.text[line]), before);
        }
        let skipped = before.saturating_sub(LONGEST_EXCERPT / 2);
        let kept = before - skipped;
        let head = &self.text[line.start..caret];
        let from = head.char_indices().rev().take(kept).last().map_or(head.len(), |(at, _)| at);
        let part: String =
            self.text[line.start + from..line.end].chars().take(LONGEST_EXCERPT).collect();
        (safe_line(&part), kept)
    }

    /// How many characters begin between two bytes.
    fn characters_between(&self, from: usize, to: usize) -> usize {
        let characters = self.characters.get_or_init(|| characters(&self.text));
        let before = |byte: usize| {
            let block = byte / BLOCK;
            characters[block] + beginnings(&self.text.as_bytes()[block * BLOCK..byte])
        };
        before(to) - before(from)
    }

    /// The nearest character boundary at or before a byte.
    fn boundary(&self, byte: usize) -> usize {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    }
}

/// How many characters begin before each block of a text.
fn characters(text: &str) -> Vec<usize> {
    let mut characters = vec![0];
    for block in text.as_bytes().chunks(BLOCK) {
        characters.push(characters.last().unwrap_or(&0) + beginnings(block));
    }
    characters
}

/// How many characters begin in these bytes.
fn beginnings(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let source = Source::new("a.toml", "one = 1\ntwö = \"x\"\r\n");
        let place = source.place(&(15..18));
        assert_eq!((place.line, place.column, place.width), (2, 7, 3));
        assert_eq!(place.excerpt, "twö = \"x\"");
    }

    #[test]
    fn a_span_past_the_end_is_the_end() {
        let place = Source::new("a.toml", "a = ").place(&(90..99));
        assert_eq!((place.line, place.column, place.width), (1, 5, 1));
    }

    #[test]
    fn a_very_long_line_is_cut() {
        let place = Source::new("a.toml", "x".repeat(10_000)).place(&(5_000..6_000));
        assert_eq!(place.column, 5_001);
        assert!(place.excerpt.chars().count() <= LONGEST_EXCERPT);
        let place = Source::new("a.toml", "é".repeat(4_000) + "x").place(&(8_000..8_001));
        assert_eq!((place.column, place.caret, place.width), (4_001, 100, 1));
        assert!(place.excerpt.ends_with("éx"));
    }

    #[test]
    fn a_byte_order_mark_is_not_counted() {
        let source = Source::new("a.toml", "\u{feff}id = 5\n");
        for start in [0, 3] {
            let place = source.place(&(start..5));
            assert_eq!((place.line, place.column, place.width), (1, 1, 2));
            assert_eq!(place.excerpt, "id = 5");
        }
    }

    #[test]
    fn a_place_at_the_end_of_a_line_stays_on_it() {
        let source = Source::new("a.toml", "one =\r\ntwo = 2\r\n");
        for start in [5, 6] {
            let place = source.place(&(start..7));
            assert_eq!((place.line, place.column, place.caret, place.width), (1, 6, 5, 1));
            assert_eq!(place.excerpt, "one =");
        }
    }
}
