//! What is wrong with a pack, file by file. There may be as many as somebody liked to put into it.

use std::collections::{BTreeMap, BTreeSet};

use crate::reading::safe_line;
use crate::report::page::{Cell, Column, Row, Table, Tone};

/// How many of one kind are told one by one on a page.
const MOST_ALIKE: usize = 8;

/// Something of a pack that is not as it was made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, by its path in the pack.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// What is wrong with a pack, in the order in which it was found.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    all: Vec<Finding>,
    /// As they were noted, so that none is noted twice.
    noted: BTreeSet<Finding>,
    /// Where the first of a file stands.
    first: BTreeMap<String, usize>,
}

impl Findings {
    /// Notes what is wrong with a file, once.
    pub fn note(&mut self, file: &str, what: &str) {
        let finding = Finding { file: safe_line(file), what: safe_line(what) };
        if self.noted.insert(finding.clone()) {
            self.first.entry(finding.file.clone()).or_insert(self.all.len());
            self.all.push(finding);
        }
    }

    /// Notes what is wrong with a file, beside what was found of it first.
    pub fn note_beside(&mut self, file: &str, what: &str) {
        let first = self.first.get(&safe_line(file)).copied();
        match first.and_then(|at| self.all.get_mut(at)) {
            Some(known) => known.what = format!("{}; {}", known.what, safe_line(what)),
            None => self.note(file, what),
        }
    }

    /// Whether something is wrong with a file.
    pub fn are_of(&self, file: &str) -> bool {
        self.first.contains_key(&safe_line(file))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.all.iter()
    }

    /// The table of them: of those of which the same is said only the first, and how many more there are.
    pub(super) fn table(&self, title: &'static str, tone: Tone) -> Table {
        let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.all {
            *alike.entry(&finding.what).or_default() += 1;
        }
        let mut told: BTreeMap<&str, usize> = BTreeMap::new();
        let mut rows = Vec::new();
        for finding in &self.all {
            let told = told.entry(&finding.what).or_default();
            *told += 1;
            if *told <= MOST_ALIKE {
                rows.push(row(&finding.file, &finding.what, tone));
            }
            let more = alike.get(finding.what.as_str()).map_or(0, |all| all - MOST_ALIKE.min(*all));
            if *told == MOST_ALIKE && more > 0 {
                let files = format!("and {more} more");
                rows.push(row(&files, &format!("the same: {}", finding.what), tone));
            }
        }
        let columns =
            vec![Column { title: "File", width: Some(38) }, Column { title, width: None }];
        Table { columns, rows }
    }
}

fn row(file: &str, what: &str, tone: Tone) -> Row {
    Row {
        sentence: format!("{file}: {what}."),
        cells: vec![Cell::toned(file, tone), Cell::plain(what)],
    }
}

/// Names one after the other, of very many only the first.
pub fn named(all: &[&str]) -> String {
    const MOST: usize = 40;
    let mut shown: Vec<String> = all.iter().take(MOST).map(|it| safe_line(it)).collect();
    let more = all.len().saturating_sub(MOST);
    shown.extend((more > 0).then(|| format!("and {more} more")));
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_of_one_kind_the_first_are_told_and_the_rest_are_counted() {
        let mut findings = Findings::default();
        findings.note("first", "it is gone");
        for number in 0..MOST_ALIKE + 5 {
            findings.note(&format!("x/{number:02}"), "it is strange");
        }
        findings.note("last", "it is gone");
        let rows: Vec<String> =
            findings.table("What", Tone::Bad).rows.into_iter().map(|row| row.sentence).collect();
        assert_eq!(rows.len(), MOST_ALIKE + 3, "{rows:?}");
        assert_eq!(rows[MOST_ALIKE + 1], "and 5 more: the same: it is strange.");
        assert_eq!(rows[MOST_ALIKE + 2], "last: it is gone.");
        assert_eq!(findings.len(), MOST_ALIKE + 7);
    }

    #[test]
    fn what_is_said_of_a_file_is_said_once_and_beside_what_was_said() {
        let mut findings = Findings::default();
        findings.note("a", "it is gone");
        findings.note("a", "it is gone");
        findings.note_beside("a", "it was here");
        findings.note_beside("b", "it is new");
        let told: Vec<&str> = findings.iter().map(|it| it.what.as_str()).collect();
        assert_eq!(told, ["it is gone; it was here", "it is new"]);
        assert!(findings.are_of("b") && !findings.are_of("c"));
    }
}
