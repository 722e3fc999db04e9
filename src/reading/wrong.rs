//! A value of the wrong kind, and text that is no TOML, in plain words.

use crate::reading::Kind;

use crate::reading::{Span, safe_line};

/// What a value is, as a person would say.
pub(super) fn found(value: &Kind<'_>) -> &'static str {
    match value {
        Kind::String(_) => "a text",
        Kind::Integer(_) | Kind::Float(_) => "a number",
        Kind::Boolean(_) => "true or false",
        Kind::Datetime(_) => "a date or time",
        Kind::Array(_) => "a list",
        Kind::Table(_) => "a table",
    }
}

/// How to write what was wanted.
pub(super) fn hint_for(wanted: &str) -> &'static str {
    match wanted {
        "a text" => "put it in \"quotes\"",
        "true or false" => "write true or false, without quotes",
        "a day" => "write the day as 2026-11-16, without quotes and without a time",
        "a day, or a day with a time" => {
            "write 2026-11-16, or 2026-11-16T10:00:00 with the time, without quotes"
        }
        "a moment in UTC" => "the tool writes this key; write it as 2026-11-16T11:05:12.384Z",
        "a number of hours" => "write hours as 4, 1.5 or 0.25, without quotes",
        "a whole number" => "write a whole number from 0 to 1000000",
        "a list of texts" => "write a list: [\"one\", \"two\"]",
        "a list of days" => "write a list: [2026-12-24, 2026-12-31]",
        _ => "write it as a [header] with its own keys below",
    }
}

/// Says in plain words what the parser found.
pub(super) fn syntax_message(message: &str, text: &str, span: &Span) -> (String, String) {
    let written: String = text
        .get(span.clone())
        .unwrap_or_default()
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(40)
        .collect();
    let written = safe_line(&written);
    if message.contains("duplicate") && !written.is_empty() {
        return (
            format!("`{written}` stands here a second time"),
            "keep one of the two; what is repeated is written as [[contact]], [[document]] and so on".to_owned(),
        );
    }
    if (message.contains("date") || message.contains("time")) && !written.is_empty() {
        return (
            format!("`{written}` is not a day or a time: {message}"),
            "write a day as 2026-11-16, a time of day as 2026-11-16T10:00:00".to_owned(),
        );
    }
    let line = line_around(text, span.start);
    if has_decimal_comma(line) {
        return (
            format!("this is not TOML: {message}"),
            "write a number with a point: 1.5".to_owned(),
        );
    }
    if line.contains(['"', '\'']) || message.contains("string") {
        let hint = "a text stands between \"quotes\"; a quote or a backslash inside it needs a \
                    backslash before it; one of several lines stands between three quotes";
        let what = if written.is_empty() { "this".to_owned() } else { format!("`{written}`") };
        return (format!("{what} is not TOML here: {message}"), hint.to_owned());
    }
    if written.is_empty() {
        return (
            format!("this is not TOML: {message}"),
            "compare the line with the examples in the README".to_owned(),
        );
    }
    (
        format!("`{written}` is not TOML here: {message}"),
        "words stand in \"quotes\", days as 2026-11-16, lists in [brackets]".to_owned(),
    )
}

/// The line that holds a byte.
fn line_around(text: &str, byte: usize) -> &str {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let start = text[..byte].rfind('\n').map_or(0, |at| at + 1);
    text[start..].lines().next().unwrap_or_default()
}

/// Whether a line gives a number as `1,5`.
fn has_decimal_comma(line: &str) -> bool {
    let Some((_, value)) = line.split_once('=') else { return false };
    let value = value.trim();
    value.split_once(',').is_some_and(|(whole, part)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(whole) && digits(part.split('#').next().unwrap_or_default().trim())
    })
}
