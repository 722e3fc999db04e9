//! `caseload list`: the caseload.

use clap::Args;

use crate::calendar::add_days;
use crate::cli::arguments::{Common, Mailing};
use crate::cli::due::length;
use crate::cli::failure::Failure;
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::report;

/// List the caseload: one row a case
#[derive(Clone, Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    mailing: Mailing,
    /// Those who have had no contact held for so long, such as 14d or 3w
    #[arg(long, value_name = "TIME")]
    quiet_for: Option<String>,
    /// Those without a key worker
    #[arg(long)]
    unassigned: bool,
}

/// Lists the caseload.
pub(super) fn run(common: &Common, command: &List) -> Result<u8, Failure> {
    let (context, mut filter) = command.filter.open(common, &command.mailing)?;
    let quiet = command.quiet_for.as_deref().map(length).transpose()?;
    filter.quiet_since = quiet.map(|days| add_days(context.today, -days));
    filter.unassigned = command.unassigned;
    let evaluations = context.evaluations();
    let problems = &context.folder.problems;
    let stamp = context.stamp(&evaluations, &filter);
    let list = report::List::new(&evaluations, &filter, command.filter.by(), problems, stamp);
    let sending = command.mailing.clone().into();
    let told = context.told(&list, &filter);
    output::show_cases(
        told.report(),
        common,
        &context.folder.root,
        &command.filter.rows,
        Some(&sending),
    )
}
