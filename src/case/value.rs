//! A value as it is written into a case file.

use std::fmt;

use crate::calendar::{Day, Moment};
use crate::reading::{Hundredths, is_unsafe};

/// A value to be written; displayed, it is valid TOML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text; of several lines, between three quotes.
    Text(String),
    /// A day.
    Day(Day),
    /// A day with a local time or without.
    Moment(Moment),
    /// A moment in UTC, as it is to be written to the digit: `2026-11-16T11:05:12.384Z`.
    Timestamp(String),
    /// A number of hours.
    Hours(Hundredths),
    /// A whole number.
    Number(i64),
    /// True or false.
    Truth(bool),
    /// A list of texts.
    Texts(Vec<String>),
    /// A value as it was written elsewhere in the file.
    Written(String),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) if text.contains('\n') => formatter.write_str(&several_lines(text)),
            Value::Text(text) => formatter.write_str(&one_line(text)),
            Value::Day(day) => Moment::day(*day).fmt(formatter),
            Value::Moment(moment) => moment.fmt(formatter),
            Value::Timestamp(written) | Value::Written(written) => formatter.write_str(written),
            Value::Hours(hours) => hours.fmt(formatter),
            Value::Number(number) => number.fmt(formatter),
            Value::Truth(truth) => truth.fmt(formatter),
            Value::Texts(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| one_line(text)).collect();
                write!(formatter, "[{}]", texts.join(", "))
            }
        }
    }
}

/// A text between quotes, on one line.
fn one_line(text: &str) -> String {
    let mut written = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\n' => written.push_str("\\n"),
            '\t' => written.push_str("\\t"),
            other => push_escaped(&mut written, other),
        }
    }
    written.push('"');
    written
}

/// A text between three quotes, its lines as they are. The line feed after the opening quotes
/// does not count.
fn several_lines(text: &str) -> String {
    let mut written = String::from("\"\"\"\n");
    let mut characters = text.chars().peekable();
    let mut after_quote = false;
    while let Some(character) = characters.next() {
        // A quote next to another, or next to the closing ones, could close the text too soon.
        let is_quote = character == '"';
        match character {
            '"' if after_quote || characters.peek().is_none() => written.push_str("\\\""),
            '"' | '\n' | '\t' => written.push(character),
            other => push_escaped(&mut written, other),
        }
        after_quote = is_quote;
    }
    written.push_str("\"\"\"");
    written
}

/// A character, escaped where TOML or a person's terminal would take it for a command.
fn push_escaped(written: &mut String, character: char) {
    match character {
        '\\' => written.push_str("\\\\"),
        '\r' => written.push_str("\\r"),
        other if is_unsafe(other) => written.push_str(&format!("\\u{:04X}", u32::from(other))),
        other => written.push(other),
    }
}

/// A key as it is written: bare where it can be, else between quotes.
pub(super) fn written_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !key.is_empty() && key.bytes().all(is_bare) { key.to_owned() } else { one_line(key) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{parse_day, parse_time};

    /// The text that a parser reads back.
    fn read_back(value: &Value) -> String {
        let table: toml::Table = toml::from_str(&format!("key = {value}\n")).unwrap();
        table["key"].as_str().unwrap().to_owned()
    }

    #[test]
    fn every_text_reads_back_as_it_was() {
        for text in [
            "",
            "plain",
            "a \"quoted\" \\ back\tslash",
            "two\nlines",
            "\n",
            "ends in a quote\n\"",
            "\"\"\"\n\"\"\"\"",
            "\"\n\"\"",
            "bell \u{7} escape \u{1b}[31m\nline",
            "\u{202e}reversed\u{feff}",
            "carriage\r\nreturn\r",
            "Zoë Ó Briain, 👩‍🦽",
            "a \\\n  b",
        ] {
            assert_eq!(read_back(&Value::Text(text.to_owned())), text, "{text:?}");
        }
    }

    #[test]
    fn values_are_written_as_people_write_them() {
        let day = parse_day("2026-11-16").unwrap();
        let moment = Moment { day, time: parse_time("10:00") };
        for (value, written) in [
            (Value::Text("in-person".to_owned()), "\"in-person\""),
            (Value::Day(day), "2026-11-16"),
            (Value::Moment(moment), "2026-11-16T10:00:00"),
            (Value::Moment(Moment::day(day)), "2026-11-16"),
            (Value::Timestamp("2026-11-16T11:05:12.384Z".to_owned()), "2026-11-16T11:05:12.384Z"),
            (Value::Hours(Hundredths(150)), "1.5"),
            (Value::Number(16), "16"),
            (Value::Truth(true), "true"),
            (Value::Texts(vec!["a".to_owned(), "b\nc".to_owned()]), "[\"a\", \"b\\nc\"]"),
            (Value::Text("one\ntwo".to_owned()), "\"\"\"\none\ntwo\"\"\""),
        ] {
            assert_eq!(value.to_string(), written);
        }
    }

    #[test]
    fn a_key_is_quoted_where_it_must_be() {
        assert_eq!(written_key("agreed-with"), "agreed-with");
        assert_eq!(written_key("two words"), "\"two words\"");
    }
}
