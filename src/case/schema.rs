//! The keys of a case file: what each holds, where it can stand, and what it means.
//!
//! Reading a case file has a reader for each entry; this table serves what treats all of them
//! alike: correcting a value by its name, and carrying cases and entries into sheets and out of
//! them.

use crate::calendar::Division;
use crate::case::words::{ActivityOutcome, Basis, Delivery, Mode, Outcome, With};
use crate::reading::Word;

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A day.
    Day,
    /// A day, with a local time or without.
    Moment,
    /// A moment in UTC, kept to the digit.
    Timestamp,
    /// Hours, with at most two decimals.
    Hours,
    /// True or false.
    Truth,
    /// A list of words.
    Texts,
}

/// A key of a case file.
#[derive(Clone, Copy, Debug)]
pub struct SchemaKey {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// The entries that can have it; none for a key of the header, which stands above them all.
    pub entries: &'static [&'static str],
    /// What it means.
    pub means: &'static str,
}

/// An entry of a case file.
#[derive(Clone, Copy, Debug)]
pub struct SchemaEntry {
    /// The word of its header.
    pub name: &'static str,
    /// The keys without which it is none.
    pub required: &'static [&'static str],
}

impl SchemaKey {
    /// Whether it can only be of a day that has come: what lies ahead has not happened.
    pub fn has_happened(&self) -> bool {
        let is_planned = matches!(self.name, "starts" | "from" | "to" | "due" | "record-starts");
        matches!(self.holds, Holds::Day | Holds::Moment) && !is_planned
    }
}

const fn header(name: &'static str, holds: Holds, means: &'static str) -> SchemaKey {
    SchemaKey { name, holds, entries: &[], means }
}

const fn of(
    entries: &'static [&'static str],
    name: &'static str,
    holds: Holds,
    means: &'static str,
) -> SchemaKey {
    SchemaKey { name, holds, entries, means }
}

/// The keys above the first entry, in the order in which a new file has them.
pub const HEADER: [SchemaKey; 10] = [
    header("id", Holds::Text, "the id of the case, which is the name of its file"),
    header("programme", Holds::Text, "the programme"),
    header("name", Holds::Text, "the participant's name, where it is kept here"),
    header("ref", Holds::Text, "the number that the participant has elsewhere"),
    header("worker", Holds::Text, "the key worker at referral"),
    header("calendar", Holds::Text, "the calendar, where it is not the programme's"),
    header("referred", Holds::Day, "the referral"),
    header("started", Holds::Day, "the start on provision"),
    header("restricted", Holds::Truth, "whether the case is kept out of ordinary lists"),
    header("record-starts", Holds::Day, "from when the record speaks, of a spell begun elsewhere"),
];

const EVERY: &[&str] = &[
    "contact",
    "document",
    "activity",
    "job",
    "concern",
    "assignment",
    "excuse",
    "note",
    "extension",
    "exit",
];
const DATED: &[&str] =
    &["contact", "document", "activity", "concern", "excuse", "note", "exit", "assignment"];
const WITH_EMPLOYER: &[&str] = &["contact", "document", "activity", "job", "concern"];

