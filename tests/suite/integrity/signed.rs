//! Signatures of ssh and of OpenPGP: who signed what, and by which keys.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::integrity::{NOW, contact, forget_receipts, found, git, verified};
use crate::recording::office::{Office, make_program, words};
use crate::tools::can_call;

pub(crate) use crate::recording::signing::is_possible;

/// Makes a key of ssh, and gives the line of its public half.
pub(crate) fn key(office: &Office, name: &str) -> String {
    let path = office.home().join(name);
    let arguments = ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path.to_str().unwrap()];
    let made = Command::new("ssh-keygen").args(arguments).output().unwrap();
    assert!(made.status.success(), "{}", words(&made));
    fs::read_to_string(path.with_extension("pub")).unwrap().trim().to_owned()
}

/// The fingerprint of a key of ssh, as its own program shows it.
pub(crate) fn fingerprint(office: &Office, name: &str) -> String {
    let path = office.home().join(name).with_extension("pub");
    let output = Command::new("ssh-keygen").arg("-lf").arg(path).output().unwrap();
    words(&output).split_whitespace().find(|it| it.starts_with("SHA256:")).unwrap().to_owned()
}

/// Has the user sign by a key of ssh, under a name of theirs.
pub(crate) fn sign_as(office: &Office, worker: &str, key: &str) {
    office.set("gpg.format", "ssh");
    office.set("commit.gpgSign", "true");
    office.set("user.signingkey", office.home().join(key).to_str().unwrap());
    office.set("user.name", worker);
    office.set("user.email", &format!("{worker}@example.org"));
}

/// Writes who may sign into the settings, and records it.
pub(crate) fn name_signers(office: &Office, now: &str, signers: &[(&str, &str)]) {
    let settings = office.folder().join("caseload.toml");
    let mut text = "format = 1\nprogramme = \"ipes\"\n".to_owned();
    for (worker, key) in signers {
        let email = format!("{worker}@example.org");
        let kind = if key.starts_with("-----BEGIN PGP") { "openpgp" } else { "ssh" };
        text += &format!("[workers.{worker}]\nemail = [\"{email}\"]\n");
        text += &format!("[signers.{worker}]\n{kind} = ['''{key}''']\n");
    }
    fs::write(&settings, text).unwrap();
    office.done(now, &["save"]);
}

/// Confirms the keys that are named.
pub(crate) fn trust(office: &Office, prints: &[&str]) -> Output {
    let mut arguments = vec!["trust"];
    for print in prints {
        arguments.extend(["--fingerprint", *print]);
    }
    office.done("2026-11-16T14:00:00Z", &arguments)
}

/// A folder with two cases whose worker signs, and whose key is confirmed.
pub(crate) fn signed_office() -> Office {
    let office = Office::with_cases();
    let public = key(&office, "alex");
    sign_as(&office, "alex", "alex");
    name_signers(&office, "2026-11-16T13:00:00Z", &[("alex", &public)]);
    trust(&office, &[&fingerprint(&office, "alex")]);
    office
}

#[test]
fn what_is_signed_by_those_allowed_is_good() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    contact(&office, 1, "A-0001");
    office.done("2026-11-17T10:02:00Z", &["undo"]);
    assert_eq!(found(&office, &[]), [""; 0]);
    // A second time what was found good is known.
    for _ in 0..2 {
        let (_, said) = verified(&office, &[]);
        assert_eq!(said["checked"]["good_signatures"], 3, "{said:#}");
        assert_eq!(said["checked"]["confirmed"], true);
    }
    office.set("commit.gpgSign", "false");
    contact(&office, 3, "A-0001");
    assert_eq!(found(&office, &[]), ["unsigned"]);
}

/// Ensures that a key that nobody named, and one in another person's name, are found.
#[test]
fn each_signs_in_their_own_name() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    let robin = key(&office, "robin");
    let alex = fs::read_to_string(office.home().join("alex.pub")).unwrap();
    name_signers(&office, "2026-11-17T09:00:00Z", &[("alex", alex.trim()), ("robin", &robin)]);
    sign_as(&office, "robin", "robin");
    contact(&office, 1, "A-0001");
    assert_eq!(found(&office, &[]), [""; 0]);
    // Robin's name, and alex's key.
    sign_as(&office, "robin", "alex");
    contact(&office, 2, "A-0001");
    assert_eq!(found(&office, &[]), ["signature-of-another"]);
    key(&office, "mallory");
    sign_as(&office, "alex", "mallory");
    contact(&office, 3, "A-0001");
    assert_eq!(found(&office, &[]), ["signature-not-allowed", "signature-of-another"]);
}

