//! The named profiles: each dwells on one part of a case.

use chrono::NaiveDate;

use super::super::calendar::days_after;
use super::profiles_module_two::{module_two, module_two_months};
use super::story::Story;

/// A profile: its name, whether it is of Work Choice, and how it tells a case.
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Work Choice rather than IPES.
    pub work_choice: bool,
    /// Tells the case.
    pub tell: fn(&mut Story),
}

/// Every profile; the seed chooses.
pub const PROFILES: [Profile; 12] = [
    Profile { name: "early", work_choice: false, tell: early },
    Profile { name: "work", work_choice: false, tell: work },
    Profile { name: "extension", work_choice: false, tell: extension },
    Profile { name: "module_two", work_choice: true, tell: module_two },
    Profile { name: "misses", work_choice: false, tell: misses },
    Profile { name: "excused_chain", work_choice: false, tell: excused_chain },
    Profile { name: "experience", work_choice: false, tell: experience },
    Profile { name: "module_two_months", work_choice: true, tell: module_two_months },
    Profile { name: "ending", work_choice: false, tell: ending },
    Profile { name: "out_of_work", work_choice: false, tell: out_of_work },
    Profile { name: "never_started", work_choice: false, tell: never_started },
    Profile { name: "everything", work_choice: false, tell: everything },
];

/// Sets R and S; either may be missing, never both.
pub fn dates(story: &mut Story, referral_missing: i64, start_missing: i64) -> NaiveDate {
    let referred = story.any_date();
    let due = story.calendar.working_days_after(referred, 15);
    let later = days_after(referred, story.random.between(0, 60));
    let around = story.random.near(due);
    let started = story.random.pick(&[referred, around, around, later, later]).max(referred);
    if !story.random.chance(start_missing) {
        story.started = Some(started);
    }
    if story.started.is_none() || !story.random.chance(referral_missing) {
        story.referred = Some(referred);
    }
    story.marks.extend(story.referred);
    story.marks.extend(story.started);
    story.anchor()
}

fn first_weeks(story: &mut Story, percent: i64) {
    let referred = story.referred.unwrap_or(story.anchor());
    let started = story.anchor();
    let two = story.calendar.working_days_after(referred, 2);
    let fifteen = story.calendar.working_days_after(referred, 15);
    let twenty = story.calendar.working_days_after(started, 20);
    let wanted = [
        ("referral-acknowledgement", two),
        ("initial-meeting", fifteen),
        ("needs-assessment", fifteen),
        ("start-or-outcome", fifteen),
        ("needs-assessment-complete", twenty),
        ("action-plan", twenty),
    ];
    for (what, due) in wanted {
        story.marks.push(due);
        for around in [[due, due, due, referred], [due, started, due, due]] {
            if story.random.chance(percent) {
                story.deliver(what, &around, None);
            }
        }
    }
}

fn early(story: &mut Story) {
    let from = dates(story, 8, 25);
    first_weeks(story, 45);
    let count = story.random.between(0, 4);
    story.meetings(from, 28, count, &["action-plan"]);
    if story.random.chance(15) {
        let end = days_after(from, story.random.between(0, 60));
        story.exit_about(end);
    }
}

fn work(story: &mut Story) {
    let from = dates(story, 10, 1);
    first_weeks(story, 25);
    for _ in 0..story.random.pick(&[1, 1, 2, 2, 3, 4]) {
        let early = story.random.between(-20, 60);
        let later = story.random.between(60, 460);
        let day = story.random.pick(&[early, early, later, 274, 275, 276]);
        story.job(days_after(from, day));
    }
    story.deliver_for_jobs(60);
    if story.random.chance(30) {
        let about = story.random.pick(&story.marks.clone());
        story.exit_about(about);
    }
}

fn extension(story: &mut Story) {
    let from = dates(story, 20, 0);
    let day_456 = days_after(from, 455);
    let day_639 = days_after(from, 638);
    story.focus.extend([day_456, day_456, day_639]);
    for _ in 0..story.random.pick(&[0, 1, 1, 1, 2, 2, 3]) {
        let anywhere = story.random.between(1, 640);
        let day = story.random.pick(&[
            274, 275, 275, 400, 440, 450, 454, 455, 456, 457, 470, 500, 600, 637, anywhere,
        ]);
        story.job(days_after(from, day));
    }
    if story.random.chance(70) {
        enter_extension(story, from);
    }
    if story.random.chance(45) {
        let anywhere = days_after(from, story.random.between(0, 640));
        let about = story.random.pick(&[
            day_456,
            day_456,
            days_after(day_456, 1),
            day_639,
            day_639,
            anywhere,
        ]);
        story.exit_about(about);
        let end = story.exit.map_or(about, |(on, _)| on);
        story.deliver_for_end(end, 60);
    } else {
        let end = story.random.pick(&[day_456, day_639]);
        story.deliver_for_end(end, 50);
    }
    for _ in 0..story.random.pick(&[0, 1, 2]) {
        let day = days_after(from, story.random.between(430, 640));
        story.concern(day);
    }
    story.deliver_for_jobs(25);
}

