//! What is kept of each folder outside of it, in the user's own place for such things: one file a
//! folder, by the place where it lies.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{Oid, Repository};
use sha2::{Digest, Sha256};

use crate::integrity::{Confirmation, Kept, Receipt, Record};
use crate::store::integrity::opened;
use crate::store::output::{OutputError, lies_within, write_output};
use crate::store::recording::disk::{make_folder, open_private, read_if_there};
use crate::store::recording::error::{RecordError, Trouble, disk};

/// How what is kept of a folder was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Under the place where it lies.
    Here,
    /// Nothing was kept of it.
    New,
    /// Under another place, where it lay before and is no longer.
    MovedFrom(String),
    /// Under another place, where a copy of it lies: the keys that were confirmed there count here.
    CopyOf(String),
}

/// What is kept of a folder, and the file that it is kept in.
pub struct KeptFile {
    place: PathBuf,
    /// What is kept.
    pub kept: Kept,
    /// How it was found.
    pub found: Found,
    /// What is kept of other folders and cannot be read; it could be of this one, before it was moved.
    pub unread: Vec<String>,
}

impl KeptFile {
    /// What is kept of a folder, also where it was moved or copied; none if there is no place of the
    /// user's to keep anything.
    ///
    /// # Errors
    ///
    /// If it is there and cannot be read, or git cannot read the folder.
    pub fn of(root: &Path) -> Result<Option<KeptFile>, RecordError> {
        let Some(mut file) = KeptFile::at(root)? else { return Ok(None) };
        if file.found == Found::New {
            let own = opened(root)?;
            if let Some(tip) = own.branch()?.commit {
                // Of a repository that is damaged they are not known.
                let roots = roots(&own.repository, tip).unwrap_or_default();
                file.recognise(&roots, &|commit| is_part(&own.repository, tip, commit));
                file.kept.roots = roots;
            }
        }
        Ok(Some(file))
    }

    fn at(root: &Path) -> Result<Option<KeptFile>, RecordError> {
        let root = root.canonicalize().map_err(disk(root))?;
        let Some(folder) = home() else { return Ok(None) };
        // What lies in the folder is rewritten with it.
        if lies_within(&folder, &root).unwrap_or(true) {
            return Ok(None);
        }
        let path = root.to_string_lossy().into_owned();
        let place = folder.join(format!("{}.json", name(&path)));
        let kept = read(&place)?;
        let found = if kept.is_some() { Found::Here } else { Found::New };
        let kept = kept.unwrap_or_else(|| Kept { path, ..Kept::default() });
        Ok(Some(KeptFile { place, kept, found, unread: Vec::new() }))
    }

    /// Looks for what was kept of a folder that is new to this place: it may have been moved, or be a
    /// copy. `roots` are the first commits, `has` whether a commit is part of it.
    fn recognise(&mut self, roots: &[String], has: &dyn Fn(&str) -> bool) {
        let (others, unread) = others(&self.place);
        self.unread = unread;
        for other in others {
            if !other.roots.iter().any(|root| roots.contains(root)) {
                continue;
            }
            let from = other.path.clone();
            if Path::new(&from).join(".git").exists() {
                let has = |it: &Confirmation| has(&it.commit) || has(&other.newest_of(&it.commit));
                if other.confirmed.iter().any(has) {
                    let there = other.confirmed.iter().filter(|it| has(it)).cloned();
                    self.kept.confirmed = there.collect();
                    self.kept.remade = other.remade;
                    self.found = Found::CopyOf(from);
                }
            } else {
                let path = std::mem::take(&mut self.kept.path);
                self.kept = Kept { path, ..other };
                self.found = Found::MovedFrom(from);
                return;
            }
        }
    }

    /// Changes what is kept, and writes it for its owner alone to read. What another process kept since it
    /// was read stays.
    ///
    /// # Errors
    ///
    /// If the disk refuses; then nothing is changed.
    pub fn change<T>(&mut self, change: impl FnOnce(&mut Kept) -> T) -> Result<T, RecordError> {
        let _alone = self.alone()?;
        let mut kept = read(&self.place)?.unwrap_or_else(|| self.kept.clone());
        let done = change(&mut kept);
        let text = serde_json::to_string_pretty(&kept).unwrap_or_default() + "\n";
        self.put(&self.place, text.as_bytes())?;
        self.kept = kept;
        Ok(done)
    }

