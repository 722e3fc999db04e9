//! What no embedded programme asks, and a file of somebody's own may.

use caseload::calendar::{Calendar, Changes, Division};
use caseload::case::Case;
use caseload::obligation::evaluate;
use caseload::programme::{BUILTIN, Programme, ProgrammeFile, builtin, read_programme_file};
use caseload::reading::Source;

use super::{contact, day, started};

/// An embedded programme with passages of its file changed.
fn changed(id: &str, passages: &[(&str, &str)]) -> Programme {
    let mut text = BUILTIN.iter().find(|it| it.id == id).unwrap().text.to_owned();
    for (passage, other) in passages {
        assert_eq!(text.matches(passage).count(), 1, "{passage}");
        text = text.replace(passage, other);
    }
    let (file, problems) = read_programme_file(&Source::new("own.toml", text));
    match file {
        Some(ProgrammeFile::Whole(programme)) => *programme,
        _ => panic!("{problems:?}"),
    }
}

/// The obligations of a rule of a programme on a day: when due, how it stands, what was done of how much,
/// then the entries that were looked at.
fn found(programme: &Programme, rule: &str, text: &str, today: &str) -> Vec<String> {
    let (case, problems) = Case::read(&Source::new("case.toml", text), "A-1");
    let case = case.unwrap_or_else(|| panic!("{problems:?}"));
    let calendar = Calendar::new(Division::EnglandAndWales, &Changes::default());
    let evaluation = evaluate(programme, &calendar, &case, day(today));
    let mut found = Vec::new();
    for it in evaluation.obligations.iter().filter(|it| it.instance.rule.id == rule) {
        let progress = it.instance.progress.map(|it| format!(", {} of {}", it.done, it.needed));
        let (due, status) = (it.instance.due, it.status.word());
        found.push(format!("{due}: {status}{}", progress.unwrap_or_default()));
        let looked_at = it.instance.trail.considered.iter();
        found.extend(looked_at.map(|it| format!("{} {}", it.entry.on, it.verdict.words())));
    }
    found
}

/// Ensures that of several that were missed on one day the last alone is followed up, where no later
/// one takes over because the scope never closes.
#[test]
fn the_last_miss_of_a_day_is_followed_up_for_ever() {
    let limit = "follow-up = { of = \"missed-appointment\", within = \"24 hours\" }";
    let for_ever = format!("{limit}\nscope = \"never-closes\"");
    let programme = changed("ipes", &[(limit, &for_ever)]);
    let misses = [
        contact("2026-11-18T15:00:00", "phone", "missed", ""),
        contact("2026-11-18T10:00:00", "in-person", "missed", ""),
        contact("2026-11-19T09:00:00", "phone", "missed", ""),
    ];
    assert_eq!(
        found(&programme, "missed-appointment", &started(&misses.concat()), "2026-12-01"),
        [
            "2026-11-19T15:00:00: overdue",
            "2026-11-18T10:00:00 not held: the outcome is missed",
            "2026-11-19T09:00:00 not held: the outcome is missed",
            "2026-11-20T09:00:00: overdue",
        ]
    );
}

/// Ensures that hours after the last day of a spell add nothing, though nobody recorded the exit.
#[test]
fn hours_after_the_last_day_add_nothing() {
    let rules = "# --- Warnings ---";
    let total = "[[rule]]\nid = \"placement\"\ntitle = \"Give hours of a placement\"\ncite = [\"5.9\"]\n\
                 running-total = { hours = 6, by = \"last-day\" }\nrecord = \"activity learning --hours HOURS\"\n";
    let kind = ("learning = {}", "learning = { experience-of-work = true }");
    let programme = changed("work-choice", &[(rules, &format!("{total}\n{rules}")), kind]);
    let hours = |on: &str| format!("[[activity]]\non = {on}\nkind = \"learning\"\nhours = 3\n");
    let text = |second: &str| {
        let head = "id = \"A-1\"\nprogramme = \"work-choice\"\nreferred = 2014-03-03\nstarted = 2014-03-10\n";
        format!("{head}\n{}{}", hours("2016-03-08"), hours(second))
    };
    assert_eq!(
        found(&programme, "placement", &text("2016-03-09"), "2016-04-01"),
        ["2016-03-09: met, 6 of 6", "2016-03-08 counted", "2016-03-09 counted"]
    );
    assert_eq!(
        found(&programme, "placement", &text("2016-03-10"), "2016-04-01"),
        [
            "2016-03-09: missed, 3 of 6",
            "2016-03-08 counted",
            "2016-03-10 too late: it could be met until Wed 9 Mar 2016 only",
        ]
    );
}

/// Ensures that the way by which an entry counts is found behind one that refuses it, and that of two
/// that refuse it the first says why.
#[test]
fn one_way_to_meet_a_rule_is_enough() {
    let rule = "met-by = { document = \"start-or-outcome\", on-or-after = \"referral\" }";
    let ways = |second: &str| {
        let document = "{ document = \"start-or-outcome\", on-or-after = \"referral\" }";
        changed("ipes", &[(rule, &format!("met-by = [{document}, {second}]"))])
    };
    let call = contact("2026-11-18", "phone", "held", "covers = [\"start-or-outcome\"]");
    let said =
        |second: &str| found(&ways(second), "start-or-outcome", &started(&call), "2026-11-19");
    assert_eq!(said("{ contact = \"held\" }"), ["2026-11-23: met", "2026-11-18 counted"]);
    assert_eq!(
        said("{ contact = \"held-face-to-face\" }"),
        ["2026-11-23: open", "2026-11-18 a document is asked for, not a contact"]
    );
}

/// Ensures that a contact with others than the rule asks for is none of its business, unless it says
/// that it covered what is asked for.
#[test]
fn who_was_there_tells_whether_a_contact_is_looked_at() {
    let job = "[[job]]\nemployer = \"Cafe\"\noffered = 2026-11-17\nstarts = 2026-11-18\nstarted = 2026-11-18\n";
    let with = |whom: &str, covers: &str| {
        let keys = format!("with = [\"{whom}\"]\n{covers}");
        let text = started(&format!("{job}{}", contact("2026-11-19", "phone", "held", &keys)));
        let ipes = builtin().iter().find(|it| it.id == "ipes").unwrap();
        found(ipes, "support-network", &text, "2026-11-20")
    };
    assert_eq!(with("network", ""), ["2026-12-02: met", "2026-11-19 counted"]);
    assert_eq!(with("participant", ""), ["2026-12-02: open"]);
}
