//! The keys that are shown to be compared, and those that are named by their fingerprints.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::integrity::{Allowed, NamedKey, SettingsThen};
use crate::reading::safe_line;
use crate::report::TrustedKey;
use crate::store::Keyring;

/// The keys that are named or allowed, to be shown.
pub(super) fn keys(
    root: &Path,
    then: &SettingsThen,
    allowed: &Allowed,
) -> Result<Vec<TrustedKey>, Failure> {
    let mut all: Vec<NamedKey> = then.signers.iter().chain(allowed.keys()).cloned().collect();
    all.sort();
    all.dedup();
    let keyring = Keyring::of(all)?;
    let mut keys = Vec::new();
    for (key, fingerprints) in keyring.fingerprints.iter().cloned() {
        if fingerprints.is_empty() {
            let why = keyring.without_openpgp.clone();
            let why = why.unwrap_or_else(|| "gpg finds no key in that block".to_owned());
            let message =
                format!("the fingerprint of a key of {} cannot be told", safe_line(&key.worker));
            let place = root.join("caseload.toml");
            return Err(Failure::request(message, format!("{why}; see {}", place.display())));
        }
        keys.push(TrustedKey {
            worker: key.worker.clone(),
            kind: key.key.kind().to_owned(),
            fingerprints,
            is_named: then.signers.contains(&key),
            is_allowed: allowed.has(&key),
        });
    }
    Ok(keys)
}

/// The fingerprints of a key.
pub(super) fn prints(keys: &[TrustedKey], key: &NamedKey) -> Vec<String> {
    let same = |it: &&TrustedKey| it.worker == key.worker && it.kind == key.key.kind();
    let own = key.key.ssh_fingerprint();
    let known = keys.iter().filter(same).flat_map(|it| it.fingerprints.iter().cloned());
    own.map_or_else(|| known.collect(), |own| vec![own])
}

/// Ensures that every key was named by its fingerprint, and none that is not there.
pub(super) fn require_all(keys: &[TrustedKey], typed: &[String]) -> Result<(), Failure> {
    let plain = |print: &str| {
        let print: String = print.chars().filter(|c| !c.is_whitespace()).collect();
        if print.starts_with("SHA256:") { print } else { print.to_uppercase() }
    };
    let typed: Vec<String> = typed.iter().map(|print| plain(print)).collect();
    let keys: Vec<&TrustedKey> = keys.iter().filter(|key| key.is_named).collect();
    let known: Vec<&String> = keys.iter().flat_map(|key| &key.fingerprints).collect();
    if let Some(strange) = typed.iter().find(|print| !known.contains(print)) {
        let message = format!("no key here has the fingerprint `{}`", safe_line(strange));
        return Err(Failure::request(message, "caseload trust shows those that are there"));
    }
    let lacking = keys.iter().filter(|key| !key.fingerprints.iter().all(|it| typed.contains(it)));
    let lacking: Vec<&str> = lacking.map(|key| key.worker.as_str()).collect();
    if lacking.is_empty() {
        return Ok(());
    }
    let message = format!("not every key was named: those of {} are lacking", lacking.join(", "));
    Err(Failure::request(message, "give --fingerprint once for each; caseload trust shows them"))
}
