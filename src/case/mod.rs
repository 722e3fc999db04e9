//! The case file: one participant's spell on one programme, as it is read.
//!
//! [`Case`] and its entries are dated facts and nothing else (OBLIGATIONS.md section 3); what
//! follows from them is worked out elsewhere. Reading one is [`Case::read`], which collects every
//! problem of the file. What only a programme can tell (whether a kind exists) is left to checks.
//!
//! The text itself is handled apart from its meaning: [`Layout`] says where things lie in it,
//! [`append`], [`set`], [`unset`] and [`remove`] edit it without touching another byte,
//! [`difference`](difference()) says what has changed between two texts, [`merge`](merge()) makes
//! one of what two people made of it, and [`Person`] says whether two are of one person.

mod conflict;
mod difference;
mod entry;
mod facts;
mod id;
mod identity;
mod layout;
mod listing;
mod meaning;
mod merge;
mod nameless;
mod person;
mod read;
mod remarks;
mod said;
pub mod schema;
mod splice;
mod value;
mod words;

pub use difference::{Change, Difference, EntryChange, KeyChange, Lost, Rewritten, difference};
pub use entry::{
    Activity, Assignment, Concern, Conflict, Contact, Document, Excuse, ExcuseSpan, Exit,
    Extension, Job, Note, Record,
};
pub use facts::{CaseFacts, EntryFacts, Fact};
pub use id::CaseId;
pub use layout::{Block, Key, Layout, LayoutError, LineEnding, Lines};
pub use listing::{Entry, hours_words};
pub use merge::{Disagreement, Merged, NotMergeable, Version, merge};
pub use nameless::KEPT_BACK;
pub use person::{Evidence, Likeness, Person};
pub use remarks::remarks;
pub use said::Said;
pub use splice::{NewEntry, Place, SpliceError, append, append_all, remove, set, unset};
pub use value::Value;
pub use words::{ActivityOutcome, Basis, Delivery, Mode, Outcome, With};

use crate::calendar::{Day, Division};
use crate::reading::Written;

/// One participant's spell on one programme, in the order of the file.
#[derive(Clone, Debug)]
pub struct Case {
    /// The file's stem.
    pub id: CaseId,
    /// The programme's id.
    pub programme: Written<String>,
    /// The participant's name, where the provider keeps names here.
    pub name: Option<String>,
    /// The number that the participant has elsewhere, as in the sheet the case was imported from.
    pub reference: Option<String>,
    /// The key worker at referral.
    pub worker: Option<Written<String>>,
    /// The calendar, where it is not the programme's default.
    pub calendar: Option<Division>,
    /// The day of referral.
    pub referred: Option<Written<Day>>,
    /// The start on provision.
    pub started: Option<Written<Day>>,
    /// Kept out of ordinary lists.
    pub restricted: bool,
    /// Whether names are kept back in it, so that what stands for an employer is nobody's name.
    pub is_nameless: bool,
    /// From when this provider's record speaks, for a spell begun elsewhere.
    pub record_starts: Option<Day>,
    /// The extension, as entered in the department's system.
    pub extension: Option<Extension>,
    /// The exit.
    pub exit: Option<Exit>,
    /// Contacts.
    pub contacts: Vec<Contact>,
    /// Documents completed, agreed, issued or entered.
    pub documents: Vec<Document>,
    /// Activity and experience of work.
    pub activities: Vec<Activity>,
    /// Jobs.
    pub jobs: Vec<Job>,
    /// Concerns about keeping a job.
    pub concerns: Vec<Concern>,
    /// Changes of key worker.
    pub assignments: Vec<Assignment>,
    /// Excuses given by the provider.
    pub excuses: Vec<Excuse>,
    /// Notes, which meet nothing.
    pub notes: Vec<Note>,
    /// What a merge left to be settled.
    pub conflicts: Vec<Conflict>,
}

impl Case {
    /// The key worker on a day: the latest assignment by then, else the one at referral.
    pub fn worker_on(&self, day: Day) -> Option<&str> {
        self.assignments
            .iter()
            .filter(|assignment| assignment.from.value <= day)
            .max_by_key(|assignment| assignment.from.value)
            .map(|assignment| assignment.worker.value.as_str())
            .or_else(|| self.worker.as_ref().map(|worker| worker.value.as_str()))
    }
}