/// Ensures that what the folder's own repository, or the user's keyrings, say about keys counts for
/// nothing, and that no program of the folder's is run.
#[test]
fn the_folders_own_programs_are_not_run() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    key(&office, "mallory");
    sign_as(&office, "alex", "mallory");
    contact(&office, 1, "A-0001");
    let program = office.home().join("program");
    make_program(&program, "touch \"$HOME/was-run\"; echo Good; exit 0");
    let mallory = fs::read_to_string(office.home().join("mallory.pub")).unwrap();
    let signers = office.folder().join(".git/signers");
    fs::write(&signers, format!("alex@example.org {mallory}")).unwrap();
    for (name, value) in [
        ("gpg.program", program.to_str().unwrap()),
        ("gpg.openpgp.program", program.to_str().unwrap()),
        ("gpg.ssh.program", program.to_str().unwrap()),
        ("gpg.ssh.allowedSignersFile", signers.to_str().unwrap()),
        ("core.fsmonitor", program.to_str().unwrap()),
    ] {
        git(&office, &["config", name, value]);
        office.set("gpg.ssh.allowedSignersFile", signers.to_str().unwrap());
    }
    assert_eq!(found(&office, &[]), ["signature-not-allowed"]);
    assert!(!office.home().join("was-run").exists());
}

/// Ensures that without the programs that check signatures none counts as good, and that it is said.
#[test]
fn without_the_programs_nothing_is_good() {
    if !is_possible() {
        return;
    }
    let office = signed_office();
    contact(&office, 1, "A-0001");
    for file in crate::integrity::state_files(&office) {
        let _ = fs::remove_file(file.with_extension("good"));
    }
    let only_git = office.home().join("bin");
    fs::create_dir(&only_git).unwrap();
    let git = Command::new("sh").args(["-c", "command -v git"]).output().unwrap();
    let git = String::from_utf8_lossy(&git.stdout).trim().to_owned();
    std::os::unix::fs::symlink(git, only_git.join("git")).unwrap();
    let mut command = office.caseload(NOW, &["verify", "--format", "json"]);
    let output = command.env("PATH", &only_git).output().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said:#}");
    assert_eq!(said["checked"]["good_signatures"], 0, "{said:#}");
    assert!(said["not_checked"].to_string().contains("ssh-keygen"), "{said:#}");
    let _ = trust_without(&office, &only_git);
}

fn trust_without(office: &Office, path: &Path) -> Output {
    office.caseload(NOW, &["trust"]).env("PATH", path).output().unwrap()
}

/// A user of OpenPGP, whose key was made in 2020 and holds for ten days, or for good.
fn openpgp(office: &Office, length: &str) -> String {
    let home = office.home().join("gnupg");
    crate::integrity::signers::private_folder(&home);
    let gpg = |arguments: &[&str]| {
        let mut command = office.through(&["gpg"], "", &[]);
        command.args(["--homedir", home.to_str().unwrap(), "--batch", "--quiet"]).args(arguments);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{arguments:?} {}", words(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    gpg(&[
        "--faked-system-time",
        "20200101T000000!",
        "--passphrase",
        "",
        "--quick-gen-key",
        "Alex <alex@example.org>",
        "ed25519",
        "sign",
        length,
    ]);
    let program = office.home().join("gpg-then");
    let home = home.to_str().unwrap();
    let script = format!("exec gpg --homedir {home} --faked-system-time '20200105T000000!' \"$@\"");
    make_program(&program, &script);
    office.set("gpg.format", "openpgp");
    office.set("gpg.program", program.to_str().unwrap());
    office.set("user.signingkey", "alex@example.org");
    office.set("commit.gpgSign", "true");
    gpg(&["--armor", "--export", "alex@example.org"])
}

fn end_agent(office: &Office) {
    let home = office.home().join("gnupg");
    let mut command = office.through(&["gpgconf"], "", &["--homedir", home.to_str().unwrap()]);
    command.args(["--kill", "gpg-agent"]).output().unwrap();
}

/// The fingerprint that `trust` shows of a key of OpenPGP.
fn shown(office: &Office) -> String {
    let output = office.caseload(NOW, &["trust", "--format", "json"]).output().unwrap();
    let said: serde_json::Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} {}", words(&output)));
    said["keys"][0]["fingerprints"][0].as_str().unwrap().to_owned()
}

/// Ensures that a key of OpenPGP signs, that one that had run out does not, and that one that ran out
/// since does: by the time of the commit.
#[test]
fn keys_of_openpgp_sign_while_they_hold() {
    if !can_call("gpg", "signatures of OpenPGP") {
        return;
    }
    for (length, now, expected) in [
        ("never", "2026-11-17T10:00:00Z", vec![]),
        ("10d", "2026-11-17T10:00:00Z", vec!["signature-expired"]),
        ("10d", "2020-01-05T10:00:00Z", vec!["clock-back"]),
    ] {
        let office = Office::with_cases();
        let block = openpgp(&office, length);
        name_signers(&office, "2026-11-16T13:00:00Z", &[("alex", block.trim())]);
        let print = shown(&office);
        assert_eq!(print.len(), 40);
        trust(&office, &[&print.to_lowercase()]);
        office.done(
            now,
            &["contact", "A-0001", "--mode", "phone", "--on", "2026-11-16", "--force-future"],
        );
        end_agent(&office);
        assert_eq!(found(&office, &[]), expected, "{length} {now}");
        forget_receipts(&office);
        git(&office, &["-c", "commit.gpgSign=false", "commit", "--quiet", "--amend", "--no-edit"]);
        assert!(found(&office, &[]).contains(&"unsigned".to_owned()));
    }
}
