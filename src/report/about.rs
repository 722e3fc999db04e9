//! What a page says of itself that judges nothing, where it stands alone: which folder it is of, and when.

use crate::calendar::{Day, long};
use crate::reading::safe_line;
use crate::report::page::{Page, Tone};

/// Of which folder a page is, and when it was made.
#[derive(Clone, Debug)]
pub struct About {
    /// The name of the folder.
    pub folder: String,
    /// The commit that was read, if there is one.
    pub revision: Option<String>,
    /// The day on which it was made.
    pub today: Day,
}

impl About {
    /// Begins a page of this title, and goes on with what it is else.
    pub(super) fn before(&self, title: &str, page: Page) -> Page {
        let mut whole = Page::default();
        whole.heading(title, Tone::Plain);
        let commit = self.revision.as_deref().map(|commit| match commit.split_once('-') {
            Some((commit, _)) => format!(", at commit {commit:.12} with what is not saved yet"),
            None => format!(", at commit {commit:.12}"),
        });
        let (folder, commit) = (safe_line(&self.folder), commit.unwrap_or_default());
        let day = long(self.today);
        whole.toned(format!("The folder {folder}{commit}, on {day}."), Tone::Faint);
        whole.gap();
        whole.blocks.extend(page.blocks);
        whole.sum = page.sum;
        whole
    }
}
