//! Reading a record for its integrity to be judged: the commits as they are, whatever the folder's own
//! repository says about them; signatures and objects by git's own programs in a place that tells them
//! nothing; and what is kept outside of the folder.

mod keyring;
mod neutral;
mod objects;
mod sign;
mod state;
mod walk;

use std::path::Path;

use git2::Repository;

pub use keyring::Keyring;
pub(in crate::store) use state::keep_remade;
pub use state::{Found, KeptFile, keep_receipt, kept_elsewhere, receipt_of};

use crate::integrity::{NamedKey, Record, SettingsThen};
use crate::settings::Settings;
use crate::store::integrity::neutral::Neutral;
use crate::store::recording::error::{RecordError, Trouble};
use crate::store::recording::repository::Own;

/// Reads a record, with what can be said of its signatures and objects. `more` are keys that were
/// confirmed; `state` is what is kept of signatures that were found good before.
///
/// # Errors
///
/// If nothing is recorded, or git cannot read it at all.
pub fn read_record(
    root: &Path,
    more: &[NamedKey],
    state: Option<&KeptFile>,
) -> Result<Record, RecordError> {
    let own = opened(root)?;
    let tip = own.branch()?.commit.ok_or_else(nothing)?;
    let neutral = Neutral::of(&own)?;
    let mut record = walk::read(&neutral, tip)?;
    if let Some(seen) = crate::store::last_seen(root) {
        walk::read_what_is_only_there(&neutral, &mut record, &seen);
    }
    objects::look(&neutral, &mut record);
    let mut keys: Vec<NamedKey> =
        record.settings.iter().flat_map(|it| it.signers.iter().cloned()).collect();
    keys.extend(more.iter().cloned());
    keys.sort();
    keys.dedup();
    sign::look(&neutral, &mut record, keys, state)?;
    Ok(record)
}

/// What the newest commit's settings say about people, with that commit.
///
/// # Errors
///
/// If nothing is recorded, or it cannot be read.
pub fn recorded_settings(root: &Path) -> Result<(String, SettingsThen), RecordError> {
    let own = opened(root)?;
    let tip = own.branch()?.commit.ok_or_else(nothing)?;
    let settings = own.blob_in(Some(tip), crate::store::find::SETTINGS)?;
    let text = settings.map(|blob| own.repository.find_blob(blob)).transpose()?;
    let text = text.map(|blob| String::from_utf8_lossy(blob.content()).into_owned());
    Ok((tip.to_string(), settings_then(&text.unwrap_or_default())))
}

/// The repository of a folder that is to be looked at. What keeps anything from being recorded in it is said
/// in the words of one who looks.
pub(super) fn opened(root: &Path) -> Result<Own, RecordError> {
    Own::open(root).map_err(|error| {
        if root.join(".git").exists() || error.trouble != Trouble::Git {
            return error;
        }
        if Repository::open_bare(root).is_ok() {
            return RecordError::new(
                Trouble::Git,
                "this is a bare git repository, as a remote is: it has no files to look at",
                "`caseload clone` makes a folder of it, which can be looked at",
            );
        }
        RecordError::new(
            Trouble::Git,
            "nothing is recorded here: the folder is not the root of a git repository of its own",
            "go to the folder in which you record; or `caseload init` in this one begins to",
        )
    })
}

fn settings_then(text: &str) -> SettingsThen {
    let source = crate::reading::Source::new(crate::store::find::SETTINGS, text);
    Settings::read(&source).0.as_ref().map(SettingsThen::from).unwrap_or_default()
}

fn nothing() -> RecordError {
    RecordError::new(
        Trouble::Request,
        "nothing is recorded here yet",
        "`caseload init` in this folder records what is in it",
    )
}
