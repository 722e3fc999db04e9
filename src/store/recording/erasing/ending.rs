//! What is left to do once a case is off the branch: other references, what lies beside the repository,
//! and the look for what should be gone.

use std::path::Path;

use crate::store::erasing::{
    Pending, Proof, Scope, Tags, believed_records, forget_those_of_others, gone, move_references,
    note_gone, prove, purge, refuse_while_kept, remember, telling,
};
use crate::store::exchange::{lay_out, place_of_work};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::finish::recover;
use crate::store::recording::index::{HeldIndex, forget_what_was_resolved};
use crate::store::recording::lock::Lock;
use crate::store::recording::repository::Own;
use crate::store::recording::work::Work;

/// Takes away what an erasure has left to be taken away, and looks for what should be gone; none where
/// nothing was left to do.
///
/// # Errors
///
/// If git or the disk refuses; it can be run again.
pub fn finish_erasing(root: &Path) -> Result<Option<Proof>, RecordError> {
    let own = Own::open(root)?;
    let Some(pending) = Pending::read(&own)? else { return Ok(None) };
    let (place, _exchange) = place_of_work(&own)?;
    lay_out(&place).map_err(disk(&place))?;
    let _lock = Lock::take(&own.private())?;
    // What was cut short may still be named by the index.
    drop(recover(&own, &Work::begin(&own)?)?);
    let Some(pending) = what_happened(&own, pending)? else { return Ok(None) };
    refuse_while_kept(&own)?;
    note_gone(&own, &pending.blobs)?;
    let erased = believed_records(&own)?;
    let scope = Scope::of(erased.iter().map(|erased| &erased.erasure)).with_versions(gone(&own)?);
    let telling = telling(&own.repository, &pending.blobs);
    // Whoever records by git itself waits: what is not named yet would be thrown away.
    let index = HeldIndex::take(&own)?;
    let taken_away = forget_what_was_resolved(&own)
        .and_then(|()| move_references(&own, &scope))
        .and_then(|()| purge(&own, &place, &scope));
    index.give_up()?;
    taken_away?;
    lay_out(&place).map_err(disk(&place))?;
    let mut proof = prove(&own, &scope, &pending.blobs, &telling)?;
    remember(&own, &believed_records(&own)?)?;
    if !proof.left.is_empty() {
        proof.tags = Tags::of(&own.repository, &scope, &pending.blobs)?.holding;
        return Ok(Some(proof));
    }
    forget_those_of_others(&own, &pending.blobs)?;
    proof.confirmable.clone_from(&pending.unconfirmed);
    if pending.unconfirmed.is_empty() {
        Pending::end(&own)?;
    } else {
        Pending { unconfirmed: pending.unconfirmed, ..Pending::default() }.write(&own)?;
    }
    Ok(Some(proof))
}

/// Forgets an erasure that was cut short, or refused, before anything was erased: what it would have
/// taken is not what another one takes.
pub(super) fn forget_what_was_refused(own: &Own) -> Result<(), RecordError> {
    match Pending::read(own)? {
        Some(pending) if pending.begun.is_some() => match what_happened(own, pending)? {
            Some(pending) => pending.write(own),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// What is pending of what happened; none if nothing is. One that was begun and did not happen is
/// forgotten.
fn what_happened(own: &Own, pending: Pending) -> Result<Option<Pending>, RecordError> {
    if !stands_where_it_stood(own, &pending)? {
        return Ok(Some(pending.happened()));
    }
    let pending = Pending { begun: None, ..pending };
    if pending.is_over() {
        Pending::end(own)?;
        return Ok(None);
    }
    pending.write(own)?;
    Ok(Some(pending))
}

/// Whether the branch still goes on from where it was before an erasure. A disk that cannot be read is no
/// sign of it: what is pending is given up only where it surely did not happen.
fn stands_where_it_stood(own: &Own, pending: &Pending) -> Result<bool, RecordError> {
    let (Some(tip), Some(begun)) = (own.branch()?.commit, &pending.begun) else {
        return Ok(false);
    };
    Ok(tip == begun.from || own.repository.graph_descendant_of(tip, begun.from).unwrap_or(false))
}
