//! What two sides left to be settled, and the `[[conflict]]` that says so.

use crate::case::identity::Identity;
use crate::case::layout::Layout;
use crate::case::merge::sheet::{Piece, Sheet};
use crate::case::value::Value;

/// One thing that two sides recorded differently. Values are as they would be written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disagreement {
    /// The entry: its `logged`, or its kind between quotes if it comes once, or `"header"`.
    pub entry: String,
    /// The key; none where a side removed the whole entry.
    pub key: Option<String>,
    /// The value that was taken; `"kept"` of a whole entry.
    pub taken: String,
    /// The value that was not; `"removed"` where a side took the key or the entry away.
    pub other: String,
}

impl Disagreement {
    /// A whole entry that one side changed and the other removed.
    pub(super) fn kept(entry: &str) -> Disagreement {
        let (entry, key) = (entry.to_owned(), None);
        Disagreement { entry, key, taken: text("kept"), other: removed() }
    }

    /// The `[[conflict]]` that says so, ready to stand in a file.
    pub(super) fn piece(&self) -> Option<Piece> {
        let key = self.key.as_ref().map(|key| format!("key = {}\n", text(key))).unwrap_or_default();
        let Disagreement { entry, taken, other, .. } = self;
        let written =
            format!("\n[[conflict]]\nentry = {entry}\n{key}taken = {taken}\nother = {other}\n");
        debug_assert!(Layout::of(&written).is_ok(), "{written}");
        Sheet::of(&written, &std::collections::BTreeSet::new()).ok()?.pieces.pop()
    }
}

/// How a `[[conflict]]` names what stands above the first header.
pub(super) fn header() -> String {
    text("header")
}

/// How a `[[conflict]]` says that a side took something away.
pub(super) fn removed() -> String {
    text("removed")
}

/// How a `[[conflict]]` names an entry; none for one known only by what it says, which cannot be
/// changed and stay the same.
pub(super) fn entry_name(identity: &Identity) -> Option<String> {
    match identity {
        Identity::Once(kind) => Some(text(kind)),
        Identity::Logged(_, logged) => Some(logged.clone()),
        Identity::Said(..) => None,
    }
}

fn text(text: &str) -> String {
    Value::Text(text.to_owned()).to_string()
}
