//! `caseload check`: all problems in all files.

use clap::Args;

use crate::check::{CHECKS, keep_back};
use crate::cli::arguments::{Common, LookingBack, Redacting};
use crate::cli::context::Context;
use crate::cli::failure::{Failure, WRONG};
use crate::cli::{output, views};
use crate::reading::did_you_mean;
use crate::report::{self, About};

/// Show all problems in all files, each with its place and a hint
///
/// An error keeps a case from being judged; a warning is odd, but judged.
#[derive(Clone, Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    back: LookingBack,
    #[command(flatten)]
    redacting: Redacting,
    /// These checks only; without a name, all
    #[arg(value_name = "NAME")]
    names: Vec<String>,
}

/// Shows all problems.
pub(super) fn run(common: &Common, command: &Check) -> Result<u8, Failure> {
    let known: Vec<&str> = CHECKS.iter().map(|(name, _)| *name).collect();
    if let Some(name) = command.names.iter().find(|name| !known.contains(&name.as_str())) {
        let all = format!(
            "the checks are {}; every case is looked at, and none can be named",
            known.join(", ")
        );
        let hint = did_you_mean(name, &known, &all);
        return Err(Failure::command_line(format!("there is no check `{name}`"), hint));
    }
    let context = Context::open_to_check(common, &command.back.clone().into())?;
    // The settings file is looked at with the cases.
    let files = context.folder.cases.len() + 1;
    let mut problems = context.folder.problems.clone();
    // What a view asks for can be tried on the folder as it is.
    let trying = command.back.at.is_none().then_some((common, &context));
    problems.extend(views::problems(&context.folder.settings, trying));
    if command.redacting.redact {
        problems.iter_mut().for_each(keep_back);
    }
    let check = report::Check::new(&problems, &command.names, files);
    let folder = output::folder_name(&context.folder.root);
    let (revision, today) = (context.revision(), context.today);
    let check = check.about(About { folder, revision, today });
    output::show(&check, common, Some(&context.folder.root))?;
    Ok(if check.any_error() { WRONG } else { 0 })
}
