//! Edits of a draft by one office. A key's value changes to one that a person could write, and an
//! edit that would leave no valid case is not made.

use crate::drafts::{Draft, Ending, KeyDraft, Tape, entry_of, keys_to_add, value_for};
use crate::merging::is_valid;

/// A draft as an office leaves it after some edits.
pub(crate) fn edited(tape: &mut Tape, base: &Draft, office: usize) -> Draft {
    let mut draft = base.clone();
    for number in 1..=tape.below(7) {
        let mut next = draft.clone();
        edit(tape, &mut next, office, number);
        if is_valid(&next.text()) {
            draft = next;
        }
    }
    draft
}

fn edit(tape: &mut Tape, draft: &mut Draft, office: usize, number: usize) {
    match tape.below(10) {
        0 | 1 => add_entry(tape, draft, office, number),
        2 | 3 => change_key(tape, draft),
        4 => add_or_remove_key(tape, draft),
        5 => remove_entry(tape, draft),
        6 | 7 => comment(tape, draft, &format!("# office {office}.{number}.")),
        8 => restyle(tape, draft),
        _ => move_about(tape, draft),
    }
}

/// One entry more, mostly at the end.
fn add_entry(tape: &mut Tape, draft: &mut Draft, office: usize, number: usize) {
    let mut entry = entry_of(tape, office, number);
    let is_there = |kind: &str| draft.entries.iter().any(|entry| entry.kind == kind);
    if !entry.repeated && is_there(&entry.kind) {
        return;
    }
    if tape.one_in(4) {
        entry.comments.push(format!("# about {office}.{number}."));
    }
    if tape.one_in(4) {
        let at = tape.below(draft.entries.len() + 1);
        draft.entries.insert(at, entry);
        return;
    }
    // What was the tail now stands above the new entry.
    entry.apart = std::mem::take(&mut draft.tail);
    while entry.apart.first().is_some_and(String::is_empty) {
        entry.apart.remove(0);
    }
    while entry.apart.last().is_some_and(String::is_empty) {
        entry.apart.pop();
    }
    draft.entries.push(entry);
}

/// A place of a draft: the header or an entry, and the keys there.
fn some_keys<'d>(tape: &mut Tape, draft: &'d mut Draft) -> (String, &'d mut Vec<KeyDraft>) {
    let at = tape.below(draft.entries.len() + 1);
    match draft.entries.get_mut(at) {
        Some(entry) => (entry.kind.clone(), &mut entry.keys),
        None => ("header".to_owned(), &mut draft.header),
    }
}

fn change_key(tape: &mut Tape, draft: &mut Draft) {
    let (kind, keys) = some_keys(tape, draft);
    let at = tape.below(keys.len());
    let key = &mut keys[at];
    // The first three of the header say who it is; `logged` is never changed.
    if key.name != "logged" && key.name != "id" && key.name != "programme" {
        key.value = match key.name.as_str() {
            "referred" => "2026-11-03".to_owned(),
            name => value_for(&kind, name, tape),
        };
    }
}

fn add_or_remove_key(tape: &mut Tape, draft: &mut Draft) {
    let (kind, keys) = some_keys(tape, draft);
    let name = tape.pick(keys_to_add(&kind));
    if let Some(at) = keys.iter().position(|key| key.name == name) {
        keys.remove(at);
    } else {
        let at = if tape.one_in(3) { tape.below(keys.len() + 1) } else { keys.len() };
        keys.insert(at, KeyDraft::new(name, value_for(&kind, name, tape)));
    }
}

/// An entry less; a comment set apart from it stays, or goes too.
fn remove_entry(tape: &mut Tape, draft: &mut Draft) {
    if draft.entries.is_empty() {
        return;
    }
    let at = tape.below(draft.entries.len());
    let gone = draft.entries.remove(at);
    if tape.one_in(3) || gone.apart.is_empty() {
        return;
    }
    match draft.entries.get_mut(at) {
        Some(next) => next.apart.splice(0..0, gone.apart).for_each(drop),
        None => {
            draft.tail.splice(0..0, gone.apart);
            draft.tail.insert(0, String::new());
        }
    }
}

