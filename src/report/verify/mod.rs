//! Whether a record is what was recorded, in plain words: how it stands, what was looked at, what was
//! found, and what could not be checked.

mod given_up;
mod trust;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::calendar::{Day, Timezone, long, plain, plural};
use crate::integrity::{Code, Examination, Finding, Past, Receipt, Weight};
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::records::{Field, Records};
use crate::report::words::count;
use crate::report::{Report, local_day};

pub use trust::{Trust, TrustDone, TrustedKey};

/// How many findings of one kind are told one by one.
const MOST_ALIKE: usize = 8;

/// Whether a record is what was recorded.
#[derive(Clone, Debug)]
pub struct Verification {
    /// What came of looking.
    pub examination: Examination,
    /// The commit that was looked at.
    pub revision: String,
    /// The day on which it was.
    pub today: Day,
    /// In which zone days are days.
    pub timezone: Timezone,
    /// What the findings were limited to, in words.
    pub limited_to: Option<String>,
    /// The files that were edited by hand and not recorded.
    pub edited: Vec<String>,
    /// What the reader should know of what is kept elsewhere.
    pub notes: Vec<String>,
    /// How many receipts are kept outside of the folder.
    pub kept: usize,
    /// What of that was given up before, the oldest first.
    pub given_up: Vec<Past>,
    /// A receipt of the record as it is now, if one was asked for.
    pub receipt: Option<Receipt>,
}

impl Verification {
    /// Whether the record was changed, or something of it taken away.
    pub fn is_tampered(&self) -> bool {
        self.number(Weight::Error) > 0
    }

    fn number(&self, weight: Weight) -> usize {
        self.examination.findings.iter().filter(|it| it.code.weight() == weight).count()
    }

    fn day(&self, seconds: i64) -> String {
        local_day(seconds, self.timezone).map(long).unwrap_or_default()
    }

    fn moment(&self, seconds: i64) -> Option<DateTime<FixedOffset>> {
        DateTime::from_timestamp(seconds, 0).map(|moment| self.timezone.local(moment))
    }

    /// How the record stands, in one sentence.
    fn state(&self) -> (String, Tone) {
        let errors = count(self.number(Weight::Error));
        if errors > 0 {
            let what = if errors == 1 { "it" } else { "them" };
            let findings = plural(errors, "finding");
            let said = "This record was changed, or something of it taken away";
            return (format!("{said}: {findings} below, with what to do about {what}."), Tone::Bad);
        }
        let state = match self.examination.checked.since {
            Some(since) => format!(
                "Nothing in this record was changed or taken away since {}, as far as can be known",
                self.day(since)
            ),
            None => "Nothing shows that this record was changed; nothing was kept elsewhere to \
                     compare it with"
                .to_owned(),
        };
        match count(self.number(Weight::Warning)) {
            0 => (format!("{state}."), Tone::Good),
            1 => (format!("{state}. One thing to look at."), Tone::Soon),
            many => (format!("{state}. {many} things to look at."), Tone::Soon),
        }
    }

    fn looked_at(&self) -> String {
        let checked = &self.examination.checked;
        let commits = plural(count(checked.commits), "commit");
        let mut parts = vec![format!("Looked at: {commits} with all that they hold")];
        if checked.confirmed {
            parts.push(format!(
                "{} of them signed, {} of those by keys that were allowed",
                checked.signed, checked.good
            ));
        }
        if let Some(since) = checked.since.filter(|_| checked.receipts > 0) {
            let receipts = plural(count(checked.receipts), "receipt");
            parts.push(format!("{receipts} compared, back to {}", self.day(since)));
        }
        if checked.remote {
            parts.push("the remote as last seen".to_owned());
        }
        format!("{}.", parts.join("; "))
    }

    /// The findings by their kinds, the worst first.
    fn groups(&self) -> BTreeMap<(std::cmp::Reverse<Weight>, Code), Vec<&Finding>> {
        let mut groups: BTreeMap<_, Vec<&Finding>> = BTreeMap::new();
        for finding in &self.examination.findings {
            let key = (std::cmp::Reverse(finding.code.weight()), finding.code);
            groups.entry(key).or_default().push(finding);
        }
        groups
    }

    fn group(&self, page: &mut Page, code: Code, findings: &[&Finding]) {
        page.gap();
        let tone = match code.weight() {
            Weight::Error => Tone::Bad,
            Weight::Warning => Tone::Soon,
            Weight::Note => Tone::Plain,
        };
        let many =
            if findings.len() > 1 { format!(" ({})", findings.len()) } else { String::new() };
        page.heading(format!("{}{many}", code.title()), tone);
        let column = |title, width| Column { title, width };
        let columns = vec![column("When", Some(16)), column("Who", Some(14)), column("What", None)];
        let rows = findings.iter().take(MOST_ALIKE).map(|finding| self.row(finding)).collect();
        page.table(Table { columns, rows });
        if findings.len() > MOST_ALIKE {
            let more = findings.len() - MOST_ALIKE;
            let words = format!("and {more} more; --format json and csv list them all");
            page.toned(words, Tone::Faint);
        }
        page.toned(format!("To do: {}.", code.hint()), Tone::Faint);
    }

