//! `caseload history`: the audit trail.

use clap::Args;

use crate::calendar::Day;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::report::{self, HistoryStep, local_day};
use crate::store::{self, Step};

/// How many steps of a whole folder are shown unless all are asked for.
const LATEST: usize = 40;

/// Show who recorded what, and when: the audit trail, the newest first
///
/// What was recorded after its own day says by how much; a correction says what changed.
#[derive(Clone, Debug, Args)]
pub(super) struct History {
    /// The case: its id, or the beginning of it or of a name [default: the whole folder]
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// What was recorded on this day or later
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// What this person recorded: a key worker, or a part of a name or e-mail address
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// Only what was recorded after its own day
    #[arg(long)]
    late: bool,
    /// Everything, however old
    #[arg(long)]
    all: bool,
}

/// Shows the audit trail.
pub(super) fn run(common: &Common, command: &History) -> Result<u8, Failure> {
    let desk = Desk::open_unsound(common)?;
    let root = &desk.folder.root;
    let id = match &command.person {
        Some(person) => Some(find(&desk, person)?),
        None => None,
    };
    let since = command.since.as_ref();
    let since: Option<Day> =
        since.map(|typed| date_words::day(typed, desk.today, Looking::Back)).transpose()?;
    let timezone = desk.folder.settings.timezone;
    let most = if command.all || id.is_some() || since.is_some() { usize::MAX } else { LATEST };
    let mut trail = report::History::new(timezone, store::revision(root));
    let mut shown = 0;
    let mut has_more = false;
    store::history(root, id.as_deref(), |step| {
        if since
            .is_some_and(|since| local_day(step.seconds, timezone).is_some_and(|day| day < since))
        {
            return false;
        }
        if command.by.as_ref().is_some_and(|by| !is_by(&desk, &step, by)) {
            return true;
        }
        if shown == most {
            has_more = true;
            return false;
        }
        shown += usize::from(trail.add(told(step), command.late));
        true
    })
    .map_err(|error| no_history(&error))?;
    if has_more {
        trail.say_older();
    }
    output::show(&trail, common, Some(root))?;
    Ok(0)
}

/// The id that is meant, though its file may be gone.
pub(super) fn find(desk: &Desk<'_>, typed: &str) -> Result<String, Failure> {
    desk.find(typed).map(|case| case.stem().to_owned()).or_else(|failure| {
        let mut is_known = false;
        let _ = store::history(&desk.folder.root, Some(typed), |_| {
            is_known = true;
            false
        });
        if is_known { Ok(typed.to_owned()) } else { Err(failure) }
    })
}

/// Whether a step was taken by this person.
fn is_by(desk: &Desk<'_>, step: &Step, by: &str) -> bool {
    let worker = desk.folder.settings.worker_with_email(&step.email);
    let by = by.to_lowercase();
    worker.is_some_and(|worker| worker.id.to_lowercase() == by)
        || step.author.to_lowercase().contains(&by)
        || step.email.to_lowercase().contains(&by)
}

fn told(step: Step) -> HistoryStep {
    HistoryStep {
        commit: step.commit,
        subject: step.subject,
        author: step.author,
        email: step.email,
        seconds: step.seconds,
        operation: step.trailers.operation,
        reverses: step.trailers.reverses,
        files: step.files,
    }
}

pub(super) fn no_history(error: &git2::Error) -> Failure {
    match error.code() {
        git2::ErrorCode::NotFound | git2::ErrorCode::UnbornBranch => Failure::request(
            "this folder has no history: it is not the root of a git repository of its own",
            "`caseload init` in this folder makes one",
        ),
        _ => Failure::request(
            format!("git cannot read the history: {}", error.message()),
            "git fsck says what is wrong",
        ),
    }
}
