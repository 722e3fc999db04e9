//! Edits of a case file as splices into its text.
//!
//! Nothing is written anew: each function takes the text of a file and gives it back with one
//! region put in, replaced or taken out. Every other byte stays: comments, order, alignment, line
//! endings, a byte order mark, a last line that does not end.

use crate::calendar::Moment;
use crate::case::layout::{Block, Key, Layout, LayoutError, Lines, lines_of};
use crate::case::value::{Value, written_key};
use crate::reading::Span;

/// An entry to be appended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The word of its header.
    pub kind: &'static str,
    /// Whether the header is written `[[so]]`.
    pub repeated: bool,
    /// The keys with their values, in the order in which they are written.
    pub keys: Vec<(&'static str, Value)>,
}

impl NewEntry {
    /// When what it records happened, if it says so.
    pub fn on(&self) -> Option<Moment> {
        self.keys.iter().find(|(key, _)| *key == "on").and_then(|(_, value)| match value {
            Value::Moment(on) => Some(*on),
            _ => None,
        })
    }

    /// Its lines, ending in line feeds but for the last.
    fn written(&self) -> String {
        let header =
            if self.repeated { format!("[[{}]]", self.kind) } else { format!("[{}]", self.kind) };
        let keys = self.keys.iter().map(|(key, value)| format!("{} = {value}", written_key(key)));
        std::iter::once(header).chain(keys).collect::<Vec<_>>().join("\n")
    }
}

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above the first header of the file.
    Header,
    /// In the entry whose header begins at this byte.
    Entry(usize),
}

/// Why an edit was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpliceError {
    /// The text cannot be edited by splices.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// No entry begins at that byte.
    #[error("no entry begins there")]
    NoEntry,
    /// The key is not there to be taken away.
    #[error("there is no `{0}` to take away")]
    NoKey(String),
    /// The text would be no case file any more: a second `[exit]`, a value that is none.
    #[error("`{0}` cannot be written here")]
    NotWritable(String),
}

/// The text with an entry at its end, one blank line below what was there.
///
/// # Errors
///
/// If the text cannot be edited, or cannot have this entry: a second `[exit]`.
pub fn append(text: &str, entry: &NewEntry) -> Result<String, SpliceError> {
    append_all(text, std::slice::from_ref(entry))
}

/// The text with entries at its end, each one blank line below what stands above it.
///
/// # Errors
///
/// If the text cannot be edited, or cannot have one of these entries.
pub fn append_all(text: &str, entries: &[NewEntry]) -> Result<String, SpliceError> {
    let lines = Lines::of(text);
    let new_line = lines.new;
    let (apart, last) = if lines.last_ends { (1, new_line) } else { (2, "") };
    let mut appended = text.to_owned();
    let mut starts = Vec::new();
    for entry in entries {
        let is_first_line = appended.len() == lines.start;
        appended += &new_line.repeat(if is_first_line { 0 } else { apart });
        starts.push(appended.len());
        appended += &entry.written().replace('\n', new_line);
        appended += last;
    }
    // Where the new entries are the last ones, what stands above them is whole too.
    let are_last = |blocks: &[Block]| {
        let headers = blocks.iter().rev().map(|block| block.header.start);
        headers.take(starts.len()).eq(starts.iter().rev().copied())
    };
    if Layout::of(&appended).is_ok_and(|layout| are_last(&layout.blocks)) {
        return Ok(appended);
    }
    Layout::of(text)?;
    let kind = entries.last().map_or("", |entry| entry.kind);
    Err(SpliceError::NotWritable(kind.to_owned()))
}

/// The text with a key's value set: replaced where the key is written, else a line put in below
/// the last key of the place.
///
/// # Errors
///
/// If the text cannot be edited or no entry begins at the place.
pub fn set(text: &str, at: Place, key: &str, value: &Value) -> Result<String, SpliceError> {
    let layout = Layout::of(text)?;
    let (keys, first_line) = keys_at(&layout, at)?;
    let value = value.to_string().replace('\n', layout.lines.new);
    if let Some(written) = keys.iter().find(|written| written.name == key) {
        return checked(replaced(text, &written.value, &value), key);
    }
    let line = format!("{} = {value}", written_key(key));
    let end = keys.last().map_or(first_line, |last| last.lines.end);
    let put = if end > layout.lines.start && !text[..end].ends_with('\n') {
        format!("{}{line}", layout.lines.new)
    } else {
        format!("{line}{}", layout.lines.new)
    };
    checked(replaced(text, &(end..end), &put), key)
}

