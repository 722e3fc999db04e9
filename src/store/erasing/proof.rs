//! Looking for what was erased, in every object, packed or single, and in every file beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use aho_corasick::AhoCorasick;
use git2::{ObjectType, Oid, Repository, TreeWalkMode, TreeWalkResult};

use crate::store::erasing::named::named;
use crate::store::erasing::{Rewriting, Scope};
use crate::store::following::oldest_first;
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::repository::Own;

/// What was looked through for what was erased, and where it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// How many objects of git's were looked through.
    pub objects: usize,
    /// How many other files.
    pub files: usize,
    /// Where something of it is left.
    pub left: Vec<String>,
    /// Where words of it stand in what was recorded of others, or in other files of the folder.
    pub elsewhere: Vec<String>,
    /// The tags that hold something of it.
    pub tags: Vec<String>,
    /// The ids whose erasure this clone can confirm now; none where something is left.
    pub confirmable: BTreeSet<String>,
}

/// Words that tell about whom a case is.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Telling {
    /// Names and numbers of the participant.
    pub(in crate::store) who: BTreeSet<String>,
    /// Longer words of entries, such as notes.
    pub(in crate::store) words: BTreeSet<String>,
}

/// What finds those words.
struct Words {
    who: Option<AhoCorasick>,
    everything: Option<AhoCorasick>,
}

/// Looks for the blobs, for commits that hold what is erased, and for these words.
pub(in crate::store) fn prove(
    own: &Own,
    scope: &Scope,
    blobs: &BTreeSet<Oid>,
    telling: &Telling,
) -> Result<Proof, RecordError> {
    let mut proof = Proof::default();
    let who = finder(&telling.who)?;
    let repository = &own.repository;
    let commits = commits_named(own)?;
    for commit in Rewriting::of(repository, scope, &commits, &[])?.commits().keys() {
        proof.left.push(format!("commit {commit}"));
    }
    let others = if proof.left.is_empty() {
        of_others(repository, blobs, &commits)?
    } else {
        <_>::default()
    };
    let known = paths(repository, own.branch()?.commit)?;
    // What lies on the disk, and nothing that was only made in memory.
    let repository = Repository::open(own.git())?;
    let odb = repository.odb()?;
    let mut all = Vec::new();
    odb.foreach(|object| {
        all.push(*object);
        true
    })?;
    for object in all {
        proof.objects += 1;
        if blobs.contains(&object) && !others.contains(&object) {
            proof.left.push(format!("object {object}"));
            continue;
        }
        let read = odb.read(object)?;
        if who.as_ref().is_some_and(|who| who.is_match(read.data())) {
            let place = known.get(&object).cloned();
            proof.elsewhere.push(place.unwrap_or_else(|| format!("object {object}")));
        }
    }
    let everything: BTreeSet<String> = telling.who.union(&telling.words).cloned().collect();
    let words = Words { who, everything: finder(&everything)? };
    look_through_files(own, scope, &words, &mut proof)?;
    proof.left.extend(odd_objects(&own.git().join("objects"))?);
    Ok(proof)
}

/// The commits that the references of a repository name.
fn commits_named(own: &Own) -> Result<Vec<Oid>, RecordError> {
    let repository = &own.repository;
    let peeled = |object: Oid| {
        let object = repository.find_object(object, None).ok()?;
        Some(object.peel(ObjectType::Commit).ok()?.id())
    };
    Ok(named(own)?.into_iter().filter_map(peeled).collect())
}

/// Which of these blobs are those of others too: a case without a word may have the same bytes.
fn of_others(
    repository: &Repository,
    blobs: &BTreeSet<Oid>,
    commits: &[Oid],
) -> Result<BTreeSet<Oid>, RecordError> {
    let mut found = BTreeSet::new();
    let odb = repository.odb()?;
    if !blobs.iter().any(|blob| odb.exists(*blob)) {
        return Ok(found);
    }
    for commit in oldest_first(repository, commits, &[])? {
        repository.find_commit(commit)?.tree()?.walk(TreeWalkMode::PreOrder, |_, entry| {
            found.extend(blobs.get(&entry.id()));
            TreeWalkResult::Ok
        })?;
    }
    Ok(found)
}

