//! Gathering what is held on one participant: the file, its history, and where else it is.

use std::path::Path;

use crate::calendar::Division;
use crate::case::CaseFacts;
use crate::cli::context::Context;
use crate::cli::disclose::finding::Gone;
use crate::cli::failure::Failure;
use crate::cli::history::{no_history, told};
use crate::obligation::Evaluation;
use crate::operation::{FileChange, is_renumbering};
use crate::problem::Problem;
use crate::report::{Held, HeldCase, History, HistoryStep, Mention, OfItsIds, Trail, mentions};
use crate::retention::Kept;
use crate::store::{self, CaseFile};

/// The file as it is, or as it was last, with what is wrong with it. One that is no text is read as far as
/// it is one.
pub(super) fn case(
    context: &Context,
    file: &CaseFile,
    gone: Option<&Gone>,
) -> Result<(HeldCase, Vec<Problem>), Failure> {
    let text = match gone {
        Some(gone) => gone.text.clone(),
        None => store::read_case_lossily(&context.folder.root, &file.file).map_err(|problem| {
            Failure::request("the file cannot be read, so nothing can be told", "mend that first")
                .with_problems(vec![*problem])
        })?,
    };
    let unsettled = file.case.as_ref().is_none_or(|case| !case.conflicts.is_empty());
    let case = HeldCase {
        id: file.stem.clone(),
        file: file.file.clone(),
        text,
        tells_text: unsettled,
        taken_away: gone.map(|gone| gone.how.clone()),
    };
    Ok((case, context.problems_of(file)))
}

/// Which bank holidays count: those of the calendar of the case, where that is known.
pub(super) fn division(context: &Context, file: &CaseFile) -> Division {
    let of_case = file.case.as_ref().and_then(|case| {
        let programme = context.folder.programme(&case.programme.value)?;
        Some(context.folder.calendar_of(case, programme).division())
    });
    of_case.unwrap_or(Division::EnglandAndWales)
}

/// The history of the case, and of which other cases and ids its id tells.
pub(super) fn history(context: &Context, case: &HeldCase) -> Result<(History, OfItsIds), Failure> {
    let (root, timezone) = (&context.folder.root, context.folder.settings.timezone);
    let mut history = History::new(timezone, context.revision());
    if !store::has_repository(root) {
        return Ok((history, OfItsIds::default()));
    }
    let steps = steps(root, None, &case.id)?;
    let trail = Trail::of(steps, (&case.id, &case.file, &case.text));
    let Trail { steps, other_ids, ids_of_others, left_out } = trail;
    for step in steps {
        history.add(step, false);
    }
    Ok((history, OfItsIds { other_ids, ids_of_others, left_out }))
}

/// The steps of the case of an id from the newest back; further under the id that it had before, where it
/// was renumbered.
fn steps(root: &Path, from: Option<&str>, id: &str) -> Result<Vec<HistoryStep>, Failure> {
    let mut steps: Vec<HistoryStep> = Vec::new();
    let read = store::history(root, from, Some(id), |step| {
        steps.push(told(step));
        true
    });
    read.map_err(|error| no_history(&error))?;
    let gave_the_id = |step: &&HistoryStep| {
        let is_new = step.files.iter().any(|change| change.old.is_none());
        is_new && is_renumbering(&step.subject) && Some(step.commit.as_str()) != from
    };
    let Some(renumbering) = steps.iter().find(gave_the_id) else { return Ok(steps) };
    let Some(before) = renumbering.cases.iter().find(|other| *other != id) else {
        return Ok(steps);
    };
    for step in self::steps(root, Some(&renumbering.commit), before)? {
        match steps.iter_mut().find(|known| known.commit == step.commit) {
            None => steps.push(step),
            Some(known) => {
                let is_new =
                    |change: &FileChange| known.files.iter().all(|it| it.file != change.file);
                let new: Vec<FileChange> = step.files.into_iter().filter(is_new).collect();
                known.files.extend(new);
            }
        }
    }
    steps.sort_by_key(|step| std::cmp::Reverse(step.seconds));
    Ok(steps)
}

/// Where it is held, and how long.
pub(super) fn held<'c>(
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
pub(super) fn elsewhere(context: &Context, file: &CaseFile, name: Option<&str>) -> Vec<Mention> {
    let folder = &context.folder;
    let others = folder.cases.iter().map(|other| other.file.as_str());
    let others = others.filter(|other| *other != file.file).chain(["caseload.toml"]);
    let texts: Vec<(&str, String)> = others
        .filter_map(|other| Some((other, store::read_case_lossily(&folder.root, other).ok()?)))
        .collect();
    mentions(&file.stem, name, texts.iter().map(|(file, text)| (*file, text.as_str())))
}
