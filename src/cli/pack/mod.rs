//! `caseload pack`: evidence for a compliance officer, and whether it is as it was made.

mod looking;
mod making;
mod verify;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::arguments::{Common, LookingBack};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::{completions, given_out, output, sample};
use crate::operation::GivenOut;
use crate::problem::{Problem, any_error};
use crate::report::{Drawn, Filter, Packed};
use crate::store;

/// Pack everything about a case that a compliance officer needs to judge it
///
/// As pages to read, tables to count with, JSON to check, the original files, their history, and
/// checksums of it all. It is made from what is recorded, and that it was made is put on record. No text
/// of another case is in it.
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(before_long_help = "Examples:
  caseload pack A-0042 --output ~/evidence.zip
  caseload pack A-0042 A-0043 --output ~/evidence       a folder
  caseload pack --sample 10 --seed 'spring 2027' --output ~/evidence.zip
  caseload pack verify ~/evidence.zip                   on any machine")]
pub(super) struct Pack {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    back: LookingBack,
    /// The cases: their ids, or the beginnings of them or of names
    #[arg(value_name = "ID", add = completions::cases(), required_unless_present = "sample")]
    people: Vec<String>,
    /// So many cases drawn by the seed, as `caseload sample` draws them
    #[arg(long, value_name = "N", requires = "seed", conflicts_with = "people")]
    sample: Option<usize>,
    /// Whatever the officer chooses: a word, a date, a number
    #[arg(long, value_name = "SEED", requires = "sample")]
    seed: Option<String>,
    /// Restricted cases can be drawn too
    #[arg(long, requires = "sample")]
    restricted: bool,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Check that a pack is as it was made: every byte, the history, and each date anew
    ///
    /// It works on any machine, and needs no folder of cases. The exit code is 7 if it is not.
    Verify {
        /// The pack: a folder, or a .zip
        #[arg(value_name = "PACK", value_hint = clap::ValueHint::AnyPath)]
        place: PathBuf,
        /// The digest that was told when the pack was made
        #[arg(long, value_name = "DIGEST")]
        digest: Option<String>,
    },
}

/// Makes a pack, or looks at one.
pub(super) fn run(common: &Common, command: &Pack) -> Result<u8, Failure> {
    if let Some(What::Verify { place, digest }) = &command.what {
        return verify::run(common, place, digest.as_deref());
    }
    output::refuse_rows(common)?;
    let Some(place) = &common.output else {
        let hint = "add --output evidence.zip, or --output and the name of a new folder";
        return Err(Failure::command_line("it is not said where the pack is to be written", hint));
    };
    let root = store::find(common.folder())?;
    store::place_for(place, &root)?;
    let context = open(common, command, &root)?;
    let (ids, drawn) = cases(&context, command)?;
    let _packing = Progress::of("packing");
    let files = require_judged(&context, &ids)?;
    let pack = making::pack(&context, files, drawn)?;
    if command.back.at.is_none() {
        require_saved(&root, &pack.originals)?;
    }
    given_out::log(&root, context.folder.settings.timezone, GivenOut::Pack, ids)?;
    store::write_pack(place, &root, &pack.files)?;
    let (shown, number) = (place.display().to_string(), pack.files.len());
    let packed = Packed::new(pack.facts, &shown, number, &pack.digest, pack.by_git);
    output::show(&packed, &Common { output: None, ..common.clone() }, Some(&root))?;
    Ok(0)
}

/// The folder as its newest commit has it, or the one that was asked for: what is not recorded proves
/// nothing. Without a history, as it lies there.
fn open(common: &Common, command: &Pack, root: &Path) -> Result<Context, Failure> {
    let newest = store::has_repository(root).then(|| "HEAD".to_owned());
    let at = command.back.at.clone().or(newest);
    Context::open(common, &LookingBack { at }.into())
}

/// The ids of the cases that were named or drawn, in their order, and how they were drawn.
fn cases(context: &Context, command: &Pack) -> Result<(Vec<String>, Option<Drawn>), Failure> {
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
        drawn = Some(Drawn { number, of: sample.of(), seed: seed.clone() });
        ids.extend(sample.ids());
    }
    for person in &command.people {
        ids.insert(context.find_case(person)?.stem.clone());
    }
    Ok((ids.into_iter().collect(), drawn))
}

/// The id and the file of each case, if all of them can be judged.
fn require_judged(context: &Context, ids: &[String]) -> Result<Vec<(String, String)>, Failure> {
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
fn require_saved(root: &Path, originals: &[(String, Vec<u8>)]) -> Result<(), Failure> {
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

impl From<store::PlaceError> for Failure {
    fn from(error: store::PlaceError) -> Failure {
        match error {
            store::PlaceError::Output(error) => error.into(),
            store::PlaceError::Taken(_) => Failure::request(
                error.to_string(),
                "name a new folder, an empty one, or a .zip that is not there yet",
            ),
        }
    }
}