    /// Waits until no other process changes it. The lock is given back when this is dropped.
    fn alone(&self) -> Result<File, RecordError> {
        let folder = self.place.parent().unwrap_or(&self.place);
        make_folder(folder).map_err(disk(folder))?;
        let place = self.place.with_extension("lock");
        let file = open_private(&place).map_err(disk(&place))?;
        match file.lock() {
            // Where a disk knows no locks, there is none to wait for.
            Err(error) if error.kind() != ErrorKind::Unsupported => Err(disk(&place)(error)),
            _ => Ok(file),
        }
    }

    fn put(&self, place: &Path, bytes: &[u8]) -> Result<(), RecordError> {
        let folder = self.place.parent().unwrap_or(&self.place);
        make_folder(folder).map_err(disk(folder))?;
        write_output(place, None, bytes).map_err(|error| {
            let source = match error {
                OutputError::Io { source, .. } => source,
                other => std::io::Error::other(other.to_string()),
            };
            // Where a file lay that is gone again by now is of no use to anybody.
            let plain = source.raw_os_error().map(std::io::Error::from_raw_os_error);
            disk(place)(plain.unwrap_or_else(|| source.kind().into()))
        })
    }

    /// The signatures that were found good before, by the fingerprints of their keys. What is signed
    /// stays signed: a commit's name stands for all of it.
    pub(super) fn good(&self) -> HashMap<String, String> {
        let text = fs::read_to_string(self.place.with_extension("good")).unwrap_or_default();
        let pairs = text.lines().filter_map(|line| line.split_once(' '));
        pairs.map(|(commit, by)| (commit.to_owned(), by.to_owned())).collect()
    }

    /// Keeps them. It only saves time: what keeps it from being written is no failure.
    pub(super) fn keep_good(&self, good: &[(String, String)]) {
        let lines: String =
            good.iter().fold(String::new(), |lines, (commit, by)| lines + commit + " " + by + "\n");
        let _ = self.put(&self.place.with_extension("good"), lines.as_bytes());
    }

    /// Takes away all that is kept of the folder.
    ///
    /// # Errors
    ///
    /// If the disk refuses.
    pub fn forget(self) -> Result<(), RecordError> {
        let beside = ["good", "lock"].map(|extension| self.place.with_extension(extension));
        for place in beside.into_iter().chain([self.place]) {
            crate::store::recording::disk::remove_if_there(&place).map_err(disk(&place))?;
        }
        Ok(())
    }

    /// Adds the receipt of a record as it is now.
    ///
    /// # Errors
    ///
    /// If the disk refuses.
    pub fn add(&mut self, record: &Record, receipt: Receipt) -> Result<(), RecordError> {
        self.change(|kept| {
            if kept.roots.is_empty() {
                kept.roots = record.roots();
            }
            kept.add(receipt);
        })
    }
}

/// The place of another folder of which a commit was kept, if there is one.
pub fn kept_elsewhere(root: &Path, commit: &str) -> Option<String> {
    let file = KeptFile::at(root).ok()??;
    let has = |kept: &Kept| kept.receipts.iter().any(|receipt| receipt.commit == commit);
    others(&file.place).0.into_iter().find(has).map(|kept| kept.path)
}

/// The receipt of a record as it is now.
pub fn receipt_of(record: &Record, seconds: i64) -> Receipt {
    Receipt {
        commit: record.tip.clone(),
        commits: record.commits.len(),
        seconds,
        at_remote: record.seen.as_deref() == Some(&record.tip),
    }
}

/// Notes outside of a folder what its commits became when a case was erased here, so that the receipts
/// of before still hold. Where there is no place to keep anything, nothing was kept to compare with.
pub(in crate::store) fn keep_remade(
    root: &Path,
    commits: &BTreeMap<Oid, Oid>,
) -> Result<(), RecordError> {
    let Some(mut file) = KeptFile::of(root)? else { return Ok(()) };
    let commits = commits.iter().map(|(old, new)| (old.to_string(), new.to_string()));
    file.change(|kept| kept.remake(commits))
}

