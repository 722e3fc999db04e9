//! What a written value means, apart from how it is written, and a total order of all values.
//!
//! `1.5` and `1.50`, `"a"` and `'a'`, a time with `T` and one with a space mean the same. The order
//! decides which of two values a merge takes: by type first, then by value.

use std::cmp::Ordering;

use toml::de::{DeFloat, DeInteger, DeValue};
use toml::value::{Datetime, Offset};

/// A value without the way in which it is written. The order of the variants is that of the types.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// True or false.
    Truth(bool),
    /// A whole number or one with decimals: `4` and `4.0` are the same hours.
    Number(Number),
    /// A day, a time or both.
    Moment(DateParts, TimeParts, Option<i32>),
    /// A text, its lines ending as in any other file.
    Text(String),
    /// A list.
    List(Vec<Meaning>),
    /// A table in {braces}, its keys in order.
    Table(Vec<(String, Meaning)>),
}

/// Year, month and day, where there is one.
type DateParts = Option<(u16, u8, u8)>;

/// Hour, minute, second and billionths of a second, where there is a time.
type TimeParts = Option<(u8, u8, u8, u32)>;

impl Meaning {
    /// What a value means.
    pub(super) fn of(value: &DeValue<'_>) -> Meaning {
        match value {
            DeValue::Boolean(truth) => Meaning::Truth(*truth),
            DeValue::Integer(integer) => Meaning::Number(Number::of_integer(integer)),
            DeValue::Float(float) => Meaning::Number(Number::of_float(float)),
            DeValue::Datetime(moment) => of_moment(moment),
            DeValue::String(text) => Meaning::Text(text.replace("\r\n", "\n")),
            DeValue::Array(items) => {
                Meaning::List(items.iter().map(|item| Meaning::of(item.get_ref())).collect())
            }
            DeValue::Table(table) => {
                let keys = table.iter();
                let mut keys: Vec<(String, Meaning)> = keys
                    .map(|(key, value)| (key.get_ref().to_string(), Meaning::of(value.get_ref())))
                    .collect();
                keys.sort();
                Meaning::Table(keys)
            }
        }
    }
}

/// A moment to the digit; seconds and fractions that are not written are zero.
fn of_moment(moment: &Datetime) -> Meaning {
    let date = moment.date.map(|date| (date.year, date.month, date.day));
    let time = moment.time.map(|time| {
        (time.hour, time.minute, time.second.unwrap_or(0), time.nanosecond.unwrap_or(0))
    });
    let offset = moment.offset.map(|offset| match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i32::from(minutes),
    });
    Meaning::Moment(date, time, offset)
}

/// A number: its size for the order, its digits for what a size cannot tell apart.
#[derive(Clone, Debug)]
pub(super) struct Number {
    size: f64,
    digits: String,
}

impl Number {
    fn of_integer(integer: &DeInteger<'_>) -> Number {
        let digits = i128::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| integer.as_str().to_owned(), |number| number.to_string());
        Number::of_digits(digits)
    }

    fn of_float(float: &DeFloat<'_>) -> Number {
        let written = float.as_str().replace('_', "");
        let unsigned = written.trim_start_matches(['+', '-']);
        let is_plain = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        if !is_plain {
            // An exponent, infinity or no number at all.
            let size: f64 = written.parse().unwrap_or(f64::NAN);
            return Number { size, digits: size.to_string() };
        }
        let sign = if written.starts_with('-') { "-" } else { "" };
        let (whole, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let whole = whole.trim_start_matches('0');
        let decimals = decimals.trim_end_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        let point = if decimals.is_empty() { "" } else { "." };
        Number::of_digits(format!("{sign}{whole}{point}{decimals}"))
    }

    fn of_digits(digits: String) -> Number {
        let digits = if digits == "-0" { "0".to_owned() } else { digits };
        Number { size: digits.parse().unwrap_or(f64::NAN), digits }
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        self.size.total_cmp(&other.size).then_with(|| self.digits.cmp(&other.digits))
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(text: &str) -> Meaning {
        Meaning::of(DeValue::parse(text).unwrap().get_ref())
    }

    #[test]
    fn what_is_written_in_two_ways_means_the_same() {
        for (one, other) in [
            ("1.5", "1.50"),
            ("4", "4.0"),
            ("1_000", "0x3e8"),
            ("1e3", "1000"),
            ("+0.25", "0.25"),
            ("-0.0", "0"),
            ("\"a\"", "'a'"),
            ("\"\"\"\na\r\nb\"\"\"", "\"a\\nb\""),
            ("2026-11-16T10:00:00", "2026-11-16 10:00:00.0"),
            ("2026-11-16T10:00:00Z", "2026-11-16T10:00:00+00:00"),
            ("[ \"a\", ]", "['a']"),
            ("{ a = 1, b = 2 }", "{b = 2.0, a = 1}"),
        ] {
            assert_eq!(meaning(one), meaning(other), "{one} {other}");
        }
    }

    #[test]
    fn values_stand_in_one_order() {
        let ordered = [
            "false",
            "true",
            "-3",
            "-2.5",
            "2",
            "9",
            "10",
            "10.5",
            "9007199254740992",
            "9007199254740993",
            "10:00:00",
            "2026-11-16",
            "2026-11-16T00:00:00",
            "2026-11-17",
            "\"1\"",
            "\"a\"",
            "\"b\"",
            "[]",
            "['a']",
            "['a', 'b']",
            "{ a = 1 }",
        ];
        for pair in ordered.windows(2) {
            assert!(meaning(pair[0]) < meaning(pair[1]), "{pair:?}");
        }
    }
}
