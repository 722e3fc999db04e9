//! `--at`: what the folder said then.

use std::path::Path;

use crate::calendar::{Day, Timezone, long, plain};
use crate::cli::arguments::{Common, LookingBack};
use crate::cli::failure::Failure;
use crate::cli::moment_words::{self, Typed};
use crate::cli::{clock, context, output};
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
    let found = match moment_words::read(typed, today) {
        Some(moment) => Snapshot::of_moment(root, &|commit| moment.is_by(commit, timezone)),
        None => Snapshot::of_revision(root, typed),
    };
    found.map_err(|error| {
        let mistaken = match error {
            SnapshotError::NoCommit(_) => moment_words::refusal(typed, today),
            _ => None,
        };
        mistaken.map_or_else(|| refused(option, typed, &error), |failure| failure.within(option))
    })
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
    if let Some(moment) = moment_words::read(typed, today) {
        refuse_what_lies_ahead(moment, timezone)?;
    }
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

/// A moment that has not come is no moment at which anything was said.
fn refuse_what_lies_ahead(moment: Typed, timezone: Timezone) -> Result<(), Failure> {
    let (day, now) = (moment.day(timezone), timezone.local(clock::now()).date_naive());
    if day <= now {
        return Ok(());
    }
    let message = format!("--at: {} lies ahead, and nothing is recorded of it yet", long(day));
    let hint = format!("--today {} judges what is on record now on that day", plain(day));
    Err(Failure::request(message, hint))
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
    moment_words::read(typed, today).map(|moment| moment.day(timezone))
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
