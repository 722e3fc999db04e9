//! Jobs, experience of work, the extension and the exit.

use chrono::NaiveDate;

use super::super::calendar::{days_after, months_after, previous_day, sunday_of};
use super::super::words::{
    EXPERIENCE_OF_WORK, IPES_EXIT_REASONS, OTHER_IPES_ACTIVITIES, WORK_CHOICE_ACTIVITIES,
    WORK_CHOICE_EXIT_REASONS,
};
use super::story::{JobSketch, Story};

const EMPLOYERS: [&str; 6] = [
    "Brook Garden Centre",
    " brook garden centre ",
    "BROOK GARDEN CENTRE",
    "Acorn Books",
    "acorn books",
    "Café Zoë",
];

/// What is to be delivered for each job.
const FOR_A_JOB: [&str; 8] = [
    "benefit-impact-work",
    "access-to-work",
    "action-plan",
    "employer-support-plan",
    "transition-timetable",
    "self-employment-support-package",
    "support-network",
    "job-start-entered",
];

impl Story {
    /// A job that starts, or should, about a day; of every shape.
    pub fn job(&mut self, about: NaiveDate) {
        let start = self.random.near(about);
        let offer = days_after(start, -self.random.pick(&[0, 0, 1, 2, 7, 14, 27, 28, 29, 40, 120]));
        let expected = self.random.near(start);
        let end =
            days_after(start, self.random.pick(&[0, 1, 5, 10, 14, 30, 90, 181, 182, 183, 300]));
        let ends = self.random.chance(45);
        let (offered, starts, started, ended) = match self.random.between(1, 20) {
            1..=9 => (Some(offer), Some(expected), Some(start), ends.then_some(end)),
            10..=11 => (None, None, Some(start), ends.then_some(end)),
            12..=13 => (Some(offer), None, Some(start), ends.then_some(end)),
            14..=16 => (Some(offer), Some(expected), None, None),
            17 => (
                Some(offer),
                Some(expected),
                None,
                Some(days_after(offer, self.random.between(0, 20))),
            ),
            18 => (Some(offer), None, None, ends.then_some(days_after(offer, 12))),
            19 => (
                Some(days_after(start, 2)),
                Some(start),
                Some(start),
                ends.then_some(days_after(end, 2)),
            ),
            _ => (Some(offer), Some(start), Some(start), Some(start)),
        };
        let self_employed = self.random.chance(25);
        self.write_job(offered, starts, started, ended, self_employed);
    }

    fn write_job(
        &mut self,
        offered: Option<NaiveDate>,
        starts: Option<NaiveDate>,
        started: Option<NaiveDate>,
        ended: Option<NaiveDate>,
        self_employed: bool,
    ) {
        let employer = self.random.pick(&EMPLOYERS);
        let mut lines = vec![format!("employer = {employer:?}")];
        let dates =
            [("offered", offered), ("starts", starts), ("started", started), ("ended", ended)];
        for (key, date) in dates {
            lines.extend(date.map(|date| format!("{key} = {date}")));
            self.marks.extend(date);
        }
        if self_employed {
            lines.push("self-employed = true".to_owned());
        }
        if self.random.chance(60) {
            lines.push(format!("hours-per-week = {}", self.random.pick(&[4, 8, 15, 16, 20])));
        }
        if self.random.chance(5) {
            lines.push("own-supply-chain = true".to_owned());
        }
        self.entry("job", lines);
        let known = offered.into_iter().chain(started).min().expect("an offer or a start");
        let start = started.or(starts);
        self.jobs.push(JobSketch { employer: employer.to_owned(), known, start, ended });
    }

    /// Two jobs with a weekend, or a day more, between them.
    pub fn jobs_around_a_weekend(&mut self, about: NaiveDate) {
        let friday = days_after(sunday_of(about), -2);
        let monday = days_after(friday, 3);
        let begin = days_after(friday, -self.random.between(1, 200));
        let end = days_after(friday, self.random.pick(&[-1, 0, 0, 0, 1]));
        self.write_job(Some(begin), None, Some(begin), Some(end.max(begin)), false);
        let start = days_after(monday, self.random.pick(&[-1, 0, 0, 0, 1, 2]));
        let offer = days_after(start, -self.random.pick(&[0, 1, 2, 3, 20]));
        let started = self.random.chance(70).then_some(start);
        self.write_job(Some(offer), Some(start), started, None, false);
    }

