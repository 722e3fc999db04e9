//! Which cases a pack is of: those that were named or drawn, if they can be judged and are recorded as they lie
//! there.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::pack::Pack;
use crate::cli::sample;
use crate::problem::{Problem, any_error};
use crate::report::{Drawn, Filter};

/// Ensures that the cases are either named, or drawn with all that a draw needs.
pub(super) fn require_chosen(command: &Pack) -> Result<(), Failure> {
    const BOTH: &str = "name the cases, or draw them: --sample 10 --seed 'spring 2027'";
    let is_named = !command.people.is_empty();
    let message = match (is_named, command.sample.is_some(), command.seed.is_some()) {
        (true, false, false) if !command.restricted => return Ok(()),
        (false, true, true) => return Ok(()),
        (false, false, false) if !command.restricted => "it is not said which cases to pack",
        (true, true, _) => "cases are named and drawn at once",
        (true, false, _) => "--seed and --restricted are of a sample, and the cases are named",
        (false, true, false) => "a sample is drawn with a seed, which the officer chooses",
        (false, false, _) => "it is not said how many cases to draw",
    };
    Err(Failure::command_line(message, BOTH))
}

/// The ids of the cases that were named or drawn, in their order, and how they were drawn.
pub(super) fn cases(
    context: &Context,
    command: &Pack,
) -> Result<(Vec<String>, Option<Drawn>), Failure> {
    let mut ids = BTreeSet::new();
    let mut drawn = None;
    if let (Some(number), Some(seed)) = (command.sample, &command.seed) {
        if any_error(&context.folder.problems) {
            let problems = context.folder.problems.iter().filter(|it| it.is_error()).cloned();
            let hint = "mend it first, or name the cases: caseload pack ID... --output PLACE";
            return Err(Failure::request(
                "a sample is drawn from all cases, and not all can be read",
                hint,
            )
            .with_problems(problems.collect()));
        }
        let filter = Filter { restricted: command.restricted, ..Filter::default() };
        let evaluations = context.evaluations();
        let sample = sample::drawn(context, &evaluations, &filter, (number, seed))?;
        let (of, seed, restricted) = (sample.of(), seed.clone(), command.restricted);
        drawn = Some(Drawn { number, of, seed, restricted });
        ids.extend(sample.ids());
    }
    for person in &command.people {
        ids.insert(context.find_case(person)?.stem.clone());
    }
    Ok((ids.into_iter().collect(), drawn))
}

/// The id and the file of each case, if all of them can be judged.
pub(super) fn require_judged(
    context: &Context,
    ids: &[String],
) -> Result<Vec<(String, String)>, Failure> {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for id in ids {
        let file = context.find_case(id)?;
        let found = context.problems_of(file).into_iter().filter(Problem::is_error);
        problems.extend(found);
        files.push((id.clone(), file.file.clone()));
    }
    if problems.is_empty() {
        return Ok(files);
    }
    problems.dedup();
    let hint =
        "mend what is wrong, then `caseload save`; the dates of a damaged file prove nothing";
    Err(Failure::request("what cannot be judged cannot be packed", hint).with_problems(problems))
}

/// Ensures that what is packed is what lies in the folder: what is edited there and not recorded would be
/// missing from the evidence.
pub(super) fn require_saved(root: &Path, originals: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let is_edited = |(file, bytes): &&(String, Vec<u8>)| {
        std::fs::read(root.join(file)).ok().as_ref() != Some(bytes)
    };
    let edited: Vec<&str> =
        originals.iter().filter(is_edited).map(|(file, _)| file.as_str()).collect();
    if edited.is_empty() {
        return Ok(());
    }
    let message =
        format!("not yet saved: {}; a pack is made of what is on record", edited.join(", "));
    let case = edited.iter().find(|file| file.starts_with("cases/"));
    let case = case.map_or_else(String::new, |file| format!(" {}", crate::operation::stem(file)));
    let hint = format!("caseload save{case}; or --at HEAD, for what was on record before");
    Err(Failure::request(message, hint))
}
