//! Hand edits: what somebody typed into a case file and nobody has recorded yet. They are recorded
//! before anything else is done with the case, and `caseload save` records them alone.

use clap::Args;

use crate::calendar::plural;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::{Desk, say_unfinished};
use crate::cli::failure::Failure;
use crate::cli::writing::Trying;
use crate::cli::{ask, clock, output};
use crate::operation::{HandEdit, save, stem};
use crate::problem::any_error;
use crate::report::Recording;
use crate::store::{CasePath, Recorder};

/// Record what was edited by hand
///
/// Shows what would disappear from the record, and asks. Every other command does this first for
/// the case that it changes.
#[derive(Clone, Debug, Args)]
pub(super) struct Save {
    /// The case: its id, or the beginning of it or of a name [default: every file of the folder]
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    /// Put back what would disappear, as when an editor still had an older version
    #[arg(long, conflicts_with = "yes")]
    keep: bool,
    #[command(flatten)]
    trying: Trying,
}

/// Records the hand edits of these cases as commits of their own, before anything else is done with
/// them. All are looked at first: what one of them would lose keeps the others from being recorded.
pub(super) fn save_first(
    desk: &Desk<'_>,
    recorder: &mut Recorder,
    files: &[CasePath],
) -> Result<(), Failure> {
    let mut edits = Vec::new();
    for file in files {
        let (known, lying) = (recorder.recorded(&file.file)?, recorder.lying(&file.file)?);
        if known != lying {
            let edit = HandEdit::of_case(&file.file, known, lying, desk.rules())?;
            if !edit.lost.is_empty() {
                return Err(would_be_lost(file.stem(), &edit.lost));
            }
            edits.push(edit);
        }
    }
    for edit in edits {
        let id = stem(&edit.change.file).to_owned();
        let done = recorder.record(&save(&[edit]))?;
        say_unfinished(&done);
        output::say(&format!("{id}: what was edited by hand is recorded first"));
    }
    Ok(())
}

/// Records every hand edit of the folder as one commit.
pub(super) fn save_everything(desk: &Desk<'_>, recorder: &mut Recorder) -> Result<(), Failure> {
    let mut edits = Vec::new();
    for file in recorder.edited()? {
        let (known, lying) = (recorder.recorded(&file)?, recorder.lying(&file)?);
        if known != lying {
            let edit = edit(desk, &file, known, lying)?;
            if !edit.lost.is_empty() {
                return Err(would_be_lost(name(&file), &edit.lost));
            }
            edits.push(edit);
        }
    }
    if !edits.is_empty() {
        let done = recorder.record(&save(&edits))?;
        say_unfinished(&done);
        let number = plural(i64::try_from(edits.len()).unwrap_or(i64::MAX), "file");
        output::say(&format!("what was edited by hand in {number} is recorded first"));
    }
    Ok(())
}

/// A file from which something would disappear: as when an editor still held an older version.
fn would_be_lost(id: &str, lost: &[String]) -> Failure {
    Failure::request(
        format!("the file of {id} no longer holds what is on record: {}", lost.join("; ")),
        format!(
            "nothing was recorded; `caseload save {id}` records it so, or puts back what is \
             missing if your editor still had an older version"
        ),
    )
}

