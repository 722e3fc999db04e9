//! `caseload excuse`: an excuse for a rule.

use clap::Args;

use crate::calendar::{Day, Window};
use crate::case::ExcuseSpan;
use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::words::one_of;
use crate::cli::writing::Happening;
use crate::operation::{Provenance, excuse};

/// Record an excuse for a rule: for one due date, or for all in a span
///
/// The guidance gives no power to excuse anything; every report says that the provider did.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload excuse weekly-contact-offer sam --from 2027-03-01 --to 2027-03-21 --reason -")]
pub(super) struct Excuse {
    /// The rule, as `show` and `explain` name it
    #[arg(value_name = "RULE", add = completions::rule_ids())]
    rule: Option<String>,
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// The due date that it covers
    #[arg(long, value_name = "DAY", conflicts_with_all = ["from", "to"])]
    due: Option<String>,
    /// The first day of the span that it covers
    #[arg(long, value_name = "DAY", requires = "to")]
    from: Option<String>,
    /// The last day of the span that it covers
    #[arg(long, value_name = "DAY", requires = "from")]
    to: Option<String>,
    /// Why; without a value it is asked for, and - reads standard input
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    reason: Option<Private>,
    #[command(flatten)]
    happening: Happening,
}

/// Records an excuse.
pub(super) fn run(common: &Common, command: &Excuse) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, command.person.as_slice())?;
    let rule = match &command.rule {
        Some(rule) => rule.clone(),
        None => {
            let open = desk.look(&people[0])?;
            let ids: Vec<String> =
                open.programme.rules.iter().map(|rule| rule.id.clone()).collect();
            ids[one_of("rule", "it", "Which rule?", &ids)?].clone()
        }
    };
    let covers = covers(&desk, command)?;
    let reason = ask::private(Some(command.reason.as_ref().unwrap_or(&Private::Ask)), "reason")?;
    let reason = reason.unwrap_or_default();
    let on = crate::calendar::Moment::day(command.happening.when.day(&desk)?);
    let provenance = command.happening.by.provenance(&desk)?;
    desk.record(&people, &command.happening.trying, &|sheet| {
        let provenance = Provenance { logged: sheet.logged.clone(), ..provenance.clone() };
        Ok(excuse(sheet.open, &rule, covers, &reason, on, &provenance)?)
    })
}

/// The due date or the span that is covered.
fn covers(desk: &Desk<'_>, command: &Excuse) -> Result<ExcuseSpan, Failure> {
    let day = |typed: &str| date_words::day(typed, desk.today, Looking::Ahead);
    match (&command.due, &command.from, &command.to) {
        (Some(due), ..) => Ok(ExcuseSpan::Due(day(due)?)),
        (None, Some(from), Some(to)) => {
            let (from, to): (Day, Day) = (day(from)?, day(to)?);
            if to < from {
                let message = "the span ends before it begins";
                return Err(Failure::command_line(message, "swap --from and --to"));
            }
            Ok(ExcuseSpan::Span(Window { from, to }))
        }
        _ if ask::is_possible() => {
            ask::until_read("Which due date?", None, day).map(ExcuseSpan::Due)
        }
        _ => Err(Failure::command_line(
            "it is not said what is excused",
            "add --due DAY for one due date, or --from DAY and --to DAY for a span",
        )),
    }
}
