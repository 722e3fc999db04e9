//! What a commit did, line by line, in words and as JSON.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::calendar::{Day, Timezone, days_between, long, plural};
use crate::case::{Case, Change, Entry, EntryChange, KeyChange, difference};
use crate::operation::{FileChange, stem};
use crate::reading::{Source, safe_line};

/// One thing that a commit did.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) case: Option<String>,
    pub(super) words: String,
    /// By how many days it was recorded after its day.
    pub(super) late: Option<i64>,
    pub(super) json: Value,
}

impl Line {
    /// Whether it changes or takes away what was on record before.
    pub(super) fn alters(&self) -> bool {
        let is_told = |key: &Value| !key["old"].is_null();
        self.json["change"] == "removed"
            || self.json["keys"].as_array().is_some_and(|keys| keys.iter().any(is_told))
    }
}

/// When a step was recorded, by which lateness is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Logging {
    pub(super) day: Option<Day>,
    pub(super) timezone: Timezone,
    pub(super) is_first: bool,
}

impl Logging {
    /// By how many days something was recorded after its day; none if not at all.
    fn late(self, on: Option<Day>, logged: Option<Day>) -> Option<i64> {
        let days = days_between(on?, logged.or(self.day)?);
        Some(days).filter(|days| *days > 0 && self.is_first)
    }

    /// The day of the moment at which an entry was logged.
    fn logged(self, entry: &EntryChange) -> Option<Day> {
        let moment = DateTime::parse_from_rfc3339(entry.logged.as_ref()?).ok()?;
        Some(self.timezone.local(moment.to_utc()).date_naive())
    }
}

/// What a commit did to one file.
pub(super) fn lines(change: &FileChange, logging: Logging) -> Vec<Line> {
    let whole = |words: &str| Line {
        case: None,
        words: format!("{}: {words}", change.file),
        late: None,
        json: json!({"file": change.file, "change": words}),
    };
    if !change.file.starts_with("cases/") {
        return vec![whole(match (&change.old, &change.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        })];
    }
    let id = stem(&change.file).to_owned();
    let Ok(found) = difference(change.old.as_deref(), change.new.as_deref()) else {
        return vec![whole("changed, and cannot be taken apart")];
    };
    let mut lines = Vec::new();
    let is_new = change.old.is_none();
    if is_new || change.new.is_none() {
        let words = if is_new { "case opened" } else { "case taken away" };
        lines.push(line(&id, words.to_owned(), None, json!({"change": words})));
    }
    if change.new.is_none() {
        return lines;
    }
    let read = |text: &Option<String>| {
        let source = Source::new(change.file.as_str(), text.clone().unwrap_or_default());
        Case::read_what_can_be(&source, &id).0
    };
    let (old, new) = (read(&change.old), read(&change.new));
    for key in &found.header {
        lines.extend(header_line(&id, key, is_new, logging));
    }
    for entry in &found.entries {
        let case = if entry.change == Change::Removed { &old } else { &new };
        lines.push(entry_line(&id, entry, case.as_ref(), logging));
    }
    if lines.is_empty() {
        lines.push(line(&id, "laid out otherwise, or remarks changed".to_owned(), None, json!({})));
    }
    lines
}

fn line(id: &str, words: String, late: Option<i64>, mut json: Value) -> Line {
    json["case"] = json!(id);
    json["words"] = json!(words);
    json["days_late"] = json!(late);
    Line { case: Some(id.to_owned()), words, late, json }
}

/// A value of the header; of a new case, only its days.
fn header_line(id: &str, key: &KeyChange, is_new: bool, logging: Logging) -> Option<Line> {
    let is_day = matches!(key.key.as_str(), "referred" | "started");
    if is_new && !is_day {
        return None;
    }
    let on = key.new.as_deref().filter(|_| is_day).and_then(crate::calendar::parse_day);
    let late = logging.late(on, None);
    let words = match (on, &key.old) {
        (Some(on), None) => format!("{} on {}", key.key, long(on)),
        _ => key_words(key),
    };
    let words = format!("{words}{}", late_words(late));
    Some(line(id, words, late, json!({"keys": [key_json(key)]})))
}

fn entry_line(id: &str, entry: &EntryChange, case: Option<&Case>, logging: Logging) -> Line {
    let read = case.and_then(|case| case.entry_at(entry.start)).map(|(_, read)| read);
    let words = read.map_or_else(|| entry.kind.clone(), |read| safe_line(&read.dated_words()));
    let on = read.and_then(Entry::on);
    let is_added = entry.change == Change::Added;
    let day = on.map(|on| on.day).filter(|_| is_added);
    let late = logging.late(day, logging.logged(entry));
    let (words, keys) = match &entry.change {
        Change::Added => (format!("{words}{}", late_words(late)), Vec::new()),
        Change::Removed => (format!("struck: {words}"), Vec::new()),
        Change::Changed(keys) => {
            // What is only added to an entry, such as the start of a job, corrects nothing.
            let corrects = keys.iter().any(|key| key.old.is_some());
            let changes: Vec<String> = keys.iter().map(key_words).collect();
            let verb = if corrects { "corrected: " } else { "" };
            let said = format!("{verb}{words}: {}", changes.join(", "));
            (said, keys.iter().map(key_json).collect())
        }
    };
    let change = match &entry.change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed(_) => "changed",
    };
    let json = json!({
        "entry": entry.kind, "logged": entry.logged, "on": on.map(|on| on.to_string()),
        "change": change, "keys": keys,
    });
    line(id, words, late, json)
}

fn late_words(late: Option<i64>) -> String {
    late.map_or_else(String::new, |days| format!(" (recorded {} later)", plural(days, "day")))
}

fn key_words(key: &KeyChange) -> String {
    let shown = |value: &str| safe_line(value.trim());
    match (&key.old, &key.new) {
        (Some(old), Some(new)) => format!("{} from {} to {}", key.key, shown(old), shown(new)),
        (None, Some(new)) => format!("{} set to {}", key.key, shown(new)),
        (Some(old), None) => format!("{} taken away, was {}", key.key, shown(old)),
        (None, None) => key.key.clone(),
    }
}

fn key_json(key: &KeyChange) -> Value {
    json!({"key": key.key, "old": key.old, "new": key.new})
}
