//! The spell on provision: its days, its length, its stages and milestones.

use crate::calendar::{Day, Period};
use crate::case::{Mode, Outcome};
use crate::programme::Dated;
use crate::reading::words;

words! {
    /// Which day is day 1.
    DayOne {
        /// The start itself.
        Start = "start",
        /// The day after the start.
        DayAfter = "day-after",
    }
}

/// How long a spell lasts.
#[derive(Clone, Debug)]
pub enum Length {
    /// Counted in days: the system ends it after the standard day unless it was extended.
    Days {
        /// The last day without an extension.
        standard: Dated<i64>,
        /// The last day with one.
        extended: Dated<i64>,
        /// The days of in-work support that are the minimum.
        in_work_minimum: Dated<i64>,
    },
    /// A span from the start, or the programme's close if that is earlier.
    Maximum {
        /// The span; the last day is the one before it is over.
        length: Dated<Period>,
        /// The programme's close.
        closes: Option<Day>,
    },
}

/// How days of provision are counted and when a spell ends.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Which day is day 1.
    pub day_one: DayOne,
    /// How long a spell lasts.
    pub length: Length,
    /// What was decided where the guidance is silent.
    pub ruling: Option<String>,
}

/// What counts as a face-to-face contact.
#[derive(Clone, Debug)]
pub struct FaceToFace {
    /// The mode that is face to face.
    pub mode: Mode,
    /// The mode that counts by exception, if held and with the reason on record.
    pub by_exception: Option<Mode>,
    /// Outcomes that are no offer of a contact.
    pub no_offer_if: Vec<Outcome>,
    /// The paragraphs.
    pub cite: Vec<String>,
    /// What was decided where the guidance is silent.
    pub ruling: Option<String>,
}

impl Default for FaceToFace {
    fn default() -> FaceToFace {
        FaceToFace {
            mode: Mode::InPerson,
            by_exception: None,
            no_offer_if: vec![Outcome::Cancelled, Outcome::Sent],
            cite: Vec::new(),
            ruling: None,
        }
    }
}

/// How an entry finds the job it belongs to.
#[derive(Clone, Debug, Default)]
pub struct JobEntries {
    /// How long before a job becomes known an entry may already concern it.
    pub ahead: Option<Dated<Period>>,
    /// For entries that cover one of these.
    pub ahead_for: Vec<String>,
}

words! {
    /// When a stage fits.
    StageWhen {
        /// After the last day of provision.
        Ended = "ended",
        /// Before the start.
        NotStarted = "not-started",
        /// In work.
        InWork = "in-work",
        /// After the standard day, with a start of work still to come.
        ExtensionAndProvidedFor = "extension-and-provided-for",
        /// After the standard day.
        Extension = "extension",
        /// Always.
        Otherwise = "otherwise",
    }
}

/// A stage of the participant's journey.
#[derive(Clone, Debug)]
pub struct Stage {
    /// The id, as reports name it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it fits.
    pub when: StageWhen,
}

words! {
    /// What a milestone shows.
    MilestoneKind {
        /// Day n of m.
        DayOfProvision = "day-of-provision",
        /// The last safe day to enter an extension.
        ExtensionLastSafeDay = "extension-last-safe-day",
        /// The last day without an extension.
        StandardDay = "standard-day",
        /// The last day with an extension.
        ExtendedDay = "extended-day",
        /// Days in work so far, all jobs together.
        DaysInWork = "days-in-work",
        /// The day on which the minimum of in-work support is reached.
        InWorkMinimum = "in-work-minimum",
        /// The last day of a spell with a maximum length.
        LastDay = "last-day",
    }
}

/// A milestone, always shown.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// The code, as JSON names it.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The paragraphs.
    pub cite: Vec<String>,
    /// What it shows.
    pub what: MilestoneKind,
}
