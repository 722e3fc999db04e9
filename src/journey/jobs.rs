//! Jobs as they are known on the day judged, and who was in work when.

use crate::calendar::{Day, add_days, days_between};
use crate::case::{Case, Job};
use crate::journey::{Evidence, Journey};

/// A job known by the day judged. Its dates before the start on provision count as the start.
#[derive(Clone, Debug)]
pub struct KnownJob<'a> {
    /// The job as recorded.
    pub job: &'a Job,
    /// The employer, with ` (2)` and so on for further jobs with the same one.
    pub subject: String,
    /// The employer, trimmed, as it is written.
    pub employer: &'a str,
    /// The earlier of its offer and its start.
    pub known: Day,
    /// The offer.
    pub offered: Option<Day>,
    /// The expected start.
    pub starts: Option<Day>,
    /// The start, if it had happened by the day judged.
    pub started: Option<Day>,
    /// The end, if it had happened by the day judged.
    pub ended: Option<Day>,
}

impl KnownJob<'_> {
    /// Whether it has started by a day.
    pub fn has_started_by(&self, day: Day) -> bool {
        self.started.is_some_and(|started| started <= day)
    }

    /// Whether somebody is in work in it on a day; the day it ended is still in work.
    fn is_worked_on(&self, day: Day) -> bool {
        self.has_started_by(day) && self.ended.is_none_or(|ended| day <= ended)
    }

    /// Whether it is live on a day: known by then, and not ended by then.
    pub fn is_live_on(&self, day: Day) -> bool {
        self.known <= day && self.ended.is_none_or(|ended| day < ended)
    }

    /// Its start, or else its expected start.
    pub fn start_or_expected(&self) -> Option<Day> {
        self.started.or(self.starts)
    }
}

/// Two employers are the same if they are the same trimmed, and without regard to case.
fn same_employer(left: &str, right: &str) -> bool {
    left == right || left.trim().to_lowercase() == right.trim().to_lowercase()
}

/// The jobs known by a day, in job order: by the day they became known, then by the file.
pub(super) fn known(case: &Case, started: Option<Day>, today: Day) -> Vec<KnownJob<'_>> {
    let mut jobs: Vec<KnownJob<'_>> =
        case.jobs.iter().filter_map(|job| known_job(job, started, today)).collect();
    jobs.sort_by_key(|job| job.known);
    for index in 0..jobs.len() {
        let (earlier, later) = jobs.split_at(index);
        let employer = later[0].employer;
        let same = earlier.iter().filter(|job| same_employer(job.employer, employer)).count();
        if same > 0 {
            jobs[index].subject = format!("{employer} ({})", same + 1);
        }
    }
    jobs
}

fn known_job(job: &Job, started: Option<Day>, today: Day) -> Option<KnownJob<'_>> {
    let by_today = |day: Option<Day>| day.filter(|day| *day <= today);
    let ended = by_today(job.ended);
    if ended.zip(started).is_some_and(|(ended, started)| ended < started) {
        return None;
    }
    let clamp = |day: Option<Day>| day.map(|day| started.map_or(day, |start| day.max(start)));
    let offered = clamp(by_today(job.offered));
    let job_started = clamp(by_today(job.started));
    let employer = job.employer.value.trim();
    Some(KnownJob {
        job,
        subject: employer.to_owned(),
        employer,
        known: offered.into_iter().chain(job_started).min()?,
        offered,
        starts: clamp(job.starts),
        started: job_started,
        ended: clamp(ended),
    })
}

