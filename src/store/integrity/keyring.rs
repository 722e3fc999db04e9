//! The keys by which signatures are checked, in places of our own: what the user's or the folder's own
//! keyrings hold counts for nothing.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::integrity::NamedKey;
use crate::settings::SignerKey;
use crate::store::recording::error::{RecordError, disk};

/// What the keyring of OpenPGP is told: nothing is fetched, started or weighed.
const GPG_SETTINGS: &str = "no-autostart\ntrust-model always\nno-auto-key-retrieve\n\
                            no-auto-key-locate\nno-random-seed-file\nno-greeting\n";

/// Keys, ready for git's programs.
pub struct Keyring {
    place: TempDir,
    /// Each key with its fingerprints; none where they cannot be told.
    pub fingerprints: Vec<(NamedKey, Vec<String>)>,
    /// When keys of OpenPGP run out, by their fingerprints and those of their parts.
    expiries: HashMap<String, i64>,
    /// Why signatures of ssh cannot be checked.
    pub without_ssh: Option<String>,
    /// Why signatures of OpenPGP cannot be checked.
    pub without_openpgp: Option<String>,
}

impl Keyring {
    /// A keyring of these keys.
    ///
    /// # Errors
    ///
    /// If no place can be made for it.
    pub fn of(keys: Vec<NamedKey>) -> Result<Keyring, RecordError> {
        let place = TempDir::new().map_err(disk(&std::env::temp_dir()))?;
        let mut keyring = Keyring {
            place,
            fingerprints: Vec::new(),
            expiries: HashMap::new(),
            without_ssh: without_ssh(),
            without_openpgp: None,
        };
        keyring.write().map_err(disk(keyring.place.path()))?;
        keyring.without_openpgp = keyring.without_openpgp();
        let mut lines = String::new();
        for key in keys {
            let fingerprints = match &key.key {
                SignerKey::Ssh(line) => {
                    lines += &format!("caseload namespaces=\"git\" {line}\n");
                    key.key.ssh_fingerprint().into_iter().collect()
                }
                SignerKey::OpenPgp(block) => keyring.import(block),
            };
            keyring.fingerprints.push((key, fingerprints));
        }
        let signers = keyring.allowed_signers();
        fs::write(&signers, lines).map_err(disk(&signers))?;
        Ok(keyring)
    }

    /// The file that names the keys of ssh.
    pub(super) fn allowed_signers(&self) -> PathBuf {
        self.place.path().join("signers")
    }

    /// The folder of the keys of OpenPGP.
    pub(super) fn gnupg(&self) -> PathBuf {
        self.place.path().join("gnupg")
    }

    /// Whether a key of OpenPGP had not run out at a moment.
    pub(super) fn was_valid(&self, fingerprints: [&str; 2], seconds: i64) -> bool {
        let mut known = fingerprints.iter().filter_map(|it| self.expiries.get(*it));
        known.all(|expiry| seconds <= *expiry)
    }

    /// Whether these are the digits of a key that is in it.
    pub(super) fn knows(&self, fingerprint: &str) -> bool {
        self.fingerprints.iter().any(|(_, known)| known.iter().any(|it| it == fingerprint))
    }

    fn write(&self) -> std::io::Result<()> {
        lay_out(&self.gnupg())
    }

    fn without_openpgp(&self) -> Option<String> {
        let tried = gpg(&self.gnupg(), &["--version"], "");
        let is_there = tried.is_ok_and(|output| output.status.success());
        (!is_there).then(|| "signatures of OpenPGP need `gpg`, which is not installed".to_owned())
    }

    /// Takes a key in, and gives the fingerprints of all that the block holds.
    fn import(&mut self, block: &str) -> Vec<String> {
        let _ = gpg(&self.gnupg(), &["--import"], block);
        // What is in it is listed by itself.
        let alone = self.place.path().join(format!("alone-{}", self.fingerprints.len()));
        let listed = lay_out(&alone).and_then(|()| {
            gpg(&alone, &["--import"], block)?;
            gpg(&alone, &["--with-colons", "--list-keys"], "")
        });
        let Ok(output) = listed else { return Vec::new() };
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut fingerprints = Vec::new();
        let (mut is_main, mut expiry) = (false, None);
        for line in said.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let field = |number: usize| fields.get(number).copied().unwrap_or_default();
            match field(0) {
                kind @ ("pub" | "sub") => {
                    is_main = kind == "pub";
                    expiry = field(6).parse::<i64>().ok();
                }
                "fpr" => {
                    let fingerprint = field(9).to_owned();
                    if let Some(expiry) = expiry {
                        let known = self.expiries.entry(fingerprint.clone()).or_insert(expiry);
                        *known = expiry.max(*known);
                    }
                    if is_main {
                        fingerprints.push(fingerprint);
                    }
                }
                _ => {}
            }
        }
        fingerprints
    }
}

/// Makes a folder for keys of OpenPGP.
fn lay_out(gnupg: &Path) -> std::io::Result<()> {
    crate::store::recording::disk::make_folder(gnupg)?;
    fs::write(gnupg.join("gpg.conf"), GPG_SETTINGS)
}

fn gpg(gnupg: &Path, arguments: &[&str], input: &str) -> std::io::Result<Output> {
    let mut command = Command::new("gpg");
    command.args(["--batch", "--no-tty", "--quiet"]).args(arguments);
    command.env("GNUPGHOME", gnupg).env("LC_ALL", "C");
    run(&mut command, input)
}

/// Why signatures of ssh cannot be checked; none if they can.
fn without_ssh() -> Option<String> {
    let mut command = Command::new("ssh-keygen");
    command.args(["-Y", "find-principals"]);
    let said = run(&mut command, "").map(|output| [output.stderr, output.stdout].concat());
    let Ok(said) = said else {
        return Some("signatures of ssh need `ssh-keygen`, which is not installed".to_owned());
    };
    let knows = String::from_utf8_lossy(&said).contains("Too few arguments");
    (!knows).then(|| "signatures of ssh need `ssh-keygen` of OpenSSH 8.2 or later".to_owned())
}

fn run(command: &mut Command, input: &str) -> std::io::Result<Output> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.current_dir(Path::new("/"));
    let mut child = command.spawn()?;
    let taken = child.stdin.take();
    let bytes = input.as_bytes().to_vec();
    // It may print more than fits before it has read all.
    let writer = std::thread::spawn(move || taken.map(|mut taken| taken.write_all(&bytes)));
    let output = child.wait_with_output();
    let _ = writer.join();
    output
}