/// The keys of entries, in the order in which a new entry has them.
pub const ENTRY: [SchemaKey; 32] = [
    of(&["document", "activity"], "kind", Holds::Text, "what it is, by the programme's words"),
    of(&["excuse"], "rule", Holds::Text, "the rule that is excused"),
    of(DATED, "on", Holds::Moment, "the day, with a local time where it is known"),
    of(&["excuse"], "due", Holds::Day, "the due date that is excused"),
    of(&["excuse", "assignment"], "from", Holds::Day, "the first day"),
    of(&["excuse"], "to", Holds::Day, "the last day"),
    of(&["extension"], "entered", Holds::Day, "the day of entry in the department's system"),
    of(&["extension"], "basis", Holds::Text, "on what it rests: offer, due-to-start or in-work"),
    of(&["contact"], "mode", Holds::Text, "its form, such as in-person or phone"),
    of(&["contact", "activity"], "outcome", Holds::Text, "what came of it, such as held"),
    of(&["contact"], "with", Holds::Texts, "whom it was with"),
    of(&["contact", "document"], "covers", Holds::Texts, "what it covered"),
    of(WITH_EMPLOYER, "employer", Holds::Text, "the employer"),
    of(&["job"], "offered", Holds::Day, "when the job was offered"),
    of(&["job"], "starts", Holds::Day, "when the job is expected to start"),
    of(&["job"], "started", Holds::Day, "when the job started"),
    of(&["job"], "ended", Holds::Day, "when the job ended"),
    of(&["contact", "activity"], "hours", Holds::Hours, "how long it took, in hours"),
    of(&["job"], "hours-per-week", Holds::Hours, "hours a week"),
    of(&["job"], "self-employed", Holds::Truth, "whether it is self-employment"),
    of(&["job"], "own-supply-chain", Holds::Truth, "whether the employer is the provider's own"),
    of(&["activity"], "paid", Holds::Truth, "whether it was paid"),
    of(&["activity"], "delivered-by", Holds::Text, "who delivered it"),
    of(&["document"], "issued-to", Holds::Texts, "to whom it was issued"),
    of(&["document"], "agreed-with", Holds::Texts, "with whom it was agreed"),
    of(&["document"], "signed", Holds::Truth, "whether it is signed"),
    of(&["contact", "excuse", "exit"], "reason", Holds::Text, "why"),
    of(EVERY, "worker", Holds::Text, "who did it; of an assignment, the key worker"),
    of(EVERY, "note", Holds::Text, "a note"),
    of(EVERY, "obtained", Holds::Text, "how the evidence was obtained"),
    of(EVERY, "ref", Holds::Text, "where the evidence lies, or its number elsewhere"),
    of(EVERY, "logged", Holds::Timestamp, "when it was recorded: its identity"),
];

/// The entries that a person records, in the order in which they are listed.
pub const ENTRIES: [SchemaEntry; 10] = [
    SchemaEntry { name: "contact", required: &["on", "mode", "outcome"] },
    SchemaEntry { name: "document", required: &["kind", "on"] },
    SchemaEntry { name: "activity", required: &["kind", "on"] },
    SchemaEntry { name: "job", required: &["employer"] },
    SchemaEntry { name: "concern", required: &["on"] },
    SchemaEntry { name: "assignment", required: &["worker"] },
    SchemaEntry { name: "excuse", required: &["rule", "on", "reason"] },
    SchemaEntry { name: "note", required: &["on"] },
    SchemaEntry { name: "extension", required: &["entered"] },
    SchemaEntry { name: "exit", required: &["on"] },
];

/// The key of the header of that name.
pub fn header_key(name: &str) -> Option<&'static SchemaKey> {
    HEADER.iter().find(|key| key.name == name)
}

/// The key of that name that an entry can have.
pub fn entry_key(name: &str) -> Option<&'static SchemaKey> {
    ENTRY.iter().find(|key| key.name == name)
}

/// Whether what a key holds is kept back where nobody is to be told who a case is about: names, what
/// people wrote in words of their own, where evidence lies; and whatever this table does not know.
pub fn is_kept_back(key: &str) -> bool {
    let is_known = header_key(key).is_some() || entry_key(key).is_some();
    !is_known || matches!(key, "name" | "ref" | "employer" | "note" | "reason" | "obtained")
}

/// The words that a key of an entry can have; none where any text will do, or only the programme knows.
pub fn words_of(entry: &str, key: &str) -> Vec<&'static str> {
    fn of<T: Word>() -> Vec<&'static str> {
        T::WORDS.iter().map(|(word, _)| *word).collect()
    }
    match (entry, key) {
        (_, "mode") => of::<Mode>(),
        ("activity", "outcome") => of::<ActivityOutcome>(),
        (_, "outcome") => of::<Outcome>(),
        (_, "with" | "issued-to" | "agreed-with") => of::<With>(),
        (_, "basis") => of::<Basis>(),
        (_, "delivered-by") => of::<Delivery>(),
        (_, "calendar") => Division::ALL.map(|(word, _)| word).to_vec(),
        _ => Vec::new(),
    }
}

/// What a key of an entry holds: an exit and an assignment are of a day, without a time.
pub fn holds(entry: &str, key: &str) -> Holds {
    match (entry, key) {
        ("exit" | "assignment", "on") => Holds::Day,
        _ => entry_key(key).map_or(Holds::Text, |key| key.holds),
    }
}
