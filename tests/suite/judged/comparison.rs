//! What became of an obligation between two days, and between two versions of a case.

use caseload::obligation::{Band, Change, Evaluation, Listed, compare};

use super::{acknowledged, contact, day, started};
use crate::properties::Subject;

/// What became of the obligations of a rule, in the order in which they are compared.
fn became(
    before: Option<(&str, &str)>,
    after: Option<(&str, &str)>,
    rule: &str,
    listed: Listed,
) -> Vec<Option<Change>> {
    let subjects =
        [before, after].map(|side| side.map(|(text, on)| (Subject::read(text), day(on))));
    let evaluations =
        subjects.each_ref().map(|side| side.as_ref().map(|(subject, on)| subject.on(*on)));
    let [before, after] = evaluations.each_ref().map(Option::as_ref);
    changes(before, after, rule, listed)
}

fn changes(
    before: Option<&Evaluation<'_>>,
    after: Option<&Evaluation<'_>>,
    rule: &str,
    listed: Listed,
) -> Vec<Option<Change>> {
    let of_rule = compare(before, after).into_iter().filter(|it| {
        it.before.or(it.after).is_some_and(|(_, obligation)| obligation.instance.rule.id == rule)
    });
    of_rule.map(|it| it.change(listed)).collect()
}

const RULE: &str = "acknowledge-referral";

#[test]
fn a_deadline_from_day_to_day() {
    let (none, in_time, late) =
        (started(""), started(&acknowledged("2026-11-04")), started(&acknowledged("2026-11-05")));
    let excused = started(
        "[[excuse]]\nrule = \"acknowledge-referral\"\ndue = 2026-11-04\non = 2026-11-05\nreason = \"ill\"\n",
    );
    for (before, after, expected) in [
        // It arises, stays, and is late from the day after its limit.
        ((&none, "2026-11-01"), (&none, "2026-11-02"), Some(Change::Due)),
        ((&none, "2026-11-02"), (&none, "2026-11-04"), None),
        ((&none, "2026-11-04"), (&none, "2026-11-05"), Some(Change::Late)),
        ((&none, "2026-11-05"), (&none, "2026-11-06"), None),
        // It is met, in time or late, and stays so.
        ((&none, "2026-11-03"), (&in_time, "2026-11-04"), Some(Change::Met)),
        ((&in_time, "2026-11-04"), (&in_time, "2026-11-05"), None),
        ((&none, "2026-11-05"), (&late, "2026-11-05"), Some(Change::Met)),
        ((&late, "2026-11-05"), (&late, "2026-11-06"), None),
        // What was met in time is met late, or the other way round.
        ((&in_time, "2026-11-06"), (&late, "2026-11-06"), Some(Change::Late)),
        ((&late, "2026-11-06"), (&in_time, "2026-11-06"), Some(Change::Met)),
        // What was met is to be done again.
        ((&in_time, "2026-11-04"), (&none, "2026-11-04"), Some(Change::Due)),
        ((&in_time, "2026-11-06"), (&none, "2026-11-06"), Some(Change::Late)),
        // It is excused: dropped where it was wanted, and nothing where it was not.
        ((&none, "2026-11-06"), (&excused, "2026-11-06"), Some(Change::Dropped)),
        ((&excused, "2026-11-06"), (&none, "2026-11-06"), Some(Change::Late)),
        ((&in_time, "2026-11-06"), (&excused, "2026-11-06"), None),
        ((&excused, "2026-11-06"), (&excused, "2026-11-09"), None),
    ] {
        let became = became(
            Some((before.0.as_str(), before.1)),
            Some((after.0.as_str(), after.1)),
            RULE,
            Listed::All,
        );
        assert_eq!(became, [expected], "{before:?} {after:?}");
    }
}

#[test]
fn a_case_that_comes_or_goes() {
    let (none, met) = (started(""), started(&acknowledged("2026-11-04")));
    for (text, today, come, gone) in [
        (&none, "2026-11-04", Some(Change::Due), Some(Change::Dropped)),
        (&none, "2026-11-05", Some(Change::Late), Some(Change::Dropped)),
        (&met, "2026-11-05", Some(Change::Met), None),
    ] {
        let side = Some((text.as_str(), today));
        assert_eq!(became(None, side, RULE, Listed::All), [come], "{today}");
        assert_eq!(became(side, None, RULE, Listed::All), [gone], "{today}");
    }
}

#[test]
fn what_is_due_on_another_day_has_moved() {
    let earlier = started("");
    let later = earlier.replace("referred = 2026-11-02", "referred = 2026-11-03");
    for (today, expected) in
        [("2026-11-04", Some(Change::Moved)), ("2026-11-06", Some(Change::Moved))]
    {
        let became = became(Some((&earlier, today)), Some((&later, today)), RULE, Listed::All);
        assert_eq!(became, [expected], "{today}");
    }
    // A limit that has passed is late, not moved.
    let became =
        became(Some((&later, "2026-11-05")), Some((&earlier, "2026-11-05")), RULE, Listed::All);
    assert_eq!(became, [Some(Change::Late)]);
}

