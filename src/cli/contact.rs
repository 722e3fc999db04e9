//! `caseload contact`: a contact, held or not.

use clap::Args;

use crate::case::{Mode, Outcome, With};
use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::{employer, hours, needed, word, words};
use crate::cli::writing::Entry;
use crate::operation::{ContactRequest, Provenance, contact};

/// Record a contact: a meeting held, offered, missed; a call, a message
///
/// The mode is the form in which it was held, or in which it was offered by whatever channel; it is
/// evidence, and has no default.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload contact sam --mode in-person
  caseload contact A-0042 --mode in-person --covers initial-meeting --on monday --time 10:00
  caseload contact A-0042 --mode phone --outcome no-answer --note
  caseload contact A-0042 A-0043 A-0044 --mode in-person --hours 2")]
pub(super) struct Contact {
    /// The cases: an id, or the beginning of one or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    /// in-person, video, phone, email, text or letter
    #[arg(long, value_name = "MODE", add = completions::modes())]
    mode: Option<String>,
    /// held, sent, offered, declined, missed, no-answer or cancelled
    #[arg(long, value_name = "OUTCOME", default_value = "held", add = completions::outcomes())]
    outcome: String,
    /// Whom it was with: participant, employer, network, other [default: participant]
    #[arg(long, value_name = "WHOM", value_delimiter = ',', add = completions::people_words())]
    with: Vec<String>,
    /// What it covered, such as initial-meeting
    #[arg(long, value_name = "COVER", value_delimiter = ',', add = completions::covers())]
    covers: Vec<String>,
    /// Hours spent, such as 1.5
    #[arg(long, value_name = "HOURS")]
    hours: Option<String>,
    /// Why it was not in person; without a value it is asked for, and - reads standard input
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    reason: Option<Private>,
    /// The employer it concerns
    #[arg(long, value_name = "EMPLOYER")]
    employer: Option<String>,
    #[command(flatten)]
    entry: Entry,
}

/// Records a contact.
pub(super) fn run(common: &Common, command: &Contact) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, &command.people)?;
    let mode: Mode = needed("mode", "--mode", "In what form?", command.mode.as_ref())?;
    let outcome: Outcome = word("outcome", &command.outcome)?;
    let request = ContactRequest {
        on: command.entry.moment(&desk)?,
        mode,
        outcome,
        with: words::<With>("person", &command.with)?,
        covers: command.covers.clone(),
        hours: hours(command.hours.as_ref())?,
        reason: ask::private(command.reason.as_ref(), "reason")?,
        employer: employer(command.employer.as_ref())?,
    };
    let provenance = command.entry.provenance(&desk)?;
    desk.record(&people, command.entry.trying(), &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(contact(sheet.open, &request, &provenance)?)
    })
}
