//! The specification's public vectors, and a few cases worked out by hand.

use chrono::NaiveDate;

use super::calendar::{Calendar, days_after, months_after};
use super::{Audit, TwinObligation, audit, generate};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("year-month-day")
}

fn on(case: &str, today: &str) -> Audit {
    audit(case, day(today))
}

fn all<'a>(audit: &'a Audit, rule: &str) -> Vec<&'a TwinObligation> {
    let of_rule = audit.obligations.iter();
    of_rule.filter(|obligation| obligation.rule == rule).collect()
}

fn one<'a>(audit: &'a Audit, rule: &str) -> &'a TwinObligation {
    let found = all(audit, rule);
    assert_eq!(found.len(), 1, "{rule}: {found:?}");
    found[0]
}

const IPES: &str = "id = \"A\"\nprogramme = \"ipes\"\n";
const WORK_CHOICE: &str = "id = \"A\"\nprogramme = \"work-choice\"\n";

#[test]
fn public_vectors_of_working_days() {
    let vectors = [
        ("2026-12-14", 2, "2026-12-16", "2026-12-16"),
        ("2026-12-14", 15, "2027-01-07", "2027-01-08"),
        ("2026-12-12", 15, "2027-01-06", "2027-01-07"),
        ("2026-12-14", 20, "2027-01-14", "2027-01-15"),
        ("2026-06-08", 10, "2026-06-22", "2026-06-23"),
        ("2026-11-20", 10, "2026-12-04", "2026-12-07"),
        ("2026-04-02", 10, "2026-04-20", "2026-04-17"),
        ("2026-12-18", 10, "2027-01-06", "2027-01-07"),
    ];
    let england_and_wales = Calendar::of("england-and-wales");
    let scotland = Calendar::of("scotland");
    for (trigger, count, in_england, in_scotland) in vectors {
        assert_eq!(england_and_wales.working_days_after(day(trigger), count), day(in_england));
        assert_eq!(scotland.working_days_after(day(trigger), count), day(in_scotland));
    }
}

#[test]
fn public_vectors_of_days_and_months() {
    for (start, number, expected) in [
        ("2025-09-01", 455, "2026-11-29"),
        ("2025-09-01", 456, "2026-11-30"),
        ("2025-09-01", 639, "2027-06-01"),
        ("2024-02-29", 456, "2025-05-29"),
        ("2024-02-29", 639, "2025-11-28"),
    ] {
        assert_eq!(days_after(day(start), number - 1), day(expected));
    }
    assert_eq!(months_after(day("2024-01-31"), 1), day("2024-02-29"));
    assert_eq!(months_after(day("2024-01-31"), 3), day("2024-04-30"));
}

#[test]
fn the_exit_activity_plan_is_done_by_the_aim() {
    let case = format!(
        "{IPES}started = 2026-01-05\n[exit]\non = 2026-12-18\nreason = \"completed\"\n\
         [[job]]\nemployer = \"Brook\"\nstarted = 2026-06-01\n"
    );
    let audit = on(&case, "2026-12-20");
    let plan = one(&audit, "exit-activity-plan");
    assert_eq!((plan.due.as_str(), plan.aim), ("2027-01-06", Some(day("2026-12-28"))));
    assert_eq!((plan.do_by, plan.band.as_deref()), (day("2026-12-24"), Some("coming")));
    assert_eq!((audit.stage.as_str(), audit.end), ("ended", Some(day("2026-12-18"))));
}

#[test]
fn the_extension_is_a_must_from_day_276_on() {
    for (job_start, severity, ending) in
        [("2026-06-02", "optional", "lapsed"), ("2026-06-03", "must", "missed")]
    {
        let case = format!(
            "{IPES}started = 2025-09-01\n[[job]]\nemployer = \"Brook\"\nstarted = {job_start}\n"
        );
        for today in [job_start, "2026-11-29"] {
            let audit = on(&case, today);
            let extension = one(&audit, "extension");
            assert_eq!(
                (extension.severity.as_str(), extension.status.as_str()),
                (severity, "open")
            );
            assert_eq!(extension.do_by, day("2026-11-27"));
            assert_eq!(extension.opened, day(job_start));
        }
        assert_eq!(one(&on(&case, "2026-11-30"), "extension").status, "overdue");
        let past = on(&case, "2026-12-01");
        assert_eq!(one(&past, "extension").status, ending);
        assert_eq!((past.stage.as_str(), past.end), ("ended", Some(day("2026-11-30"))));
    }
}

#[test]
fn a_miss_is_answered_by_the_minute() {
    let miss = "referred = 2026-11-02\n[[contact]]\non = 2026-11-09T10:00:00\nmode = \"phone\"\noutcome = \"missed\"\n";
    for (answer, met, status) in [
        ("2026-11-10T10:00:00", "2026-11-10T10:00:00", "met"),
        ("2026-11-10T10:01:00", "2026-11-10T10:01:00", "met-late"),
        ("2026-11-10", "2026-11-10", "met"),
        ("2026-11-09", "2026-11-09", "met"),
    ] {
        let sent = format!("[[contact]]\non = {answer}\nmode = \"text\"\noutcome = \"sent\"\n");
        let audit = on(&format!("{IPES}{miss}{sent}"), "2026-11-12");
        let obligation = one(&audit, "missed-appointment");
        assert_eq!(obligation.due, "2026-11-10T10:00:00");
        assert_eq!(obligation.subject.as_deref(), Some("2026-11-09T10:00:00"));
        assert_eq!((obligation.met.as_deref(), obligation.status.as_str()), (Some(met), status));
    }
}

