//! The tags that an erasure takes away, and those that would hold what is erased: told before, since no
//! tag can say of itself that it is to go.

use std::collections::BTreeSet;

use git2::{ObjectType, Oid, Reference, Repository, TreeWalkMode, TreeWalkResult};

use crate::store::erasing::{Rewriting, Scope};

/// Tags that an erasure has to do with, by their names without `refs/tags/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Tags {
    /// Those with words of their own on a commit that is made anew: they go.
    pub(in crate::store) going: Vec<String>,
    /// Those on a file, or on a folder with it, that is erased: they stay, and hold it.
    pub(in crate::store) holding: Vec<String>,
}

impl Tags {
    /// The tags that erasing these blobs has to do with.
    ///
    /// # Errors
    ///
    /// If git cannot read them.
    pub(in crate::store) fn of(
        repository: &Repository,
        scope: &Scope,
        taken: &BTreeSet<Oid>,
    ) -> Result<Tags, git2::Error> {
        let mut with_words: Vec<(String, Oid)> = Vec::new();
        let mut tags = Tags::default();
        for reference in repository.references_glob("refs/tags/*")? {
            let reference = reference?;
            let Some(target) = reference.target() else { continue };
            let name = String::from_utf8_lossy(reference.shorthand_bytes()).into_owned();
            match reference.peel(ObjectType::Commit) {
                Ok(commit) if commit.id() != target => with_words.push((name, commit.id())),
                Err(_) if holds(&reference, taken)? => tags.holding.push(name),
                // Without words of its own it is moved on; on anything else it is no matter.
                Ok(_) | Err(_) => {}
            }
        }
        // Nearly nobody tags anything, and the whole history is looked through for those who do.
        let tips: Vec<Oid> = with_words.iter().map(|(_, commit)| *commit).collect();
        let rewriting = Rewriting::of(repository, scope, &tips, &[])?;
        let goes = |(_, commit): &(String, Oid)| rewriting.successor(*commit) != *commit;
        tags.going = with_words.into_iter().filter(goes).map(|(name, _)| name).collect();
        Ok(tags)
    }
}

/// Whether a tag is on one of these blobs, or on a folder with one.
fn holds(reference: &Reference<'_>, blobs: &BTreeSet<Oid>) -> Result<bool, git2::Error> {
    let object = reference.peel(ObjectType::Any)?;
    let Ok(tree) = object.peel_to_tree() else { return Ok(blobs.contains(&object.id())) };
    let mut found = false;
    let walked = tree.walk(TreeWalkMode::PreOrder, |_, entry| {
        found = blobs.contains(&entry.id());
        if found { TreeWalkResult::Abort } else { TreeWalkResult::Ok }
    });
    if found { Ok(true) } else { walked.map(|()| false) }
}
