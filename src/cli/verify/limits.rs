//! What of the findings is told: those about some cases, or since some time.

use crate::calendar::plain;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::history::{self, find};
use crate::cli::verify::Verify;
use crate::integrity::{Examination, Finding, Record};
use crate::report::local_day;

/// Leaves out what was not asked for, and says so. What is about the folder as a whole stays.
pub(super) fn limit(
    desk: &Desk<'_>,
    command: &Verify,
    record: &Record,
    examination: &mut Examination,
) -> Result<Option<String>, Failure> {
    let ids =
        command.people.iter().map(|typed| find(&desk.version, typed, &|cases| desk.asking(cases)));
    let ids: Vec<String> = ids.collect::<Result<_, _>>()?;
    let mut words = Vec::new();
    if !ids.is_empty() {
        let concerns =
            |it: &Finding| it.cases.is_empty() || it.cases.iter().any(|case| ids.contains(case));
        examination.findings.retain(concerns);
        words.push(format!("about {}", ids.join(", ")));
    }
    if let Some(typed) = &command.since {
        words.push(since(desk, typed, record, &mut examination.findings)?);
    }
    Ok((!words.is_empty()).then(|| words.join(" ")))
}

fn since(
    desk: &Desk<'_>,
    typed: &str,
    record: &Record,
    findings: &mut Vec<Finding>,
) -> Result<String, Failure> {
    let is_digits = typed.len() >= 7 && typed.bytes().all(|it| it.is_ascii_hexdigit());
    if is_digits && let Some(commit) = record.commits.iter().find(|it| it.id.starts_with(typed)) {
        let before = record.up_to(&commit.id);
        let place = |it: &Finding| it.commit.as_deref().and_then(|id| record.place(id));
        findings.retain(|it| place(it).is_none_or(|place| !before.contains(&place)));
        return Ok(format!("after {}", &commit.id[..12]));
    }
    let timezone = desk.folder.settings.timezone;
    let day = history::since(typed, desk.today, timezone)?;
    let is_since = |it: &Finding| {
        let on = it.seconds.and_then(|seconds| local_day(seconds, timezone));
        on.is_none_or(|on| on >= day)
    };
    findings.retain(is_since);
    Ok(format!("since {}", plain(day)))
}
