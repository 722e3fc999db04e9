//! `caseload resolve`: a merge of git's that waits, finished entry by entry.

use clap::Args;

use crate::calendar::plural;
use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::in_the_way::in_the_way;
use crate::cli::{output, sync};
use crate::operation::{FileChange, FileVersions, Operation, Side, join, stem};
use crate::report::Recording;
use crate::store::{self, Resolver};

/// Finish a merge of git's own that waits, entry by entry
///
/// A plain git pull, merge or rebase leaves a file to be merged where it could not run this program,
/// or where one side took the file away. This merges each such file from its three versions; then
/// git goes on.
#[derive(Clone, Debug, Args)]
pub(super) struct Resolve {
    /// Where both sides changed one key of settings or programmes, keep what this side says of it
    /// (here) or the other (there)
    #[arg(long, value_name = "SIDE")]
    keep: Option<String>,
}

/// Merges what waits.
pub(super) fn run(common: &Common, command: &Resolve) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let favoured: Option<Side> = sync::favoured(command.keep.as_deref())?;
    let root = store::find(common.folder())?;
    let mut resolver = Resolver::begin(&root)?;
    let all = resolver.waiting()?;
    if all.is_empty() {
        return Err(store::nothing_to_resolve().into());
    }
    let erased = resolver.erased(&all)?;
    let (gone, waiting): (Vec<FileVersions>, Vec<FileVersions>) =
        all.into_iter().partition(|versions| erased.contains(&versions.file));
    let given_again = resolver.given_again(&waiting)?;
    if !given_again.is_empty() {
        return Err(in_the_way(&waiting, &given_again, "resolve"));
    }
    let mut joined = join(&waiting, &[], favoured, &store::union_of_lines)
        .map_err(|obstacles| in_the_way(&waiting, &obstacles, "resolve"))?;
    let away = |versions: &FileVersions| FileChange {
        file: versions.file.clone(),
        old: versions.here.clone(),
        new: None,
    };
    joined.files.extend(gone.iter().map(away));
    let all = [&waiting[..], &gone].concat();
    resolver.resolve(&all, &joined)?;
    let operation =
        Operation { what: String::new(), cases: Vec::new(), files: Vec::new(), reverses: None };
    let mut recording = Recording::new(&operation, false).without_undo();
    let number = plural(i64::try_from(all.len()).unwrap_or(i64::MAX), "file");
    recording.say(format!("{number} merged. Git goes on with: {}.", resolver.next_step()));
    for versions in &gone {
        let id = stem(&versions.file);
        recording.say(format!("{id} was erased and stays away; afterwards run caseload sync."));
    }
    for case in joined.cases.iter().filter(|case| !case.left.is_empty()) {
        recording.say(format!("{}: to be settled: caseload settle {}.", case.id, case.id));
    }
    output::show(&recording, common, Some(&root))?;
    Ok(0)
}
