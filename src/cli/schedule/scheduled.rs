//! The reports that can come by themselves, each with its usual days.

use chrono::Weekday;
use clap::ValueEnum;

use crate::cli::failure::Failure;
use crate::reading::safe_line;

/// A report that can come by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Scheduled {
    /// What is due, by key worker, on Mondays
    Due,
    /// What is overdue, on working days
    Overdue,
    /// The week that was, on Mondays
    Review,
    /// The whole caseload on one page, on Mondays
    Report,
}

impl Scheduled {
    /// All of them.
    pub(super) const ALL: [Scheduled; 4] =
        [Scheduled::Due, Scheduled::Overdue, Scheduled::Review, Scheduled::Report];

    /// Its name on the command line.
    pub(super) fn name(self) -> &'static str {
        match self {
            Scheduled::Due => "due",
            Scheduled::Overdue => "overdue",
            Scheduled::Review => "review",
            Scheduled::Report => "report",
        }
    }

    /// What comes, in words.
    pub(super) fn title(self) -> &'static str {
        match self {
            Scheduled::Due => "what is due",
            Scheduled::Overdue => "what is overdue",
            Scheduled::Review => "the week that was",
            Scheduled::Report => "the whole caseload",
        }
    }

    /// The command that makes it, silent where there is nothing to say.
    pub(super) fn command(self) -> &'static [&'static str] {
        match self {
            Scheduled::Due => &["due", "--by", "worker", "--if-any", "--exit-code"],
            Scheduled::Overdue => {
                &["due", "--status", "overdue", "--by", "worker", "--if-any", "--exit-code"]
            }
            Scheduled::Review => &["review"],
            Scheduled::Report => &["report", "--by", "worker"],
        }
    }

    /// The days on which it comes, unless others are named.
    fn days(self) -> Vec<Weekday> {
        match self {
            Scheduled::Due | Scheduled::Review | Scheduled::Report => vec![Weekday::Mon],
            Scheduled::Overdue => {
                vec![Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
            }
        }
    }
}

/// The days that were typed, else the usual ones of the report; every day is none in particular.
pub(super) fn days(report: Scheduled, typed: &[String]) -> Result<Vec<Weekday>, Failure> {
    match typed {
        [] => Ok(report.days()),
        [one] if one == "daily" => Ok(Vec::new()),
        several => several
            .iter()
            .map(|word| {
                word.trim().parse().map_err(|_| {
                    let message = format!("`{}` is no day of the week", safe_line(word));
                    Failure::command_line(message, "write monday,thursday, or daily")
                })
            })
            .collect(),
    }
}
