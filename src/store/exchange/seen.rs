//! What was last seen of a remote, by which it is known when its history was rewritten.
//!
//! Git's own note of it is not enough: a plain `git fetch` writes over it. It counts where it goes on
//! from what was noted here, as after a plain `git push`.

use git2::Oid;

use crate::store::erasing::successor_in;
use crate::store::exchange::Remote;
use crate::store::recording::disk::{put_in_place, read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

/// The newest commit that was seen of a remote.
pub(super) struct Seen;

impl Seen {
    /// What was last seen of this branch at this remote; none if nothing was.
    pub(super) fn read(
        own: &Own,
        remote: &Remote,
        branch: &str,
    ) -> Result<Option<Oid>, RecordError> {
        let place = own.private().join("seen");
        refuse_links(own.git(), &place)?;
        let bytes = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let commit = text.strip_prefix(&head(remote, branch));
        let noted = commit.and_then(|commit| Oid::from_str(commit.trim()).ok());
        let name = format!("refs/remotes/{}/{branch}", remote.name);
        let by_git = own.repository.refname_to_id(&name).ok();
        Ok(match (noted, by_git) {
            // Nothing was noted yet: as in a plain clone.
            (None, by_git) if bytes.is_empty() => by_git,
            // A plain push or fetch went on from there.
            (Some(noted), Some(by_git))
                if own.repository.graph_descendant_of(by_git, noted).unwrap_or(false) =>
            {
                Some(by_git)
            }
            (noted, _) => noted,
        })
    }

    /// The same as it is here: what it became, where a case was erased from the history since; none where
    /// it is not here at all.
    pub(super) fn as_it_is_here(
        own: &Own,
        remote: &Remote,
        branch: &str,
    ) -> Result<Option<Oid>, RecordError> {
        let is_here = |seen: &Oid| own.repository.find_commit(*seen).is_ok();
        let became = |seen: Oid| {
            let successor = successor_in(&own.private(), &seen.to_string())?;
            Oid::from_str(&successor).ok()
        };
        let seen = Seen::read(own, remote, branch)?;
        let here = seen.and_then(|seen| if is_here(&seen) { Some(seen) } else { became(seen) });
        Ok(here.filter(is_here))
    }

    /// Notes it.
    pub(super) fn write(
        own: &Own,
        remote: &Remote,
        branch: &str,
        commit: Oid,
    ) -> Result<(), RecordError> {
        let place = own.private().join("seen");
        let beside = own.private().join("seen.new");
        refuse_links(own.git(), &beside)?;
        remove_if_there(&beside).map_err(disk(&beside))?;
        let text = format!("{}{commit}\n", head(remote, branch));
        write_synced(&beside, text.as_bytes()).map_err(disk(&beside))?;
        put_in_place(&beside, &place).map_err(disk(&place))
    }
}

fn head(remote: &Remote, branch: &str) -> String {
    format!("{}\n{branch}\n", remote.url)
}
