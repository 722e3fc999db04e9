//! Work Choice, Module Two. One function for each row of the table.

use chrono::NaiveDate;

use super::calendar::{days_after, days_from_to, last_of_month, months_after};
use super::draft::{Draft, Scope, Sort, chain, is_first_of_month};
use super::evidence::{days_of, earliest};
use super::facts::Facts;
use super::when::When;
use super::words::WORK_CHOICE_ACTIVITIES;

/// Every obligation of Module Two, in the table's order. Without S there is none.
pub fn drafts(facts: &Facts) -> Vec<Draft> {
    let Some(started) = facts.started else {
        return Vec::new();
    };
    let Some(limit) = facts.limit() else {
        return Vec::new();
    };
    let mut drafts = vec![development_plan(facts, started), benefit_advice(facts, started)];
    drafts.extend(quarterly_review(facts, started));
    drafts.extend(monthly_activity(facts, started, limit));
    drafts.push(module_three_decision(facts, started, limit));
    drafts.push(exit(facts, started, limit));
    drafts.extend(leaver_plan(facts, started));
    drafts
}

/// `development-plan`: opens S, due S + 20 wd (local target), covers it, on >= R; prompt.
fn development_plan(facts: &Facts, started: NaiveDate) -> Draft {
    from_the_start(facts, "development-plan", started)
}

/// `benefit-advice`: opens S, due S + 20 wd (local target), covers it, on >= R. A local target makes it a prompt.
fn benefit_advice(facts: &Facts, started: NaiveDate) -> Draft {
    from_the_start(facts, "benefit-advice", started)
}

fn from_the_start(facts: &Facts, rule: &'static str, started: NaiveDate) -> Draft {
    let due = facts.calendar.working_days_after(started, 20);
    let mut draft = Draft::new(rule, started, due, Scope::Closes(facts.close()));
    draft.severity = "prompt";
    draft.met =
        earliest(days_of(&facts.covering(&[rule])), facts.referred_or_started(), facts.close());
    draft
}

/// `quarterly-review`: opens the previous, due previous + 3 months, aim previous + 84 days, met by a contact covering
/// `review`, outcome `held`, any mode, after the day of the previous. Chain from S.
fn quarterly_review(facts: &Facts, started: NaiveDate) -> Vec<Draft> {
    let contacts = facts.contacts_with_participant();
    let reviews = contacts.iter().filter(|contact| contact.is_held() && contact.lists("review"));
    let reviews: Vec<NaiveDate> = reviews.map(|contact| contact.on.day).collect();
    chain(facts, "quarterly-review", started, &reviews, |previous| {
        (months_after(previous, 3), Some(days_after(previous, 84)))
    })
}

/// `monthly-activity`: opens on the first of the month, due on its last; hours of attended activity (any kind of the
/// programme's) and of held contacts reach 8 in the month. One for each calendar month wholly within S..E and S..L.
fn monthly_activity(facts: &Facts, started: NaiveDate, limit: NaiveDate) -> Vec<Draft> {
    let from = facts.record_starts.map_or(started, |record_starts| started.max(record_starts));
    let mut drafts = Vec::new();
    for first in days_from_to(from, facts.today) {
        if !is_first_of_month(first) {
            continue;
        }
        let last = last_of_month(first);
        if last > limit || facts.end().is_some_and(|end| last > end) {
            continue;
        }
        let mut draft = Draft::new("monthly-activity", first, last, Scope::Closes(Some(last)));
        draft.sort = Sort::Month;
        let reached = |day: &NaiveDate| hours_from_to(facts, first, *day) >= 800;
        draft.met = days_from_to(first, last).into_iter().find(reached).map(When::day);
        drafts.push(draft);
    }
    drafts
}

/// Hundredths of an hour of attended activity and of held contacts with the participant, from a day to a day.
fn hours_from_to(facts: &Facts, first: NaiveDate, last: NaiveDate) -> i64 {
    let within = |on: When| on.day >= first && on.day <= last;
    let mut hours = 0;
    for activity in &facts.activities {
        let counts = activity.outcome == "attended"
            && WORK_CHOICE_ACTIVITIES.contains(&activity.kind.as_str());
        if counts && within(activity.on) {
            hours += activity.hours;
        }
    }
    for contact in facts.contacts_with_participant() {
        if contact.is_held() && within(contact.on) {
            hours += contact.hours;
        }
    }
    hours
}

/// `module-three-decision`: opens S, due L, met by a document covering it, on >= S; optional; must once an entry by T covers
/// `long-term-need`, participant there or not; lead 56 days.
fn module_three_decision(facts: &Facts, started: NaiveDate, limit: NaiveDate) -> Draft {
    let mut draft =
        Draft::new("module-three-decision", started, limit, Scope::Closes(facts.close()));
    let long_term_need = !facts.anything_covering(&["long-term-need"]).is_empty();
    draft.severity = if long_term_need { "must" } else { "optional" };
    let documents = facts.documents_covering("module-three-decision");
    draft.met = earliest(days_of(&documents), Some(started), facts.close());
    draft.lead = 56;
    draft
}

/// `exit`: opens S, due L, met by the exit date; lead 28 days; scope never closes.
fn exit(facts: &Facts, started: NaiveDate, limit: NaiveDate) -> Draft {
    let mut draft = Draft::new("exit", started, limit, Scope::NeverCloses);
    draft.met = facts.exit.as_ref().map(|exit| When::day(exit.on));
    draft.lead = 28;
    draft
}

/// `leaver-plan`: opens E, due E + 1 wd (local target), document covering it, on >= S; only if the exit reason is
/// `declined-support`; prompt; scope never closes.
fn leaver_plan(facts: &Facts, started: NaiveDate) -> Option<Draft> {
    let exit = facts.exit.as_ref().filter(|exit| exit.reason == "declined-support")?;
    let due = facts.calendar.working_days_after(exit.on, 1);
    let mut draft = Draft::new("leaver-plan", exit.on, due, Scope::NeverCloses);
    draft.severity = "prompt";
    draft.met = earliest(days_of(&facts.documents_covering("leaver-plan")), Some(started), None);
    Some(draft)
}
