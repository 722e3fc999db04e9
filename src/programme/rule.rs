//! One clause of guidance, as data.

use crate::programme::{Dated, MetBy, RecordCommand, Shape};
use crate::reading::words;

words! {
    /// How much hangs on an obligation; the order is that of the due list.
    Severity {
        /// A limit in the guidance.
        Must = "must",
        /// A day that matters, whatever is done about it.
        Milestone = "milestone",
        /// The guidance sets no number: the due date is a local target.
        Prompt = "prompt",
        /// A choice.
        Optional = "optional",
    }
}

words! {
    /// How far the span goes in which an obligation can be met.
    ScopeKind {
        /// It ends with the provision, the job, the week or the month.
        Usual = "usual",
        /// It never closes.
        NeverCloses = "never-closes",
    }
}

/// What must hold, all of it, for an obligation to exist or an exemption to apply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// In work at the end of provision, or not.
    pub in_work_at_the_end: Option<bool>,
    /// The exit has one of these reasons.
    pub exit_reasons: Vec<String>,
    /// The rule named has no obligation in this case.
    pub no_obligation: Option<String>,
    /// The obligation's job is self-employment, or not.
    pub self_employed: Option<bool>,
    /// A job has started.
    pub job_started: bool,
    /// Paid experience of work is on record.
    pub paid_experience: bool,
}

/// What exempts from a rule, and the reason to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exemption {
    /// When it applies.
    pub condition: Condition,
    /// The reason to show.
    pub because: String,
}

/// One clause of guidance.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, the same for good.
    pub id: String,
    /// What to do, in plain words.
    pub title: String,
    /// The paragraphs it rests on.
    pub cite: Vec<String>,
    /// What was decided where the guidance is silent or contradicts itself.
    pub ruling: Option<String>,
    /// How much hangs on it; none where the shape decides.
    pub severity: Option<Severity>,
    /// It becomes a must once an entry covers this.
    pub must_once_covered: Option<String>,
    /// How many days before its day it is listed as coming.
    pub lead: Dated<i64>,
    /// When it opens and by when it is due.
    pub shape: Shape,
    /// The ways to meet it; empty where the shape says what is counted.
    pub met_by: Vec<MetBy>,
    /// It exists only if this holds.
    pub only_if: Condition,
    /// What exempts from it.
    pub not_applicable: Vec<Exemption>,
    /// How far the span goes in which it can be met.
    pub scope: ScopeKind,
    /// The command that records what meets it.
    pub record: RecordCommand,
    /// Why a folder switched it off.
    pub off: Option<String>,
    /// What a folder changed about it, in words.
    pub overridden: Option<String>,
}

impl Rule {
    /// Whether its due date is a local target, not a limit of the guidance.
    pub fn is_local_target(&self) -> bool {
        self.shape.is_local_target()
    }
}
