//! What a commit did, line by line, in words and as JSON.

use serde_json::{Value, json};

use crate::calendar::{long, plural};
use crate::case::{KeyChange, difference};
use crate::operation::{ERASURES, Erasure, FileChange, GivenOut, is_renumbering, stem};
use crate::reading::safe_line;
use crate::report::HistoryStep;
use crate::report::history::entries::entry_lines;
use crate::report::history::logging::Logging;
use crate::report::history::provenance::Told;

/// One thing that a commit did.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) case: Option<String>,
    pub(super) words: String,
    /// By how many days it was recorded after its day.
    pub(super) late: Option<i64>,
    /// Whether it changes or takes away what was on record before.
    pub(super) alters: bool,
    /// What it tells of when an entry came on record, beside what the entry says itself.
    pub(super) entry: Option<Told>,
    pub(super) told: Value,
}

impl Line {
    /// As JSON, with whether it alters what was on record.
    pub(super) fn json(&self) -> Value {
        let mut told = self.told.clone();
        told["alters"] = json!(self.alters);
        told
    }
}

/// What a step did.
pub(super) fn lines(step: &HistoryStep, logging: Logging) -> Vec<Line> {
    let renumbers = is_renumbering(&step.subject);
    let lines_of = |change: &FileChange| {
        // The other half of it is told in the other case's history.
        let is_half = renumbers && (change.old.is_none() || change.new.is_none());
        let other = step.cases.iter().find(|case| *case != stem(&change.file));
        match other.filter(|_| is_half) {
            Some(other) => vec![renumbered(change, other, logging)],
            None => of_file(change, logging),
        }
    };
    let given = given_out(step, logging);
    let lines = moved_together(&step.files, renumbers);
    given.into_iter().chain(lines.iter().flat_map(lines_of)).collect()
}

/// That something was given out: of one case, of several, or of all.
fn given_out(step: &HistoryStep, logging: Logging) -> Option<Line> {
    GivenOut::of_subject(&step.subject)?;
    let (whose, what) = step.subject.split_once(": ")?;
    let (case, words) = match &step.cases[..] {
        [case] => (Some(logging.id(case)), what.to_owned()),
        [] => (None, what.to_owned()),
        _ => (None, format!("{}: {what}", safe_line(whose))),
    };
    let told = json!({
        "change": "given out", "case": case.as_deref(), "words": words.as_str(), "days_late": null,
    });
    Some(Line { case, words, late: None, alters: false, entry: None, told })
}

/// The files of a step. One that went and one that came are one, where a file was only moved or the case
/// given another id.
fn moved_together(files: &[FileChange], renumbers: bool) -> Vec<FileChange> {
    let is_of_case = |it: &FileChange| it.file.starts_with("cases/");
    let gone = |it: &&FileChange| it.new.is_none() && is_of_case(it);
    let from = |come: &FileChange| {
        let is_from = |it: &&FileChange| renumbers || stem(&it.file) == stem(&come.file);
        let is_new = come.old.is_none() && is_of_case(come);
        files.iter().filter(gone).find(is_from).filter(|_| is_new)
    };
    let moved: Vec<&FileChange> = files.iter().filter_map(from).collect();
    let stays = |it: &&FileChange| !moved.iter().any(|gone| std::ptr::eq(*gone, *it));
    let joined = |it: &FileChange| match from(it) {
        Some(gone) => FileChange { old: gone.old.clone(), ..it.clone() },
        None => it.clone(),
    };
    files.iter().filter(stays).map(joined).collect()
}

fn renumbered(change: &FileChange, other: &str, logging: Logging) -> Line {
    let words = logging.doing.renumbered(&logging.id(other), change.new.is_none());
    let id = logging.id(stem(&change.file));
    Line { alters: true, ..line(&id, words, None, json!({"change": "renumbered"})) }
}

/// What a step did to one file.
fn of_file(change: &FileChange, logging: Logging) -> Vec<Line> {
    if let Some(line) = erasure(change) {
        return vec![line];
    }
    if !change.file.starts_with("cases/") {
        return vec![whole(change, logging, logging.doing.to_file(change))];
    }
    let id = logging.id(stem(&change.file));
    let Ok(found) = difference(change.old.as_deref(), change.new.as_deref()) else {
        return vec![whole(change, logging, "changed, and cannot be taken apart")];
    };
    let mut lines = Vec::new();
    let is_new = change.old.is_none();
    if is_new || change.new.is_none() {
        let (change, words) = logging.doing.to_case(is_new);
        let came_or_went = line(&id, words.to_owned(), None, json!({"change": change}));
        lines.push(Line { alters: !is_new || logging.doing.reverses(), ..came_or_went });
    }
    if change.new.is_none() {
        return lines;
    }
    for key in &logging.told(&found.header) {
        lines.extend(header_line(&id, key, is_new, logging));
    }
    lines.extend(entry_lines(&id, &found, change, logging));
    if lines.is_empty() {
        let is_moved = change.old == change.new;
        let words = if is_moved { "its file was moved" } else { logging.doing.to_layout() };
        lines.push(line(&id, words.to_owned(), None, json!({})));
    }
    lines
}

/// What became of a file that is no case, or cannot be taken apart.
fn whole(change: &FileChange, logging: Logging, words: &str) -> Line {
    let file = logging.file(&change.file);
    Line {
        case: None,
        words: format!("{file}: {words}"),
        late: None,
        alters: false,
        entry: None,
        told: json!({"file": file, "change": words}),
    }
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

pub(super) fn line(id: &str, words: String, late: Option<i64>, mut told: Value) -> Line {
    told["case"] = json!(id);
    told["words"] = json!(words);
    told["days_late"] = json!(late);
    Line { case: Some(id.to_owned()), words, late, alters: false, entry: None, told }
}

/// A value of the header; of a new case, only its days.
fn header_line(id: &str, key: &KeyChange, is_new: bool, logging: Logging) -> Option<Line> {
    let is_day = matches!(key.key.as_str(), "referred" | "started");
    if is_new && !is_day {
        return None;
    }
    let on = key.new.as_deref().filter(|_| is_day).and_then(crate::calendar::parse_day);
    let late = logging.late(on, logging.day());
    let words = match (on, &key.old) {
        (Some(on), None) => format!("{} on {}", key.key, long(on)),
        (_, Some(old)) if key.key == "id" => {
            let other = old.trim_matches(['"', '\'']);
            logging.doing.renumbered(&logging.id(other), false)
        }
        _ => logging.doing.to_header(key_words(key)),
    };
    let words = format!("{words}{}", late_words(late));
    // What happened for the first time corrects nothing.
    let alters = logging.doing.reverses() || key.old.is_some() || !is_day;
    Some(Line { alters, ..line(id, words, late, json!({"keys": [key_json(key)]})) })
}

pub(super) fn late_words(late: Option<i64>) -> String {
    late.map_or_else(String::new, |days| format!(" (recorded {} later)", plural(days, "day")))
}

pub(super) fn key_words(key: &KeyChange) -> String {
    let shown = |value: &str| safe_line(value.trim());
    match (&key.old, &key.new) {
        (Some(old), Some(new)) => format!("{} from {} to {}", key.key, shown(old), shown(new)),
        (None, Some(new)) => format!("{} set to {}", key.key, shown(new)),
        (Some(old), None) => format!("{} taken away, was {}", key.key, shown(old)),
        (None, None) => key.key.clone(),
    }
}

pub(super) fn key_json(key: &KeyChange) -> Value {
    json!({"key": key.key, "old": key.old, "new": key.new})
}
