//! `caseload erase`: a case taken out of the whole history.

mod telling;

use clap::{Args, ValueEnum};

use crate::cli::arguments::Common;
use crate::cli::desk::{Desk, say_unfinished};
use crate::cli::erase::telling::erasing;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::progress::Progress;
use crate::cli::{ask, clock, completions, erased, output, people};
use crate::operation::ErasureReason;
use crate::report::{ErasedList, Gone};
use crate::store::{self, CasePath, ErasureRequest, Recorder, Survey};

/// Erase a case from the folder and from its whole history
///
/// Shows what goes and what that means, and asks. Every commit is made anew without the case; what is
/// recorded of others, and when, stays as it is. A record without anything of the case but its id
/// says that it was erased. Other clones erase it too when they sync. It cannot be undone.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload erase A-0042 --reason retention --dry-run    what goes, and what it means
  caseload erase A-0042 --reason retention
  caseload erase                                        what was erased, and who has confirmed")]
pub(super) struct Erase {
    /// The case, by its whole id [default: what was erased is listed]
    #[arg(value_name = "ID", add = completions::cases())]
    id: Option<String>,
    /// Why it is erased; asked for where it is not said
    #[arg(long, value_name = "WHY", requires = "id")]
    reason: Option<Why>,
    /// Show what goes and what it means, and change nothing
    #[arg(long, requires = "id")]
    dry_run: bool,
    /// Do not ask
    #[arg(long, requires = "id")]
    yes: bool,
}

/// Why a case is erased. There are no other words: they could hold what is to be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Why {
    /// The period for which it was to be kept has passed
    Retention,
    /// The participant asked for it
    Request,
    /// It should never have been recorded
    Mistake,
    /// It is kept elsewhere now
    Transfer,
}

impl From<Why> for ErasureReason {
    fn from(why: Why) -> ErasureReason {
        match why {
            Why::Retention => ErasureReason::Retention,
            Why::Request => ErasureReason::Request,
            Why::Mistake => ErasureReason::Mistake,
            Why::Transfer => ErasureReason::Transfer,
        }
    }
}

/// Erases a case, or lists what was erased.
pub(super) fn run(common: &Common, command: &Erase) -> Result<u8, Failure> {
    let desk = Desk::open_unsound(common)?;
    let erased = store::erasures(&desk.folder.root)?;
    let Some(typed) = &command.id else { return list(common, &desk, &erased) };
    if let Some(known) = erased.iter().find(|it| it.erasure.id.eq_ignore_ascii_case(typed)) {
        output::say(&erased::value(known).sentence());
        if !is_there_again(&desk, typed)? {
            return Ok(0);
        }
    }
    let mut recorder = desk.begin(clock::now())?;
    if !command.dry_run {
        // A record that git brought is looked at while what it names is still here. One that is refused
        // keeps nobody from erasing another case; the next sync says why.
        let tip = recorder.newest();
        let _ = erased::settle(&mut recorder, tip, false);
    }
    let (id, files) = case(&desk, &recorder, typed)?;
    let reason = if command.dry_run { None } else { Some(reason(&id, command)?) };
    let looking = Progress::of("looking through the whole history");
    let survey = recorder.survey(&id, &files)?;
    drop(looking);
    let Some(reason) = reason else {
        output::show(&erasing(&desk, &survey)?, common, Some(&desk.folder.root))?;
        return Ok(0);
    };
    if reason == Why::Retention {
        telling::refuse_before_its_time(&desk, &survey)?;
    }
    confirm(&desk, &survey, command)?;
    let (on, by) = (desk.day_by_the_clock(), desk.who());
    let request = ErasureRequest { id, on, by, reason: reason.into() };
    carry_out(common, &desk, recorder, &request, &survey)
}

/// Why it is erased; asked for at a terminal.
fn reason(id: &str, command: &Erase) -> Result<Why, Failure> {
    if let Some(reason) = command.reason {
        return Ok(reason);
    }
    if !ask::is_possible() {
        let hint = "say --reason retention, request, mistake or transfer";
        return Err(Failure::command_line(format!("it is not said why {id} is erased"), hint));
    }
    let all = Why::value_variants();
    let words = all.iter().map(|why| {
        let value = why.to_possible_value();
        let help = value.as_ref().and_then(|it| it.get_help()).map(ToString::to_string);
        let name = value.as_ref().map_or("", |it| it.get_name());
        format!("{name}: {}", help.unwrap_or_default())
    });
    let at = ask::pick("Why is it erased?", &words.collect::<Vec<_>>())?;
    Ok(all[at])
}

