//! `--at`: what the folder said then.

use std::path::Path;

use crate::calendar::{Day, Timezone, long, plain};
use crate::cli::arguments::{Common, LookingBack};
use crate::cli::failure::Failure;
use crate::cli::moment::Moment;
use crate::cli::moment_words;
use crate::cli::{clock, context, output};
use crate::reading::safe_line;
use crate::store::{self, Snapshot, SnapshotError, Version};

/// This release, as commits name the one that recorded them.
const RELEASE: &str = concat!("caseload ", env!("CARGO_PKG_VERSION"));

/// The folder as it was at what was typed behind an option: a day, to its end; a day and a time; else a
/// commit as git names one. What lies ahead is refused: nobody knows what the folder will say.
pub(super) fn snapshot(
    root: &Path,
    (option, typed): (&str, &str),
    today: Day,
    timezone: Timezone,
) -> Result<Snapshot, Failure> {
    let moment = Moment::read(typed, today);
    if moment.lies_ahead(clock::now(), timezone) {
        return Err(ahead(option, moment.named_day(timezone).unwrap_or(today)));
    }
    let found = match &moment {
        Moment::Commit(commit) => Snapshot::of_revision(root, commit),
        moment => Snapshot::of_moment(root, &|commit| moment.is_by(commit, timezone)),
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

/// What a page says that looks back and is judged on another day than it looks back to, though nobody
/// named a day.
pub(super) fn judged_otherwise(
    common: &Common,
    back: &LookingBack,
    version: &Version,
    today: Day,
    timezone: Timezone,
) -> Option<String> {
    let (typed, snapshot) = (back.at.as_ref()?, version.commit()?);
    let moment = Moment::read(typed, today);
    let day = moment.day(snapshot, timezone);
    (common.today.is_none() && day != today).then(|| {
        format!(
            "As recorded by {}, and judged as of today, {}; --today {} judges it as of then.",
            moment.words(snapshot, timezone),
            long(today),
            plain(day)
        )
    })
}

/// A moment that has not come is no moment at which anything was said.
fn ahead(option: &str, day: Day) -> Failure {
    let message = format!("{option}: {} lies ahead, and nothing is recorded of it yet", long(day));
    let hint = match option {
        "--at" => format!("--today {} judges what is on record now on that day", plain(day)),
        _ => "name a moment that has come".to_owned(),
    };
    Failure::request(message, hint)
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
