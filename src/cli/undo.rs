//! `caseload undo` and `caseload redo`: taking back one's own last operation, and that again.

use clap::Args;

use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Trying;
use crate::cli::{clock, hand_edits};
use crate::operation::{FileChange, OpenCase, Outcome, Past, Refusal, Reversal, new_warnings};
use crate::report::RecordedCase;
use crate::store::{Back, CasePath, Recorder};

/// Take back your own last operation
///
/// It is a new commit: the history only grows. What others have recorded since stays. Run again, it
/// takes back the one before.
#[derive(Clone, Debug, Args)]
pub(super) struct Undo {
    /// The case: its id, or the beginning of it or of a name [default: the last on any case]
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    #[command(flatten)]
    trying: Trying,
}

/// Take back your own last undo, if you have recorded nothing since
#[derive(Clone, Debug, Args)]
pub(super) struct Redo {
    #[command(flatten)]
    trying: Trying,
}

/// Takes back one's own last operation.
pub(super) fn run(common: &Common, command: &Undo) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    reverse(&desk, Back::Undo, command.person.as_deref(), &command.trying)
}

/// Takes back one's own last undo.
pub(super) fn run_redo(common: &Common, command: &Redo) -> Result<u8, Failure> {
    let desk = Desk::open(common)?;
    reverse(&desk, Back::Redo, None, &command.trying)
}

fn reverse(
    desk: &Desk<'_>,
    back: Back,
    person: Option<&str>,
    trying: &Trying,
) -> Result<u8, Failure> {
    let mut recorder = desk.begin(clock::now())?;
    // A case whose referral was undone is in no file any more.
    let id = match person {
        Some(person) => Some(desk.find(person)?.stem().to_owned()),
        None => None,
    };
    let past = recorder.newest_own(back, id.as_deref())?.ok_or_else(|| nothing(back))?;
    let cases = past.files.iter().filter(|change| change.file.starts_with("cases/"));
    let paths = cases.map(|change| CasePath { file: change.file.clone() });
    if !trying.dry_run {
        hand_edits::save_first(desk, &mut recorder, &paths.collect::<Vec<_>>())?;
    }
    let (verb, reverses) = match back {
        Back::Undo => ("undo", Reversal::Undoes(past.id.clone())),
        Back::Redo => ("redo", Reversal::Redoes(past.id.clone())),
    };
    let operation = past.reversed(verb, reverses, |file| lying(&recorder, file))?;
    let mut said = Vec::new();
    for change in &operation.files {
        if let Some(case) = say(desk, change, &past, back)? {
            said.push(case);
        }
    }
    desk.carry_out(Some(recorder), &operation, trying, |recording| {
        if said.is_empty() {
            recording.say(format!("{}: {}.", words(back), past.what));
        }
        for case in said {
            recording.add(case);
        }
        recording.undo_with(match back {
            Back::Undo => "caseload redo",
            Back::Redo => "caseload undo",
        });
    })
}

fn lying(recorder: &Recorder, file: &str) -> Result<Option<String>, Refusal> {
    recorder.lying(file).map_err(|error| Refusal::new(error.message, error.hint))
}

fn words(back: Back) -> &'static str {
    match back {
        Back::Undo => "taken back",
        Back::Redo => "in force again",
    }
}

/// What the reversal did to one case; none for a case that is there no more, or a file that is none.
fn say(
    desk: &Desk<'_>,
    change: &FileChange,
    past: &Past,
    back: Back,
) -> Result<Option<RecordedCase>, Failure> {
    let read = |text: &Option<String>| {
        let text = text.as_deref().filter(|_| change.file.starts_with("cases/"));
        text.map(|text| OpenCase::read(&change.file, text, desk.rules())).transpose()
    };
    let after = read(&change.new).map_err(|problems| {
        let message = "without it the case would have something wrong in it, so it is not undone";
        Failure::request(message, "mend the case with `correct` or `edit`").with_problems(problems)
    })?;
    let Some(after) = after else { return Ok(None) };
    let before = read(&change.old).ok().flatten();
    let is = after.evaluate(desk.today);
    let was = before.as_ref().map(|before| before.evaluate(desk.today));
    let outcome = Outcome { before: was.as_ref(), after: &is };
    let odd = before.as_ref().map(|before| new_warnings(&before.warnings, &after.warnings));
    let said = format!("{}: {}", words(back), past.what);
    let odd = odd.unwrap_or_default();
    Ok(Some(RecordedCase::changed_as_a_whole(&outcome, &after, &said, &odd)))
}

fn nothing(back: Back) -> Failure {
    match back {
        Back::Undo => Failure::request(
            "there is nothing of yours to undo here",
            "`caseload history` shows who recorded what; only one's own operations are undone",
        ),
        Back::Redo => Failure::request(
            "there is nothing to redo: your last operation was no undo",
            "`caseload history` shows what was done",
        ),
    }
}
