//! What `pack verify` makes again: every page, table and date of a pack, as far as what they follow from is
//! there and sound, to be compared with what the pack has.

use std::collections::BTreeMap;

use crate::cli::pack::comparing::Remaking;
use crate::cli::pack::looking::followed;
use crate::cli::pack::making::{SETTINGS, programmes_of};
use crate::problem::any_error;
use crate::report::{FACTS, ORIGINAL, PackFacts, Verified};
use crate::store::{Bundle, Originals};

/// This release.
const RELEASE: &str = env!("CARGO_PKG_VERSION");

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
    let is_of_case = |file: &str| facts.cases.iter().any(|(_, case)| case == file);
    let others: Vec<_> =
        folder.problems.iter().filter(|it| !is_of_case(&it.file)).cloned().collect();
    let differences = facts.differences(&programmes_of(&folder, &facts.cases));
    if !differences.is_empty() {
        return open(facts, &differences.join("; "), found);
    }
    if any_error(&others) {
        for problem in others.iter().filter(|it| it.is_error() && facts.release == RELEASE) {
            let what = "it cannot be read, and of what cannot be read no pack is made";
            found.find(&format!("{ORIGINAL}{}", problem.file), what);
        }
        let why = "the settings or the rules among the originals cannot be read";
        return open(facts, why, found);
    }
    let is_read = |file: &str| folder.cases.iter().any(|it| it.file == file && it.case.is_some());
    let is_sound = |file: &str| {
        !folder.problems.iter().any(|problem| problem.file == file && problem.is_error())
    };
    let judged = facts.cases.iter().filter(|(_, file)| is_read(file) && is_sound(file)).cloned();
    let is_told = !found.findings.are_of(FACTS);
    let is_of_release = facts.release == RELEASE;
    let remaking = Remaking { facts, cases: judged.collect(), bundle, is_told, is_of_release };
    sources
        .files
        .retain(|file, _| !is_of_case(file) || remaking.cases.iter().any(|(_, case)| case == file));
    remaking.compare(&sources, files, found);
}

/// Says that no date could be made again, why, and what to do about it.
fn open(facts: &PackFacts, why: &str, found: &mut Verified) {
    let release = match by_another(facts) {
        Some(words) => format!("{words}; "),
        None => String::new(),
    };
    let words = format!("whether each date follows from the originals: {release}{why}");
    found.not_checked.push(words);
    found.remedy = found.findings.is_empty().then(|| remedy(facts));
}

/// That another release made a pack, in words.
pub(super) fn by_another(facts: &PackFacts) -> Option<String> {
    let is_another = facts.release != RELEASE;
    is_another.then(|| format!("it was made by caseload {}, and this is {RELEASE}", facts.release))
}

/// How what this program cannot make again can be checked all the same.
pub(super) fn remedy(facts: &PackFacts) -> String {
    if facts.release == RELEASE {
        return format!(
            "this is caseload {RELEASE}, which the pack says made it, but with other rules: one of the two \
             was changed. Ask with what program it was made, and for the pack again"
        );
    }
    format!("caseload pack verify, with caseload {}, which made it", facts.release)
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
