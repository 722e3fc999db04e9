//! `caseload edit`: a case in the person's own editor.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use clap::Args;

use crate::case::merge;
use crate::cli::arguments::Common;
use crate::cli::completions;
use crate::cli::desk::Desk;
use crate::cli::failure::Failure;
use crate::cli::writing::Trying;
use crate::cli::{ask, clock, hand_edits, output};
use crate::operation::{FileChange, HandEdit, OpenCase, Operation, Outcome, lost, new_warnings};
use crate::problem::Problem;
use crate::report::{RecordedCase, Recording};
use crate::store::{self, CasePath, DeskCopy, Recorder};

/// Edit a case in your own editor ($VISUAL or $EDITOR)
///
/// The editor gets a private copy. What is saved is checked, merged with what was recorded
/// meanwhile, and recorded; if something is wrong with it, the editor opens again.
#[derive(Clone, Debug, Args)]
pub(super) struct Edit {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: Option<String>,
    #[command(flatten)]
    trying: Trying,
}

/// The remark under which problems are shown in the editor; its lines are taken out again.
const REMARK: &str = "#! ";

/// Edits a case.
pub(super) fn run(common: &Common, command: &Edit) -> Result<u8, Failure> {
    // The repository is looked at once the editor is closed, which may be an hour later.
    let desk = Desk::open_unsound(common)?.sound()?;
    let file = desk.people(command.person.as_slice())?.remove(0);
    let base = store::read_case_text(&desk.folder.root, &file.file).map_err(|problem| {
        Failure::request(problem.message.clone(), "").with_problems(vec![*problem])
    })?;
    let shown = match OpenCase::read(&file.file, base.as_str(), desk.rules()) {
        Ok(_) => base.clone(),
        Err(problems) => with_remarks(&base, &problems),
    };
    let copy = DeskCopy::make(&desk.folder.root, file.stem(), &shown)?;
    let edited = match edited(&desk, &file, &copy, &base) {
        Ok(Some(edited)) => edited,
        Ok(None) => {
            copy.remove();
            let mut recording = Recording::new(&operation(&file, &base, &base), false);
            recording.say(format!("{}: nothing was changed.", file.stem()));
            output::show(&recording, common, Some(&desk.folder.root))?;
            return Ok(0);
        }
        Err(failure) => {
            keep_or_remove(&desk, copy, &shown);
            return Err(failure);
        }
    };
    let recorded = record(&desk, &file, &base, &edited, &command.trying);
    match &recorded {
        Ok(_) => copy.remove(),
        Err(_) => keep_or_remove(&desk, copy, &shown),
    }
    recorded
}

/// Keeps what was typed and says where, if anything was.
fn keep_or_remove(desk: &Desk<'_>, copy: DeskCopy, shown: &str) {
    if copy.text().is_ok_and(|text| text == shown) {
        return copy.remove();
    }
    let root = desk.folder.root.canonicalize().unwrap_or_else(|_| desk.folder.root.clone());
    let place = copy.file.strip_prefix(&root).unwrap_or(&copy.file);
    output::say(&format!("what you typed is kept in {}, in the folder", place.display()));
}

/// What the person made of the copy, free of errors; none if nothing.
fn edited(
    desk: &Desk<'_>,
    file: &CasePath,
    copy: &DeskCopy,
    base: &str,
) -> Result<Option<String>, Failure> {
    loop {
        open_editor(copy)?;
        let text = without_remarks(&copy.text()?);
        if text == base {
            return Ok(None);
        }
        let Err(problems) = OpenCase::read(&file.file, text.as_str(), desk.rules()) else {
            return Ok(Some(text));
        };
        let wrong = Failure::request(
            format!(
                "the file of {} would have something wrong in it, so nothing was recorded",
                file.stem()
            ),
            format!("run it again and mend that: caseload edit {}", file.stem()),
        )
        .with_problems(problems.clone());
        if !ask::is_possible() {
            return Err(wrong);
        }
        output::say_report(&crate::report::Check::new(&problems, &[], 0));
        if !ask::agrees("Something is wrong with it. Open the editor again?")? {
            return Err(wrong);
        }
        std::fs::write(&copy.file, with_remarks(&text, &problems))?;
    }
}

/// Opens the person's editor, as git does, and waits until it is closed.
fn open_editor(copy: &DeskCopy) -> Result<(), Failure> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
    let editor = named("VISUAL").or_else(|| named("EDITOR")).unwrap_or_else(|| "vi".into());
    let mut line: OsString = editor.clone();
    line.push(" \"$@\"");
    let status = Command::new("sh").arg("-c").arg(line).arg("sh").arg(&copy.file).status();
    let failed = |why: String| {
        Failure::request(
            format!("the editor `{}` {why}", editor.to_string_lossy()),
            "set VISUAL or EDITOR to your editor, for example: export EDITOR=nano",
        )
    };
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("did not end well: {status}"))),
        Err(error) => Err(failed(format!("cannot be run: {error}"))),
    }
}

