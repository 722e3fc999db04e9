//! What `sync` brought in and sent, and what came of it.

use serde_json::{Value, json};

use crate::calendar::plural;
use crate::case::Disagreement;
use crate::operation::{Doubled, Operation, Side};
use crate::reading::safe_line;
use crate::report::page::Page;
use crate::report::words::capitalised;
use crate::report::{ErasedCase, RecordedCase, Recording, Report};

/// How many of one person's operations are named, and how many cases are shown.
const MOST_NAMED: usize = 5;
const MOST_SHOWN: usize = 12;

/// An operation that was recorded elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// The commit.
    pub commit: String,
    /// What it did, as the first line of its message says.
    pub subject: String,
    /// Who did it.
    pub author: String,
    /// The author's e-mail address.
    pub email: String,
}

/// What an exchange with the remote came to.
#[derive(Clone, Debug)]
pub struct Synced {
    remote: String,
    received: Vec<Received>,
    sent: usize,
    recording: Recording,
    shown: usize,
    more: usize,
    to_settle: Vec<Value>,
    doubled: Vec<Value>,
    doubled_cases: Vec<Value>,
    kept: Vec<Value>,
    erased: Vec<ErasedCase>,
    may_hold: Vec<String>,
    notes: Vec<String>,
    commit: Option<String>,
    is_trial: bool,
}

impl Synced {
    /// Nothing yet, with this remote.
    pub fn new(remote: String, is_trial: bool) -> Synced {
        let operation =
            Operation { what: String::new(), cases: Vec::new(), files: Vec::new(), reverses: None };
        Synced {
            remote,
            received: Vec::new(),
            sent: 0,
            recording: Recording::new(&operation, false).without_undo(),
            shown: 0,
            more: 0,
            to_settle: Vec::new(),
            doubled: Vec::new(),
            doubled_cases: Vec::new(),
            kept: Vec::new(),
            erased: Vec::new(),
            may_hold: Vec::new(),
            notes: Vec::new(),
            commit: None,
            is_trial,
        }
    }

    /// Adds what was recorded elsewhere, the newest first.
    pub fn receive(&mut self, received: impl IntoIterator<Item = Received>) {
        self.received.extend(received);
    }

    /// Says how many operations were sent.
    pub fn send(&mut self, operations: usize) {
        self.sent += operations;
    }

    /// Says which commit is the newest now.
    pub fn stands_at(&mut self, commit: Option<String>) {
        self.commit = commit;
    }

    /// Adds what became of one case.
    pub fn add(&mut self, case: RecordedCase) {
        if self.shown < MOST_SHOWN {
            self.recording.add(case);
            self.shown += 1;
        } else {
            self.more += 1;
        }
    }

    /// Adds what was left to be settled in a case.
    pub fn leave(&mut self, case: &str, left: &Disagreement) {
        let what = left.key.as_ref().map_or_else(
            || "an entry was changed on one side and struck on the other; it is kept".to_owned(),
            |key| format!("`{key}` is {} and {}; {} stands", left.taken, left.other, left.taken),
        );
        self.notes.push(format!(
            "{case}: {}, until it is settled: caseload settle {case}",
            safe_line(&what)
        ));
        self.to_settle.push(json!({
            "case": case, "entry": left.entry, "key": left.key, "taken": left.taken,
            "other": left.other,
        }));
    }

    /// Adds two entries of a case that seem to be one.
    pub fn double(&mut self, case: &str, doubled: &Doubled, words: &str) {
        let (first, second) = doubled.numbers;
        let alike = match &doubled.reference {
            None => "say the same".to_owned(),
            Some(reference) => format!("have one key, `{reference}`"),
        };
        self.notes.push(safe_line(&format!(
            "{case}: entries {first} and {second} {alike}, recorded here and there: {words}. If it \
             was one: caseload remove {case} {second}"
        )));
        self.doubled.push(json!({
            "case": case, "entries": [first, second], "ref": doubled.reference,
        }));
    }

