//! The reason of an obligation and the verdicts on entries, one of each kind.

use caseload::rule::broken_months;

use super::{acknowledged, contact, day, started};
use crate::properties::Subject;

/// The obligations of a rule on a day: status and reason, then the entries that were looked at.
fn said(text: &str, today: &str, rule: &str) -> Vec<String> {
    let subject = Subject::read(text);
    let evaluation = subject.on(day(today));
    let mut said = Vec::new();
    for it in evaluation.obligations.iter().filter(|it| it.instance.rule.id == rule) {
        said.push(format!("{}: {}", it.status.word(), it.reason(day(today))));
        let looked_at = it.instance.trail.considered.iter();
        said.extend(looked_at.map(|it| format!("{} {}", it.entry.on, it.verdict.words())));
    }
    said
}

#[test]
fn a_deadline_is_told_from_open_to_late() {
    let rule = "acknowledge-referral";
    let [none, in_time, late] =
        [String::new(), acknowledged("2026-11-04"), acknowledged("2026-11-05")]
            .map(|it| started(&it));
    let counted = "2 working days after the referral on Mon 2 Nov 2026";
    let open = format!("open: Due by Wed 4 Nov 2026: {counted}.");
    assert_eq!(said(&none, "2026-11-04", rule), [open]);
    let overdue = format!("overdue: Was due by Wed 4 Nov 2026, 1 day ago: {counted}.");
    assert_eq!(said(&none, "2026-11-05", rule), [overdue]);
    let met = format!("met: Met on Wed 4 Nov 2026; it was due by Wed 4 Nov 2026, {counted}.");
    assert_eq!(said(&in_time, "2026-11-16", rule), [&met, "2026-11-04 counted"]);
    let met_late = format!(
        "met-late: Met on Thu 5 Nov 2026, 1 day late; it was due by Wed 4 Nov 2026, {counted}."
    );
    assert_eq!(said(&late, "2026-11-16", rule), [&met_late, "2026-11-05 counted"]);
}

#[test]
fn what_is_asked_for_no_more_says_why() {
    let job = "[[job]]\nemployer = \"Cafe\"\noffered = 2026-12-01\nstarts = 2026-12-07\nstarted = 2026-12-07\n";
    let ended = format!("{job}[exit]\non = 2027-02-01\nreason = \"completed\"\n");
    let excuse = "[[excuse]]\nrule = \"initial-meeting\"\ndue = 2026-11-23\non = 2026-11-24\nreason = \"  In hospital. \"\n";
    let text = started(&format!("{ended}{excuse}"));
    for (rule, expected) in [
        (
            "initial-meeting",
            "excused: Excused by the provider, for which the guidance gives no power: In hospital.",
        ),
        (
            "work-experience",
            "not-applicable: Not asked for here: a job has started, which takes precedence over the \
             unpaid hours (6.09).",
        ),
        (
            "needs-assessment-complete",
            "missed: Not met by Mon 14 Dec 2026, 20 working days after the start on Mon 16 Nov 2026, and \
             it can no longer be.",
        ),
        (
            "benefit-impact-work",
            "missed: Not met by Mon 7 Dec 2026, the job's start, and it can no longer be.",
        ),
        (
            "access-to-work",
            "missed: Not met by Wed 2 Dec 2026, 1 working day after the day the job was known, Tue 1 Dec \
             2026 (a local target), and it can no longer be.",
        ),
        (
            "employer-support-plan",
            "missed: Not met by Mon 21 Dec 2026, 10 working days after the start of the job on Mon 7 Dec \
             2026, and it can no longer be.",
        ),
        ("extension", "lapsed: No longer asked for since Mon 1 Feb 2027; due Sun 13 Feb 2028."),
        (
            "exit-activity-plan",
            "overdue: Was due by Mon 15 Feb 2027, 14 days ago: 10 working days after the end of provision \
             on Mon 1 Feb 2027.",
        ),
    ] {
        assert_eq!(said(&text, "2027-03-01", rule), [expected], "{rule}");
    }
}

#[test]
fn weeks_chains_and_hours_say_what_they_count() {
    let missed = contact("2026-11-26T10:00:00", "in-person", "missed", "");
    let answered = contact("2026-11-27T10:05:00", "phone", "held", "");
    let concern = "[[concern]]\non = 2026-11-24\n";
    let meeting = contact("2026-11-25", "in-person", "held", "");
    let text = started(&format!("{meeting}{missed}{answered}{concern}"));
    let said = |rule| said(&text, "2026-11-30", rule);
    assert_eq!(
        said("weekly-contact-offer"),
        [
            "missed: Not met by Sun 22 Nov 2026, for the week from Mon 16 Nov to Sun 22 Nov 2026, and it \
             can no longer be.",
            "met: Met on Wed 25 Nov 2026; it was due by Sun 29 Nov 2026, for the week from Mon 23 Nov to \
             Sun 29 Nov 2026.",
            "2026-11-25 counted",
            "open: Due by Sun 6 Dec 2026: for the week from Mon 30 Nov to Sun 6 Dec 2026.",
        ]
    );
    assert_eq!(
        said("four-weekly-meeting"),
        [
            "met: Met on Wed 25 Nov 2026; it was due by Mon 14 Dec 2026, 28 days after the start on Mon \
             16 Nov 2026.",
            "2026-11-25 counted",
            "open: Due by Wed 23 Dec 2026: 28 days after the last one on Wed 25 Nov 2026.",
            "2026-11-26T10:00:00 not held: the outcome is missed",
            "2026-11-27T10:05:00 not face to face: phone",
        ]
    );
    assert_eq!(
        said("missed-appointment"),
        [
            "met-late: Met on Fri 27 Nov 2026 at 10:05, 5 minutes late; it was due by Fri 27 Nov 2026 at \
             10:00, 24 hours after the appointment missed on Thu 26 Nov 2026 at 10:00.",
            "2026-11-27T10:05:00 counted",
        ]
    );
    assert_eq!(
        said("respond-to-concern"),
        [
            "met: Met on Wed 25 Nov 2026; it was due by Wed 25 Nov 2026, 1 working day after the concern of \
             Tue 24 Nov 2026 (a local target).",
            "2026-11-25 counted",
        ]
    );
    assert_eq!(
        said("exit"),
        ["open: Due by Mon 14 Feb 2028: day 456, the last that the spell can have."]
    );
}

