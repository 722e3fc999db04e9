//! The closed set of warnings that a programme can give beside its obligations.

use crate::calendar::Period;
use crate::case::With;
use crate::programme::Dated;
use crate::reading::Hundredths;

/// A warning: what it looks for, and what it says.
#[derive(Clone, Debug)]
pub struct WarningRule {
    /// The code, as JSON names it.
    pub code: String,
    /// The paragraphs.
    pub cite: Vec<String>,
    /// What it says; words in braces are filled in.
    pub says: String,
    /// What it looks for.
    pub shape: WarningShape,
}

/// What a warning looks for.
#[derive(Clone, Debug)]
pub enum WarningShape {
    /// A held contact in the mode that counts by exception, without its reason.
    ExceptionWithoutReason,
    /// Another key worker while in work.
    KeyWorkerChanged,
    /// In-work support by somebody other than the key worker, unless the contact covers this.
    SupportByAnother {
        /// The cover that answers it.
        unless_covered: Option<String>,
    },
    /// An employer that is the provider or its supply chain.
    OwnSupplyChain,
    /// Activity with nothing on record that covers this.
    ActivityWithout {
        /// What should be covered.
        covers: String,
        /// Whether only experience of work is meant.
        experience_only: bool,
    },
    /// A document that lacks something.
    DocumentLacks {
        /// The kind of document, or what it covers.
        covers: String,
        /// Whether it must be signed.
        signed: bool,
        /// What it must cover as well.
        covering: Option<String>,
        /// With whom it must be agreed.
        agreed_with: Vec<With>,
    },
    /// An extension that changes nothing.
    ExtensionTooLate,
    /// An extension entered when no job was known.
    ExtensionWithoutJob,
    /// The case is in this stage.
    InStage(String),
    /// An exit dated after the day on which the system ended the spell.
    ExitAfterSystemEnd,
    /// In work at the end with fewer days of in-work support than the minimum.
    ShortInWorkSupport {
        /// Exit reasons for which it is not said.
        unless_exit_reason: Vec<String>,
    },
    /// A job with neither a start nor an expected start.
    JobWithoutStart,
    /// An offer that is this long past its expected start.
    OfferPastExpectedStart {
        /// How long.
        after: Dated<Period>,
    },
    /// An excuse that covers no obligation.
    ExcuseCoversNothing,
    /// An entry that names the employer of no job.
    UnknownEmployer,
    /// A date past the end of the holiday table.
    HolidayTableTooShort,
    /// Open jobs that come to fewer hours a week together.
    WeeklyHoursBelow {
        /// The least.
        hours: Dated<Hundredths>,
    },
    /// No job is open.
    NoOpenJob,
    /// An open job without its weekly hours.
    WeeklyHoursNotRecorded,
    /// A held contact covering this that was not in person.
    ContactNotInPerson {
        /// What it covers.
        covers: String,
    },
    /// A held contact covering this without the employer.
    ContactWithoutEmployer {
        /// What it covers.
        covers: String,
        /// The document that says the participant declined it.
        declined: Option<String>,
        /// The document that says the participant agreed again.
        agreed: Option<String>,
    },
}

impl WarningShape {
    /// Every word that names one in a programme file.
    pub const WORDS: [&'static str; 21] = [
        "exception-without-reason",
        "key-worker-changed",
        "support-by-another",
        "own-supply-chain",
        "activity-without",
        "document-lacks",
        "extension-too-late",
        "extension-without-job",
        "in-stage",
        "exit-after-system-end",
        "short-in-work-support",
        "job-without-start",
        "offer-past-expected-start",
        "excuse-covers-nothing",
        "unknown-employer",
        "holiday-table-too-short",
        "weekly-hours-below",
        "no-open-job",
        "weekly-hours-not-recorded",
        "contact-not-in-person",
        "contact-without-employer",
    ];

    /// What it names that must be a document or a cover of the programme.
    pub fn covers(&self) -> impl Iterator<Item = &str> {
        let named: [Option<&str>; 3] = match self {
            WarningShape::SupportByAnother { unless_covered } => {
                [unless_covered.as_deref(), None, None]
            }
            WarningShape::ActivityWithout { covers, .. }
            | WarningShape::ContactNotInPerson { covers } => [Some(covers), None, None],
            WarningShape::DocumentLacks { covers, covering, .. } => {
                [Some(covers), covering.as_deref(), None]
            }
            WarningShape::ContactWithoutEmployer { covers, declined, agreed } => {
                [Some(covers), declined.as_deref(), agreed.as_deref()]
            }
            _ => [None, None, None],
        };
        named.into_iter().flatten()
    }

    /// The words that can be filled in where it says what it found.
    pub fn words(&self) -> &'static [&'static str] {
        match self {
            WarningShape::KeyWorkerChanged | WarningShape::SupportByAnother { .. } => {
                &["on", "worker"]
            }
            WarningShape::OwnSupplyChain
            | WarningShape::JobWithoutStart
            | WarningShape::OfferPastExpectedStart { .. }
            | WarningShape::UnknownEmployer
            | WarningShape::WeeklyHoursNotRecorded => &["on", "employer"],
            WarningShape::ExtensionTooLate | WarningShape::ExitAfterSystemEnd => &["on", "day"],
            WarningShape::InStage(_) => &["day"],
            WarningShape::ShortInWorkSupport { .. } => &["on", "days", "minimum"],
            WarningShape::ExcuseCoversNothing => &["on", "rule"],
            WarningShape::HolidayTableTooShort => &["on", "year"],
            WarningShape::WeeklyHoursBelow { .. } => &["hours", "least"],
            WarningShape::NoOpenJob => &[],
            _ => &["on"],
        }
    }
}
