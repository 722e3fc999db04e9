//! What goes when a case was erased from the branch: what other references hold of the old history,
//! git's logs of where they were, what the tool has lying beside the repository, and every object that
//! nothing names any more.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use git2::{ObjectType, Oid, Reference};

use crate::store::agendas;
use crate::store::erasing::held::{take_away_left_keeps, take_away_left_packs};
use crate::store::erasing::stashes::{move_stashes, stashes, take_away_logs};
use crate::store::erasing::{Rewriting, Scope, named, note_successors, write_pack};
use crate::store::exchange::{Seen, run, said};
use crate::store::recording::disk::{
    entries_if_there, make_folder, put_in_place, read_if_there, remove_folder_if_there,
    remove_if_there, write_synced,
};
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// What git keeps beside a repository of what was done last.
const LAST_DONE: [&str; 10] = [
    "ORIG_HEAD",
    "REBASE_HEAD",
    "FETCH_HEAD",
    "AUTO_MERGE",
    "COMMIT_EDITMSG",
    "MERGE_MSG",
    "SQUASH_MSG",
    "TAG_EDITMSG",
    "gitk.cache",
    "objects/info/commit-graph",
];

/// An erasure that is not over: a file beside the repository, with what is to be gone in the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Pending {
    /// The blobs that are to be gone.
    pub(in crate::store) blobs: BTreeSet<Oid>,
    /// The ids whose erasure this clone has yet to confirm.
    pub(in crate::store) unconfirmed: BTreeSet<String>,
    /// What is only begun.
    pub(in crate::store) begun: Option<Begun>,
}

/// An erasure that is begun, and may yet be refused: then all of this is forgotten, and nothing of what was
/// pending before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Begun {
    /// Where the branch was: where it goes on from there, nothing was erased.
    pub(in crate::store) from: Oid,
    /// The blobs that are to be gone.
    pub(in crate::store) blobs: BTreeSet<Oid>,
    /// The ids whose erasure is to be confirmed then.
    pub(in crate::store) unconfirmed: BTreeSet<String>,
}

impl Pending {
    /// What is not over; none if everything is.
    pub(in crate::store) fn read(own: &Own) -> Result<Option<Pending>, RecordError> {
        let place = own.private().join("erasing");
        refuse_links(own.git(), &place)?;
        let Some(bytes) = read_if_there(&place).map_err(disk(&place))? else { return Ok(None) };
        let mut pending = Pending::default();
        for line in String::from_utf8_lossy(&bytes).lines() {
            match line.split_once(' ') {
                Some(("blob", blob)) => pending.blobs.extend(Oid::from_str(blob).ok()),
                Some(("confirm", id)) => pending.unconfirmed.extend([id.to_owned()]),
                Some(("from", commit)) => {
                    let (blobs, unconfirmed) = <_>::default();
                    let begun = |from| Begun { from, blobs, unconfirmed };
                    pending.begun = Oid::from_str(commit).ok().map(begun);
                }
                Some((word, value)) => pending.begun.iter_mut().for_each(|begun| match word {
                    "begun-blob" => begun.blobs.extend(Oid::from_str(value).ok()),
                    "begun-confirm" => begun.unconfirmed.extend([value.to_owned()]),
                    _ => {}
                }),
                None => {}
            }
        }
        Ok(Some(pending))
    }

    /// Whether nothing of it is left.
    pub(in crate::store) fn is_over(&self) -> bool {
        *self == Pending::default()
    }

    /// The same, where what was begun has happened.
    pub(in crate::store) fn happened(mut self) -> Pending {
        if let Some(begun) = self.begun.take() {
            self.blobs.extend(begun.blobs);
            self.unconfirmed.extend(begun.unconfirmed);
        }
        self
    }

    /// Notes it, with what was noted before.
    pub(in crate::store) fn note(&self, own: &Own) -> Result<(), RecordError> {
        let mut all = Pending::read(own)?.unwrap_or_default();
        all.blobs.extend(&self.blobs);
        all.unconfirmed.extend(self.unconfirmed.iter().cloned());
        // One that was cut short before, and begun again, begins elsewhere.
        all.begun = self.begun.clone().or(all.begun);
        all.write(own)
    }

    /// Writes what is left of it.
    pub(in crate::store) fn write(&self, own: &Own) -> Result<(), RecordError> {
        let (place, beside) = (own.private().join("erasing"), own.private().join("erasing.new"));
        refuse_links(own.git(), &beside)?;
        let mut text = String::new();
        self.blobs.iter().for_each(|blob| text += &format!("blob {blob}\n"));
        self.unconfirmed.iter().for_each(|id| text += &format!("confirm {id}\n"));
        if let Some(Begun { from, blobs, unconfirmed }) = &self.begun {
            text += &format!("from {from}\n");
            text.extend(blobs.iter().map(|blob| format!("begun-blob {blob}\n")));
            text.extend(unconfirmed.iter().map(|id| format!("begun-confirm {id}\n")));
        }
        remove_if_there(&beside).map_err(disk(&beside))?;
        write_synced(&beside, text.as_bytes()).map_err(disk(&beside))?;
        put_in_place(&beside, &place).map_err(disk(&place))
    }

    /// It is over.
    pub(in crate::store) fn end(own: &Own) -> Result<(), RecordError> {
        let place = own.private().join("erasing");
        remove_if_there(&place).map_err(disk(&place))
    }
}

