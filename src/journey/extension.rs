//! The extension: whether it changes anything, and who is provided for in it.

use crate::calendar::{Day, add_days};
use crate::journey::Journey;

impl Journey<'_> {
    /// The day on which an extension was entered that changes something: by the standard day, and
    /// not after the exit. Otherwise it is a mistake to report.
    pub(super) fn effective_extension(&self) -> Option<Day> {
        let entered = self.entered_extension()?;
        let in_time = entered <= self.standard_day()?;
        let before_exit = self.exit.is_none_or(|exit| entered <= exit.on.value);
        (in_time && before_exit).then_some(entered)
    }

    /// The day on which an extension was entered, whether or not it changes anything.
    pub fn entered_extension(&self) -> Option<Day> {
        let entered = self.case.extension.as_ref()?.entered.value;
        (entered <= self.today).then_some(entered)
    }

    /// Whether the participant is in work on a day, or has a live job whose start is still to come
    /// or not recorded.
    pub fn is_provided_for_on(&self, day: Day) -> bool {
        self.in_work_on(day)
            || self.jobs.iter().any(|job| {
                job.is_live_on(day)
                    && !job.has_started_by(day)
                    && job.start_or_expected().is_none_or(|start| day <= start)
            })
    }

    /// The first working day after the standard day on which the participant is not provided for,
    /// given an effective extension. A weekend between two jobs is no end of employment.
    pub(super) fn first_day_out_of_work(&self) -> Option<Day> {
        self.extension?;
        let mut day = add_days(self.standard_day()?, 1);
        let last = self.end.unwrap_or(self.today).min(self.today);
        while day <= last {
            if self.calendar.is_working_day(day) && !self.is_provided_for_on(day) {
                return Some(day);
            }
            day = add_days(day, 1);
        }
        None
    }
}
