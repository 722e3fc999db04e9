//! What of an erased case lies in a repository though no branch holds it: git itself took or dropped the
//! history, and its logs and its store of objects still have it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use git2::{ObjectType, Oid, Repository};

use crate::store::erasing::{Rewriting, Scope};
use crate::store::following::Beginning;

/// What of an erased case is left beside the branch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Traces {
    /// Its versions.
    pub(in crate::store) blobs: BTreeSet<Oid>,
    /// The commits with it, each with what it became.
    pub(in crate::store) commits: BTreeMap<Oid, Oid>,
    /// By what the cases are known that were found.
    pub(in crate::store) met: Vec<Beginning>,
}

impl Traces {
    /// Looks through every commit that is in a repository, named or not, but for what is part of the
    /// history of the `clean` ones.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub(in crate::store) fn of(
        repository: &Repository,
        scope: &Scope,
        clean: &[Oid],
    ) -> Result<Traces, git2::Error> {
        let commits = whole(&commits(repository)?);
        let rewriting = Rewriting::of(repository, scope, &commits, clean)?;
        Ok(Traces {
            blobs: rewriting.taken(),
            commits: rewriting.commits().clone(),
            met: rewriting.met().to_vec(),
        })
    }
}

/// Every commit, with those before it.
fn commits(repository: &Repository) -> Result<HashMap<Oid, Vec<Oid>>, git2::Error> {
    // What lies on the disk, and nothing that was only made in memory.
    let repository = Repository::open(repository.path())?;
    let odb = repository.odb()?;
    let mut all = Vec::new();
    odb.foreach(|object| {
        all.push(*object);
        true
    })?;
    let mut found = HashMap::new();
    for object in all {
        if let Ok((_, ObjectType::Commit)) = odb.read_header(object)
            && let Ok(commit) = repository.find_commit(object)
        {
            found.insert(object, commit.parent_ids().collect());
        }
    }
    Ok(found)
}

/// Those of which the whole history is there: git may have thrown away what came before one that nothing
/// names.
fn whole(before: &HashMap<Oid, Vec<Oid>>) -> Vec<Oid> {
    let mut waits: HashMap<Oid, usize> = HashMap::new();
    let mut after: HashMap<Oid, Vec<Oid>> = HashMap::new();
    for (commit, parents) in before {
        waits.insert(*commit, parents.len());
        for parent in parents {
            after.entry(*parent).or_default().push(*commit);
        }
    }
    let mut found: Vec<Oid> =
        waits.iter().filter(|(_, parents)| **parents == 0).map(|(commit, _)| *commit).collect();
    let mut next = 0;
    while let Some(commit) = found.get(next).copied() {
        next += 1;
        for child in after.get(&commit).into_iter().flatten() {
            if let Some(parents) = waits.get_mut(child) {
                *parents -= 1;
                if *parents == 0 {
                    found.push(*child);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_a_commit_that_is_gone_is_passed_over() {
        let id = |digit: &str| Oid::from_str(&digit.repeat(40)).unwrap();
        let history = [("a", vec![]), ("b", vec!["a"]), ("c", vec!["b", "f"]), ("d", vec!["c"])];
        let before = history
            .map(|(commit, before)| (id(commit), before.into_iter().map(id).collect::<Vec<_>>()));
        let found: BTreeSet<Oid> = whole(&HashMap::from(before)).into_iter().collect();
        assert_eq!(found, BTreeSet::from([id("a"), id("b")]));
    }
}
