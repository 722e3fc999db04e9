//! IPES: the rules of each job. One function for each row of the table.

use chrono::NaiveDate;

use super::case_file::Job;
use super::draft::{Draft, Scope};
use super::evidence::{Evidence, days_of, earliest};
use super::facts::Facts;

/// One job, with its place in job order.
struct Place<'a> {
    job: &'a Job,
    place: usize,
}

/// Every obligation of these rows, in the table's order; job by job within a row.
pub fn drafts(facts: &Facts) -> Vec<Draft> {
    if facts.started.is_none() {
        return Vec::new();
    }
    let rows: [fn(&Facts, &Place) -> Option<Draft>; 8] = [
        benefit_impact_work,
        access_to_work,
        action_plan_on_job_start,
        employer_support_plan,
        transition_timetable,
        self_employment_support_package,
        support_network,
        job_start_entered,
    ];
    let mut drafts = Vec::new();
    for row in rows {
        for (place, job) in facts.jobs.iter().enumerate() {
            if let Some(mut draft) = row(facts, &Place { job, place }) {
                draft.subject = Some(facts.subject_of(place));
                drafts.push(draft);
            }
        }
    }
    drafts
}

/// A per-job obligation's scope closes "at the earlier of E and the day the job ended".
fn close_of(facts: &Facts, job: &Job) -> Option<NaiveDate> {
    facts.end().into_iter().chain(job.ended).min()
}

/// "Matches" means: belongs to that job.
fn matching(facts: &Facts, at: &Place, evidence: Vec<Evidence>) -> Vec<Evidence> {
    let mut evidence = evidence;
    evidence.retain(|evidence| facts.job_of(evidence) == Some(at.place));
    evidence
}

/// A per-job obligation that closes with E or the job, met by the earliest of these days within its scope.
fn per_job(
    facts: &Facts,
    job: &Job,
    rule: &'static str,
    opens_and_due: (NaiveDate, NaiveDate),
    days: Vec<NaiveDate>,
) -> Draft {
    let close = close_of(facts, job);
    let mut draft = Draft::new(rule, opens_and_due.0, opens_and_due.1, Scope::Closes(close));
    draft.met = earliest(days, None, close);
    draft
}

/// `benefit-impact-work`: opens when the job is known, due its start, else expected start; covers it, matches the job;
/// none while no start is known.
fn benefit_impact_work(facts: &Facts, at: &Place) -> Option<Draft> {
    let due = at.job.start_or_expected()?;
    let evidence = matching(facts, at, facts.covering(&["benefit-impact-work"]));
    Some(per_job(facts, at.job, "benefit-impact-work", (at.job.known(), due), days_of(&evidence)))
}

/// `access-to-work`: opens when the job is known, due that + 1 wd (local target); covers it, matches the job; prompt.
fn access_to_work(facts: &Facts, at: &Place) -> Option<Draft> {
    let known = at.job.known();
    let due = facts.calendar.working_days_after(known, 1);
    let evidence = matching(facts, at, facts.covering(&["access-to-work"]));
    let mut draft = per_job(facts, at.job, "access-to-work", (known, due), days_of(&evidence));
    draft.severity = "prompt";
    Some(draft)
}

/// `action-plan-on-job-start`: opens at the job start, due start + 1 wd (local target); covers `action-plan` or
/// `action-plan-review`, on >= the day the job is known; per started job; prompt.
fn action_plan_on_job_start(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started?;
    let due = facts.calendar.working_days_after(start, 1);
    let evidence = facts.covering(&["action-plan", "action-plan-review"]);
    let mut days = days_of(&evidence);
    days.retain(|day| *day >= at.job.known());
    let mut draft = per_job(facts, at.job, "action-plan-on-job-start", (start, due), days);
    draft.severity = "prompt";
    Some(draft)
}

/// `employer-support-plan`: opens at the job start, due start + 10 wd; document covering it, matches the job, `issued-to`
/// has `employer`; per started job; self-employed: not applicable.
fn employer_support_plan(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started?;
    let due = facts.calendar.working_days_after(start, 10);
    let mut evidence = matching(facts, at, facts.documents_covering("employer-support-plan"));
    evidence.retain(|evidence| evidence.issued_to("employer"));
    let mut draft =
        per_job(facts, at.job, "employer-support-plan", (start, due), days_of(&evidence));
    draft.exempt = at.job.self_employed;
    Some(draft)
}

/// `transition-timetable`: opens at the job start, due start + 10 wd; document covering it, matches the job; per started
/// job; self-employed: not applicable.
fn transition_timetable(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started?;
    let due = facts.calendar.working_days_after(start, 10);
    let evidence = matching(facts, at, facts.documents_covering("transition-timetable"));
    let mut draft =
        per_job(facts, at.job, "transition-timetable", (start, due), days_of(&evidence));
    draft.exempt = at.job.self_employed;
    Some(draft)
}

/// `self-employment-support-package`: opens at the job start, due start + 10 wd (local target); document covering it,
/// matches the job; per started self-employed job; prompt.
fn self_employment_support_package(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started.filter(|_| at.job.self_employed)?;
    let due = facts.calendar.working_days_after(start, 10);
    let evidence = matching(facts, at, facts.documents_covering("self-employment-support-package"));
    let mut draft =
        per_job(facts, at.job, "self-employment-support-package", (start, due), days_of(&evidence));
    draft.severity = "prompt";
    Some(draft)
}

/// `support-network`: opens at the job start, due start + 10 wd (local target); covers it, or a held contact with
/// `network`; either on >= the day the job is known; per started job; prompt; the participant need not be there for either.
fn support_network(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started?;
    let due = facts.calendar.working_days_after(start, 10);
    let mut days = days_of(&facts.anything_covering(&["support-network"]));
    for contact in &facts.contacts {
        if contact.is_held() && contact.is_with("network") {
            days.push(contact.on.day);
        }
    }
    days.retain(|day| *day >= at.job.known());
    let mut draft = per_job(facts, at.job, "support-network", (start, due), days);
    draft.severity = "prompt";
    Some(draft)
}

/// `job-start-entered`: opens at the job start, due start + 1 wd (local target); document covering it, matches the job; per
/// job started on or before E; prompt; scope never closes.
fn job_start_entered(facts: &Facts, at: &Place) -> Option<Draft> {
    let start = at.job.started?;
    if facts.end().is_some_and(|end| start > end) {
        return None;
    }
    let due = facts.calendar.working_days_after(start, 1);
    let evidence = matching(facts, at, facts.documents_covering("job-start-entered"));
    let mut draft = Draft::new("job-start-entered", start, due, Scope::NeverCloses);
    draft.met = earliest(days_of(&evidence), None, None);
    draft.severity = "prompt";
    Some(draft)
}
