//! What `pack verify` found.

mod findings;

use chrono::DateTime;
use serde_json::{Value, json};

use crate::calendar::{long, plural};
use crate::reading::safe_line;
use crate::report::page::{Page, Tone};
use crate::report::words::count;
use crate::report::{PackFacts, Records, Report};

pub use findings::{Finding, Findings, named};

const DOES_NOT_FOLLOW: &str = "it does not follow from the originals and their history";

/// How it stands with a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wholeness {
    /// Everything in it was checked, and is as it was made.
    Whole,
    /// Nothing wrong was found, and not everything in it could be checked.
    Unproven,
    /// Something is not as it was made.
    Changed,
}

impl Wholeness {
    /// The word that JSON has for it.
    fn word(self) -> &'static str {
        match self {
            Wholeness::Whole => "whole",
            Wholeness::Unproven => "unproven",
            Wholeness::Changed => "changed",
        }
    }
}

/// What was found in a pack.
#[derive(Debug, Default)]
pub struct Verified {
    /// Where it lies, as it was typed.
    pub place: String,
    /// What it says of itself; none if it does not.
    pub facts: Option<PackFacts>,
    /// The digest of its manifest.
    pub digest: String,
    /// How many files it has.
    pub files: usize,
    /// Whether another program packed the archive again.
    pub is_packed_again: bool,
    /// The one folder that all of it lies in, if there is one around the pack.
    pub within: Option<String>,
    /// Whether every page, table and date was made again and compared.
    pub pages_checked: bool,
    /// What was looked at, in words.
    pub checked: Vec<String>,
    /// What could not be, and why.
    pub not_checked: Vec<String>,
    /// How the pages can be checked that were not, in words; none if they were.
    pub remedy: Option<String>,
    /// Files that a file manager left in the folder, and that are no part of the pack.
    pub left_behind: Vec<String>,
    /// What is wrong.
    pub findings: Findings,
    /// What this release writes otherwise than the one that made the pack, or somebody changed.
    pub otherwise: Findings,
}

impl Verified {
    /// Notes what is wrong with a file, once.
    pub fn find(&mut self, file: &str, what: impl Into<String>) {
        self.findings.note(file, &what.into());
    }

    /// Notes what is wrong with a file, beside what was found of it already.
    pub fn find_also(&mut self, file: &str, what: &str) {
        self.findings.note_beside(file, what);
    }

    /// Says of a file how it differs from what was made again, beside what was found of it already.
    pub fn explain(&mut self, file: &str, words: &str) {
        if self.findings.are_of(file) {
            self.find_also(file, words);
        } else {
            self.find(file, format!("{DOES_NOT_FOLLOW}: {words}"));
        }
    }

    /// Says of a file that no pack of these cases has it, unless something was found of it already.
    pub fn explain_stranger(&mut self, file: &str) {
        if !self.findings.are_of(file) {
            self.find(file, "no pack has such a file");
        }
    }

    /// How it stands with the pack.
    pub fn wholeness(&self) -> Wholeness {
        match (self.findings.is_empty(), self.pages_checked) {
            (true, true) => Wholeness::Whole,
            (true, false) => Wholeness::Unproven,
            (false, _) => Wholeness::Changed,
        }
    }
}

/// When a pack was made, as it says: the time zone of its folder is not asked for.
fn made(moment: &str) -> String {
    DateTime::parse_from_rfc3339(moment).map_or_else(
        |_| format!("at {moment}"),
        |at| {
            format!("on {} at {} UTC", long(at.to_utc().date_naive()), at.to_utc().format("%H:%M"))
        },
    )
}

impl Verified {
    fn heading_on(&self, page: &mut Page) {
        let (words, tone) = match self.wholeness() {
            Wholeness::Whole => ("This pack is as it was made", Tone::Good),
            Wholeness::Unproven => {
                ("NOT PROVEN: NOT ALL PAGES AND DATES COULD BE CHECKED", Tone::Bad)
            }
            Wholeness::Changed => ("THIS PACK IS NOT AS IT WAS MADE", Tone::Bad),
        };
        page.heading(words, tone);
    }

