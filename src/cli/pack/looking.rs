//! What `pack verify` looks at beyond the bytes: the cases that are named, and the history.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::failure::Failure;
use crate::cli::pack::making::SETTINGS;
use crate::operation::stem;
use crate::report::{BUNDLE, FACTS, ORIGINAL, PackFacts, Verified};
use crate::store::{Bundle, BundleError, Originals};

/// How many strange objects of a history are named.
const MOST_NAMED: usize = 10;

/// The original files of a pack, by their paths in the folder.
pub(super) fn originals(files: &BTreeMap<String, Vec<u8>>) -> Originals {
    let within = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(ORIGINAL)?.to_owned(), bytes.clone())));
    Originals { files: within.collect() }
}

/// The files that a pack of these facts has as originals besides its settings, by their paths in the folder:
/// the cases, and rules of the folder's own, which may be there or not.
pub(super) fn followed(facts: &PackFacts, files: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let is_of_rules = |file: &&str| {
        let is_used = facts.programmes.iter().any(|programme| stem(file) == programme.id);
        file.starts_with("programmes/") && is_used
    };
    let there = files.keys().filter_map(|path| path.strip_prefix(ORIGINAL)).filter(is_of_rules);
    let rules = facts.programmes.iter().map(|it| format!("programmes/{}.toml", it.id));
    let cases = facts.cases.iter().map(|(_, file)| file.clone());
    cases.chain(rules).chain(there.map(str::to_owned)).collect()
}

/// The cases that the pack names, and the files of cases that it has.
pub(super) fn named(facts: &PackFacts, originals: &Originals, found: &mut Verified) {
    for (id, file) in &facts.cases {
        if stem(file) != id {
            found.find(FACTS, format!("it names the case `{id}` with a file of another name"));
        } else if !originals.files.contains_key(file) {
            found.find(&format!("{ORIGINAL}{file}"), "it is not there");
        }
    }
    let named: BTreeSet<&str> = facts.cases.iter().map(|(_, case)| case.as_str()).collect();
    for file in originals.files.keys().filter(|file| file.starts_with("cases/")) {
        if !named.contains(file.as_str()) {
            found.find(&format!("{ORIGINAL}{file}"), "the pack does not name this case");
        }
    }
}

/// The history: that it is whole, ends where the pack says, holds nothing else, and has the originals.
pub(super) fn history(
    facts: &PackFacts,
    originals: &Originals,
    files: &BTreeMap<String, Vec<u8>>,
    found: &mut Verified,
) -> Result<Option<Bundle>, Failure> {
    let (bytes, revision) = match (files.get(BUNDLE), &facts.revision) {
        (Some(bytes), Some(revision)) => (bytes, revision),
        (None, None) => {
            let words = "when anything was recorded and by whom: the pack was made WITHOUT HISTORY";
            found.not_checked.push(words.to_owned());
            return Ok(None);
        }
        (Some(_), None) => {
            found.find(BUNDLE, "the pack says that it was made without history");
            return Ok(None);
        }
        (None, Some(_)) => {
            found.find(BUNDLE, "it is not there");
            return Ok(None);
        }
    };
    let bundle = match Bundle::read(bytes) {
        Ok(bundle) => bundle,
        Err(BundleError::Disk(error)) => return Err(BundleError::Disk(error).into()),
        Err(error) => {
            found.find_also(BUNDLE, &error.to_string());
            return Ok(None);
        }
    };
    if bundle.tip() != *revision {
        let what = format!("it ends with commit {}, and the cover names {revision}", bundle.tip());
        found.find(BUNDLE, what);
    }
    for (file, bytes) in originals.files.iter().filter(|(file, _)| *file != SETTINGS) {
        let path = format!("{ORIGINAL}{file}");
        if !found.findings.are_of(&path) && bundle.file(file).as_ref() != Some(bytes) {
            found.find(&path, "it is not what the newest commit of the history has there");
        }
    }
    if bundle.name_of(SETTINGS) != facts.settings_object {
        found.find(FACTS, "the settings that it names are not those of the history");
    }
    let followed = followed(facts, files).into_iter();
    let followed: Vec<String> = followed.filter(|file| bundle.name_of(file).is_some()).collect();
    match bundle.strangers(&followed) {
        Ok(strangers) => {
            strangers.into_iter().take(MOST_NAMED).for_each(|what| found.find(BUNDLE, what));
        }
        Err(error) => found.find(BUNDLE, format!("its chain of commits is not whole: {error}")),
    }
    found.checked.push(
        "the history: each commit back to the first, that nothing else is in it, and that the originals \
         are what its newest commit has"
            .to_owned(),
    );
    Ok(Some(bundle))
}
