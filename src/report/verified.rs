//! What `pack verify` found.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::calendar::{long, plural};
use crate::reading::safe_line;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;
use crate::report::{PackFacts, Records, Report};

const DOES_NOT_FOLLOW: &str = "it does not follow from the originals and their history";

/// Something of a pack that is not as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, by its path in the pack.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
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
    /// Whether every page, table and date was made again and compared.
    pub pages_checked: bool,
    /// What was looked at, in words.
    pub checked: Vec<String>,
    /// What could not be, and why.
    pub not_checked: Vec<String>,
    /// Files that a file manager left in the folder, and that are no part of the pack.
    pub left_behind: Vec<String>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Notes what is wrong with a file, once.
    pub fn find(&mut self, file: &str, what: impl Into<String>) {
        let finding = Finding { file: safe_line(file), what: safe_line(&what.into()) };
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Notes what is wrong with a file, beside what was found of it already.
    pub fn find_also(&mut self, file: &str, what: &str) {
        match self.findings.iter_mut().find(|it| it.file == safe_line(file)) {
            Some(known) => known.what = format!("{}; {}", known.what, safe_line(what)),
            None => self.find(file, what),
        }
    }

    /// Says of a file how it differs from what was made again, beside what was found of it already.
    pub fn explain(&mut self, file: &str, words: &str) {
        if self.findings.iter().any(|it| it.file == safe_line(file)) {
            self.find_also(file, words);
        } else {
            self.find(file, format!("{DOES_NOT_FOLLOW}: {words}"));
        }
    }

    /// Says of a file that no pack of these cases has it, unless something was found of it already.
    pub fn explain_stranger(&mut self, file: &str) {
        if !self.findings.iter().any(|it| it.file == safe_line(file)) {
            self.find(file, "no pack has such a file");
        }
    }

    /// Whether nothing is wrong with it.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
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
        let (words, tone) = match (self.is_whole(), self.pages_checked) {
            (true, true) => ("This pack is as it was made", Tone::Good),
            (true, false) => {
                ("Nothing wrong was found, BUT THE PAGES AND DATES WERE NOT CHECKED", Tone::Soon)
            }
            (false, _) => ("THIS PACK IS NOT AS IT WAS MADE", Tone::Bad),
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
                safe_line(&cases.join(", ")),
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
        let columns = vec![
            Column { title: "File", width: Some(38) },
            Column { title: "What is wrong", width: None },
        ];
        let row = |finding: &Finding| Row {
            sentence: format!("{}: {}.", finding.file, finding.what),
            cells: vec![
                Cell::toned(finding.file.as_str(), Tone::Bad),
                Cell::plain(finding.what.as_str()),
            ],
        };
        page.table(Table { columns, rows: self.findings.iter().map(row).collect() });
        if !self.is_whole() {
            page.gap();
        }
    }

    /// What was checked, what was not, and what is none of the pack.
    fn extent_on(&self, page: &mut Page) {
        for words in &self.checked {
            page.text(format!("Checked: {words}."));
        }
        if !self.left_behind.is_empty() {
            let files: Vec<String> = self.left_behind.iter().map(|it| safe_line(it)).collect();
            let words = "Not part of the pack, and not looked at; file managers leave them";
            page.text(format!("{words}: {}.", files.join(", ")));
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
        page.sum_up(match self.findings.len() {
            0 if self.pages_checked => format!("{}, and nothing is wrong.", files()),
            0 => format!("{}, and nothing is wrong in what was checked.", files()),
            many => format!(
                "{} found. Ask for the pack again, and say what was found.",
                plural(count(many), "fault")
            ),
        });
        page
    }

    fn json(&self) -> Value {
        let finding = |it: &Finding| json!({"file": it.file, "what": it.what});
        json!({
            "schema": 1,
            "whole": self.is_whole(),
            "pages_checked": self.pages_checked,
            "digest": self.digest,
            "files": self.files,
            "pack": self.facts.as_ref().map(PackFacts::json),
            "checked": self.checked,
            "not_checked": self.not_checked,
            "left_behind": self.left_behind,
            "findings": self.findings.iter().map(finding).collect::<Vec<_>>(),
        })
    }

    fn records(&self) -> Option<Records> {
        let row = |it: &Finding| vec![it.file.as_str().into(), it.what.as_str().into()];
        Some(Records::plain(&["file", "what"], self.findings.iter().map(row)))
    }
}
