//! Values that may be a list of dated values.

use crate::reading::Kind;

use crate::calendar::{Day, Period};
use crate::programme::Dated;
use crate::reading::{Fields, Hundredths, Value, safe_line};

/// Reads a value, or a list such as `[{ value = 10 }, { since = 2027-04-01, value = 5 }]`.
fn read<'r, 'd, T>(
    fields: &mut Fields<'r, '_, 'd>,
    key: &'static str,
    one: impl Fn(&Fields<'r, '_, 'd>, &'r Value<'d>) -> Option<T>,
) -> Option<Dated<T>> {
    let value = fields.take(key)?;
    let Kind::Array(items) = value.get_ref() else {
        return one(fields, value).map(Dated::always);
    };
    let mut values: Vec<(Option<Day>, T)> = Vec::new();
    for item in items {
        let mut entry = fields.table_of(key, item, "a dated value")?;
        let since = entry.day("since");
        let value = entry.take("value").and_then(|value| one(&entry, value));
        entry.require("value");
        let in_order = match (values.last(), &since) {
            (None, None) => true,
            (Some((last, _)), Some(since)) => last.is_none_or(|last| last < since.value),
            _ => false,
        };
        if !in_order {
            entry.reader().error(
                entry.span(),
                "dated",
                format!("the dated values of `{key}` are out of order"),
                "the first has no `since`; each later one has a later day there",
            );
        }
        entry.finish();
        values.push((since.map(|since| since.value), value?));
    }
    let mut values = values.into_iter();
    let first = values.next();
    if first.is_none() {
        fields.reader().error(&value.span(), "dated", format!("`{key}` is empty"), "give a value");
    }
    let later = values.filter_map(|(since, value)| since.map(|since| (since, value))).collect();
    first.map(|(_, value)| Dated::changed(value, later))
}

/// A number of days.
pub(super) fn count(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<Dated<i64>> {
    read(fields, key, |fields, value| fields.count_of(key, value).map(|count| count.value))
}

/// A number of hours.
pub(super) fn hours(
    fields: &mut Fields<'_, '_, '_>,
    key: &'static str,
) -> Option<Dated<Hundredths>> {
    read(fields, key, |fields, value| fields.hundredths_of(key, value).map(|hours| hours.value))
}

/// A period in words, such as `15 working days`.
pub(super) fn period(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<Dated<Period>> {
    read(fields, key, |fields, value| {
        let text = fields.text_of(key, value)?;
        let period = Period::parse(&text.value);
        if period.is_none() {
            fields.reader().error(
                &text.span,
                "period",
                format!("`{}` is not a length of time", safe_line(&text.value)),
                "write `15 working days`, `28 days`, `3 months`, `24 hours` or `the same day`",
            );
        }
        period
    })
}

/// A period of a day or more, where none would never end.
pub(super) fn some_time(
    fields: &mut Fields<'_, '_, '_>,
    key: &'static str,
) -> Option<Dated<Period>> {
    let period = period(fields, key)?;
    if period.values().any(|(_, period)| period.is_no_time()) {
        let message = format!("`{key}` is no time at all");
        fields.reader().error(&fields.span_of(key), "period", message, "write a day or more");
        return None;
    }
    Some(period)
}

/// A number of days of provision, which is at least 1.
pub(super) fn day_of_provision(
    fields: &mut Fields<'_, '_, '_>,
    key: &'static str,
) -> Option<Dated<i64>> {
    let number = count(fields, key)?;
    if number.values().any(|(_, number)| *number == 0) {
        let message = format!("`{key}` cannot be 0: the first day is day 1");
        fields.reader().error(&fields.span_of(key), "period", message, "write a day of provision");
        return None;
    }
    Some(number)
}

/// A number of days written as a period, such as a lead of `56 days`.
pub(super) fn days(fields: &mut Fields<'_, '_, '_>, key: &'static str) -> Option<Dated<i64>> {
    read(fields, key, |fields, value| {
        let text = fields.text_of(key, value)?;
        if let Some(Period::Days(days)) = Period::parse(&text.value) {
            return Some(i64::from(days));
        }
        fields.reader().error(
            &text.span,
            "period",
            format!("`{}` is not a number of days", safe_line(&text.value)),
            "write `56 days`",
        );
        None
    })
}