#[test]
fn an_excused_link_opens_the_next_on_its_due_date() {
    let case = format!(
        "{IPES}started = 2026-01-05\n\
         [[excuse]]\nrule = \"four-weekly-meeting\"\non = 2026-02-01\ndue = 2026-02-02\nreason = \"in hospital\"\n\
         [[contact]]\non = 2026-02-10\nmode = \"in-person\"\noutcome = \"held\"\n"
    );
    let audit = on(&case, "2026-02-12");
    let links = all(&audit, "four-weekly-meeting");
    let seen: Vec<_> =
        links.iter().map(|link| (link.opened, link.due.as_str(), link.status.as_str())).collect();
    assert_eq!(
        seen,
        [
            (day("2026-01-05"), "2026-02-02", "excused"),
            (day("2026-02-02"), "2026-03-02", "met"),
            (day("2026-02-10"), "2026-03-10", "open"),
        ]
    );
    assert_eq!(links[0].met.as_deref(), Some("2026-02-10"));
    assert_eq!(all(&on(&case, "2026-02-02"), "four-weekly-meeting").len(), 1);
}

#[test]
fn a_weekend_between_two_jobs_is_no_end_of_employment() {
    // Day 457 is Tuesday 2026-12-01; the first job ends on a Friday.
    let jobs = |second: &str| {
        format!(
            "{IPES}started = 2025-09-01\n[extension]\nentered = 2026-11-02\nbasis = \"in-work\"\n\
             [[job]]\nemployer = \"Brook\"\nstarted = 2026-09-07\nended = 2026-12-04\n\
             [[job]]\nemployer = \"Acorn\"\nstarted = {second}\n"
        )
    };
    let monday = on(&jobs("2026-12-07"), "2026-12-08");
    assert!(all(&monday, "end-date-entered").is_empty());
    assert_eq!(
        (one(&monday, "exit").due.as_str(), monday.stage.as_str()),
        ("2027-06-01", "in-work")
    );
    let tuesday = on(&jobs("2026-12-08"), "2026-12-08");
    let exit = one(&tuesday, "exit");
    assert_eq!((exit.due.as_str(), exit.severity.as_str()), ("2026-12-08", "must"));
    assert_eq!(one(&tuesday, "end-date-entered").opened, day("2026-12-07"));
    assert_eq!(on(&jobs("2026-12-08"), "2026-12-07").stage, "must-exit");
}

#[test]
fn benefit_advice_before_the_offer_belongs_to_the_next_job_within_28_days() {
    for (written, status) in [("2026-02-02", "met"), ("2026-02-01", "open")] {
        let case = format!(
            "{IPES}started = 2026-01-05\n[[job]]\nemployer = \"Brook \"\noffered = 2026-03-02\nstarts = 2026-03-09\n\
             [[document]]\nkind = \"benefit-impact-work\"\non = {written}\nemployer = \" BROOK\"\n"
        );
        let audit = on(&case, "2026-03-03");
        let obligation = one(&audit, "benefit-impact-work");
        assert_eq!(obligation.status, status);
        assert_eq!(obligation.subject.as_deref(), Some("Brook"));
    }
}

#[test]
fn reviews_of_module_two_come_quarterly() {
    let case = format!("{WORK_CHOICE}started = 2024-01-31\n");
    let audit = on(&case, "2024-02-01");
    let review = one(&audit, "quarterly-review");
    assert_eq!((review.due.as_str(), review.aim), ("2024-04-30", Some(day("2024-04-24"))));
    assert_eq!(one(&audit, "exit").due, "2026-01-30");
    assert_eq!(one(&audit, "monthly-activity").opened, day("2024-02-01"));
    assert_eq!(one(&audit, "benefit-advice").severity, "prompt");
}

#[test]
fn generated_cases_can_be_judged_on_any_day() {
    for seed in 0..600 {
        let (text, today) = generate(seed);
        assert_eq!(generate(seed).0, text);
        assert!(text.starts_with(&format!("id = \"C-{seed}\"\n")));
        for days in [-40, 0, 400] {
            let found = audit(&text, days_after(today, days));
            let mut names: Vec<_> = found.obligations.iter().map(identity).collect();
            names.sort();
            names.dedup();
            assert_eq!(
                names.len(),
                found.obligations.len(),
                "seed {seed}: two obligations with one identity"
            );
        }
    }
}

fn identity(obligation: &TwinObligation) -> (String, Option<String>, NaiveDate) {
    (obligation.rule.clone(), obligation.subject.clone(), obligation.opened)
}

#[test]
fn generated_cases_are_valid() {
    for seed in 0..3000 {
        let (text, _) = generate(seed);
        let case = super::case_file::read(&text);
        let first = case.started.into_iter().chain(case.referred).max();
        assert!(first.is_some(), "seed {seed}: referred or started");
        assert!(
            case.exit.is_none_or(|exit| Some(exit.on) >= first),
            "seed {seed}: exit before the start"
        );
        for job in &case.jobs {
            assert!(
                job.offered.or(job.started).is_some(),
                "seed {seed}: a job without offer or start"
            );
            let begun = job.started.or(job.offered);
            assert!(
                job.ended.is_none_or(|ended| Some(ended) >= begun),
                "seed {seed}: a job ends before it begins"
            );
        }
        for excuse in &case.excuses {
            assert!(
                excuse.due.is_some() != excuse.span.is_some(),
                "seed {seed}: due, or from and to"
            );
        }
    }
}