/// The files among git's objects that are none: one that was cut short may hold anything.
fn odd_objects(objects: &Path) -> Result<Vec<String>, RecordError> {
    let mut found = Vec::new();
    let mut open = vec![objects.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(disk(&folder))? {
            let entry = entry.map_err(disk(&folder))?;
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if entry.file_type().map_err(disk(&path))?.is_dir() {
                open.push(path);
            } else if !is_of_git(&folder, &name) {
                let shown = path.strip_prefix(objects).unwrap_or(&path).display();
                found.push(format!(".git/objects/{shown}"));
            }
        }
    }
    Ok(found)
}

/// Whether a file among git's objects is one that git keeps there.
fn is_of_git(folder: &Path, name: &str) -> bool {
    let is_hex = |text: &str| text.chars().all(|c| c.is_ascii_hexdigit());
    match folder.file_name().map(|name| name.to_string_lossy()).as_deref() {
        Some("info" | "commit-graphs") => true,
        Some("pack") => {
            let is_pack = name.strip_prefix("pack-").and_then(|rest| rest.split_once('.'));
            is_pack.is_some_and(|(name, _)| is_hex(name)) || name.starts_with("multi-pack-index")
        }
        Some(first) => first.len() == 2 && is_hex(first) && name.len() == 38 && is_hex(name),
        None => false,
    }
}

fn finder(words: &BTreeSet<String>) -> Result<Option<AhoCorasick>, RecordError> {
    if words.is_empty() {
        return Ok(None);
    }
    AhoCorasick::new(words).map(Some).map_err(|error| {
        let error = std::io::Error::other(error.to_string());
        disk(Path::new("the words to look for"))(error)
    })
}

/// Where the files of a commit lie, by their blobs.
fn paths(
    repository: &Repository,
    commit: Option<Oid>,
) -> Result<BTreeMap<Oid, String>, RecordError> {
    let mut found = BTreeMap::new();
    let Some(commit) = commit else { return Ok(found) };
    repository.find_commit(commit)?.tree()?.walk(TreeWalkMode::PreOrder, |folder, entry| {
        let name = String::from_utf8_lossy(entry.name_bytes());
        found.insert(entry.id(), format!("{folder}{name}"));
        TreeWalkResult::Ok
    })?;
    Ok(found)
}

/// Looks through every file of the repository that is no object, and through those of the folder.
fn look_through_files(
    own: &Own,
    scope: &Scope,
    words: &Words,
    proof: &mut Proof,
) -> Result<(), RecordError> {
    let tip = own.branch()?.commit;
    let mut open = vec![own.root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(disk(&folder))? {
            let entry = entry.map_err(disk(&folder))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(disk(&path))?;
            if kind.is_dir() && path != own.git().join("objects") {
                open.push(path);
            } else if kind.is_file() {
                proof.files += 1;
                look_through(own, scope, words, &path, tip, proof)?;
            }
        }
    }
    proof.left.sort();
    proof.elsewhere.sort();
    proof.elsewhere.dedup();
    Ok(())
}

fn look_through(
    own: &Own,
    scope: &Scope,
    words: &Words,
    path: &Path,
    known: Option<Oid>,
    proof: &mut Proof,
) -> Result<(), RecordError> {
    let bytes = fs::read(path).map_err(disk(path))?;
    let is_named = path.file_name().is_some_and(|name| scope.mentions(&name.to_string_lossy()));
    // What was recorded of others may say the same in their notes.
    let words = if path.starts_with(own.git()) { &words.everything } else { &words.who };
    let holds_words = words.as_ref().is_some_and(|words| words.is_match(&bytes));
    if !is_named && !holds_words {
        return Ok(());
    }
    let shown = path.strip_prefix(&own.root).unwrap_or(path).display().to_string();
    // What is recorded under the id now is somebody else, whom another machine had under it.
    let is_of_others = || own.blob_in(known, &shown).ok().flatten().is_some();
    let is_case = is_named && shown.starts_with("cases/") && !is_of_others();
    let is_ours = path.starts_with(own.git()) || is_case;
    if is_ours {
        proof.left.push(shown);
    } else {
        proof.elsewhere.push(shown);
    }
    Ok(())
}
