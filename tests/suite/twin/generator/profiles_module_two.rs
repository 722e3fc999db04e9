//! The profiles of Work Choice, Module Two.

use chrono::{Datelike, NaiveDate};

use super::super::calendar::{days_after, months_after, previous_day};
use super::profiles::dates;
use super::story::Story;

/// Plans, reviews, the decision on Module Three, and the leaver plan.
pub fn module_two(story: &mut Story) {
    let from = dates(story, 50, 5);
    let twenty = story.calendar.working_days_after(from, 20);
    let limit = previous_day(months_after(from, 24));
    story.marks.extend([twenty, limit]);
    for what in ["development-plan", "benefit-advice"] {
        if story.random.chance(65) {
            story.deliver(what, &[twenty, twenty, from], None);
        }
    }
    let count = story.random.between(0, 9);
    story.meetings(from, 91, count, &["review"]);
    for _ in 0..story.random.pick(&[0, 0, 1, 2]) {
        story.excuse_something(&["quarterly-review", "quarterly-review", "monthly-activity"]);
    }
    if story.random.chance(40) {
        let somewhere = days_after(from, story.random.between(0, 720));
        story.deliver("long-term-need", &[from, somewhere], None);
    }
    if story.random.chance(45) {
        story.deliver("module-three-decision", &[limit, limit, days_after(from, 300)], None);
    }
    module_two_end(story, limit);
}

fn module_two_end(story: &mut Story, limit: NaiveDate) {
    if !story.random.chance(55) {
        return;
    }
    let somewhere = days_after(story.anchor(), story.random.between(0, 740));
    let about = story.random.pick(&[limit, somewhere, somewhere]);
    story.exit_about(about);
    if story.random.chance(70) {
        let soon = story.calendar.working_days_after(about, 1);
        story.deliver("leaver-plan", &[soon, about], None);
        story.focus.extend(story.exit.map(|(on, _)| on));
    }
}

/// Months of activity that come to 8 hours, or just not.
pub fn module_two_months(story: &mut Story) {
    let from = dates(story, 50, 0);
    let limit = previous_day(months_after(from, 24));
    story.marks.push(limit);
    if story.random.chance(25) {
        story.started = from.with_day(1);
        story.referred = None;
    }
    let mut first = from.with_day(1).expect("a month has a first day");
    for _ in 0..story.random.between(1, 25) {
        story.marks.push(first);
        if story.random.chance(75) {
            story.month_of_activity(first);
        }
        first = months_after(first, story.random.pick(&[1, 1, 1, 2]) as u32);
    }
    if story.random.chance(30) {
        story.job(from);
    }
    if story.random.chance(20) {
        story.excuse_something(&["monthly-activity"]);
    }
    module_two_end(story, limit);
}