/// A comment more or less, or another one, somewhere.
fn comment(tape: &mut Tape, draft: &mut Draft, text: &str) {
    let tidy = |tape: &mut Tape, lines: &mut Vec<String>| {
        let comments = lines.iter().filter(|line| !line.trim().is_empty()).count();
        if comments > 0 && tape.one_in(2) {
            lines.retain(|line| line.trim().is_empty());
        }
        if tape.one_in(2) || comments == 0 {
            lines.push(text.to_owned());
        }
    };
    let at = tape.below(draft.entries.len() + 1);
    match (tape.below(5), draft.entries.get_mut(at)) {
        (0, Some(entry)) => tidy(tape, &mut entry.comments),
        (1, Some(entry)) => tidy(tape, &mut entry.apart),
        (2, Some(entry)) => entry.remark = (!tape.one_in(3)).then(|| text.to_owned()),
        (0..=2, None) => tidy(tape, &mut draft.tail),
        (place, _) => {
            let (_, keys) = some_keys(tape, draft);
            let at = tape.below(keys.len());
            if place == 3 {
                tidy(tape, &mut keys[at].lead);
            } else {
                keys[at].remark = (!tape.one_in(3)).then(|| text.to_owned());
            }
        }
    }
}

fn restyle(tape: &mut Tape, draft: &mut Draft) {
    match tape.below(5) {
        0 => draft.mark = !draft.mark,
        1 => draft.ending = tape.pick(&[Ending::CrLf, Ending::Lf, Ending::Mixed]),
        2 => draft.last_line_ends = !draft.last_line_ends,
        3 => {
            let (_, keys) = some_keys(tape, draft);
            let at = tape.below(keys.len());
            keys[at].spaces = (tape.below(3), tape.below(4), tape.below(3));
            if tape.one_in(3) {
                keys[at].lead.push(String::new());
            }
        }
        _ => {
            let blank_lines = tape.below(3);
            let at = tape.below(draft.entries.len() + 1);
            match draft.entries.get_mut(at) {
                Some(entry) => entry.blank_lines = blank_lines,
                None => draft.tail.extend(vec![String::new(); blank_lines]),
            }
        }
    }
}

/// Two entries or two keys change places.
fn move_about(tape: &mut Tape, draft: &mut Draft) {
    if tape.one_in(2) && !draft.entries.is_empty() {
        let count = draft.entries.len();
        let (one, other) = (tape.below(count), tape.below(count));
        draft.entries.swap(one, other);
    } else {
        let (_, keys) = some_keys(tape, draft);
        let (one, other) = (tape.below(keys.len()), tape.below(keys.len()));
        keys.swap(one, other);
    }
}

/// Edits of keys that must go together with others: days in their order, one of two keys that must
/// be there, an excuse for one date or for a span.
pub(crate) fn edited_together(tape: &mut Tape, base: &Draft) -> Draft {
    let mut draft = base.clone();
    for _ in 0..tape.below(8) {
        let mut next = draft.clone();
        let (kind, keys) = some_keys(tape, &mut next);
        let names: &[&str] = match kind.as_str() {
            "header" => &["referred", "started", "name"],
            "job" => &["offered", "starts", "started", "ended"],
            "excuse" => &["due", "from", "to"],
            "activity" => &["outcome", "hours"],
            "assignment" => &["on", "from"],
            _ => &["on", "note"],
        };
        for _ in 0..=tape.below(3) {
            let name = tape.pick(names);
            let value = match name {
                "outcome" => tape.pick(&["\"missed\"", "\"attended\""]),
                "hours" => tape.pick(&["1", "2"]),
                "note" | "name" => tape.pick(&["\"x\"", "\"y\" # z"]),
                _ => tape.pick(&["2025-01-01", "2026-01-01", "2027-06-01", "2029-01-01"]),
            };
            match keys.iter().position(|key| key.name == name) {
                Some(at) if tape.one_in(2) => drop(keys.remove(at)),
                Some(at) => value.clone_into(&mut keys[at].value),
                None => keys.push(KeyDraft::new(name, value)),
            }
        }
        if is_valid(&next.text()) {
            draft = next;
        }
    }
    draft
}
