//! How an entry came on record: when it was logged, what was corrected of it since, by whom, how its
//! evidence was obtained and where it lies.

use chrono::DateTime;

use crate::calendar::{Moment, Timezone, days_between, plain, plural};
use crate::case::{Entry, Record};
use crate::reading::safe_line;
use crate::report::History;
use crate::report::history::Provenances;

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

/// How the entries of a case came on record.
pub(super) struct Logged {
    provenances: Provenances,
    timezone: Timezone,
}

impl Logged {
    /// By the history of the case, and what its entries say themselves.
    pub(super) fn by(history: &History, timezone: Timezone) -> Logged {
        Logged { provenances: history.provenances(), timezone }
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

    fn corrected(&self, entry: Entry<'_>) -> Vec<String> {
        let told = self.provenances.of(entry);
        told.map(|told| told.corrected.iter().map(|it| safe_line(it)).collect()).unwrap_or_default()
    }

    fn logged(&self, entry: Entry<'_>) -> String {
        let stamp = entry.record().logged.as_ref();
        let stamp = stamp.and_then(|logged| DateTime::parse_from_rfc3339(logged).ok());
        let stamp = stamp.map(|stamp| stamp.timestamp());
        let came = self.provenances.of(entry).and_then(|told| told.came);
        match (came, stamp) {
            (None, None) => "written by hand".to_owned(),
            (None, Some(stamp)) => self.moment(stamp, entry.on()),
            (Some(came), None) => format!("on record {}", self.moment(came, entry.on())),
            (Some(came), Some(stamp)) => {
                let came = self.moment(came, entry.on());
                format!("on record {came}; it says logged {}", self.moment(stamp, None))
            }
        }
    }

    /// A moment, and by how much it is later than a day.
    fn moment(&self, seconds: i64, on: Option<Moment>) -> String {
        let Some(moment) = DateTime::from_timestamp(seconds, 0) else { return String::new() };
        let moment = self.timezone.local(moment);
        let day = moment.date_naive();
        let late = on.map_or(0, |on| days_between(on.day, day));
        let late =
            if late > 0 { format!(", {} later", plural(late, "day")) } else { String::new() };
        format!("{} {}{late}", plain(day), moment.format("%H:%M"))
    }
}
