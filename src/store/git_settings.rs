//! Git's settings, the user's own apart from the folder's.
//!
//! What the user's settings name (an author, hooks, a signing key) is honoured. What the folder's
//! own settings name is data that may have arrived on a stick: who the author is may be read from
//! it, but nothing that it names is ever run.

use std::env;
use std::path::{Path, PathBuf};

use git2::{Config, ConfigLevel};

/// Git's settings of the user, without those of any folder.
pub(super) struct UserSettings {
    config: Config,
    /// Settings handed over in the environment, which rank above all files.
    given: Vec<(String, String)>,
}

impl UserSettings {
    /// Reads them, where the environment says that they are.
    pub(super) fn read() -> Result<UserSettings, git2::Error> {
        Ok(UserSettings { config: files()?.snapshot()?, given: given() })
    }

    /// The value of a key; the last one given counts.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let given = self.given.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key));
        given.map(|(_, value)| value.clone()).or_else(|| self.config.get_string(key).ok())
    }

    /// Whether a key is set to a truth.
    pub(super) fn is_set(&self, key: &str) -> bool {
        self.get(key).is_some_and(|value| Config::parse_bool(value).unwrap_or(false))
    }

    /// The value of a key as a path, with `~` for the home.
    pub(super) fn path(&self, key: &str) -> Option<PathBuf> {
        let value = self.get(key).filter(|value| !value.is_empty())?;
        match value.strip_prefix("~/") {
            Some(rest) => Some(PathBuf::from(env::var_os("HOME")?).join(rest)),
            None => Some(PathBuf::from(value)),
        }
    }
}

/// The settings by which git would name the author in a folder: the user's, then the folder's own.
pub(super) fn with_the_folders(git_folder: &Path) -> Result<Config, git2::Error> {
    let mut config = files()?;
    let own = git_folder.join("config");
    if own.is_file() {
        config.add_file(&own, ConfigLevel::Local, false)?;
    }
    config.snapshot()
}

/// The user's settings files, where git itself would look for them.
fn files() -> Result<Config, git2::Error> {
    let Some(global) = env::var_os("GIT_CONFIG_GLOBAL") else {
        if is_yes("GIT_CONFIG_NOSYSTEM") || env::var_os("GIT_CONFIG_SYSTEM").is_some() {
            return chosen(Config::find_xdg().ok(), Config::find_global().ok());
        }
        return Config::open_default();
    };
    chosen(None, Some(PathBuf::from(global)))
}

/// The system's file as the environment says, and these of the user's.
fn chosen(xdg: Option<PathBuf>, global: Option<PathBuf>) -> Result<Config, git2::Error> {
    let system = match env::var_os("GIT_CONFIG_SYSTEM") {
        _ if is_yes("GIT_CONFIG_NOSYSTEM") => None,
        Some(named) => Some(PathBuf::from(named)),
        None => Config::find_system().ok(),
    };
    let mut config = Config::new()?;
    let levels =
        [(system, ConfigLevel::System), (xdg, ConfigLevel::XDG), (global, ConfigLevel::Global)];
    for (file, level) in levels {
        if let Some(file) = file.filter(|file| file.is_file()) {
            config.add_file(&file, level, false)?;
        }
    }
    Ok(config)
}

fn is_yes(variable: &str) -> bool {
    env::var(variable).is_ok_and(|value| Config::parse_bool(value).unwrap_or(false))
}

/// What `GIT_CONFIG_COUNT` and its keys and values say.
fn given() -> Vec<(String, String)> {
    let count = env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0);
    (0..count)
        .filter_map(|number: u32| {
            let key = env::var(format!("GIT_CONFIG_KEY_{number}")).ok()?;
            Some((key, env::var(format!("GIT_CONFIG_VALUE_{number}")).ok()?))
        })
        .collect()
}
