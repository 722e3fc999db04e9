//! Jobs: offered, started, ended. What is recorded finds the case's job by its employer.

use crate::calendar::{Day, long, plain};
use crate::case::{Job, Place, Value, append, set};
use crate::operation::change::{Change, Focus, Requested};
use crate::operation::keys::{Keys, Provenance};
use crate::operation::repeated::{self, differing, on_record, otherwise};
use crate::operation::{OpenCase, Refusal};
use crate::reading::{Hundredths, nearest, safe_line};

/// What happened with a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobEvent {
    /// It was offered.
    Offer,
    /// It started.
    Start,
    /// It ended.
    End,
}

impl JobEvent {
    /// The key that holds its day.
    pub fn key(self) -> &'static str {
        match self {
            JobEvent::Offer => "offered",
            JobEvent::Start => "started",
            JobEvent::End => "ended",
        }
    }

    /// The word of the command.
    pub fn word(self) -> &'static str {
        match self {
            JobEvent::Offer => "offer",
            JobEvent::Start => "start",
            JobEvent::End => "end",
        }
    }

    fn day_of(self, job: &Job) -> Option<Day> {
        match self {
            JobEvent::Offer => job.offered,
            JobEvent::Start => job.started,
            JobEvent::End => job.ended,
        }
    }
}

/// Something about a job to record.
#[derive(Clone, Debug)]
pub struct JobRequest {
    /// What happened.
    pub event: JobEvent,
    /// When.
    pub on: Day,
    /// With whom; none for the only open job.
    pub employer: Option<String>,
    /// When it is expected to start.
    pub starts: Option<Day>,
    /// Hours a week.
    pub hours_per_week: Option<Hundredths>,
    /// Whether it is self-employment.
    pub self_employed: bool,
    /// Whether the employer is the provider or its supply chain.
    pub own_supply_chain: bool,
    /// Whether it is another job, though one with such an employer is on record.
    pub new: bool,
}

/// Why a job cannot be found at once.
#[derive(Clone, Debug)]
pub enum Unsettled {
    /// One with nearly the same employer is open: is it that one?
    NearMiss(String),
    /// The request cannot be met.
    Refused(Refusal),
}

impl From<Refusal> for Unsettled {
    fn from(refusal: Refusal) -> Unsettled {
        Unsettled::Refused(refusal)
    }
}

/// Records something about a job.
///
/// # Errors
///
/// If the job that is meant cannot be told, or does not fit what happened.
pub fn job<'f>(
    open: &OpenCase<'f>,
    request: &JobRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Unsettled> {
    if request.new && request.event != JobEvent::End {
        return Ok(add(open, request, provenance)?);
    }
    let fitting: Vec<&Job> =
        open.case.jobs.iter().filter(|job| job.ended.is_none() && is_with(job, request)).collect();
    let is_told =
        |job: &&Job| is_with(job, request) && request.event.day_of(job) == Some(request.on);
    let told: Vec<&Job> = open.case.jobs.iter().filter(is_told).collect();
    if let Some(job) = told.iter().find(|job| differing(job, request).is_empty()) {
        let words = repeated::words(job, request);
        return Ok(on_record(open, words, request.on, &job.record, provenance)?);
    }
    let meant = match (told.as_slice(), fitting.as_slice()) {
        // It may have ended since.
        ([job], []) if request.employer.is_some() => Some(*job),
        ([job], [open]) if std::ptr::eq(*job, *open) => Some(*job),
        _ => None,
    };
    if let Some(job) = meant {
        return Err(otherwise(open, job, request, &differing(job, request)).into());
    }
    match (fitting.as_slice(), request.event) {
        ([job], event)
            if event.day_of(job).is_none()
                && !(event == JobEvent::Offer && job.started.is_some()) =>
        {
            Ok(note_on(open, job, request, provenance)?)
        }
        ([job], event) => Err(day_on_record(open, job, event).into()),
        ([], _) => without_job(open, request, provenance),
        (several, _) => Err(ambiguous(several).into()),
    }
}

fn is_with(job: &Job, request: &JobRequest) -> bool {
    let same = |left: &str, right: &str| left.trim().to_lowercase() == right.trim().to_lowercase();
    request.employer.as_ref().is_none_or(|employer| same(employer, &job.employer.value))
}

