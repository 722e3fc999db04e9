//! What the commits of a history became when it was made anew: a file beside the repository, so that
//! whoever asks for one that is gone is told which it is now.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use git2::Oid;

use crate::store::integrity::keep_remade;
use crate::store::recording::disk::{put_in_place, read_if_there, remove_if_there, write_synced};
use crate::store::recording::error::{RecordError, disk};
use crate::store::recording::links::refuse_links;
use crate::store::recording::repository::Own;

fn place(private: &Path) -> PathBuf {
    private.join("successors")
}

/// Notes what commits became, besides what is noted already: beside the repository, for whoever asks for
/// one, and outside of the folder, for what checks it.
pub(in crate::store) fn note_successors(
    own: &Own,
    commits: &BTreeMap<Oid, Oid>,
) -> Result<(), RecordError> {
    if commits.is_empty() {
        return Ok(());
    }
    keep_remade(&own.root, commits)?;
    let (place, beside) = (place(&own.private()), own.private().join("successors.new"));
    refuse_links(own.git(), &place)?;
    refuse_links(own.git(), &beside)?;
    let mut text = read_if_there(&place).map_err(disk(&place))?.unwrap_or_default();
    for (old, new) in commits {
        text.extend(format!("{old} {new}\n").as_bytes());
    }
    remove_if_there(&beside).map_err(disk(&beside))?;
    write_synced(&beside, &text).map_err(disk(&beside))?;
    put_in_place(&beside, &place).map_err(disk(&place))
}

/// What the one commit whose name begins so became, after all that was erased since; none if it is no
/// commit that was.
pub fn successor(root: &Path, commit: &str) -> Option<String> {
    successor_in(&root.join(".git").join("caseload"), commit)
}

/// The same, of the tool's own folder.
pub(in crate::store) fn successor_in(private: &Path, commit: &str) -> Option<String> {
    let is_name = commit.len() >= 4 && commit.chars().all(|c| c.is_ascii_hexdigit());
    if !is_name {
        return None;
    }
    let file = BufReader::new(File::open(place(private)).ok()?);
    let wanted = commit.to_ascii_lowercase();
    let mut found: Option<(String, String)> = None;
    // A line is older than those that follow: what a commit became may have become another since.
    for line in file.lines() {
        let line = line.ok()?;
        let (old, new) = line.split_once(' ')?;
        let is_begun = found.as_ref().is_none_or(|(first, _)| first == old);
        match &mut found {
            None if old.starts_with(&wanted) => found = Some((old.to_owned(), new.to_owned())),
            Some((_, last)) if last == old => new.clone_into(last),
            Some(_) if old.starts_with(&wanted) && !is_begun => return None,
            _ => {}
        }
    }
    found.map(|(_, last)| last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_followed_through_all_that_was_erased() {
        let folder = tempfile::tempdir().unwrap();
        let name = |digit: &str| digit.repeat(40);
        let line = |old: &str, new: &str| format!("{} {}\n", name(old), name(new));
        let text = [line("a", "b"), line("c", "d"), line("b", "e")].concat();
        std::fs::write(place(folder.path()), text).unwrap();
        let of = |commit: &str| successor_in(folder.path(), commit);
        assert_eq!(of("aaaa"), Some(name("e")));
        assert_eq!(of(&name("b")), Some(name("e")));
        assert_eq!(of("CCCCCC"), Some(name("d")));
        assert_eq!(of("dddd"), None);
        assert_eq!(of("aaa"), None);
        assert_eq!(of("HEAD"), None);
    }
}
