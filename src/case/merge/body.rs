//! The keys of one entry, or of the header, merged one by one.

use std::collections::BTreeSet;

use crate::case::merge::choose::{choose, normal};
use crate::case::merge::disagreement::{Disagreement, removed};
use crate::case::merge::lines::{Lines, merge_lines, merge_remarks, remarks, surplus, tally};
use crate::case::merge::sheet::{Body, Head, Part};

/// The order in which keys are added that only the sides have.
const ORDER: [&str; 35] = [
    "id",
    "programme",
    "name",
    "on",
    "entered",
    "kind",
    "mode",
    "outcome",
    "with",
    "rule",
    "due",
    "from",
    "to",
    "employer",
    "offered",
    "starts",
    "referred",
    "started",
    "ended",
    "worker",
    "calendar",
    "record-starts",
    "restricted",
    "covers",
    "issued-to",
    "agreed-with",
    "signed",
    "hours",
    "hours-per-week",
    "paid",
    "delivered-by",
    "basis",
    "reason",
    "note",
    "logged",
];

/// A merged body, and what came of merging it.
#[derive(Debug, Default)]
pub(super) struct MergedBody {
    pub(super) body: Body,
    pub(super) found: Vec<Disagreement>,
    /// Comments that each side wrote at a key that is gone; they stay behind the entry.
    pub(super) loose: [Vec<String>; 2],
    /// Whether keys of both sides stand in it, so that they may not go together.
    pub(super) is_mixed: bool,
}

impl MergedBody {
    fn whole(body: &Body) -> MergedBody {
        MergedBody { body: body.clone(), ..MergedBody::default() }
    }
}

/// Merges the keys of one entry, which a `[[conflict]]` calls `entry`. The base is empty where both
/// sides are new.
pub(super) fn merge_bodies(entry: Option<&str>, base: &Body, sides: [&Body; 2]) -> MergedBody {
    let [ours, theirs] = sides;
    let [base_text, our_text, their_text] = [base, ours, theirs].map(Body::text);
    let [base_plain, our_plain, their_plain] =
        [&base_text, &our_text, &their_text].map(|t| normal(t));
    if our_text == their_text || base_plain == their_plain && our_plain != their_plain {
        return MergedBody::whole(ours);
    }
    if our_plain == their_plain {
        // But for line endings, which are chosen line by line.
        let merged = key_by_key(entry, base, sides, &names(ours, [ours, ours]));
        return MergedBody::whole(&merged.body);
    }
    if base_plain == our_plain {
        return MergedBody::whole(theirs);
    }
    let merged = key_by_key(entry, base, sides, &names(base, sides));
    if normal(&merged.body.text()) == base_plain {
        // Both sides only moved keys about: it is a change all the same.
        return MergedBody::whole(if greater(ours, theirs) { ours } else { theirs });
    }
    merged
}

/// Whether the first of two bodies is the one taken where only one can be.
pub(super) fn greater(one: &Body, other: &Body) -> bool {
    let [one, other] = [one, other].map(Body::text);
    (normal(&one), &one) >= (normal(&other), &other)
}

fn key_by_key(entry: Option<&str>, base: &Body, sides: [&Body; 2], names: &[&str]) -> MergedBody {
    let [ours, theirs] = sides;
    let mut merged = MergedBody { is_mixed: true, ..MergedBody::default() };
    merged.body.head = merge_heads(base.head.as_ref(), ours.head.as_ref(), theirs.head.as_ref());
    for name in names.iter().copied() {
        let base = base.part(name);
        match [ours.part(name), theirs.part(name)] {
            [Some(ours), Some(theirs)] => {
                let (part, other) = merge_parts(base, ours, theirs);
                if let Some(other) = other {
                    merged.find(entry, name, part.raw.clone(), other);
                }
                merged.body.parts.push(part);
            }
            [Some(one), None] => merged.one_side(entry, base, one, 0),
            [None, Some(one)] => merged.one_side(entry, base, one, 1),
            [None, None] => {}
        }
    }
    merged
}

