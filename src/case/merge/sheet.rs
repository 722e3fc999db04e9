//! A text taken apart into what a merge compares, and put together again.
//!
//! Every line has its own ending here, the last one too. Between two entries stand, in this order:
//! comments set apart, which stay behind the entry above; blank lines; and comments directly above
//! the lower entry, which belong to it. Those set apart must not belong to the lower one: an entry
//! appended to a file that ends in a comment would take that comment with it.

use std::collections::BTreeSet;

use crate::case::identity::Identity;
use crate::case::layout::{Block, Key, Layout, LayoutError, LineEnding};
use crate::case::meaning::Meaning;
use crate::case::merge::lines::{Lines, Tally, remarks, tally};
use crate::reading::Span;

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) meaning: Meaning,
    /// Comment and blank lines above.
    pub(super) lead: Lines,
    /// The line up to the value.
    pub(super) before: String,
    /// The value as written.
    pub(super) raw: String,
    /// The remark beside it, and the spaces before.
    pub(super) after: String,
    pub(super) ending: String,
}

/// The line of a header.
#[derive(Clone, Debug)]
pub(super) struct Head {
    pub(super) text: String,
    pub(super) after: String,
    pub(super) ending: String,
}

/// A header with its keys; above the first header, keys alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) head: Option<Head>,
    pub(super) parts: Vec<Part>,
}

impl Body {
    pub(super) fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    pub(super) fn text(&self) -> String {
        let head =
            self.head.iter().map(|head| format!("{}{}{}", head.text, head.after, head.ending));
        let parts = self.parts.iter().map(|part| {
            let Part { lead, before, raw, after, ending, .. } = part;
            format!("{}{before}{raw}{after}{ending}", lead.text())
        });
        head.chain(parts).collect()
    }

    /// The keys with what they mean, in no order.
    pub(super) fn content(&self) -> BTreeSet<(&str, &Meaning)> {
        self.parts.iter().map(|part| (part.name.as_str(), &part.meaning)).collect()
    }

    /// Every comment in it, remarks too.
    pub(super) fn comments(&self) -> Tally {
        let head = self.head.iter().map(|head| remarks(&head.after));
        let parts = self.parts.iter().flat_map(|part| [part.lead.clone(), remarks(&part.after)]);
        let all: Vec<Lines> = head.chain(parts).collect();
        tally(all.iter().flat_map(Lines::comments))
    }
}

/// One entry with what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: String,
    pub(super) repeated: bool,
    /// The blank lines that set it apart from what stands above.
    pub(super) blank: String,
    /// The comments directly above its header.
    pub(super) comments: Lines,
    pub(super) body: Body,
    /// Comments below it, set apart from the next entry.
    pub(super) apart: Lines,
}

impl Piece {
    pub(super) fn identity(&self) -> Identity {
        let raw = |part: &Part| (part.name.clone(), part.raw.replace("\r\n", "\n"));
        Identity::of(&self.kind, self.repeated, self.body.parts.iter().map(raw).collect())
    }

    /// The comments that belong to it.
    pub(super) fn all_comments(&self) -> Tally {
        let mut all = self.body.comments();
        for (comment, count) in self.comments.tally() {
            *all.entry(comment).or_default() += count;
        }
        all
    }
}

/// How a file ends: whether its last line does, and the blank lines after the last that is none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct End {
    pub(super) ends: bool,
    pub(super) blank: String,
}

/// A whole text in pieces.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    /// Whether it begins with a byte order mark.
    pub(super) mark: bool,
    pub(super) line_ending: Option<LineEnding>,
    /// None of a text that has no line.
    pub(super) end: Option<End>,
    pub(super) top: Body,
    /// Comments below the keys at the top, set apart from the first entry.
    pub(super) top_apart: Lines,
    pub(super) pieces: Vec<Piece>,
}

/// The kinds whose header a text writes as `[[so]]`.
pub(super) fn repeated_kinds(text: &str) -> Result<BTreeSet<String>, LayoutError> {
    let layout = Layout::of(text)?;
    let repeated = layout.blocks.iter().filter(|block| block.repeated);
    Ok(repeated.map(|block| block.kind.clone()).collect())
}

