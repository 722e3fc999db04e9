//! A TOML table taken key by key, with every problem collected on the way.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::calendar::Division;
use crate::reading::wrong::{found, hint_for};
use crate::reading::{Hundredths, Reader, Span, Word, did_you_mean, is_unsafe, safe_line};

/// A value as the parser gives it, with its span.
pub type Value<'d> = Spanned<DeValue<'d>>;

/// A value read from a file, and where it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// The bytes it was read from.
    pub span: Span,
}

/// One table, taken key by key. Call [`Fields::finish`] at the end.
pub struct Fields<'r, 's, 'd> {
    reader: &'r Reader<'s>,
    table: &'r DeTable<'d>,
    span: Span,
    what: &'static str,
    asked: Vec<&'static str>,
    is_top: bool,
}

impl<'r, 's, 'd> Fields<'r, 's, 'd> {
    /// The fields of a whole file; `what` names it in messages, such as `a case`.
    pub fn of(
        reader: &'r Reader<'s>,
        table: &'r DeTable<'d>,
        what: &'static str,
    ) -> Fields<'r, 's, 'd> {
        Fields { reader, table, span: 0..0, what, asked: Vec::new(), is_top: true }
    }

    /// Where the table begins: its header, or the inline table.
    pub fn span(&self) -> &Span {
        &self.span
    }

    /// The reader, for problems of one's own.
    pub fn reader(&self) -> &'r Reader<'s> {
        self.reader
    }

    /// The span of a key's value, else of the table.
    pub fn span_of(&self, key: &str) -> Span {
        self.table.get(key).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Whether the key is written at all; it counts as asked for.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.take(key).is_some()
    }

    /// The raw value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'r Value<'d>> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
            if self.is_top {
                self.reader.ask_at_top(key);
            }
        }
        self.table.get(key)
    }

    /// Every key of the table with its value: for tables whose keys are names.
    pub fn entries(&mut self) -> Vec<(Written<String>, &'r Value<'d>)> {
        self.table
            .iter()
            .map(|(key, value)| {
                (Written { value: key.get_ref().to_string(), span: key.span() }, value)
            })
            .collect()
    }

    /// Collects an error where the key is not written.
    pub fn require(&mut self, key: &'static str) {
        if self.take(key).is_none() && !self.reader.is_damaged() {
            self.reader.error(
                &self.span,
                "required",
                format!("{} needs `{key}`", self.what),
                format!("add a line `{key} = ...`"),
            );
        }
    }

    /// Collects that a value is not what was wanted.
    pub(super) fn wrong(&self, value: &Value<'d>, key: &str, wanted: &str) {
        if self.reader.is_damaged() && value.span().is_empty() {
            // What the parser put in the place of a value that is not there.
            return;
        }
        let found = found(value.get_ref());
        let written = self.reader.source().text().get(value.span()).unwrap_or_default();
        let shown: String = written.lines().next().unwrap_or_default().chars().take(40).collect();
        self.reader.error(
            &value.span(),
            "type",
            format!("`{key} = {}` is {found}, not {wanted}", safe_line(&shown)),
            hint_for(wanted),
        );
    }

    /// A text.
    pub fn string(&mut self, key: &'static str) -> Option<Written<String>> {
        let value = self.take(key)?;
        self.text_of(key, value)
    }

    /// The same of a value at hand.
    pub fn text_of(&self, key: &str, value: &Value<'d>) -> Option<Written<String>> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong(value, key, "a text");
            return None;
        };
        if text.chars().any(|c| is_unsafe(c) && c != '\n' && c != '\t' && c != '\r') {
            self.reader.warning(
                &value.span(),
                "characters",
                format!("`{key}` holds a control character, which is never shown"),
                "write the text again without it",
            );
        }
        // A text of several lines is the same text in a file whose lines end as Windows writes them.
        Some(Written { value: text.replace("\r\n", "\n"), span: value.span() })
    }

    /// True or false.
    pub fn boolean(&mut self, key: &'static str) -> Option<Written<bool>> {
        let value = self.take(key)?;
        let DeValue::Boolean(truth) = value.get_ref() else {
            self.wrong(value, key, "true or false");
            return None;
        };
        Some(Written { value: *truth, span: value.span() })
    }

    /// A whole number that is not negative and at most a million.
    pub fn count(&mut self, key: &'static str) -> Option<Written<i64>> {
        let value = self.take(key)?;
        self.count_of(key, value)
    }

    /// The same of a value at hand.
    pub fn count_of(&self, key: &str, value: &Value<'d>) -> Option<Written<i64>> {
        let number = match value.get_ref() {
            DeValue::Integer(integer) => {
                i64::from_str_radix(integer.as_str(), integer.radix()).ok()
            }
            _ => None,
        };
        let Some(number) = number.filter(|number| (0..=1_000_000).contains(number)) else {
            self.wrong(value, key, "a whole number");
            return None;
        };
        Some(Written { value: number, span: value.span() })
    }

    /// A number of hours: at most two decimals, not negative.
    pub fn hundredths(&mut self, key: &'static str) -> Option<Written<Hundredths>> {
        let value = self.take(key)?;
        self.hundredths_of(key, value)
    }

    /// The same of a value at hand.
    pub fn hundredths_of(&self, key: &str, value: &Value<'d>) -> Option<Written<Hundredths>> {
        let text = match value.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => {
                self.wrong(value, key, "a number of hours");
                return None;
            }
        };
        match Hundredths::read(text) {
            Ok(number) => Some(Written { value: number, span: value.span() }),
            Err(why) => {
                self.reader.error(
                    &value.span(),
                    "hours",
                    format!("`{key} = {}` {why}", safe_line(text)),
                    "write hours as 4, 1.5 or 0.25: at most two decimals",
                );
                None
            }
        }
    }

    /// One word of a closed set.
    pub fn word<W: Word>(&mut self, key: &'static str) -> Option<Written<W>> {
        let written = self.string(key)?;
        self.word_of(key, written)
    }

    fn word_of<W: Word>(&self, key: &str, written: Written<String>) -> Option<Written<W>> {
        if let Some((_, word)) = W::WORDS.iter().find(|(word, _)| *word == written.value) {
            return Some(Written { value: *word, span: written.span });
        }
        let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
        self.reader.error(
            &written.span,
            "word",
            format!("`{key}` cannot be `{}`", safe_line(&written.value)),
            did_you_mean(&written.value, &words, "see the README for the words"),
        );
        None
    }

    /// The name of a division's calendar.
    pub fn division(&mut self, key: &'static str) -> Option<Division> {
        let written = self.string(key)?;
        self.division_named(&written)
    }

    /// The division of a name at hand.
    pub fn division_named(&self, written: &Written<String>) -> Option<Division> {
        let division = Division::named(&written.value);
        if division.is_none() {
            let known: Vec<&str> = Division::ALL.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no calendar `{}`", safe_line(&written.value));
            let hint = did_you_mean(&written.value, &known, "");
            self.reader.error(&written.span, "calendar", message, hint);
        }
        division
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn strings(&mut self, key: &'static str) -> Option<Vec<Written<String>>> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Array(items) => {
                Some(items.iter().filter_map(|item| self.text_of(key, item)).collect())
            }
            DeValue::String(_) => Some(self.text_of(key, value).into_iter().collect()),
            _ => {
                self.wrong(value, key, "a list of texts");
                None
            }
        }
    }

    /// A list of words of a closed set; a single word counts as a list of one.
    pub fn word_list<W: Word>(&mut self, key: &'static str) -> Option<Vec<Written<W>>> {
        let texts = self.strings(key)?;
        Some(texts.into_iter().filter_map(|text| self.word_of(key, text)).collect())
    }

    /// A table within this one; `what` names it in messages.
    pub fn table(&mut self, key: &'static str, what: &'static str) -> Option<Fields<'r, 's, 'd>> {
        let value = self.take(key)?;
        self.table_of(key, value, what)
    }

    /// The fields of a value at hand, which should be a table.
    pub fn table_of(
        &self,
        key: &str,
        value: &'r Value<'d>,
        what: &'static str,
    ) -> Option<Fields<'r, 's, 'd>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, key, "a table");
            return None;
        };
        let (reader, span) = (self.reader, value.span());
        Some(Fields { reader, table, span, what, asked: Vec::new(), is_top: false })
    }

    /// The tables of a repeated header such as `[[contact]]`.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Fields<'r, 's, 'd>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.table_of(key, item, what)).collect()
            }
            _ => {
                self.reader.error(
                    &value.span(),
                    "type",
                    format!("`{key}` is written once, but {what} can come more than once"),
                    format!("write its header as [[{key}]]"),
                );
                Vec::new()
            }
        }
    }

    /// Calls every key that nobody asked for unknown.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if !self.asked.contains(&name) {
                self.reader.error(
                    &key.span(),
                    "unknown-key",
                    format!("{} has no key `{}`", self.what, safe_line(name)),
                    if !self.is_top && self.reader.belongs_at_top(name) {
                        "it belongs above the first [header] of the file".to_owned()
                    } else {
                        did_you_mean(name, &self.asked, "take the line out, or see the README")
                    },
                );
            }
        }
    }
}
