//! What git's own programs say of the signatures: only of commits that bear one, many in one process.

use std::collections::HashMap;
use std::io::Write;
use std::process::Stdio;

use rayon::prelude::*;

use crate::integrity::{Commit, NamedKey, Record, SignatureKind, Verdict};
use crate::store::integrity::keyring::Keyring;
use crate::store::integrity::neutral::Neutral;
use crate::store::integrity::state::KeptFile;
use crate::store::recording::error::RecordError;

/// How many commits one process is given.
const AT_A_TIME: usize = 500;

/// What git says of one commit: a letter, and the fingerprints of the key and of the one above it.
struct Answer {
    commit: String,
    letter: String,
    key: String,
    main: String,
}

/// Looks at every signature of a record, by these keys.
pub(super) fn look(
    neutral: &Neutral,
    record: &mut Record,
    keys: Vec<NamedKey>,
    state: Option<&KeptFile>,
) -> Result<(), RecordError> {
    let keyring = Keyring::of(keys)?;
    record.fingerprints.clone_from(&keyring.fingerprints);
    let lacks = |kind: SignatureKind| match kind {
        SignatureKind::Ssh => keyring.without_ssh.clone(),
        SignatureKind::OpenPgp => keyring.without_openpgp.clone(),
        SignatureKind::Other => None,
    };
    for kind in [SignatureKind::Ssh, SignatureKind::OpenPgp] {
        if record.commits.iter().any(|commit| commit.signature == Some(kind)) {
            record.unchecked.extend(lacks(kind).map(|why| (kind, why)));
        }
    }
    let known = state.map(KeptFile::good).unwrap_or_default();
    let is_known = |commit: &Commit| {
        let by = known.get(&commit.id).filter(|_| commit.signature == Some(SignatureKind::Ssh));
        by.is_some_and(|by| keyring.knows(by))
    };
    let to_ask: Vec<String> = record
        .commits
        .iter()
        .filter(|it| it.signature.is_some_and(|kind| lacks(kind).is_none()) && !is_known(it))
        .map(|commit| commit.id.clone())
        .collect();
    let parts = AT_A_TIME.min(to_ask.len() / rayon::current_num_threads() + 1);
    let answers: Vec<Answer> =
        to_ask.par_chunks(parts).flat_map_iter(|some| ask(neutral, &keyring, some)).collect();
    let answers: HashMap<&str, &Answer> =
        answers.iter().map(|answer| (answer.commit.as_str(), answer)).collect();
    let mut good = Vec::new();
    for commit in record.commits.iter_mut().filter(|commit| commit.signature.is_some()) {
        let asked = answers.get(commit.id.as_str());
        commit.verdict = Some(match (known.get(&commit.id), asked) {
            (_, Some(answer)) => verdict(answer, commit, &keyring),
            (Some(by), None) if keyring.knows(by) => Verdict::Good(by.clone()),
            _ => Verdict::Unchecked,
        });
        if let (Some(SignatureKind::Ssh), Some(Verdict::Good(by))) =
            (commit.signature, &commit.verdict)
        {
            good.push((commit.id.clone(), by.clone()));
        }
    }
    if let Some(state) = state.filter(|_| good.len() > known.len()) {
        state.keep_good(&good);
    }
    Ok(())
}

fn verdict(answer: &Answer, commit: &Commit, keyring: &Keyring) -> Verdict {
    let main =
        if commit.signature == Some(SignatureKind::Ssh) { &answer.key } else { &answer.main };
    let is_known = keyring.knows(main);
    match answer.letter.as_str() {
        "B" | "N" => Verdict::Bad,
        "G" | "U" if is_known => Verdict::Good(main.clone()),
        "Y" if is_known && keyring.was_valid([&answer.key, main], commit.committer.seconds) => {
            Verdict::Good(main.clone())
        }
        "X" | "Y" if is_known => Verdict::Expired(main.clone()),
        "R" if is_known => Verdict::Revoked(main.clone()),
        "G" | "U" | "X" | "Y" | "R" | "E" => Verdict::UnknownKey(answer.key.clone()),
        _ => Verdict::Unchecked,
    }
}

/// Asks git about some commits. Where it cannot answer, nothing is said.
fn ask(neutral: &Neutral, keyring: &Keyring, commits: &[String]) -> Vec<Answer> {
    let signers = format!("gpg.ssh.allowedSignersFile={}", keyring.allowed_signers().display());
    let mut command = neutral.git();
    command
        .args(["-c", &signers])
        .args(["-c", "gpg.ssh.program=ssh-keygen", "-c", "gpg.openpgp.program=gpg"])
        .args(["-c", "gpg.program=gpg", "-c", "gpg.minTrustLevel=undefined"])
        .args(["-c", "log.showSignature=false", "-c", "log.mailmap=false"])
        .args(["log", "--no-walk=unsorted", "--no-patch", "--no-color", "--no-notes", "--stdin"])
        .arg("--format=tformat:%H%x09%G?%x09%GF%x09%GP")
        .env("GNUPGHOME", keyring.gnupg())
        .stdin(Stdio::piped())
        .stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return Vec::new() };
    let mut list = commits.join("\n");
    list.push('\n');
    if let Some(mut input) = child.stdin.take() {
        let _ = input.write_all(list.as_bytes());
    }
    let Ok(output) = child.wait_with_output() else { return Vec::new() };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let answers = said.lines().filter_map(|line| {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Answer {
            commit: fields.next()?,
            letter: fields.next()?,
            key: fields.next()?,
            main: fields.next()?,
        })
    });
    answers.collect()
}
