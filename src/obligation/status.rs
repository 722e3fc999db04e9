//! The status of an obligation: the one function for every list, report and exit code.

use crate::calendar::Day;
use crate::programme::Severity;
use crate::reading::words;
use crate::rule::Instance;

words! {
    /// What has become of an obligation (OBLIGATIONS.md section 2).
    Status {
        /// Met by its due date.
        Met = "met",
        /// The guidance exempts from it here.
        NotApplicable = "not-applicable",
        /// The provider excused it.
        Excused = "excused",
        /// Met after its due date.
        MetLate = "met-late",
        /// It can no longer be met, and was due by then.
        Missed = "missed",
        /// It can no longer be met, and was not yet due.
        Lapsed = "lapsed",
        /// Due, not met, and can still be met.
        Overdue = "overdue",
        /// Not yet due.
        Open = "open",
    }
}

/// The first status that applies on a day.
pub(super) fn status(instance: &Instance<'_>, is_excused: bool, today: Day) -> Status {
    let due = instance.due.day;
    let closed = instance.scope.closes.filter(|closes| *closes < today);
    let lapses = instance.scope.lapses || instance.severity == Severity::Optional;
    if instance.is_met_in_time() {
        Status::Met
    } else if instance.not_applicable.is_some() {
        Status::NotApplicable
    } else if is_excused {
        Status::Excused
    } else if instance.met.is_some() {
        Status::MetLate
    } else if closed.is_some_and(|closes| due <= closes && !lapses) {
        Status::Missed
    } else if closed.is_some() {
        Status::Lapsed
    } else if today > due {
        Status::Overdue
    } else {
        Status::Open
    }
}

impl Status {
    /// Whether something is still to be done about it.
    pub fn is_to_do(self) -> bool {
        matches!(self, Status::Overdue | Status::Open)
    }

    /// Whether it should have been done, or should be still, and is not.
    pub fn is_wanting(self) -> bool {
        self.is_to_do() || self == Status::Missed
    }
}
