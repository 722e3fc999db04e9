//! A case file as rows of keys and values, whatever entry they are of.
//!
//! What treats all entries alike (carrying them into sheets and out of them) needs no type for each.
//! Only of a file that was read without an error: what a key holds is taken as the schema says.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::case::schema::{self, Holds};
use crate::case::value::Value;
use crate::reading::{Hundredths, Span, local_moment};

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
    /// The value as it is written.
    pub span: Span,
}

/// The keys of an entry.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryFacts {
    /// The word of its header.
    pub kind: String,
    /// Where its header begins.
    pub start: usize,
    /// Its keys, in the order of the file.
    pub facts: Vec<Fact>,
}

/// The keys of a case file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CaseFacts {
    /// Those above the first entry.
    pub header: Vec<Fact>,
    /// The entries, in the order of the file; without what a merge left to be settled.
    pub entries: Vec<EntryFacts>,
}

impl EntryFacts {
    /// The value of a key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.facts.iter().find(|fact| fact.key == key).map(|fact| &fact.value)
    }
}

impl CaseFacts {
    /// The facts of a case file, as far as it is TOML.
    pub fn of(text: &str) -> CaseFacts {
        let (table, _) = DeTable::parse_recoverable(text);
        let mut found = CaseFacts::default();
        for (key, value) in table.get_ref() {
            let name: &str = key.get_ref();
            let is_entry = schema::ENTRIES.iter().any(|entry| entry.name == name);
            match value.get_ref() {
                DeValue::Table(table) if is_entry => {
                    found.entries.push(entry(name, value.span().start, table, text));
                }
                DeValue::Array(items) if is_entry => {
                    let items = items.iter().filter_map(|item| match item.get_ref() {
                        DeValue::Table(table) => Some(entry(name, item.span().start, table, text)),
                        _ => None,
                    });
                    found.entries.extend(items);
                }
                _ => {
                    let holds = schema::header_key(name).map(|key| key.holds);
                    found.header.extend(holds.and_then(|holds| fact(name, value, holds, text)));
                }
            }
        }
        found.header.sort_by_key(|fact| fact.span.start);
        found.entries.sort_by_key(|entry| entry.start);
        found
    }
}

fn entry(kind: &str, start: usize, table: &DeTable<'_>, text: &str) -> EntryFacts {
    let facts = table.iter().filter_map(|(key, value)| {
        fact(key.get_ref(), value, schema::holds(kind, key.get_ref()), text)
    });
    let mut facts: Vec<Fact> = facts.collect();
    facts.sort_by_key(|fact| fact.span.start);
    EntryFacts { kind: kind.to_owned(), start, facts }
}

fn fact(key: &str, value: &Spanned<DeValue<'_>>, holds: Holds, text: &str) -> Option<Fact> {
    let span = value.span();
    let value = match (value.get_ref(), holds) {
        (DeValue::Datetime(_), Holds::Timestamp) => {
            Value::Timestamp(text.get(span.clone())?.to_owned())
        }
        (DeValue::Datetime(written), Holds::Day) => Value::Day(local_moment(written)?.day),
        (DeValue::Datetime(written), _) => Value::Moment(local_moment(written)?),
        (DeValue::String(text), Holds::Texts) => Value::Texts(vec![lines(text)]),
        (DeValue::String(text), _) => Value::Text(lines(text)),
        (DeValue::Array(items), _) => {
            let texts = items.iter().filter_map(|item| match item.get_ref() {
                DeValue::String(text) => Some(lines(text)),
                _ => None,
            });
            Value::Texts(texts.collect())
        }
        (DeValue::Boolean(truth), _) => Value::Truth(*truth),
        (DeValue::Integer(number), _) => Value::Hours(Hundredths::read(number.as_str()).ok()?),
        (DeValue::Float(number), _) => Value::Hours(Hundredths::read(number.as_str()).ok()?),
        (DeValue::Table(_), _) => return None,
    };
    Some(Fact { key: key.to_owned(), value, span })
}

/// A text whose lines end alike in every file.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

impl fmt::Display for Fact {
    /// The value as a cell of a sheet holds it: a text without quotes, a list with `; ` between.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Value::Text(text) => formatter.write_str(text),
            Value::Texts(texts) => formatter.write_str(&texts.join("; ")),
            other => other.fmt(formatter),
        }
    }
}
