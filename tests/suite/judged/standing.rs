//! How a case stands, what is to be done for it, and by what that is known again.

use caseload::obligation::{Agenda, ToDo, identity};

use super::{acknowledged, contact, day, started};
use crate::properties::Subject;

/// Ensures that a case has ended from the day after its last day on.
#[test]
fn a_case_has_ended_the_day_after() {
    let subject = Subject::read(&started("[exit]\non = 2027-02-01\nreason = \"completed\"\n"));
    for (today, has_ended) in [("2027-01-31", false), ("2027-02-01", false), ("2027-02-02", true)] {
        assert_eq!(subject.on(day(today)).standing.has_ended, has_ended, "{today}");
    }
}

/// Ensures that only a contact held with the participant is word of them; before the first, the
/// referral is; and that a case is quiet where the last word lies before a day.
#[test]
fn who_was_not_heard_of_is_quiet() {
    let contacts = [
        contact("2026-11-20", "phone", "held", ""),
        contact("2026-11-24", "phone", "no-answer", ""),
        contact("2026-11-25", "in-person", "held", "with = [\"employer\"]"),
        acknowledged("2026-11-26"),
    ];
    let subject = Subject::read(&started(&contacts.concat()));
    for (today, last) in
        [("2026-11-19", "2026-11-02"), ("2026-11-20", "2026-11-20"), ("2026-11-30", "2026-11-20")]
    {
        assert_eq!(subject.on(day(today)).standing.last_heard, Some(day(last)), "{today}");
    }
    let standing = subject.on(day("2026-11-30")).standing;
    assert!(!standing.is_quiet(day("2026-11-20")));
    assert!(standing.is_quiet(day("2026-11-21")));
    let ended = Subject::read(&started("[exit]\non = 2026-11-25\nreason = \"completed\"\n"));
    assert!(ended.on(day("2026-11-25")).standing.is_quiet(day("2026-11-21")));
    assert!(!ended.on(day("2026-11-26")).standing.is_quiet(day("2026-11-21")));
}

/// Ensures that what is to be done is what is open or overdue, without the entries looked at, and
/// known again by the same identity as in the whole.
#[test]
fn what_is_to_be_done_is_open_or_overdue() {
    let text = started(&format!(
        "{}{}",
        acknowledged("2026-11-03"),
        contact("2026-11-20", "phone", "held", "covers = [\"initial-meeting\"]")
    ));
    let subject = Subject::read(&text);
    let evaluation = subject.on(day("2026-11-25"));
    let agenda = Agenda::of(&evaluation);
    let rules: Vec<&str> =
        agenda.to_do.iter().map(|it| it.obligation.instance.rule.id.as_str()).collect();
    assert_eq!(
        rules,
        [
            "initial-meeting",
            "needs-assessment",
            "start-or-outcome",
            "needs-assessment-complete",
            "action-plan",
            "four-weekly-meeting",
            "weekly-contact-offer",
            "work-experience",
            "exit",
        ]
    );
    let wanted = evaluation.obligations.iter().filter(|it| it.status.is_to_do());
    for (kept, obligation) in agenda.to_do.iter().zip(wanted) {
        assert_eq!(
            kept.identity(&agenda.standing),
            identity(&evaluation.journey, &obligation.instance)
        );
        assert!(kept.obligation.instance.trail.considered.is_empty());
    }
    let meeting = &evaluation.obligations[1];
    assert_eq!(meeting.instance.trail.considered.len(), 1);
    assert_eq!(ToDo::of(&evaluation, meeting).about, agenda.to_do[0].about);
}

/// The identities of the obligations of a rule on a day.
fn known_by(text: &str, today: &str, rule: &str) -> Vec<String> {
    let subject = Subject::read(text);
    let evaluation = subject.on(day(today));
    let of_rule = evaluation.obligations.iter().filter(|it| it.instance.rule.id == rule);
    of_rule.map(|it| identity(&evaluation.journey, &it.instance)).collect()
}

