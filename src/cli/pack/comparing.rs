//! What `pack verify` made again, compared with what the pack has.

use serde_json::Value;

use crate::cli::pack::making::again;
use crate::cli::pack::remaking::{Files, remedy};
use crate::report::{BUNDLE, FACTS, MANIFEST, ORIGINAL, PackFacts, Verified, differing};
use crate::store::{Bundle, Originals};

/// What the pages are made from again, and what of them can be compared.
pub(super) struct Remaking<'f> {
    /// What the pack says of itself.
    pub(super) facts: &'f PackFacts,
    /// The cases that can be judged.
    pub(super) cases: Vec<(String, String)>,
    /// The history, where it can be read.
    pub(super) bundle: Option<&'f Bundle>,
    /// Whether nothing is wrong with what the pack says of itself.
    pub(super) is_told: bool,
    /// Whether this release made the pack. Another one may have laid out its pages otherwise.
    pub(super) is_of_release: bool,
}

impl Remaking<'_> {
    /// Makes everything again that can be, and compares it with the files of the pack.
    pub(super) fn compare(&self, sources: &Originals, files: &Files, found: &mut Verified) {
        let facts = PackFacts { cases: self.cases.clone(), ..self.facts.clone() };
        let made = match again(&facts, sources, self.bundle) {
            Ok((made, _)) => made,
            Err(failure) if found.findings.is_empty() && self.is_of_release => {
                return found.find(FACTS, failure.sentence());
            }
            Err(failure) => {
                let why = failure.sentence();
                let words = format!("whether each date follows from the originals: {why}");
                found.remedy = found.findings.is_empty().then(|| remedy(self.facts));
                return found.not_checked.push(words);
            }
        };
        for (file, bytes) in made.iter().filter(|(file, _)| self.is_comparable(file)) {
            match files.get(file) {
                Some(there) if self.is_same(file, there, bytes) => {}
                Some(there) => {
                    let words = differing(file, there, bytes, gives(file));
                    self.explain(file, &words, found);
                }
                None if self.is_of_release => found.find(file, "it is not there"),
                None if found.findings.are_of(file) => {}
                None => found.otherwise.note(file, "it is not there"),
            }
        }
        let is_strange =
            |file: &&String| !made.contains_key(*file) && *file != BUNDLE && *file != MANIFEST;
        if self.is_whole() {
            for file in files.keys().filter(is_strange) {
                if self.is_of_release {
                    found.explain_stranger(file);
                } else if !found.findings.are_of(file) {
                    found.otherwise.note(file, "this release makes no such file");
                }
            }
        }
        self.say(found);
    }

    /// Says how a file differs: of a page that another release made, that it does.
    fn explain(&self, file: &str, words: &str, found: &mut Verified) {
        let is_given = file.starts_with(ORIGINAL) || file.starts_with("rules/");
        if self.is_of_release || is_given || found.findings.are_of(file) {
            found.explain(file, words);
        } else {
            found.otherwise.note(file, words);
        }
    }

    /// Whether there is a history to tell of, or the pack was made without one.
    pub(super) fn has_history(&self) -> bool {
        self.bundle.is_some() || self.facts.revision.is_none()
    }

    /// Whether all of the pack can be made again.
    pub(super) fn is_whole(&self) -> bool {
        self.is_told && self.has_history() && self.cases.len() == self.facts.cases.len()
    }

    /// Whether a file that was made can be expected to be that of the pack.
    fn is_comparable(&self, file: &str) -> bool {
        if !self.is_told {
            return file == "index.html" || file.starts_with(ORIGINAL);
        }
        let is_of_case = file.starts_with("cases/");
        let is_of_all = !is_of_case && !file.starts_with("rules/") && !file.starts_with(ORIGINAL);
        let tells_history =
            matches!(file, "index.html" | "tables/history.csv") || self.is_of_a_case(file, "html");
        (self.has_history() || !tells_history)
            && (self.cases.len() == self.facts.cases.len() || !is_of_all)
    }

    /// Whether a file is the one of this kind that tells all of a case.
    fn is_of_a_case(&self, file: &str, kind: &str) -> bool {
        self.facts.cases.iter().any(|(id, _)| file == format!("cases/{id}.{kind}"))
    }

    /// Whether a file is as it was made; without a history apart from what it tells of that.
    fn is_same(&self, file: &str, there: &[u8], made: &[u8]) -> bool {
        if self.has_history() || !self.is_of_a_case(file, "json") {
            return there == made;
        }
        let without_history = |bytes: &[u8]| {
            let mut value: Value = serde_json::from_slice(bytes).ok()?;
            value.as_object_mut()?.remove("history");
            Some(value)
        };
        without_history(there) == without_history(made)
    }
}

/// Where what a file would be comes from.
fn gives(file: &str) -> &'static str {
    match file {
        _ if file.starts_with(ORIGINAL) => "the history gives",
        _ if file.starts_with("rules/") => "the release has",
        "index.html" => "pack.json and the originals give",
        _ => "the originals give",
    }
}
