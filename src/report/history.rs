//! The audit trail in plain words: when, who, what; what was recorded late, what was corrected.

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::calendar::{Day, Timezone, days_between, long, plain, plural};
use crate::case::{Case, Change, Entry, EntryChange, KeyChange, difference};
use crate::operation::{FileChange, Reversal, TAKEN_OVER, stem};
use crate::reading::{Source, safe_line};
use crate::report::Report;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;

/// What a commit did, as the history tells it.
#[derive(Clone, Debug)]
pub struct HistoryStep {
    /// The commit.
    pub commit: String,
    /// The first line of its message.
    pub subject: String,
    /// Who did it.
    pub author: String,
    /// The author's e-mail address.
    pub email: String,
    /// When, in seconds since 1970 in UTC.
    pub seconds: i64,
    /// The operation's id.
    pub operation: Option<String>,
    /// What it takes back.
    pub reverses: Option<Reversal>,
    /// The files that it changed.
    pub files: Vec<FileChange>,
}

/// One thing that a commit did.
#[derive(Clone, Debug)]
struct Line {
    case: Option<String>,
    words: String,
    /// By how many days it was recorded after its day.
    late: Option<i64>,
    json: Value,
}

/// The audit trail.
#[derive(Debug)]
pub struct History {
    steps: Vec<(HistoryStep, Vec<Line>)>,
    timezone: Timezone,
    revision: Option<String>,
    older: bool,
}

impl History {
    /// A trail in a time zone; `revision` is the commit it was read from.
    pub fn new(timezone: Timezone, revision: Option<String>) -> History {
        History { steps: Vec::new(), timezone, revision, older: false }
    }

    /// Adds a step, unless only late entries are wanted and it has none. Says whether it was added.
    pub fn add(&mut self, step: HistoryStep, late_only: bool) -> bool {
        // What was late once is not late again for being taken back, or put in force again.
        let is_first = step.reverses.is_none();
        // Of what was taken over as it was, only the entries say themselves when they were logged.
        let is_taken_over = step.subject == TAKEN_OVER;
        let logging = Logging {
            day: local_day(step.seconds, self.timezone).filter(|_| !is_taken_over),
            timezone: self.timezone,
            is_first,
        };
        let mut lines: Vec<Line> =
            step.files.iter().flat_map(|change| lines(change, logging)).collect();
        if late_only {
            lines.retain(|line| line.late.is_some());
        }
        let is_wanted = !late_only || !lines.is_empty();
        if is_wanted {
            self.steps.push((step, lines));
        }
        is_wanted
    }

    /// Says that there are older steps, which are not shown.
    pub fn say_older(&mut self) {
        self.older = true;
    }
}

/// The day of a step, in a time zone.
pub fn local_day(seconds: i64, timezone: Timezone) -> Option<Day> {
    local(seconds, timezone).map(|moment| moment.date_naive())
}

fn local(seconds: i64, timezone: Timezone) -> Option<DateTime<FixedOffset>> {
    DateTime::from_timestamp(seconds, 0).map(|moment| timezone.local(moment))
}

/// When a step was recorded, by which lateness is told.
#[derive(Clone, Copy, Debug)]
struct Logging {
    day: Option<Day>,
    timezone: Timezone,
    is_first: bool,
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
fn lines(change: &FileChange, logging: Logging) -> Vec<Line> {
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

/// What is said before the lines of a step, where the commit was no plain recording.
fn heading(step: &HistoryStep) -> Option<String> {
    match &step.reverses {
        Some(Reversal::Undoes(_)) => Some("taken back".to_owned()),
        Some(Reversal::Redoes(_)) => Some("in force again".to_owned()),
        None if step.operation.is_none() => {
            Some(format!("by git itself, `{}`", safe_line(&step.subject)))
        }
        None => None,
    }
}

impl Report for History {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let column = |title, width| Column { title, width };
        let columns = vec![column("When", Some(16)), column("Who", Some(14)), column("What", None)];
        let rows = self.steps.iter().map(|(step, lines)| self.row(step, lines)).collect();
        page.table(Table { columns, rows });
        if self.older {
            page.toned(
                "Older ones are not shown; --all shows them, --since DAY those since.",
                Tone::Faint,
            );
        }
        let late =
            self.steps.iter().flat_map(|(_, lines)| lines).filter(|line| line.late.is_some());
        let late = late.count();
        let steps = plural(count(self.steps.len()), "operation");
        page.toned(format!("{steps}; recorded after the day itself: {late}."), Tone::Faint);
        page
    }

    fn json(&self) -> Value {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|(step, lines)| {
                let (undoes, redoes) = match &step.reverses {
                    Some(Reversal::Undoes(id)) => (Some(id), None),
                    Some(Reversal::Redoes(id)) => (None, Some(id)),
                    None => (None, None),
                };
                json!({
                    "commit": step.commit,
                    "when": self.moment(step).map(|moment| moment.to_rfc3339()),
                    "author": step.author,
                    "email": step.email,
                    "subject": step.subject,
                    "operation": step.operation,
                    "undoes": undoes,
                    "redoes": redoes,
                    "changes": lines.iter().map(|line| line.json.clone()).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({"schema": 1, "revision": self.revision, "steps": steps})
    }
}

impl History {
    fn moment(&self, step: &HistoryStep) -> Option<DateTime<FixedOffset>> {
        local(step.seconds, self.timezone)
    }

    fn row(&self, step: &HistoryStep, lines: &[Line]) -> Row {
        let when = self.moment(step).map_or_else(String::new, |moment| {
            format!("{} {}", plain(moment.date_naive()), moment.format("%H:%M"))
        });
        let mut said: Vec<String> =
            heading(step).into_iter().map(|words| format!("{words}:")).collect();
        said.extend(lines.iter().map(|line| match &line.case {
            Some(case) => format!("{case}: {}", line.words),
            None => line.words.clone(),
        }));
        if said.is_empty() {
            let what = step.subject.split_once(": ").map_or("", |(_, what)| what);
            said.push(format!("{}, which changed nothing", safe_line(what)));
        }
        let is_late = lines.iter().any(|line| line.late.is_some());
        let tone = if is_late { Tone::Soon } else { Tone::Plain };
        let sentence = format!("{when}, {}: {}.", step.author, said.join("; "));
        let cells = vec![
            Cell::plain(when),
            Cell::plain(safe_line(&step.author)),
            Cell::toned(said.join("\n"), tone),
        ];
        Row { cells, sentence }
    }
}