/// Erases a case, and says what came of looking for it.
fn carry_out(
    common: &Common,
    desk: &Desk<'_>,
    mut recorder: Recorder,
    request: &ErasureRequest,
    survey: &Survey,
) -> Result<u8, Failure> {
    let making = Progress::of("making the history anew, and looking for what should be gone");
    let done = recorder.erase(request, survey)?;
    say_unfinished(&done);
    drop(recorder);
    let proof = store::finish_erasing(&desk.folder.root)?.ok_or_else(|| {
        let message = format!("{} is off the record, and was not looked for afterwards", survey.id);
        Failure::conflict(message, format!("run it again: caseload erase {}", survey.id))
    })?;
    drop(making);
    let mut report = erasing(desk, survey)?;
    report.elsewhere = proof.elsewhere;
    let is_gone = proof.left.is_empty();
    report.done = Some(Gone {
        commit: done.commit,
        operation: done.operation,
        objects: proof.objects,
        files: proof.files,
        left: proof.left,
    });
    output::show_done(&report, common, Some(&desk.folder.root), true)?;
    Ok(if is_gone { 0 } else { CONFLICT })
}

/// Finishes an erasure, and takes away what somebody's own git brought back of it. Says whether there is
/// another case under the id.
fn is_there_again(desk: &Desk<'_>, typed: &str) -> Result<bool, Failure> {
    let mut recorder = desk.begin(clock::now())?;
    let tip = recorder.newest();
    erased::settle(&mut recorder, tip, false)?;
    erased::put_back(&mut recorder)?;
    let is_there = case(desk, &recorder, typed).is_ok();
    drop(recorder);
    // What is there may be the same case: then it is looked for once that is erased.
    if !is_there {
        let gone = erased::finish(desk)?;
        erased::confirm(desk, &gone)?;
    }
    Ok(is_there)
}

fn list(common: &Common, desk: &Desk<'_>, erased: &[store::Erased]) -> Result<u8, Failure> {
    let list = ErasedList { cases: erased.iter().map(erased::value).collect() };
    output::show(&list, common, Some(&desk.folder.root))?;
    Ok(0)
}

/// The case that is meant, by its whole id, with its files in the folder. Nobody is erased by the first
/// letters of a name.
fn case(
    desk: &Desk<'_>,
    recorder: &Recorder,
    typed: &str,
) -> Result<(String, Vec<String>), Failure> {
    let (listed, _) = store::list_cases(&desk.folder.root, &|_| true);
    let is_meant = |case: &&CasePath| case.stem().eq_ignore_ascii_case(typed);
    let files: Vec<&CasePath> = listed.iter().filter(is_meant).collect();
    if let Some(first) = files.first() {
        let id = first.stem().to_owned();
        return Ok((id, files.iter().map(|case| case.file.clone()).collect()));
    }
    if let Some(id) = recorder.id_on_record(typed)? {
        return Ok((id, Vec::new()));
    }
    let hint = match people::by_id(typed, &listed, &|case| case.stem().to_owned()).ok().flatten() {
        Some(case) => format!("type the whole id: caseload erase {}", case.stem()),
        None => "a case is erased by its whole id; caseload list shows it".to_owned(),
    };
    Err(Failure::no_such_case(format!("there is no case `{typed}`"), hint))
}

/// Has the person type the id, after what it means was said.
fn confirm(desk: &Desk<'_>, survey: &Survey, command: &Erase) -> Result<(), Failure> {
    if command.yes {
        return Ok(());
    }
    output::say_report(&erasing(desk, survey)?);
    if !ask::is_possible() {
        return Err(Failure::declined(
            "nothing was erased: it cannot be undone, so add --yes if it is meant",
        ));
    }
    let typed = ask::text(&format!("To erase it, type its id ({}):", survey.id))?;
    if typed.trim() == survey.id {
        return Ok(());
    }
    Err(Failure::declined("given up; nothing was erased"))
}
