//! What a case file says, and what was understood of it, both as plain words under plain paths.

use std::collections::BTreeMap;
use std::fmt::Display;

use caseload::calendar::Division;
use caseload::case::{Basis, Case, Contact, Document, ExcuseSpan, Record, With};
use caseload::reading::{Hundredths, Written};
use toml::Value;

/// A path such as `contact.2.on`, with its value in words.
type Facts = BTreeMap<String, String>;

/// What a key left out means: it may be understood though nobody wrote it.
const DEFAULTS: [&str; 5] = ["false", "[]", "[participant]", "attended", "provider"];

/// What a valid TOML text says; none if it is no TOML.
fn said(text: &str) -> Option<Facts> {
    let table = toml::from_str::<toml::Table>(text).ok()?;
    let mut facts = Facts::new();
    say("", &Value::Table(table), &mut facts);
    // The day of an assignment is that from which it holds, where no other is given.
    let number =
        |path: &String| Some(path.strip_prefix("assignment.")?.strip_suffix(".on")?.to_owned());
    for number in facts.keys().filter_map(number).collect::<Vec<_>>() {
        let day = facts.remove(&format!("assignment.{number}.on")).unwrap_or_default();
        facts.entry(format!("assignment.{number}.from")).or_insert(day);
    }
    Some(facts)
}

fn say(path: &str, value: &Value, facts: &mut Facts) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    let words = match value {
        Value::Table(table) => {
            return table.iter().for_each(|(key, it)| say(&below(key), it, facts));
        }
        Value::Array(items) if items.iter().any(Value::is_table) => {
            let items = items.iter().enumerate();
            return items.for_each(|(place, it)| say(&below(&place.to_string()), it, facts));
        }
        Value::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            format!("[{}]", texts.join(", "))
        }
        // A single text stands for a list of one.
        Value::String(text) if is_list(path) => format!("[{text}]"),
        Value::String(text) => text.replace("\r\n", "\n"),
        Value::Float(hours) => format!("{hours:.2}"),
        Value::Integer(hours) => format!("{hours}.00"),
        Value::Boolean(truth) => truth.to_string(),
        Value::Datetime(moment) => in_full(*moment),
    };
    facts.insert(path.to_owned(), words);
}

/// A local time with its seconds, which TOML lets out, and without a fraction that is nothing.
fn in_full(mut moment: toml::value::Datetime) -> String {
    if let Some(time) = moment.time.as_mut().filter(|_| moment.offset.is_none()) {
        time.second = time.second.or(Some(0));
        time.nanosecond = time.nanosecond.filter(|part| *part > 0);
    }
    moment.to_string()
}

fn is_list(path: &str) -> bool {
    ["with", "covers", "issued-to", "agreed-with"]
        .contains(&path.rsplit('.').next().unwrap_or(path))
}

/// Collects what was understood, under the paths of the file.
struct Understood {
    facts: Facts,
    at: String,
}

impl Understood {
    fn put(&mut self, key: &str, value: impl Display) {
        let path = format!("{}{key}", self.at);
        self.facts.insert(path, format!("{value}"));
    }