/// Ensures that an obligation is known again when its dates move, by the entry that it follows
/// where that is known, and is another one in another case.
#[test]
fn an_obligation_is_known_again() {
    let today = "2026-12-11";
    let moved = |text: &str, from: &str, to: &str| text.replace(from, to);
    for (rule, entry, from, to) in [
        ("missed-appointment", contact("2026-11-26T10:00:00", "in-person", "missed", "logged = 2026-11-26T12:00:00Z"), "26T10:00", "27T09:00"),
        ("missed-appointment", "[[activity]]\nkind = \"work-experience\"\non = 2026-11-26\nhours = 2\noutcome = \"missed\"\nlogged = 2026-11-26T12:00:00Z\n".to_owned(), "on = 2026-11-26", "on = 2026-11-27"),
        ("respond-to-concern", "[[concern]]\non = 2026-11-24\nlogged = 2026-11-26T12:00:00Z\n".to_owned(), "2026-11-24", "2026-11-23"),
        ("employer-support-plan", "[[job]]\nemployer = \"Cafe\"\noffered = 2026-11-30\nstarts = 2026-12-07\nstarted = 2026-12-07\nlogged = 2026-11-26T12:00:00Z\n".to_owned(), "Cafe", "The Cafe"),
    ] {
        // Another of the same kind stands above it.
        let another = entry.replace("2026-11-2", "2026-12-0").replace("Cafe", "Bank");
        let text = started(&format!("{another}{entry}"));
        let known = known_by(&text, today, rule);
        assert_eq!(known.len(), 2, "{text}");
        assert_ne!(known[0], known[1], "{text}");
        let alone = known_by(&started(&entry), today, rule);
        assert!(alone.len() == 1 && known.contains(&alone[0]), "{entry}");
        let other_dates = moved(&text, from, to);
        assert_ne!(text, other_dates);
        assert_eq!(known_by(&other_dates, today, rule), known, "{other_dates}");
        assert_ne!(known_by(&moved(&text, "A-1", "A-2"), today, rule), known);
    }
}

/// Ensures that the stages of a case are told by their days, up to the day judged.
#[test]
fn a_case_goes_from_stage_to_stage() {
    let job = "[[job]]\nemployer = \"Cafe\"\noffered = 2026-12-01\nstarts = 2026-12-07\n\
               started = 2026-12-07\nended = 2027-01-15\n";
    let exit = "[exit]\non = 2027-02-01\nreason = \"completed\"\n";
    let subject = Subject::read(&started(&format!("{job}{exit}")));
    let evaluation = subject.on(day("2027-02-10"));
    let stages = evaluation.journey.stages();
    let told: Vec<String> = stages
        .iter()
        .map(|(stage, window)| format!("{} {} {}", window.from, window.to, stage.id))
        .collect();
    assert_eq!(
        told,
        [
            "2026-11-02 2026-11-15 referred",
            "2026-11-16 2026-12-06 pre-work",
            "2026-12-07 2027-01-15 in-work",
            "2027-01-16 2027-02-01 pre-work",
            "2027-02-02 2027-02-10 ended",
        ]
    );
}

/// Ensures that the milestones are told by their days, and are past from the day after.
#[test]
fn the_milestones_of_a_spell() {
    let job = "[[job]]\nemployer = \"Cafe\"\noffered = 2026-12-01\nstarts = 2026-12-07\n\
               started = 2026-12-07\n";
    let exit = "[exit]\non = 2027-02-01\nreason = \"completed\"\n";
    let subject = Subject::read(&started(&format!("{job}{exit}")));
    let told = |today: &str| -> Vec<String> {
        let evaluation = subject.on(day(today));
        let told = evaluation.milestones.iter().map(|it| {
            let on = it.on.map(|on| on.to_string()).unwrap_or_default();
            format!("{} {on} {:?} {}", it.code, it.day, it.passed)
        });
        told.collect()
    };
    assert_eq!(
        told("2027-02-02"),
        [
            "day-of-provision 2027-02-01 Some(78) true",
            "extension-last-safe-day 2028-02-13 Some(455) false",
            "standard-day 2028-02-14 Some(456) false",
            "extended-day 2028-08-15 Some(639) false",
            "days-in-work 2027-02-02 Some(57) false",
            "in-work-minimum  None false",
        ]
    );
    assert_eq!(told("2027-02-01")[0], "day-of-provision 2027-02-01 Some(78) false");
    assert_eq!(told("2026-11-15"), [""; 0]);
}
