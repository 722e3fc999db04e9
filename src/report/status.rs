//! How a folder stands to its remote: what waits to be sent, brought in or recorded.

use serde_json::{Value, json};

use crate::calendar::plural;
use crate::report::Report;
use crate::report::page::{Page, Tone};

/// How a folder stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The newest commit.
    pub commit: Option<String>,
    /// The remote.
    pub remote: Option<String>,
    /// Whether the remote was ever seen.
    pub is_seen: bool,
    /// How many operations wait to be sent.
    pub unsent: usize,
    /// How many were fetched and not brought in.
    pub not_brought_in: usize,
    /// The files that were edited by hand.
    pub edited: Vec<String>,
    /// Whether a recording was cut short.
    pub is_interrupted: bool,
    /// Whether a merge of git's waits.
    pub has_a_merge: bool,
    /// Whether git's own merges are not set up.
    pub lacks_driver: bool,
}

fn number(of: usize, what: &str) -> String {
    plural(i64::try_from(of).unwrap_or(i64::MAX), what)
}

impl Status {
    fn about_the_remote(&self) -> String {
        let Some(remote) = &self.remote else {
            return "There is no remote: what is recorded is on this machine alone. To set one: caseload remote set URL.".to_owned();
        };
        match (self.is_seen, self.unsent, self.not_brought_in) {
            (false, ..) => format!("Nothing was sent to {remote} yet: caseload sync."),
            (_, 0, 0) => format!("Everything was at {remote} at the last sync."),
            (_, unsent, 0) => {
                format!("{} to be sent to {remote}: caseload sync.", number(unsent, "operation"))
            }
            (_, unsent, waiting) => format!(
                "{} to be sent to {remote}, {} to be brought in from there: caseload sync.",
                number(unsent, "operation"),
                number(waiting, "operation")
            ),
        }
    }
}

impl Report for Status {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.text(self.about_the_remote());
        if self.edited.is_empty() {
            page.text("Nothing was edited by hand that is not recorded.");
        } else {
            page.toned(
                format!(
                    "{} edited by hand and not recorded: {}. To record them: caseload save.",
                    number(self.edited.len(), "file"),
                    self.edited.join(", ")
                ),
                Tone::Soon,
            );
        }
        let others = [
            (
                self.is_interrupted,
                "A recording was cut short; the next command that records finishes it.",
            ),
            (self.has_a_merge, "A merge of git's waits to be finished: caseload resolve."),
            (
                self.lacks_driver,
                "Git's own merges are not set up yet; the next command that records does it.",
            ),
        ];
        for (_, words) in others.iter().filter(|(is_so, _)| *is_so) {
            page.toned(*words, Tone::Soon);
        }
        page
    }

    fn json(&self) -> Value {
        json!({
            "schema": 1,
            "revision": self.commit,
            "remote": self.remote,
            "unsent": self.unsent,
            "not_brought_in": self.not_brought_in,
            "edited": self.edited,
            "interrupted": self.is_interrupted,
            "merge": self.has_a_merge,
            "driver": !self.lacks_driver,
        })
    }
}
