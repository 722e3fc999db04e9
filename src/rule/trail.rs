//! How an obligation was worked out, kept as it is computed.
//!
//! The trail is data: the trigger, the sums with each day they skipped, the entries that counted
//! and those that did not, with the reason. Words are made of it only where somebody reads them.

use crate::calendar::{Day, Moment, Sum, Window, compact, long, short};
use crate::case::{Mode, Outcome, With};
use crate::journey::EntryRef;
use serde::{Deserialize, Serialize};

/// What opened an obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trigger {
    /// The referral.
    Referral(#[serde(with = "compact")] Day),
    /// The start on provision.
    Start(#[serde(with = "compact")] Day),
    /// The record of this provider, which begins in mid-spell.
    RecordStarts(#[serde(with = "compact")] Day),
    /// The end of provision.
    End(#[serde(with = "compact")] Day),
    /// Out of work in the extension.
    OutOfWork(#[serde(with = "compact")] Day),
    /// The first attended experience of work.
    FirstExperience(#[serde(with = "compact")] Day),
    /// A job became known.
    JobKnown(#[serde(with = "compact")] Day),
    /// A job started.
    JobStarted(#[serde(with = "compact")] Day),
    /// The previous one of a chain was met.
    PreviousMet(#[serde(with = "compact")] Day),
    /// Another rule was met.
    RuleMet(String, #[serde(with = "compact")] Day),
    /// The previous one of a chain was excused and is past.
    PreviousExcused(#[serde(with = "compact")] Day),
    /// A week.
    Week(Window),
    /// A month.
    Month(Window),
    /// An appointment was missed.
    Missed(Moment),
    /// A concern arose.
    Concern(Moment),
}

impl Trigger {
    /// The trigger as the end of a sentence: `the referral on Mon 2 Nov 2026`.
    pub fn words(&self) -> String {
        match self {
            Trigger::Referral(day) => format!("the referral on {}", long(*day)),
            Trigger::Start(day) => format!("the start on {}", long(*day)),
            Trigger::RecordStarts(day) => format!("the record's start on {}", long(*day)),
            Trigger::End(day) => format!("the end of provision on {}", long(*day)),
            Trigger::OutOfWork(day) => {
                format!("{}, the first working day out of work in the extension", long(*day))
            }
            Trigger::FirstExperience(day) => {
                format!("the first experience of work on {}", long(*day))
            }
            Trigger::JobKnown(day) => format!("the day the job was known, {}", long(*day)),
            Trigger::JobStarted(day) => format!("the start of the job on {}", long(*day)),
            Trigger::PreviousMet(day) => format!("the last one on {}", long(*day)),
            Trigger::RuleMet(rule, day) => format!("`{rule}`, met on {}", long(*day)),
            Trigger::PreviousExcused(day) => {
                format!("the last one, which was excused and due on {}", long(*day))
            }
            Trigger::Week(window) => {
                format!("the week from {} to {}", short(window.from), long(window.to))
            }
            Trigger::Month(window) => format!("the month of {}", window.from.format("%B %Y")),
            Trigger::Missed(moment) => format!("the appointment missed on {}", moment.long()),
            Trigger::Concern(moment) => format!("the concern of {}", moment.long()),
        }
    }
}

/// Whether an entry counted, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It counted.
    Counted,
    /// It counted by exception, with its reason on record.
    CountedByException,
    /// It was not held.
    NotHeld(Outcome),
    /// It was not face to face.
    NotFaceToFace(Mode),
    /// It was by the mode that counts by exception, without its reason.
    NoReason(Mode),
    /// It was no offer.
    NoOffer(Outcome),
    /// The participant was not there.
    NotWithParticipant,
    /// Somebody else was not there.
    NotWith(With),
    /// It lies before the first day that counts.
    Before(Day),
    /// It does not come after what it would follow up.
    NotAfter(Moment),
    /// It lies after the day on which the scope closed.
    AfterClose(Day),
    /// It belongs to another job, or to none.
    OtherJob,
    /// It was not issued to whom it must be.
    NotIssuedTo(With),
    /// It is a contact where a document is asked for.
    NoDocument,
    /// It does not say what the contact covered.
    DoesNotCover(String),
    /// It was paid.
    Paid,
    /// It was not attended.
    NotAttended,
    /// It gives no hours.
    NoHours,
}

impl Verdict {
    /// Whether it counted.
    pub fn counts(&self) -> bool {
        matches!(self, Verdict::Counted | Verdict::CountedByException)
    }

    /// The verdict in words, as they follow the entry.
    pub fn words(&self) -> String {
        match self {
            Verdict::Counted => "counted".to_owned(),
            Verdict::CountedByException => {
                "counted by exception: not in person, with the reason on record".to_owned()
            }
            Verdict::NotHeld(outcome) => format!("not held: the outcome is {}", outcome.word()),
            Verdict::NotFaceToFace(mode) => format!("not face to face: {}", mode.word()),
            Verdict::NoReason(mode) => {
                format!("by {} and no reason is on record, so not face to face", mode.word())
            }
            Verdict::NoOffer(outcome) => format!("no offer: the outcome is {}", outcome.word()),
            Verdict::NotWithParticipant => "the participant was not there".to_owned(),
            Verdict::NotWith(whom) => format!("not with the {}", whom.word()),
            Verdict::Before(day) => format!("too early: only from {} on", long(*day)),
            Verdict::NotAfter(moment) => format!("not after {}", moment.long()),
            Verdict::AfterClose(day) => {
                format!("too late: it could be met until {} only", long(*day))
            }
            Verdict::OtherJob => "belongs to another job, or to none".to_owned(),
            Verdict::NotIssuedTo(whom) => format!("not recorded as issued to the {}", whom.word()),
            Verdict::NoDocument => "a document is asked for, not a contact".to_owned(),
            Verdict::DoesNotCover(what) => format!("does not say that it covered `{what}`"),
            Verdict::Paid => "paid, and unpaid hours are asked for".to_owned(),
            Verdict::NotAttended => "not attended".to_owned(),
            Verdict::NoHours => "no hours are on record".to_owned(),
        }
    }
}

/// An entry that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Considered<'a> {
    /// The entry.
    pub entry: EntryRef<'a>,
    /// Whether it counted.
    pub verdict: Verdict,
}

/// How an obligation was worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trail<'a> {
    /// What opened it.
    pub trigger: Trigger,
    /// Where the due date is no sum: what it is, as the end of a sentence.
    pub basis: Option<String>,
    /// How the due date came about.
    pub due: Option<Sum>,
    /// How the aim came about.
    pub aim: Option<Sum>,
    /// Steps that are no sums, in words.
    pub steps: Vec<String>,
    /// The entries that were looked at.
    pub considered: Vec<Considered<'a>>,
}

impl Trail<'_> {
    /// A trail that begins with a trigger.
    pub fn from(trigger: Trigger) -> Self {
        Trail {
            trigger,
            basis: None,
            due: None,
            aim: None,
            steps: Vec::new(),
            considered: Vec::new(),
        }
    }

    /// The same trail with the sum that gives the due date.
    #[must_use]
    pub fn due(mut self, sum: Sum) -> Self {
        self.due = Some(sum);
        self
    }

    /// The same trail with what the due date is, where it is no sum.
    #[must_use]
    pub fn basis(mut self, basis: impl Into<String>) -> Self {
        self.basis = Some(basis.into());
        self
    }

    /// The same trail with a step in words.
    #[must_use]
    pub fn step(mut self, step: impl Into<String>) -> Self {
        self.steps.push(step.into());
        self
    }
}