    /// Adds pairs of cases that are one person's referral, each with the number that both have.
    pub fn double_cases(&mut self, pairs: &[(String, String, String)]) {
        let Some((first, second, number)) = pairs.first() else { return };
        let more = match pairs.len() - 1 {
            0 => String::new(),
            more => format!("; and {}", count_more(more)),
        };
        self.notes.push(safe_line(&format!(
            "{} for one referral each: {first} and {second} (number {number}){more}. If a sheet was \
             imported on two machines, take one of the imports back: caseload undo, where it was \
             made; caseload check names every pair",
            match pairs.len() {
                1 => "one participant has two cases".to_owned(),
                several => format!("{several} participants have two cases"),
            }
        )));
        let as_json = |(first, second, number): &(String, String, String)| json!({"cases": [first, second], "ref": number});
        self.doubled_cases.extend(pairs.iter().map(as_json));
    }

    /// Adds a case that one side took away and the other changed.
    pub fn keep(&mut self, case: &str, taken_away: Side) {
        let side = if taken_away == Side::Here { "here" } else { "there" };
        self.notes.push(format!(
            "{case}: was taken away {side}, and changed on the other side; it is kept"
        ));
        self.kept.push(json!({"case": case, "taken_away": side}));
    }

    /// Adds a case that was erased, or whose erasure somebody has confirmed.
    pub fn erase(&mut self, case: ErasedCase) {
        self.notes.push(case.sentence());
        self.erased.push(case);
    }

    /// Names branches and tags at the remote that may hold what was erased.
    pub fn leave_out(&mut self, others: Vec<String>) {
        if !others.is_empty() {
            self.notes.push(safe_line(&format!(
                "{} at {} may hold what was erased: look, and take away there what does (git push {} \
                 --delete NAME)",
                others.join(", "),
                self.remote,
                self.remote,
            )));
        }
        self.may_hold = others;
    }

    /// Adds a sentence about something to be looked at.
    pub fn note(&mut self, words: String) {
        self.notes.push(words);
    }

    /// What came in, by whom.
    fn by_whom(&self) -> Vec<String> {
        let mut people: Vec<&str> = self.received.iter().map(|it| it.author.as_str()).collect();
        people.sort_unstable();
        people.dedup();
        let of = |author: &str| {
            let its: Vec<&Received> =
                self.received.iter().rev().filter(|it| it.author == author).collect();
            let named: Vec<&str> =
                its.iter().take(MOST_NAMED).map(|it| it.subject.as_str()).collect();
            let more = match its.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                more => format!("; and {}", count_more(more)),
            };
            let number = operations(its.len());
            safe_line(&format!("From {author}: {number}: {}{more}.", named.join("; ")))
        };
        people.into_iter().map(of).collect()
    }
}

fn operations(number: usize) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), "operation")
}

fn count_more(number: usize) -> String {
    format!("{number} more")
}

impl Report for Synced {
    fn page(&self) -> Page {
        let mut page = Page::default();
        for line in self.by_whom() {
            page.text(line);
        }
        page.blocks.extend(self.recording.page().blocks);
        if self.more > 0 {
            let cases = plural(i64::try_from(self.more).unwrap_or(i64::MAX), "other case");
            page.text(format!("And {cases}; `caseload history` shows everything."));
        }
        for note in &self.notes {
            page.text(format!("{note}."));
        }
        let remote = &self.remote;
        page.text(match (self.received.len(), self.sent) {
            _ if self.is_trial => format!(
                "Only tried: nothing was brought in or sent. {} would be sent to {remote}.",
                capitalised(&operations(self.sent))
            ),
            (0, 0) => format!("Everything is here and at {remote} already."),
            (_, 0) => format!("Nothing was to be sent to {remote}."),
            (_, sent) => format!("Sent {} to {remote}.", operations(sent)),
        });
        page
    }

    fn json(&self) -> Value {
        let received = self.received.iter().map(|it| {
            json!({
                "commit": it.commit, "subject": it.subject, "author": it.author, "email": it.email,
            })
        });
        json!({
            "schema": 1,
            "remote": self.remote,
            "received": received.collect::<Vec<_>>(),
            "sent": self.sent,
            "commit": self.commit,
            "cases": self.recording.cases_json(),
            "to_settle": self.to_settle,
            "doubled": self.doubled,
            "doubled_cases": self.doubled_cases,
            "kept": self.kept,
            "erased": self.erased.iter().map(ErasedCase::json).collect::<Vec<_>>(),
            "may_hold": self.may_hold,
        })
    }
}
