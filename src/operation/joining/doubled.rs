//! Two people who logged one fact: entries that say the same or have the same `ref`, one from each
//! side.

use crate::case::{Entry, Said};
use crate::operation::OpenCase;

/// Two entries of a joined case, one recorded here alone and one there alone, that seem to be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// Their numbers in the case.
    pub numbers: (usize, usize),
    /// The `ref` that both have; none if they say the same throughout.
    pub reference: Option<String>,
}

/// An entry that one side alone recorded.
struct Single<'c> {
    number: usize,
    entry: Entry<'c>,
    said: Option<Said>,
}

/// The entries of a joined case that seem to be one fact, logged here and there.
pub fn doubled(after: &OpenCase<'_>, here: &str, there: &str) -> Vec<Doubled> {
    let theirs = only_in(after, there, here);
    let mut pairs = Vec::new();
    for ours in only_in(after, here, there) {
        let same = theirs.iter().find(|it| it.entry.kind() == ours.entry.kind() && it.says(&ours));
        let keyed = theirs.iter().find(|it| it.has_key_of(&ours));
        let Some(other) = same.or(keyed) else { continue };
        pairs.push(Doubled {
            numbers: (ours.number.min(other.number), ours.number.max(other.number)),
            reference: ours.entry.record().reference.clone().filter(|_| same.is_none()),
        });
    }
    pairs
}

/// The entries that one text has and the other has not.
fn only_in<'c>(after: &'c OpenCase<'_>, one: &str, other: &str) -> Vec<Single<'c>> {
    let is_only = |entry: &Entry<'_>| {
        let logged = entry.record().logged.as_deref();
        logged.is_some_and(|logged| one.contains(logged) && !other.contains(logged))
    };
    let entries = after.case.entries_with_text(after.text());
    let numbered = entries.into_iter().zip(1..).filter(|((entry, _), _)| is_only(entry));
    numbered.map(|((entry, text), number)| Single { number, entry, said: Said::by(text) }).collect()
}

impl Single<'_> {
    fn says(&self, other: &Single<'_>) -> bool {
        self.said.is_some() && self.said == other.said
    }

    fn has_key_of(&self, other: &Single<'_>) -> bool {
        let key = &self.entry.record().reference;
        key.is_some() && *key == other.entry.record().reference
    }
}
