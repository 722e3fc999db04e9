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
pub(in crate::store) struct Seen;

impl Seen {
    /// What was last seen of this branch at this remote; none if nothing was.
    pub(super) fn read(
        own: &Own,
        remote: &Remote,
        branch: &str,
    ) -> Result<Option<Oid>, RecordError> {
        let text = Seen::noted(own)?;
        let commit = text.strip_prefix(&head(remote, branch));
        let noted = commit.and_then(|commit| Oid::from_str(commit.trim()).ok());
        let name = format!("refs/remotes/{}/{branch}", remote.name);
        let by_git = own.repository.refname_to_id(&name).ok();
        Ok(match (noted, by_git) {
            // Nothing was noted yet: as in a plain clone.
            (None, by_git) if text.is_empty() => by_git,
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
        let seen = Seen::read(own, remote, branch)?;
        let here = |seen: Oid| is_here(own, seen).then_some(seen).or_else(|| became(own, seen));
        Ok(seen.and_then(here))
    }

    /// What was noted last, of whatever remote: what it became, where a case was erased from the history
    /// since. No reference need name it, and without it a history that others make anew once more could
    /// not be told from one that was rewritten.
    pub(in crate::store) fn kept(own: &Own) -> Result<Option<Oid>, RecordError> {
        let text = Seen::noted(own)?;
        let noted = text.lines().last().and_then(|commit| Oid::from_str(commit).ok());
        let here = |seen: Oid| became(own, seen).or_else(|| is_here(own, seen).then_some(seen));
        Ok(noted.and_then(here))
    }

    /// What was noted last, as it is written: the remote, the branch and the commit, a line each.
    fn noted(own: &Own) -> Result<String, RecordError> {
        let place = own.private().join("seen");
        refuse_links(own.git(), &place)?;
        let bytes = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
        Ok(String::from_utf8_lossy(&bytes).into_owned())
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

/// What a commit became, where a case was erased from the history since, if that is here.
fn became(own: &Own, seen: Oid) -> Option<Oid> {
    let successor = successor_in(&own.private(), &seen.to_string())?;
    Oid::from_str(&successor).ok().filter(|became| is_here(own, *became))
}

fn is_here(own: &Own, commit: Oid) -> bool {
    own.repository.find_commit(commit).is_ok()
}

fn head(remote: &Remote, branch: &str) -> String {
    format!("{}\n{branch}\n", remote.url)
}