/// Records hand edits.
pub(super) fn run(common: &Common, command: &Save) -> Result<u8, Failure> {
    let desk = Desk::open_unsound(common)?;
    let recorder = desk.begin(clock::now())?;
    let files = match &command.person {
        Some(person) => vec![desk.find_even_if_gone(&recorder, person)?],
        None => recorder.edited()?,
    };
    let mut edits = Vec::new();
    for file in files {
        let (known, lying) = (recorder.recorded(&file)?, recorder.lying(&file)?);
        if known != lying {
            edits.push(edit(&desk, &file, known, lying)?);
        }
    }
    if edits.is_empty() {
        return say_nothing_to_do(common, &desk);
    }
    let put_back = settle_losses(&desk, &recorder, &mut edits, command)?;
    let operation = save(&edits);
    let mut typed = Vec::new();
    for change in &operation.files {
        if recorder.recorded(&change.file)? != change.new {
            typed.push(name(&change.file));
        }
    }
    desk.carry_out(Some(recorder), &operation, &command.trying, |recording| {
        for words in put_back {
            recording.say(format!("Put back as it is on record: {words}."));
        }
        if typed.is_empty() {
            recording.say("Nothing else was edited by hand.");
        } else {
            let number = plural(i64::try_from(typed.len()).unwrap_or(i64::MAX), "file");
            let names = typed.join(", ");
            recording.say(format!("What was edited by hand in {number} is recorded: {names}."));
        }
    })
}

/// How a file is named to people: a case by its id, any other by its path.
fn name(file: &str) -> &str {
    if file.starts_with("cases/") { stem(file) } else { file }
}

fn say_nothing_to_do(common: &Common, desk: &Desk<'_>) -> Result<u8, Failure> {
    let mut recording = Recording::new(&save(&[]), false);
    recording.say("Nothing was edited by hand: everything is recorded.");
    output::show(&recording, common, Some(&desk.folder.root))?;
    Ok(0)
}

/// The hand edit of a file; settings and programmes are tried as a whole.
fn edit(
    desk: &Desk<'_>,
    file: &str,
    known: Option<String>,
    lying: Option<String>,
) -> Result<HandEdit, Failure> {
    if file.starts_with("cases/") {
        return Ok(HandEdit::of_case(file, known, lying, desk.rules())?);
    }
    let problems: Vec<_> =
        desk.folder.problems.iter().filter(|problem| problem.file == file).cloned().collect();
    if any_error(&problems) {
        let message = format!("`{file}` has something wrong in it, so nothing was recorded");
        return Err(Failure::request(message, "mend it in your editor").with_problems(problems));
    }
    Ok(HandEdit::of_rules(file, known, lying))
}

/// What is done about what would disappear. Gives what was put back, in words for each file.
fn settle_losses(
    desk: &Desk<'_>,
    recorder: &Recorder,
    edits: &mut [HandEdit],
    command: &Save,
) -> Result<Vec<String>, Failure> {
    let trying = &command.trying;
    let keep = match edits.iter().any(|edit| !edit.lost.is_empty()) {
        false => return Ok(Vec::new()),
        true if command.keep => true,
        true if trying.yes || trying.dry_run => return Ok(Vec::new()),
        true => {
            say_losses(edits);
            choose_to_keep()?
        }
    };
    let mut put_back = Vec::new();
    for edit in edits.iter_mut().filter(|edit| keep && !edit.lost.is_empty()) {
        put_back.push(format!("{}: {}", name(&edit.change.file), edit.lost.join("; ")));
        let versions = recorder.versions(&edit.change.file)?;
        *edit = edit.rejoined(&versions, desk.rules())?;
    }
    Ok(put_back)
}

/// Whether what would disappear is put back.
fn choose_to_keep() -> Result<bool, Failure> {
    if !ask::is_possible() {
        return Err(Failure::declined(
            "nothing was recorded: --keep puts back what is missing, --yes lets it go",
        ));
    }
    let options = [
        "put back what is missing: my editor still had an older version".to_owned(),
        "record it so: it is meant to go".to_owned(),
        "give up".to_owned(),
    ];
    match ask::pick("What shall be done?", &options)? {
        0 => Ok(true),
        1 => Ok(false),
        _ => Err(Failure::declined("given up; nothing was recorded")),
    }
}

/// Says what would disappear.
pub(super) fn say_losses(edits: &[HandEdit]) {
    output::say("This would disappear from the record (it stays in the history):");
    for edit in edits {
        let name = name(&edit.change.file);
        edit.lost.iter().for_each(|lost| output::say(&format!("  {name}: {lost}")));
    }
}
