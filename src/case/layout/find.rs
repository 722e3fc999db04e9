//! Finding the layout of a text, from the spans that the parser gives.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::case::layout::{Block, HEADERS, Key, Layout, LayoutError, Lines};
use crate::case::meaning::Meaning;
use crate::reading::Span;

/// See [`Layout::of`].
pub(super) fn layout(text: &str) -> Result<Layout<'_>, LayoutError> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        let span = error.span().unwrap_or(0..0);
        return Err(LayoutError::NotToml { span, message: error.message().to_owned() });
    }
    let mut finder =
        Finder { text, lines: Lines::of(text), header: Vec::new(), blocks: Vec::new() };
    finder.top(table.get_ref())?;
    Ok(finder.finish())
}

struct Finder<'t> {
    text: &'t str,
    lines: Lines,
    header: Vec<Key>,
    blocks: Vec<Block>,
}

impl<'t> Finder<'t> {
    /// Goes through what stands at the top of the document.
    fn top(&mut self, table: &DeTable<'_>) -> Result<(), LayoutError> {
        for (key, value) in table {
            let (name, span) = (key.get_ref().to_string(), key.span());
            match (value.get_ref(), place_of(&span, value)) {
                (_, Where::Beside) => {
                    refuse_entries(&name, &span, value.get_ref())?;
                    self.header.push(self.key(name, span, value));
                }
                (DeValue::Table(keys), Where::Below) => {
                    self.block(name, false, value.span(), keys)?;
                }
                (DeValue::Array(items), _) => {
                    for item in items {
                        let DeValue::Table(keys) = item.get_ref() else { continue };
                        if !self.slice(&item.span()).starts_with("[[") {
                            return Err(LayoutError::InParts { span, name });
                        }
                        self.block(name.clone(), true, item.span(), keys)?;
                    }
                }
                _ => return Err(LayoutError::InParts { span, name }),
            }
        }
        Ok(())
    }

    /// An entry with the keys below its header.
    fn block(
        &mut self,
        kind: String,
        repeated: bool,
        header: Span,
        table: &DeTable<'_>,
    ) -> Result<(), LayoutError> {
        let mut keys = Vec::new();
        for (key, value) in table {
            let (name, span) = (key.get_ref().to_string(), key.span());
            if place_of(&span, value) != Where::Beside {
                return Err(LayoutError::InParts { span, name });
            }
            keys.push(self.key(name, span, value));
        }
        keys.sort_by_key(|key| key.key.start);
        let header_line = self.whole_lines(&header);
        let lead = header_line.start..header_line.start;
        self.blocks.push(Block { kind, repeated, lead, header, header_line, keys });
        Ok(())
    }

    fn key(&self, name: String, key: Span, value: &Spanned<DeValue<'_>>) -> Key {
        let lines = self.whole_lines(&(key.start..value.span().end));
        let lead = lines.start..lines.start;
        let meaning = Meaning::of(value.get_ref());
        Key { name, key, value: value.span(), lead, lines, meaning }
    }

    fn slice(&self, span: &Span) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The whole lines on which a span stands, with the last one's ending.
    fn whole_lines(&self, span: &Span) -> Span {
        let before = self.text.get(..span.start).unwrap_or_default();
        let after = self.text.get(span.end..).unwrap_or_default();
        let start = before.rfind('\n').map_or(self.lines.start, |at| at + 1);
        let end = after.find('\n').map_or(self.text.len(), |at| span.end + at + 1);
        start..end
    }

    /// Puts everything in the order of the file, and gives what lies between to what follows it.
    fn finish(mut self) -> Layout<'t> {
        self.header.sort_by_key(|key| key.key.start);
        self.blocks.sort_by_key(|block| block.header.start);
        let mut reached = self.lines.start;
        let mut lead_of = |key: &mut Key| {
            key.lead = reached.min(key.lines.start)..key.lines.start;
            reached = key.lines.end;
        };
        self.header.iter_mut().for_each(&mut lead_of);
        for block in &mut self.blocks {
            block.lead = reached.min(block.header_line.start)..block.header_line.start;
            reached = block.header_line.end;
            for key in &mut block.keys {
                key.lead = reached.min(key.lines.start)..key.lines.start;
                reached = key.lines.end;
            }
        }
        Layout {
            text: self.text,
            lines: self.lines,
            header: self.header,
            blocks: self.blocks,
            tail: reached..self.text.len(),
        }
    }
}

/// How a value stands to its key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// `key = value`.
    Beside,
    /// The key is the name in a header.
    Below,
    /// The key is one part of a dotted key or header.
    Parts,
}

/// The parser gives a table below a header the header as its span, and one that only a dotted name
/// implies the span of that part of the name.
fn place_of(key: &Span, value: &Spanned<DeValue<'_>>) -> Where {
    let span = value.span();
    if span.start >= key.end {
        Where::Beside
    } else if span.start < key.start {
        Where::Below
    } else {
        Where::Parts
    }
}

