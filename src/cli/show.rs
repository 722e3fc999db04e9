//! `caseload show`: one case.

use clap::Args;

use crate::cli::arguments::{Common, Redacting, Sending, Standpoint};
use crate::cli::completions;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, WRONG};
use crate::cli::output;
use crate::problem::any_error;
use crate::report::{self, Check, Filter};
use crate::store::CaseFile;

/// Show one case: stage, milestones, what is open, its entries
///
/// Each open obligation is followed by the command that records it, ready to copy.
#[derive(Clone, Debug, Args)]
pub(super) struct Show {
    #[command(flatten)]
    standpoint: Standpoint,
    #[command(flatten)]
    redacting: Redacting,
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: String,
    #[command(flatten)]
    sending: Sending,
    /// Every entry, not the latest ones only
    #[arg(long)]
    all: bool,
}

/// The filter that takes one case.
pub(super) fn one(file: &CaseFile) -> Filter {
    Filter { cases: vec![file.stem.clone()], ..Filter::default() }
}

/// Shows one case.
pub(super) fn run(common: &Common, command: &Show) -> Result<u8, Failure> {
    let context = Context::open_for(common, &command.standpoint, &command.person)?
        .finding_for(command.redacting);
    // By name, before names are kept back.
    let found = context.find_case(&command.person)?.stem.clone();
    let context = context.for_sending(common, &command.sending.mailing, command.redacting);
    let file = context.find_case(&found)?;
    let problems = context.problems_of(file);
    let is_damaged = any_error(&problems);
    let root = Some(context.folder.root.as_path());
    match context.evaluate(file) {
        Some(evaluation) => {
            let stamp = context.stamp(std::slice::from_ref(&evaluation), &Filter::default());
            let show = report::Show::new(&evaluation, command.all, problems, stamp);
            let told = context.told(&show, &one(file));
            output::show_or_send(told.report(), common, root, &command.sending)?;
        }
        None => output::show(&Check::new(&problems, &[], 1), common, root)?,
    }
    Ok(if is_damaged { WRONG } else { 0 })
}
