//! Dates that are odd, but judged all the same.

use crate::calendar::{Day, long};
use crate::case::Record;
use crate::check::CaseContext;
use crate::problem::Problem;
use crate::reading::{Hundredths, Span};

fn odd(context: &CaseContext<'_>, span: &Span, message: String, hint: &str) -> Problem {
    Problem::error(context.source.name(), "odd-date", message)
        .with_hint(hint)
        .at(Some(context.source.place(span)))
        .as_warning()
}

/// Ensures that entries lie between the referral and the exit; what does not is odd, but judged.
pub(super) fn entries_lie_within_the_spell(context: &CaseContext<'_>) -> Vec<Problem> {
    let case = context.case;
    let first = case.referred.as_ref().or(case.started.as_ref()).map(|day| day.value);
    let last = case.exit.as_ref().map(|exit| exit.on.value);
    dated_entries(context)
        .into_iter()
        .filter_map(|(what, day, record, may_follow)| {
            if let Some(first) = first.filter(|first| day < *first) {
                let message = format!(
                    "the {what} of {} lies before the referral or start on {}",
                    long(day),
                    long(first)
                );
                return Some(odd(context, &record.span, message, "check the year and the month"));
            }
            let last = last.filter(|last| *last < day && !may_follow)?;
            let message =
                format!("the {what} of {} lies after the exit on {}", long(day), long(last));
            Some(odd(context, &record.span, message, "check its day, and the day of the exit"))
        })
        .collect()
}

/// Every dated entry: what it is, its day, its record, and whether it may well follow the exit.
fn dated_entries<'a>(context: &CaseContext<'a>) -> Vec<(&'static str, Day, &'a Record, bool)> {
    let case = context.case;
    let contacts = case.contacts.iter().map(|c| ("contact", c.on.day, &c.record, false));
    let activities = case.activities.iter().map(|a| ("activity", a.on.day, &a.record, false));
    let concerns = case.concerns.iter().map(|c| ("concern", c.on.day, &c.record, false));
    // A report, a plan or a note is often written once the participant has left.
    let documents = case.documents.iter().map(|d| ("document", d.on.day, &d.record, true));
    contacts.chain(activities).chain(concerns).chain(documents).collect()
}

/// Ensures that the days of the spell follow one another.
pub(super) fn dates_of_the_spell_are_in_order(context: &CaseContext<'_>) -> Vec<Problem> {
    let case = context.case;
    let mut problems = Vec::new();
    if let (Some(referred), Some(started)) = (&case.referred, &case.started)
        && started.value < referred.value
    {
        let message = format!(
            "the start on {} lies before the referral on {}",
            long(started.value),
            long(referred.value)
        );
        problems.push(odd(context, &started.span, message, "mend `started` or `referred`"));
    }
    if let (Some(referred), Some(exit), None) = (&case.referred, &case.exit, &case.started)
        && exit.on.value < referred.value
    {
        let message = format!(
            "the exit on {} lies before the referral on {}",
            long(exit.on.value),
            long(referred.value)
        );
        problems.push(odd(context, &exit.on.span, message, "mend `on` below [exit]"));
    }
    for job in &case.jobs {
        if let (Some(offered), Some(ended)) = (job.offered, job.ended)
            && ended < offered
        {
            let message = format!(
                "the job ended on {}, before it was offered on {}",
                long(ended),
                long(offered)
            );
            problems.push(odd(context, &job.record.span, message, "mend `ended` or `offered`"));
        }
    }
    problems
}

/// Ensures that nothing is dated after today: it counts from its day on only, and is most often a
/// slip in the year.
pub(super) fn nothing_lies_ahead(context: &CaseContext<'_>) -> Vec<Problem> {
    let Some(today) = context.today else { return Vec::new() };
    let case = context.case;
    let header = [("referral", &case.referred), ("start", &case.started)];
    let header = header
        .into_iter()
        .filter_map(|(what, day)| day.as_ref().map(|day| (what, day.value, day.span.clone())));
    let entries = context
        .entries
        .iter()
        .filter_map(|entry| Some((entry.kind(), entry.on()?.day, entry.record().span.clone())));
    header
        .chain(entries)
        .filter(|(_, day, _)| today < *day)
        .map(|(what, day, span)| {
            let message = format!("the {what} of {} lies ahead: it does not count yet", long(day));
            odd(context, &span, message, "check the year and the month")
        })
        .collect()
}

/// Ensures that no single entry has more hours than a day.
pub(super) fn a_day_has_no_more_than_its_hours(context: &CaseContext<'_>) -> Vec<Problem> {
    let case = context.case;
    let contacts = case.contacts.iter().map(|entry| (entry.hours, &entry.record));
    let activities = case.activities.iter().map(|entry| (entry.hours, &entry.record));
    contacts
        .chain(activities)
        .filter_map(|(hours, record)| Some((hours?, record)))
        .filter(|(hours, _)| *hours > Hundredths(24 * 100))
        .map(|(hours, record)| {
            let message = format!("an entry of one day has {hours} hours");
            Problem::error(context.source.name(), "hours", message)
                .with_hint("write hours, not minutes; one entry for each day")
                .at(Some(context.source.place(&record.span)))
                .as_warning()
        })
        .collect()
}
