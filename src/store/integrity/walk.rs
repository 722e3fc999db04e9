//! One walk over all commits, each after those before it, with what each changed.

use std::collections::{HashMap, HashSet};

use git2::{Commit as GitCommit, ErrorCode, Oid, Repository};
use rayon::prelude::*;

use crate::integrity::{Commit, Contents, Lost, Person, Record, RemoteCommit, Said, SignatureKind};
use crate::operation::Reversal;
use crate::store::find::SETTINGS;
use crate::store::history::{Trailers, changed};
use crate::store::integrity::neutral::Neutral;
use crate::store::integrity::settings_then;
use crate::store::recording::error::RecordError;

/// How many commits one thread takes at a time.
const AT_A_TIME: usize = 200;

/// A record with all of its commits.
pub(super) fn read(neutral: &Neutral, tip: Oid) -> Result<Record, RecordError> {
    let repository = neutral.repository()?;
    let mut record = Record { tip: tip.to_string(), ..Record::default() };
    let ids = in_order(&repository, tip, &mut record);
    for (place, commit) in record.commits.iter().enumerate() {
        record.places.insert(commit.id.clone(), place);
    }
    let found = look_into(neutral, &ids, &record);
    let mut settings: HashMap<Oid, usize> = HashMap::new();
    // What a commit without settings says about people.
    record.settings.push(settings_then(""));
    for (commit, looked) in record.commits.iter_mut().zip(found) {
        record.lost.extend(looked.lost);
        commit.contents = looked.contents;
        let Some(blob) = looked.settings else { continue };
        commit.settings = *settings.entry(blob).or_insert_with(|| {
            let text = repository.find_blob(blob).map(|blob| blob.content().to_vec());
            let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
            record.settings.push(settings_then(&text));
            record.settings.len() - 1
        });
    }
    let newest = record.place(&record.tip).map(|place| record.commits[place].settings);
    record.now = record.settings[newest.unwrap_or_default()].clone();
    Ok(record)
}

/// The commits at the remote, as last seen, that are not here.
pub(super) fn read_what_is_only_there(neutral: &Neutral, record: &mut Record, seen: &str) {
    record.seen = Some(seen.to_owned());
    let Ok(repository) = neutral.repository() else { return };
    let mut open: Vec<Oid> = Oid::from_str(seen).into_iter().collect();
    let mut known: HashSet<Oid> = HashSet::new();
    while let Some(id) = open.pop() {
        if record.has(&id.to_string()) || !known.insert(id) {
            continue;
        }
        let mut operation = None;
        if let Ok(commit) = repository.find_commit(id) {
            operation = Trailers::of(&message(&commit)).operation;
            open.extend(commit.parent_ids());
        }
        record.only_there.push(RemoteCommit { id: id.to_string(), operation });
    }
}

/// Puts the commits in order, each after those before it; gives their names.
fn in_order(repository: &Repository, tip: Oid, record: &mut Record) -> Vec<Oid> {
    let mut ids = Vec::new();
    let mut done: HashSet<Oid> = HashSet::new();
    let mut waiting: HashMap<Oid, Commit> = HashMap::new();
    let mut open = vec![tip];
    while let Some(id) = open.last().copied() {
        if done.contains(&id) {
            open.pop();
            continue;
        }
        if let Some(commit) = waiting.remove(&id) {
            // All before it are done.
            record.commits.push(commit);
            ids.push(id);
            done.insert(id);
            open.pop();
            continue;
        }
        match repository.find_commit(id) {
            Ok(commit) => {
                waiting.insert(id, plain(&commit));
                open.extend(commit.parent_ids().filter(|parent| !waiting.contains_key(parent)));
            }
            Err(error) => {
                record.lost.push(lost(id, "commit", &error));
                done.insert(id);
                open.pop();
            }
        }
    }
    ids
}

fn lost(id: Oid, what: &str, error: &git2::Error) -> Lost {
    let is_altered = error.code() != ErrorCode::NotFound;
    Lost { object: id.to_string(), what: what.to_owned(), is_altered }
}

