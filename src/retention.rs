//! Until when a case is kept, by the period that the provider's settings set.
//!
//! It names days and does nothing: what is past its period is taken away by a person or not at all.

use crate::calendar::Day;
use crate::journey::Journey;
use crate::settings::{Keeping, KeptFrom};

/// What the day is that a period is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The exit on record.
    Exit,
    /// The last day that the programme has for the case: no exit is on record by then.
    LastDay,
    /// The last entry, which is later than either.
    LastEntry,
}

impl Counted {
    /// The word used in every output.
    pub fn word(self) -> &'static str {
        match self {
            Counted::Exit => "exit",
            Counted::LastDay => "last-day",
            Counted::LastEntry => "last-entry",
        }
    }

    /// In words, as it is told.
    pub fn words(self) -> &'static str {
        match self {
            Counted::Exit => "the exit",
            Counted::LastDay => "the programme's last day",
            Counted::LastEntry => "the last entry",
        }
    }
}

/// Until when a case that has ended is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The last day of provision.
    pub ended: Day,
    /// The day that the period is counted from.
    pub counted_from: Day,
    /// What that day is.
    pub counted_by: Counted,
    /// The last day on which it is kept.
    pub until: Day,
}

impl Kept {
    /// Until when a case is kept, if it has ended by the day judged. One that is open, or was reopened,
    /// has no such day.
    pub fn of(journey: &Journey<'_>, keeping: &Keeping) -> Option<Kept> {
        let ended = journey.scope_end()?;
        // An exit on record counts, though the programme's last day was before it.
        let end = journey.exit.map(|exit| (exit.on.value, Counted::Exit));
        let (end, by_end) = end.unwrap_or((ended, Counted::LastDay));
        let later = match keeping.from {
            KeptFrom::Exit => None,
            KeptFrom::LastEntry => last_entry(journey).filter(|last| *last > end),
        };
        let (counted_from, counted_by) =
            later.map_or((end, by_end), |last| (last, Counted::LastEntry));
        let until = journey.calendar.add(counted_from, keeping.period).result;
        Some(Kept { ended, counted_from, counted_by, until })
    }

    /// Whether the period is over on a day: the last day of it is still in it.
    pub fn is_past(self, today: Day) -> bool {
        self.until < today
    }
}

/// The day of the last entry by the day judged, whatever it is of; the end of a job counts too.
fn last_entry(journey: &Journey<'_>) -> Option<Day> {
    let entries = journey.case.entries();
    let days = entries.iter().filter_map(|entry| entry.on()).map(|on| on.day);
    let ends = journey.case.jobs.iter().filter_map(|job| job.ended);
    days.chain(ends).filter(|day| *day <= journey.today).max()
}
