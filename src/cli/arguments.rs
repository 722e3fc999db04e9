//! What every command takes: where the folder is, the day, the format.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

use crate::cli::completions;
use crate::cli::suppose::Supposing;

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// The folder with caseload.toml; otherwise the nearest one from here up
    #[arg(long, global = true, value_name = "DIR", env = "CASELOAD_DIR", hide_env_values = true)]
    #[arg(value_parser = clap::builder::OsStringValueParser::new().map(PathBuf::from))]
    pub(super) cases: Option<PathBuf>,
    /// The day to judge on, such as 2026-11-18, 18/11/2026, yesterday or friday
    #[arg(long, global = true, value_name = "DAY")]
    pub(super) today: Option<String>,
    /// How to show it
    #[arg(long, global = true, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
    /// Write it to a file that only you can read; by its ending, such as .html or .csv, where --format
    /// is not given
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// With the options that caseload.toml keeps under [view.NAME]
    #[arg(long, global = true, value_name = "NAME", add = completions::views())]
    pub(super) view: Option<String>,
    /// Do not show a long page in a pager
    #[arg(long, global = true)]
    pub(super) no_pager: bool,
    /// Where a writing command is carried out that is only supposed; never typed
    #[arg(skip)]
    pub(super) supposing: Option<Arc<Supposing>>,
    /// Whether it is only tried if a report can be made as was asked, and nothing is shown; never typed
    #[arg(skip)]
    pub(super) only_tried: bool,
}

/// The endings of files that say by themselves what is in them, with the format.
const ENDINGS: [(&str, Format); 7] = [
    ("html", Format::Html),
    ("htm", Format::Html),
    ("json", Format::Json),
    ("csv", Format::Csv),
    ("xlsx", Format::Xlsx),
    ("ics", Format::Ics),
    ("eml", Format::Eml),
];

impl Common {
    /// Where no format is asked for, that which the name of the file to be written says.
    pub(super) fn go_by_ending(&mut self) {
        let ending = self.output.as_ref().and_then(|path| path.extension());
        let Some(ending) = ending.filter(|_| self.format == Format::Table) else { return };
        let known = ENDINGS.iter().find(|(known, _)| ending.eq_ignore_ascii_case(known));
        self.format = known.map_or(self.format, |(_, format)| *format);
    }
}

/// Looking at the folder as it was.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct LookingBack {
    /// What the folder said then, by git: a day, to its end; "2026-11-18 14:30"; or a commit. It is
    /// judged on the day of --today, which is today unless another is named
    #[arg(long, value_name = "MOMENT")]
    pub(super) at: Option<String>,
}

/// Leaving out who it is about.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(super) struct Redacting {
    /// Without names, employers, notes and reasons, and without where evidence lies, in any format
    #[arg(long, alias = "no-names")]
    pub(super) redact: bool,
}

/// Where a report is looked at from: what was, and what if.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Standpoint {
    #[command(flatten)]
    pub(super) back: LookingBack,
    /// Make a page again whose last line this is ("Judged on .. by caseload .."): on its day, from its
    /// commit; what differs otherwise is said. - takes a page on standard input
    #[arg(long, value_name = "LINE", conflicts_with = "at")]
    pub(super) as_printed: Option<String>,
    /// As if this were recorded, which it is not, such as "job start A-0042 --employer Mill --on
    /// 2026-12-07"; can be given again
    #[arg(long, value_name = "COMMAND")]
    pub(super) suppose: Vec<String>,
}

impl Standpoint {
    /// Whether the folder is looked at as it is.
    pub(super) fn is_here_and_now(&self) -> bool {
        self.back.at.is_none() && self.as_printed.is_none() && self.suppose.is_empty()
    }
}

impl From<LookingBack> for Standpoint {
    fn from(back: LookingBack) -> Standpoint {
        Standpoint { back, ..Standpoint::default() }
    }
}

impl Format {
    /// Whether it is made to leave this machine: then nobody is named unless that is asked for.
    pub(super) fn is_sent(self) -> bool {
        matches!(self, Format::Ics | Format::Eml)
    }
}

impl Common {
    /// The folder that was named; an empty variable names none.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.cases.as_deref().filter(|named| !named.as_os_str().is_empty())
    }
}

/// What a report that is sent says, and to whom.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Mailing {
    /// Names of people and employers too, in mail and calendars
    #[arg(help_heading = "Mail and calendar", long, conflicts_with = "redact")]
    pub(super) names: bool,
    /// Hand the message to this command of the shell, which sends it
    #[arg(help_heading = "Mail and calendar", long, value_name = "COMMAND")]
    pub(super) send_with: Option<String>,
    /// Whom a message is for; can be given again
    #[arg(help_heading = "Mail and calendar", long, value_name = "ADDRESS")]
    pub(super) mail_to: Vec<String>,
    /// Whom it is from [default: you, as git knows you]
    #[arg(help_heading = "Mail and calendar", long, value_name = "ADDRESS")]
    pub(super) mail_from: Option<String>,
}

/// What a calendar holds.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Sending {
    #[command(flatten)]
    pub(super) mailing: Mailing,
    /// Tasks, not events, in a calendar
    #[arg(help_heading = "Mail and calendar", long)]
    pub(super) tasks: bool,
    /// Nothing that rings, in a calendar
    #[arg(help_heading = "Mail and calendar", long)]
    pub(super) no_alarms: bool,
}

impl From<Mailing> for Sending {
    fn from(mailing: Mailing) -> Sending {
        Sending { mailing, ..Sending::default() }
    }
}

/// How a report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Columns, for a terminal
    Table,
    /// One sentence a row, without columns or colour
    Plain,
    /// For other programs
    Json,
    /// Rows for a spreadsheet
    Csv,
    /// A workbook for a spreadsheet program
    Xlsx,
    /// One page for a browser or a printer
    Html,
    /// A feed for a calendar program
    Ics,
    /// A message for a mailer
    Eml,
}
