//! Contacts and documents as evidence, and how an entry is referred to.

use crate::calendar::{Day, Moment};
use crate::case::{
    Activity, Case, Contact, Document, Entry, Exit, Extension, Outcome, Record, With,
};
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
    pub fn entry(self) -> EntryRef<'a> {
        let (kind, entry) = match self {
            Evidence::Contact(contact) => (EntryKind::Contact, Entry::Contact(contact)),
            Evidence::Document(document) => (EntryKind::Document, Entry::Document(document)),
        };
        EntryRef { kind, on: self.on(), entry }
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

/// How a report refers to an entry of a case file: words are made of it only where somebody reads them.
#[derive(Clone, Copy, Debug)]
pub struct EntryRef<'a> {
    /// What it is.
    pub kind: EntryKind,
    /// Its day.
    pub on: Moment,
    entry: Entry<'a>,
}

/// Two are the same that stand at the same place in the file.
impl PartialEq for EntryRef<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.on, self.start()) == (other.kind, other.on, other.start())
    }
}

impl Eq for EntryRef<'_> {}

impl<'a> EntryRef<'a> {
    /// The reference to an activity.
    pub fn activity(activity: &'a Activity) -> EntryRef<'a> {
        let entry = Entry::Activity(activity);
        EntryRef { kind: EntryKind::Activity, on: activity.on, entry }
    }

    /// The reference to the extension, entered on a day.
    pub fn extension(extension: &'a Extension, on: Moment) -> EntryRef<'a> {
        EntryRef { kind: EntryKind::Extension, on, entry: Entry::Extension(extension) }
    }

    /// The reference to the exit.
    pub fn exit(exit: &'a Exit, on: Moment) -> EntryRef<'a> {
        EntryRef { kind: EntryKind::Exit, on, entry: Entry::Exit(exit) }
    }

    /// When the tool wrote it.
    pub fn logged(&self) -> Option<&'a str> {
        self.entry.record().logged.as_deref()
    }

    /// The line of its header, counted from 1.
    pub fn line(&self) -> usize {
        self.entry.record().line
    }

    /// Where it begins in the file, which tells it from any other.
    pub fn start(&self) -> usize {
        self.entry.record().span.start
    }

    /// What it is, in a few words without names.
    pub fn words(&self) -> String {
        match self.kind {
            EntryKind::Extension => "extension entered".to_owned(),
            EntryKind::Exit => "exit".to_owned(),
            _ => self.entry.words(),
        }
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