/// The number of the entry of a job.
pub(super) fn number(open: &OpenCase<'_>, job: &Job) -> usize {
    open.case.entry_at(job.record.span.start).map_or(0, |(number, _)| number)
}

/// No open job with that employer: another one nearly of that name, a new one, or none at all.
fn without_job<'f>(
    open: &OpenCase<'f>,
    request: &JobRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Unsettled> {
    let open_jobs: Vec<&str> = open
        .case
        .jobs
        .iter()
        .filter(|job| job.ended.is_none())
        .map(|job| job.employer.value.trim())
        .collect();
    let Some(employer) = &request.employer else {
        let hint = "name the employer: --employer \"Brook Garden Centre\"";
        return Err(Refusal::new("no open job is on record", hint).into());
    };
    if !request.new
        && let Some(near) = nearest(employer, open_jobs.iter().copied())
    {
        return Err(Unsettled::NearMiss(near.to_owned()));
    }
    if request.event == JobEvent::End {
        let message = format!("no open job with `{}` is on record", safe_line(employer));
        let hint = match open_jobs.as_slice() {
            [] => "record its start first: caseload job start".to_owned(),
            jobs => format!("open are: {}", jobs.join(", ")),
        };
        return Err(Refusal::new(message, hint).into());
    }
    Ok(add(open, request, provenance)?)
}

fn ambiguous(jobs: &[&Job]) -> Refusal {
    let employers: Vec<&str> = jobs.iter().map(|job| job.employer.value.trim()).collect();
    Refusal::new(
        "more than one open job could be meant",
        format!("name the employer with --employer: {}", employers.join(", ")),
    )
}

fn day_on_record(open: &OpenCase<'_>, job: &Job, event: JobEvent) -> Refusal {
    let employer = job.employer.value.trim();
    let number = number(open, job);
    let happened = match (event.day_of(job), job.started) {
        (Some(day), _) => format!("{} on {}", event.key(), long(day)),
        (None, Some(started)) => format!("started on {}", long(started)),
        (None, None) => "on record".to_owned(),
    };
    Refusal::new(
        format!("the job with {employer} is open, and {happened}"),
        format!(
            "for a second job with them add --new; to mend this one: caseload correct {} {number} {}=DAY",
            open.id(),
            event.key()
        ),
    )
}

/// What the request says of the job, but for the employer.
fn keys(request: &JobRequest) -> Keys {
    Keys::new()
        .with(request.event.key(), Value::Day(request.on))
        .maybe("starts", request.starts.map(Value::Day))
        .maybe("hours-per-week", request.hours_per_week.map(Value::Hours))
        .truth("self-employed", request.self_employed)
        .truth("own-supply-chain", request.own_supply_chain)
}

fn what(request: &JobRequest) -> String {
    format!("job {} {}", request.event.word(), plain(request.on))
}

/// A job that was not on record.
fn add<'f>(
    open: &OpenCase<'f>,
    request: &JobRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let Some(employer) = &request.employer else {
        return Err(Refusal::new(
            "a job needs its employer",
            "name the employer: --employer \"Brook Garden Centre\"",
        ));
    };
    let mut written = Keys::new().with("employer", Value::Text(employer.trim().to_owned()));
    written.0.extend(keys(request).0);
    Change::adding(open, &written.entry("job", provenance), what(request)).map(Requested::from)
}

/// Adds what happened to the entry of a job. A note with it, or what is said of its evidence, stands in an
/// entry of its own.
fn note_on<'f>(
    open: &OpenCase<'f>,
    job: &Job,
    request: &JobRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Refusal> {
    let start = job.record.span.start;
    let mut text = open.text().to_owned();
    for (key, value) in keys(request).0 {
        text = set(&text, Place::Entry(start), key, &value)?;
    }
    if [&provenance.note, &provenance.obtained, &provenance.reference].iter().any(|it| it.is_some())
    {
        let on = Keys::new().with("on", Value::Day(request.on));
        text = append(&text, &on.entry("note", provenance))?;
    }
    let after = open.with_text(text)?;
    let said = after.case.entry_at(start).map_or_else(String::new, |(_, job)| job.words());
    let focus = Focus::Entry(start);
    Ok(Change { after, what: what(request), said, focus }.into())
}
