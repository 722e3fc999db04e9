//! A case that entries are imported into: each row is found among its entries, or added to them.

use std::collections::HashMap;

use crate::case::schema::SchemaEntry;
use crate::case::{CaseFacts, NewEntry, Place, Value, append, append_all, set};
use crate::operation::import::alike::{said, says_no_more, says_the_same};
use crate::operation::import::attribution::Left;
use crate::operation::import::columns::Columns;
use crate::operation::import::rows::SaidRow;
use crate::operation::import::{Becomes, Ground, Import, ImportedRow};
use crate::operation::{FileChange, OpenCase, new_warnings};
use crate::problem::Problem;
use crate::reading::Source;
use crate::sheet::{Sheet, shown};

/// A case that entries are imported into.
pub(super) struct CaseDesk<'a, 'f> {
    before: OpenCase<'f>,
    text: String,
    facts: CaseFacts,
    /// By entry of the file: the row that is it.
    claimed: HashMap<usize, &'a SaidRow>,
    /// The entries that a row has added or changed.
    written: HashMap<usize, &'a SaidRow>,
    /// The entries that are added, to be written below the others.
    added: Vec<NewEntry>,
    sheet: &'a Sheet,
    columns: &'a Columns,
    ground: &'a Ground<'f>,
    logged: &'a mut usize,
    rows: Vec<ImportedRow>,
    problems: Vec<Problem>,
}

