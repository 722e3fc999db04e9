//! `caseload job`: a job offered, started, ended.

use clap::{Args, Subcommand};

use crate::cli::arguments::Common;
use crate::cli::ask;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::{Desk, Sheet};
use crate::cli::failure::Failure;
use crate::cli::words::hours;
use crate::cli::writing::Happening;
use crate::operation::{JobEvent, JobRequest, Provenance, Requested, Unsettled, job};

/// Record a job: offered, started, ended
///
/// The job is found by its employer. An offer and a start say whether the extension is now a must,
/// and its last safe day.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload job offer sam --employer \"Brook Garden Centre\" --starts monday
  caseload job start sam --hours-per-week 16
  caseload job end sam --on friday")]
pub(super) struct Job {
    #[command(subcommand)]
    event: Event,
}

#[derive(Clone, Debug, Subcommand)]
enum Event {
    /// A job was offered
    Offer(Details),
    /// A job started, offered before or not
    Start(Details),
    /// A job ended; one that never started came to nothing
    End(Ending),
}

#[derive(Clone, Debug, Args)]
struct Details {
    #[command(flatten)]
    ending: Ending,
    /// The day on which it is expected to start; weekdays look forward
    #[arg(long, value_name = "DAY")]
    starts: Option<String>,
    /// Hours a week, such as 16
    #[arg(long, value_name = "HOURS")]
    hours_per_week: Option<String>,
    /// It is self-employment
    #[arg(long)]
    self_employed: bool,
    /// The employer is the provider, or in its supply chain
    #[arg(long)]
    own_supply_chain: bool,
    /// It is another job, though one with such an employer is on record
    #[arg(long)]
    new: bool,
}

#[derive(Clone, Debug, Args)]
struct Ending {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// The employer; can be left out where only one job is open
    #[arg(long, value_name = "EMPLOYER")]
    employer: Option<String>,
    #[command(flatten)]
    happening: Happening,
}

/// Records something about a job.
pub(super) fn run(common: &Common, command: &Job) -> Result<u8, Failure> {
    let (event, ending, details) = match &command.event {
        Event::Offer(details) => (JobEvent::Offer, &details.ending, Some(details)),
        Event::Start(details) => (JobEvent::Start, &details.ending, Some(details)),
        Event::End(ending) => (JobEvent::End, ending, None),
    };
    let (desk, people) = Desk::open_for(common, ending.person.as_slice())?;
    let starts = details.and_then(|details| details.starts.as_ref());
    let starts = starts.map(|typed| date_words::day(typed, desk.today, Looking::Ahead));
    let request = JobRequest {
        event,
        on: ending.happening.when.day(&desk)?,
        employer: ending.employer.clone(),
        starts: starts.transpose()?,
        hours_per_week: hours(details.and_then(|details| details.hours_per_week.as_ref()))?,
        self_employed: details.is_some_and(|details| details.self_employed),
        own_supply_chain: details.is_some_and(|details| details.own_supply_chain),
        new: details.is_some_and(|details| details.new),
    };
    let request = settle(&desk, &people[0], request)?;
    let provenance = ending.happening.by.provenance(&desk)?;
    desk.record(&people, &ending.happening.trying, &|sheet| record(sheet, &request, &provenance))
}

/// Asks, before anything is locked, for what the request leaves open: an employer that is missing
/// or nearly that of a job on record.
fn settle(
    desk: &Desk<'_>,
    file: &crate::store::CasePath,
    request: JobRequest,
) -> Result<JobRequest, Failure> {
    if !ask::is_possible() {
        return Ok(request);
    }
    let open = desk.look(file)?;
    let has_open_job = open.case.jobs.iter().any(|job| job.ended.is_none());
    if request.employer.is_none() && (!has_open_job || request.event == JobEvent::Offer) {
        let employer = ask::text("Which employer?")?;
        return settle(desk, file, JobRequest { employer: Some(employer), ..request });
    }
    let sheet = Sheet { open: &open, logged: String::new() };
    let tried = job(sheet.open, &request, &Provenance::default());
    let Err(Unsettled::NearMiss(near)) = tried else { return Ok(request) };
    let typed = request.employer.clone().unwrap_or_default();
    let options = [format!("{near}, which is on record"), format!("{typed}, another employer")];
    Ok(match ask::pick("Which employer is meant?", &options)? {
        0 => JobRequest { employer: Some(near), ..request },
        _ => JobRequest { new: true, ..request },
    })
}

fn record<'f>(
    sheet: &Sheet<'_, 'f>,
    request: &JobRequest,
    provenance: &Provenance,
) -> Result<Requested<'f>, Failure> {
    let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
    job(sheet.open, request, &provenance).map_err(|unsettled| match unsettled {
        Unsettled::Refused(refusal) => refusal.into(),
        Unsettled::NearMiss(near) => Failure::request(
            format!(
                "no open job with `{}` is on record, but one with `{near}`",
                request.employer.as_deref().unwrap_or_default()
            ),
            format!("write --employer {}; or add --new", crate::programme::shell_word(&near)),
        ),
    })
}
