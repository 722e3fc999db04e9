//! The bands of the due list.

use crate::calendar::{Day, add_days};
use crate::obligation::{Obligation, Status};
use crate::reading::words;
use crate::rule::Recurrence;

words! {
    /// Where in the due list an obligation stands; the order is that of the list.
    Band {
        /// Overdue.
        Overdue = "overdue",
        /// Open, to be done by the last day of the window.
        ThisWeek = "this-week",
        /// Open, later, and near enough to be listed.
        Coming = "coming",
    }
}

impl Obligation<'_> {
    /// The band for a window that ends on a day; none keeps it out of the list.
    ///
    /// A week is never coming: it is this week's, or not there yet. An open month that is not this
    /// week's always is.
    pub fn band(&self, window_ends: Day, today: Day, numbers_day: Day) -> Option<Band> {
        match self.status {
            Status::Overdue => Some(Band::Overdue),
            Status::Open if self.do_by <= window_ends => Some(Band::ThisWeek),
            Status::Open => {
                let lead = *self.instance.rule.lead.on(numbers_day);
                let coming = match self.instance.recurrence {
                    Recurrence::Week(_) => false,
                    Recurrence::Month(_) => true,
                    Recurrence::Single => add_days(self.do_by, -lead) <= today,
                };
                coming.then_some(Band::Coming)
            }
            _ => None,
        }
    }
}
