//! The clock, read in one line. Everything else takes the moment as an argument.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

use crate::calendar::Timezone;
use crate::store::CommitTime;

/// This moment, to the millisecond. For tests, `CASELOAD_NOW` stands for the clock.
#[allow(clippy::disallowed_methods)] // This is the one line that may.
pub(super) fn now() -> DateTime<Utc> {
    let given = std::env::var("CASELOAD_NOW").ok();
    if let Some(given) = given.and_then(|text| DateTime::parse_from_rfc3339(&text).ok()) {
        return given.to_utc();
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let milliseconds = i64::try_from(since.as_millis()).ok();
    milliseconds.and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}

/// A moment as an entry is logged: in UTC, to the millisecond.
pub(super) fn logged(moment: DateTime<Utc>) -> String {
    moment.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A moment as a commit bears it, in a time zone.
pub(super) fn commit_time(moment: DateTime<Utc>, timezone: Timezone) -> CommitTime {
    let offset = timezone.local(moment).offset().local_minus_utc();
    CommitTime { seconds: moment.timestamp(), offset_minutes: offset / 60 }
}
