//! `caseload disclose`: everything held on one participant, for whoever asks to see it.

use clap::Args;

use crate::calendar::{Day, Division, long};
use crate::case::CaseFacts;
use crate::cli::arguments::{Common, Format, Standpoint};
use crate::cli::completions;
use crate::cli::context::Context;
use crate::cli::date_words::{self, Looking};
use crate::cli::failure::{Failure, WRONG};
use crate::cli::history::told;
use crate::cli::{given_out, output};
use crate::obligation::Evaluation;
use crate::operation::GivenOut;
use crate::problem::{Problem, any_error};
use crate::report::{
    Answer, Disclosure, Filter, Held, HeldCase, History, Mention, Trail, mentions,
};
use crate::retention::Kept;
use crate::store::{self, CaseFile, OutputError};

/// Show everything held on one participant, for whoever asks to see it, and when the answer is due
///
/// Notes, reasons, evidence, what was corrected or struck, who recorded it, where it is held and who was
/// given a copy. What may name somebody else stands between marks, to be reviewed first.
/// That it was done is put on record.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload disclose A-0042 --received 2026-11-16 --output ~/answer.html
  caseload disclose A-0042 --received yesterday --output ~/answers
  caseload disclose A-0042 --received 16/11/2026 --format json --output ~/answer.json")]
pub(super) struct Disclose {
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: String,
    /// The day on which the request was received
    #[arg(long, value_name = "DAY")]
    received: String,
}

/// Shows it, and puts on record that it was given out.
pub(super) fn run(common: &Common, command: &Disclose) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let context = Context::open(common, &Standpoint::default())?;
    let file = context.find_case(&command.person)?;
    the_only_one(&context, file)?;
    let common = &with_file(common, &file.stem);
    let received = received(&command.received, context.today)?;
    let root = &context.folder.root;
    if let Some(path) = &common.output
        && store::lies_within(path, root)?
    {
        return Err(OutputError::InTheFolder(path.display().to_string()).into());
    }
    let (case, problems) = held_case(&context, file)?;
    let evaluation = context.evaluate(file);
    let (history, other_ids) = history_of(&context, &case)?;
    let answer = Answer::to(received, division(&context, file));
    let held = held(&context, evaluation.as_ref(), &case)?;
    let stamp = context.stamp(evaluation.as_slice(), &Filter::default());
    let (settings, is_damaged) = (&context.folder.settings, any_error(&problems));
    let disclosure = Disclosure::new(
        case,
        evaluation.as_ref(),
        &history,
        answer,
        (settings, held),
        problems,
        stamp,
    );
    let look_at = disclosure.to_look_at(elsewhere(&context, file, disclosure.name()), other_ids);
    let cases = vec![file.stem.clone()];
    given_out::log(root, settings.timezone, GivenOut::Disclosure, cases)?;
    output::show(&disclosure, common, Some(root))?;
    output::say_report(&look_at);
    Ok(if is_damaged { WRONG } else { 0 })
}

/// The same arguments with the file that is written: one with the id in a folder that is named; a page,
/// unless its ending says otherwise.
fn with_file(common: &Common, id: &str) -> Common {
    let mut common = common.clone();
    let Some(path) = &mut common.output else { return common };
    if path.is_dir() {
        path.push(format!("disclosure-{id}.{}", ending(common.format)));
    }
    if common.format == Format::Table {
        let ending = path.extension().and_then(|ending| ending.to_str());
        common.format = match ending {
            Some("json") => Format::Json,
            Some("txt") => Format::Plain,
            _ => Format::Html,
        };
    }
    common
}

/// How the name of a file of this format ends; a page, where none was asked for.
fn ending(format: Format) -> &'static str {
    match format {
        Format::Json => "json",
        Format::Plain => "txt",
        _ => "html",
    }
}

