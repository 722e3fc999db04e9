//! What a commit did to the entries of a case, line by line.

use serde_json::{Value, json};

use crate::calendar::{Day, Moment, long, parse_day};
use crate::case::{Case, Change, Difference, Entry, EntryChange, KeyChange, schema};
use crate::operation::{FileChange, stem};
use crate::reading::{Source, safe_line};
use crate::report::history::doing::Doing;
use crate::report::history::lines::{Line, key_json, key_words, late_words, line};
use crate::report::history::logging::{CONFLICT, Logging};
use crate::report::history::provenance::{Told, identity};

/// What became of the entries of a case; one that was rewritten by hand is told once.
pub(super) fn entry_lines(
    id: &str,
    found: &Difference,
    file: &FileChange,
    logging: Logging,
) -> Vec<Line> {
    let read = |text: &Option<String>| {
        let source = Source::new(file.file.as_str(), text.clone().unwrap_or_default());
        let case = Case::read_what_can_be(&source, stem(&file.file)).0;
        if logging.redacts { case.as_ref().map(Case::without_names) } else { case }
    };
    let (old, new) = (read(&file.old), read(&file.new));
    let of_entry = |(at, entry): (usize, &EntryChange)| {
        if found.rewritten.iter().any(|it| it.removed == at) {
            return None;
        }
        let case = if entry.change == Change::Removed { &old } else { &new };
        let named = named(entry, case.as_ref(), logging);
        let rewritten = found.rewritten.iter().find(|it| it.added == at);
        Some(match (rewritten, &entry.change) {
            (Some(rewritten), _) => changed_line(id, entry, &named, &rewritten.keys, logging),
            (None, Change::Changed(keys)) => changed_line(id, entry, &named, keys, logging),
            (None, change) => came_or_went(id, entry, &named, *change == Change::Added, logging),
        })
    };
    found.entries.iter().enumerate().filter_map(of_entry).collect()
}

/// How an entry is named: its kind, its words, and when it was.
struct Named {
    kind: String,
    words: String,
    on: Option<Moment>,
}

fn named(entry: &EntryChange, case: Option<&Case>, logging: Logging) -> Named {
    let read = case.and_then(|case| case.entry_at(entry.start)).map(|(_, read)| read);
    let kind = logging.kind(&entry.kind);
    let words = match (read, entry.kind == CONFLICT) {
        (Some(read), _) => safe_line(&read.dated_words()),
        (None, true) => "what two people recorded differently".to_owned(),
        (None, false) => kind.clone(),
    };
    Named { kind, words, on: read.and_then(Entry::on) }
}

fn came_or_went(
    id: &str,
    entry: &EntryChange,
    named: &Named,
    is_added: bool,
    logging: Logging,
) -> Line {
    let day = named.on.map(|on| on.day).filter(|_| is_added);
    let recorded = logging.recorded(entry);
    let late = logging.late(day, recorded.day);
    let comes = is_added && !logging.doing.reverses();
    let apart = recorded.stamp_apart.filter(|_| comes);
    let verb = match (entry.kind == CONFLICT, is_added) {
        (true, true) => "to be settled: ",
        (true, false) => "settled: ",
        (false, _) => logging.doing.to_entry(is_added),
    };
    let said = apart.map_or_else(String::new, |said| format!("; it says logged {}", long(said)));
    let words = format!("{verb}{}{}{said}", named.words, late_words(late));
    let change = if is_added { "added" } else { "removed" };
    let alters = !is_added || logging.doing.reverses();
    let is_by_hand = apart.is_some() || entry.logged.is_none();
    let told = (comes && is_by_hand && logging.moment.is_some()).then(|| Told {
        identity: identity(entry, named.on),
        corrected: None,
        moves: None,
    });
    let json = entry_json(entry, named, (change, apart.is_some()), &[]);
    Line { alters, entry: told, ..line(id, words, late, json) }
}

fn changed_line(
    id: &str,
    entry: &EntryChange,
    named: &Named,
    keys: &[KeyChange],
    logging: Logging,
) -> Line {
    let late = keys.iter().filter_map(|key| logging.late(new_day(key), logging.day())).max();
    let keys = logging.told(keys);
    let is_only_added_to = keys.iter().all(|key| key.old.is_none());
    let alters = logging.doing.reverses() || !(is_only_added_to && logging.goes_on);
    let verb = if alters { logging.doing.to_changed_entry() } else { "" };
    let changes: Vec<String> = keys.iter().map(key_words).collect();
    let words = format!("{verb}{}: {}{}", named.words, changes.join(", "), late_words(late));
    let moves =
        keys.iter().any(|key| OWN_DAYS.contains(&key.key.as_str()) && new_day(key).is_some());
    let told = alters.then(|| Told {
        identity: identity(entry, named.on),
        corrected: Some(format!("{verb}{}", changes.join(", "))),
        moves: moves.then_some(logging.doing == Doing::TakenBack),
    });
    let json = entry_json(entry, named, ("changed", false), &keys);
    Line { alters, entry: told, ..line(id, words, late, json) }
}

/// Keys with the day of an entry; a job has more than one day.
const OWN_DAYS: [&str; 3] = ["on", "entered", "from"];

/// The day on which something happened, where a change says another day than before.
fn new_day(key: &KeyChange) -> Option<Day> {
    let happened = schema::entry_key(&key.key).is_some_and(schema::SchemaKey::has_happened);
    let day = |value: &Option<String>| parse_day(value.as_deref()?.get(..10)?);
    day(&key.new).filter(|new| happened && day(&key.old) != Some(*new))
}

fn entry_json(
    entry: &EntryChange,
    named: &Named,
    (change, is_logged_apart): (&str, bool),
    keys: &[KeyChange],
) -> Value {
    json!({
        "entry": named.kind, "logged": entry.logged, "logged_apart": is_logged_apart,
        "on": named.on.map(|on| on.to_string()), "change": change,
        "keys": keys.iter().map(key_json).collect::<Vec<_>>(),
    })
}