impl Sheet {
    /// Takes a text apart. The headers of some kinds are taken to be `[[so]]` however it writes
    /// them, because the texts it is merged with do.
    pub(super) fn of(text: &str, repeated: &BTreeSet<String>) -> Result<Sheet, LayoutError> {
        let given = Layout::of(text)?;
        let ended = format!("{text}{}", if given.lines.last_ends { "" } else { "\n" });
        let layout = Layout::of(&ended)?;
        let mut sheet = Sheet {
            mark: layout.lines.start > 0,
            line_ending: given.lines.ending,
            top: Body { head: None, parts: parts(&layout, &layout.header) },
            ..Sheet::default()
        };
        for block in &layout.blocks {
            let gap = Gap::of(layout.slice(&block.lead));
            sheet.put_apart(gap.apart);
            sheet.pieces.push(piece(&layout, block, gap.blank, gap.comments, repeated));
        }
        let tail = layout.slice(&layout.tail);
        let said =
            tail.rfind('#').map_or(0, |at| tail[at..].find('\n').map_or(0, |end| at + end + 1));
        sheet.put_apart(Lines::of(&tail[..said]));
        let is_empty = ended.len() == layout.lines.start;
        let end = End { ends: given.lines.last_ends, blank: tail[said..].to_owned() };
        sheet.end = (!is_empty).then_some(end);
        Ok(sheet)
    }

    /// Puts comments behind the last entry so far.
    fn put_apart(&mut self, lines: Lines) {
        match self.pieces.last_mut() {
            Some(piece) => piece.apart = lines,
            None => self.top_apart = lines,
        }
    }

    /// The text again.
    pub(super) fn text(&self) -> String {
        let mut text = self.top.text() + &self.top_apart.text();
        for piece in &self.pieces {
            text += &piece.blank;
            text += &piece.comments.text();
            text += &piece.body.text();
            text += &piece.apart.text();
        }
        if let Some(end) = &self.end {
            text += &end.blank;
        }
        text = match self.line_ending {
            None | Some(LineEnding::Lf) => text.replace("\r\n", "\n"),
            Some(LineEnding::CrLf) => text.replace("\r\n", "\n").replace('\n', "\r\n"),
            Some(LineEnding::Mixed) => text,
        };
        if self.end.as_ref().is_some_and(|end| !end.ends) {
            let ended = text.strip_suffix('\n').unwrap_or(&text);
            text.truncate(ended.strip_suffix('\r').unwrap_or(ended).len());
        }
        if self.mark { format!("\u{feff}{text}") } else { text }
    }
}

/// What stands between two entries.
struct Gap {
    apart: Lines,
    blank: String,
    comments: Lines,
}

impl Gap {
    fn of(text: &str) -> Gap {
        let mut lines = Lines::of(text).0;
        let is_blank = |line: &String| line.trim().is_empty();
        let above = lines.iter().rposition(is_blank).map_or(0, |at| at + 1);
        let comments = Lines(lines.split_off(above));
        let said = lines.iter().rposition(|line| !is_blank(line)).map_or(0, |at| at + 1);
        let blank = lines.split_off(said).concat();
        Gap { apart: Lines(lines), blank, comments }
    }
}

fn parts(layout: &Layout<'_>, keys: &[Key]) -> Vec<Part> {
    keys.iter()
        .map(|key| {
            let (after, ending) = rest(layout, &(key.value.end..key.lines.end));
            Part {
                name: key.name.clone(),
                meaning: key.meaning.clone(),
                lead: Lines::of(layout.slice(&key.lead)),
                before: layout.slice(&(key.lines.start..key.value.start)).to_owned(),
                raw: layout.slice(&key.value).to_owned(),
                after,
                ending,
            }
        })
        .collect()
}

fn piece(
    layout: &Layout<'_>,
    block: &Block,
    blank: String,
    comments: Lines,
    repeated: &BTreeSet<String>,
) -> Piece {
    let (after, ending) = rest(layout, &(block.header.end..block.header_line.end));
    let indent = layout.slice(&(block.header_line.start..block.header.start));
    let header = layout.slice(&block.header);
    let becomes_repeated = !block.repeated && repeated.contains(&block.kind);
    let text =
        if becomes_repeated { format!("{indent}[{header}]") } else { format!("{indent}{header}") };
    Piece {
        kind: block.kind.clone(),
        repeated: block.repeated || becomes_repeated,
        blank,
        comments,
        body: Body { head: Some(Head { text, after, ending }), parts: parts(layout, &block.keys) },
        apart: Lines::default(),
    }
}

/// The rest of a line: what stands there, and its ending.
fn rest(layout: &Layout<'_>, span: &Span) -> (String, String) {
    let rest = layout.slice(span);
    let after = rest.trim_end_matches(['\r', '\n']);
    (after.to_owned(), rest[after.len()..].to_owned())
}
