//! What the writing commands take: when, by whom, how it is known, and whether it is only tried.

use clap::Args;

use crate::calendar::{Day, Moment, long, parse_time};
use crate::cli::ask::{self, Private};
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::operation::Provenance;

/// Whether it is only tried, and whether questions are answered beforehand.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Trying {
    /// Show the exact change, and record nothing
    #[arg(help_heading = "Recording", long)]
    pub(super) dry_run: bool,
    /// Do not ask, where many cases are changed or something would disappear
    #[arg(help_heading = "Recording", long)]
    pub(super) yes: bool,
}

/// When something happened.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct When {
    /// The day, such as today, yesterday, monday, 3 days ago or 20/11/2026 [default: today]
    #[arg(help_heading = "Recording", long, value_name = "DAY")]
    pub(super) on: Option<String>,
    /// Record it though the day lies ahead
    #[arg(help_heading = "Recording", long)]
    pub(super) force_future: bool,
}

/// What is recorded of anything that happened: when, by whom, and whether it is only tried.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Happening {
    #[command(flatten)]
    pub(super) when: When,
    #[command(flatten)]
    pub(super) by: By,
    #[command(flatten)]
    pub(super) trying: Trying,
}

/// What every entry takes that may have a time of day, and may be recorded twice.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Entry {
    #[command(flatten)]
    pub(super) happening: Happening,
    /// The time of day, such as 14:30
    #[arg(help_heading = "Recording", long, value_name = "HH:MM")]
    time: Option<String>,
    /// Record it though an equal entry is on record
    #[arg(help_heading = "Recording", long)]
    again: bool,
}

/// Who did something, and how that is known.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct By {
    /// Who did it [default: you]
    #[arg(help_heading = "Recording", long, value_name = "WORKER", add = completions::workers())]
    worker: Option<String>,
    /// A note; without a value it is asked for, and - reads standard input
    #[arg(help_heading = "Recording", long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    note: Option<Private>,
    /// How the evidence was obtained, such as "by e-mail"
    #[arg(help_heading = "Recording", long, value_name = "HOW")]
    obtained: Option<String>,
    /// Where the evidence lies, such as "cabinet 3"
    #[arg(help_heading = "Recording", long = "ref", value_name = "PLACE")]
    reference: Option<String>,
}

impl When {
    /// The day that was typed, or today; one that lies ahead is refused, since it has not happened.
    pub(super) fn day(&self, desk: &Desk<'_>) -> Result<Day, Failure> {
        let read = |typed: &str| {
            let day = date_words::day(typed, desk.today, Looking::Back);
            // Of an answer it is plain what it answers.
            let day = day.map_err(|it| if self.on.is_some() { it.within("--on") } else { it })?;
            desk.refuse_the_future(day, self.force_future)?;
            Ok(day)
        };
        match &self.on {
            None if ask::is_leading() => ask::until_read("On which day?", Some("today"), read),
            on => read(on.as_deref().unwrap_or("today")),
        }
    }
}

impl Entry {
    /// The day with the time that was typed.
    pub(super) fn moment(&self, desk: &Desk<'_>) -> Result<Moment, Failure> {
        let day = self.happening.when.day(desk)?;
        let Some(typed) = &self.time else { return Ok(Moment::day(day)) };
        let time = parse_time(typed).ok_or_else(|| {
            Failure::command_line(format!("`{typed}` is not a time of day"), "write it as 14:30")
        })?;
        Ok(Moment { day, time: Some(time) })
    }

    /// Whether it is only tried.
    pub(super) fn trying(&self) -> &Trying {
        &self.happening.trying
    }

    /// What the entry carries beside what it is.
    pub(super) fn provenance(&self, desk: &Desk<'_>) -> Result<Provenance, Failure> {
        Ok(Provenance { again: self.again, ..self.happening.by.provenance(desk)? })
    }
}

impl By {
    /// What an entry carries beside what it is.
    pub(super) fn provenance(&self, desk: &Desk<'_>) -> Result<Provenance, Failure> {
        let worker = match &self.worker {
            Some(worker) => {
                desk.known_worker(worker)?;
                Some(worker.clone())
            }
            None => desk.me(),
        };
        Ok(Provenance {
            worker,
            note: ask::private(self.note.as_ref(), "note")?,
            obtained: self.obtained.clone(),
            reference: self.reference.clone(),
            logged: String::new(),
            again: false,
        })
    }
}

/// Says a day that lies ahead in a refusal.
pub(super) fn lies_ahead(day: Day) -> Failure {
    Failure::request(
        format!("{} lies ahead, and what has not happened is not recorded", long(day)),
        "check the day; if it is meant, add --force-future",
    )
}