fn message(commit: &GitCommit<'_>) -> String {
    String::from_utf8_lossy(commit.message_bytes()).into_owned()
}

fn plain(commit: &GitCommit<'_>) -> Commit {
    let message = message(commit);
    let trailers = Trailers::of(&message);
    let person = |who: &git2::Signature<'_>| Person {
        name: String::from_utf8_lossy(who.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(who.email_bytes()).into_owned(),
        seconds: who.when().seconds(),
    };
    Commit {
        id: commit.id().to_string(),
        parents: commit.parent_ids().map(|id| id.to_string()).collect(),
        subject: message.lines().next().unwrap_or_default().to_owned(),
        cases: trailers.cases,
        operation: trailers.operation,
        reverses: trailers.reverses,
        release: trailers.release,
        author: person(&commit.author()),
        committer: person(&commit.committer()),
        signature: signature(commit),
        ..Commit::default()
    }
}

fn signature(commit: &GitCommit<'_>) -> Option<SignatureKind> {
    let signed = commit.header_field_bytes("gpgsig").ok()?;
    let text = String::from_utf8_lossy(&signed).into_owned();
    let begins = |word: &str| text.trim_start().starts_with(word);
    Some(if begins("-----BEGIN SSH SIGNATURE") {
        SignatureKind::Ssh
    } else if begins("-----BEGIN PGP") {
        SignatureKind::OpenPgp
    } else {
        SignatureKind::Other
    })
}

/// What was found in one commit.
#[derive(Default)]
struct Looked {
    contents: Contents,
    settings: Option<Oid>,
    lost: Vec<Lost>,
}

/// What each commit changed. Several threads take some commits each.
fn look_into(neutral: &Neutral, ids: &[Oid], record: &Record) -> Vec<Looked> {
    let by_operation = by_operation(ids, record);
    let pairs: Vec<(Oid, &Commit)> = ids.iter().copied().zip(&record.commits).collect();
    let of_some = |some: &[(Oid, &Commit)]| -> Vec<Looked> {
        let Ok(repository) = neutral.repository() else {
            return some.iter().map(|_| Looked::default()).collect();
        };
        some.iter().map(|(id, commit)| look(&repository, *id, commit, &by_operation)).collect()
    };
    pairs.par_chunks(AT_A_TIME).flat_map_iter(of_some).collect()
}

/// Where each operation was recorded first.
fn by_operation<'r>(ids: &[Oid], record: &'r Record) -> HashMap<&'r str, Oid> {
    let mut known = HashMap::new();
    for (id, commit) in ids.iter().zip(&record.commits) {
        if let Some(operation) = &commit.operation {
            known.entry(operation.as_str()).or_insert(*id);
        }
    }
    known
}

fn look(
    repository: &Repository,
    id: Oid,
    commit: &Commit,
    by_operation: &HashMap<&str, Oid>,
) -> Looked {
    let mut looked = Looked::default();
    let files = match repository.find_commit(id).and_then(|it| changed(repository, &it, None)) {
        Ok(files) => files,
        Err(error) => {
            // Which object it is, git's own program says.
            if error.code() != ErrorCode::NotFound {
                looked.lost.push(lost(id, "what belongs to commit", &error));
            }
            return looked;
        }
    };
    let reversed = commit.reverses.as_ref().and_then(|reversal| {
        let (Reversal::Undoes(operation) | Reversal::Redoes(operation)) = reversal;
        let before = *by_operation.get(operation.as_str())?;
        repository.find_commit(before).and_then(|it| changed(repository, &it, None)).ok()
    });
    let said = Said {
        subject: &commit.subject,
        cases: &commit.cases,
        operation: commit.operation.as_deref(),
        reverses: commit.reverses.as_ref(),
        parents: commit.parents.len(),
    };
    looked.contents = Contents::of(said, &files, reversed.as_deref());
    let tree = repository.find_commit(id).and_then(|it| it.tree()).ok();
    looked.settings = tree.and_then(|tree| tree.get_name(SETTINGS).map(|entry| entry.id()));
    looked
}