/// Moves every reference but the branch that is recorded on to what its commit became. A tag with words
/// of its own on a commit that became another is taken away: it is not what was tagged.
pub(in crate::store) fn move_references(own: &Own, scope: &Scope) -> Result<(), RecordError> {
    let repository = &own.repository;
    let clean: Vec<Oid> = own.branch()?.commit.into_iter().collect();
    let references: Vec<(String, Oid, Oid)> = references(own)?;
    let mut tips: Vec<Oid> = references.iter().map(|(_, _, commit)| *commit).collect();
    tips.extend(stashes(own)?);
    tips.extend(Seen::kept(own)?);
    let rewriting = Rewriting::of(repository, scope, &tips, &clean)?;
    write_pack(own, repository, rewriting.made())?;
    note_successors(own, rewriting.commits())?;
    move_stashes(own, &rewriting)?;
    for (name, target, commit) in references {
        let new = rewriting.successor(commit);
        if new == commit {
            continue;
        }
        if target == commit {
            set(own, &name, new)?;
        } else {
            repository.find_reference(&name)?.delete()?;
        }
    }
    Ok(())
}

/// Moves a reference. Git's library would leave a lock behind where the disk fails.
fn set(own: &Own, name: &str, commit: Oid) -> Result<(), RecordError> {
    let (place, beside) = (own.git().join(name), own.private().join("reference.new"));
    refuse_links(own.git(), &place)?;
    refuse_links(own.git(), &beside)?;
    place.parent().map_or(Ok(()), make_folder).map_err(disk(&place))?;
    remove_if_there(&beside).map_err(disk(&beside))?;
    write_synced(&beside, format!("{commit}\n").as_bytes()).map_err(disk(&beside))?;
    put_in_place(&beside, &place).map_err(disk(&place))
}

/// Every reference that names a commit, by its name, with what it names and the commit.
fn references(own: &Own) -> Result<Vec<(String, Oid, Oid)>, RecordError> {
    let mut found = Vec::new();
    for reference in own.repository.references()? {
        let reference: Reference<'_> = reference?;
        let Some(target) = reference.target() else { continue };
        let Ok(object) = reference.peel(ObjectType::Commit) else { continue };
        found.push((reference.name().unwrap_or_default().to_owned(), target, object.id()));
    }
    Ok(found)
}

/// Takes away everything that nothing names any more. The repository in which git's programs are told
/// nothing lies at this place, and is held.
pub(in crate::store) fn purge(own: &Own, place: &Path, scope: &Scope) -> Result<(), RecordError> {
    for name in LAST_DONE {
        let file = own.git().join(name);
        refuse_links(own.git(), &file)?;
        remove_if_there(&file).map_err(disk(&file))?;
    }
    take_away_logs(own)?;
    let graphs = own.git().join("objects/info/commit-graphs");
    refuse_links(own.git(), &graphs)?;
    remove_folder_if_there(&graphs).map_err(disk(&graphs))?;
    take_away_copies(own, scope)?;
    agendas::forget(&own.private()).map_err(disk(&own.private()))?;
    tell_what_is_named(own, place)?;
    take_away_left_keeps(own)?;
    take_away(own, place, &["repack", "-a", "-d", "-l", "--quiet"])?;
    take_away_left_packs(own)?;
    take_away(own, place, &["prune", "--expire=now"])?;
    take_away(own, place, &["prune-packed", "--quiet"])?;
    Ok(own.repository.odb()?.refresh()?)
}

/// Takes away the private copies that an editor was given of what is erased.
fn take_away_copies(own: &Own, scope: &Scope) -> Result<(), RecordError> {
    let desks = own.private().join("edit");
    refuse_links(own.git(), &desks)?;
    for desk in entries_if_there(&desks).map_err(disk(&desks))? {
        let desk = desk.path();
        let files = entries_if_there(&desk).map_err(disk(&desk))?;
        let mut names = files.iter().map(fs::DirEntry::file_name);
        // An editor keeps what was beside it, under a name that begins or ends otherwise.
        if names.any(|name| scope.mentions(&name.to_string_lossy())) {
            remove_folder_if_there(&desk).map_err(disk(&desk))?;
        }
    }
    Ok(())
}

/// Has git's programs see all that is named: every reference, and what waits in the index.
fn tell_what_is_named(own: &Own, place: &Path) -> Result<(), RecordError> {
    let mut text = String::new();
    for (number, name) in named::named(own)?.into_iter().enumerate() {
        text += &format!("{name} refs/kept/{number}\n");
    }
    let packed = place.join("packed-refs");
    fs::write(&packed, text).map_err(disk(&packed))?;
    let (index, copy) = (own.git().join("index"), place.join("index"));
    refuse_links(own.git(), &index)?;
    if index.is_file() {
        fs::copy(&index, &copy).map_err(disk(&copy))?;
    }
    Ok(())
}

/// Has git take something away.
fn take_away(own: &Own, place: &Path, arguments: &[&str]) -> Result<(), RecordError> {
    let output = run(own, place, arguments)?;
    if output.status.success() {
        return Ok(());
    }
    Err(RecordError::new(
        Trouble::Git,
        format!("git could not take away what is erased: {}", said(&output)),
        "the case is off the record, but not yet off this disk; run it again when that is mended",
    ))
}
