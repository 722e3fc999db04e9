//! Where things lie in the text of a case file.
//!
//! Edits are splices: they need to know which bytes are a key, its value, its
//! line, and which comment belongs to which entry. [`Layout`] says so, and reads no meaning into it.

mod find;
mod lines;

pub(super) use lines::lines_of;
pub use lines::{LineEnding, Lines};

use crate::case::meaning::Meaning;
use crate::reading::Span;

/// The headers of a case file, and whether each can come more than once.
const HEADERS: [(&str, bool); 11] = [
    ("contact", true),
    ("document", true),
    ("activity", true),
    ("job", true),
    ("concern", true),
    ("assignment", true),
    ("excuse", true),
    ("note", true),
    ("conflict", true),
    ("extension", false),
    ("exit", false),
];

/// Why a text cannot be edited by splices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    /// The parser reports an error.
    #[error("this is not TOML: {message}")]
    NotToml {
        /// Where.
        span: Span,
        /// What the parser says.
        message: String,
    },
    /// Entries beside a key instead of below a header.
    #[error("`{kind}` is written inside [brackets]; write each as [[{kind}]]")]
    InBrackets {
        /// Where the key stands.
        span: Span,
        /// The key.
        kind: String,
    },
    /// A single table beside a key instead of below a header.
    #[error("`{kind}` is written beside its name; write it as [{kind}] with its own keys below")]
    InBraces {
        /// Where the key stands.
        span: Span,
        /// The key.
        kind: String,
    },
    /// A key or header of several parts.
    #[error(
        "`{name}` is written in parts with points between; write one [header] with its keys below"
    )]
    InParts {
        /// Where it stands.
        span: Span,
        /// The part that stands first, or that lies within an entry.
        name: String,
    },
}

impl LayoutError {
    /// Where it is.
    pub fn span(&self) -> &Span {
        match self {
            LayoutError::NotToml { span, .. }
            | LayoutError::InBrackets { span, .. }
            | LayoutError::InBraces { span, .. }
            | LayoutError::InParts { span, .. } => span,
        }
    }
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Key {
    /// Its name, without quotes.
    pub name: String,
    /// The key as it is written.
    pub key: Span,
    /// The value as it is written.
    pub value: Span,
    /// The comment and blank lines above, which belong to it.
    pub lead: Span,
    /// The whole lines of key and value, with the last one's line ending.
    pub lines: Span,
    pub(super) meaning: Meaning,
}

/// A header with the keys below it: one entry.
#[derive(Clone, Debug)]
pub struct Block {
    /// The word of its header.
    pub kind: String,
    /// Whether the header is written `[[so]]`.
    pub repeated: bool,
    /// The comment and blank lines above, which belong to it.
    pub lead: Span,
    /// The header from bracket to bracket.
    pub header: Span,
    /// The whole line of the header.
    pub header_line: Span,
    /// The keys in the order of the file.
    pub keys: Vec<Key>,
}

impl Block {
    /// The key of a name.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Where its last line ends.
    pub fn end(&self) -> usize {
        self.keys.last().map_or(self.header_line.end, |key| key.lines.end)
    }
}

/// Where things lie in a text. What is no key and no header is a comment or a blank line, and
/// belongs to what stands below it; what follows the last key is the tail.
#[derive(Clone, Debug)]
pub struct Layout<'t> {
    /// The text.
    pub text: &'t str,
    /// How it is divided into lines.
    pub lines: Lines,
    /// The keys above the first header.
    pub header: Vec<Key>,
    /// The entries in the order of the file.
    pub blocks: Vec<Block>,
    /// What follows the last key.
    pub tail: Span,
}

impl<'t> Layout<'t> {
    /// Finds where things lie in a text.
    ///
    /// # Errors
    ///
    /// If it is no TOML, or is laid out so that it cannot be edited line by line.
    pub fn of(text: &'t str) -> Result<Layout<'t>, LayoutError> {
        find::layout(text)
    }

    /// The entry whose header begins at a byte.
    pub fn block_at(&self, start: usize) -> Option<&Block> {
        self.blocks.iter().find(|block| block.header.start == start)
    }

    /// The key of a name above the first header.
    pub fn header_key(&self, name: &str) -> Option<&Key> {
        self.header.iter().find(|key| key.name == name)
    }

    /// The bytes of a span.
    pub fn slice(&self, span: &Span) -> &'t str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// The value of a key as it is written, its lines ending in line feeds.
    pub fn raw(&self, key: &Key) -> String {
        self.slice(&key.value).replace("\r\n", "\n")
    }

    /// Where, in a lead, the comment lines begin that stand directly above what follows it.
    pub fn own_comments(&self, lead: &Span) -> usize {
        let lines = lines_of(self.slice(lead));
        let own = lines.iter().rev().take_while(|line| !line.trim().is_empty());
        lead.end - own.map(|line| line.len()).sum::<usize>()
    }
}