/// Ensures that the working day to do it by counts while something is open, and no longer once its
/// limit has passed.
#[test]
fn the_day_to_do_it_by_moves_while_it_is_open() {
    // From Sat 5 Dec on there is no working day left before the job starts on Sun 6 Dec.
    let job = |offered: &str| {
        let days = format!("offered = {offered}\nstarts = 2026-12-06\n");
        started(&format!("[[job]]\nemployer = \"Cafe\"\n{days}"))
    };
    let (friday, saturday) = (job("2026-12-04"), job("2026-12-05"));
    for (today, expected) in [
        ("2026-12-05", Some(Change::Moved)),
        ("2026-12-06", Some(Change::Moved)),
        ("2026-12-07", None),
    ] {
        let sides = (Some((friday.as_str(), today)), Some((saturday.as_str(), today)));
        assert_eq!(
            became(sides.0, sides.1, "benefit-impact-work", Listed::All),
            [expected],
            "{today}"
        );
    }
}

/// Ensures that what was met and is not any more is due at once, however far off its limit is.
#[test]
fn what_is_met_no_more_is_due_at_once() {
    let kind = "kind = \"needs-assessment-complete\"";
    let met = started(&format!("[[document]]\n{kind}\non = 2026-11-17\n"));
    let not = started("");
    let today = "2026-11-18";
    let listed = Listed::UpTo(day("2026-11-22"), day("2026-11-22"));
    let sides = (Some((met.as_str(), today)), Some((not.as_str(), today)));
    assert_eq!(became(sides.0, sides.1, "needs-assessment-complete", listed), [Some(Change::Due)]);
}

/// Ensures that of two in a chain each is compared with itself, by the day on which it opened.
#[test]
fn links_of_a_chain_are_compared_each_with_itself() {
    let one = started(&contact("2026-11-25", "in-person", "held", ""));
    let two = format!("{one}{}", contact("2026-12-01", "in-person", "held", ""));
    let rule = "four-weekly-meeting";
    let side = |text| Some((text, "2026-12-02"));
    // The first stays met, the second is met by the new meeting, which opens a third.
    assert_eq!(
        became(side(one.as_str()), side(two.as_str()), rule, Listed::All),
        [None, Some(Change::Met), Some(Change::Due)]
    );
    assert_eq!(
        became(side(two.as_str()), side(one.as_str()), rule, Listed::All),
        [None, Some(Change::Due), Some(Change::Dropped)]
    );
    // A first meeting on another day leaves the second in its place, moved.
    let moved = started(&contact("2026-11-26", "in-person", "held", ""));
    assert_eq!(
        became(side(one.as_str()), side(moved.as_str()), rule, Listed::All),
        [None, Some(Change::Moved)]
    );
}

/// Ensures that one that comes before others of its chain takes none of their places.
#[test]
fn a_link_that_comes_before_others_is_the_new_one() {
    let one = started(&contact("2026-11-25", "in-person", "held", ""));
    let two = format!("{one}{}", contact("2026-11-18", "in-person", "held", ""));
    let became = became(
        Some((&one, "2026-12-02")),
        Some((&two, "2026-12-02")),
        "four-weekly-meeting",
        Listed::All,
    );
    assert_eq!(became, [None, Some(Change::Met), None]);
}

/// Ensures that what arises on a day takes no place of something else that arose on it.
#[test]
fn what_is_about_something_else_is_another() {
    let missed = started(&contact("2026-11-18", "in-person", "missed", ""));
    let concern = started("[[concern]]\non = 2026-11-18\n");
    let sides = (Some((missed.as_str(), "2026-11-18")), Some((concern.as_str(), "2026-11-18")));
    for (rule, expected) in
        [("missed-appointment", Change::Dropped), ("respond-to-concern", Change::Due)]
    {
        assert_eq!(became(sides.0, sides.1, rule, Listed::All), [Some(expected)], "{rule}");
    }
}

/// Ensures that what only comes nearer is due on the day it comes into the list, and again on the
/// day it comes into the week.
#[test]
fn what_comes_into_the_list_is_due() {
    let text = started("");
    // Due by Mon 14 Dec, and listed two weeks before.
    let rule = "action-plan";
    let subject = Subject::read(&text);
    let mut came = Vec::new();
    for on in day("2026-11-16").iter_days().take(28) {
        let after = on.succ_opt().unwrap();
        let evaluations = [subject.on(on), subject.on(after)];
        let listed = Listed::UpTo(on, after);
        let all = compare(Some(&evaluations[0]), Some(&evaluations[1]));
        let pair = all
            .iter()
            .find(|it| it.after.is_some_and(|(_, it)| it.instance.rule.id == rule))
            .unwrap();
        if let Some(change) = pair.change(listed) {
            came.push((after.to_string(), change, pair.bands(listed)));
        }
        assert_eq!(pair.change(Listed::All), None, "{after}");
        assert_eq!(pair.bands(Listed::All), (None, None));
    }
    let expected = [
        ("2026-11-30".to_owned(), Change::Due, (None, Some(Band::Coming))),
        ("2026-12-14".to_owned(), Change::Due, (Some(Band::Coming), Some(Band::ThisWeek))),
    ];
    assert_eq!(came, expected);
}

/// Ensures that what arises out of sight of the list is not due in it yet.
#[test]
fn what_arises_far_off_is_not_in_the_list_yet() {
    let (referred, started) = (started("").replace("started = 2026-11-16\n", ""), started(""));
    let sides = (Some((referred.as_str(), "2026-11-16")), Some((started.as_str(), "2026-11-16")));
    for (until, rule, expected) in [
        (Listed::All, "action-plan", Some(Change::Due)),
        (Listed::UpTo(day("2026-11-22"), day("2026-11-22")), "action-plan", None),
        (
            Listed::UpTo(day("2026-11-22"), day("2026-11-22")),
            "weekly-contact-offer",
            Some(Change::Due),
        ),
    ] {
        assert_eq!(became(sides.0, sides.1, rule, until), [expected], "{rule}");
    }
}