/// The text without a key, its value and the comment lines directly above it.
///
/// # Errors
///
/// If the text cannot be edited, or the key is not there.
pub fn unset(text: &str, at: Place, key: &str) -> Result<String, SpliceError> {
    let layout = Layout::of(text)?;
    let (keys, _) = keys_at(&layout, at)?;
    let written = keys.iter().find(|written| written.name == key);
    let written = written.ok_or_else(|| SpliceError::NoKey(key.to_owned()))?;
    let from = layout.own_comments(&written.lead);
    Ok(without(&layout, from..written.lines.end))
}

/// The text without the entry whose header begins at a byte: its lines, the comment lines directly
/// above it, and the blank line that sets it apart.
///
/// # Errors
///
/// If the text cannot be edited or no entry begins there.
pub fn remove(text: &str, entry_start: usize) -> Result<String, SpliceError> {
    let layout = Layout::of(text)?;
    let block = layout.block_at(entry_start).ok_or(SpliceError::NoEntry)?;
    Ok(without(&layout, with_blank_line(&layout, block)))
}

/// The lines of an entry with its comments and one blank line: the one above, or the one below
/// where the file begins with the entry.
fn with_blank_line(layout: &Layout<'_>, block: &Block) -> Span {
    let from = layout.own_comments(&block.lead);
    let above = &layout.text[block.lead.start..from];
    if let Some(blank) = lines_of(above).last() {
        return from - blank.len()..block.end();
    }
    let below = lines_of(&layout.text[block.end()..]).first().copied().unwrap_or_default();
    let is_first = from == layout.lines.start && below.trim().is_empty();
    from..block.end() + if is_first { below.len() } else { 0 }
}

/// The keys of a place, and where its first one would go.
fn keys_at<'l>(layout: &'l Layout<'_>, at: Place) -> Result<(&'l [Key], usize), SpliceError> {
    match at {
        Place::Header => Ok((&layout.header, layout.lines.start)),
        Place::Entry(start) => {
            let block = layout.block_at(start).ok_or(SpliceError::NoEntry)?;
            Ok((&block.keys, block.header_line.end))
        }
    }
}

/// The text with a region taken out. Where the last line goes and did not end, the line that is
/// now the last does not end either.
fn without(layout: &Layout<'_>, region: Span) -> String {
    let kept = replaced(layout.text, &region, "");
    let was_last = region.end == layout.text.len() && !layout.lines.last_ends;
    if !was_last || kept.len() == layout.lines.start {
        return kept;
    }
    let ended = kept.strip_suffix('\n').unwrap_or(&kept);
    ended.strip_suffix('\r').unwrap_or(ended).to_owned()
}

fn replaced(text: &str, region: &Span, by: &str) -> String {
    format!("{}{by}{}", &text[..region.start], &text[region.end..])
}

