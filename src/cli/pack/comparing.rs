//! What `pack verify` made again, compared with what the pack has, and said: also what could not be compared,
//! and why.

use serde_json::Value;

use crate::cli::pack::making::again;
use crate::cli::pack::remaking::Files;
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
}

impl Remaking<'_> {
    /// Makes everything again that can be, and compares it with the files of the pack.
    pub(super) fn compare(&self, sources: &Originals, files: &Files, found: &mut Verified) {
        let facts = PackFacts { cases: self.cases.clone(), ..self.facts.clone() };
        let made = match again(&facts, sources, self.bundle) {
            Ok((made, _)) => made,
            Err(failure) if found.is_whole() => return found.find(FACTS, failure.sentence()),
            Err(failure) => {
                let why = failure.sentence();
                let words = format!("whether each date follows from the originals: {why}");
                return found.not_checked.push(words);
            }
        };
        for (file, bytes) in made.iter().filter(|(file, _)| self.is_comparable(file)) {
            match files.get(file) {
                Some(there) if self.is_same(file, there, bytes) => {}
                Some(there) => found.explain(file, &differing(file, there, bytes, gives(file))),
                None => found.find(file, "it is not there"),
            }
        }
        let is_strange =
            |file: &&String| !made.contains_key(*file) && *file != BUNDLE && *file != MANIFEST;
        if self.is_whole() {
            files.keys().filter(is_strange).for_each(|file| found.explain_stranger(file));
        }
        self.say(found);
    }

    fn has_history(&self) -> bool {
        self.bundle.is_some() || self.facts.revision.is_none()
    }

    fn is_whole(&self) -> bool {
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

    fn say(&self, found: &mut Verified) {
        if self.is_whole() {
            found.pages_checked = true;
            let from = if self.facts.revision.is_some() { " and their history" } else { "" };
            found.checked.push(format!(
                "every page, table and date, made again from the originals{from} by the same release"
            ));
            return;
        }
        if !self.is_told {
            found.checked.push("the cover against pack.json".to_owned());
            found.not_checked.push(format!(
                "whether each date follows from the originals: something is wrong with {FACTS}, which \
                 says for which day and from which commit they were judged"
            ));
            return;
        }
        let without = if self.has_history() { "" } else { ", apart from what the history tells" };
        let ids: Vec<&str> = self.cases.iter().map(|(id, _)| id.as_str()).collect();
        if !ids.is_empty() {
            found.checked.push(format!("each date of {}, made again{without}", ids.join(", ")));
        }
        if !self.has_history() {
            let words = "the cover, and what the pages tell of the history: it cannot be read";
            found.not_checked.push(words.to_owned());
        }
        let left_out = self.facts.cases.iter().filter(|case| !self.cases.contains(case));
        let left_out: Vec<&str> = left_out.map(|(id, _)| id.as_str()).collect();
        if !left_out.is_empty() {
            found.not_checked.push(format!(
                "the dates of {}, whose originals are not there or cannot be read; and the cover and the \
                 tables, which are of all cases",
                left_out.join(", ")
            ));
        }
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
