//! `caseload completions`, and what the shells are offered: ids, kinds, workers and the other words
//! of the folder at hand.
//!
//! The shells ask the program itself, with the variable [`VARIABLE`] set, so that what is offered
//! is what the folder holds at that moment. Only names of files are looked at, no case is read.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};

use crate::case::{ActivityOutcome, Basis, Delivery, Mode, Outcome, With};
use crate::cli::failure::Failure;
use crate::operation::HEADER_KEYS;
use crate::reading::Word;
use crate::store::{self, Folder};

/// The variable by which a shell asks for completions.
const VARIABLE: &str = "CASELOAD_COMPLETE";

/// Print the completions for a shell
///
/// Add one line to the shell's start-up file:
///
///   bash  ~/.bashrc                    source <(caseload completions bash)
///   zsh   ~/.zshrc, below compinit     source <(caseload completions zsh)
///   fish  ~/.config/fish/config.fish   caseload completions fish | source
#[derive(Clone, Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
}

/// Answers a shell that asks for completions, and ends; does nothing for anybody else.
pub(super) fn answer() {
    CompleteEnv::with_factory(super::definition).var(VARIABLE).complete();
}

/// Prints the completions for a shell.
pub(super) fn run(command: &Completions) -> Result<u8, Failure> {
    let name = match command.shell {
        Shell::Bash => "bash",
        Shell::Zsh => "zsh",
        Shell::Fish => "fish",
    };
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(name) {
        shell.write_registration(VARIABLE, "caseload", "caseload", "caseload", &mut script)?;
    }
    let mut output = std::io::stdout().lock();
    match output.write_all(&script).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(0),
        other => Ok(other.map(|()| 0)?),
    }
}

/// The folder that the command line names, else the one that would be found.
fn root() -> Option<PathBuf> {
    let typed: Vec<String> = env::args().collect();
    let after = typed.iter().position(|word| word == "--cases").and_then(|at| typed.get(at + 1));
    let joined = typed.iter().find_map(|word| word.strip_prefix("--cases="));
    let named = joined.map(str::to_owned).or(after.cloned());
    let named = named.or_else(|| env::var("CASELOAD_DIR").ok()).filter(|named| !named.is_empty());
    store::find(named.as_deref().map(Path::new)).ok()
}

fn rules() -> Option<Folder> {
    Some(store::load_rules(&root()?))
}

fn offered(words: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let mut words: Vec<String> = words.into_iter().collect();
    words.sort_unstable();
    words.dedup();
    words.into_iter().map(CompletionCandidate::new).collect()
}

/// The ids of the folder's cases.
pub(super) fn cases() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let listing = root().map(|root| store::list_cases(&root, &|_| true).0).unwrap_or_default();
        offered(listing.into_iter().map(|case| case.stem().to_owned()))
    })
}

/// The key workers of the settings.
pub(super) fn workers() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let workers = rules().map(|folder| folder.settings.workers).unwrap_or_default();
        offered(workers.into_iter().map(|worker| worker.id))
    })
}

/// The saved views of the settings.
pub(super) fn views() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let views = rules().map(|folder| folder.settings.views).unwrap_or_default();
        offered(views.into_iter().map(|view| view.name))
    })
}

/// The programmes.
pub(super) fn programmes() -> ArgValueCandidates {
    ArgValueCandidates::new(|| of_programmes(|programme| vec![programme.id.clone()]))
}

/// Kinds of document.
pub(super) fn documents() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| {
            programme.kinds.documents.iter().map(|kind| kind.kind.clone()).collect()
        })
    })
}

/// Kinds of activity.
pub(super) fn activities() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| {
            programme.kinds.activities.iter().map(|kind| kind.kind.clone()).collect()
        })
    })
}

/// What can be covered.
pub(super) fn covers() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| {
            programme.kinds.coverable().into_iter().map(str::to_owned).collect()
        })
    })
}

/// Exit reasons.
pub(super) fn exit_reasons() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| {
            programme.kinds.exit_reasons.iter().map(|(word, _)| word.clone()).collect()
        })
    })
}

/// Rules.
pub(super) fn rule_ids() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| programme.rules.iter().map(|rule| rule.id.clone()).collect())
    })
}

/// Stages.
pub(super) fn stages() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        of_programmes(|programme| programme.stages.iter().map(|stage| stage.id.clone()).collect())
    })
}

fn of_programmes(
    words: impl Fn(&crate::programme::Programme) -> Vec<String>,
) -> Vec<CompletionCandidate> {
    // Outside of a folder, those that come with the tool.
    let programmes = rules().map(|folder| folder.programmes);
    let programmes = programmes.unwrap_or_else(|| crate::programme::builtin().to_vec());
    offered(programmes.iter().flat_map(words))
}

/// The words of a closed set.
fn words<W: Word>() -> ArgValueCandidates {
    ArgValueCandidates::new(|| offered(W::WORDS.iter().map(|(word, _)| (*word).to_owned())))
}

/// Forms of contact.
pub(super) fn modes() -> ArgValueCandidates {
    words::<Mode>()
}

/// Outcomes of a contact.
pub(super) fn outcomes() -> ArgValueCandidates {
    words::<Outcome>()
}

/// Outcomes of an activity.
pub(super) fn activity_outcomes() -> ArgValueCandidates {
    words::<ActivityOutcome>()
}

/// Whom something was with.
pub(super) fn people_words() -> ArgValueCandidates {
    words::<With>()
}

/// On what an extension rests.
pub(super) fn bases() -> ArgValueCandidates {
    words::<Basis>()
}

/// Who delivered an activity.
pub(super) fn deliverers() -> ArgValueCandidates {
    words::<Delivery>()
}

/// Keys of the header, with what follows.
pub(super) fn header_keys() -> ArgValueCandidates {
    ArgValueCandidates::new(|| offered(HEADER_KEYS.into_iter().map(|key| format!("{key}="))))
}
