//! A TOML table taken key by key, with every problem collected on the way.

use crate::calendar::Division;
use crate::reading::wrong::{found, hint_for};
use crate::reading::{
    Hundredths, Kind, Reader, Span, Table, Value, Word, did_you_mean, is_unsafe, safe_line,
};

/// A value read from a file, and where it stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// The bytes it was read from.
    pub span: Span,
}

/// A text as it is, whoever wrote the file: one of several lines is the same text in a file whose lines end as
/// Windows writes them.
pub fn lines_of(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}

/// How many keys are usually asked for, some of them more than once.
const USUAL: usize = 24;

/// One table, taken key by key. Call [`Fields::finish`] at the end.
pub struct Fields<'r, 's, 'd> {
    reader: &'r Reader<'s>,
    table: &'r Table<'d>,
    span: Span,
    what: &'static str,
    asked: Vec<&'static str>,
    /// Which of the keys of the table were asked for, one bit a key, as far as there are bits.
    found: u64,
    is_top: bool,
}

impl<'r, 's, 'd> Fields<'r, 's, 'd> {
    /// The fields of a whole file; `what` names it in messages, such as `a case`.
    pub fn of(
        reader: &'r Reader<'s>,
        table: &'r Table<'d>,
        what: &'static str,
    ) -> Fields<'r, 's, 'd> {
        Fields { reader, table, span: 0..0, what, asked: Vec::new(), found: 0, is_top: true }
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
        self.table.get(key).map_or_else(|| self.span.clone(), Value::span)
    }

    /// Whether the key is written at all; it counts as asked for.
    pub fn has(&mut self, key: &'static str) -> bool {
        self.take(key).is_some()
    }

    /// The raw value of a key.
    pub fn take(&mut self, key: &'static str) -> Option<&'r Value<'d>> {
        self.asked.push(key);
        if self.is_top {
            self.reader.ask_at_top(key);
        }
        let at = self.table.position(key)?;
        self.found |= u32::try_from(at).ok().and_then(|at| 1_u64.checked_shl(at)).unwrap_or(0);
        self.table.at(at)
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
        let text = self.text_at(key, value)?;
        Some(Written { value: lines_of(text), span: value.span() })
    }

    /// The same as it stands in the file.
    fn text_at(&self, key: &str, value: &'r Value<'d>) -> Option<&'r str> {
        let Kind::String(text) = value.get_ref() else {
            self.wrong(value, key, "a text");
            return None;
        };
        let is_ordinary = |byte: u8| (b' '..0x7f).contains(&byte);
        if !text.bytes().all(is_ordinary)
            && text.chars().any(|c| is_unsafe(c) && c != '\n' && c != '\t' && c != '\r')
        {
            self.reader.warning(
                &value.span(),
                "characters",
                format!("`{key}` holds a control character, which is never shown"),
                "write the text again without it",
            );
        }
        Some(text)
    }

    /// True or false.
    pub fn boolean(&mut self, key: &'static str) -> Option<Written<bool>> {
        let value = self.take(key)?;
        let Kind::Boolean(truth) = value.get_ref() else {
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
            Kind::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix()).ok(),
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
            Kind::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            Kind::Float(float) => float.as_str(),
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
        let value = self.take(key)?;
        self.word_of(key, value)
    }

    fn word_of<W: Word>(&self, key: &str, value: &'r Value<'d>) -> Option<Written<W>> {
        let written = self.text_at(key, value)?;
        if let Some((_, word)) = W::WORDS.iter().find(|(word, _)| *word == written) {
            return Some(Written { value: *word, span: value.span() });
        }
        let words: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
        self.reader.error(
            &value.span(),
            "word",
            format!("`{key}` cannot be `{}`", safe_line(written)),
            did_you_mean(written, &words, "see the README for the words"),
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
        let texts = self.items(key)?;
        Some(texts.iter().filter_map(|text| self.text_of(key, text)).collect())
    }

    /// The values of a list; a single text counts as a list of one.
    fn items(&mut self, key: &'static str) -> Option<&'r [Value<'d>]> {
        let value = self.take(key)?;
        match value.get_ref() {
            Kind::Array(items) => Some(items),
            Kind::String(_) => Some(std::slice::from_ref(value)),
            _ => {
                self.wrong(value, key, "a list of texts");
                None
            }
        }
    }

    /// A list of words of a closed set; a single word counts as a list of one.
    pub fn word_list<W: Word>(&mut self, key: &'static str) -> Option<Vec<Written<W>>> {
        let words = self.items(key)?;
        Some(words.iter().filter_map(|word| self.word_of(key, word)).collect())
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
        let Kind::Table(table) = value.get_ref() else {
            self.wrong(value, key, "a table");
            return None;
        };
        let (reader, span) = (self.reader, value.span());
        let asked = Vec::with_capacity(USUAL);
        Some(Fields { reader, table, span, what, asked, found: 0, is_top: false })
    }

    /// The tables of a repeated header such as `[[contact]]`.
    pub fn tables(&mut self, key: &'static str, what: &'static str) -> Vec<Fields<'r, 's, 'd>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        match value.get_ref() {
            Kind::Array(items) => {
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
        for (key, at) in self.table.keys().zip(0..) {
            let name: &str = key.get_ref();
            let is_known = 1_u64.checked_shl(at).is_some_and(|bit| self.found & bit != 0);
            if !is_known && !self.asked.contains(&name) {
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
