//! The rows of a report, typed, for whatever takes rows: CSV, a workbook, chosen columns.

use serde_json::{Value, json};

use crate::calendar::{Day, Moment, plain};
use crate::report::page::Tone;
use crate::report::words::capitalised;

/// A value of a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Field {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(String),
    /// A day.
    Day(Day),
    /// A day, with a local time of day where one is known.
    Moment(Moment),
    /// A whole number.
    Number(i64),
    /// A share of one, shown as a percentage.
    Share(f64),
    /// Yes or no.
    Truth(bool),
}

impl Field {
    /// The value as text: days as in ISO, a share in percent.
    pub fn text(&self) -> String {
        match self {
            Field::Empty => String::new(),
            Field::Text(text) => text.clone(),
            Field::Day(day) => plain(*day),
            Field::Moment(moment) => moment.to_string(),
            Field::Number(number) => number.to_string(),
            Field::Share(share) => format!("{:.1}", share * 100.0),
            Field::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        }
    }

    /// The value as JSON: nothing is null, days are texts as in ISO.
    pub fn json(&self) -> Value {
        match self {
            Field::Empty => Value::Null,
            Field::Number(number) => json!(number),
            Field::Share(share) => json!(share),
            Field::Truth(truth) => json!(truth),
            Field::Text(_) | Field::Day(_) | Field::Moment(_) => json!(self.text()),
        }
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Field {
        if text.is_empty() { Field::Empty } else { Field::Text(text.to_owned()) }
    }
}

impl From<String> for Field {
    fn from(text: String) -> Field {
        if text.is_empty() { Field::Empty } else { Field::Text(text) }
    }
}

impl From<&String> for Field {
    fn from(text: &String) -> Field {
        text.as_str().into()
    }
}

impl From<Day> for Field {
    fn from(day: Day) -> Field {
        Field::Day(day)
    }
}

impl From<Moment> for Field {
    fn from(moment: Moment) -> Field {
        if moment.time.is_some() { Field::Moment(moment) } else { Field::Day(moment.day) }
    }
}

impl From<i64> for Field {
    fn from(number: i64) -> Field {
        Field::Number(number)
    }
}

impl From<bool> for Field {
    fn from(truth: bool) -> Field {
        Field::Truth(truth)
    }
}

impl From<usize> for Field {
    fn from(number: usize) -> Field {
        Field::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl<T: Into<Field>> From<Option<T>> for Field {
    fn from(value: Option<T>) -> Field {
        value.map_or(Field::Empty, Into::into)
    }
}

/// A row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its values, one a column.
    pub fields: Vec<Field>,
    /// What it means as a whole.
    pub tone: Tone,
}

/// The rows of a report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Records {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Record>,
}

impl Records {
    /// Rows that mean nothing in particular.
    pub fn plain(columns: &[&'static str], rows: impl IntoIterator<Item = Vec<Field>>) -> Records {
        Records::new(columns, rows.into_iter().map(|fields| (fields, Tone::Plain)))
    }

    /// Rows, each with what it means.
    pub fn new(
        columns: &[&'static str],
        rows: impl IntoIterator<Item = (Vec<Field>, Tone)>,
    ) -> Records {
        let rows = rows.into_iter().map(|(fields, tone)| Record { fields, tone });
        Records { columns: columns.to_vec(), rows: rows.collect() }
    }
}

/// A row as JSON, by the names of its columns.
pub(super) fn row_json(columns: &[&'static str], fields: &[Field]) -> Value {
    let values = columns.iter().zip(fields).map(|(name, field)| ((*name).to_owned(), field.json()));
    Value::Object(values.collect())
}

/// The name of a column as a heading: `do_by` is `Do by`.
pub(super) fn heading(name: &str) -> String {
    capitalised(&name.replace('_', " "))
}
