//! `caseload audit`: every obligation that ever arose.

use clap::Args;

use crate::calendar::Window;
use crate::cli::arguments::Common;
use crate::cli::context::Context;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::report;

/// List every obligation that ever arose, with its status and evidence
///
/// Restricted cases are part of an audit.
#[derive(Clone, Debug, Args)]
pub(super) struct Audit {
    #[command(flatten)]
    filter: FilterArguments,
    /// What was due from this day on
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// What was due until this day
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
}

/// Lists every obligation.
pub(super) fn run(common: &Common, command: &Audit) -> Result<u8, Failure> {
    let redacting = command.filter.redacting;
    let context = Context::open(common, &command.filter.standpoint)?.finding_for(redacting);
    let filter = command.filter.resolve(&context)?;
    let context = context.redacted(redacting);
    let day = |typed: &Option<String>| {
        typed.as_ref().map(|typed| date_words::day(typed, context.today, Looking::Back)).transpose()
    };
    let window = match (day(&command.from)?, day(&command.to)?) {
        (None, None) => None,
        (Some(from), Some(to)) if to < from => {
            return Err(Failure::command_line("the window ends before it begins", "swap the days"));
        }
        (from, to) => Some(Window {
            from: from.unwrap_or(chrono::NaiveDate::MIN),
            to: to.unwrap_or(chrono::NaiveDate::MAX),
        }),
    };
    let evaluations = context.evaluations();
    let by = command.filter.by();
    let problems = &context.folder.problems;
    let stamp = context.stamp(&evaluations, &filter);
    let audit = report::Audit::new(&evaluations, &filter, window, by, problems, stamp);
    let told = context.told(&audit, &filter);
    output::show_cases(told.report(), common, &context.folder.root, &command.filter.rows, None)
}
