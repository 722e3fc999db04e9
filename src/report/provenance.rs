//! How an entry came on record: when it was logged, by its history where that is at hand, else as it says
//! itself; what was corrected of it since, by whom; how its evidence was obtained and where it lies.

use chrono::{DateTime, FixedOffset};

use crate::calendar::{Day, Moment, Timezone, days_between, long, plain, plural};
use crate::case::{Entry, Record};
use crate::reading::safe_line;
use crate::report::History;
use crate::report::history::{Provenance, Provenances};

/// A day, with its time where one is known.
pub(super) fn when(on: Moment) -> String {
    let time = on.time.map_or_else(String::new, |time| format!(" {}", time.format("%H:%M")));
    format!("{}{time}", plain(on.day))
}

/// How the evidence of an entry was obtained and where it lies.
pub(super) fn evidence(record: &Record) -> Vec<String> {
    let obtained = record.obtained.as_ref().map(|how| format!("obtained {}", how.trim()));
    let lies = record.reference.as_ref().map(|place| format!("lies at {}", place.trim()));
    obtained.into_iter().chain(lies).collect()
}

/// How the entries of a case came on record; without a history, as they say themselves.
#[derive(Debug, Default)]
pub(super) struct Logged {
    provenances: Provenances,
    /// In which its moments are told; none for their day in UTC.
    timezone: Option<Timezone>,
}

impl Logged {
    /// By the history of the case, and what its entries say themselves.
    pub(super) fn by(history: &History, timezone: Timezone) -> Logged {
        Logged { provenances: history.provenances(), timezone: Some(timezone) }
    }

    /// When an entry was logged, what was corrected of it and by whom it is, and how its evidence was
    /// obtained and where it lies.
    pub(super) fn provenance(&self, entry: Entry<'_>) -> Vec<String> {
        let record = entry.record();
        let mut lines = vec![self.logged(entry)];
        lines.extend(self.corrected(entry));
        lines.extend(record.worker.as_ref().map(|worker| format!("key worker {worker}")));
        lines.extend(evidence(record));
        lines
    }

    /// The same of what counts as evidence, where no heading of a column says that it was logged then.
    pub(super) fn beside_evidence(&self, entry: Entry<'_>) -> Vec<String> {
        let logged = self.logged(entry);
        let is_a_day = logged.starts_with(|first: char| first.is_ascii_digit());
        let mut lines = vec![if is_a_day { format!("logged {logged}") } else { logged }];
        lines.extend(self.corrected(entry));
        lines.extend(evidence(entry.record()));
        lines
    }

    /// In words, and only if there is something to say: when it was recorded, where that was on a later
    /// day, how its evidence was obtained and where it lies.
    pub(super) fn in_words(&self, entry: Entry<'_>) -> String {
        let late = self.on_record_since(entry).zip(entry.on());
        let late = late.map(|(since, on)| (since, days_between(on.day, since)));
        let late = late.filter(|(_, days)| *days > 0).map(|(since, days)| {
            format!("recorded {}, {} later", long(since), plural(days, "day"))
        });
        let record = entry.record();
        let obtained = record.obtained.as_ref().map(|how| format!("obtained {}", how.trim()));
        let lies = record.reference.as_ref().map(|place| format!("see {}", place.trim()));
        late.into_iter().chain(obtained).chain(lies).collect::<Vec<_>>().join("; ")
    }

    fn told(&self, entry: Entry<'_>) -> Provenance {
        self.provenances.of(entry).cloned().unwrap_or_default()
    }

    fn corrected(&self, entry: Entry<'_>) -> Vec<String> {
        self.told(entry).corrected.iter().map(|it| safe_line(it)).collect()
    }

    /// Since when it is on record that something happened on the day of an entry.
    fn on_record_since(&self, entry: Entry<'_>) -> Option<Day> {
        let told = self.told(entry);
        let since = told.moved.last().copied().or(told.came).or_else(|| stamp(entry))?;
        self.local(since).map(|moment| moment.date_naive())
    }

    fn logged(&self, entry: Entry<'_>) -> String {
        let told = self.told(entry);
        let moved = told.moved.last().copied();
        let on = entry.on().filter(|_| moved.is_none());
        let logged = match (told.came, stamp(entry)) {
            (None, None) => "written by hand".to_owned(),
            (None, Some(stamp)) => self.moment(stamp, on),
            (Some(came), None) => format!("on record {}", self.moment(came, on)),
            (Some(came), Some(stamp)) => {
                let came = self.moment(came, on);
                format!("on record {came}; it says logged {}", self.moment(stamp, None))
            }
        };
        let moved = moved.map(|moved| format!("; of this day {}", self.moment(moved, entry.on())));
        logged + &moved.unwrap_or_default()
    }

    fn local(&self, seconds: i64) -> Option<DateTime<FixedOffset>> {
        let moment = DateTime::from_timestamp(seconds, 0)?;
        Some(self.timezone.map_or_else(|| moment.fixed_offset(), |zone| zone.local(moment)))
    }

    /// A moment, and by how much it is later than a day.
    fn moment(&self, seconds: i64, on: Option<Moment>) -> String {
        let Some(moment) = self.local(seconds) else { return String::new() };
        let day = moment.date_naive();
        let late = on.map_or(0, |on| days_between(on.day, day));
        let late =
            if late > 0 { format!(", {} later", plural(late, "day")) } else { String::new() };
        format!("{} {}{late}", plain(day), moment.format("%H:%M"))
    }
}

/// When an entry says that it was logged, in seconds since 1970.
fn stamp(entry: Entry<'_>) -> Option<i64> {
    let stamp = DateTime::parse_from_rfc3339(entry.record().logged.as_ref()?).ok()?;
    Some(stamp.timestamp())
}
