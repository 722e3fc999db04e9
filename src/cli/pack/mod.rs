//! `caseload pack`: evidence for a compliance officer, and whether it is as it was made.

mod choosing;
mod comparing;
mod given;
mod judged_by;
mod looking;
mod making;
mod recorded_as;
mod remaking;
mod saying;
mod verify;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::arguments::{Common, LookingBack};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::pack::choosing::{cases, require_chosen, require_judged, require_saved};
use crate::cli::progress::Progress;
use crate::cli::{completions, given_out, output, sample};
use crate::operation::GivenOut;
use crate::report::Packed;
use crate::store;

/// Pack everything about a case that a compliance officer needs to judge it
///
/// As pages to read, tables to count with, JSON to check, the original files, their history, and
/// checksums of it all. It is made from what is recorded, and that it was made is put on record. No text
/// of another case is in it.
#[derive(Clone, Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
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
    #[arg(value_name = "ID", add = completions::cases())]
    people: Vec<String>,
    /// So many cases drawn by the seed, as `caseload sample` draws them
    #[arg(long, value_name = "N", value_parser = sample::how_many, allow_negative_numbers = true)]
    sample: Option<usize>,
    /// Whatever the officer chooses: a word, a date, a number
    #[arg(long, value_name = "SEED", value_parser = sample::seed)]
    seed: Option<String>,
    /// Restricted cases can be drawn too
    #[arg(long)]
    restricted: bool,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Check that a pack is as it was made: every byte, the history, and each date anew
    ///
    /// It works on any machine, and needs no folder of cases. The exit code is 7 if it is not, and 1 if
    /// not all of it could be checked, as of a pack that another release made.
    Verify {
        /// The pack: a folder, or a .zip
        #[arg(value_name = "PACK", value_hint = clap::ValueHint::AnyPath)]
        place: PathBuf,
        /// The digest that was told when the pack was made
        #[arg(long, value_name = "DIGEST")]
        digest: Option<String>,
        /// The settings that it was made with, caseload.toml, to check the closure days against
        #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
        settings: Option<PathBuf>,
    },
}

/// Makes a pack, or looks at one.
pub(super) fn run(common: &Common, command: &Pack) -> Result<u8, Failure> {
    if let Some(What::Verify { place, digest, settings }) = &command.what {
        return verify::run(common, place, digest.as_deref(), settings.as_deref());
    }
    output::refuse_rows(common)?;
    require_chosen(command)?;
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
    let ids = recorded_as::ids_now(context.version.commit(), ids)?;
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

impl From<store::PlaceError> for Failure {
    fn from(error: store::PlaceError) -> Failure {
        match error {
            store::PlaceError::Output(error) => error.into(),
            store::PlaceError::Otherwise(_) => Failure::command_line(
                error.to_string(),
                "name a .zip, such as evidence.zip, or a new folder",
            ),
            store::PlaceError::Taken(_) => Failure::request(
                error.to_string(),
                "name a new folder, an empty one, or a .zip that is not there yet",
            ),
        }
    }
}