    fn perhaps(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.put(key, value);
        }
    }

    fn text(&mut self, key: &str, value: Option<&Written<String>>) {
        self.perhaps(key, value.map(|written| written.value.clone()));
    }

    fn hours(&mut self, key: &str, value: Option<Hundredths>) {
        self.perhaps(key, value.map(|hours| format!("{}.{:02}", hours.0 / 100, hours.0 % 100)));
    }

    fn people(&mut self, key: &str, people: &[With]) {
        let words: Vec<&str> = people.iter().map(|with| with.word()).collect();
        self.put(key, format!("[{}]", words.join(", ")));
    }

    fn covers(&mut self, covers: &[Written<String>]) {
        let words: Vec<&str> = covers.iter().map(|cover| cover.value.as_str()).collect();
        self.put("covers", format!("[{}]", words.join(", ")));
    }

    fn record(&mut self, record: &Record) {
        // Kept as it is written to the digit; compared as the moment it is.
        let logged = record.logged.as_ref().map(|logged| in_full(logged.parse().unwrap()));
        self.perhaps("logged", logged.as_ref());
        self.perhaps("worker", record.worker.as_ref());
        self.perhaps("note", record.note.as_ref());
        self.perhaps("obtained", record.obtained.as_ref());
        self.perhaps("ref", record.reference.as_ref());
    }

    fn each<T>(&mut self, kind: &str, entries: &[T], put: impl Fn(&mut Understood, &T)) {
        for (place, entry) in entries.iter().enumerate() {
            self.at = format!("{kind}.{place}.");
            put(self, entry);
        }
    }

    fn contact(&mut self, contact: &Contact) {
        self.record(&contact.record);
        self.put("on", in_full(contact.on.to_string().parse().unwrap()));
        self.put("mode", contact.mode.word());
        self.put("outcome", contact.outcome.word());
        self.people("with", &contact.with);
        self.covers(&contact.covers);
        self.hours("hours", contact.hours);
        self.perhaps("reason", contact.reason.as_ref());
        self.text("employer", contact.employer.as_ref());
    }

    fn document(&mut self, document: &Document) {
        self.record(&document.record);
        self.put("kind", &document.kind.value);
        self.put("on", in_full(document.on.to_string().parse().unwrap()));
        self.covers(&document.covers);
        self.text("employer", document.employer.as_ref());
        self.people("issued-to", &document.issued_to);
        self.people("agreed-with", &document.agreed_with);
        self.put("signed", document.signed);
    }

    fn header(&mut self, case: &Case) {
        self.put("id", &case.id);
        self.put("programme", &case.programme.value);
        self.perhaps("name", case.name.as_ref());
        self.perhaps("ref", case.reference.as_ref());
        self.text("worker", case.worker.as_ref());
        self.perhaps("calendar", case.calendar.map(Division::name));
        self.perhaps("referred", case.referred.as_ref().map(|day| day.value));
        self.perhaps("started", case.started.as_ref().map(|day| day.value));
        self.put("restricted", case.restricted);
        self.perhaps("record-starts", case.record_starts);
    }

    fn single_tables(&mut self, case: &Case) {
        if let Some(extension) = &case.extension {
            "extension.".clone_into(&mut self.at);
            self.record(&extension.record);
            self.put("entered", extension.entered.value);
            self.perhaps("basis", extension.basis.map(Basis::word));
        }
        if let Some(exit) = &case.exit {
            "exit.".clone_into(&mut self.at);
            self.record(&exit.record);
            self.put("on", exit.on.value);
            self.text("reason", exit.reason.as_ref());
        }
    }

    fn activities_and_jobs(&mut self, case: &Case) {
        self.each("activity", &case.activities, |it, activity| {
            it.record(&activity.record);
            it.put("kind", &activity.kind.value);
            it.put("on", in_full(activity.on.to_string().parse().unwrap()));
            it.hours("hours", activity.hours);
            it.put("outcome", activity.outcome.word());
            it.put("paid", activity.paid);
            it.put("delivered-by", activity.delivered_by.word());
            it.text("employer", activity.employer.as_ref());
        });
        self.each("job", &case.jobs, |it, job| {
            it.record(&job.record);
            it.put("employer", &job.employer.value);
            it.perhaps("offered", job.offered);
            it.perhaps("starts", job.starts);
            it.perhaps("started", job.started);
            it.perhaps("ended", job.ended);
            it.hours("hours-per-week", job.hours_per_week);
            it.put("self-employed", job.self_employed);
            it.put("own-supply-chain", job.own_supply_chain);
        });
    }

    fn the_rest(&mut self, case: &Case) {
        self.each("concern", &case.concerns, |it, concern| {
            it.record(&concern.record);
            it.put("on", in_full(concern.on.to_string().parse().unwrap()));
        });
        self.each("assignment", &case.assignments, |it, assignment| {
            it.record(&assignment.record);
            it.put("worker", &assignment.worker.value);
            it.put("from", assignment.from.value);
        });
        self.each("excuse", &case.excuses, |it, excuse| {
            it.record(&excuse.record);
            it.put("rule", &excuse.rule.value);
            it.put("reason", &excuse.reason);
            it.put("on", in_full(excuse.on.to_string().parse().unwrap()));
            match excuse.covers {
                ExcuseSpan::Due(due) => it.put("due", due),
                ExcuseSpan::Span(span) => {
                    it.put("from", span.from);
                    it.put("to", span.to);
                }
            }
        });
        self.each("note", &case.notes, |it, note| {
            it.record(&note.record);
            it.put("on", in_full(note.on.to_string().parse().unwrap()));
        });
    }
}

/// What was understood of a case.
pub(crate) fn understood(case: &Case) -> Facts {
    let mut it = Understood { facts: Facts::new(), at: String::new() };
    it.header(case);
    it.single_tables(case);
    it.each("contact", &case.contacts, Understood::contact);
    it.each("document", &case.documents, Understood::document);
    it.activities_and_jobs(case);
    it.the_rest(case);
    let mut facts = it.facts;
    for words in facts.values_mut() {
        *words = words.replace("\r\n", "\n");
    }
    facts
}

/// Ensures that a case which was read says what its file says: nothing dropped, nothing invented.
pub(crate) fn hold_faithful(case: &Case, text: &str) {
    let Some(said) = said(text) else { panic!("no TOML, and yet read:\n{text}") };
    let understood = understood(case);
    for (path, words) in said.iter().filter(|(path, _)| !path.starts_with("conflict.")) {
        assert_eq!(understood.get(path), Some(words), "{path} was dropped\n{text}");
    }
    for (path, words) in understood.iter().filter(|(path, _)| !said.contains_key(*path)) {
        assert!(DEFAULTS.contains(&words.as_str()), "{path} = {words} was invented\n{text}");
    }
}
