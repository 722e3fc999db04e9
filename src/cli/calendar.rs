//! `caseload calendar`: working days and holidays, and dates worked out.

use chrono::Datelike;
use clap::{Args, Subcommand};

use crate::calendar::{self, Division, Period};
use crate::cli::arguments::{Common, LookingBack};
use crate::cli::at;
use crate::cli::context;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::{Failure, known};
use crate::cli::output;
use crate::report::{CalendarSum, CalendarYear};
use crate::settings::Settings;
use crate::store;

/// Show the bank holidays and closure days of a year, or work a date out
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Calendar {
    /// The year; this one if none is given
    #[arg(value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1900..=2199))]
    year: Option<i32>,
    #[command(flatten)]
    which: Which,
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Clone, Debug, Args)]
struct Which {
    /// england-and-wales, scotland or northern-ireland; all three if none is given
    #[arg(long, value_name = "CALENDAR")]
    calendar: Option<String>,
    #[command(flatten)]
    back: LookingBack,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// Work out a date: `caseload calendar add 2026-12-14 "15 wd"`
    Add {
        /// The day counted from, which does not count itself
        day: String,
        /// So long: "15 wd", "15 working days", "28 days", "4 weeks" or "3 months"
        #[arg(value_name = "TIME", num_args = 1..)]
        time: Vec<String>,
        #[command(flatten)]
        which: Which,
    },
}

/// Shows a year, or works a date out.
pub(super) fn run(common: &Common, command: &Calendar) -> Result<u8, Failure> {
    let root = match (store::find(common.folder()), &common.cases) {
        (Err(error), Some(_)) if common.folder().is_some() => return Err(error.into()),
        (found, _) => found.ok(),
    };
    let which = match &command.action {
        Some(Action::Add { which, .. }) => which,
        None => &command.which,
    };
    if which.back.at.is_some() {
        store::find(common.folder())?;
    }
    let (settings, problems) = match &root {
        Some(root) => at::version_said(common, root, &which.back)?.settings(),
        None => (Settings::default(), Vec::new()),
    };
    let today = context::today(common, settings.timezone)?;
    let calendars = calendars(&settings, which.calendar.as_deref())?;
    let calendars: Vec<&calendar::Calendar> = calendars.iter().collect();
    match &command.action {
        None => {
            let year = CalendarYear::new(command.year.unwrap_or(today.year()), &calendars);
            output::show(&year, common, root.as_deref())?;
        }
        Some(Action::Add { day, time, .. }) => {
            let day = date_words::day(day, today, Looking::Ahead)?;
            let sum = CalendarSum::new(day, period(&time.join(" "))?, &calendars);
            output::show(&sum, common, root.as_deref())?;
        }
    }
    if crate::problem::any_error(&problems) {
        output::say_report(&crate::report::Check::new(&problems, &[], 1));
        return Ok(crate::cli::failure::WRONG);
    }
    Ok(0)
}

fn calendars(settings: &Settings, name: Option<&str>) -> Result<Vec<calendar::Calendar>, Failure> {
    let names: Vec<&str> = Division::ALL.iter().map(|(name, _)| *name).collect();
    if let Some(name) = name {
        known("calendar", name, &names)?;
    }
    let wanted = Division::ALL.iter().filter(|(known, _)| name.is_none_or(|name| name == *known));
    Ok(wanted.map(|(_, division)| settings.calendar(*division)).collect())
}

/// A length of time as people type it.
fn period(typed: &str) -> Result<Period, Failure> {
    let words = typed.trim().to_lowercase();
    let split = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    let (number, unit) = words.split_at(split);
    let count = number.parse::<u32>().ok().filter(|count| *count <= 10_000);
    let period = match (count, unit.trim()) {
        (Some(count), "wd" | "working day" | "working days") => Some(Period::WorkingDays(count)),
        (Some(count), "d" | "day" | "days") => Some(Period::Days(count)),
        (Some(count), "w" | "week" | "weeks") if count <= 1_000 => Some(Period::Days(count * 7)),
        (Some(count), "m" | "month" | "months") if count <= 1_200 => Some(Period::Months(count)),
        _ => None,
    };
    period.ok_or_else(|| {
        Failure::command_line(
            format!("`{typed}` is not a length of time"),
            "write \"15 wd\" for working days, \"28 days\", \"4 weeks\" or \"3 months\"",
        )
    })
}
