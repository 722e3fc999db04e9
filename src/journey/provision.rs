//! Days of provision, and when provision ends.

use crate::calendar::{Day, add_days, days_between};
use crate::journey::Journey;
use crate::programme::{DayOne, Length};

impl Journey<'_> {
    /// The day on which a day of provision falls. The start is day 1, unless the programme counts
    /// from the day after.
    pub fn date_of_day(&self, number: i64) -> Option<Day> {
        let first = match self.programme.provision.day_one {
            DayOne::Start => 1,
            DayOne::DayAfter => 0,
        };
        Some(add_days(self.started?, number - first))
    }

    /// Which day of provision a day is.
    pub fn day_number(&self, day: Day) -> Option<i64> {
        let day_one = self.date_of_day(1)?;
        Some(days_between(day_one, day) + 1)
    }

    /// The newest day of provision there is: the day judged, or its last one once it has ended.
    pub fn newest_day(&self) -> Day {
        self.end.map_or(self.today, |end| end.min(self.today))
    }

    /// Which day of provision the newest one is.
    pub fn day_reached(&self) -> Option<i64> {
        self.day_number(self.newest_day())
    }

    /// The number of the last day without an extension.
    pub fn standard_days(&self) -> Option<i64> {
        match &self.programme.provision.length {
            Length::Days { standard, .. } => Some(*standard.on(self.numbers_day())),
            Length::Maximum { .. } => None,
        }
    }

    /// The number of the last day with an extension.
    pub fn extended_days(&self) -> Option<i64> {
        match &self.programme.provision.length {
            Length::Days { extended, .. } => Some(*extended.on(self.numbers_day())),
            Length::Maximum { .. } => None,
        }
    }

    /// The days of in-work support that are the minimum.
    pub fn in_work_minimum(&self) -> Option<i64> {
        match &self.programme.provision.length {
            Length::Days { in_work_minimum, .. } => Some(*in_work_minimum.on(self.numbers_day())),
            Length::Maximum { .. } => None,
        }
    }

    /// The last day without an extension.
    pub fn standard_day(&self) -> Option<Day> {
        self.date_of_day(self.standard_days()?)
    }

    /// The last day with an extension.
    pub fn extended_day(&self) -> Option<Day> {
        self.date_of_day(self.extended_days()?)
    }

    /// The last day of a spell with a maximum length: the day before the length is over, or the
    /// programme's close if that is earlier.
    pub fn last_day(&self) -> Option<Day> {
        let Length::Maximum { length, closes } = &self.programme.provision.length else {
            return None;
        };
        let over = self.calendar.add(self.started?, *length.on(self.numbers_day())).result;
        let last = add_days(over, -1);
        Some(closes.map_or(last, |closes| last.min(closes)))
    }

    /// The last day of provision, if one is known on the day judged: the exit; else, in a
    /// programme counted in days, the standard day once it is past with no effective extension,
    /// and the extended day once it is past.
    pub(super) fn last_day_of_provision(&self) -> Option<Day> {
        let past = |day: Option<Day>| day.filter(|day| *day < self.today);
        let standard = if self.extension.is_none() { past(self.standard_day()) } else { None };
        let exit = self.exit.map(|exit| exit.on.value);
        [exit, standard, past(self.extended_day())].into_iter().flatten().min()
    }

    /// The day at whose end the usual scope closes, once that is known: the end of provision, or
    /// the last day of a spell with a maximum length once it is past.
    pub fn scope_end(&self) -> Option<Day> {
        let last = self.last_day().filter(|last| *last < self.today);
        self.end.into_iter().chain(last).min()
    }
}
