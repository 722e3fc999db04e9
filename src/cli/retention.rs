//! `caseload retention`: the cases that are past the period for which they are kept.

use clap::Args;

use crate::calendar::{Day, add_days, add_months};
use crate::cli::arguments::{Common, LookingBack, Redacting};
use crate::cli::context::Context;
use crate::cli::due::length;
use crate::cli::failure::Failure;
use crate::cli::filters::RowsArguments;
use crate::cli::output;
use crate::report::{self, Filter};

/// List the cases past the period for which they are kept, and those that soon will be
///
/// The period stands in caseload.toml below [retention], with where it is laid down; there is none
/// unless you set one. Cases that are open are never listed. Nothing is erased by this, nor by itself.
/// Restricted cases are among them.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload retention
  caseload retention --within 1y
  caseload retention --redact --format csv --output retention.csv")]
pub(super) struct Retention {
    /// Also those whose period is over within this time, such as 30d, 4w, 3m or 1y
    #[arg(long, value_name = "TIME", default_value = "3m")]
    within: String,
    #[command(flatten)]
    rows: RowsArguments,
    #[command(flatten)]
    back: LookingBack,
    #[command(flatten)]
    redacting: Redacting,
}

/// Lists them.
pub(super) fn run(common: &Common, command: &Retention) -> Result<u8, Failure> {
    let context = Context::open(common, &command.back.clone().into())?.redacted(command.redacting);
    let until = ahead(context.today, &command.within)?;
    let evaluations = context.evaluations();
    let stamp = context.stamp(&evaluations, &Filter::default());
    let (settings, problems) = (&context.folder.settings.retention, &context.folder.problems);
    let retention = report::Retention::new(&evaluations, settings, until, problems, stamp);
    output::show_cases(&retention, common, &context.folder.root, &command.rows, None)
}

/// How a length of time is written.
const SUCH: &str = "write 30d, 4w, 3m or 1y; 1000d, 1000w and 100y are the most";
/// The most months that can be looked ahead.
const LONGEST: u32 = 1_200;

/// The day that lies so far ahead: by days, weeks, months or years.
fn ahead(today: Day, typed: &str) -> Result<Day, Failure> {
    let in_months = typed.strip_suffix('m').map(|number| (number, 1));
    let in_years = typed.strip_suffix('y').map(|number| (number, 12));
    let refused = |message: String| Failure::command_line(message, SUCH);
    let Some((number, months)) = in_months.or(in_years) else {
        let days = length(typed).map_err(|failure| refused(failure.message().to_owned()))?;
        return Ok(add_days(today, days));
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let months = number.parse::<u32>().ok().and_then(|number| number.checked_mul(months));
    match months.filter(|months| is_number && *months <= LONGEST) {
        Some(months) => Ok(add_months(today, months)),
        None => Err(refused(format!("`{typed}` is not a length of time"))),
    }
}
