//! Until when a case is kept, by the period that the provider's settings set.
//!
//! It names days and does nothing: what is past its period is taken away by a person or not at all.

use crate::calendar::Day;
use crate::journey::Journey;
use crate::settings::{Keeping, KeptFrom};

/// Until when a case that has ended is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The last day of provision.
    pub ended: Day,
    /// The day that the period is counted from.
    pub counted_from: Day,
    /// The last day on which it is kept.
    pub until: Day,
}

impl Kept {
    /// Until when a case is kept, if it has ended by the day judged. One that is open, or was reopened,
    /// has no such day.
    pub fn of(journey: &Journey<'_>, keeping: &Keeping) -> Option<Kept> {
        let ended = journey.scope_end()?;
        let counted_from = match keeping.from {
            KeptFrom::Exit => ended,
            KeptFrom::LastEntry => last_entry(journey).map_or(ended, |last| last.max(ended)),
        };
        let until = journey.calendar.add(counted_from, keeping.period).result;
        Some(Kept { ended, counted_from, until })
    }

    /// Whether the period is over on a day: the last day of it is still in it.
    pub fn is_past(self, today: Day) -> bool {
        self.until < today
    }
}

/// The day of the last entry, whatever it is of; the end of a job counts too.
fn last_entry(journey: &Journey<'_>) -> Option<Day> {
    let entries = journey.case.entries();
    let days = entries.iter().filter_map(|entry| entry.on()).map(|on| on.day);
    days.chain(journey.case.jobs.iter().filter_map(|job| job.ended)).max()
}
