//! What must come of known edits: the drafts say what each side did, apart from anything that the
//! merge thinks.

use std::collections::{BTreeMap, BTreeSet};

use caseload::case::{Disagreement, Key, Layout};

use crate::drafts::{Draft, EntryDraft, KeyDraft, check};
use crate::merging::edits::edited;
use crate::merging::{LIGHT, merged};

/// Keys and values as written.
type Values = BTreeMap<String, String>;

fn values_of(keys: &[KeyDraft]) -> Values {
    keys.iter().map(|key| (key.name.clone(), key.value.clone())).collect()
}

/// Whether two values mean the same: by a parser, and numbers by their size.
fn same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|raw| {
        let table: toml::Table = format!("k = {raw}").parse().unwrap();
        match &table["k"] {
            toml::Value::Integer(number) => {
                toml::Value::Float(f64::from(i32::try_from(*number).unwrap()))
            }
            toml::Value::Datetime(moment) => {
                let text = moment.to_string().replace(' ', "T");
                toml::Value::String(if text.len() == 16 { format!("{text}:00") } else { text })
            }
            other => other.clone(),
        }
    });
    one == other
}

fn all_same(one: &Values, other: &Values) -> bool {
    one.len() == other.len()
        && one.iter().all(|(key, value)| other.get(key).is_some_and(|it| same(it, value)))
}

/// What should come of one place: its values (any of those listed), and the keys in dispute.
fn expected(
    base: &Values,
    ours: &Values,
    theirs: &Values,
) -> (BTreeMap<String, Vec<String>>, BTreeSet<String>) {
    let mut values = BTreeMap::new();
    let mut disputed = BTreeSet::new();
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let is_base = |side: Option<&String>| match (base.get(name), side) {
            (Some(base), Some(side)) => same(base, side),
            (base, side) => base.is_none() && side.is_none(),
        };
        let (one, other) = (ours.get(name), theirs.get(name));
        let may_be: Vec<String> = match (one, other) {
            (Some(one), Some(other)) if same(one, other) => vec![one.clone(), other.clone()],
            _ if is_base(one) => other.into_iter().cloned().collect(),
            _ if is_base(other) => one.into_iter().cloned().collect(),
            _ => {
                disputed.insert(name.clone());
                one.into_iter().chain(other).cloned().collect()
            }
        };
        if !may_be.is_empty() {
            values.insert(name.clone(), may_be);
        }
    }
    (values, disputed)
}

fn written(layout: &Layout<'_>, keys: &[Key]) -> Values {
    keys.iter().map(|key| (key.name.clone(), layout.raw(key))).collect()
}

/// The entries of a text by their identity, as drafts have it.
fn entries_of(text: &str) -> BTreeMap<String, Values> {
    let layout = Layout::of(text).unwrap();
    let mut entries = BTreeMap::new();
    for block in &layout.blocks {
        let values = written(&layout, &block.keys);
        let keys = values.iter().map(|(name, value)| KeyDraft::new(name, value.clone())).collect();
        let identity = EntryDraft::new(&block.kind, keys).identity();
        let doubled = entries.insert(identity.clone(), values);
        assert!(doubled.is_none(), "{identity} stands twice\n{text}");
    }
    entries
}

fn assert_values(found: &Values, expected: &BTreeMap<String, Vec<String>>, context: &str) {
    let names: Vec<&String> = expected.keys().collect();
    assert_eq!(found.keys().collect::<Vec<_>>(), names, "{context}");
    for (name, value) in found {
        assert!(expected[name].contains(value), "{name} = {value}, not {expected:?}\n{context}");
    }
}

/// What a `[[conflict]]` calls an entry.
fn entry_name(entry: &EntryDraft) -> String {
    entry
        .logged()
        .filter(|_| entry.repeated)
        .map_or_else(|| format!("\"{}\"", entry.kind), str::to_owned)
}

/// Entry and key of everything in dispute.
type Disputes = BTreeSet<(String, Option<String>)>;

/// The entries that should stand with their values, and what is in dispute.
fn expected_entries(
    drafts: [&Draft; 3],
) -> (BTreeMap<String, BTreeMap<String, Vec<String>>>, Disputes) {
    let [base, ours, theirs] = drafts.map(|draft| {
        draft.entries.iter().map(|entry| (entry.identity(), entry)).collect::<BTreeMap<_, _>>()
    });
    let (mut entries, mut disputes) = (BTreeMap::new(), Disputes::new());
    let identities: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for identity in identities {
        let values = |side: &BTreeMap<String, &EntryDraft>| {
            side.get(identity).map(|entry| values_of(&entry.keys))
        };
        let known = values(&base);
        let standing = match (values(&ours), values(&theirs)) {
            (Some(one), Some(other)) => {
                let base = known.unwrap_or_default();
                let (values, keys) = expected(&base, &one, &other);
                let name = entry_name(ours[identity]);
                let keys = keys.into_iter().filter(|key| key != "logged");
                disputes.extend(keys.map(|key| (name.clone(), Some(key))));
                values
            }
            (Some(one), None) | (None, Some(one)) => {
                if let Some(base) = known {
                    if all_same(&base, &one) {
                        continue;
                    }
                    let entry = ours.get(identity).or_else(|| theirs.get(identity)).unwrap();
                    disputes.insert((entry_name(entry), None));
                }
                one.into_iter().map(|(name, value)| (name, vec![value])).collect()
            }
            (None, None) => continue,
        };
        entries.insert(identity.clone(), standing);
    }
    (entries, disputes)
}

