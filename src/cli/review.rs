//! `caseload review`: the week that was.

use clap::Args;

use crate::calendar::{Window, add_days, long};
use crate::cli::arguments::{Common, Mailing};
use crate::cli::date_words::{self, Looking};
use crate::cli::due::length;
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::report;

/// Show the week that was: missed and late, gone quiet, without a key worker, who has how much
///
/// For whoever answers for the whole caseload, on a Monday. A case is its key worker's of today, who
/// can still do something, whoever that was in the week; `caseload performance` counts for whoever was.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload review                        last week
  caseload review --week 2026-11-09      the week that holds that day
  caseload review --format xlsx --output week.xlsx")]
pub(super) struct Review {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    mailing: Mailing,
    /// The week that holds this day [default: the one before this]
    #[arg(long, value_name = "DAY")]
    week: Option<String>,
    /// Those have gone quiet who have had no contact held for so long
    #[arg(long, value_name = "TIME", default_value = "14d")]
    quiet_for: String,
}

/// Shows it.
pub(super) fn run(common: &Common, command: &Review) -> Result<u8, Failure> {
    command.filter.refuse_groups(&[])?;
    let (context, filter) = command.filter.open(common, &command.mailing)?;
    let week = match &command.week {
        None => Window::week_of(context.today).week_before(),
        Some(typed) => Window::week_of(date_words::day(typed, context.today, Looking::Back)?),
    };
    if context.today < week.from {
        let message = format!("the week of {} has not begun", long(week.from));
        return Err(Failure::command_line(message, "caseload forecast shows what will fall due"));
    }
    let quiet_since = add_days(context.today, -length(&command.quiet_for)?);
    let evaluations = context.evaluations();
    let problems = &context.folder.problems;
    let stamp = context.stamp(&evaluations, &filter);
    let review = report::Review::new(&evaluations, &filter, (week, quiet_since), problems, stamp);
    let sending = command.mailing.clone().into();
    let told = context.told(&review, &filter);
    output::show_cases(
        told.report(),
        common,
        &context.folder.root,
        &command.filter.rows,
        Some(&sending),
    )
}
