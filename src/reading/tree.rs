//! A TOML text as it is read: tables, their keys and values, each with where it stands.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use crate::reading::Span;

/// A value, and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Value<'d> {
    kind: Kind<'d>,
    span: Span,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'d> {
    /// A text.
    String(Cow<'d, str>),
    /// A whole number.
    Integer(Digits<'d>),
    /// A number with a point.
    Float(Digits<'d>),
    /// True or false.
    Boolean(bool),
    /// A day, a time, or both.
    Datetime(Datetime),
    /// A list.
    Array(Vec<Value<'d>>),
    /// A table.
    Table(Table<'d>),
}

/// A number as it is written, without the underscores that may divide it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits<'d> {
    text: Cow<'d, str>,
    radix: u32,
}

/// A table: its keys, in no order that means anything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table<'d> {
    pub(super) keys: Vec<(Key<'d>, Value<'d>)>,
}

/// A key, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key<'d> {
    name: Cow<'d, str>,
    span: Span,
    /// The beginning of the name, by which most names differ.
    tag: u64,
}

/// The first bytes of a name.
#[inline]
fn tag(name: &str) -> u64 {
    let mut first = [0; 8];
    let length = name.len().min(first.len());
    first[..length].copy_from_slice(&name.as_bytes()[..length]);
    u64::from_le_bytes(first)
}

impl<'d> Value<'d> {
    /// A value at a place.
    pub(super) fn new(kind: Kind<'d>, span: Span) -> Value<'d> {
        Value { kind, span }
    }

    /// What it is.
    pub fn get_ref(&self) -> &Kind<'d> {
        &self.kind
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span.clone()
    }

    pub(super) fn kind_mut(&mut self) -> &mut Kind<'d> {
        &mut self.kind
    }
}

impl<'d> Digits<'d> {
    /// A number written with digits from 0 to 9.
    pub(super) fn decimal(text: &'d str) -> Digits<'d> {
        Digits { text: Cow::Borrowed(text), radix: 10 }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// 10, or 2, 8 or 16.
    pub fn radix(&self) -> u32 {
        self.radix
    }
}

impl<'d> Key<'d> {
    /// A key at a place.
    pub(super) fn new(name: &'d str, span: Span) -> Key<'d> {
        Key { name: Cow::Borrowed(name), span, tag: tag(name) }
    }

    /// Its name.
    pub fn get_ref(&self) -> &str {
        &self.name
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span.clone()
    }
}

impl<'d> Table<'d> {
    /// A table with these keys, each of which comes once.
    pub(super) fn of(keys: Vec<(Key<'d>, Value<'d>)>) -> Table<'d> {
        Table { keys }
    }

    /// The value of a key.
    pub fn get(&self, name: &str) -> Option<&Value<'d>> {
        self.position(name).map(|at| &self.keys[at].1)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value<'d>> {
        self.position(name).map(|at| &mut self.keys[at].1)
    }

    /// Which of the keys this is.
    #[inline]
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let tag = tag(name);
        self.keys.iter().position(|(key, _)| key.tag == tag && key.name == name)
    }

    /// The value of one of the keys.
    pub(super) fn at(&self, position: usize) -> Option<&Value<'d>> {
        self.keys.get(position).map(|(_, value)| value)
    }

    /// The keys with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&Key<'d>, &Value<'d>)> {
        self.keys.iter().map(|(key, value)| (key, value))
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &Key<'d>> {
        self.keys.iter().map(|(key, _)| key)
    }

    /// Adds a key, which is not there.
    pub(super) fn push(&mut self, key: Key<'d>, value: Value<'d>) {
        self.keys.push((key, value));
    }
}

impl<'d> From<DeTable<'d>> for Table<'d> {
    fn from(table: DeTable<'d>) -> Table<'d> {
        let key = |key: Spanned<Cow<'d, str>>| {
            let (span, name) = (key.span(), key.into_inner());
            Key { tag: tag(&name), span, name }
        };
        let keys = table.into_iter().map(|(name, value)| (key(name), Value::from(value)));
        Table { keys: keys.collect() }
    }
}

impl<'d> From<Spanned<DeValue<'d>>> for Value<'d> {
    fn from(value: Spanned<DeValue<'d>>) -> Value<'d> {
        let span = value.span();
        let digits = |text: &str, radix| Digits { text: Cow::Owned(text.to_owned()), radix };
        let kind = match value.into_inner() {
            DeValue::String(text) => Kind::String(text),
            DeValue::Integer(number) => Kind::Integer(digits(number.as_str(), number.radix())),
            DeValue::Float(number) => Kind::Float(digits(number.as_str(), 10)),
            DeValue::Boolean(truth) => Kind::Boolean(truth),
            DeValue::Datetime(moment) => Kind::Datetime(moment),
            DeValue::Array(items) => Kind::Array(items.into_iter().map(Value::from).collect()),
            DeValue::Table(table) => Kind::Table(Table::from(table)),
        };
        Value { kind, span }
    }
}
