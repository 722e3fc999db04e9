//! `caseload explain`: why an obligation is as it is.

use clap::Args;

use crate::cli::arguments::{Common, Redacting, Standpoint};
use crate::cli::completions;
use crate::cli::context::Context;
use crate::cli::failure::{Failure, WRONG, known};
use crate::cli::output;
use crate::cli::show::one;
use crate::problem::any_error;
use crate::report::{self, Check, Filter};

/// Explain why each obligation is as it is
///
/// The paragraph, what it was counted from, the arithmetic with every day that was skipped, the
/// entries that counted and those that did not, and why.
#[derive(Clone, Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    standpoint: Standpoint,
    #[command(flatten)]
    redacting: Redacting,
    /// The case: its id, or the beginning of it or of a name
    #[arg(value_name = "ID", add = completions::cases())]
    person: String,
    /// This rule only
    #[arg(value_name = "RULE", add = completions::rule_ids())]
    rule: Option<String>,
    /// Also what was met in time
    #[arg(long)]
    all: bool,
}

/// Explains the obligations of one case.
pub(super) fn run(common: &Common, command: &Explain) -> Result<u8, Failure> {
    let context = Context::open_for(common, &command.standpoint, &command.person)?
        .finding_for(command.redacting);
    // By name, before names are kept back.
    let found = context.find_case(&command.person)?.stem.clone();
    let context = context.redacted(command.redacting);
    let file = context.find_case(&found)?;
    let problems = context.problems_of(file);
    let is_damaged = any_error(&problems);
    let root = Some(context.folder.root.as_path());
    let Some(evaluation) = context.evaluate(file) else {
        output::show(&Check::new(&problems, &[], 1), common, root)?;
        return Ok(WRONG);
    };
    if let Some(rule) = &command.rule {
        let rules = &evaluation.journey.programme.rules;
        let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        known("rule", rule, &ids)?;
    }
    let stamp = context.stamp(std::slice::from_ref(&evaluation), &Filter::default());
    let rule = command.rule.as_deref();
    let explain = report::Explain::new(&evaluation, rule, command.all, problems, stamp);
    let told = context.told(&explain, &one(file));
    output::show(told.report(), common, root)?;
    Ok(if is_damaged { WRONG } else { 0 })
}
