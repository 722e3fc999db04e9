//! `caseload forecast`: what will fall due.

use clap::Args;

use crate::cli::arguments::{Common, Mailing};
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::report::{self, horizon};

/// Show what will fall due, week by week, and what ends by itself
///
/// As it will be if nothing is recorded until then. First the days that make no noise: an extension
/// that nobody has decided on, the day on which the system ends a case, the longest that a spell can
/// be. --status is what something will be on the last day, --worker and --stage what a case is today.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload forecast                          the next twelve weeks
  caseload forecast --weeks 4 --by worker    the next four, key worker by key worker
  caseload forecast --format html --output ahead.html")]
pub(super) struct Forecast {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    mailing: Mailing,
    /// How many weeks, this one included
    #[arg(long, value_name = "NUMBER", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=156))]
    weeks: u32,
}

/// Shows it.
pub(super) fn run(common: &Common, command: &Forecast) -> Result<u8, Failure> {
    let (context, filter) = command.filter.open(common, &command.mailing)?;
    let now = context.evaluations();
    let then = context.evaluations_on(horizon(context.today, command.weeks));
    let problems = &context.folder.problems;
    let stamp = context.stamp(&now, &filter);
    let by = command.filter.by();
    let forecast = report::Forecast::new(&now, &then, &filter, command.weeks, by, problems, stamp);
    let sending = command.mailing.clone().into();
    let told = context.told(&forecast, &filter);
    output::show_cases(
        told.report(),
        common,
        &context.folder.root,
        &command.filter.rows,
        Some(&sending),
    )
}
