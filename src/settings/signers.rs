//! The keys by which workers sign what they record, as `[signers]` of the settings names them.
//!
//! A key is read strictly: what is not plainly one key of a known kind is none, so that nothing written
//! here can mean more to the programs that check signatures than it says to a reader.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};

use crate::reading::{Fields, Written, safe_line};

/// The kinds of ssh key that can sign. Certificates and authorities are none of them.
const SSH_KINDS: [&str; 7] = [
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
];
const BEGINS: &str = "-----BEGIN PGP PUBLIC KEY BLOCK-----";
const ENDS: &str = "-----END PGP PUBLIC KEY BLOCK-----";
/// A block is a few thousand bytes; one with photographs is no key to keep among settings.
const LONGEST_BLOCK: usize = 256 * 1024;

/// A public key of a worker's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SignerKey {
    /// One of ssh: its kind and its digits, without the remark.
    Ssh(String),
    /// A block of OpenPGP, without blanks around it.
    OpenPgp(String),
}

impl SignerKey {
    /// Reads one as a line of ssh: `ssh-ed25519 AAAA... remark`.
    ///
    /// # Errors
    ///
    /// Why it is no such key.
    pub fn of_ssh(text: &str) -> Result<SignerKey, &'static str> {
        if text.trim().chars().any(|c| c.is_control() || crate::reading::is_unsafe(c)) {
            return Err("a key is one line");
        }
        if text.contains("PRIVATE KEY") {
            return Err("this is a private key, which is nobody else's to see");
        }
        let mut words = text.split_ascii_whitespace();
        let kind = words.next().unwrap_or_default();
        if !SSH_KINDS.contains(&kind) {
            return Err("it does not begin with a kind of ssh key that can sign");
        }
        let digits = words.next().unwrap_or_default();
        let bytes = STANDARD.decode(digits).map_err(|_| "its digits are not whole")?;
        if named_kind(&bytes) != Some(kind.as_bytes()) || digits.len() < 60 {
            return Err("its digits are not of the kind that it names");
        }
        Ok(SignerKey::Ssh(format!("{kind} {digits}")))
    }

    /// Reads one as an armoured block of OpenPGP.
    ///
    /// # Errors
    ///
    /// Why it is no such key.
    pub fn of_openpgp(text: &str) -> Result<SignerKey, &'static str> {
        let text = text.trim();
        if text.contains("PRIVATE KEY") {
            return Err("this is a private key, which is nobody else's to see");
        }
        let inner = text.strip_prefix(BEGINS).and_then(|rest| rest.strip_suffix(ENDS));
        let Some(inner) = inner else {
            return Err("it is no whole block of a public key");
        };
        if inner.contains("-----") || text.len() > LONGEST_BLOCK {
            return Err("it is more than one block");
        }
        if !text.chars().all(|c| c.is_ascii_graphic() || matches!(c, ' ' | '\n' | '\r')) {
            return Err("there is something in it that no such block has");
        }
        Ok(SignerKey::OpenPgp(text.replace("\r\n", "\n")))
    }

    /// The fingerprint of one of ssh as `ssh-keygen -l` shows it; that of an OpenPGP key is for its own
    /// program to say.
    pub fn ssh_fingerprint(&self) -> Option<String> {
        let SignerKey::Ssh(line) = self else { return None };
        let bytes = STANDARD.decode(line.split_once(' ')?.1).ok()?;
        Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(bytes))))
    }

    /// The kind in a word.
    pub fn kind(&self) -> &'static str {
        match self {
            SignerKey::Ssh(_) => "ssh",
            SignerKey::OpenPgp(_) => "openpgp",
        }
    }
}

/// The kind that the bytes of an ssh key begin with.
fn named_kind(bytes: &[u8]) -> Option<&[u8]> {
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?);
    bytes.get(4..)?.get(..usize::try_from(length).ok()?)
}

/// A worker who signs, with the keys that count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The worker.
    pub worker: String,
    /// The keys.
    pub keys: Vec<SignerKey>,
}

/// Reads `[signers]`.
pub(super) fn read_signers(fields: &mut Fields<'_, '_, '_>, workers: &[String]) -> Vec<Signer> {
    let Some(mut table) = fields.table("signers", "the signers") else { return Vec::new() };
    let mut signers = Vec::new();
    for (worker, value) in table.entries() {
        let Some(mut signer) = table.table_of(&worker.value, value, "a signer") else { continue };
        let (ssh, openpgp) = (signer.strings("ssh"), signer.strings("openpgp"));
        signer.finish();
        if !workers.contains(&worker.value) {
            fields.reader().warning(
                &worker.span,
                "settings",
                format!("the signer `{}` is no worker", safe_line(&worker.value)),
                format!(
                    "add [workers.{}] with the e-mail address that they record with",
                    safe_line(&worker.value)
                ),
            );
        }
        let mut keys = Vec::new();
        let mut read = |texts: Option<Vec<Written<String>>>,
                        key: &str,
                        read: &dyn Fn(&str) -> Result<SignerKey, &'static str>,
                        hint: &str| {
            for text in texts.unwrap_or_default() {
                match read(&text.value) {
                    Ok(key) if keys.contains(&key) => {}
                    Ok(key) => keys.push(key),
                    Err(why) => {
                        let start: String = text.value.trim().chars().take(24).collect();
                        let message = format!("`{}` is no `{key}` key: {why}", safe_line(&start));
                        fields.reader().error(&text.span, "settings", message, hint);
                    }
                }
            }
        };
        let line = "paste the line of the file that ends in .pub: ssh = [\"ssh-ed25519 AAAA...\"]";
        read(ssh, "ssh", &SignerKey::of_ssh, line);
        let block = "paste what gpg --armor --export prints, between three quotes";
        read(openpgp, "openpgp", &SignerKey::of_openpgp, block);
        signers.push(Signer { worker: worker.value, keys });
    }
    signers
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGkVDr6bDeZq1C4lXBYaxjKI5ZEyV0pGB7CXXdzfjBtu";

    #[test]
    fn a_key_of_ssh_is_one_line_of_a_known_kind() {
        let key = SignerKey::of_ssh(&format!("{KEY} alex at the office\n")).unwrap();
        assert_eq!(key, SignerKey::Ssh(KEY.to_owned()));
        assert!(key.ssh_fingerprint().unwrap().starts_with("SHA256:"));
        for wrong in [
            "",
            "-x",
            "ssh-ed25519",
            &format!("{KEY}\n{KEY}"),
            &format!("cert-authority {KEY}"),
            &format!("* {KEY}"),
            &format!("namespaces=\"git\" {KEY}"),
            &KEY.replace("ssh-ed25519 ", "ssh-rsa "),
            &KEY.replace("ssh-ed25519 ", "ssh-ed25519-cert-v01@openssh.com "),
            &KEY.replace("AAAAI", "\u{202e}AAAI"),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
        ] {
            assert!(SignerKey::of_ssh(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_of_openpgp_is_one_block() {
        let block = format!("{BEGINS}\n\nmDMEAAAA\n=abcd\n{ENDS}");
        let read = SignerKey::of_openpgp(&format!("\n{}\n", block.replace('\n', "\r\n")));
        assert_eq!(read, Ok(SignerKey::OpenPgp(block.clone())));
        for wrong in [
            String::new(),
            "--import".to_owned(),
            format!("{block}\n{block}"),
            block.replace("PUBLIC", "PRIVATE"),
            block.replace("mDME", "mDM\u{e9}"),
            format!("words\n{block}"),
        ] {
            assert!(SignerKey::of_openpgp(&wrong).is_err(), "{wrong}");
        }
    }
}
