//! `caseload trust`: whose keys may sign, compared once and kept outside of the folder.

mod keys;

use std::path::Path;

use clap::Args;

use crate::calendar::Day;
use crate::cli::arguments::Common;
use crate::cli::failure::Failure;
use crate::cli::progress::Progress;
use crate::cli::{ask, clock, output, verify};
use crate::integrity::{Confirmation, KeptKey, Record, SettingsThen, in_force};
use crate::report::{Trust, TrustDone, TrustedKey, local_day};
use crate::store::{self, KeptFile};
use keys::{keys, prints, require_all};

/// Confirm whose keys may sign what is recorded
///
/// It shows the keys that the folder names in [signers], to be compared with their owners. What is
/// confirmed is kept on this machine, outside of the folder; after that a change of signers counts only
/// if it is signed by one who may sign already, and `caseload verify` says where it is not.
#[derive(Clone, Debug, Args)]
#[command(before_long_help = "Examples:
  caseload trust                              show the keys, and ask
  caseload trust --fingerprint SHA256:...     confirm them in a script; once for each key
  caseload trust --forget                     forget what was confirmed")]
pub(super) struct TrustOf {
    /// Confirm the key of this fingerprint without being asked; can be given again, for every key
    #[arg(long, value_name = "FINGERPRINT", conflicts_with = "forget")]
    fingerprint: Vec<String>,
    /// Forget what was confirmed about this folder; receipts are kept
    #[arg(long)]
    forget: bool,
}

/// Shows and confirms the keys.
pub(super) fn run(common: &Common, command: &TrustOf) -> Result<u8, Failure> {
    output::refuse_rows(common)?;
    let root = store::find(common.folder())?;
    let Some(file) = KeptFile::of(&root)? else {
        let message = "there is no place outside of this folder to keep anything";
        return Err(Failure::request(message, "set HOME, or XDG_STATE_HOME, to a folder of yours"));
    };
    let (tip, then) = store::recorded_settings(&root)?;
    if command.forget {
        return forget(common, &root, file, tip);
    }
    refuse_nobody(&then)?;
    let looking = Progress::of("looking at every commit");
    let record = verify::read(&root, Some(&file))?;
    let last = file.kept.confirmed.last().cloned();
    let allowed = in_force(&record, &file.kept).unwrap_or_default();
    let keys = keys(&root, &then, &allowed)?;
    drop(looking);
    let before = said(&root, last.as_ref());
    if last.is_some() && keys.iter().all(|key| key.is_named && key.is_allowed) {
        let trust = trust(tip, TrustDone::InForce, before, keys);
        output::show(&trust, common, Some(&root))?;
        return Ok(0);
    }
    if command.fingerprint.is_empty() {
        let shown = trust(tip.clone(), TrustDone::ToCompare, before, keys.clone());
        ask_about(common, &root, &shown)?;
    } else {
        require_all(&keys, &command.fingerprint)?;
    }
    confirm(common, &root, file, &record, &then, keys)
}

/// Forgets what was confirmed.
fn forget(common: &Common, root: &Path, mut file: KeptFile, tip: String) -> Result<u8, Failure> {
    file.change(|kept| kept.confirmed.clear())?;
    let trust = trust(tip, TrustDone::Forgotten, None, Vec::new());
    output::show_done(&trust, common, Some(root), true)?;
    Ok(0)
}

/// Has the person at the terminal compare the keys.
fn ask_about(common: &Common, root: &Path, shown: &Trust) -> Result<(), Failure> {
    if !ask::is_possible() {
        output::show(shown, common, Some(root))?;
        return Err(Failure::declined(
            "nothing is confirmed: at a terminal it is asked for; in a script, name every key with \
             --fingerprint",
        ));
    }
    output::say_report(shown);
    if ask::agrees("Did the owner of each key read this fingerprint out to you?")? {
        return Ok(());
    }
    Err(Failure::declined("nothing is confirmed"))
}

/// Keeps what was confirmed.
fn confirm(
    common: &Common,
    root: &Path,
    mut file: KeptFile,
    record: &Record,
    then: &SettingsThen,
    keys: Vec<TrustedKey>,
) -> Result<u8, Failure> {
    let kept = then.signers.iter().map(|key| KeptKey::new(key, prints(&keys, key)));
    let (commit, seconds) = (record.tip.clone(), clock::now().timestamp());
    let confirmation = Confirmation { commit, seconds, keys: kept.collect() };
    let confirmed = said(root, Some(&confirmation));
    file.change(|kept| {
        kept.confirmed.push(confirmation);
        kept.roots = record.roots();
    })?;
    let keys = keys.into_iter().filter(|key| key.is_named);
    let keys = keys.map(|key| TrustedKey { is_allowed: true, ..key }).collect();
    let trust = trust(record.tip.clone(), TrustDone::Confirmed, confirmed, keys);
    output::show_done(&trust, common, Some(root), true)?;
    Ok(0)
}

fn trust(
    revision: String,
    done: TrustDone,
    confirmed: Option<(String, Option<Day>)>,
    keys: Vec<TrustedKey>,
) -> Trust {
    let (confirmed_at, confirmed_on) = confirmed.unzip();
    Trust { revision, done, confirmed_at, confirmed_on: confirmed_on.flatten(), keys }
}

/// The commit and the day of a confirmation.
fn said(root: &Path, confirmed: Option<&Confirmation>) -> Option<(String, Option<Day>)> {
    let timezone = store::settings(root).0.timezone;
    let confirmed = confirmed?;
    Some((confirmed.commit.clone(), local_day(confirmed.seconds, timezone)))
}

fn refuse_nobody(then: &SettingsThen) -> Result<(), Failure> {
    if then.signers.is_empty() {
        return Err(Failure::request(
            "what is recorded of caseload.toml names no signers",
            "write [signers.alex] with ssh = [\"ssh-ed25519 AAAA...\"] into it, then: caseload save",
        ));
    }
    Ok(())
}
