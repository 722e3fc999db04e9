//! `caseload pack verify`: whether a pack is as it was made.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::arguments::Common;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::output;
use crate::cli::pack::making::{SETTINGS, again, programmes_of};
use crate::cli::progress::Progress;
use crate::reading::safe_line;
use crate::report::{BUNDLE, FACTS, Finding, MANIFEST, Manifest, ORIGINAL, PackFacts, Verified};
use crate::store::{self, Bundle, BundleError, Contents, Originals};

/// How many strange objects of a history are named.
const MOST_NAMED: usize = 10;

/// Looks at a pack.
pub(super) fn run(common: &Common, place: &Path, digest: Option<&str>) -> Result<u8, Failure> {
    let looking = Progress::of("looking at the pack");
    let shown = place.display().to_string();
    let contents = store::read_pack(place).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", safe_line(&shown));
        Failure::cannot_read(message, "name the folder or the .zip that `caseload pack` wrote")
    })?;
    let mut found = Verified { place: shown, ..Verified::default() };
    files(&contents, &mut found);
    told_digest(digest, &mut found);
    match contents.files.get(FACTS).map(|bytes| PackFacts::read(bytes)) {
        Some(Some(facts)) => {
            let originals = originals(&contents.files);
            let bundle = history(&facts, &originals, &contents.files, &mut found)?;
            dates(&facts, &originals, bundle.as_ref(), &contents.files, &mut found);
            found.facts = Some(facts);
        }
        Some(None) => found.find(FACTS, "it does not say what the pack was made of"),
        None => {}
    }
    drop(looking);
    output::show(&found, common, None)?;
    Ok(if found.is_whole() { 0 } else { CONFLICT })
}

/// Every file against the manifest, and every byte between them.
fn files(contents: &Contents, found: &mut Verified) {
    for damage in &contents.damage {
        found.find(&damage.file, damage.what.as_str());
    }
    let manifest = Manifest::check(&contents.files);
    for (file, what) in manifest.findings {
        let is_named = found.findings.iter().any(|it| it.file == file);
        if !is_named {
            found.find(&file, what);
        }
    }
    if contents.is_altered_between && found.is_whole() {
        let name = Path::new(&found.place).file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        found.find(&name, "a byte of the archive itself was changed, outside of its files");
    }
    found.digest = manifest.digest;
    found.files = contents.files.len();
    found.checked.push(
        "every file against the manifest, and that there is none more and none less".to_owned(),
    );
}

fn told_digest(told: Option<&str>, found: &mut Verified) {
    match told.map(|told| told.trim().to_lowercase()) {
        Some(told) if told == found.digest => {
            found.checked.push("the digest is the one that was told".to_owned());
        }
        Some(told) => {
            let what = format!(
                "the digest of the pack is not the one that was told, {told}: it is another pack"
            );
            found.find(MANIFEST, what);
        }
        None => {
            let words = "whether this is the pack that was made, or another one made to look like it: \
                         --digest, with the digest that was told";
            found.not_checked.push(words.to_owned());
        }
    }
}

/// The original files of a pack, by their paths in the folder.
fn originals(files: &BTreeMap<String, Vec<u8>>) -> Originals {
    let within = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(ORIGINAL)?.to_owned(), bytes.clone())));
    Originals { files: within.collect() }
}

/// The history: that it is whole, ends where the pack says, holds nothing else, and has the originals.
fn history(
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
        if bundle.file(file).as_ref() != originals.files.get(file) {
            let what = "it is not what the newest commit of the history has there";
            found.find(&format!("{ORIGINAL}{file}"), what);
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
fn dates(
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
    found.checked.push(
        "every page, table and date, made again from the originals and their history by the same release"
            .to_owned(),
    );
}

fn first_difference(one: &[u8], other: &[u8]) -> usize {
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    one[..same].iter().filter(|byte| **byte == b'\n').count() + 1
}
