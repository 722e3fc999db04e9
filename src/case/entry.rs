//! The dated entries of a case file.

use crate::calendar::{Day, Moment, Window};
use crate::case::words::{ActivityOutcome, Basis, Delivery, Mode, Outcome, With};
use crate::reading::{Hundredths, Span, Written};

/// What every entry may carry: where it stands, when it was logged, by whom, and its evidence.
#[derive(Clone, Debug)]
pub struct Record {
    /// The line of its header, counted from 1.
    pub line: usize,
    /// The span of its header.
    pub span: Span,
    /// When the tool wrote it, in UTC: its identity.
    pub logged: Option<String>,
    /// The worker who did it.
    pub worker: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// How the evidence was obtained.
    pub obtained: Option<String>,
    /// Where the evidence lies.
    pub reference: Option<String>,
}

/// A contact, with the participant unless `with` says otherwise.
#[derive(Clone, Debug)]
pub struct Contact {
    /// What every entry may carry.
    pub record: Record,
    /// The meeting's day, or the day on which it was offered or missed.
    pub on: Moment,
    /// Its form.
    pub mode: Mode,
    /// What came of it.
    pub outcome: Outcome,
    /// Whom it was with.
    pub with: Vec<With>,
    /// What it covered, if it was held.
    pub covers: Vec<Written<String>>,
    /// Hours spent.
    pub hours: Option<Hundredths>,
    /// Why it was not in person.
    pub reason: Option<String>,
    /// The employer it concerns.
    pub employer: Option<Written<String>>,
}

impl Contact {
    /// Whether a reason that is not blank is on record.
    pub fn has_reason(&self) -> bool {
        self.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty())
    }
}

/// Something completed, agreed, issued or entered.
#[derive(Clone, Debug)]
pub struct Document {
    /// What every entry may carry.
    pub record: Record,
    /// What it is.
    pub kind: Written<String>,
    /// The day.
    pub on: Moment,
    /// What else it covers.
    pub covers: Vec<Written<String>>,
    /// The employer it concerns.
    pub employer: Option<Written<String>>,
    /// To whom it was issued.
    pub issued_to: Vec<With>,
    /// With whom it was agreed.
    pub agreed_with: Vec<With>,
    /// Whether it is signed.
    pub signed: bool,
}

/// Hours that the participant spent.
#[derive(Clone, Debug)]
pub struct Activity {
    /// What every entry may carry.
    pub record: Record,
    /// What it was.
    pub kind: Written<String>,
    /// The day.
    pub on: Moment,
    /// How long; always there for an attended one.
    pub hours: Option<Hundredths>,
    /// Whether the participant came.
    pub outcome: ActivityOutcome,
    /// Whether it was paid.
    pub paid: bool,
    /// Who delivered it.
    pub delivered_by: Delivery,
    /// The employer it concerns.
    pub employer: Option<Written<String>>,
}

/// A job, offered or started.
#[derive(Clone, Debug)]
pub struct Job {
    /// What every entry may carry.
    pub record: Record,
    /// The employer.
    pub employer: Written<String>,
    /// When it was offered.
    pub offered: Option<Day>,
    /// When it is expected to start.
    pub starts: Option<Day>,
    /// When it started.
    pub started: Option<Day>,
    /// When it ended; without a start, the offer came to nothing.
    pub ended: Option<Day>,
    /// Hours a week.
    pub hours_per_week: Option<Hundredths>,
    /// Whether it is self-employment.
    pub self_employed: bool,
    /// Whether the employer is the provider or its supply chain.
    pub own_supply_chain: bool,
}

/// Trouble keeping the job.
#[derive(Clone, Debug)]
pub struct Concern {
    /// What every entry may carry.
    pub record: Record,
    /// When it arose.
    pub on: Moment,
    /// The employer it concerns.
    pub employer: Option<Written<String>>,
}

/// Another key worker from a day on.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// What every entry may carry.
    pub record: Record,
    /// The key worker.
    pub worker: Written<String>,
    /// From this day.
    pub from: Written<Day>,
}

/// Which due dates an excuse covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExcuseSpan {
    /// A single due date.
    Due(Day),
    /// Every due date in the span, and every week that it overlaps.
    Span(Window),
}

/// An excuse given by the provider; the guidance gives no such power.
#[derive(Clone, Debug)]
pub struct Excuse {
    /// What every entry may carry.
    pub record: Record,
    /// The rule it excuses.
    pub rule: Written<String>,
    /// What it covers.
    pub covers: ExcuseSpan,
    /// Why.
    pub reason: String,
    /// The day on which it was given.
    pub on: Moment,
}

/// A note, which meets nothing.
#[derive(Clone, Debug)]
pub struct Note {
    /// What every entry may carry.
    pub record: Record,
    /// The day.
    pub on: Moment,
}

/// The extension, as entered in the department's system.
#[derive(Clone, Debug)]
pub struct Extension {
    /// What every entry may carry.
    pub record: Record,
    /// The day on which it was entered.
    pub entered: Written<Day>,
    /// On what it rests.
    pub basis: Option<Basis>,
}

/// The exit from the programme.
#[derive(Clone, Debug)]
pub struct Exit {
    /// What every entry may carry.
    pub record: Record,
    /// The last day of provision.
    pub on: Written<Day>,
    /// The reason, from the programme's list.
    pub reason: Option<Written<String>>,
    /// Whether the reason is told; obligations depend on it all the same.
    pub tells_reason: bool,
}

/// A value that two people set differently, written by a merge.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// Where it stands.
    pub span: Span,
    /// The key that has two values.
    pub key: Option<String>,
}