/// Keeps a receipt of a folder as it is at this moment, sent to its remote. Says whether what was kept
/// before is still part of it, and keeps nothing more if it is not; none if there is no place to keep
/// anything.
///
/// # Errors
///
/// If git or the disk refuses.
pub fn keep_receipt(root: &Path, seconds: i64) -> Result<Option<bool>, RecordError> {
    let own = opened(root)?;
    let Some(tip) = own.branch()?.commit else { return Ok(None) };
    let Some(mut file) = KeptFile::of(root)? else { return Ok(None) };
    let last = file.kept.receipts.last();
    let last = last.map(|last| (file.kept.newest_of(&last.commit), last.commits));
    if last.as_ref().is_some_and(|(last, _)| !is_part(&own.repository, tip, last)) {
        return Ok(Some(false));
    }
    let (base, many) = match last {
        Some((last, commits)) => (Oid::from_str(&last).ok(), commits),
        None => (None, 0),
    };
    let commits = many + count(&own.repository, tip, base)?;
    let receipt = Receipt { commit: tip.to_string(), commits, seconds, at_remote: true };
    file.change(|kept| kept.add(receipt))?;
    Ok(Some(true))
}

/// Whether a commit is the newest, or before it.
fn is_part(repository: &Repository, tip: Oid, commit: &str) -> bool {
    Oid::from_str(commit).is_ok_and(|commit| {
        commit == tip || repository.graph_descendant_of(tip, commit).unwrap_or(false)
    })
}

fn count(repository: &Repository, tip: Oid, base: Option<Oid>) -> Result<usize, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.push(tip)?;
    base.map_or(Ok(()), |base| walk.hide(base))?;
    // An object that cannot be read ends the count, as it would end no walk by itself.
    let mut number = 0;
    for commit in walk {
        commit?;
        number += 1;
    }
    Ok(number)
}

fn roots(repository: &Repository, tip: Oid) -> Result<Vec<String>, git2::Error> {
    let mut walk = repository.revwalk()?;
    walk.push(tip)?;
    let mut roots = Vec::new();
    for id in walk {
        let commit = repository.find_commit(id?)?;
        if commit.parent_count() == 0 {
            roots.push(commit.id().to_string());
        }
    }
    Ok(roots)
}

/// The user's own place for what programs keep.
fn home() -> Option<PathBuf> {
    let absolute =
        |variable: &str| env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    Some(state?.join("caseload"))
}

/// The name of a file for a place: a path may name people, and is said within only.
fn name(path: &str) -> String {
    let bytes = Sha256::digest(path.as_bytes());
    bytes[..16].iter().fold(String::new(), |digits, byte| format!("{digits}{byte:02x}"))
}

fn read(place: &Path) -> Result<Option<Kept>, RecordError> {
    let unreadable = |error: &dyn Display, hint| {
        let place = place.display();
        let message =
            format!("`{place}`, which is kept to check this folder by, cannot be read: {error}");
        RecordError::new(Trouble::Disk, message, hint)
    };
    let bytes = read_if_there(place).map_err(|error| {
        let hint = "is it yours? without it nothing is known of what was here before";
        unreadable(&error, hint)
    })?;
    let Some(bytes) = bytes else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|error| {
        let hint = "put a copy of that file back; without it nothing is known of what was here \
                    before. To begin anew, move it away";
        unreadable(&error, hint)
    })
}

/// What is kept of other places, and the files of these that cannot be read.
fn others(place: &Path) -> (Vec<Kept>, Vec<String>) {
    let (mut all, mut unread) = (Vec::new(), Vec::new());
    let Some(Ok(entries)) = place.parent().map(fs::read_dir) else { return (all, unread) };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path != place && path.extension().is_some_and(|it| it == "json") {
            match read(&path) {
                Ok(kept) => all.extend(kept),
                Err(_) => unread.push(path.display().to_string()),
            }
        }
    }
    all.sort_by(|one, other| one.path.cmp(&other.path));
    unread.sort();
    (all, unread)
}
