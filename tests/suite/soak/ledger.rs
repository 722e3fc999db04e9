//! What was done, and what must be on record of it: each deed leaves a word that stands nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::soak::running::Ended;

/// What became of a deed, as far as whoever asked for it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It was said to be recorded.
    Recorded,
    /// It was said not to be.
    Refused,
    /// Nothing was said.
    Cut,
}

/// Something that adds a word to each of these cases.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) cases: Vec<String>,
    pub(crate) fate: Fate,
    /// On which machine, which is told it at once.
    pub(crate) at: usize,
}

#[derive(Default)]
struct Pages {
    deeds: BTreeMap<String, Deed>,
    /// Which operations were said to be recorded, and by what.
    operations: BTreeMap<String, String>,
    /// The cases that somebody asked to erase, and whether it was said to be done.
    erased: BTreeMap<String, bool>,
    /// Those that were said to be referred, on top of those at the beginning.
    referred: Vec<String>,
    log: Vec<String>,
    findings: Vec<String>,
    counts: BTreeMap<String, usize>,
    said: BTreeMap<String, usize>,
}

/// All of it, for all machines.
pub(crate) struct Ledger {
    pages: Mutex<Pages>,
    begun: Instant,
}

impl Ledger {
    pub(crate) fn new() -> Ledger {
        Ledger { pages: Mutex::default(), begun: Instant::now() }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Pages) -> T) -> T {
        change(&mut self.pages.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes what happened.
    pub(crate) fn log(&self, line: &str) {
        let line = format!("{:>9.3} {line}", self.begun.elapsed().as_secs_f64());
        self.with(|pages| pages.log.push(line));
    }

    /// Notes something that must not be.
    pub(crate) fn finding(&self, what: &str) {
        self.log(&format!("FINDING: {what}"));
        self.with(|pages| pages.findings.push(what.to_owned()));
    }

    pub(crate) fn count(&self, what: &str) {
        self.with(|pages| *pages.counts.entry(what.to_owned()).or_default() += 1);
    }

    /// Notes what was typed at a machine, and how it ended; finds fault with how no command may end.
    pub(crate) fn ended(&self, at: usize, typed: &str, ended: &Ended) {
        let told = if ended.is_done() { String::new() } else { ended.line() };
        self.log(&format!("{at} {typed}: {}{} {told}", ended.status, struck(ended)));
        let verb = typed.split(' ').take(if typed.starts_with("git") { 2 } else { 1 });
        let verb = verb.collect::<Vec<_>>().join(" ");
        let how = match ended.code {
            None => "killed".to_owned(),
            Some(code) => format!("exit {code}"),
        };
        self.count(&format!("{verb}: {how}"));
        if let Some(code) = ended.code.filter(|code| *code != 0 && !verb.starts_with("git")) {
            let plain: String = ended
                .line()
                .chars()
                .map(|c| if c.is_ascii_digit() { '#' } else { c })
                .take(110)
                .collect();
            self.with(|pages| *pages.said.entry(format!("exit {code}: {plain}")).or_default() += 1);
        }
        let is_published = matches!(ended.code, Some(0 | 1 | 3..=7));
        let is_wrong = match ended.code {
            Some(_) => !is_published && !verb.starts_with("git"),
            None => !ended.is_struck,
        };
        if is_wrong || ended.hung || ended.talk.contains("panicked") {
            self.finding(&format!("{at} {typed}: {} {}", ended.status, ended.talk));
        }
    }

    /// Puts a deed down, once it is known how it ended.
    pub(crate) fn put(&self, word: &str, deed: Deed) {
        self.with(|pages| pages.deeds.insert(word.to_owned(), deed));
    }

    /// Puts down that an operation was said to be recorded.
    pub(crate) fn operation(&self, id: &str, typed: &str) {
        self.with(|pages| pages.operations.insert(id.to_owned(), typed.to_owned()));
    }

    pub(crate) fn referred(&self, id: &str) {
        self.with(|pages| pages.referred.push(id.to_owned()));
    }

    /// Puts down that somebody wants a case erased, before it is tried, and that it was done.
    pub(crate) fn erased(&self, id: &str, is_done: bool) {
        self.with(|pages| *pages.erased.entry(id.to_owned()).or_default() |= is_done);
        self.with(|pages| pages.referred.retain(|it| it != id));
    }

    pub(crate) fn those_referred(&self) -> Vec<String> {
        self.with(|pages| pages.referred.clone())
    }

    pub(crate) fn erasures(&self) -> BTreeMap<String, bool> {
        self.with(|pages| pages.erased.clone())
    }

    pub(crate) fn deeds(&self) -> BTreeMap<String, Deed> {
        self.with(|pages| pages.deeds.clone())
    }

    pub(crate) fn operations(&self) -> BTreeMap<String, String> {
        self.with(|pages| pages.operations.clone())
    }

    /// The words that a machine was told are on record in a case.
    pub(crate) fn told(&self, at: usize, case: &str) -> BTreeSet<String> {
        let is_told = |deed: &Deed| {
            deed.at == at && deed.fate == Fate::Recorded && deed.cases.iter().any(|it| it == case)
        };
        self.with(|pages| {
            let deeds = pages.deeds.iter().filter(|(_, deed)| is_told(deed));
            deeds.map(|(word, _)| word.clone()).collect()
        })
    }

    pub(crate) fn findings(&self) -> Vec<String> {
        self.with(|pages| pages.findings.clone())
    }

    /// What was found wanting, if anything.
    pub(crate) fn is_sound(&self) -> bool {
        self.with(|pages| pages.findings.is_empty())
    }

    pub(crate) fn whole_log(&self) -> String {
        self.with(|pages| pages.log.join("\n"))
    }

    /// How often each thing happened, and what the program said when it refused something.
    pub(crate) fn summary(&self) -> String {
        let lines = |counts: &BTreeMap<String, usize>| {
            let line = |(what, often): (&String, &usize)| format!("{often:>7}  {what}");
            counts.iter().map(line).collect::<Vec<_>>().join("\n")
        };
        self.with(|pages| lines(&pages.counts) + "\n\n" + &lines(&pages.said))
    }
}

fn struck(ended: &Ended) -> &'static str {
    if ended.is_struck { " (struck)" } else { "" }
}
