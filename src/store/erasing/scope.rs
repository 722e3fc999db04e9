//! Which cases are erased.

use std::collections::BTreeSet;

use git2::Oid;

use crate::digest::digest;
use crate::operation::{Erasure, Part, stem};
use crate::store::following::Beginning;

/// Which cases are erased.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Scope {
    /// Their ids.
    ids: BTreeSet<String>,
    /// By what they are known.
    beginnings: BTreeSet<Beginning>,
    /// Versions of them that are known from before, wherever they lie.
    versions: BTreeSet<Oid>,
}

impl Scope {
    /// What these erasures take away together.
    pub(in crate::store) fn of<'e>(erasures: impl IntoIterator<Item = &'e Erasure>) -> Scope {
        let mut scope = Scope::default();
        for erasure in erasures {
            scope.ids.insert(erasure.id.clone());
            scope.beginnings.extend(read(erasure.beginnings()));
        }
        scope
    }

    /// What one part of an erasure took away.
    pub(in crate::store) fn of_part(id: &str, part: &Part) -> Scope {
        Scope::of_case(id, read(&part.began).collect())
    }

    /// A case that is to be erased.
    pub(in crate::store) fn of_case(id: &str, beginnings: BTreeSet<Beginning>) -> Scope {
        Scope { ids: BTreeSet::from([id.to_owned()]), beginnings, versions: BTreeSet::new() }
    }

    /// The same, with versions that are known from before.
    #[must_use]
    pub(in crate::store) fn with_versions(self, versions: BTreeSet<Oid>) -> Scope {
        Scope { versions, ..self }
    }

    /// Whether nothing is erased.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// What tells this scope from others.
    pub(in crate::store) fn digest(&self) -> String {
        digest(&format!("{:?} {:?}", self.ids, self.beginnings))
    }

    /// Versions that are known from before.
    pub(super) fn versions(&self) -> &BTreeSet<Oid> {
        &self.versions
    }

    /// By what the cases are known.
    pub(in crate::store) fn beginnings(&self) -> &BTreeSet<Beginning> {
        &self.beginnings
    }

    /// Whether a file's name is that of an erased case, or made of it as editors do.
    pub(in crate::store) fn mentions(&self, name: &str) -> bool {
        self.ids.iter().any(|id| is_made_of(name, id))
    }
}

fn read<'t>(began: impl IntoIterator<Item = &'t String>) -> impl Iterator<Item = Beginning> {
    began.into_iter().filter_map(|text| Beginning::read(text))
}

/// Whether a file's name is that of a case, or made of it as editors and people who keep copies do.
pub(super) fn is_made_of(name: &str, id: &str) -> bool {
    let name = name.trim_start_matches(['.', '#', '~']).to_lowercase();
    let id = id.to_lowercase();
    name.starts_with(&format!("{id}.toml")) || stem(&name) == id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_made_of_an_id_is_known() {
        for name in ["A-1.toml", "a-1.TOML", ".A-1.toml.swp", "#A-1.toml#", "A-1.toml~", "A-1"] {
            assert!(is_made_of(name, "a-1"), "{name}");
        }
        for name in ["A-10.toml", "BA-1.toml", "A-1-2.toml", "caseload.toml"] {
            assert!(!is_made_of(name, "A-1"), "{name}");
        }
    }
}
