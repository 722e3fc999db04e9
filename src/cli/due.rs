//! `caseload due`: what is due.

use clap::Args;

use crate::calendar::{Day, Window, add_days};
use crate::cli::arguments::{Common, Sending};
use crate::cli::changed;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::{Failure, WRONG};
use crate::cli::filters::FilterArguments;
use crate::cli::output;
use crate::problem::any_error;
use crate::report;

/// Show what is due: overdue, this week, coming
///
/// One line for each thing to do: what one entry would meet shares a line. Overdue stands first, then
/// what is to be done in the window, then what is coming.
/// A prompt is due by a local target, where the guidance sets no number.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Due {
    #[command(flatten)]
    pub(super) filter: FilterArguments,
    #[command(flatten)]
    pub(super) sending: Sending,
    #[command(flatten)]
    pub(super) window: WindowArguments,
    /// What became due, met or late since then instead: a day, to its end, so that yesterday tells of
    /// today; "2026-11-18 14:30"; or a commit
    #[arg(long, value_name = "MOMENT", conflicts_with_all = ["suppose", "exit_code", "as_printed"])]
    changed_since: Option<String>,
    /// Say nothing at all if nothing is in the list
    #[arg(long)]
    pub(super) if_any: bool,
    /// Exit with 10 if something of severity must is in the list, with 11 if one is overdue
    #[arg(long)]
    exit_code: bool,
}

/// The days that what is due is looked for in.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct WindowArguments {
    /// The week that holds this day; this week if no day is given
    #[arg(long, value_name = "DAY", num_args = 0..=1, default_missing_value = "today")]
    week: Option<String>,
    /// So long from today, such as 10d or 4w
    #[arg(long, value_name = "TIME", conflicts_with = "week")]
    within: Option<String>,
    /// The first day of a window of your own; what was to be done before it is listed too
    #[arg(long, value_name = "DAY", requires = "to", conflicts_with_all = ["week", "within"])]
    from: Option<String>,
    /// The last day of a window of your own
    #[arg(long, value_name = "DAY", conflicts_with_all = ["week", "within"])]
    to: Option<String>,
}

/// Shows what is due.
pub(super) fn run(common: &Common, command: &Due) -> Result<u8, Failure> {
    let mailing = &command.sending.mailing;
    if let Some(since) = &command.changed_since {
        let (context, filter) = command.filter.open(common, mailing)?;
        return changed::run(common, command, since, (&context, &filter));
    }
    let (context, filter) = command.filter.open_to_do(common, mailing)?;
    let window = command.window.resolve(context.today)?;
    let agendas = context.agendas();
    let by = command.filter.by();
    let problems = &context.folder.problems;
    let stamp = context.stamp_of(agendas.iter().map(|it| &it.standing), &filter);
    let due = report::Due::new(&agendas, &filter, window, by, problems, stamp);
    if command.if_any && due.is_calm() {
        return Ok(0);
    }
    let told = context.told(&due, &filter);
    output::show_rows(
        told.report(),
        common,
        Some(&context.folder.root),
        &command.filter.rows,
        Some(&command.sending),
    )?;
    Ok(match (any_error(problems), command.exit_code, due.musts()) {
        (true, ..) => WRONG,
        (false, true, (_, true)) => 11,
        (false, true, (true, false)) => 10,
        _ => 0,
    })
}

impl WindowArguments {
    /// The window that was asked for; this week otherwise.
    pub(super) fn resolve(&self, today: Day) -> Result<Window, Failure> {
        if let Some(to) = &self.to {
            let to = date_words::day(to, today, Looking::Ahead)?;
            let from = self
                .from
                .as_ref()
                .map_or(Ok(today), |from| date_words::day(from, today, Looking::Ahead))?;
            if to < from {
                return Err(Failure::command_line(
                    "the window ends before it begins",
                    "swap the days",
                ));
            }
            return Ok(Window { from, to });
        }
        if let Some(within) = &self.within {
            return Ok(Window { from: today, to: add_days(today, length(within)?) });
        }
        let day = self
            .week
            .as_ref()
            .map_or(Ok(today), |week| date_words::day(week, today, Looking::Ahead))?;
        Ok(Window::week_of(day))
    }
}

/// The most that a length of time can be, in days or in weeks.
const LONGEST: i64 = 1_000;

/// A length of time in days: `10d` or `4w`.
pub(super) fn length(typed: &str) -> Result<i64, Failure> {
    let in_days = typed.strip_suffix('d').map(|number| (number, 1));
    let in_weeks = typed.strip_suffix('w').map(|number| (number, 7));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if typed.trim().is_empty() {
        return Err(Failure::command_line("no length of time is given", "write such as 10d or 4w"));
    }
    let Some((number, days)) = in_days.or(in_weeks).filter(|(number, _)| is_number(number)) else {
        return Err(Failure::command_line(
            format!("`{typed}` is not a length of time"),
            "write 10d for ten days, 4w for four weeks",
        ));
    };
    match number.parse::<i64>().ok().filter(|number| *number <= LONGEST) {
        Some(number) => Ok(number * days),
        None => Err(Failure::command_line(
            format!("`{typed}` is too long a time"),
            format!("{LONGEST}d or {LONGEST}w is the most"),
        )),
    }
}
