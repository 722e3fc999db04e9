//! The closed set of shapes that a rule can have, and their parameters.
//!
//! A shape says when an obligation opens and by when it is due; `crate::rule` has one file for
//! each. A clause that fits none gets a new shape there, never a special case.

use crate::calendar::Period;
use crate::programme::Dated;
use crate::reading::{Hundredths, words};

/// By when an obligation is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A limit in the guidance, counted from the day it opens.
    Within(Dated<Period>),
    /// A date chosen here, because the guidance gives no number.
    LocalTarget(Dated<Period>),
    /// The last day of a spell with a maximum length.
    ByLastDay,
    /// The start of the job, or else its expected start.
    ByJobStart,
}

words! {
    /// The day from which a deadline counts.
    DeadlineFrom {
        /// The referral.
        Referral = "referral",
        /// The start on provision.
        Start = "start",
        /// The last day of provision.
        End = "end",
        /// The first attended experience of work.
        FirstExperienceOfWork = "first-experience-of-work",
        /// Out of work in the extension, or else an end there without work.
        LeavingTheExtension = "leaving-the-extension",
    }
}

/// Once for a case.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The day from which it counts.
    pub from: DeadlineFrom,
    /// By when.
    pub limit: Limit,
    /// An earlier date to work to.
    pub aim: Option<Dated<Period>>,
}

words! {
    /// The day of a job from which its obligation counts.
    JobDay {
        /// The earlier of its offer and its start.
        Known = "known",
        /// Its start.
        Start = "start",
    }
}

/// Once for every job.
#[derive(Clone, Debug)]
pub struct EachJob {
    /// The day from which it counts.
    pub from: JobDay,
    /// By when.
    pub limit: Limit,
}

/// Where a chain begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainFrom {
    /// At the start on provision.
    Start,
    /// On the day on which this rule was met.
    Rule(String),
}

/// Again and again, each counted from the day the last was met.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Where it begins.
    pub from: ChainFrom,
    /// The longest time from one to the next.
    pub every: Dated<Period>,
    /// A shorter time to work to.
    pub aim: Option<Dated<Period>>,
}

words! {
    /// What is followed up.
    FollowUpOf {
        /// An appointment or activity that the participant missed.
        MissedAppointment = "missed-appointment",
        /// Trouble keeping the job.
        Concern = "concern",
    }
}

/// Once for every missed appointment or concern.
#[derive(Clone, Debug)]
pub struct FollowUp {
    /// What is followed up.
    pub of: FollowUpOf,
    /// By when.
    pub limit: Limit,
}

words! {
    /// The day by which hours must add up.
    TotalBy {
        /// The last day without an extension.
        StandardDay = "standard-day",
        /// The last day of a spell with a maximum length.
        LastDay = "last-day",
    }
}

/// Unpaid experience of work that must add up by a day.
#[derive(Clone, Debug)]
pub struct RunningTotal {
    /// The hours.
    pub hours: Dated<Hundredths>,
    /// The day.
    pub by: TotalBy,
}

/// The decision to extend the spell.
#[derive(Clone, Debug)]
pub struct ExtensionShape {
    /// How many days before the standard day the last safe day lies.
    pub days_before_standard: Dated<i64>,
}

/// The last day of the spell.
#[derive(Clone, Debug)]
pub struct ExitShape {
    /// Out of work in the extension, the exit is a must within this time.
    pub out_of_work_within: Option<Dated<Period>>,
}

/// When a rule opens and by when it is due.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Once for a case.
    Deadline(Deadline),
    /// Once for every job.
    EachJob(EachJob),
    /// Once for every whole week, Monday to Sunday.
    EachWeek,
    /// Once for every whole month: hours that must add up in it.
    EachMonth(Dated<Hundredths>),
    /// Again and again.
    Chain(Chain),
    /// Once for every missed appointment or concern.
    FollowUp(FollowUp),
    /// Hours that must add up by a day.
    RunningTotal(RunningTotal),
    /// The decision to extend the spell.
    Extension(ExtensionShape),
    /// The last day of the spell.
    Exit(ExitShape),
}

impl Shape {
    /// Every word that names a shape in a programme file.
    pub const WORDS: [&'static str; 9] = [
        "deadline",
        "each-job",
        "each-week",
        "each-month",
        "chain",
        "follow-up",
        "running-total",
        "extension",
        "exit",
    ];

    /// The word that names it.
    pub fn word(&self) -> &'static str {
        match self {
            Shape::Deadline(_) => "deadline",
            Shape::EachJob(_) => "each-job",
            Shape::EachWeek => "each-week",
            Shape::EachMonth(_) => "each-month",
            Shape::Chain(_) => "chain",
            Shape::FollowUp(_) => "follow-up",
            Shape::RunningTotal(_) => "running-total",
            Shape::Extension(_) => "extension",
            Shape::Exit(_) => "exit",
        }
    }

    /// Whether its evidence is said by `met-by`; the others say themselves what they count.
    pub fn takes_met_by(&self) -> bool {
        matches!(
            self,
            Shape::Deadline(_)
                | Shape::EachJob(_)
                | Shape::EachWeek
                | Shape::Chain(_)
                | Shape::FollowUp(_)
        )
    }

    /// Its limit, where it has one that is counted from the day it opens.
    pub fn limit(&self) -> Option<&Limit> {
        match self {
            Shape::Deadline(deadline) => Some(&deadline.limit),
            Shape::EachJob(each_job) => Some(&each_job.limit),
            Shape::FollowUp(follow_up) => Some(&follow_up.limit),
            _ => None,
        }
    }

    /// The same, to change it.
    pub(super) fn limit_mut(&mut self) -> Option<&mut Limit> {
        match self {
            Shape::Deadline(deadline) => Some(&mut deadline.limit),
            Shape::EachJob(each_job) => Some(&mut each_job.limit),
            Shape::FollowUp(follow_up) => Some(&mut follow_up.limit),
            _ => None,
        }
    }

    /// Whether its due date is a local target.
    pub fn is_local_target(&self) -> bool {
        matches!(self.limit(), Some(Limit::LocalTarget(_)))
    }
}
