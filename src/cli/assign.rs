//! `caseload assign` and `caseload handover`: another key worker from a day on.

use clap::Args;

use crate::calendar::{Day, long, plural};
use crate::cli::arguments::Common;
use crate::cli::ask::{self, Private};
use crate::cli::asking::Asking;
use crate::cli::completions;
use crate::cli::date_words::{self, Looking};
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::words::one_of;
use crate::cli::writing::Trying;
use crate::operation::{Provenance, assign};
use crate::problem::any_error;
use crate::programme::shell_word;
use crate::store::{CaseFile, CasePath, Folder};

/// Make somebody key worker from a day on
#[derive(Clone, Debug, Args)]
pub(super) struct Assign {
    /// The key worker
    #[arg(value_name = "WORKER", add = completions::workers())]
    worker: Option<String>,
    /// The cases: an id, or the beginning of one or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    trying: Trying,
}

/// Hand all cases of one key worker to another from a day on
///
/// Cases that have ended by then are left as they are.
#[derive(Clone, Debug, Args)]
pub(super) struct Handover {
    /// Whose cases
    #[arg(value_name = "FROM", add = completions::workers())]
    giver: String,
    /// To whom
    #[arg(value_name = "TO", add = completions::workers())]
    taker: String,
    #[command(flatten)]
    from: From,
    #[command(flatten)]
    trying: Trying,
}

/// From when on.
#[derive(Clone, Debug, Args)]
struct From {
    /// The first day; weekdays look forward [default: today]
    #[arg(help_heading = "Recording", long, alias = "from", value_name = "DAY")]
    on: Option<String>,
    /// A note; without a value it is asked for, and - reads standard input
    #[arg(help_heading = "Recording", long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    note: Option<Private>,
}

impl From {
    /// An assignment may well be planned.
    fn day(&self, desk: &Desk<'_>) -> Result<Day, Failure> {
        let typed = self.on.as_ref();
        typed.map_or(Ok(desk.today), |typed| {
            date_words::day(typed, desk.today, Looking::Ahead).map_err(|it| it.within("--on"))
        })
    }
}

/// Makes somebody key worker.
pub(super) fn run(common: &Common, command: &Assign) -> Result<u8, Failure> {
    let (desk, people) = Desk::open_for(common, &command.people)
        .map_err(|failure| swapped(common, command, failure))?;
    let worker = match &command.worker {
        Some(worker) => worker.clone(),
        None => {
            let workers = desk.folder.settings.workers.iter();
            let ids: Vec<String> = workers.map(|worker| worker.id.clone()).collect();
            ids[one_of("key worker", "them", "Who?", &ids)?].clone()
        }
    };
    record(&desk, &people, &worker, &command.from, &command.trying)
}

/// What is said where the case was typed first, and then the key worker.
fn swapped(common: &Common, command: &Assign, failure: Failure) -> Failure {
    let (Some(first), [second]) = (&command.worker, &command.people[..]) else { return failure };
    let Ok(desk) = Desk::open_to_look(common) else { return failure };
    let workers = &desk.folder.settings.workers;
    let is_swapped = workers.iter().any(|worker| worker.id == *second);
    if !is_swapped {
        return failure;
    }
    let words = [first, second].map(|word| shell_word(word));
    failure
        .with_hint(format!("the key worker comes first: caseload assign {} {}", words[1], words[0]))
}

/// Hands cases over.
pub(super) fn hand_over(common: &Common, command: &Handover) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    let from = command.from.day(&desk)?;
    let folder = desk.version.load(None);
    if command.giver == command.taker {
        let message = format!("{} has these cases already", command.giver);
        return Err(Failure::request(message, "name whose cases they are, then to whom they go"));
    }
    if any_error(&folder.problems) {
        let message = "not every case can be read, so it is not known which would be handed over";
        return Err(Failure::request(message, "`caseload check` says what to mend")
            .with_problems(folder.problems));
    }
    let is_given = |file: &&CaseFile| {
        let case = file.case.as_ref();
        case.is_some_and(|case| {
            let goes_on = case.exit.as_ref().is_none_or(|exit| from <= exit.on.value);
            case.worker_on(from) == Some(command.giver.as_str()) && goes_on
        })
    };
    let given: Vec<&CaseFile> = folder.cases.iter().filter(is_given).collect();
    if given.is_empty() {
        return Err(Failure::request(
            format!("no case that goes on has {} as key worker on {}", command.giver, long(from)),
            "`caseload list --by worker` shows who has whom",
        ));
    }
    let is_harmless = command.trying.dry_run || desk.only_supposes();
    let people = shown(&desk, &folder, &given, is_harmless && !desk.only_supposes());
    let number = count(given.len(), "case");
    let question =
        format!("Hand {number} from {} to {} on {}?", command.giver, command.taker, long(from));
    if !command.trying.yes && !is_harmless && !ask::agrees(&question)? {
        return Err(Failure::declined(format!(
            "{number} would be handed over; nothing was recorded. Add --yes to do it, or --dry-run to see it"
        )));
    }
    record(&desk, &people, &command.taker, &command.from, &command.trying)
}

/// The cases that are handed over. Where that is only tried or supposed, those that are restricted are not
/// shown to others than their own key worker: nobody has named them.
fn shown(desk: &Desk<'_>, folder: &Folder, given: &[&CaseFile], is_tried: bool) -> Vec<CasePath> {
    let asking = Asking::of(&folder.root, &folder.settings, &folder.cases, desk.today);
    let (open, restricted): (Vec<&CaseFile>, Vec<&CaseFile>) =
        given.iter().copied().partition(|file| asking.comes_across(file));
    desk.keep_back(&restricted);
    if !is_tried {
        return given.iter().map(|file| file.path()).collect();
    }
    if !restricted.is_empty() {
        let number = count(restricted.len(), "restricted case");
        output::say(&format!("not shown here: {number} that would be handed over too"));
    }
    open.into_iter().map(CaseFile::path).collect()
}

fn count(number: usize, what: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), what)
}

fn record(
    desk: &Desk<'_>,
    people: &[CasePath],
    worker: &str,
    from: &From,
    trying: &Trying,
) -> Result<u8, Failure> {
    desk.known_worker(worker)?;
    let day = from.day(desk)?;
    let note = ask::private(from.note.as_ref(), "note")?;
    desk.record(people, trying, &|sheet| {
        let provenance = Provenance {
            logged: sheet.logged.clone(),
            note: note.clone(),
            ..Provenance::default()
        };
        Ok(assign(sheet.open, worker, day, &provenance)?)
    })
}