    /// What each job calls for, near the days that matter for it.
    pub fn deliver_for_jobs(&mut self, percent: i64) {
        for job in self.jobs.clone() {
            let start = job.start.unwrap_or(job.known);
            let soon = self.calendar.working_days_after(start, 1);
            let later = self.calendar.working_days_after(start, 10);
            let first = self.calendar.working_days_after(job.known, 1);
            let early = days_after(job.known, -self.random.pick(&[0, 1, 27, 28, 29]));
            let end = job.ended.unwrap_or(later);
            for what in FOR_A_JOB {
                if !self.random.chance(percent) {
                    continue;
                }
                let around = match what {
                    "benefit-impact-work" => [start, start, job.known, early],
                    "access-to-work" => [first, first, job.known, early],
                    "action-plan" | "job-start-entered" => [soon, soon, start, end],
                    _ => [later, later, start, end],
                };
                self.deliver(what, &around, Some(&job.employer));
            }
        }
    }

    /// Experience of work that comes to 16 hours, or just not, or a little more, from a day on.
    pub fn experience(&mut self, from: NaiveDate) {
        let last = self.random.pick(&[400, 400, 399, 401, 375, 1600, 1599]);
        let mut day = self.random.near(from);
        let paid_one = self.random.chance(15);
        for (place, hours) in [400, 400, 400, last].into_iter().enumerate() {
            let kind = if self.random.chance(92) {
                self.random.pick(&EXPERIENCE_OF_WORK)
            } else {
                self.random.pick(&OTHER_IPES_ACTIVITIES)
            };
            let outcome = if self.random.chance(95) { "attended" } else { "missed" };
            let on = self.perhaps_timed(day);
            self.activity(kind, &on, hours, outcome, paid_one && place == 2);
            self.marks.push(day);
            day = days_after(day, self.random.pick(&[0, 1, 7, 30]));
        }
        if self.random.chance(70) {
            let first = self.random.near(from);
            self.deliver("benefit-impact-experience", &[from, first], None);
        }
    }

    /// Hours of a month of Module Two that come to 8, or just not.
    pub fn month_of_activity(&mut self, first: NaiveDate) {
        let last = previous_day(months_after(first, 1));
        let parts = self.random.pick(&[
            [400, 400],
            [800, 0],
            [799, 0],
            [399, 400],
            [775, 25],
            [200, 250],
            [425, 375],
        ]);
        for hours in parts {
            let somewhere = days_after(first, self.random.between(0, 27));
            let day =
                self.random.pick(&[first, last, last, previous_day(first), somewhere, somewhere]);
            if self.random.chance(55) {
                let kind = self.random.pick(&WORK_CHOICE_ACTIVITIES);
                let outcome = if self.random.chance(92) { "attended" } else { "missed" };
                let on = self.perhaps_timed(day);
                self.activity(kind, &on, hours, outcome, false);
            } else {
                let mut sketch = self.meeting(day);
                sketch.hours = Some(hours);
                self.contact(sketch);
            }
        }
    }

    /// An exit about a day, for any reason, never before the start or the referral.
    pub fn exit_about(&mut self, about: NaiveDate) {
        let first =
            self.started.into_iter().chain(self.referred).max().expect("referred or started");
        let on = self.random.near(about).max(first);
        let reasons = if self.work_choice { &WORK_CHOICE_EXIT_REASONS } else { &IPES_EXIT_REASONS };
        let mut reason = self.random.pick(reasons);
        if self.work_choice && self.random.chance(45) {
            reason = "declined-support";
        }
        let given = self.random.chance(98);
        self.exit = Some((on, given.then_some(reason)));
        self.marks.push(on);
    }

    /// What an end calls for, near the days that matter for it.
    pub fn deliver_for_end(&mut self, end: NaiveDate, percent: i64) {
        let soon = self.calendar.working_days_after(end, 1);
        let later = self.calendar.working_days_after(end, 10);
        let aim = days_after(end, 10);
        for what in ["end-date-entered", "progress-report", "exit-report", "handback"] {
            if self.random.chance(percent) {
                self.deliver(what, &[end, soon, soon], None);
            }
        }
        if self.random.chance(percent) {
            self.deliver("exit-activity-plan", &[later, later, aim, end], None);
        }
    }
}
