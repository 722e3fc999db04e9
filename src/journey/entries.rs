//! Contacts and documents as evidence, and how an entry is referred to.

use crate::calendar::{Day, Moment};
use crate::case::{Activity, Case, Contact, Document, Entry, Outcome, Record, With};
use crate::reading::Written;

/// A contact or a document.
#[derive(Clone, Copy, Debug)]
pub enum Evidence<'a> {
    /// A contact.
    Contact(&'a Contact),
    /// A document.
    Document(&'a Document),
}

impl<'a> Evidence<'a> {
    /// When.
    pub fn on(self) -> Moment {
        match self {
            Evidence::Contact(contact) => contact.on,
            Evidence::Document(document) => document.on,
        }
    }

    /// What every entry carries.
    pub fn record(self) -> &'a Record {
        match self {
            Evidence::Contact(contact) => &contact.record,
            Evidence::Document(document) => &document.record,
        }
    }

    /// The employer it names.
    pub fn employer(self) -> Option<&'a Written<String>> {
        match self {
            Evidence::Contact(contact) => contact.employer.as_ref(),
            Evidence::Document(document) => document.employer.as_ref(),
        }
    }

    /// Whether it covers a word: a document its kind and what it lists, a contact what it lists
    /// if it was held. Nothing else covers anything.
    pub fn covers(self, word: &str) -> bool {
        self.names(word)
            && match self {
                Evidence::Contact(contact) => contact.outcome == Outcome::Held,
                Evidence::Document(_) => true,
            }
    }

    /// Whether it names a word as its kind or in `covers`, held or not.
    pub fn names(self, word: &str) -> bool {
        match self {
            Evidence::Contact(contact) => contact.covers.iter().any(|cover| cover.value == word),
            Evidence::Document(document) => {
                document.kind.value == word
                    || document.covers.iter().any(|cover| cover.value == word)
            }
        }
    }

    /// Whether the participant was there; a document needs nobody to be.
    pub fn has_participant(self) -> bool {
        match self {
            Evidence::Contact(contact) => contact.with.contains(&With::Participant),
            Evidence::Document(_) => true,
        }
    }

    /// How a report refers to it.
    pub fn entry(self) -> EntryRef {
        let (kind, entry) = match self {
            Evidence::Contact(contact) => (EntryKind::Contact, Entry::Contact(contact)),
            Evidence::Document(document) => (EntryKind::Document, Entry::Document(document)),
        };
        EntryRef::of(kind, self.record(), self.on(), entry.words())
    }
}

/// The kind of thing an obligation was met by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A `[[contact]]`.
    Contact,
    /// A `[[document]]`.
    Document,
    /// An `[[activity]]`.
    Activity,
    /// The `[extension]`.
    Extension,
    /// The `[exit]`.
    Exit,
}

impl EntryKind {
    /// The word that JSON uses.
    pub fn word(self) -> &'static str {
        match self {
            EntryKind::Contact => "contact",
            EntryKind::Document => "document",
            EntryKind::Activity => "activity",
            EntryKind::Extension => "extension",
            EntryKind::Exit => "exit",
        }
    }
}

/// How a report refers to an entry of a case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryRef {
    /// What it is.
    pub kind: EntryKind,
    /// When the tool wrote it.
    pub logged: Option<String>,
    /// Its day.
    pub on: Moment,
    /// The line of its header, counted from 1.
    pub line: usize,
    /// Where it begins in the file, which tells it from any other.
    pub start: usize,
    /// What it is, in a few words without names.
    pub words: String,
}

impl EntryRef {
    /// The reference to an entry.
    pub fn of(kind: EntryKind, record: &Record, on: Moment, words: String) -> EntryRef {
        EntryRef {
            kind,
            logged: record.logged.clone(),
            on,
            line: record.line,
            start: record.span.start,
            words,
        }
    }

    /// The reference to an activity.
    pub fn activity(activity: &Activity) -> EntryRef {
        let words = Entry::Activity(activity).words();
        EntryRef::of(EntryKind::Activity, &activity.record, activity.on, words)
    }
}

/// Contacts and documents by a day, the earliest first; those without a time last on their day.
pub(super) fn evidence(case: &Case, today: Day) -> Vec<Evidence<'_>> {
    let contacts = case.contacts.iter().map(Evidence::Contact);
    let documents = case.documents.iter().map(Evidence::Document);
    let mut all: Vec<Evidence<'_>> =
        contacts.chain(documents).filter(|entry| entry.on().day <= today).collect();
    all.sort_by_key(|entry| (entry.on().at_the_latest(), entry.record().line));
    all
}
