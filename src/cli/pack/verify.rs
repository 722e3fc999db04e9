//! `caseload pack verify`: whether a pack is as it was made.

use std::path::Path;

use crate::cli::arguments::Common;
use crate::cli::failure::{CONFLICT, Failure};
use crate::cli::output;
use crate::cli::pack::looking::{dates, history, named, originals};
use crate::cli::progress::Progress;
use crate::reading::safe_line;
use crate::report::{FACTS, MANIFEST, Manifest, PackFacts, Verified};
use crate::store::{self, Contents};

/// Looks at a pack.
pub(super) fn run(common: &Common, place: &Path, digest: Option<&str>) -> Result<u8, Failure> {
    let looking = Progress::of("looking at the pack");
    let shown = place.display().to_string();
    let contents = store::read_pack(place).map_err(|error| {
        let message = format!("cannot read `{}`: {error}", safe_line(&shown));
        Failure::cannot_read(message, "name the folder or the .zip that `caseload pack` wrote")
    })?;
    if place.is_dir() && ![MANIFEST, FACTS].iter().any(|it| contents.files.contains_key(*it)) {
        let message = format!("`{}` is no evidence pack", safe_line(&shown));
        let hint = "name the folder or the .zip that `caseload pack` wrote";
        return Err(Failure::request(message, hint));
    }
    let digest = digest.map(told).transpose()?;
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
    told_digest(digest.as_deref(), &mut found);
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
    if contents.files.contains_key(MANIFEST) {
        found.checked.push(
            "every file against the manifest, and that there is none more and none less".to_owned(),
        );
    } else {
        found.not_checked.push(format!("the files, since {MANIFEST} is not there"));
    }
}

/// A digest as it was told, without the blanks that a mailer or a voice puts into it.
fn told(typed: &str) -> Result<String, Failure> {
    const DIGITS: usize = 64;
    let told: String = typed.split_whitespace().collect::<String>().to_lowercase();
    if told.len() == DIGITS && told.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return Ok(told);
    }
    let message = format!("`{}` is no digest", safe_line(typed));
    let hint = "it is what caseload pack printed: 64 digits of 0-9 and a-f";
    Err(Failure::command_line(message, hint))
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
