//! Whose data is asked for: of the cases in the folder, and of those whose file is gone from it, which the
//! history still has.

use std::path::Path;

use crate::calendar::long;
use crate::cli::arguments::{Common, Standpoint};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::history::{no_history, told};
use crate::operation::is_renumbering;
use crate::operation::{FileChange, stem};
use crate::report::{TakenAway, local_day};
use crate::store::{self, CaseFile, Step};

/// A case whose file is gone from the folder.
pub(super) struct Gone {
    /// What the file held last.
    pub(super) text: String,
    /// How it left the folder.
    pub(super) how: TakenAway,
}

/// The case that is asked for.
pub(super) struct Asked {
    id: String,
    /// That its file is gone, if it is.
    pub(super) gone: Option<Gone>,
}

impl Asked {
    /// Its file, in a folder as [`find`] gives it.
    pub(super) fn file<'c>(&self, context: &'c Context) -> Result<&'c CaseFile, Failure> {
        let file = context.find_case(&self.id)?;
        the_only_one(context, file)?;
        Ok(file)
    }
}

/// The folder and the case in it that is asked for. One whose file is gone is put in its place in what is
/// read, and nowhere else.
pub(super) fn find(common: &Common, typed: &str) -> Result<(Context, Asked), Failure> {
    let context = Context::open(common, &Standpoint::default())?;
    let found = context.find_case(typed).map(|file| file.stem.clone());
    if let Ok(id) = &found
        && id.eq_ignore_ascii_case(typed)
    {
        return Ok((context, Asked { id: id.clone(), gone: None }));
    }
    // A whole id is that case's, though the beginning of another's is the same.
    match (last_held(&context, typed)?, found) {
        (Some((change, gone)), _) => {
            let asked = Asked { id: stem(&change.file).to_owned(), gone: Some(gone) };
            Ok((context.with_file_back(change), asked))
        }
        (None, Ok(id)) => Ok((context, Asked { id, gone: None })),
        (None, Err(failure)) => Err(failure),
    }
}

/// What the file of this id held last, if the history has one.
fn last_held(context: &Context, typed: &str) -> Result<Option<(FileChange, Gone)>, Failure> {
    let root = &context.folder.root;
    if !store::has_repository(root) {
        return Ok(None);
    }
    // Ids are mostly in capitals, and mostly typed without.
    let capitals = typed.to_uppercase();
    let step = match newest(root, typed)? {
        None if capitals != typed => newest(root, &capitals)?,
        found => found,
    };
    let Some(step) = step else { return Ok(None) };
    was_renumbered(context, &step)?;
    let is_there = step.files.iter().any(|change| change.new.is_some());
    let held = step.files.iter().find(|change| change.new.is_some() || !is_there).cloned();
    Ok(held.and_then(|change| {
        let text = change.new.or(change.old)?;
        let step = (!is_there).then(|| told(step));
        let gone = Gone { text: text.clone(), how: TakenAway { step } };
        Some((FileChange { file: change.file, old: None, new: Some(text) }, gone))
    }))
}

/// The newest step that changed a file of this id.
fn newest(root: &Path, id: &str) -> Result<Option<Step>, Failure> {
    let mut newest = None;
    let read = store::history(root, None, Some(id), |step| {
        let is_it = !step.files.is_empty();
        newest = is_it.then_some(step);
        !is_it
    });
    match read {
        Ok(()) => Ok(newest),
        Err(error) if error.code() == git2::ErrorCode::UnbornBranch => Ok(None),
        Err(error) => Err(no_history(&error)),
    }
}

/// A case that was given another id is told under that one.
fn was_renumbered(context: &Context, step: &Step) -> Result<(), Failure> {
    let is_it = is_renumbering(&step.subject);
    let own = step.files.first().map_or("", |change| stem(&change.file));
    let Some(other) = step.trailers.cases.iter().find(|id| is_it && *id != own) else {
        return Ok(());
    };
    let day = local_day(step.seconds, context.folder.settings.timezone);
    let on = day.map_or_else(String::new, |day| format!(" on {}", long(day)));
    Err(Failure::no_such_case(
        format!("{own} was given the id {other}{on}"),
        format!("caseload disclose {other} tells what is held under both"),
    ))
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