/// A text with its problems as remarks above it.
fn with_remarks(text: &str, problems: &[Problem]) -> String {
    let bom = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let new_line = if text.contains("\r\n") { "\r\n" } else { "\n" };
    // The remarks move every line down by as many as they are.
    let offset = problems.len() + 1;
    let mut lines =
        vec![format!("{REMARK}Something is wrong below; these lines are taken out again.")];
    for problem in problems {
        let line = problem
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!("line {}: ", place.line + offset));
        let hint = problem.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        lines.push(format!("{REMARK}{line}{}{hint}", problem.message));
    }
    let remarks = lines.join(new_line);
    format!("{bom}{remarks}{new_line}{}", text.trim_start_matches('\u{feff}'))
}

/// The text without such remarks.
fn without_remarks(text: &str) -> String {
    let bom = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let lines = text.trim_start_matches('\u{feff}').split_inclusive('\n');
    let kept: String = lines.filter(|line| !line.starts_with(REMARK)).collect();
    format!("{bom}{kept}")
}

fn operation(file: &CasePath, old: &str, new: &str) -> Operation {
    Operation {
        what: "edit".to_owned(),
        cases: vec![file.stem().to_owned()],
        files: vec![FileChange {
            file: file.file.clone(),
            old: Some(old.to_owned()),
            new: Some(new.to_owned()),
        }],
        reverses: None,
    }
}

/// Records what was edited, together with what was recorded meanwhile.
fn record(
    desk: &Desk<'_>,
    file: &CasePath,
    base: &str,
    edited: &str,
    trying: &Trying,
) -> Result<u8, Failure> {
    let mut recorder: Recorder = desk.begin(clock::now())?;
    let lying = recorder.lying(&file.file)?.ok_or_else(|| gone(file))?;
    if !trying.dry_run && OpenCase::read(&file.file, lying.as_str(), desk.rules()).is_ok() {
        hand_edits::save_first(desk, &mut recorder, std::slice::from_ref(file))?;
    }
    let merged = merge(Some(base), &lying, edited).or_else(|error| {
        // A file that could not be taken apart before is replaced as a whole, if it is the same.
        let text = edited.to_owned();
        if lying == base {
            Ok(crate::case::Merged { text, conflicts: Vec::new() })
        } else {
            Err(error)
        }
    });
    let merged = merged.map_err(|error| {
        Failure::request(
            format!("{} was changed while you edited: {error}", file.stem()),
            "edit it again",
        )
    })?;
    let after =
        OpenCase::read(&file.file, merged.text.as_str(), desk.rules()).map_err(|problems| {
            let message = format!(
                "{} was changed while you edited, and both together are wrong",
                file.stem()
            );
            Failure::request(message, "edit it again").with_problems(problems)
        })?;
    if !merged.conflicts.is_empty() {
        output::say(
            "the same was changed while you edited: both are kept, see [[conflict]] in the file",
        );
    }
    agree_to_losses(file, recorder.recorded(&file.file)?.as_deref(), &merged.text, trying)?;
    let operation = operation(file, &lying, &merged.text);
    let before = OpenCase::read(&file.file, lying.as_str(), desk.rules()).ok();
    desk.carry_out(Some(recorder), &operation, trying, |recording| {
        let was = before.as_ref().map(|before| before.evaluate(desk.today));
        let is = after.evaluate(desk.today);
        let outcome = Outcome { before: was.as_ref(), after: &is };
        let old_warnings = before.as_ref().map_or(&[][..], |before| &before.warnings);
        let odd = new_warnings(old_warnings, &after.warnings);
        recording.add(RecordedCase::changed_as_a_whole(&outcome, &after, "edited", &odd));
    })
}

/// Asks before anything disappears from the record.
fn agree_to_losses(
    file: &CasePath,
    known: Option<&str>,
    text: &str,
    trying: &Trying,
) -> Result<(), Failure> {
    let lost = known.map_or_else(Vec::new, |known| lost(known, text, &file.file));
    if lost.is_empty() || trying.yes || trying.dry_run {
        return Ok(());
    }
    let change = FileChange { file: file.file.clone(), old: None, new: None };
    hand_edits::say_losses(&[HandEdit { change, lost }]);
    if ask::agrees("Record it so?")? {
        return Ok(());
    }
    Err(Failure::declined("nothing was recorded; --yes records it all the same"))
}

fn gone(file: &CasePath) -> Failure {
    Failure::no_such_case(
        format!("the file of {} is gone", file.stem()),
        "`caseload history` shows more",
    )
}
