//! What `pack` says when a pack is written.

use serde_json::{Value, json};

use crate::calendar::plural;
use crate::report::page::{Page, Tone};
use crate::report::words::count;
use crate::report::{PackFacts, Report};

/// A pack that was written.
#[derive(Debug)]
pub struct Packed {
    facts: PackFacts,
    place: String,
    files: usize,
    digest: String,
    by_git: usize,
}

impl Packed {
    /// A pack of so many files at a place; `digest` is that of its manifest, and `by_git` how many commits
    /// have messages that somebody wrote.
    pub fn new(facts: PackFacts, place: &str, files: usize, digest: &str, by_git: usize) -> Packed {
        Packed { facts, place: place.to_owned(), files, digest: digest.to_owned(), by_git }
    }
}

impl Report for Packed {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let cases = plural(count(self.facts.cases.len()), "case");
        let files = plural(count(self.files), "file");
        page.text(format!("{cases} packed as {files} to {}; begin with index.html.", self.place));
        match &self.facts.revision {
            Some(revision) => {
                let commit = revision.get(..12).unwrap_or(revision);
                page.text(format!("From commit {commit}, with the history of those files."));
            }
            None => page.toned(
                "WITHOUT HISTORY: this folder has no git repository of its own, and the pack proves \
                 nothing of when and by whom it was recorded.",
                Tone::Bad,
            ),
        }
        if self.by_git > 0 {
            let commits = plural(count(self.by_git), "commit");
            let words = format!(
                "{commits} in it made by git itself, with messages that somebody wrote: the cover says \
                 which; look at them before you hand it on."
            );
            page.toned(words, Tone::Soon);
        }
        page.text(format!("Its digest, to be told by another way: {}", self.digest));
        page.toned("It holds names and notes: keep it as safe as the record itself.", Tone::Soon);
        page
    }

    fn json(&self) -> Value {
        let cases: Vec<&str> = self.facts.cases.iter().map(|(id, _)| id.as_str()).collect();
        let drawn = self.facts.json()["drawn"].clone();
        json!({
            "schema": 1,
            "revision": self.facts.revision,
            "cases": cases,
            "drawn": drawn,
            "place": self.place,
            "files": self.files,
            "digest": self.digest,
            "by_git": self.by_git,
        })
    }
}
