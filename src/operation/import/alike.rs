//! Whether a row and an entry on record say the same.

use crate::case::{EntryFacts, Value};
use crate::operation::import::rows::Given;
use crate::reading::safe_text;

/// What a row says, apart from when it was logged and by whom.
pub(super) fn said<'g>(entry: &str, given: &'g [Given]) -> Vec<(&'static str, &'g Value)> {
    let is_about_it = |key: &str| is_about_it(entry, key);
    given.iter().filter(|g| is_about_it(g.key)).map(|g| (g.key, &g.value)).collect()
}

/// Who is key worker is what an assignment says.
fn is_about_it(entry: &str, key: &str) -> bool {
    key != "logged" && (key != "worker" || entry == "assignment")
}

/// Whether an entry says what a row says, and no more.
pub(super) fn says_the_same(known: &EntryFacts, said: &[(&'static str, &Value)]) -> bool {
    let about: Vec<_> =
        known.facts.iter().filter(|fact| is_about_it(&known.kind, &fact.key)).collect();
    about.len() == said.len()
        && said.iter().all(|(key, value)| known.value(key).is_some_and(|on| same(on, value)))
}

/// Whether a value says nothing that is not on record: a day alone says nothing of the time.
pub(super) fn says_no_more(given: &Value, known: &Value) -> bool {
    match (given, known) {
        (Value::Moment(given), Value::Moment(known)) if given.time.is_none() => {
            given.day == known.day
        }
        _ => same(given, known),
    }
}

/// A text as an export shows it: what commands a terminal is replaced there, and nothing more is
/// said by that.
fn as_shown(text: &str) -> String {
    safe_text(text.trim())
}

/// Whether two values mean the same; blanks around a text aside, as a cell has none.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Text(one), Value::Text(other)) => as_shown(one) == as_shown(other),
        (Value::Day(day), Value::Moment(moment)) | (Value::Moment(moment), Value::Day(day)) => {
            moment.time.is_none() && moment.day == *day
        }
        _ => one == other,
    }
}