impl Journey<'_> {
    /// Whether the participant is in work on a day.
    pub fn in_work_on(&self, day: Day) -> bool {
        self.started.is_some_and(|started| started <= day)
            && self.jobs.iter().any(|job| job.is_worked_on(day))
    }

    /// Whether the participant is in work at the end: some job started by then and did not end by
    /// then. None where there is no end.
    pub fn in_work_at_the_end(&self) -> Option<bool> {
        let end = self.end?;
        Some(
            self.jobs
                .iter()
                .any(|job| job.has_started_by(end) && job.ended.is_none_or(|ended| end < ended)),
        )
    }

    /// The spans in work that touch a span of days, joined where they overlap, the earliest first.
    fn spans_in_work(&self, from: Day, to: Day) -> Vec<(Day, Day)> {
        let from = self.started.map_or(from, |started| from.max(started));
        let mut spans: Vec<(Day, Day)> = self
            .jobs
            .iter()
            .filter_map(|job| Some((job.started?.max(from), job.ended.unwrap_or(to).min(to))))
            .filter(|(first, last)| first <= last)
            .collect();
        spans.sort_unstable();
        let mut joined: Vec<(Day, Day)> = Vec::new();
        for (first, last) in spans {
            match joined.last_mut() {
                Some((_, end)) if first <= add_days(*end, 1) => *end = last.max(*end),
                _ => joined.push((first, last)),
            }
        }
        joined
    }

    /// How many days in work there were in a span of days, all jobs together.
    pub fn days_in_work(&self, from: Day, to: Day) -> i64 {
        self.spans_in_work(from, to)
            .iter()
            .map(|(first, last)| days_between(*first, *last) + 1)
            .sum()
    }

    /// The day on which a number of days in work was or will be reached, if the participant stays
    /// in the work that there is on the day judged. None where that is not in sight.
    pub fn nth_day_in_work(&self, number: i64) -> Option<Day> {
        let started = self.started?;
        let until = self.end.unwrap_or(self.today);
        let mut left = number;
        for (first, last) in self.spans_in_work(started, until) {
            let length = days_between(first, last) + 1;
            if left <= length {
                return Some(add_days(first, left - 1));
            }
            left -= length;
        }
        let goes_on = self.end.is_none()
            && self
                .jobs
                .iter()
                .any(|job| job.has_started_by(self.today) && job.is_live_on(self.today));
        goes_on.then(|| add_days(self.today, left))
    }

    /// The job that an entry belongs to, as an index into the jobs: the latest one known by its
    /// day and not ended before it; for some covers, else the next to become known soon; else the
    /// latest one known by its day.
    pub fn job_of(&self, entry: Evidence<'_>) -> Option<usize> {
        let day = entry.on().day;
        let candidates: Vec<(usize, &KnownJob<'_>)> = match entry.employer() {
            None => self.jobs.iter().enumerate().collect(),
            Some(employer) => self
                .jobs
                .iter()
                .enumerate()
                .filter(|(_, job)| same_employer(job.employer, &employer.value))
                .collect(),
        };
        let latest = |open: bool| {
            candidates
                .iter()
                .rev()
                .find(|(_, job)| {
                    job.known <= day && !(open && job.ended.is_some_and(|ended| ended < day))
                })
                .map(|(index, _)| *index)
        };
        latest(true).or_else(|| self.next_job(entry, day, &candidates)).or_else(|| latest(false))
    }

    fn next_job(
        &self,
        entry: Evidence<'_>,
        day: Day,
        candidates: &[(usize, &KnownJob<'_>)],
    ) -> Option<usize> {
        let rules = &self.programme.job_entries;
        if !rules.ahead_for.iter().any(|cover| entry.covers(cover)) {
            return None;
        }
        let period = *rules.ahead.as_ref()?.on(self.numbers_day());
        let until = self.calendar.add(day, period).result;
        candidates
            .iter()
            .find(|(_, job)| day < job.known && job.known <= until)
            .map(|(index, _)| *index)
    }

    /// Whether an entry names an employer of no job that was known by the day judged.
    pub fn names_unknown_employer(&self, employer: &str) -> bool {
        let known =
            |job: &&Job| job.offered.into_iter().chain(job.started).any(|day| day <= self.today);
        !self.case.jobs.iter().filter(known).any(|job| same_employer(&job.employer.value, employer))
    }
}
