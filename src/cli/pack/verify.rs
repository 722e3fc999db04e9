//! `caseload pack verify`: whether a pack is as it was made.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::arguments::Common;
use crate::cli::failure::{CONFLICT, Failure, WRONG};
use crate::cli::output;
use crate::cli::pack::given::{contents, require_apart, settings_file, told};
use crate::cli::pack::judged_by::{rules, settings};
use crate::cli::pack::looking::{history, named, originals};
use crate::cli::pack::remaking::pages;
use crate::cli::progress::Progress;
use crate::report::{FACTS, MANIFEST, Manifest, PackFacts, Verified, Wholeness};
use crate::store::Contents;

/// Looks at a pack; `settings` is the file of settings that it was made with, if that was asked for.
pub(super) fn run(
    common: &Common,
    place: &Path,
    digest: Option<&str>,
    settings: Option<&Path>,
) -> Result<u8, Failure> {
    require_apart(common.output.as_deref(), place)?;
    let looking = Progress::of("looking at the pack");
    let shown = place.display().to_string();
    let contents = contents(place, &shown)?;
    let settings = settings.map(settings_file).transpose()?;
    let digest = digest.map(told).transpose()?;
    let mut found = Verified { place: shown, ..Verified::default() };
    found.left_behind.clone_from(&contents.left_behind);
    found.within.clone_from(&contents.within);
    found.is_packed_again = contents.is_packed_again;
    files(&contents, &mut found);
    match contents.files.get(FACTS).map(|bytes| PackFacts::read(bytes)) {
        Some(Some(facts)) => {
            look(&facts, &contents.files, settings.as_deref(), &mut found)?;
            found.facts = Some(facts);
        }
        Some(None) => found.find(FACTS, "it does not say what the pack was made of"),
        None => {}
    }
    if found.facts.is_none() {
        let words =
            format!("the history and the dates, since {FACTS} does not say what they are of");
        found.not_checked.push(words);
    }
    signatures(&mut found);
    told_digest(digest.as_deref(), &mut found);
    drop(looking);
    output::show(&found, common, None)?;
    Ok(match found.wholeness() {
        Wholeness::Whole => 0,
        Wholeness::Unproven => WRONG,
        Wholeness::Changed => CONFLICT,
    })
}

/// Everything beyond the bytes.
fn look(
    facts: &PackFacts,
    files: &BTreeMap<String, Vec<u8>>,
    given: Option<&[u8]>,
    found: &mut Verified,
) -> Result<(), Failure> {
    let originals = originals(files);
    named(facts, &originals, found);
    let bundle = history(facts, &originals, files, found)?;
    rules(facts, files, found);
    pages(facts, bundle.as_ref(), files, found);
    settings(facts, files, given, found)
}

/// Every file against the manifest, and every byte between them.
fn files(contents: &Contents, found: &mut Verified) {
    for damage in &contents.damage {
        found.find(&damage.file, damage.what.as_str());
    }
    if contents.files.is_empty() {
        found.not_checked.push("the files, since none can be read".to_owned());
        return;
    }
    let manifest = Manifest::check(&contents.files);
    for (file, what) in manifest.findings {
        if !found.findings.are_of(&file) {
            found.find(&file, what);
        }
    }
    if contents.is_altered_between && found.findings.is_empty() {
        let name = Path::new(&found.place).file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        found.find(
            &name,
            "something in the archive itself was changed or added, outside of its files",
        );
    }
    found.digest = manifest.digest;
    found.files = contents.files.len();
    if contents.files.contains_key(MANIFEST) {
        found.checked.push(
            "every file against the manifest, and that there is none more and none less".to_owned(),
        );
    } else {
        found.not_checked.push(format!("the files, since {MANIFEST} is not there"));
    }
}

/// Who signed is not looked at: the keys that may sign are none of the pack's.
fn signatures(found: &mut Verified) {
    if found.facts.as_ref().is_some_and(|facts| facts.revision.is_some()) {
        let words = "who signed the commits, and whether each did what it says: ask for what `caseload \
                     verify` says in the folder that the pack was made from";
        found.not_checked.push(words.to_owned());
    }
}

fn told_digest(told: Option<&str>, found: &mut Verified) {
    match told {
        Some(told) if told == found.digest => {
            found.checked.push("the digest is the one that was told".to_owned());
        }
        Some(_) => {
            let place = found.place.clone();
            found.find(&place, "its digest is not the one that was told: it is another pack");
        }
        None => {
            let words = "whether this is the pack that was made, or another one made to look like it: \
                         --digest, with the digest that was told";
            found.not_checked.push(words.to_owned());
        }
    }
}
