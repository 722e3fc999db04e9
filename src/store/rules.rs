//! The programmes of a folder with their scenario files, without reading any case.

use std::path::Path;

use crate::problem::Problem;
use crate::programme::{BUILTIN, Programme, builtin};
use crate::reading::Source;
use crate::settings::Settings;
use crate::store::files::{Place, files_below, read_text};
use crate::store::find::SETTINGS;
use crate::store::programmes;

/// A scenario file.
#[derive(Clone, Debug)]
pub struct ScenarioFile {
    /// The programme it is of.
    pub programme: String,
    /// Its text.
    pub source: Source,
    /// Whether it comes with the tool.
    pub is_embedded: bool,
}

/// Programmes and their scenario files.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The programmes that cases can be on.
    pub programmes: Vec<Programme>,
    /// Their scenario files.
    pub scenarios: Vec<ScenarioFile>,
    /// What is wrong with their files.
    pub problems: Vec<Problem>,
}

/// The programmes that come with the tool.
pub fn builtin_rules() -> Rules {
    rules_at(None)
}

/// The programmes that come with the tool, and those of a folder if there is one.
pub(super) fn rules_at(place: Option<Place<'_>>) -> Rules {
    let mut rules = Rules {
        programmes: builtin().to_vec(),
        scenarios: BUILTIN
            .iter()
            .map(|builtin| ScenarioFile {
                programme: builtin.id.to_owned(),
                source: Source::new(format!("{}.scenarios.toml", builtin.id), builtin.scenarios),
                is_embedded: true,
            })
            .collect(),
        problems: Vec::new(),
    };
    let Some(place) = place else { return rules };
    (rules.programmes, rules.problems) = programmes::read(place, &[]);
    for file in files_below(place, "programmes", &|_| true).0 {
        let name = file.rsplit('/').next().unwrap_or(&file);
        let Some(programme) = name.strip_suffix(".scenarios.toml") else { continue };
        if !rules.programmes.iter().any(|known| known.id == programme) {
            let message = format!("there is no programme `{programme}` to try these scenarios on");
            let hint = "give the file the name of its programme";
            rules.problems.push(Problem::error(&file, "programme", message).with_hint(hint));
        }
        match read_text(place, &file) {
            Ok(text) => rules.scenarios.push(ScenarioFile {
                programme: programme.to_owned(),
                source: Source::new(file.as_str(), text),
                is_embedded: false,
            }),
            Err(problem) => rules.problems.push(*problem),
        }
    }
    rules
}

/// The settings of a folder, without reading any case.
pub fn settings(root: &Path) -> (Settings, Vec<Problem>) {
    settings_at(Place::Folder(root))
}

/// The same, from a place.
pub(super) fn settings_at(place: Place<'_>) -> (Settings, Vec<Problem>) {
    let (settings, problems) = match read_text(place, SETTINGS) {
        Ok(text) => Settings::read(&Source::new(SETTINGS, text)),
        Err(problem) => (None, vec![*problem]),
    };
    (settings.unwrap_or_default(), problems)
}