impl MergedBody {
    /// A key that one side has and the other has not: added, removed, or removed and changed.
    fn one_side(&mut self, entry: Option<&str>, base: Option<&Part>, one: &Part, side: usize) {
        match base {
            Some(base) if base.meaning == one.meaning => {
                let of = |part: &Part| {
                    let beside = remarks(&part.after);
                    tally(part.lead.comments().chain(beside.comments()))
                };
                self.loose[side].extend(surplus(&of(one), &of(base)));
            }
            Some(_) => {
                self.find(entry, &one.name, one.raw.clone(), removed());
                self.body.parts.push(one.clone());
            }
            None => self.body.parts.push(one.clone()),
        }
    }

    /// Notes a key on which the sides disagree. When an entry that comes once was logged twice, that
    /// alone is no disagreement.
    pub(super) fn find(&mut self, entry: Option<&str>, key: &str, taken: String, other: String) {
        let Some(entry) = entry.filter(|_| key != "logged") else { return };
        let [taken, other] = [taken, other].map(|value| normal(&value).into_owned());
        let (entry, key) = (entry.to_owned(), Some(key.to_owned()));
        self.found.push(Disagreement { entry, key, taken, other });
    }
}

/// The names of all keys: the base's in its order, then those added in a fixed one.
fn names<'p>(base: &'p Body, sides: [&'p Body; 2]) -> Vec<&'p str> {
    let mut names: Vec<&str> = base.parts.iter().map(|part| part.name.as_str()).collect();
    let added: BTreeSet<(usize, &str)> = sides
        .iter()
        .flat_map(|side| side.parts.iter().map(|part| part.name.as_str()))
        .filter(|name| base.part(name).is_none())
        .map(|name| (ORDER.iter().position(|known| *known == name).unwrap_or(ORDER.len()), name))
        .collect();
    names.extend(added.into_iter().map(|(_, name)| name));
    names
}

/// One key that both sides have, and the value that was not taken if they disagree.
fn merge_parts(base: Option<&Part>, ours: &Part, theirs: &Part) -> (Part, Option<String>) {
    let is_base = |side: &Part| base.is_some_and(|base| base.meaning == side.meaning);
    let (raw, other) = if ours.meaning == theirs.meaning {
        (choose(base.map(|base| base.raw.as_str()), &ours.raw, &theirs.raw), None)
    } else if is_base(ours) {
        (theirs.raw.as_str(), None)
    } else if is_base(theirs) {
        (ours.raw.as_str(), None)
    } else if (&ours.meaning, &ours.raw) > (&theirs.meaning, &theirs.raw) {
        (ours.raw.as_str(), Some(theirs.raw.clone()))
    } else {
        (theirs.raw.as_str(), Some(ours.raw.clone()))
    };
    let taken = if raw == ours.raw { ours } else { theirs };
    let pick = |of: fn(&Part) -> &str| choose(base.map(of), of(ours), of(theirs)).to_owned();
    let none = Lines::default();
    let part = Part {
        name: ours.name.clone(),
        meaning: taken.meaning.clone(),
        lead: merge_lines(base.map_or(&none, |base| &base.lead), &ours.lead, &theirs.lead),
        before: pick(|part| &part.before),
        raw: raw.to_owned(),
        after: merge_remarks(base.map_or("", |base| &base.after), &ours.after, &theirs.after),
        ending: pick(|part| &part.ending),
    };
    (part, other)
}

fn merge_heads(base: Option<&Head>, ours: Option<&Head>, theirs: Option<&Head>) -> Option<Head> {
    let (ours, theirs) = (ours?, theirs?);
    let pick = |of: fn(&Head) -> &str| choose(base.map(of), of(ours), of(theirs)).to_owned();
    Some(Head {
        text: pick(|head| &head.text),
        after: merge_remarks(base.map_or("", |base| &base.after), &ours.after, &theirs.after),
        ending: pick(|head| &head.ending),
    })
}
