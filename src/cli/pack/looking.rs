//! What `pack verify` looks at beyond the bytes: the cases that are named, the history, and every date anew.

use std::collections::BTreeMap;

use crate::cli::failure::Failure;
use crate::cli::pack::making::{SETTINGS, again, programmes_of};
use crate::operation::stem;
use crate::report::{BUNDLE, FACTS, Finding, MANIFEST, ORIGINAL, PackFacts, Verified};
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

/// The cases that the pack names, and the files of cases that it has.
pub(super) fn named(facts: &PackFacts, originals: &Originals, found: &mut Verified) {
    for (id, file) in &facts.cases {
        if stem(file) != id || !originals.files.contains_key(file) {
            found.find(FACTS, format!("it names the case `{id}`, whose file is not in the pack"));
        }
    }
    let is_named = |file: &str| facts.cases.iter().any(|(_, case)| case == file);
    for file in originals.files.keys().filter(|file| file.starts_with("cases/")) {
        if !is_named(file) {
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
            found.find(BUNDLE, error.to_string());
            return Ok(None);
        }
    };
    if bundle.tip() != *revision {
        let what = format!("it ends with commit {}, and the cover names {revision}", bundle.tip());
        found.find(BUNDLE, what);
    }
    let followed: Vec<String> =
        originals.files.keys().filter(|file| *file != SETTINGS).cloned().collect();
    for file in &followed {
        let path = format!("{ORIGINAL}{file}");
        let is_named = found.findings.iter().any(|it| it.file == path);
        if !is_named && bundle.file(file).as_ref() != originals.files.get(file) {
            found.find(&path, "it is not what the newest commit of the history has there");
        }
    }
    if bundle.name_of(SETTINGS) != facts.settings_object {
        found.find(FACTS, "the settings that it names are not those of the history");
    }
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

/// Every page, table and date, made again from the originals and the history.
pub(super) fn dates(
    facts: &PackFacts,
    originals: &Originals,
    bundle: Option<&Bundle>,
    files: &BTreeMap<String, Vec<u8>>,
    found: &mut Verified,
) {
    let not = |why: &str| format!("whether each date follows from the originals: {why}");
    if !found.is_whole() {
        found.not_checked.push(not("something is wrong with what they would be made from"));
        return;
    }
    let folder = originals.folder();
    let programmes = programmes_of(&folder, &facts.cases);
    let differences = facts.differences(env!("CARGO_PKG_VERSION"), &programmes);
    if !differences.is_empty() {
        found.not_checked.push(not(&differences.join("; ")));
        return;
    }
    let made = match again(facts, originals, bundle) {
        Ok((made, _)) => made,
        Err(failure) => {
            found.findings.push(Finding { file: FACTS.to_owned(), what: failure.sentence() });
            return;
        }
    };
    for (file, bytes) in &made {
        match files.get(file) {
            Some(there) if there == bytes => {}
            Some(there) => {
                let line = first_difference(there, bytes);
                let what = format!(
                    "it does not follow from the originals and their history: line {line} differs"
                );
                found.find(file, what);
            }
            None => found.find(file, "it is not there"),
        }
    }
    for file in files.keys().filter(|file| !made.contains_key(*file)) {
        if file != BUNDLE && file != MANIFEST {
            found.find(file, "no pack has such a file");
        }
    }
    found.pages_checked = true;
    found.checked.push(
        "every page, table and date, made again from the originals and their history by the same release"
            .to_owned(),
    );
}

fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one[..same].iter().filter(|byte| **byte == b'\n').count() + 1
}