/// The new text, if it can be read as the old one could.
fn checked(text: String, what: &str) -> Result<String, SpliceError> {
    match Layout::of(&text) {
        Ok(_) => Ok(text),
        Err(_) => Err(SpliceError::NotWritable(what.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::parse_day;

    fn note() -> NewEntry {
        let on = Value::Day(parse_day("2026-11-16").unwrap());
        NewEntry {
            kind: "note",
            repeated: true,
            keys: vec![("on", on), ("note", Value::Text("two\nlines".to_owned()))],
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn an_entry_goes_below_one_blank_line_in_the_files_own_style() {
        let lines = "[[note]]\non = 2026-11-16\nnote = \"\"\"\ntwo\nlines\"\"\"";
        for (before, after) in [
            ("", format!("{lines}\n")),
            ("id = 1\n", format!("id = 1\n\n{lines}\n")),
            ("id = 1", format!("id = 1\n\n{lines}")),
            ("id = 1\r\n", format!("id = 1\n\n{lines}\n").replace('\n', "\r\n")),
            ("\u{feff}", format!("\u{feff}{lines}\n")),
            ("id = 1\n# tail", format!("id = 1\n# tail\n\n{lines}")),
        ] {
            let appended = append(before, &note()).unwrap();
            assert_eq!(appended, after);
            let start = appended.find("[[note]]").unwrap();
            assert_eq!(remove(&appended, start).unwrap(), before);
        }
    }

    #[test]
    fn several_entries_are_appended_as_one_after_another() {
        for before in ["", "id = 1\n", "id = 1", "id = 1\r\n", "\u{feff}", "id = 1\n# tail"] {
            let one_by_one = append(&append(before, &note()).unwrap(), &note()).unwrap();
            assert_eq!(append_all(before, &[note(), note()]).unwrap(), one_by_one);
        }
        assert_eq!(append_all("id = 1", &[]).unwrap(), "id = 1");
    }

    #[test]
    fn what_can_come_once_is_not_appended_twice() {
        let exit = NewEntry { kind: "exit", repeated: false, keys: Vec::new() };
        let once = append("id = 1\n", &exit).unwrap();
        assert_eq!(append(&once, &exit), Err(SpliceError::NotWritable("exit".to_owned())));
        let broken = NewEntry {
            kind: "note",
            repeated: true,
            keys: vec![("logged", Value::Timestamp("yesterday".to_owned()))],
        };
        assert!(append("id = 1\n", &broken).is_err());
    }

    #[test]
    fn a_value_is_replaced_and_its_remark_and_alignment_stay() {
        let before = "id     = 'A-1'   # remark\n\n[[note]]\non   = 2026-11-16 # day\n";
        let after = set(before, Place::Header, "id", &text("B")).unwrap();
        assert_eq!(after, before.replace("'A-1'", "\"B\""));
        let entry = Place::Entry(before.find("[[").unwrap());
        let day = Value::Day(parse_day("2026-11-17").unwrap());
        assert_eq!(
            set(before, entry, "on", &day).unwrap(),
            before.replace("2026-11-16", "2026-11-17")
        );
    }

    #[test]
    fn a_key_is_put_in_below_the_last_one() {
        let value = text("v");
        for (before, at, after) in [
            ("", Place::Header, "k = \"v\"\n"),
            ("\u{feff}# x\n[exit]", Place::Header, "\u{feff}k = \"v\"\n# x\n[exit]"),
            ("a = 1\n\n# x\n[exit]", Place::Header, "a = 1\nk = \"v\"\n\n# x\n[exit]"),
            ("a = 1\r\n# x\r\n", Place::Header, "a = 1\r\nk = \"v\"\r\n# x\r\n"),
            ("a = 1", Place::Header, "a = 1\nk = \"v\""),
            ("[exit]", Place::Entry(0), "[exit]\nk = \"v\""),
            ("[exit]\n\n[[note]]", Place::Entry(0), "[exit]\nk = \"v\"\n\n[[note]]"),
            ("[exit]\na = 1 # y\n# x", Place::Entry(0), "[exit]\na = 1 # y\nk = \"v\"\n# x"),
        ] {
            let put = set(before, at, "k", &value).unwrap();
            assert_eq!(put, after);
            assert_eq!(unset(&put, at, "k").unwrap(), before);
        }
    }

    #[test]
    fn a_key_goes_with_its_own_comments() {
        let before = "a = 1\n\n# apart\n\n# own\n# own too\nb = [\n  2,\n] # beside\nc = 3\n";
        let after = unset(before, Place::Header, "b").unwrap();
        assert_eq!(after, "a = 1\n\n# apart\n\nc = 3\n");
        let missing = unset(before, Place::Header, "x");
        assert_eq!(missing, Err(SpliceError::NoKey("x".to_owned())));
    }

    #[test]
    fn an_entry_goes_with_its_own_comments_and_one_blank_line() {
        let before = "id = 1\n\n# apart\n\n# own\n[[note]]\non = 1\n\n# next\n[[note]]\non = 2\n";
        let first = before.find("[[").unwrap();
        assert_eq!(
            remove(before, first).unwrap(),
            "id = 1\n\n# apart\n\n# next\n[[note]]\non = 2\n"
        );
        assert_eq!(remove("[[note]]\n\n[[job]]\n", 0).unwrap(), "[[job]]\n");
        assert_eq!(remove("id = 1\n[[note]]\n\n[[job]]\n", 7).unwrap(), "id = 1\n\n[[job]]\n");
        assert_eq!(remove("id = 1", 0), Err(SpliceError::NoEntry));
    }
}