fn comments(text: &str) -> BTreeSet<String> {
    let text = text.replace("\r\n", "\n");
    let begin = |line: &str| line.find("# ").map(|at| line[at..].trim().to_owned());
    // A remark that two sides wrote stands beside the other.
    let lines = text.lines().filter_map(begin);
    lines
        .flat_map(|line| {
            line.split("  # ")
                .map(|it| format!("# {}", it.trim_start_matches("# ")))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Ensures that no entry is lost or doubled, that what one side touched has its value, that every
/// comment that nobody took out is there once, and that just what both changed is in dispute.
#[test]
fn what_each_side_did_is_there() {
    check(4 * LIGHT, |tape| {
        let base = Draft::drawn(tape, 0, 5);
        let ours = edited(tape, &base, 1);
        let theirs = edited(tape, &base, 2);
        let texts = [&base, &ours, &theirs].map(Draft::text);
        let outcome = merged(Some(&texts[0]), &texts[1], &texts[2]);
        let context =
            format!("{}\n---\n{}\n---\n{}\n---\n{}", texts[0], texts[1], texts[2], outcome.text);
        let mut found = entries_of(&outcome.text);
        let (mut entries, mut disputes) = expected_entries([&base, &ours, &theirs]);
        let layout = Layout::of(&outcome.text).unwrap();
        let [base_header, our_header, their_header] =
            [&base, &ours, &theirs].map(|draft| values_of(&draft.header));
        let (header, keys) = expected(&base_header, &our_header, &their_header);
        disputes.extend(keys.into_iter().map(|key| ("\"header\"".to_owned(), Some(key))));
        assert_values(&written(&layout, &layout.header), &header, &context);
        let said: Disputes =
            outcome.conflicts.iter().map(|it| (it.entry.clone(), it.key.clone())).collect();
        assert_eq!(said, disputes, "{context}");
        hold_conflicts(&outcome.conflicts, &mut found, &context);
        assert_eq!(
            found.keys().collect::<Vec<_>>(),
            entries.keys().collect::<Vec<_>>(),
            "{context}"
        );
        for (identity, values) in found {
            assert_values(&values, &entries.remove(&identity).unwrap(), &context);
        }
        hold_comments([&base, &ours, &theirs], &outcome.text, &context);
    });
}

/// Ensures that each disagreement stands in the text, and takes it out of the entries.
fn hold_conflicts(conflicts: &[Disagreement], found: &mut BTreeMap<String, Values>, context: &str) {
    for conflict in conflicts {
        let mut keys = vec![
            KeyDraft::new("entry", conflict.entry.clone()),
            KeyDraft::new("taken", conflict.taken.clone()),
            KeyDraft::new("other", conflict.other.clone()),
        ];
        keys.extend(conflict.key.iter().map(|key| KeyDraft::new("key", format!("\"{key}\""))));
        let identity = EntryDraft::new("conflict", keys).identity();
        assert!(found.remove(&identity).is_some(), "{conflict:?} is not there\n{context}");
    }
}

/// How many entries that the base has not hold a comment: one written by hand that both sides mend
/// stands twice, with its comments.
fn new_with(comment: &str, base: &Draft, sides: [&Draft; 2]) -> usize {
    let known: BTreeSet<String> = base.entries.iter().map(EntryDraft::identity).collect();
    let new = sides.into_iter().flat_map(|side| &side.entries);
    let new: BTreeMap<String, &EntryDraft> = new
        .filter(|entry| !known.contains(&entry.identity()))
        .map(|entry| (entry.identity(), entry))
        .collect();
    new.values().filter(|entry| format!("{entry:?}").contains(comment.trim())).count()
}

fn hold_comments(drafts: [&Draft; 3], merged: &str, context: &str) {
    let [base, ours, theirs] = drafts.map(|draft| comments(&draft.text()));
    let there = comments(merged);
    for comment in ours.union(&theirs) {
        let was_taken_out =
            base.contains(comment) && !(ours.contains(comment) && theirs.contains(comment));
        assert!(was_taken_out || there.contains(comment), "{comment} is lost\n{context}");
        let count = merged.matches(comment.as_str()).count();
        let longer = ours.union(&theirs).filter(|it| it.starts_with(comment.as_str())).count();
        let more = new_with(comment, drafts[0], [drafts[1], drafts[2]]).saturating_sub(1);
        assert!(count <= longer + more, "{comment} is doubled\n{context}");
    }
    for comment in &there {
        assert!(ours.contains(comment) || theirs.contains(comment), "{comment} is new\n{context}");
    }
}
