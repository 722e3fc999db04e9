//! IPES: meetings, misses and concerns. One function for each row of the table.

use chrono::{Datelike, NaiveDate, Weekday};

use super::calendar::{days_after, days_from_to, next_day};
use super::case_file::Contact;
use super::draft::{Draft, Scope, Sort, chain};
use super::evidence::earliest;
use super::facts::Facts;
use super::ipes_referral::{action_plan, four_weeks_after};
use super::when::When;

/// Every obligation of these rows, in the table's order.
pub fn drafts(facts: &Facts) -> Vec<Draft> {
    let mut drafts = action_plan_review(facts);
    drafts.extend(four_weekly_meeting(facts));
    drafts.extend(weekly_contact_offer(facts));
    drafts.extend(missed_appointment(facts));
    drafts.extend(respond_to_concern(facts));
    drafts
}

/// `action-plan-review`: opens the previous, due previous + 28 days, met by a contact covering `action-plan` or it, held
/// in person*, after the day of the previous. Chain from the day `action-plan` was met; no plan, no review. Where the
/// plan was due before the record starts, the chain starts on that day.
fn action_plan_review(facts: &Facts) -> Vec<Draft> {
    let Some(plan) = action_plan(facts) else {
        return Vec::new();
    };
    let start = match facts.record_starts {
        Some(record_starts) if plan.due.day < record_starts => Some(record_starts),
        _ => plan.met.map(|met| met.day),
    };
    let Some(start) = start else {
        return Vec::new();
    };
    let mut meetings = Vec::new();
    for contact in facts.contacts_with_participant() {
        let covers = contact.lists("action-plan") || contact.lists("action-plan-review");
        if covers && contact.is_held_in_person() {
            meetings.push(contact.on.day);
        }
    }
    chain(facts, "action-plan-review", start, &meetings, |previous| {
        (four_weeks_after(previous), None)
    })
}

/// `four-weekly-meeting`: opens the previous, due previous + 28 days, met by a contact held in person*, after the day of
/// the previous. Chain from S.
fn four_weekly_meeting(facts: &Facts) -> Vec<Draft> {
    let Some(started) = facts.started else {
        return Vec::new();
    };
    let contacts = facts.contacts_with_participant();
    let in_person = contacts.iter().filter(|contact| contact.is_held_in_person());
    let meetings: Vec<NaiveDate> = in_person.map(|contact| contact.on.day).collect();
    chain(facts, "four-weekly-meeting", started, &meetings, |previous| {
        (four_weeks_after(previous), None)
    })
}

/// `weekly-contact-offer`: opens Monday, due Sunday, met by a contact in that week: mode `in-person`, outcome any but
/// `cancelled` and `sent`; or held by exception. One for each Monday-to-Sunday week wholly within S..E.
fn weekly_contact_offer(facts: &Facts) -> Vec<Draft> {
    let Some(started) = facts.started else {
        return Vec::new();
    };
    let first = facts.record_starts.map_or(started, |record_starts| started.max(record_starts));
    let mut drafts = Vec::new();
    for monday in days_from_to(first, facts.today) {
        if monday.weekday() != Weekday::Mon {
            continue;
        }
        let sunday = days_after(monday, 6);
        if facts.end().is_some_and(|end| sunday > end) {
            continue;
        }
        let mut draft =
            Draft::new("weekly-contact-offer", monday, sunday, Scope::Closes(Some(sunday)));
        draft.sort = Sort::Week;
        let contacts = facts.contacts_with_participant();
        let offers = contacts.iter().filter(|contact| is_weekly_offer(contact));
        draft.met =
            earliest(offers.map(|contact| contact.on.day).collect(), Some(monday), Some(sunday));
        drafts.push(draft);
    }
    drafts
}

fn is_weekly_offer(contact: &Contact) -> bool {
    let offered = contact.outcome != "cancelled" && contact.outcome != "sent";
    (contact.mode == "in-person" && offered) || contact.is_held_by_exception()
}

/// `missed-appointment`: opens at the miss, due 24 hours after it, met by a contact after it: outcome `held` in any mode,
/// or `sent`. Scope closes at the earlier of E and the next day with a miss.
fn missed_appointment(facts: &Facts) -> Vec<Draft> {
    let misses = last_misses_of_their_days(facts);
    let mut drafts = Vec::new();
    for (place, miss) in misses.iter().enumerate() {
        let next_miss = misses.get(place + 1).map(|next| next.day);
        let close = facts.end().into_iter().chain(next_miss).min();
        let mut draft =
            Draft::new("missed-appointment", miss.day, next_day(miss.day), Scope::Closes(close));
        draft.subject = Some(miss.text());
        draft.due.time = miss.time;
        draft.met = first_after(facts, *miss, close, |contact| {
            contact.is_held() || contact.outcome == "sent"
        });
        drafts.push(draft);
    }
    drafts
}

/// "For each activity, and each contact with the participant, with outcome `missed`, from R on; of several on one day only
/// the last (without a time first, then by time, then activities before contacts, then by the file)." One a day, in order.
fn last_misses_of_their_days(facts: &Facts) -> Vec<When> {
    let Some(first_day) = facts.referred_or_started() else {
        return Vec::new();
    };
    let activities = facts.activities.iter().filter(|activity| activity.outcome == "missed");
    let contacts = facts.contacts_with_participant();
    let contacts = contacts.iter().filter(|contact| contact.outcome == "missed");
    let mut misses: Vec<When> = activities.map(|activity| activity.on).collect();
    misses.extend(contacts.map(|contact| contact.on));
    misses.retain(|miss| miss.day >= first_day);
    // Stable: activities stay before contacts, and the file's order stays. `None` comes before any time.
    misses.sort_by_key(|miss| (miss.day, miss.time));
    let mut last_of_days: Vec<When> = Vec::new();
    for miss in misses {
        if last_of_days.last().is_some_and(|last| last.day == miss.day) {
            last_of_days.pop();
        }
        last_of_days.push(miss);
    }
    last_of_days
}

/// `respond-to-concern`: opens at the concern, due that + 1 wd (local target), met by a held contact after it; per concern
/// on or after S (of several with one `on`, the first); prompt.
fn respond_to_concern(facts: &Facts) -> Vec<Draft> {
    let Some(started) = facts.started else {
        return Vec::new();
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for concern in &facts.concerns {
        let subject = Some(concern.text());
        let seen = drafts.iter().any(|draft| draft.subject == subject);
        if concern.day < started || seen {
            continue;
        }
        let due = facts.calendar.working_days_after(concern.day, 1);
        let mut draft =
            Draft::new("respond-to-concern", concern.day, due, Scope::Closes(facts.close()));
        draft.subject = subject;
        draft.severity = "prompt";
        draft.met = first_after(facts, *concern, facts.close(), Contact::is_held);
        drafts.push(draft);
    }
    drafts.sort_by_key(|draft| draft.opened);
    drafts
}

/// The first contact with the participant after a miss or a concern that counts, on or before the close.
fn first_after(
    facts: &Facts,
    happening: When,
    close: Option<NaiveDate>,
    counts: impl Fn(&Contact) -> bool,
) -> Option<When> {
    let mut found: Vec<When> = Vec::new();
    for contact in facts.contacts_with_participant() {
        let within = close.is_none_or(|close| contact.on.day <= close);
        if counts(contact) && within && contact.on.contact_is_after(happening) {
            found.push(contact.on);
        }
    }
    found.sort_by(|one, other| one.contact_order(*other));
    found.first().copied()
}