    fn row(&self, finding: &Finding) -> Row {
        let when = finding.seconds.and_then(|seconds| self.moment(seconds));
        let when = when.map_or_else(String::new, |moment| {
            format!("{} {}", plain(moment.date_naive()), moment.format("%H:%M"))
        });
        let who = finding.who.clone().unwrap_or_default();
        let commit = finding.commit.as_ref().map(|commit| format!(" ({})", short(commit)));
        let named = finding.commit.as_ref().is_some_and(|it| finding.message.contains(short(it)));
        let commit = commit.filter(|_| !named).unwrap_or_default();
        let what = format!("{}{commit}", finding.message);
        let head: Vec<&str> =
            [when.as_str(), who.as_str()].into_iter().filter(|it| !it.is_empty()).collect();
        let head = if head.is_empty() { String::new() } else { format!("{}: ", head.join(", ")) };
        let sentence = format!("{}: {head}{what}.", finding.code.weight().word());
        Row { cells: vec![Cell::plain(when), Cell::plain(who), Cell::plain(what)], sentence }
    }

    fn not_checked(&self, page: &mut Page) {
        if self.examination.not_checked.is_empty() {
            return;
        }
        page.gap();
        page.heading("Not checked", Tone::Plain);
        self.examination.not_checked.iter().for_each(|words| page.text(words.as_str()));
    }

    fn finding_json(&self, finding: &Finding) -> Value {
        json!({
            "code": finding.code.word(),
            "severity": finding.code.weight().word(),
            "commit": finding.commit,
            "cases": finding.cases,
            "when": finding.seconds.and_then(|it| self.moment(it)).map(|it| it.to_rfc3339()),
            "who": finding.who,
            "message": finding.message,
            "hint": finding.code.hint(),
        })
    }
}

impl Report for Verification {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let (state, tone) = self.state();
        page.sum = Some(state.clone());
        page.heading(state, tone);
        page.text(self.looked_at());
        if let Some(words) = &self.limited_to {
            page.text(format!("Only findings {words} are told."));
        }
        self.notes.iter().for_each(|note| page.toned(note.as_str(), Tone::Soon));
        for past in &self.given_up {
            page.toned(self.given_up_words(past), Tone::Soon);
        }
        for ((_, code), findings) in self.groups() {
            self.group(&mut page, code, &findings);
        }
        self.not_checked(&mut page);
        if !self.edited.is_empty() {
            page.gap();
            let files = plural(count(self.edited.len()), "file");
            let names = self.edited.join(", ");
            page.text(format!(
                "{files} edited by hand and not recorded yet, which is no tampering: {names}."
            ));
        }
        if let Some(receipt) = &self.receipt {
            page.gap();
            page.text("A receipt, to be kept where nobody who records here can change it:");
            page.blocks.push(Block::Command(receipt.line()));
        }
        page
    }

    fn json(&self) -> Value {
        let checked = &self.examination.checked;
        let since = checked.since.and_then(|it| self.moment(it)).map(|it| it.to_rfc3339());
        let findings = self.examination.findings.iter().map(|it| self.finding_json(it));
        json!({
            "schema": 1,
            "revision": self.revision,
            "today": plain(self.today),
            "tampered": self.is_tampered(),
            "checked": {
                "commits": checked.commits,
                "signed": checked.signed,
                "good_signatures": checked.good,
                "confirmed": checked.confirmed,
                "receipts": checked.receipts,
                "since": since,
                "remote": checked.remote,
            },
            "not_checked": self.examination.not_checked,
            "findings": findings.collect::<Vec<_>>(),
            "edited": self.edited,
            "notes": self.notes,
            "kept_receipts": self.kept,
            "given_up": self.given_up.iter().map(|it| self.given_up_json(it)).collect::<Vec<_>>(),
            "receipt": self.receipt.as_ref().map(Receipt::line),
        })
    }

    fn records(&self) -> Option<Records> {
        let columns = ["severity", "code", "commit", "cases", "day", "who", "message", "hint"];
        let rows = self.examination.findings.iter().map(|finding| {
            let tone = match finding.code.weight() {
                Weight::Error => Tone::Bad,
                Weight::Warning => Tone::Soon,
                Weight::Note => Tone::Plain,
            };
            let day = finding.seconds.and_then(|seconds| local_day(seconds, self.timezone));
            let fields: Vec<Field> = vec![
                finding.code.weight().word().into(),
                finding.code.word().into(),
                finding.commit.clone().into(),
                finding.cases.join(" ").into(),
                day.into(),
                finding.who.clone().into(),
                finding.message.as_str().into(),
                finding.code.hint().into(),
            ];
            (fields, tone)
        });
        Some(Records::new(&columns, rows))
    }
}

/// The first digits of a commit.
fn short(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}