fn enter_extension(story: &mut Story, from: NaiveDate) {
    let edge = days_after(from, story.random.between(452, 457));
    let anywhere = days_after(from, story.random.between(1, 454));
    let before = days_after(from, story.random.pick(&[0, 0, -1]));
    let known = story.jobs.first().map_or(edge, |job| job.known);
    let entered = story.random.pick(&[edge, edge, edge, anywhere, anywhere, known, before]);
    story.extension = Some(entered);
    story.marks.push(entered);
}

fn out_of_work(story: &mut Story) {
    let from = dates(story, 20, 0);
    story.extension = Some(days_after(from, story.random.between(300, 455)));
    let about = days_after(from, story.random.pick(&[456, 457, 460, 470, 500, 560, 630, 636]));
    if story.random.chance(50) {
        story.jobs_around_a_weekend(about);
    } else {
        let days = story.random.between(1, 300);
        story.job(days_after(about, -days));
        story.job(about);
    }
    if story.random.chance(40) {
        let days = story.random.between(1, 60);
        story.job(days_after(about, days));
    }
    let mut ends: Vec<NaiveDate> = story.jobs.iter().filter_map(|job| job.ended).collect();
    ends.push(about);
    let end = story.random.pick(&ends);
    let next = story.calendar.working_days_after(end, 1);
    let after = story.calendar.working_days_after(next, 1);
    if story.random.chance(60) {
        let exit = story.random.pick(&[end, next, after, after]);
        story.exit_about(exit);
    }
    story.focus.extend([about, end, next, after]);
    let around = story.random.pick(&[end, next]);
    story.deliver_for_end(around, 70);
    if story.random.chance(40) {
        let day = story.random.pick(&[end, days_after(end, -1)]);
        story.concern(day);
    }
}

fn misses(story: &mut Story) {
    let from = dates(story, 10, 20);
    for _ in 0..story.random.between(1, 4) {
        let day = days_after(from, story.random.pick(&[-5, 0, 1, 2, 5, 9, 12, 20, 27, 33]));
        story.misses(day);
    }
    for _ in 0..story.random.pick(&[0, 0, 1, 2]) {
        let day = days_after(from, story.random.between(0, 40));
        story.concern(day);
        if story.random.chance(25) {
            story.exit_about(days_after(day, 1));
        }
    }
    for _ in 0..story.random.between(0, 3) {
        let day = days_after(from, story.random.between(0, 40));
        let sketch = story.meeting(day);
        story.contact(sketch);
    }
    if story.random.chance(35) {
        let about = story.random.pick(&story.marks.clone());
        story.exit_about(about);
    }
}

fn excused_chain(story: &mut Story) {
    let from = dates(story, 20, 0);
    if story.random.chance(80) {
        let twenty = story.calendar.working_days_after(from, 20);
        story.deliver("action-plan", &[twenty, from], None);
    }
    let count = story.random.between(1, 8);
    story.meetings(from, 28, count, &["action-plan-review"]);
    for _ in 0..2 {
        story.excuse_something(&[
            "four-weekly-meeting",
            "action-plan-review",
            "weekly-contact-offer",
        ]);
        story.excuse_something(&["four-weekly-meeting", "action-plan-review"]);
    }
    if story.random.chance(25) {
        let end = days_after(from, story.random.between(20, 250));
        story.exit_about(end);
    }
}

fn experience(story: &mut Story) {
    let from = dates(story, 10, 0);
    let day_456 = days_after(from, 455);
    story.focus.push(day_456);
    for _ in 0..story.random.pick(&[1, 1, 2]) {
        let anywhere = days_after(from, story.random.between(-3, 460));
        let about = story.random.pick(&[from, anywhere, anywhere, day_456, day_456]);
        story.experience(about);
    }
    if story.random.chance(15) {
        let start = days_after(from, story.random.between(100, 500));
        story.job(start);
    }
    if story.random.chance(60) {
        story.extension = Some(days_after(from, story.random.between(440, 456)));
    }
    if story.random.chance(35) {
        let about = story.random.pick(&story.marks.clone());
        story.exit_about(about);
    }
}

fn never_started(story: &mut Story) {
    let from = dates(story, 0, 75);
    first_weeks(story, 35);
    if story.random.chance(40) {
        story.misses(days_after(from, 3));
    }
    if story.random.chance(55) {
        let end = days_after(from, story.random.between(0, 40));
        story.exit_about(end);
    }
}

fn ending(story: &mut Story) {
    let from = dates(story, 15, 0);
    let start = days_after(from, story.random.between(1, 440));
    story.job(start);
    let ended = story.jobs.first().and_then(|job| job.ended).unwrap_or(start);
    let day_456 = days_after(from, 455);
    let about = story.random.pick(&[start, ended, day_456, days_after(start, 40)]);
    if story.random.chance(70) {
        story.exit_about(about);
    }
    let end = story.exit.map_or(day_456, |(on, _)| on);
    story.deliver_for_end(end, 65);
    story.deliver_for_jobs(20);
}

fn everything(story: &mut Story) {
    early(story);
    let from = story.anchor();
    for _ in 0..story.random.between(0, 3) {
        let day = story.random.between(0, 600);
        story.job(days_after(from, day));
    }
    story.deliver_for_jobs(40);
    story.misses(days_after(from, 40));
    story.experience(days_after(from, 60));
    story.concern(days_after(from, 100));
    if story.started.is_some() && story.random.chance(60) {
        enter_extension(story, from);
    }
}
