//! The rows of a sheet as what they say: for each, the keys with their values.

use chrono::NaiveTime;

use crate::calendar::{Day, Moment, long};
use crate::case::Value;
use crate::case::schema::{self, Holds, SchemaKey};
use crate::operation::import::cell::{self, Unfit};
use crate::operation::import::columns::{Columns, From};
use crate::operation::import::mapping::{Mapping, RowsOf};
use crate::operation::import::words::is_mangled;
use crate::problem::{Problem, any_error};
use crate::reading::did_you_mean;
use crate::settings::Settings;
use crate::sheet::{Cell, Row, Sheet, shown};

/// A value that a row gives.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Given {
    /// The key.
    pub(super) key: &'static str,
    /// The value.
    pub(super) value: Value,
    /// The column that it stands in; none for what every row has.
    pub(super) column: Option<usize>,
}

/// What a row says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SaidRow {
    /// Which row of the sheet, counted from 0.
    pub(super) index: usize,
    /// Whose it is: an id, or what a case has as its `ref`. Blank for a new case without an id.
    pub(super) case: String,
    /// What it is; blank for a case.
    pub(super) entry: String,
    /// The text by which it is known again.
    pub(super) key: Option<String>,
    /// Its keys with their values.
    pub(super) given: Vec<Given>,
    /// Whether it has the number that an entry has in an export.
    pub(super) is_numbered: bool,
    /// Whether every cell of it could be read.
    pub(super) is_sound: bool,
}

impl SaidRow {
    /// The value of a key.
    pub(super) fn value(&self, key: &str) -> Option<&Value> {
        self.given.iter().find(|given| given.key == key).map(|given| &given.value)
    }

    /// The column of a key, if it stands in one.
    pub(super) fn column(&self, key: &str) -> Option<usize> {
        self.given.iter().find(|given| given.key == key).and_then(|given| given.column)
    }
}

/// Reads the rows of a sheet.
pub(super) struct RowReader<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) mapping: &'a Mapping,
    pub(super) columns: &'a Columns,
    pub(super) settings: &'a Settings,
    /// The day after which nothing can have happened; none where that is allowed.
    pub(super) today: Option<Day>,
    pub(super) problems: Vec<Problem>,
}