/// Two files of one id may be two people: neither is given what is held on the other.
fn the_only_one(context: &Context, file: &CaseFile) -> Result<(), Failure> {
    let same = |other: &&CaseFile| other.stem == file.stem;
    let twins: Vec<&str> =
        context.folder.cases.iter().filter(same).map(|other| other.file.as_str()).collect();
    if twins.len() < 2 {
        return Ok(());
    }
    let message = format!("two files have the id `{}`: {}", file.stem, twins.join(" and "));
    Err(Failure::request(message, "give one of them an id of its own, then ask again"))
}

fn received(typed: &str, today: Day) -> Result<Day, Failure> {
    let received = date_words::day(typed, today, Looking::Back)?;
    if received > today {
        let message = format!("a request of {} has not been received yet", long(received));
        return Err(Failure::request(message, "--received is the day on which it came in"));
    }
    Ok(received)
}

/// The file as it is, with what is wrong with it. One that is no text is read as far as it is one.
fn held_case(context: &Context, file: &CaseFile) -> Result<(HeldCase, Vec<Problem>), Failure> {
    let text = store::read_case_lossily(&context.folder.root, &file.file);
    let text = text.map_err(|problem| {
        Failure::request("the file cannot be read, so nothing can be told", "mend that first")
            .with_problems(vec![*problem])
    })?;
    let unsettled = file.case.as_ref().is_none_or(|case| !case.conflicts.is_empty());
    let case =
        HeldCase { id: file.stem.clone(), file: file.file.clone(), text, tells_text: unsettled };
    Ok((case, context.problems_of(file)))
}

/// Which bank holidays count: those of the calendar of the case, where that is known.
fn division(context: &Context, file: &CaseFile) -> Division {
    let of_case = file.case.as_ref().and_then(|case| {
        let programme = context.folder.programme(&case.programme.value)?;
        Some(context.folder.calendar_of(case, programme).division())
    });
    of_case.unwrap_or(Division::EnglandAndWales)
}

/// The history of the case, and the other ids that it had or that were taken for it.
fn history_of(
    context: &Context,
    case: &HeldCase,
) -> Result<(History, (Vec<String>, usize)), Failure> {
    let (root, timezone) = (&context.folder.root, context.folder.settings.timezone);
    let mut history = History::new(timezone, context.revision());
    if !store::has_repository(root) {
        return Ok((history, (Vec::new(), 0)));
    }
    let mut steps = Vec::new();
    let read = store::history(root, None, Some(&case.id), |step| {
        steps.push(told(step));
        true
    });
    read.map_err(|error| crate::cli::history::no_history(&error))?;
    let trail = Trail::of(steps, (&case.id, &case.file, &case.text));
    for step in trail.steps {
        history.add(step, false);
    }
    Ok((history, (trail.other_ids, trail.left_out)))
}

/// Where it is held, and how long.
fn held<'c>(
    context: &'c Context,
    evaluation: Option<&Evaluation<'_>>,
    case: &HeldCase,
) -> Result<Held<'c>, Failure> {
    let root = &context.folder.root;
    let remote = if store::has_repository(root) { store::Remote::of(root)? } else { None };
    let facts = CaseFacts::of(&case.text);
    let programme = facts.header.iter().find(|fact| fact.key == "programme");
    let retention = &context.folder.settings.retention;
    let keeping = programme.and_then(|programme| retention.of(&programme.to_string()));
    let until = |keeping| evaluation.and_then(|it| Kept::of(&it.journey, keeping));
    Ok(Held {
        remote: remote.map(|remote| remote.shown()),
        keeping: keeping.map(|keeping| (keeping, until(keeping))),
    })
}

/// Where other files speak of the person.
fn elsewhere(context: &Context, file: &CaseFile, name: Option<&str>) -> Vec<Mention> {
    let folder = &context.folder;
    let others = folder.cases.iter().map(|other| other.file.as_str());
    let others = others.filter(|other| *other != file.file).chain(["caseload.toml"]);
    let texts: Vec<(&str, String)> = others
        .filter_map(|other| Some((other, store::read_case_lossily(&folder.root, other).ok()?)))
        .collect();
    mentions(&file.stem, name, texts.iter().map(|(file, text)| (*file, text.as_str())))
}
