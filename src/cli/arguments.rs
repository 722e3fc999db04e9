//! What every command takes: where the folder is, the day, the format.

use std::path::{Path, PathBuf};

use clap::builder::TypedValueParser;
use clap::{Args, ValueEnum};

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
    /// Write it to a file that only you can read
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

impl Common {
    /// The folder that was named; an empty variable names none.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.cases.as_deref().filter(|named| !named.as_os_str().is_empty())
    }
}

/// What a report that leaves the terminal says, and how.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Sending {
    /// Names of people and employers too, in a calendar
    #[arg(help_heading = "Calendar", long)]
    pub(super) names: bool,
    /// Tasks, not events, in a calendar
    #[arg(help_heading = "Calendar", long)]
    pub(super) tasks: bool,
    /// Nothing that rings, in a calendar
    #[arg(help_heading = "Calendar", long)]
    pub(super) no_alarms: bool,
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
}
