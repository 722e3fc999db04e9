//! The entries of a case in the order of its file: their numbers, and what each is in words.

use crate::calendar::{Day, Moment, long};
use crate::case::{
    Activity, Assignment, Case, Concern, Contact, Document, Excuse, ExcuseSpan, Exit, Extension,
    Job, Mode, Note, Record, With,
};
use crate::reading::Hundredths;

/// Any entry of a case file.
#[derive(Clone, Copy, Debug)]
pub enum Entry<'a> {
    /// A contact.
    Contact(&'a Contact),
    /// A document.
    Document(&'a Document),
    /// An activity.
    Activity(&'a Activity),
    /// A job.
    Job(&'a Job),
    /// A concern.
    Concern(&'a Concern),
    /// An assignment.
    Assignment(&'a Assignment),
    /// An excuse.
    Excuse(&'a Excuse),
    /// A note.
    Note(&'a Note),
    /// The extension.
    Extension(&'a Extension),
    /// The exit.
    Exit(&'a Exit),
}

impl Case {
    /// Every entry in the order of the file; the first has the number 1.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut entries: Vec<Entry<'_>> = Vec::new();
        entries.extend(self.contacts.iter().map(Entry::Contact));
        entries.extend(self.documents.iter().map(Entry::Document));
        entries.extend(self.activities.iter().map(Entry::Activity));
        entries.extend(self.jobs.iter().map(Entry::Job));
        entries.extend(self.concerns.iter().map(Entry::Concern));
        entries.extend(self.assignments.iter().map(Entry::Assignment));
        entries.extend(self.excuses.iter().map(Entry::Excuse));
        entries.extend(self.notes.iter().map(Entry::Note));
        entries.extend(self.extension.iter().map(Entry::Extension));
        entries.extend(self.exit.iter().map(Entry::Exit));
        entries.sort_by_key(|entry| entry.record().span.start);
        entries
    }

    /// Every day on which something happened, in no order; a day can be among them twice.
    pub fn days(&self) -> Vec<Day> {
        let header = [&self.referred, &self.started].into_iter().flatten().map(|day| day.value);
        let entries = self.entries().into_iter().filter_map(|entry| Some(entry.on()?.day));
        let jobs = self.jobs.iter().flat_map(|job| job.started.into_iter().chain(job.ended));
        header.chain(entries).chain(jobs).collect()
    }

    /// Every entry with its lines and what follows them up to the next entry, from the text of the
    /// file.
    pub fn entries_with_text<'t>(&self, text: &'t str) -> Vec<(Entry<'_>, &'t str)> {
        let entries = self.entries();
        let starts = entries.iter().map(|entry| entry.record().span.start);
        let ends = starts.skip(1).chain([text.len()]);
        let slice = |(entry, end): (&Entry<'_>, usize)| {
            let start = entry.record().span.start;
            text.get(start..end).unwrap_or_default()
        };
        let texts: Vec<&str> = entries.iter().zip(ends).map(slice).collect();
        entries.into_iter().zip(texts).collect()
    }

    /// The entry that begins there in the file, with its number.
    pub fn entry_at(&self, start: usize) -> Option<(usize, Entry<'_>)> {
        let mut numbered = self.entries().into_iter().zip(1..);
        let found = numbered.find(|(entry, _)| entry.record().span.start == start);
        found.map(|(entry, number)| (number, entry))
    }
}

impl<'a> Entry<'a> {
    /// What every entry carries.
    pub fn record(self) -> &'a Record {
        match self {
            Entry::Contact(entry) => &entry.record,
            Entry::Document(entry) => &entry.record,
            Entry::Activity(entry) => &entry.record,
            Entry::Job(entry) => &entry.record,
            Entry::Concern(entry) => &entry.record,
            Entry::Assignment(entry) => &entry.record,
            Entry::Excuse(entry) => &entry.record,
            Entry::Note(entry) => &entry.record,
            Entry::Extension(entry) => &entry.record,
            Entry::Exit(entry) => &entry.record,
        }
    }

    /// The word of its header.
    pub fn kind(self) -> &'static str {
        match self {
            Entry::Contact(_) => "contact",
            Entry::Document(_) => "document",
            Entry::Activity(_) => "activity",
            Entry::Job(_) => "job",
            Entry::Concern(_) => "concern",
            Entry::Assignment(_) => "assignment",
            Entry::Excuse(_) => "excuse",
            Entry::Note(_) => "note",
            Entry::Extension(_) => "extension",
            Entry::Exit(_) => "exit",
        }
    }

    /// Its day; of a job, the earlier of its offer and its start.
    pub fn on(self) -> Option<Moment> {
        match self {
            Entry::Contact(entry) => Some(entry.on),
            Entry::Document(entry) => Some(entry.on),
            Entry::Activity(entry) => Some(entry.on),
            Entry::Job(entry) => {
                entry.offered.into_iter().chain(entry.started).min().map(Moment::day)
            }
            Entry::Concern(entry) => Some(entry.on),
            Entry::Assignment(entry) => Some(Moment::day(entry.from.value)),
            Entry::Excuse(entry) => Some(entry.on),
            Entry::Note(entry) => Some(entry.on),
            Entry::Extension(entry) => Some(Moment::day(entry.entered.value)),
            Entry::Exit(entry) => Some(Moment::day(entry.on.value)),
        }
    }

    /// What it is, with its day.
    pub fn dated_words(self) -> String {
        match (self, self.on()) {
            (Entry::Assignment(_), Some(on)) => format!("{} from {}", self.words(), on.long()),
            (Entry::Job(_), _) | (_, None) => self.words(),
            (_, Some(on)) => format!("{}, on {}", self.words(), on.long()),
        }
    }

    /// What it is, in a few words without names or notes.
    pub fn words(self) -> String {
        match self {
            Entry::Contact(contact) => contact_words(contact),
            Entry::Document(document) => document_words(document),
            Entry::Activity(activity) => activity_words(activity),
            Entry::Job(job) => job_words(job),
            Entry::Concern(_) => "concern about keeping the job".to_owned(),
            Entry::Assignment(entry) => format!("key worker is now {}", entry.worker.value),
            Entry::Excuse(excuse) => {
                let span = match excuse.covers {
                    ExcuseSpan::Due(day) => format!("due {}", long(day)),
                    ExcuseSpan::Span(span) => {
                        format!("from {} to {}", long(span.from), long(span.to))
                    }
                };
                format!("excuse for `{}`, {span}: {}", excuse.rule.value, excuse.reason.trim())
            }
            Entry::Note(_) => "note".to_owned(),
            Entry::Extension(extension) => match extension.basis {
                Some(basis) => format!("extension entered, basis {}", basis.word()),
                None => "extension entered".to_owned(),
            },
            Entry::Exit(exit) => match exit.reason.as_ref().filter(|_| exit.tells_reason) {
                Some(reason) => format!("exit: {}", reason.value),
                None => "exit".to_owned(),
            },
        }
    }
}

fn contact_words(contact: &Contact) -> String {
    let mode = match contact.mode {
        Mode::InPerson => "in person".to_owned(),
        other => format!("by {}", other.word()),
    };
    let mut words = format!("contact {mode}, {}", contact.outcome.word());
    if contact.with != [With::Participant] {
        let with: Vec<&str> = contact.with.iter().map(|whom| whom.word()).collect();
        words += &format!(", with {}", with.join(" and "));
    }
    if !contact.covers.is_empty() {
        let covers: Vec<&str> = contact.covers.iter().map(|cover| cover.value.as_str()).collect();
        words += &format!(", covering {}", covers.join(", "));
    }
    if let Some(hours) = contact.hours {
        words += &format!(", {}", hours_words(hours));
    }
    words
}

/// A number of hours with its noun.
pub fn hours_words(hours: Hundredths) -> String {
    if hours == Hundredths(100) { "1 hour".to_owned() } else { format!("{hours} hours") }
}

fn document_words(document: &Document) -> String {
    let mut words = format!("document {}", document.kind.value);
    if !document.covers.is_empty() {
        let covers: Vec<&str> = document.covers.iter().map(|cover| cover.value.as_str()).collect();
        words += &format!(", covering {}", covers.join(", "));
    }
    if let Some(employer) = &document.employer {
        words += &format!(", {}", employer.value.trim());
    }
    if !document.issued_to.is_empty() {
        let whom: Vec<&str> = document.issued_to.iter().map(|whom| whom.word()).collect();
        words += &format!(", issued to {}", whom.join(" and "));
    }
    if document.signed {
        words += ", signed";
    }
    words
}

fn activity_words(activity: &Activity) -> String {
    let hours = activity.hours.map(|hours| format!(", {}", hours_words(hours))).unwrap_or_default();
    let paid = if activity.paid { ", paid" } else { "" };
    format!("activity {}{hours}{paid}, {}", activity.kind.value, activity.outcome.word())
}

fn job_words(job: &Job) -> String {
    let mut words = format!("job with {}", job.employer.value.trim());
    let days = [
        ("offered", job.offered),
        ("expected", job.starts.filter(|_| job.started.is_none())),
        ("started", job.started),
        ("ended", job.ended),
    ];
    for (word, day) in days {
        if let Some(day) = day {
            words += &format!(", {word} {}", long(day));
        }
    }
    words
}
