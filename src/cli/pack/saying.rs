//! What `pack verify` says of its comparison: what was compared, and what could not be and why.

use crate::cli::pack::comparing::Remaking;
use crate::cli::pack::remaking::{by_another, remedy};
use crate::report::{FACTS, Verified, named};

impl Remaking<'_> {
    /// Says what was made again and compared, and what was not.
    pub(super) fn say(&self, found: &mut Verified) {
        if self.is_whole() {
            return self.say_of_all(found);
        }
        if !self.is_of_release && found.findings.is_empty() {
            found.remedy = Some(remedy(self.facts));
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
            found.checked.push(format!("each date of {}, made again{without}", named(&ids)));
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
                named(&left_out)
            ));
        }
    }

    /// Says that everything was made again, and what came of it where another release made the pack.
    fn say_of_all(&self, found: &mut Verified) {
        let from = if self.facts.revision.is_some() { " and their history" } else { "" };
        let all = format!("every page, table and date, made again from the originals{from}");
        match by_another(self.facts) {
            None => {
                found.pages_checked = true;
                found.checked.push(format!("{all} by the same release"));
            }
            Some(_) if found.otherwise.is_empty() => {
                found.pages_checked = true;
                let words =
                    "by another release than the one that made it, and the same to the byte";
                found.checked.push(format!("{all} {words}"));
            }
            Some(words) => {
                let words = format!("what this release writes otherwise: {words}");
                found.not_checked.push(words);
                found.checked.push(format!("{all}, apart from what this release writes otherwise"));
                found.remedy = found.findings.is_empty().then(|| remedy(self.facts));
            }
        }
    }
}
