//! `caseload pack verify`: whether a pack is as it was made.

use std::path::Path;

use crate::cli::arguments::Common;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::output;
use crate::cli::pack::looking::{dates, history, named, originals};
use crate::cli::progress::Progress;
use crate::reading::safe_line;
use crate::report::{FACTS, Manifest, PackFacts, Verified};
use crate::store::{self, Contents};

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
    match contents.files.get(FACTS).map(|bytes| PackFacts::read(bytes)) {
        Some(Some(facts)) => {
            let originals = originals(&contents.files);
            named(&facts, &originals, &mut found);
            let bundle = history(&facts, &originals, &contents.files, &mut found)?;
            dates(&facts, &originals, bundle.as_ref(), &contents.files, &mut found);
            found.facts = Some(facts);
        }
        Some(None) => found.find(FACTS, "it does not say what the pack was made of"),
        None => {}
    }
    told_digest(digest, &mut found);
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
