//! `caseload activity`: hours that the participant spent.

use clap::Args;

use crate::case::{ActivityOutcome, Delivery};
use crate::cli::arguments::Common;
use crate::cli::ask;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::{hours, one_of, word};
use crate::cli::writing::Entry;
use crate::operation::{ActivityRequest, Provenance, activity};

/// Record an activity: hours of training, work experience and the like
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload activity work-experience sam --hours 4
  caseload activity training A-0042 A-0043 --hours 2.5 --on friday")]
pub(super) struct Activity {
    /// What it was, such as work-experience
    #[arg(value_name = "KIND", add = completions::activities())]
    kind: Option<String>,
    /// The cases: an id, or the beginning of one or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    /// How long, such as 1.5
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// attended or missed
    #[arg(long, value_name = "OUTCOME", default_value = "attended", add = completions::activity_outcomes())]
    outcome: String,
    /// It was paid
    #[arg(long)]
    paid: bool,
    /// Who delivered it: provider, employer, subcontractor or third-party
    #[arg(long, value_name = "WHO", default_value = "provider", add = completions::deliverers())]
    delivered_by: String,
    /// The employer it concerns
    #[arg(long, value_name = "EMPLOYER")]
    employer: Option<String>,
    #[command(flatten)]
    entry: Entry,
}

/// Records an activity.
pub(super) fn run(common: &Common, command: &Activity) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, &command.people)?;
    let kind = match &command.kind {
        Some(kind) => kind.clone(),
        None => {
            let open = desk.look(&people[0])?;
            let activities = open.programme.kinds.activities.iter();
            let kinds: Vec<String> = activities.map(|activity| activity.kind.clone()).collect();
            kinds[one_of("kind of activity", "it", "What was it?", &kinds)?].clone()
        }
    };
    let outcome: ActivityOutcome = word("outcome", &command.outcome)?;
    let mut spent = hours(command.hours.as_ref())?;
    if spent.is_none() && outcome == ActivityOutcome::Attended && ask::is_possible() {
        spent = ask::until_read("How many hours?", None, |typed| hours(Some(&typed.to_owned())))?;
    }
    let request = ActivityRequest {
        kind,
        on: command.entry.moment(&desk)?,
        hours: spent,
        outcome,
        paid: command.paid,
        delivered_by: word::<Delivery>("deliverer", &command.delivered_by)?,
        employer: command.employer.clone(),
    };
    let provenance = command.entry.provenance(&desk)?;
    desk.record(&people, command.entry.trying(), &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(activity(sheet.open, &request, &provenance)?)
    })
}
