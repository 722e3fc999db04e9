//! Jobs: when they are known, live and worked in, and which of them an entry belongs to.

use chrono::NaiveDate;

use super::calendar::{days_after, days_from_to, next_day};
use super::case_file::Job;
use super::evidence::Evidence;
use super::facts::{Facts, STANDARD};

impl Job {
    /// "A job is known from the earlier of its offer and its start."
    pub fn known(&self) -> NaiveDate {
        let known = self.offered.into_iter().chain(self.started).min();
        known.expect("a job has an offer or a start")
    }

    /// "A job is live on d: known by d and not ended on or before d."
    pub fn is_live_on(&self, day: NaiveDate) -> bool {
        self.known() <= day && self.ended.is_none_or(|ended| ended > day)
    }

    /// Worked in on d: "started <= d and has not ended before d (the day it ended is still in work)".
    pub fn is_worked_on(&self, day: NaiveDate) -> bool {
        self.started.is_some_and(|started| started <= day)
            && self.ended.is_none_or(|ended| ended >= day)
    }

    /// Its start, else its expected start.
    pub fn start_or_expected(&self) -> Option<NaiveDate> {
        self.started.or(self.starts)
    }

    fn has_employer(&self, employer: &str) -> bool {
        self.employer.trim().to_lowercase() == employer.trim().to_lowercase()
    }
}

impl Facts {
    /// In work on d (S <= d).
    pub fn in_work_on(&self, day: NaiveDate) -> bool {
        let since_start = self.started.is_some_and(|started| started <= day);
        since_start && self.jobs.iter().any(|job| job.is_worked_on(day))
    }

    /// "Provided for on d (n(d) >= 457): in work on d; or some job is live on d, not started by d, and its start (else its
    /// expected start) is d or later or not recorded."
    pub fn provided_for_on(&self, day: NaiveDate) -> bool {
        let waiting = |job: &Job| {
            let not_started = job.started.is_none_or(|started| started > day);
            let to_come = job.start_or_expected().is_none_or(|start| start >= day);
            job.is_live_on(day) && not_started && to_come
        };
        self.in_work_on(day) || self.jobs.iter().any(waiting)
    }

    /// "Out of work in the extension: the first working day d, 457 <= n(d), d <= T, d <= E, not provided for, given an
    /// effective extension."
    pub fn out_of_work_in_the_extension(&self) -> Option<NaiveDate> {
        self.effective_extension()?;
        let last = self.end().unwrap_or(self.today).min(self.today);
        days_from_to(self.date_of_day(STANDARD + 1)?, last)
            .into_iter()
            .find(|day| self.calendar.is_working_day(*day) && !self.provided_for_on(*day))
    }

    /// "In work at the end: some job started on or before E and did not end on or before E."
    pub fn in_work_at_the_end(&self) -> bool {
        let Some(end) = self.end() else {
            return false;
        };
        let job_goes_on = |job: &Job| {
            job.started.is_some_and(|started| started <= end)
                && job.ended.is_none_or(|ended| ended > end)
        };
        self.jobs.iter().any(job_goes_on)
    }

    /// The stage on T.
    pub fn stage(&self) -> &'static str {
        if self.end().is_some_and(|end| self.today > end) {
            return "ended";
        }
        let Some(number) = self.day_number(self.today) else {
            return "referred";
        };
        if self.work_choice {
            "module-two"
        } else if self.in_work_on(self.today) {
            "in-work"
        } else if number <= STANDARD {
            "pre-work"
        } else if self.provided_for_on(self.today) || self.provided_for_on_the_next_working_day() {
            "due-to-start"
        } else {
            "must-exit"
        }
    }

    /// "Or, d being no working day, on the next one": false on a working day.
    fn provided_for_on_the_next_working_day(&self) -> bool {
        if self.calendar.is_working_day(self.today) {
            return false;
        }
        let mut day = next_day(self.today);
        while !self.calendar.is_working_day(day) {
            day = next_day(day);
        }
        self.provided_for_on(day)
    }

    /// The subject of a job: "the employer, trimmed (with ` (2)`, ` (3)` for further jobs with the same one, in job order)".
    pub fn subject_of(&self, place: usize) -> String {
        let employer = self.jobs[place].employer.trim();
        let mut number = 1;
        for earlier in &self.jobs[..place] {
            if earlier.has_employer(employer) {
                number += 1;
            }
        }
        if number == 1 { employer.to_owned() } else { format!("{employer} ({number})") }
    }

    /// "An entry belongs to one job": the place of that job in job order.
    pub fn job_of(&self, entry: &Evidence) -> Option<usize> {
        let mut among = Vec::new();
        for (place, job) in self.jobs.iter().enumerate() {
            if entry.employer.as_ref().is_none_or(|employer| job.has_employer(employer)) {
                among.push((place, job));
            }
        }
        let day = entry.on.day;
        let known = |job: &Job| job.known() <= day;
        let ended_before = |job: &Job| job.ended.is_some_and(|ended| ended < day);
        if let Some((place, _)) =
            among.iter().rev().find(|(_, job)| known(job) && !ended_before(job))
        {
            return Some(*place);
        }
        if entry.covers("benefit-impact-work") || entry.covers("access-to-work") {
            let soon = days_after(day, 28);
            let next = among.iter().find(|(_, job)| job.known() > day && job.known() <= soon);
            if let Some((place, _)) = next {
                return Some(*place);
            }
        }
        among.iter().rev().find(|(_, job)| known(job)).map(|(place, _)| *place)
    }
}
