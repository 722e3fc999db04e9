//! IPES: the rules of the referral and of the first weeks. One function for each row of the table.

use super::calendar::days_after;
use super::draft::{Draft, Scope};
use super::evidence::{days_of, earliest};
use super::facts::{Facts, STANDARD};
use super::words::is_experience_of_work;

/// Every obligation of these rows, in the table's order.
pub fn drafts(facts: &Facts) -> Vec<Draft> {
    let rows = [
        acknowledge_referral(facts),
        initial_meeting(facts),
        needs_assessment(facts),
        start_or_outcome(facts),
        needs_assessment_complete(facts),
        action_plan(facts),
        work_experience(facts),
        benefit_impact_experience(facts),
    ];
    rows.into_iter().flatten().collect()
}

/// `acknowledge-referral`: opens R, due R + 2 wd, met by a document covering `referral-acknowledgement`, on >= R; scope
/// never closes.
fn acknowledge_referral(facts: &Facts) -> Option<Draft> {
    let referred = facts.referred?;
    let due = facts.calendar.working_days_after(referred, 2);
    let mut draft = Draft::new("acknowledge-referral", referred, due, Scope::NeverCloses);
    let documents = facts.documents_covering("referral-acknowledgement");
    draft.met = earliest(days_of(&documents), Some(referred), None);
    Some(draft)
}

/// `initial-meeting`: opens R, due R + 15 wd, met by a contact covering it, held in person*, on >= R.
fn initial_meeting(facts: &Facts) -> Option<Draft> {
    let referred = facts.referred?;
    let due = facts.calendar.working_days_after(referred, 15);
    let mut draft = Draft::new("initial-meeting", referred, due, Scope::Closes(facts.close()));
    let mut days = Vec::new();
    for contact in facts.contacts_with_participant() {
        if contact.lists("initial-meeting") && contact.is_held_in_person() {
            days.push(contact.on.day);
        }
    }
    draft.met = earliest(days, Some(referred), facts.close());
    Some(draft)
}

/// `needs-assessment`: opens R, due R + 15 wd, covers it or `needs-assessment-complete`, on >= R; begun is enough.
fn needs_assessment(facts: &Facts) -> Option<Draft> {
    let referred = facts.referred?;
    let due = facts.calendar.working_days_after(referred, 15);
    let mut draft = Draft::new("needs-assessment", referred, due, Scope::Closes(facts.close()));
    let evidence = facts.covering(&["needs-assessment", "needs-assessment-complete"]);
    draft.met = earliest(days_of(&evidence), Some(referred), facts.close());
    Some(draft)
}

/// `start-or-outcome`: opens R, due R + 15 wd, met by a document covering it, on >= R; scope never closes.
fn start_or_outcome(facts: &Facts) -> Option<Draft> {
    let referred = facts.referred?;
    let due = facts.calendar.working_days_after(referred, 15);
    let mut draft = Draft::new("start-or-outcome", referred, due, Scope::NeverCloses);
    let documents = facts.documents_covering("start-or-outcome");
    draft.met = earliest(days_of(&documents), Some(referred), None);
    Some(draft)
}

/// `needs-assessment-complete`: opens S, due S + 20 wd, covers it, on >= R.
fn needs_assessment_complete(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let due = facts.calendar.working_days_after(started, 20);
    let mut draft =
        Draft::new("needs-assessment-complete", started, due, Scope::Closes(facts.close()));
    let evidence = facts.covering(&["needs-assessment-complete"]);
    draft.met = earliest(days_of(&evidence), facts.referred_or_started(), facts.close());
    Some(draft)
}

/// `action-plan`: opens S, due S + 20 wd, covers it, on >= S; agreed and signed after the start.
pub fn action_plan(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let due = facts.calendar.working_days_after(started, 20);
    let mut draft = Draft::new("action-plan", started, due, Scope::Closes(facts.close()));
    let evidence = facts.covering(&["action-plan"]);
    draft.met = earliest(days_of(&evidence), Some(started), facts.close());
    Some(draft)
}

/// `work-experience`: opens S, due day 456, met when attended, unpaid activity of the kinds marked as experience of work
/// reaches 16 hours, on S..E. Not applicable once a job has started, or an attended activity of those kinds on S..E was
/// paid, by E.
fn work_experience(facts: &Facts) -> Option<Draft> {
    let started = facts.started?;
    let due = facts.date_of_day(STANDARD)?;
    let mut draft = Draft::new("work-experience", started, due, Scope::Closes(facts.close()));
    let experience = attended_experience_of_work(facts);
    let unpaid: Vec<_> = experience.iter().filter(|(_, _, paid)| !paid).collect();
    let reaches_sixteen = |day: chrono::NaiveDate| {
        let so_far = unpaid.iter().filter(|(on, _, _)| *on <= day);
        so_far.map(|(_, hours, _)| hours).sum::<i64>() >= 1600
    };
    let days = unpaid.iter().map(|(on, _, _)| *on).filter(|day| reaches_sixteen(*day)).collect();
    draft.met = earliest(days, Some(started), facts.close());
    let last = facts.end().unwrap_or(facts.today);
    let job_has_started =
        facts.jobs.iter().any(|job| job.started.is_some_and(|start| start <= last));
    let was_paid = experience.iter().any(|(_, _, paid)| *paid);
    draft.exempt = job_has_started || was_paid;
    Some(draft)
}

/// `benefit-impact-experience`: opens on the first attended activity of those kinds on S..E, paid or not, due that day,
/// covers it, on >= R; the same day counts as before.
fn benefit_impact_experience(facts: &Facts) -> Option<Draft> {
    let experience = attended_experience_of_work(facts);
    let first = experience.iter().map(|(on, _, _)| *on).min()?;
    let mut draft =
        Draft::new("benefit-impact-experience", first, first, Scope::Closes(facts.close()));
    let evidence = facts.covering(&["benefit-impact-experience"]);
    draft.met = earliest(days_of(&evidence), facts.referred_or_started(), facts.close());
    Some(draft)
}

/// Attended activity of the kinds marked as experience of work, on S..E: its day, hundredths of an hour, whether paid.
fn attended_experience_of_work(facts: &Facts) -> Vec<(chrono::NaiveDate, i64, bool)> {
    let Some(started) = facts.started else {
        return Vec::new();
    };
    let last = facts.end().unwrap_or(facts.today);
    let mut found = Vec::new();
    for activity in &facts.activities {
        let day = activity.on.day;
        let attended = activity.outcome == "attended" && is_experience_of_work(&activity.kind);
        if attended && day >= started && day <= last {
            found.push((day, activity.hours, activity.paid));
        }
    }
    found
}

/// The due date of the next meeting that must take place every four weeks.
pub fn four_weeks_after(previous: chrono::NaiveDate) -> chrono::NaiveDate {
    days_after(previous, 28)
}
