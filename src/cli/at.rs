//! `--at`: what the folder said then.

use std::path::Path;

use chrono::{DateTime, NaiveDateTime, NaiveTime, Timelike, Utc};

use crate::calendar::{Day, Timezone, parse_day, parse_time};
use crate::cli::arguments::{Common, LookingBack};
use crate::cli::context;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::reading::safe_line;
use crate::store::{self, Snapshot, SnapshotError, Version};

/// This release, as commits name the one that recorded them.
const RELEASE: &str = concat!("caseload ", env!("CARGO_PKG_VERSION"));

/// The folder as it was at what was typed behind an option: a day, to its end; a day and a time; else a
/// commit as git names one.
pub(super) fn snapshot(
    root: &Path,
    (option, typed): (&str, &str),
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
    found.map_err(|error| refused(option, typed, &error))
}

/// The folder as a commit had it that was typed behind an option.
pub(super) fn commit(root: &Path, option: &str, commit: &str) -> Result<Snapshot, Failure> {
    Snapshot::of_revision(root, commit).map_err(|error| refused(option, commit, &error))
}

/// The folder as it is, or as it was where that was asked for.
pub(super) fn version(
    root: &Path,
    back: &LookingBack,
    today: Day,
    timezone: Timezone,
) -> Result<Version, Failure> {
    let Some(typed) = &back.at else { return Ok(Version::on_disk(root)) };
    let snapshot = snapshot(root, ("--at", typed), today, timezone)?;
    say_another_release(&snapshot);
    Ok(Version::of_commit(snapshot))
}

/// The same, for a report that has no line that names the commit: it is said.
pub(super) fn version_said(
    common: &Common,
    root: &Path,
    back: &LookingBack,
) -> Result<Version, Failure> {
    let timezone = store::settings(root).0.timezone;
    let version = version(root, back, context::today(common, timezone)?, timezone)?;
    if let Some(snapshot) = version.commit() {
        output::say(&format!("as commit {} has it", &snapshot.commit[..12]));
    }
    Ok(version)
}

/// Says that a commit was recorded by another release, where it was: a page printed by that one may have
/// been another.
fn say_another_release(snapshot: &Snapshot) {
    if let Some(release) = snapshot.release.as_deref().filter(|release| *release != RELEASE) {
        output::say(&format!(
            "recorded by {}, and this is {RELEASE}: a page printed then may differ, and --as-printed \
             with its last line says in what",
            safe_line(release)
        ));
    }
}

/// The day that a moment was typed to be on; none where it is a commit.
pub(super) fn day(typed: &str, today: Day, timezone: Timezone) -> Option<Day> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(typed) {
        return Some(timezone.local(moment.to_utc()).date_naive());
    }
    let day = day_and_time(typed).map(|moment| moment.date());
    day.or_else(|| date_words::day(typed, today, Looking::Back).ok())
}

/// A day and a time of day by the clock on the wall; a minute is meant to its end.
fn day_and_time(typed: &str) -> Option<NaiveDateTime> {
    let (day, typed) = typed.trim().split_once(['T', ' '])?;
    let to_the_second = NaiveTime::parse_from_str(typed, "%H:%M:%S").ok();
    let time = to_the_second.or_else(|| parse_time(typed)?.with_second(59))?;
    Some(parse_day(day)?.and_time(time))
}

fn refused(option: &str, typed: &str, error: &SnapshotError) -> Failure {
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
    Failure::request(format!("{option} {}: {error}", safe_line(typed)), hint)
}