impl<'a, 'f> CaseDesk<'a, 'f> {
    pub(super) fn new(
        before: OpenCase<'f>,
        sheet: &'a Sheet,
        columns: &'a Columns,
        ground: &'a Ground<'f>,
        logged: &'a mut usize,
    ) -> CaseDesk<'a, 'f> {
        let text = before.text().to_owned();
        let facts = CaseFacts::of(&text);
        CaseDesk {
            before,
            text,
            facts,
            claimed: HashMap::new(),
            written: HashMap::new(),
            added: Vec::new(),
            sheet,
            columns,
            ground,
            logged,
            rows: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Takes a row in.
    pub(super) fn take(&mut self, row: &'a SaidRow, entry: &'static SchemaEntry) {
        if !self.has_what_it_needs(row, entry) {
            return;
        }
        let found = match self.find(row, entry) {
            Ok(found) => found,
            Err(problem) => return self.problems.push(*problem),
        };
        let mut kept = Vec::new();
        let becomes = match found {
            None if self.was_taken_away(row, entry) => Ok(Becomes::TakenAway),
            None => self.add(row, entry),
            Some(index) => match self.claimed.get(&index) {
                Some(first) => Ok(Becomes::Repeated(self.sheet.rows[first.index].number)),
                None => {
                    self.claimed.insert(index, row);
                    self.correct(row, index, &mut kept)
                }
            },
        };
        match becomes {
            Ok(becomes) => {
                let number = self.sheet.rows[row.index].number;
                let case = self.before.id().to_owned();
                self.rows.push(ImportedRow { row: number, case, becomes, kept });
            }
            Err(problem) => self.problems.push(*problem),
        }
    }

    /// Whether a row that is on record no more was imported before: what was struck in the folder
    /// does not come back by itself.
    fn was_taken_away(&self, row: &SaidRow, entry: &SchemaEntry) -> bool {
        let Some(past) = self.ground.past.case(self.before.id()) else { return false };
        match &row.key {
            // What was exported stands for the entry that was logged then.
            _ if row.value("logged").is_some() => false,
            Some(key) => past.has(entry.name, key),
            None => past.alike(entry.name, &said(entry.name, &row.given)),
        }
    }

    fn wrong(
        &self,
        row: &SaidRow,
        column: Option<usize>,
        message: &str,
        hint: &str,
    ) -> Box<Problem> {
        let at = &self.sheet.rows[row.index];
        Box::new(match column {
            Some(column) => self.sheet.wrong_cell(at, column, message, hint),
            None => self.sheet.wrong_row(at, message, hint),
        })
    }

    /// Ensures that nothing is missing without which an entry is none.
    fn has_what_it_needs(&mut self, row: &SaidRow, entry: &SchemaEntry) -> bool {
        let missing = entry.required.iter().filter(|key| row.value(key).is_none());
        let problems: Vec<Box<Problem>> = missing
            .map(|key| {
                let message = format!("it is empty, and every {} needs `{key}`", entry.name);
                let hint = format!("fill it in; what is the same for all: {key} below [always]");
                match self.columns.column(key) {
                    Some(column) => self.wrong(row, Some(column), &message, "fill it in"),
                    None => {
                        let message = format!("no column holds `{key}`, which it needs");
                        self.wrong(row, None, &message, &hint)
                    }
                }
            })
            .collect();
        let has = problems.is_empty();
        self.problems.extend(problems.into_iter().map(|problem| *problem));
        has
    }

    /// The entry of the file that a row is, by its place.
    fn find(&self, row: &SaidRow, entry: &SchemaEntry) -> Result<Option<usize>, Box<Problem>> {
        let entries = || self.facts.entries.iter().enumerate();
        let of_kind = || entries().filter(|(_, known)| known.kind == entry.name);
        if let Some(logged) = row.value("logged") {
            let found = entries().find(|(_, known)| known.value("logged") == Some(logged));
            return match found {
                Some((_, known)) if known.kind != entry.name => {
                    let message = format!("the entry logged then is a {} on record", known.kind);
                    let hint = "`logged` is the identity of an entry: leave it as it was exported";
                    Err(self.wrong(row, row.column("logged"), &message, hint))
                }
                found => Ok(found.map(|(index, _)| index)),
            };
        }
        if is_single(entry) {
            return Ok(of_kind().next().map(|(index, _)| index));
        }
        let Some(key) = &row.key else {
            let said = said(entry.name, &row.given);
            let same = of_kind().filter(|(_, known)| says_the_same(known, &said));
            let found: Vec<usize> = same.map(|(index, _)| index).collect();
            let unclaimed = found.iter().find(|index| !self.claimed.contains_key(index)).copied();
            // Rows that were exported stand for an entry each, even if two say the same.
            let first = found.first().copied().filter(|_| !row.is_numbered);
            return Ok(unclaimed.or(first));
        };
        let kept = Value::Text(key.clone());
        let same = of_kind().filter(|(_, known)| known.value("ref") == Some(&kept));
        let found: Vec<usize> = same.map(|(index, _)| index).collect();
        if found.len() > 1 {
            let (case, number) = (self.before.id(), found.len());
            let message = format!("{number} entries of {case} have the key `{}`", shown(key));
            let hint = format!("caseload show {case} --all numbers them; correct one's ref");
            return Err(self.wrong(row, self.columns.key, &message, &hint));
        }
        Ok(found.first().copied())
    }

    /// Adds a row as a new entry.
    fn add(
        &mut self,
        row: &'a SaidRow,
        entry: &'static SchemaEntry,
    ) -> Result<Becomes, Box<Problem>> {
        let mut keys: Vec<(&'static str, Value)> =
            row.given.iter().map(|given| (given.key, given.value.clone())).collect();
        if row.value("logged").is_none() {
            keys.push(("logged", Value::Timestamp(self.unused())));
        }
        let new = NewEntry { kind: entry.name, repeated: !is_single(entry), keys };
        self.warn_of_another_key(row, entry);
        let written =
            append("", &new).map_err(|error| self.wrong(row, None, &error.to_string(), ""))?;
        let index = self.facts.entries.len();
        self.facts.entries.extend(CaseFacts::of(&written).entries);
        self.added.push(new);
        self.claimed.insert(index, row);
        self.written.insert(index, row);
        Ok(Becomes::Added)
    }

    /// Warns where a new row says what an entry on record says, which has another key: as when a sheet
    /// was sorted and its rows numbered anew.
    fn warn_of_another_key(&mut self, row: &SaidRow, entry: &SchemaEntry) {
        let Some(_) = &row.key else { return };
        let is_said = |(key, _): &(&'static str, &Value)| *key != "ref";
        let said: Vec<_> = said(entry.name, &row.given).into_iter().filter(is_said).collect();
        let on_record = self.facts.entries.len() - self.added.len();
        let entries = self.facts.entries.iter().take(on_record).enumerate();
        let same =
            entries.filter(|(_, known)| known.kind == entry.name).find_map(|(index, known)| {
                let Some(Value::Text(key)) = known.value("ref") else { return None };
                let mut bare = known.clone();
                bare.facts.retain(|fact| fact.key != "ref");
                says_the_same(&bare, &said).then_some((index + 1, key))
            });
        let Some((number, key)) = same else { return };
        let message = format!(
            "entry {number} of {} says the same, with the key `{}`",
            self.before.id(),
            shown(key)
        );
        let hint = "if the rows were numbered anew, import the sheet with the numbers it had";
        let problem = self.wrong(row, self.columns.key, &message, hint);
        self.problems.push(problem.as_warning());
    }

    /// Gives an entry that is on record the values of the row; not those that an import gave it
    /// before and that were mended in the folder since, which are `kept`.
    fn correct(
        &mut self,
        row: &'a SaidRow,
        index: usize,
        kept: &mut Vec<&'static str>,
    ) -> Result<Becomes, Box<Problem>> {
        let mut corrected = Vec::new();
        for given in &row.given {
            let entry = &self.facts.entries[index];
            if entry.value(given.key).is_some_and(|known| says_no_more(&given.value, known)) {
                continue;
            }
            let past = self.ground.past.case(self.before.id());
            let was_given = past.zip(row.key.as_ref()).is_some_and(|(past, reference)| {
                past.gave_entry(&entry.kind, reference, given.key, &given.value)
            });
            if was_given {
                kept.push(given.key);
                continue;
            }
            let place = Place::Entry(entry.start);
            self.text = set(&self.text, place, given.key, &given.value)
                .map_err(|error| self.wrong(row, given.column, &error.to_string(), ""))?;
            // The added ones are not in the text yet.
            let added = self.facts.entries.split_off(self.facts.entries.len() - self.added.len());
            self.facts = CaseFacts::of(&self.text);
            self.facts.entries.extend(added);
            corrected.push(given.key);
        }
        if corrected.is_empty() {
            return Ok(Becomes::OnRecord);
        }
        self.written.insert(index, row);
        Ok(Becomes::Corrected(corrected))
    }

    /// A moment that no entry of the case is logged at.
    fn unused(&mut self) -> String {
        loop {
            let logged = (self.ground.logged)(*self.logged);
            *self.logged += 1;
            if !self.text.contains(&logged) {
                return logged;
            }
        }
    }

    /// Reads the case back, and adds what came of its rows.
    pub(super) fn finish(self, first: &SaidRow, import: &mut Import) {
        import.problems.extend(self.problems);
        import.rows.extend(self.rows);
        let text = match append_all(&self.text, &self.added) {
            Ok(text) if text == self.before.text() => return,
            Ok(text) => text,
            Err(error) => {
                let at = &self.sheet.rows[first.index];
                import.problems.push(self.sheet.wrong_row(at, &error.to_string(), ""));
                return;
            }
        };
        let file = self.before.file.clone();
        let source = Source::new(&file, text.as_str());
        let (case, entries) = (self.before.id(), &self.written);
        let left = Left { case, source: &source, header: None, entries, first };
        match OpenCase::read(&file, text.as_str(), self.ground.rules) {
            Err(problems) => import.problems.extend(left.as_of_rows(&problems, self.sheet)),
            Ok(after) => {
                let odd = new_warnings(&self.before.warnings, &after.warnings);
                let odd: Vec<Problem> = odd.into_iter().cloned().collect();
                import.problems.extend(left.as_of_rows(&odd, self.sheet));
                let old = Some(self.before.text().to_owned());
                import.cases.push(case.to_owned());
                import.files.push(FileChange { file, old, new: Some(text) });
            }
        }
    }
}

/// Whether a case has at most one such entry.
fn is_single(entry: &SchemaEntry) -> bool {
    matches!(entry.name, "extension" | "exit")
}
