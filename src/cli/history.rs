//! `caseload history`: the audit trail.

use std::collections::BTreeSet;
use std::path::Path;

use clap::Args;

use crate::calendar::{Day, Timezone, long};
use crate::cli::arguments::{Common, Format, LookingBack, Redacting};
use crate::cli::asking::Asking;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::Failure;
use crate::cli::not_there::{id_after, id_before};
use crate::cli::output;
use crate::cli::{at, clock, context, not_there, people};
use crate::reading::safe_line;
use crate::report::{self, HistoryStep, local_day};
use crate::store::{self, CaseFile, Folder, Step, Version};

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
    #[command(flatten)]
    back: LookingBack,
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
    #[command(flatten)]
    redacting: Redacting,
}

/// Shows the audit trail.
pub(super) fn run(common: &Common, command: &History) -> Result<u8, Failure> {
    store::trust_what_is_stored();
    let root = &store::find(common.folder())?;
    let version = at::version_said(common, root, &command.back)?;
    let folder = version.load_rules();
    let commit = version.commit().map(|snapshot| snapshot.commit.as_str());
    let timezone = folder.settings.timezone;
    let today = context::today(common, timezone)?;
    let asking = |cases: &[CaseFile]| {
        Asking::of(root, &folder.settings, cases, today)
            .keeping_names_back(command.redacting.redact)
    };
    let id = command.person.as_ref().map(|person| find(&version, person, &asking)).transpose()?;
    let since = command.since.as_ref().map(|typed| since(typed, today, timezone)).transpose()?;
    let most = if command.all || id.is_some() || since.is_some() { usize::MAX } else { LATEST };
    let revision = commit.map_or_else(|| store::revision(root), |it| Some(it.to_owned()));
    let trail = report::History::new(timezone, revision);
    let trail = if command.redacting.redact { trail.redacted() } else { trail };
    let mut trail = trail.of_case(id.clone()).of_folder(output::folder_name(root), today);
    let mut shown = 0;
    let mut has_more = false;
    let mut others = Others::default();
    let mut recorders = BTreeSet::new();
    let mut is_known = false;
    follow(root, commit, id, &mut others, |step, others| {
        if since
            .is_some_and(|since| local_day(step.seconds, timezone).is_some_and(|day| day < since))
        {
            return false;
        }
        if command.by.as_ref().is_some_and(|by| !is_by(&folder, &step, by)) {
            recorders.insert(safe_line(&step.author));
            return true;
        }
        is_known = true;
        if shown == most {
            has_more = true;
            return false;
        }
        for (id, other) in others.drain(..) {
            trail.say_somebody_else(&id, &other);
        }
        shown += usize::from(trail.add(told(step), command.late));
        true
    })
    .map_err(|error| no_history(&error))?;
    if let Some(by) = command.by.as_ref().filter(|_| !is_known && !recorders.is_empty()) {
        say_who_did(by, &recorders);
    }
    if has_more {
        trail.say_older();
        say_older(common);
    }
    output::show(&trail, common, Some(root))?;
    Ok(0)
}

/// Says that there are older steps, where there is no page that does.
fn say_older(common: &Common) {
    if !matches!(common.format, Format::Table | Format::Plain | Format::Html | Format::Eml) {
        output::say("older ones are not in it; --all takes them, --since DAY those since");
    }
}

/// Says who recorded what is looked at, where nothing of it is of whoever was asked for.
fn say_who_did(by: &str, recorders: &BTreeSet<String>) {
    const MOST: usize = 8;
    let named: Vec<&str> = recorders.iter().take(MOST).map(String::as_str).collect();
    let more = if recorders.len() > MOST { " and others" } else { "" };
    output::say(&format!(
        "nothing of it was recorded by `{}`, but by {}{more}",
        safe_line(by),
        named.join(", ")
    ));
}

/// Ids from which on back what is told is of somebody else, each with the id that person has now.
type Others = Vec<(String, String)>;

