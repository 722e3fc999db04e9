//! `caseload programme`: the rules, their scenarios, and what of the guidance they cover.

use std::path::Path;

use clap::{Args, Subcommand};

use crate::check::scenario;
use crate::cli::arguments::{Common, LookingBack};
use crate::cli::at;
use crate::cli::completions;
use crate::cli::failure::{Failure, WRONG, known};
use crate::cli::output;
use crate::problem::{Problem, any_error};
use crate::programme;
use crate::report::{Check, Coverage, ProgrammeList, ProgrammeShow, Report, Scenarios};
use crate::store::{self, Rules};

/// Look at the programmes: their rules, their scenarios, what of the guidance they cover
#[derive(Clone, Debug, Args)]
pub(super) struct Programme {
    /// As the folder had them then, by git: a day, to its end; "2026-11-18 14:30"; or a commit
    #[arg(long, global = true, value_name = "MOMENT")]
    at: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Clone, Debug, Subcommand)]
enum Action {
    /// List the programmes that cases can be on
    List,
    /// Show the rules of a programme, with paragraph and ruling
    Show {
        /// The programme
        #[arg(add = completions::programmes())]
        programme: String,
    },
    /// Run the scenario files beside the programmes
    Test {
        /// This programme only
        #[arg(add = completions::programmes())]
        programme: Option<String>,
    },
    /// List every paragraph of the guidance: cited by what, or why it is not computed
    Coverage {
        /// This programme only
        #[arg(add = completions::programmes())]
        programme: Option<String>,
    },
}

/// Looks at the programmes.
pub(super) fn run(common: &Common, command: &Programme) -> Result<u8, Failure> {
    // The programmes that come with the tool can be looked at from anywhere.
    let root = match (store::find(common.folder()), &common.cases) {
        (Err(error), Some(_)) if common.folder().is_some() => return Err(error.into()),
        (found, _) => found.ok(),
    };
    if command.at.is_some() {
        store::find(common.folder())?;
    }
    let back = LookingBack { at: command.at.clone() };
    let rules = match &root {
        Some(root) => at::version_said(common, root, &back)?.rules(),
        None => store::builtin_rules(),
    };
    let named = |name: &Option<String>| one_or_all(&rules, name.as_deref());
    let (report, holds): (Box<dyn Report + '_>, bool) = match &command.action {
        Action::List => (Box::new(ProgrammeList::new(rules.programmes.iter().collect())), true),
        Action::Show { programme } => {
            let found = named(&Some(programme.clone()))?;
            (Box::new(ProgrammeShow::new(found[0])), true)
        }
        Action::Test { programme } => {
            let wanted: Vec<&str> =
                named(programme)?.iter().map(|known| known.id.as_str()).collect();
            return test(common, &rules, &wanted, root.as_deref());
        }
        Action::Coverage { programme } => {
            let coverage = Coverage::new(&named(programme)?);
            let holds = coverage.silent().is_empty();
            (Box::new(coverage), holds)
        }
    };
    say_problems(&rules.problems);
    output::show(report.as_ref(), common, root.as_deref())?;
    Ok(if holds && !any_error(&rules.problems) { 0 } else { WRONG })
}

fn one_or_all<'r>(
    rules: &'r Rules,
    name: Option<&str>,
) -> Result<Vec<&'r programme::Programme>, Failure> {
    let Some(name) = name else { return Ok(rules.programmes.iter().collect()) };
    let ids: Vec<&str> = rules.programmes.iter().map(|known| known.id.as_str()).collect();
    known("programme", name, &ids)?;
    Ok(rules.programmes.iter().filter(|known| known.id == name).collect())
}

/// Runs the scenarios: the embedded ones on the programmes as they come, the folder's own on the
/// programmes as the folder has them.
fn test(
    common: &Common,
    rules: &Rules,
    wanted: &[&str],
    root: Option<&Path>,
) -> Result<u8, Failure> {
    let mut problems = rules.problems.clone();
    let mut results = Vec::new();
    for file in &rules.scenarios {
        if !wanted.contains(&file.programme.as_str()) {
            continue;
        }
        let found = if file.is_embedded {
            programme::builtin().iter().find(|known| known.id == file.programme)
        } else {
            rules.programmes.iter().find(|known| known.id == file.programme)
        };
        let Some(programme) = found else { continue };
        let (scenarios, mut found) = programme::read_scenarios(&file.source, &programme.id);
        problems.append(&mut found);
        let name = if file.is_embedded { "" } else { " (this folder's scenarios)" };
        let run = scenario::run(programme, &scenarios);
        results.push((format!("{}{name}", programme.id), run));
    }
    let report = Scenarios::new(results);
    say_problems(&problems);
    output::show(&report, common, root)?;
    Ok(if report.all_pass() && !any_error(&problems) { 0 } else { WRONG })
}

/// Problems with programme files are talk here: the data is what was asked for.
fn say_problems(problems: &[Problem]) {
    if !problems.is_empty() {
        output::say_report(&Check::new(problems, &[], 0));
    }
}
