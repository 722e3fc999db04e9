//! What several commands take: where the folder is, the day, the format, and the filters.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::obligation::Status;
use crate::programme::Severity;
use crate::reading::{Word, did_you_mean};
use crate::report::Filter;

/// What every command takes.
#[derive(Clone, Debug, Args)]
pub(super) struct Common {
    /// The folder with caseload.toml; otherwise the nearest one from here up
    #[arg(long, global = true, value_name = "DIR", env = "CASELOAD_DIR", hide_env_values = true)]
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
}

/// The filters of every list.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Filters")]
pub(super) struct FilterArguments {
    /// These cases only: an id, or the beginning of one or of a name
    #[arg(value_name = "ID")]
    pub(super) people: Vec<String>,
    /// Those you are key worker of
    #[arg(long, conflicts_with = "worker")]
    pub(super) mine: bool,
    /// Those of this key worker
    #[arg(long, value_name = "WORKER")]
    pub(super) worker: Option<String>,
    /// Those on this programme
    #[arg(long, value_name = "PROGRAMME")]
    pub(super) programme: Option<String>,
    /// This rule only; can be given again
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub(super) rule: Vec<String>,
    /// This severity only: must, milestone, prompt or optional
    #[arg(long, value_name = "SEVERITY", value_delimiter = ',')]
    pub(super) severity: Vec<String>,
    /// This status only, such as overdue, open or missed
    #[arg(long, value_name = "STATUS", value_delimiter = ',')]
    pub(super) status: Vec<String>,
    /// Those in this stage, such as pre-work or in-work
    #[arg(long, value_name = "STAGE")]
    pub(super) stage: Option<String>,
    /// Restricted cases too
    #[arg(long)]
    pub(super) restricted: bool,
}

impl FilterArguments {
    /// The filter that was asked for; a word that nothing can match is refused.
    pub(super) fn resolve(&self, context: &Context) -> Result<Filter, Failure> {
        let mut cases = Vec::new();
        for person in &self.people {
            cases.push(context.find_case(person)?.stem.clone());
        }
        let worker = if self.mine { Some(context.me()?) } else { self.worker.clone() };
        if let Some(worker) = &worker {
            known("key worker", worker, &context.workers())?;
        }
        let programmes: Vec<&str> =
            context.folder.programmes.iter().map(|known| known.id.as_str()).collect();
        if let Some(programme) = &self.programme {
            known("programme", programme, &programmes)?;
        }
        for rule in &self.rule {
            known("rule", rule, &context.rules())?;
        }
        if let Some(stage) = &self.stage {
            known("stage", stage, &context.stages())?;
        }
        Ok(Filter {
            cases,
            worker,
            programme: self.programme.clone(),
            rules: self.rule.clone(),
            severities: words::<Severity>("severity", &self.severity)?,
            statuses: words::<Status>("status", &self.status)?,
            stage: self.stage.clone(),
            restricted: self.restricted,
        })
    }
}

/// Refuses a word that is not one of those known, with the nearest.
pub(super) fn known(what: &str, word: &str, words: &[&str]) -> Result<(), Failure> {
    if words.contains(&word) {
        return Ok(());
    }
    let hint =
        did_you_mean(word, words, &format!("see `caseload programme show` for every {what}"));
    Err(Failure::request(format!("there is no {what} `{word}`"), hint))
}

fn words<W: Word>(what: &str, typed: &[String]) -> Result<Vec<W>, Failure> {
    let all: Vec<&str> = W::WORDS.iter().map(|(word, _)| *word).collect();
    typed
        .iter()
        .map(|typed| {
            known(what, typed, &all)?;
            Ok(W::WORDS.iter().filter(move |(word, _)| word == typed).map(|(_, value)| *value))
        })
        .collect::<Result<Vec<_>, Failure>>()
        .map(|found| found.into_iter().flatten().collect())
}
