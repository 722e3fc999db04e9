//! The lines of a text: where they begin, and how they end.

/// How the lines of a file end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineEnding {
    /// Some so, some so.
    Mixed,
    /// Each in a line feed.
    Lf,
    /// Each in a carriage return and a line feed.
    CrLf,
}

/// How a text is divided into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Where the text begins: behind the byte order mark, if there is one.
    pub start: usize,
    /// How lines end; none if no line does.
    pub ending: Option<LineEnding>,
    /// The line ending for a new line: that of most lines.
    pub new: &'static str,
    /// Whether the last line ends as the others do. An empty text has no line that does not.
    pub last_ends: bool,
}

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Lines {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let content = &text[start..];
        let all = text.matches('\n').count();
        let with_return = text.matches("\r\n").count();
        let ending = match (all, with_return) {
            (0, _) => None,
            (_, 0) => Some(LineEnding::Lf),
            _ if all == with_return => Some(LineEnding::CrLf),
            _ => Some(LineEnding::Mixed),
        };
        let new = if with_return * 2 > all { "\r\n" } else { "\n" };
        Lines { start, ending, new, last_ends: content.is_empty() || content.ends_with('\n') }
    }
}

/// The lines of a text, each with its ending.
pub(in crate::case) fn lines_of(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}
