//! The text of one file, its name, and where its lines begin.

use crate::problem::Place;
use crate::reading::safe::safe_line;

/// A range of bytes in a [`Source`].
pub type Span = std::ops::Range<usize>;

/// The longest excerpt shown, in characters: a line longer than this is cut around the caret.
const LONGEST_EXCERPT: usize = 200;

/// The text of one file as read, with the name a person knows it by.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Source {
    /// A source from its name (relative to the folder, forward slashes) and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        let line_starts =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name: name.into(), text, line_starts }
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
        let start = self.boundary(span.start);
        let line = self.line_of(start);
        let line_start = self.line_starts[line - 1];
        let line_text = self.text[line_start..].split('\n').next().unwrap_or_default();
        let line_text = line_text.strip_suffix('\r').unwrap_or(line_text);
        let before = self.text[line_start..start].chars().count();
        let end = self.boundary(span.end.max(start)).min(line_start + line_text.len());
        let width = if end > start { self.text[start..end].chars().count() } else { 1 };
        let (excerpt, caret) = cut(&safe_line(line_text), before);
        let room = excerpt.chars().count().saturating_sub(caret).max(1);
        Place { line, column: before + 1, excerpt, caret, width: width.min(room) }
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

/// A long line cut to the part around the caret: the part, and where the caret stands in it.
fn cut(line: &str, caret: usize) -> (String, usize) {
    if line.chars().count() <= LONGEST_EXCERPT {
        return (line.to_owned(), caret);
    }
    let skipped = caret.saturating_sub(LONGEST_EXCERPT / 2);
    (line.chars().skip(skipped).take(LONGEST_EXCERPT).collect(), caret - skipped)
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
    }
}
