//! What a pack was judged by: its rules by their digests, and the settings, which are not in it.

use std::collections::BTreeMap;

use crate::cli::failure::Failure;
use crate::cli::pack::making::SETTINGS;
use crate::digest::digest;
use crate::reading::Source;
use crate::report::{ORIGINAL, PackFacts, Verified, differing};
use crate::settings::Settings;
use crate::store;

/// The rules among the files: that they are those by which the pack says it was judged.
pub(super) fn rules(facts: &PackFacts, files: &BTreeMap<String, Vec<u8>>, found: &mut Verified) {
    for (file, what) in facts.unlike(files) {
        found.find(&file, what);
    }
    let words = "the rules and bank holidays against the digests that pack.json names";
    found.checked.push(words.to_owned());
}

/// The settings, which are not in the pack as they are: against the file itself, if one was given.
pub(super) fn settings(
    facts: &PackFacts,
    files: &BTreeMap<String, Vec<u8>>,
    given: Option<&[u8]>,
    found: &mut Verified,
) -> Result<(), Failure> {
    let words = "the provider, the time zone and the closure days";
    let Some(given) = given else {
        let from = match (&facts.revision, &facts.settings_object) {
            (Some(commit), Some(object)) => format!(
                "ask for caseload.toml as commit {} has it, git's object {object}",
                commit.get(..12).unwrap_or(commit)
            ),
            _ => format!("ask for caseload.toml, whose digest is {}", facts.settings),
        };
        found.not_checked.push(format!(
            "{words}, since the settings name the staff and are not here: {from}, and add --settings FILE"
        ));
        return Ok(());
    };
    let text = String::from_utf8_lossy(given).into_owned();
    let own = format!("{ORIGINAL}{SETTINGS}");
    let is_it = match &facts.settings_object {
        Some(object) => store::object_name(given).is_some_and(|name| name == *object),
        None => digest(&text) == facts.settings,
    };
    if !is_it {
        let hint = match &facts.revision {
            Some(commit) => format!("in the folder: git show {commit}:{SETTINGS} > settings.toml"),
            None => format!("name the {SETTINGS} whose digest is {}", facts.settings),
        };
        let message = "the settings that were given are not those that the pack was made with";
        return Err(Failure::request(message, hint));
    }
    let read = Settings::read(&Source::new(SETTINGS, text)).0;
    let made = read.map(|settings| settings.without_people().into_bytes());
    match (made, files.get(&own)) {
        (Some(made), Some(there)) if made == *there => {
            found.checked.push(format!("{words}, against the settings that were given"));
        }
        (Some(made), Some(there)) => {
            found.explain(&own, &differing(&own, there, &made, "the settings give"));
        }
        _ => {
            found.not_checked.push(format!("{words}: the settings that were given cannot be read"));
        }
    }
    Ok(())
}