/// Refuses what should be an entry below a header.
fn refuse_entries(name: &str, span: &Span, value: &DeValue<'_>) -> Result<(), LayoutError> {
    let (kind, span) = (name.to_owned(), span.clone());
    let header = HEADERS.iter().find(|(header, _)| *header == name);
    let holds_tables = match value {
        DeValue::Array(items) => items.iter().any(|item| item.get_ref().is_table()),
        _ => false,
    };
    match header {
        Some((_, true)) => Err(LayoutError::InBrackets { span, kind }),
        Some((_, false)) => Err(LayoutError::InBraces { span, kind }),
        None if holds_tables => Err(LayoutError::InBrackets { span, kind }),
        None if value.is_table() => Err(LayoutError::InBraces { span, kind }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::layout::LineEnding;

    const CASE: &str = "\u{feff}# ours\r\nid = \"A-1\"  # remark\r\n\r\n  referred =   2026-11-02\r\n\r\n# one\r\n\r\n# two\r\n [[ \"contact\" ]] # x\r\non = 2026-11-16\r\ncovers = [\r\n  \"a\", # inner\r\n]\r\n\r\n[exit]\r\n# tail\r\n\r\n# end";

    fn of(text: &str) -> Layout<'_> {
        Layout::of(text).unwrap()
    }

    #[test]
    fn every_byte_lies_somewhere() {
        let layout = of(CASE);
        let mut pieces = vec![layout.text[..layout.lines.start].to_owned()];
        let key = |key: &Key| format!("{}{}", &CASE[key.lead.clone()], &CASE[key.lines.clone()]);
        pieces.extend(layout.header.iter().map(key));
        for block in &layout.blocks {
            pieces.push(CASE[block.lead.clone()].to_owned());
            pieces.push(CASE[block.header_line.clone()].to_owned());
            pieces.extend(block.keys.iter().map(key));
        }
        pieces.push(CASE[layout.tail.clone()].to_owned());
        assert_eq!(pieces.concat(), CASE);
    }

    #[test]
    fn spans_are_what_they_say() {
        let layout = of(CASE);
        assert_eq!(layout.lines.start, 3);
        assert_eq!(layout.lines.ending, Some(LineEnding::CrLf));
        assert!(!layout.lines.last_ends);
        let id = layout.header_key("id").unwrap();
        assert_eq!(layout.slice(&id.lead), "# ours\r\n");
        assert_eq!(layout.slice(&id.value), "\"A-1\"");
        assert_eq!(layout.slice(&id.lines), "id = \"A-1\"  # remark\r\n");
        let [contact, exit] = &layout.blocks[..] else { panic!("{:?}", layout.blocks) };
        assert_eq!((contact.kind.as_str(), contact.repeated), ("contact", true));
        assert_eq!(layout.slice(&contact.header), "[[ \"contact\" ]]");
        assert_eq!(layout.slice(&contact.lead), "\r\n# one\r\n\r\n# two\r\n");
        assert_eq!(&CASE[layout.own_comments(&contact.lead)..contact.lead.end], "# two\r\n");
        let covers = contact.key("covers").unwrap();
        assert_eq!(layout.slice(&covers.lines), "covers = [\r\n  \"a\", # inner\r\n]\r\n");
        assert_eq!((exit.kind.as_str(), exit.repeated), ("exit", false));
        assert_eq!(layout.slice(&layout.tail), "# tail\r\n\r\n# end");
    }

    #[test]
    fn headers_start_where_the_reader_says() {
        use crate::case::Case;
        use crate::reading::Source;
        let text = "id = \"A-1\"\nprogramme = \"ipes\"\nreferred = 2026-11-02\n\n  [[note]]\non = 2026-11-03\n\n[ exit ]\non = 2026-12-01\n";
        let (case, problems) = Case::read(&Source::new("A-1.toml", text), "A-1");
        let case = case.unwrap_or_else(|| panic!("{problems:?}"));
        let starts: Vec<usize> =
            case.entries().iter().map(|entry| entry.record().span.start).collect();
        let laid: Vec<usize> = of(text).blocks.iter().map(|block| block.header.start).collect();
        assert_eq!(starts, laid);
    }

    #[test]
    fn what_is_laid_out_otherwise_is_refused_in_plain_words() {
        for (text, message) in [
            (
                "contact = [{ on = 2026-11-16 }]",
                "`contact` is written inside [brackets]; write each as [[contact]]",
            ),
            ("contact = []", "`contact` is written inside [brackets]; write each as [[contact]]"),
            (
                "exit = { on = 2026-11-16 }",
                "`exit` is written beside its name; write it as [exit] with its own keys below",
            ),
            (
                "other = { on = 2026-11-16 }",
                "`other` is written beside its name; write it as [other] with its own keys below",
            ),
            (
                "exit.on = 2026-11-16",
                "`exit` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[exit.on]",
                "`exit` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[[a.b]]",
                "`a` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[exit]\na.b = 1",
                "`a` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[[note]]\n[note.b]\n",
                "`b` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[[note]]\n[[note.b]]\n",
                "`b` is written in parts with points between; write one [header] with its keys below",
            ),
            (
                "[note.b]\n[note]\n",
                "`b` is written in parts with points between; write one [header] with its keys below",
            ),
        ] {
            let error = Layout::of(text).unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
            assert!(text.get(error.span().clone()).is_some(), "{text}");
        }
        assert!(matches!(Layout::of("a = \rb"), Err(LayoutError::NotToml { .. })));
        assert!(matches!(Layout::of("a = 1\na = 2"), Err(LayoutError::NotToml { .. })));
    }

    #[test]
    fn lists_of_lists_are_values() {
        assert_eq!(of("a = [[1, 2]]\n[[b]]\nc = [[3]]\nd = { e = 1 }").blocks[0].keys.len(), 2);
    }

    #[test]
    fn a_text_of_nothing_has_a_layout() {
        for text in ["", "\u{feff}", "\n", "# only\n", "   "] {
            let layout = of(text);
            assert!(layout.header.is_empty() && layout.blocks.is_empty());
            assert_eq!(layout.tail, layout.lines.start..text.len());
        }
    }

    #[test]
    fn most_lines_decide_how_a_new_one_ends() {
        assert_eq!(of("a = 1\r\nb = 2\r\nc = 3\n").lines.new, "\r\n");
        assert_eq!(of("a = 1\r\nb = 2\n").lines.new, "\n");
        assert_eq!(of("a = 1").lines.new, "\n");
    }
}
