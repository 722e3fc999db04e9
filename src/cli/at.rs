//! `--at`: what the folder said then.

use std::path::Path;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::calendar::{Day, Timezone, parse_day, parse_time};
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::reading::safe_line;
use crate::store::{Snapshot, SnapshotError};

/// The folder as it was at what was typed: a day, to its end; a day and a time; else a commit as git
/// names one.
pub(super) fn snapshot(
    root: &Path,
    typed: &str,
    today: Day,
    timezone: Timezone,
) -> Result<Snapshot, Failure> {
    let local = |moment: DateTime<Utc>| timezone.local(moment).naive_local();
    let found = if let Ok(moment) = DateTime::parse_from_rfc3339(typed) {
        Snapshot::of_moment(root, &|commit| commit <= moment.to_utc())
    } else if let Some(until) = day_and_time(typed) {
        Snapshot::of_moment(root, &|commit| local(commit) <= until)
    } else if let Ok(day) = date_words::day(typed, today, Looking::Back) {
        Snapshot::of_moment(root, &|commit| local(commit).date() <= day)
    } else {
        Snapshot::of_revision(root, typed)
    };
    found.map_err(|error| refused(typed, &error))
}

/// A day and a time of day by the clock on the wall; a minute is meant to its end.
fn day_and_time(typed: &str) -> Option<NaiveDateTime> {
    let (day, typed) = typed.trim().split_once(['T', ' '])?;
    let to_the_second = NaiveTime::parse_from_str(typed, "%H:%M:%S").ok();
    let time = to_the_second.or_else(|| parse_time(typed)?.with_second(59))?;
    Some(parse_day(day)?.and_time(time))
}

fn refused(typed: &str, error: &SnapshotError) -> Failure {
    let hint = match error {
        SnapshotError::NoCommit(_) => {
            "write a day, a day and a time such as \"2026-11-18 14:30\", or a commit of `caseload history`"
        }
        SnapshotError::Erased { successor, .. } => {
            return Failure::request(
                format!("--at {}: {error}", safe_line(typed)),
                format!("what is left of it is --at {}", &successor[..12]),
            );
        }
        SnapshotError::NotYet => "caseload history says when the first entry was recorded",
        SnapshotError::NothingRecorded => "caseload init begins to record",
        SnapshotError::NotOurs(_) | SnapshotError::Git(_) => "name another moment",
    };
    Failure::request(format!("--at {}: {error}", safe_line(typed)), hint)
}
