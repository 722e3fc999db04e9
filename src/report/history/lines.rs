//! What a commit did, line by line, in words and as JSON.

use chrono::DateTime;
use serde_json::{Value, json};

use crate::calendar::{Day, Timezone, days_between, long, plural};
use crate::case::{Case, Change, Entry, EntryChange, KEPT_BACK, KeyChange, difference, schema};
use crate::operation::{ERASURES, Erasure, FileChange, stem};
use crate::problem::{is_surely_an_id, nameless_path};
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

/// When a step was recorded, by which lateness is told, and whether names are kept back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Logging {
    pub(super) day: Option<Day>,
    pub(super) timezone: Timezone,
    pub(super) is_first: bool,
    pub(super) redacts: bool,
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

    /// The keys as they are told: that one was changed, not what it holds, where that is kept back.
    fn told(self, keys: &[KeyChange]) -> Vec<KeyChange> {
        let kept_back = |value: &Option<String>| value.as_ref().map(|_| KEPT_BACK.to_owned());
        let told = |key: &KeyChange| {
            if !self.redacts || !schema::is_kept_back(&key.key) {
                return key.clone();
            }
            let (old, new) = (kept_back(&key.old), kept_back(&key.new));
            KeyChange { key: key_name(&key.key), old, new }
        };
        keys.iter().map(told).collect()
    }

    /// The word of an entry's header, which somebody may have typed by hand.
    fn kind(self, kind: &str) -> String {
        let is_known = schema::ENTRIES.iter().any(|entry| entry.name == kind) || kind == "conflict";
        if self.redacts && !is_known { "an entry".to_owned() } else { kind.to_owned() }
    }

    /// The id of a case, by the name of its file, which may be somebody's.
    fn id(self, stem: &str) -> String {
        if self.redacts && !is_surely_an_id(stem) { "a case".to_owned() } else { stem.to_owned() }
    }

    /// The path of a file; names of folders are anybody's.
    fn file(self, file: &str) -> String {
        if self.redacts { nameless_path(file) } else { file.to_owned() }
    }
}

/// The name of a key that is kept back, where it is one of ours.
fn key_name(key: &str) -> String {
    let is_known = schema::header_key(key).is_some() || schema::entry_key(key).is_some();
    if is_known { key.to_owned() } else { "a key".to_owned() }
}

/// What a commit did to one file.
pub(super) fn lines(change: &FileChange, logging: Logging) -> Vec<Line> {
    let whole = |words: &str| Line {
        case: None,
        words: format!("{}: {words}", logging.file(&change.file)),
        late: None,
        json: json!({"file": logging.file(&change.file), "change": words}),
    };
    if let Some(line) = erasure(change) {
        return vec![line];
    }
    if !change.file.starts_with("cases/") {
        return vec![whole(match (&change.old, &change.new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        })];
    }
    let id = logging.id(stem(&change.file));
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
        let case = Case::read_what_can_be(&source, stem(&change.file)).0;
        if logging.redacts { case.as_ref().map(Case::without_names) } else { case }
    };
    let (old, new) = (read(&change.old), read(&change.new));
    for key in &logging.told(&found.header) {
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

/// The record that a case was erased, or that another clone has done so too.
fn erasure(change: &FileChange) -> Option<Line> {
    let id = change.file.strip_prefix(ERASURES)?.strip_prefix('/')?.split('/').next()?;
    let is_record = Erasure::is_record(&change.file);
    let words = match (is_record, change.new.is_some()) {
        (true, true) => "erased",
        (true, false) => "the record that it was erased was taken away",
        (false, true) => "erasure confirmed",
        (false, false) => "the record that an erasure was confirmed was taken away",
    };
    Some(line(id, words.to_owned(), None, json!({"change": words})))
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
    let kind = logging.kind(&entry.kind);
    let words = read.map_or_else(|| kind.clone(), |read| safe_line(&read.dated_words()));
    let on = read.and_then(Entry::on);
    let is_added = entry.change == Change::Added;
    let day = on.map(|on| on.day).filter(|_| is_added);
    let late = logging.late(day, logging.logged(entry));
    let (words, keys) = match &entry.change {
        Change::Added => (format!("{words}{}", late_words(late)), Vec::new()),
        Change::Removed => (format!("struck: {words}"), Vec::new()),
        Change::Changed(keys) => {
            let keys = logging.told(keys);
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
        "entry": kind, "logged": entry.logged, "on": on.map(|on| on.to_string()),
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
