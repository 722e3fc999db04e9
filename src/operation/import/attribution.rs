//! What is wrong with a case that an import would leave, as what is wrong with a row of the sheet.

use std::collections::HashMap;

use crate::case::{CaseFacts, EntryFacts, Fact};
use crate::operation::import::rows::SaidRow;
use crate::problem::Problem;
use crate::reading::Source;
use crate::sheet::Sheet;

/// A case as an import would leave it.
pub(super) struct Left<'a> {
    /// Its id.
    pub(super) case: &'a str,
    /// The text.
    pub(super) source: &'a Source,
    /// The row that gave the header, if one did.
    pub(super) header: Option<&'a SaidRow>,
    /// The rows that gave entries, by the entry's place in the file, counted from 0.
    pub(super) entries: &'a HashMap<usize, &'a SaidRow>,
    /// The row that is named where no other can be.
    pub(super) first: &'a SaidRow,
}

impl Left<'_> {
    /// The problems as those of the sheet's rows.
    pub(super) fn as_of_rows(&self, problems: &[Problem], sheet: &Sheet) -> Vec<Problem> {
        if problems.is_empty() {
            return Vec::new();
        }
        let facts = CaseFacts::of(self.source.text());
        problems.iter().map(|problem| self.as_of_row(problem, &facts, sheet)).collect()
    }

    fn as_of_row(&self, problem: &Problem, facts: &CaseFacts, sheet: &Sheet) -> Problem {
        let line = problem.place.as_ref().map_or(0, |place| place.line);
        let at = self.entry_at(line, facts);
        let (said, keys) = match at {
            Some((index, entry)) => (self.entries.get(&index).copied(), &entry.facts),
            None => (self.header, &facts.header),
        };
        let hint = problem.hint.as_deref().unwrap_or_default();
        let column = said.and_then(|said| said.column(&self.key_at(line, keys)?.key));
        let row = |said: &SaidRow| &sheet.rows[said.index];
        let found = match (said, column) {
            (Some(said), Some(column)) => {
                sheet.wrong_cell(row(said), column, &problem.message, hint)
            }
            (Some(said), None) => sheet.wrong_row(row(said), &problem.message, hint),
            (None, _) => {
                let message = format!("of the case {}: {}", self.case, problem.message);
                sheet.wrong_row(row(self.first), &message, hint)
            }
        };
        if problem.is_error() { found } else { found.as_warning() }
    }

    /// The entry on whose lines a line lies; none for the header.
    fn entry_at<'e>(&self, line: usize, facts: &'e CaseFacts) -> Option<(usize, &'e EntryFacts)> {
        let entries = facts.entries.iter().enumerate();
        entries.take_while(|(_, entry)| self.source.line_of(entry.start) <= line).last()
    }

    /// The key on whose lines a line lies.
    fn key_at<'k>(&self, line: usize, keys: &'k [Fact]) -> Option<&'k Fact> {
        let lines = |fact: &Fact| {
            let last = fact.span.end.saturating_sub(1).max(fact.span.start);
            self.source.line_of(fact.span.start)..=self.source.line_of(last)
        };
        keys.iter().find(|fact| lines(fact).contains(&line))
    }
}
