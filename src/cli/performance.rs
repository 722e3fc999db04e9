//! `caseload performance`: how the obligations were met.

use clap::{Args, ValueEnum};

use crate::calendar::{Day, Window};
use crate::cli::arguments::{Common, Mailing};
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::filters::{FilterArguments, words};
use crate::cli::output;
use crate::reading::safe_line;
use crate::report::{self, Behind, By, Outcome};

/// Show how the obligations were met, by rule and key worker
///
/// Over the month, three, twelve and all months that end with it: how many that were due were met in
/// time. Limits in the guidance stand apart from local targets. An obligation counts for whoever was
/// key worker on the day on which it was due.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload performance                               the month so far
  caseload performance --month 2026-10 --by worker   October, key worker by key worker
  caseload performance --behind missed,late          whose they are
  caseload performance --format xlsx --output october.xlsx")]
pub(super) struct Performance {
    #[command(flatten)]
    filter: FilterArguments,
    #[command(flatten)]
    mailing: Mailing,
    /// The month, such as 2026-10, or a day in it [default: the one that holds today]
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// Name the cases behind the numbers: in-time, late, missed, overdue, excused or open
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',')]
    behind: Vec<String>,
    /// Over what those are named
    #[arg(long, value_name = "SPAN", default_value = "month", requires = "behind")]
    over: Over,
}

/// Over what the cases behind a number are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Over {
    /// The month
    Month,
    /// Three months
    #[value(name = "3-months")]
    Three,
    /// Twelve months
    #[value(name = "12-months")]
    Twelve,
    /// All
    Cumulative,
}

/// Shows it.
pub(super) fn run(common: &Common, command: &Performance) -> Result<u8, Failure> {
    refuse_what_would_mislead(command)?;
    let (context, mut filter) = command.filter.open(common, &command.mailing)?;
    let month = month(command.month.as_deref(), context.today)?;
    let outcomes = words::<Outcome>("outcome", &command.behind)?;
    let span = match command.over {
        Over::Month => "month",
        Over::Three => "3-months",
        Over::Twelve => "12-months",
        Over::Cumulative => "cumulative",
    };
    // Whoever was key worker when it was due, not whoever is today.
    let worker = filter.worker.take();
    let evaluations = context.evaluations();
    let problems = &context.folder.problems;
    let stamp = context.stamp(&evaluations, &filter);
    let shown = (command.filter.by(), Behind { outcomes, span });
    let performance = report::Performance::new(
        &evaluations,
        &filter,
        (worker.as_deref(), month),
        shown,
        problems,
        stamp,
    );
    let sending = command.mailing.clone().into();
    let told = context.told(&performance, &filter);
    output::show_cases(
        told.report(),
        common,
        &context.folder.root,
        &command.filter.rows,
        Some(&sending),
    )
}

/// A rate of what has one status would be all or nothing.
fn refuse_what_would_mislead(command: &Performance) -> Result<(), Failure> {
    if !command.filter.status.is_empty() {
        let message = "a rate is of every status that can be in it";
        return Err(Failure::command_line(
            message,
            "--behind missed,late names the cases behind it",
        ));
    }
    if command.filter.severity.iter().any(|severity| severity == "optional") {
        let message = "what is optional has no rate";
        return Err(Failure::command_line(message, "caseload audit --severity optional lists it"));
    }
    command.filter.refuse_groups(&[By::Worker])
}

/// A month as it is typed: by itself, or by a day in it.
fn month(typed: Option<&str>, today: Day) -> Result<Window, Failure> {
    let Some(typed) = typed else { return Ok(Window::month_of(today)) };
    let first = crate::calendar::parse_day(&format!("{typed}-01")).map(Ok);
    let day = first.unwrap_or_else(|| date_words::day(typed, today, Looking::Back));
    let day = day.map_err(|_| {
        let message = format!("`{}` is not a month", safe_line(typed));
        Failure::command_line(message, "write it as 2026-10, or name a day in it")
    })?;
    if today < Window::month_of(day).from {
        let message = format!("the month `{typed}` has not begun");
        return Err(Failure::command_line(message, "caseload forecast shows what will fall due"));
    }
    Ok(Window::month_of(day))
}