#[test]
fn what_is_due_on_the_day_itself_says_so() {
    let experience = "[[activity]]\nkind = \"work-experience\"\non = 2026-11-24\nhours = 3\n";
    let on_the_day = "on the day of the first experience of work on Tue 24 Nov 2026";
    assert_eq!(
        said(&started(experience), "2026-11-30", "benefit-impact-experience"),
        [format!("overdue: Was due by Tue 24 Nov 2026, 6 days ago: {on_the_day}.")]
    );
}

#[test]
fn a_record_that_starts_later_is_counted_from() {
    let said = |starts: &str| {
        let text = started("").replace("started", &format!("record-starts = {starts}\nstarted"));
        said(&text, "2026-11-20", "four-weekly-meeting")
    };
    let from_the_start =
        "open: Due by Mon 14 Dec 2026: 28 days after the start on Mon 16 Nov 2026.";
    assert_eq!(said("2026-11-16"), [from_the_start]);
    assert_eq!(
        said("2026-11-17"),
        ["open: Due by Tue 15 Dec 2026: 28 days after the record's start on Tue 17 Nov 2026."]
    );
}

#[test]
fn a_month_says_what_its_entries_came_to() {
    let header = "id = \"M-1\"\nprogramme = \"work-choice\"\nstarted = 2026-01-15\n\n";
    let job = "[[job]]\nemployer = \"Cafe\"\nstarted = 2026-01-15\nhours-per-week = 16\n";
    let activity = |on, more| format!("[[activity]]\nkind = \"learning\"\non = {on}\n{more}\n");
    let text = [
        header.to_owned(),
        job.to_owned(),
        contact("2026-03-02", "phone", "held", "hours = 2"),
        contact("2026-03-03", "phone", "held", ""),
        contact("2026-03-04", "phone", "missed", ""),
        contact("2026-03-05", "in-person", "held", "with = [\"employer\"]\nhours = 4"),
        activity("2026-03-06", "outcome = \"missed\""),
        activity("2026-03-09", "hours = 6"),
    ]
    .concat();
    let march =
        "met: Met on Mon 9 Mar 2026; it was due by Tue 31 Mar 2026, for the month of March 2026.";
    let said = said(&text, "2026-04-01", "monthly-activity");
    assert_eq!(
        said[1..said.len() - 1],
        [
            march,
            "2026-03-02 counted",
            "2026-03-03 no hours are on record",
            "2026-03-04 not held: the outcome is missed",
            "2026-03-05 the participant was not there",
            "2026-03-06 not attended",
            "2026-03-09 counted",
        ]
    );
    assert_eq!(said[said.len() - 1], "open: Due by Thu 30 Apr 2026: for the month of April 2026.");
}

/// Ensures that the months that lie only in part within the spell are shown with their hours, as far
/// as they are on record.
#[test]
fn broken_months_are_shown() {
    let broken = |header: &str, today: &str| -> Vec<String> {
        let activity = |on: &str, more: &str| {
            format!("[[activity]]\nkind = \"learning\"\non = {on}\n{more}\n")
        };
        let job = "[[job]]\nemployer = \"Cafe\"\nstarted = 2026-01-15\nhours-per-week = 16\n";
        let entries = [
            activity("2026-01-20", "hours = 3"),
            activity("2026-01-21", "hours = 1.5"),
            activity("2026-01-22", "hours = 2\noutcome = \"missed\""),
            activity("2026-02-02", "hours = 8"),
            "[exit]\non = 2026-03-20\nreason = \"declined-support\"\n".to_owned(),
        ];
        let text = format!(
            "id = \"M-1\"\nprogramme = \"work-choice\"\nstarted = 2026-01-15\n{header}\n{job}{}",
            entries.concat()
        );
        let subject = Subject::read(&text);
        let evaluation = subject.on(day(today));
        let months = broken_months(&evaluation.journey).into_iter();
        months.map(|(month, hours)| format!("{} {} {hours}", month.from, month.to)).collect()
    };
    let january = "2026-01-01 2026-01-31 4.5";
    assert_eq!(broken("", "2026-01-31"), [january]);
    assert_eq!(broken("", "2026-03-19"), [january]);
    assert_eq!(broken("", "2026-03-20"), [january, "2026-03-01 2026-03-31 0"]);
    assert_eq!(broken("record-starts = 2026-01-31\n", "2026-03-01"), [january]);
    assert_eq!(broken("record-starts = 2026-02-01\n", "2026-03-01"), [""; 0]);
    assert_eq!(broken("record-starts = 2026-02-02\n", "2026-03-01"), ["2026-02-01 2026-02-28 8"]);
}
