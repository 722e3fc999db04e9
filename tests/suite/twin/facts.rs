//! What T knows: the case file less everything that lies after the day of the report, and the words of section 1.

use chrono::{Days, NaiveDate};

use super::calendar::{Calendar, days_after, months_after, previous_day};
use super::case_file::{self, Activity, Contact, Document, Excuse, Exit, Job};
use super::when::When;

/// Standard days of provision.
pub const STANDARD: i64 = 456;
/// Days of provision with the extension.
pub const EXTENDED: i64 = 639;
/// Days of in-work support at the least.
pub const IN_WORK_MINIMUM: i64 = 182;

/// One case as T knows it.
pub struct Facts {
    /// T, the day of the report.
    pub today: NaiveDate,
    /// The case's calendar.
    pub calendar: Calendar,
    /// Work Choice rather than IPES.
    pub work_choice: bool,
    /// R as recorded.
    pub referred: Option<NaiveDate>,
    /// S.
    pub started: Option<NaiveDate>,
    /// The day from which the record is kept.
    pub record_starts: Option<NaiveDate>,
    /// The day the extension was entered, effective or not.
    pub extension_entered: Option<NaiveDate>,
    /// The exit.
    pub exit: Option<Exit>,
    /// In the file's order.
    pub contacts: Vec<Contact>,
    /// In the file's order.
    pub documents: Vec<Document>,
    /// In the file's order.
    pub activities: Vec<Activity>,
    /// Jobs in job order, without those ended before S, no date before S.
    pub jobs: Vec<Job>,
    /// In the file's order.
    pub concerns: Vec<When>,
    /// In the file's order.
    pub excuses: Vec<Excuse>,
}

impl Facts {
    /// "Only what had happened by T counts: an entry dated after T is ignored, and so is each single date that lies after T."
    pub fn known_by(today: NaiveDate, case_text: &str) -> Facts {
        let case = case_file::read(case_text);
        let by_today = |date: Option<NaiveDate>| date.filter(|date| *date <= today);
        let started = by_today(case.started);
        Facts {
            today,
            calendar: Calendar::of(&case.calendar),
            work_choice: case.programme == "work-choice",
            referred: by_today(case.referred),
            started,
            record_starts: case.record_starts,
            extension_entered: by_today(case.extension_entered),
            exit: case.exit.filter(|exit| exit.on <= today),
            contacts: case.contacts.into_iter().filter(|contact| contact.on.day <= today).collect(),
            documents: case
                .documents
                .into_iter()
                .filter(|document| document.on.day <= today)
                .collect(),
            activities: case
                .activities
                .into_iter()
                .filter(|activity| activity.on.day <= today)
                .collect(),
            jobs: known_jobs(case.jobs, today, started),
            concerns: case.concerns.into_iter().filter(|concern| concern.day <= today).collect(),
            excuses: case.excuses.into_iter().filter(|excuse| excuse.on.day <= today).collect(),
        }
    }

    /// "R absent: R elsewhere reads S."
    pub fn referred_or_started(&self) -> Option<NaiveDate> {
        self.referred.or(self.started)
    }

    /// "Day n of provision is S + (n - 1) days: the start date is day 1."
    pub fn day_number(&self, day: NaiveDate) -> Option<i64> {
        self.started.map(|started| (day - started).num_days() + 1)
    }

    /// The date of day n of provision.
    pub fn date_of_day(&self, number: i64) -> Option<NaiveDate> {
        self.started.map(|started| days_after(started, number - 1))
    }

    /// "Effective extension: entered on or before day 456, and not after the exit date."
    pub fn effective_extension(&self) -> Option<NaiveDate> {
        let entered = self.extension_entered?;
        let in_time = entered <= self.date_of_day(STANDARD)?;
        let after_exit = self.exit.as_ref().is_some_and(|exit| entered > exit.on);
        (in_time && !after_exit).then_some(entered)
    }

    /// E, the last day of provision, once there is one.
    pub fn end(&self) -> Option<NaiveDate> {
        let mut candidates = Vec::new();
        candidates.extend(self.exit.as_ref().map(|exit| exit.on));
        if !self.work_choice {
            let day_456 = self.date_of_day(STANDARD).filter(|day| self.today > *day);
            if self.effective_extension().is_none() {
                candidates.extend(day_456);
            }
            candidates.extend(self.date_of_day(EXTENDED).filter(|day| self.today > *day));
        }
        candidates.into_iter().min()
    }

    /// L of Work Choice: "the day before S + 24 months" (the folder sets no close here).
    pub fn limit(&self) -> Option<NaiveDate> {
        self.started.map(|started| previous_day(months_after(started, 24)))
    }

    /// The day on which a scope closes that says nothing else: E; in Work Choice "the earlier of E and L (L once it is past)".
    pub fn close(&self) -> Option<NaiveDate> {
        let limit = self.limit().filter(|limit| self.work_choice && self.today > *limit);
        self.end().into_iter().chain(limit).min()
    }

    /// Is n(E) at least 457?
    pub fn ended_in_the_extension(&self) -> bool {
        let number = self.end().and_then(|end| self.day_number(end));
        number.is_some_and(|number| number > STANDARD)
    }

    /// Did the participant die?
    pub fn died(&self) -> bool {
        self.exit.as_ref().is_some_and(|exit| exit.reason == "died")
    }

    /// Does an excuse dated by T name the rule and cover the due date, or a week that its span overlaps?
    pub fn is_excused(&self, rule: &str, due: NaiveDate, is_a_week: bool) -> bool {
        self.excuses.iter().filter(|excuse| excuse.rule == rule).any(|excuse| {
            let first = if is_a_week { due - Days::new(6) } else { due };
            let in_span = excuse.span.is_some_and(|(from, to)| from <= due && to >= first);
            excuse.due == Some(due) || in_span
        })
    }
}

/// The jobs known at T, in job order: "ordered by the day they are known, then by the file. One that ended before S is
/// ignored; else its dates before S count as S everywhere, the order included."
fn known_jobs(jobs: Vec<Job>, today: NaiveDate, started: Option<NaiveDate>) -> Vec<Job> {
    let by_today = |date: Option<NaiveDate>| date.filter(|date| *date <= today);
    let not_before_start = |date: Option<NaiveDate>| match (date, started) {
        (Some(date), Some(started)) => Some(date.max(started)),
        _ => date,
    };
    let mut known = Vec::new();
    for job in jobs {
        let (offered, began, ended) =
            (by_today(job.offered), by_today(job.started), by_today(job.ended));
        let unknown = offered.is_none() && began.is_none();
        let ended_before_start = ended.zip(started).is_some_and(|(ended, started)| ended < started);
        if unknown || ended_before_start {
            continue;
        }
        known.push(Job {
            employer: job.employer,
            offered: not_before_start(offered),
            starts: not_before_start(job.starts),
            started: not_before_start(began),
            ended: not_before_start(ended),
            self_employed: job.self_employed,
        });
    }
    known.sort_by_key(Job::known);
    known
}
