//! Two people who logged one fact: entries that say the same, one from each side.

use crate::case::{Entry, Said};
use crate::operation::OpenCase;

/// The entries of a joined case that say the same, one recorded here alone and one there alone, by
/// their numbers.
pub fn doubled(after: &OpenCase<'_>, here: &str, there: &str) -> Vec<(usize, usize)> {
    let entries = after.case.entries_with_text(after.text());
    let is_only = |entry: &Entry<'_>, one: &str, other: &str| {
        let logged = entry.record().logged.as_deref();
        logged.is_some_and(|logged| one.contains(logged) && !other.contains(logged))
    };
    let only = |one: &str, other: &str| -> Vec<(usize, &Entry<'_>, Option<Said>)> {
        let numbered = entries.iter().zip(1..);
        let only = numbered.filter(|((entry, _), _)| is_only(entry, one, other));
        only.map(|((entry, text), number)| (number, entry, Said::by(text))).collect()
    };
    let theirs = only(there, here);
    let mut pairs = Vec::new();
    for (number, entry, said) in only(here, there) {
        let same = theirs
            .iter()
            .find(|(_, other, it)| said.is_some() && *it == said && other.kind() == entry.kind());
        pairs.extend(same.map(|(other, _, _)| (number.min(*other), number.max(*other))));
    }
    pairs
}