/// Hands on the steps of a folder or of a case; where that was given its id, also those under the id that
/// it had before. Before the first step that is of somebody else, that is noted.
fn follow(
    root: &Path,
    from: Option<&str>,
    mut id: Option<String>,
    others: &mut Others,
    mut take: impl FnMut(Step, &mut Others) -> bool,
) -> Result<(), git2::Error> {
    // What was recorded upon a renumbering under the old id is of somebody else.
    let mut given: Vec<String> = Vec::new();
    loop {
        let mut before = None;
        let mut is_over = false;
        let mut has_begun = false;
        store::history(root, from, id.as_deref(), |step| {
            if given.iter().any(|commit| store::is_upon(root, &step.commit, commit)) {
                return true;
            }
            let other = id.as_ref().and_then(|id| id_before(&step, id));
            before = other.map(|other| (step.commit.clone(), other));
            let away = id.as_ref().and_then(|id| Some((id.clone(), id_after(&step, id)?)));
            others.extend(away.filter(|_| has_begun));
            has_begun |= !step.files.is_empty();
            is_over = !take(step, others);
            !is_over && before.is_none()
        })?;
        match before.filter(|_| !is_over) {
            Some((commit, other)) => {
                given.push(commit);
                id = Some(other);
            }
            None => return Ok(()),
        }
    }
}

/// The first day that is told, if it has come: nothing is recorded of what lies ahead.
pub(super) fn since(typed: &str, today: Day, timezone: Timezone) -> Result<Day, Failure> {
    let day = date_words::day(typed, today, Looking::Back).map_err(|it| it.within("--since"))?;
    let now = timezone.local(clock::now()).date_naive();
    if day <= now.max(today) {
        return Ok(day);
    }
    let message = format!("--since: {} lies ahead, and nothing is recorded of it yet", long(day));
    Err(Failure::request(message, format!("name a day up to {}", long(now))))
}

/// The id that is meant, though its file may be gone.
pub(super) fn find(
    version: &Version,
    typed: &str,
    asking: &dyn Fn(&[CaseFile]) -> Asking,
) -> Result<String, Failure> {
    let cases = people::load_one(version, typed).cases;
    people::find(typed, &cases, &asking(&cases)).map(|case| case.stem.clone()).or_else(|failure| {
        let mut is_known = false;
        let commit = version.commit().map(|snapshot| snapshot.commit.as_str());
        let _ = store::history(version.root(), commit, Some(typed), |step| {
            // A copy of all cases names none of them.
            let names_it = step.trailers.cases.iter().any(|case| case == typed);
            is_known = names_it || !step.files.is_empty();
            !is_known
        });
        if is_known {
            return Ok(typed.to_owned());
        }
        Err(not_there::instead(version, typed, failure))
    })
}

/// Whether a step was taken by this person.
fn is_by(folder: &Folder, step: &Step, by: &str) -> bool {
    let worker = folder.settings.worker_with_email(&step.email);
    let by = by.to_lowercase();
    worker.is_some_and(|worker| worker.id.to_lowercase() == by)
        || step.author.to_lowercase().contains(&by)
        || step.email.to_lowercase().contains(&by)
}

/// A step as the history tells it.
pub(super) fn told(step: Step) -> HistoryStep {
    HistoryStep {
        commit: step.commit,
        subject: step.subject,
        author: step.author,
        email: step.email,
        seconds: step.seconds,
        operation: step.trailers.operation,
        reverses: step.trailers.reverses,
        cases: step.trailers.cases,
        files: step.files,
    }
}

pub(super) fn no_history(error: &git2::Error) -> Failure {
    use git2::ErrorClass::{Object, Odb, Tree};
    let is_of_an_object = matches!(error.class(), Object | Odb | Tree);
    match error.code() {
        git2::ErrorCode::NotFound | git2::ErrorCode::UnbornBranch if !is_of_an_object => {
            Failure::request(
                "this folder has no history: it is not the root of a git repository of its own",
                "`caseload init` in this folder makes one",
            )
        }
        _ => Failure::request(
            format!("git cannot read the history: {}", error.message()),
            "git fsck says what is wrong",
        ),
    }
}