    /// Whose it is, when it was made, and from what.
    fn facts_on(&self, page: &mut Page) {
        if let Some(facts) = &self.facts {
            let cases: Vec<&str> = facts.cases.iter().map(|(id, _)| id.as_str()).collect();
            let revision = facts.revision.as_deref();
            let from = revision.map_or("no commit", |it| it.get(..12).unwrap_or(it));
            page.text(format!(
                "{}; made {} by caseload {}, from {from}.",
                named(&cases),
                safe_line(&made(&facts.made)),
                safe_line(&facts.release)
            ));
        }
        if !self.digest.is_empty() {
            page.text(format!("Its digest: {}", self.digest));
        }
        page.gap();
    }

    fn findings_on(&self, page: &mut Page) {
        page.table(self.findings.table("What is wrong", Tone::Bad));
        if !self.findings.is_empty() {
            page.gap();
        }
        if !self.otherwise.is_empty() {
            page.text(
                "What this release writes otherwise than it stands in the pack, because the release \
                 that made it did, or because somebody changed it:",
            );
            page.table(self.otherwise.table("What is different", Tone::Soon));
            page.gap();
        }
    }

    /// What was checked, what was not, and what is none of the pack.
    fn extent_on(&self, page: &mut Page) {
        if let Some(folder) = &self.within {
            page.text(format!("All of it lies in the folder `{}`.", safe_line(folder)));
        }
        if self.is_packed_again {
            page.text("The archive was packed by another program; that alone is no fault.");
        }
        for words in &self.checked {
            page.text(format!("Checked: {words}."));
        }
        if !self.left_behind.is_empty() {
            let words = "Not part of the pack, and not looked at; file managers leave them";
            let files: Vec<&str> = self.left_behind.iter().map(String::as_str).collect();
            page.text(format!("{words}: {}.", named(&files)));
        }
        for words in &self.not_checked {
            page.toned(format!("Not checked: {words}."), Tone::Soon);
        }
        page.gap();
    }
}

impl Report for Verified {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.heading_on(&mut page);
        self.facts_on(&mut page);
        self.findings_on(&mut page);
        self.extent_on(&mut page);
        let files = || plural(count(self.files), "file");
        if let Some(remedy) = &self.remedy {
            page.toned(format!("To have the rest checked: {remedy}."), Tone::Soon);
        }
        page.sum_up(match self.wholeness() {
            Wholeness::Whole => format!("{}, and nothing is wrong.", files()),
            Wholeness::Unproven => {
                format!("{}; nothing is wrong in what was checked, and the rest is open.", files())
            }
            Wholeness::Changed => format!(
                "{} found. Ask for the pack again, and say what was found.",
                plural(count(self.findings.len()), "fault")
            ),
        });
        page
    }

    fn json(&self) -> Value {
        let finding = |it: &Finding| json!({"file": it.file, "what": it.what});
        json!({
            "schema": 1,
            "outcome": self.wholeness().word(),
            "whole": self.wholeness() == Wholeness::Whole,
            "pages_checked": self.pages_checked,
            "digest": self.digest,
            "files": self.files,
            "pack": self.facts.as_ref().map(PackFacts::json),
            "checked": self.checked,
            "not_checked": self.not_checked,
            "remedy": self.remedy,
            "packed_again": self.is_packed_again,
            "within": self.within,
            "left_behind": self.left_behind,
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
            "otherwise": self.otherwise.iter().map(finding).collect::<Vec<_>>(),
        })
    }

    fn records(&self) -> Option<Records> {
        let row = |it: &Finding| vec![it.file.as_str().into(), it.what.as_str().into()];
        Some(Records::plain(&["file", "what"], self.findings.iter().map(row)))
    }
}