impl RowReader<'_> {
    /// Every row that is not passed over.
    pub(super) fn rows(&mut self) -> Vec<SaidRow> {
        (0..self.sheet.rows.len()).filter_map(|index| self.row(index)).collect()
    }

    fn row(&mut self, index: usize) -> Option<SaidRow> {
        let row = &self.sheet.rows[index];
        let is_empty = |column: usize| *row.cell(column) == Cell::Empty;
        if self.columns.only_with.is_some_and(is_empty) {
            return None;
        }
        let found = self.problems.len();
        self.refuse_what_lies_beyond(row);
        let mut said = SaidRow {
            index,
            case: self.beside(row, "case"),
            entry: self.beside(row, "entry"),
            key: None,
            given: Vec::new(),
            is_numbered: !self.beside(row, "number").is_empty(),
            is_sound: true,
        };
        for (name, from) in &self.columns.keys {
            let Some(key) = self.mapping.rows.key(name) else { continue };
            let value = self.value(row, key, &said.entry, from);
            let column = column(from);
            said.given.extend(value.map(|value| Given { key: key.name, value, column }));
        }
        self.warn_of_mangled(row, &said);
        self.add_key(row, &mut said);
        said.is_sound = !any_error(&self.problems[found..]);
        Some(said)
    }

    /// Letters with accents that went through a program that took them for others.
    fn warn_of_mangled(&mut self, row: &Row, said: &SaidRow) {
        let mangled = said.given.iter().filter(|given| match &given.value {
            Value::Text(text) => is_mangled(text),
            _ => false,
        });
        let columns: Vec<usize> = mangled.filter_map(|given| given.column).collect();
        for column in columns {
            let message = "its letters look mangled, as by a program that took the file for another kind of text";
            let hint = "save the sheet as .xlsx, or open the CSV file as UTF-8";
            self.problems.push(self.sheet.wrong_cell(row, column, message, hint).as_warning());
        }
    }

    /// A cell below no heading: as when a comma stands in a text without quotes.
    fn refuse_what_lies_beyond(&mut self, row: &Row) {
        let headings = self.sheet.headings.len();
        let beyond = row.cells.iter().skip(headings).position(|cell| *cell != Cell::Empty);
        if let Some(beyond) = beyond {
            let message = "there is something below no heading";
            let hint = "a text with the separator in it needs quotes; or give the column a heading";
            self.problems.push(self.sheet.wrong_cell(row, headings + beyond, message, hint));
        }
    }

    /// What stands beside the keys of an entry.
    fn beside(&self, row: &Row, name: &'static str) -> String {
        let words = self.columns.from(name).map(|from| match cell_of(row, from) {
            Cell::Empty => self.usual(name).map_or_else(String::new, Cell::words),
            cell => cell.words(),
        });
        words.map_or_else(String::new, |words| self.meant(name, &words))
    }

    /// The value of a key, unless its cell is empty or unfit.
    fn value(
        &mut self,
        row: &Row,
        key: &'static SchemaKey,
        entry: &str,
        from: &From,
    ) -> Option<Value> {
        let found = match cell_of(row, from) {
            Cell::Empty => self.usual(key.name)?,
            cell => cell,
        };
        let meant = self.listed(key.name, &found.words()).map(Cell::text);
        let cell = meant.as_ref().unwrap_or(found);
        // What the mapping has no word for is as if the cell were empty.
        if *cell == Cell::Empty {
            return None;
        }
        let holds = match self.mapping.rows {
            RowsOf::Cases => key.holds,
            RowsOf::Entries => schema::holds(entry, key.name),
        };
        let value = cell::value(cell, holds)
            .map(|value| self.in_our_words(key.name, value))
            .and_then(|value| self.has_known_words(entry, key.name, found, value))
            .and_then(|value| self.can_be(key, value));
        let value = match (value, self.time(row, key)) {
            (Ok(Value::Moment(moment)), Some(Ok(time))) => {
                Ok(Value::Moment(Moment { day: moment.day, time: Some(time) }))
            }
            (value, Some(Err((from, unfit)))) => {
                self.wrong(row, &from, "time", &unfit.message, &unfit.hint);
                value
            }
            (value, _) => value,
        };
        match value {
            Ok(value) => Some(value),
            Err(Unfit { message, hint }) => {
                self.wrong(row, from, key.name, &message, &hint);
                None
            }
        }
    }

    fn wrong(&mut self, row: &Row, from: &From, key: &str, message: &str, hint: &str) {
        let problem = match column(from) {
            Some(column) => self.sheet.wrong_cell(row, column, message, hint),
            None => self.sheet.wrong_row(row, &format!("`{key}` of every row: {message}"), hint),
        };
        self.problems.push(problem);
    }

    /// What every row has where its own cell is empty.
    fn usual(&self, key: &str) -> Option<&Cell> {
        let (_, usual) = self.mapping.always.iter().find(|(known, _)| *known == key)?;
        Some(usual).filter(|usual| **usual != Cell::Empty)
    }

    /// The time of `on`, where it stands in a column of its own; or what is wrong there.
    fn time(&self, row: &Row, key: &SchemaKey) -> Option<Result<NaiveTime, (From, Unfit)>> {
        if (key.name, key.holds) != ("on", Holds::Moment) {
            return None;
        }
        let from = self.columns.from("time")?;
        let cell = cell_of(row, from);
        if *cell == Cell::Empty {
            return None;
        }
        let meant = self.listed("time", &cell.words()).map(Cell::text);
        let cell = meant.as_ref().unwrap_or(cell);
        if *cell == Cell::Empty {
            return None;
        }
        let time = cell::time(cell);
        Some(time.map_err(|unfit| (from.clone(), unfit)))
    }

    /// Ensures that what has happened does not lie ahead, and that a worker is one of those known.
    fn can_be(&self, key: &SchemaKey, value: Value) -> Result<Value, Unfit> {
        let day = match &value {
            Value::Day(day) => Some(*day),
            Value::Moment(moment) => Some(moment.day),
            _ => None,
        };
        if let (Some(day), Some(today)) = (day, self.today)
            && day > today
            && key.has_happened()
        {
            let message = format!("{} lies ahead, and has not happened", long(day));
            let hint = "check the day; if it is meant, add --force-future".into();
            return Err(Unfit { message, hint });
        }
        // Who has left stands in an export, though the settings may know them no more.
        if let ("worker", Value::Text(worker), false) =
            (key.name, &value, self.mapping.is_of_headings())
        {
            let workers = &self.settings.workers;
            let known: Vec<&str> = workers.iter().map(|worker| worker.id.as_str()).collect();
            if !known.is_empty() && !known.contains(&worker.as_str()) {
                let message = format!("the settings know no worker `{}`", shown(worker));
                let otherwise = "add them under [workers] in caseload.toml, or say in [words.worker] who is meant";
                return Err(Unfit {
                    message,
                    hint: did_you_mean(worker, &known, otherwise).into(),
                });
            }
        }
        Ok(value)
    }

    /// The text by which a row is known again; of an entry and a case it is kept as `ref`.
    fn add_key(&mut self, row: &Row, said: &mut SaidRow) {
        let Some(column) = self.columns.key else { return };
        let text = match row.cell(column) {
            Cell::Empty => None,
            cell => match cell::value(cell, Holds::Text) {
                Ok(Value::Text(text)) => Some(text),
                _ => None,
            },
        };
        let Some(text) = text.map(|text| self.mapping.key_prefix.clone() + &text) else {
            let message = "it is empty, and this column is the key by which a row is known again";
            let hint = "give every row one of its own";
            self.problems.push(self.sheet.wrong_cell(row, column, message, hint));
            return;
        };
        said.given.push(Given {
            key: "ref",
            value: Value::Text(text.clone()),
            column: Some(column),
        });
        let names = self.mapping.rows.names();
        said.given.sort_by_key(|given| names.iter().position(|name| *name == given.key));
        said.key = Some(text);
    }
}

fn column(from: &From) -> Option<usize> {
    match from {
        From::Column(column) => Some(*column),
        From::Always(_) => None,
    }
}

fn cell_of<'c>(row: &'c Row, from: &'c From) -> &'c Cell {
    match from {
        From::Column(column) => row.cell(*column),
        From::Always(cell) => cell,
    }
}
