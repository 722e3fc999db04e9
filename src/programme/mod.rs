//! The programme file: the guidance as data.
//!
//! A [`Programme`] is read from a TOML file that a policy officer can read; `ipes.toml` and
//! `work-choice.toml` are embedded, a folder may extend them or add its own. What a shape of rule
//! *does* is in `crate::rule`; here is only what a file *says*. A programme file can compute dates
//! and nothing else.

mod builtin;
mod dated;
mod evidence;
mod kinds;
mod provision;
mod read;
mod record;
mod rule;
mod scenario;
mod shape;
mod source;
mod warning;

pub use builtin::{BUILTIN, Builtin, begin_reading, builtin};
pub use dated::Dated;
pub use evidence::{ContactForm, Covering, MetBy, OnOrAfter};
pub use kinds::{ActivityKind, DocumentKind, Kinds};
pub use provision::{
    DayOne, FaceToFace, JobEntries, Length, Milestone, MilestoneKind, Provision, Stage, StageWhen,
};
pub use read::{Extension, ProgrammeFile, read_programme_file};
pub use record::{RecordCommand, shell_word};
pub use rule::{Condition, Exemption, Rule, ScopeKind, Severity};
pub use scenario::{Expectation, ObligationExpectation, Scenario, Wanted, read_scenarios};
pub use shape::{
    Chain, ChainFrom, Deadline, DeadlineFrom, EachJob, ExitShape, ExtensionShape, FollowUp,
    FollowUpOf, JobDay, Limit, RunningTotal, Shape, TotalBy,
};
pub use source::{NotModelled, Reference};
pub use warning::{WarningRule, WarningShape};

use crate::calendar::Division;

/// A programme: its rules, stages, milestones, warnings and kinds.
#[derive(Clone, Debug)]
pub struct Programme {
    /// The id that case files name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it applies.
    pub applies_to: String,
    /// The calendar of a case that names none.
    pub calendar: Division,
    /// A notice shown on every report, such as that the guidance is withdrawn.
    pub notice: Option<String>,
    /// The documents it was written from.
    pub sources: Vec<Reference>,
    /// How days of provision are counted and when a spell ends.
    pub provision: Provision,
    /// What counts as face to face.
    pub face_to_face: FaceToFace,
    /// How an entry finds its job.
    pub job_entries: JobEntries,
    /// Stages, the first that fits.
    pub stages: Vec<Stage>,
    /// Rules, in the order of the guidance.
    pub rules: Vec<Rule>,
    /// Warnings beside the obligations.
    pub warnings: Vec<WarningRule>,
    /// Milestones always shown.
    pub milestones: Vec<Milestone>,
    /// Kinds of document, activity and cover, and exit reasons.
    pub kinds: Kinds,
    /// Paragraphs that are deliberately not computed.
    pub not_modelled: Vec<NotModelled>,
    /// A digest of the file or files it was read from.
    pub digest: String,
}

impl Programme {
    /// The rule of that id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Whether a spell on it can be extended.
    pub fn has_extension(&self) -> bool {
        matches!(self.provision.length, Length::Days { .. })
    }

    /// Every paragraph of every source, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = (&Reference, &str)> {
        self.sources.iter().flat_map(|source| {
            source.paragraphs.iter().map(move |paragraph| (source, paragraph.as_str()))
        })
    }
}
