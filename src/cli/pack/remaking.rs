//! What `pack verify` makes again: every page, table and date of a pack, as far as what they follow from is
//! there and sound, to be compared with what the pack has.

use std::collections::BTreeMap;

use crate::cli::pack::comparing::Remaking;
use crate::cli::pack::looking::followed;
use crate::cli::pack::making::{SETTINGS, programmes_of};
use crate::problem::any_error;
use crate::report::{FACTS, ORIGINAL, PackFacts, Verified};
use crate::store::{Bundle, Originals};

/// The files of a pack by their paths.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// Every page, table and date, made again from the originals and the history, as far as that can be done;
/// what could not is said with the reason.
pub(super) fn pages(
    facts: &PackFacts,
    bundle: Option<&Bundle>,
    files: &Files,
    found: &mut Verified,
) {
    let mut sources = sources(facts, bundle, files);
    let folder = sources.folder();
    let differences =
        facts.differences(env!("CARGO_PKG_VERSION"), &programmes_of(&folder, &facts.cases));
    let is_of_case = |file: &str| facts.cases.iter().any(|(_, case)| case == file);
    let others: Vec<_> =
        folder.problems.iter().filter(|it| !is_of_case(&it.file)).cloned().collect();
    let why = if any_error(&others) {
        "the settings or the rules among the originals cannot be read".to_owned()
    } else {
        differences.join("; ")
    };
    if !why.is_empty() {
        found.not_checked.push(format!("whether each date follows from the originals: {why}"));
        return;
    }
    let is_read = |file: &str| folder.cases.iter().any(|it| it.file == file && it.case.is_some());
    let is_sound = |file: &str| {
        !folder.problems.iter().any(|problem| problem.file == file && problem.is_error())
    };
    let judged = facts.cases.iter().filter(|(_, file)| is_read(file) && is_sound(file)).cloned();
    let is_told = found.findings.iter().all(|it| it.file != FACTS);
    let remaking = Remaking { facts, cases: judged.collect(), bundle, is_told };
    sources
        .files
        .retain(|file, _| !is_of_case(file) || remaking.cases.iter().any(|(_, case)| case == file));
    remaking.compare(&sources, files, found);
}

/// The original files: where the history has them as it has them, since what is there is proven by their
/// names in git; else as they lie in the pack.
fn sources(facts: &PackFacts, bundle: Option<&Bundle>, files: &Files) -> Originals {
    let mut sources = Originals::default();
    for file in followed(facts, files).into_iter().chain([SETTINGS.to_owned()]) {
        // Of the settings the history has the name alone.
        let proven = bundle.filter(|_| file != SETTINGS).and_then(|bundle| bundle.file(&file));
        let here = || files.get(&format!("{ORIGINAL}{file}")).cloned();
        if let Some(bytes) = proven.or_else(here) {
            sources.files.insert(file, bytes);
        }
    }
    sources
}
