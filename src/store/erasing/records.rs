//! The records of what was erased, as a commit has them or as they lie in the folder.

use std::path::Path;

use git2::{ObjectType, Oid, Repository};

use crate::digest::digest;
use crate::operation::{Confirmation, ERASURES, Erasure};
use crate::reading::Source;
use crate::store::erasing::Scope;
use crate::store::following::{Following, Which};
use crate::store::recording::disk::{put_in_place, read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;

/// Where it is remembered beside the repository what was erased, and what is between two records.
const REMEMBERED: &str = "erased";
const BETWEEN: &str = "\n---\n";
/// The largest record that is read.
const LARGEST: usize = 1024 * 1024;

/// A case that was erased, and the clones that have done so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The record.
    pub erasure: Erasure,
    /// Those who confirmed, but for the clone in which it began.
    pub confirmed: Vec<Confirmation>,
}

/// What was erased from a folder, as its newest commit says it, or did before somebody took the record
/// away.
///
/// # Errors
///
/// If git cannot read it.
pub fn erasures(root: &Path) -> Result<Vec<Erased>, RecordError> {
    known_records(&Own::open(root)?)
}

/// The same, of a repository.
pub(in crate::store) fn known_records(own: &Own) -> Result<Vec<Erased>, RecordError> {
    let found = records_in(&own.repository, own.branch()?.commit)?;
    Ok(with_remembered(found, remembered(&own.private())?))
}

/// The same, without records that this machine has not seen at work and that name what its branch still
/// holds: they came by git itself, and the next sync looks at them before anything goes by them.
pub(in crate::store) fn believed_records(own: &Own) -> Result<Vec<Erased>, RecordError> {
    let seen = remembered(&own.private())?;
    let tip = own.branch()?.commit;
    let is_seen = |it: &Erased| seen.iter().any(|known| it.erasure.is_part_of(known));
    let (mut found, others): (Vec<Erased>, Vec<Erased>) =
        records_in(&own.repository, tip)?.into_iter().partition(is_seen);
    let scope = Scope::of(others.iter().map(|it| &it.erasure));
    // Where nothing is to be looked for, no history is.
    let tips: Vec<Oid> = tip.into_iter().filter(|_| !scope.is_empty()).collect();
    let held = Following::of(&own.repository, Which::Begun(scope.beginnings()), &tips, &[])?;
    let is_held = |it: &Erased| {
        let scope = Scope::of([&it.erasure]);
        held.beginnings().iter().any(|beginning| scope.beginnings().contains(beginning))
    };
    found.extend(others.into_iter().filter(|it| !is_held(it)));
    Ok(with_remembered(found, seen))
}

fn with_remembered(mut found: Vec<Erased>, remembered: Vec<Erasure>) -> Vec<Erased> {
    for erasure in remembered {
        match found.iter_mut().find(|erased| erased.erasure.id == erasure.id) {
            Some(erased) => erased.erasure = erased.erasure.with(&erasure),
            None => found.push(Erased { erasure, confirmed: Vec::new() }),
        }
    }
    found
}

/// Remembers beside the repository what the newest commit says was erased.
///
/// # Errors
///
/// If git or the disk refuses.
pub fn remember_erasures(root: &Path) -> Result<(), RecordError> {
    let own = Own::open(root)?;
    let erased = believed_records(&own)?;
    if erased.is_empty() {
        return Ok(());
    }
    let _lock = Lock::take(&own.private())?;
    remember(&own, &erased)
}

/// Remembers beside the repository what was erased: the first that was heard of it.
pub(in crate::store) fn remember(own: &Own, erased: &[Erased]) -> Result<(), RecordError> {
    let (place, beside) = (own.private().join(REMEMBERED), own.private().join("erased.new"));
    let mut all = remembered(&own.private())?;
    let known = all.clone();
    for Erased { erasure, .. } in erased {
        match all.iter_mut().find(|known| known.id == erasure.id) {
            Some(known) => *known = known.with(erasure),
            None => all.push(erasure.clone()),
        }
    }
    if all == known {
        return Ok(());
    }
    let all: Vec<String> = all.iter().map(Erasure::text).collect();
    refuse_links(own.git(), &beside)?;
    remove_if_there(&beside).map_err(disk(&beside))?;
    write_synced(&beside, all.join(BETWEEN).as_bytes()).map_err(disk(&beside))?;
    put_in_place(&beside, &place).map_err(disk(&place))
}

/// What is remembered, whatever the folder says now.
pub(in crate::store) fn remembered(private: &Path) -> Result<Vec<Erasure>, RecordError> {
    let place = private.join(REMEMBERED);
    refuse_links(private, &place)?;
    let bytes = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.split(BETWEEN).filter_map(Erasure::remembered).collect())
}

/// What was erased by the time of a commit. A record that cannot be read erases nothing.
pub(in crate::store) fn records_in(
    repository: &Repository,
    commit: Option<Oid>,
) -> Result<Vec<Erased>, RecordError> {
    let Some(commit) = commit else { return Ok(Vec::new()) };
    let tree = repository.find_commit(commit)?.tree()?;
    let of_all = tree.get_name(ERASURES).filter(|it| it.kind() == Some(ObjectType::Tree));
    let Some(of_all) = of_all else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for of_one in &repository.find_tree(of_all.id())? {
        if of_one.kind() != Some(ObjectType::Tree) {
            continue;
        }
        let folder = String::from_utf8_lossy(of_one.name_bytes()).into_owned();
        found.extend(record(repository, of_one.id(), &folder)?);
    }
    Ok(found)
}

fn record(repository: &Repository, folder: Oid, name: &str) -> Result<Option<Erased>, RecordError> {
    let mut erasure = None;
    let mut confirmed = Vec::new();
    for file in &repository.find_tree(folder)? {
        if file.kind() != Some(ObjectType::Blob) {
            continue;
        }
        let blob = repository.find_blob(file.id())?;
        if blob.size() > LARGEST {
            continue;
        }
        let path = format!("{ERASURES}/{name}/{}", String::from_utf8_lossy(file.name_bytes()));
        let source = Source::new(path.as_str(), String::from_utf8_lossy(blob.content()));
        if Erasure::is_record(&path) {
            erasure = Erasure::read(&source).ok();
        } else {
            confirmed.extend(Confirmation::read(&source));
        }
    }
    confirmed.sort_by(|one, other| (one.on, &one.by).cmp(&(other.on, &other.by)));
    Ok(erasure.map(|erasure| Erased { erasure, confirmed }))
}

/// By what this clone of a folder is told from others: a name that says nothing of machine or person.
pub(in crate::store) fn clone_id(own: &Own, seed: &str) -> Result<String, RecordError> {
    let place = own.private().join("clone");
    refuse_links(own.git(), &place)?;
    let is_name = |name: &str| name.len() == 8 && name.chars().all(|c| c.is_ascii_alphanumeric());
    let known = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
    let known = String::from_utf8_lossy(&known).trim().to_owned();
    if is_name(&known) {
        return Ok(known);
    }
    let made = digest(&format!("{} {} {seed}", own.root.display(), std::process::id()));
    let made = made.get(..8).unwrap_or("00000000").to_owned();
    let _ = std::fs::remove_file(&place);
    write_synced(&place, format!("{made}\n").as_bytes()).map_err(disk(&place))?;
    Ok(made)
}
