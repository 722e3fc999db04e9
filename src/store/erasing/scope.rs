//! Which files of a history are erased: those of the case under its id, and what it was recorded as
//! before it was renumbered; not what was somebody else's under that id.

use std::collections::BTreeSet;

use git2::Oid;

use crate::digest::digest;
use crate::operation::{Erasure, stem};

/// Which files of a history are erased.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Scope {
    /// One for each case: what one leaves to somebody else another may take.
    cases: Vec<Taking>,
}

/// What is taken of one case.
#[derive(Clone, Debug, Default)]
struct Taking {
    id: String,
    former: BTreeSet<Oid>,
    kept: BTreeSet<Oid>,
}

impl Scope {
    /// What these erasures take away together.
    pub(in crate::store) fn of<'e>(erasures: impl IntoIterator<Item = &'e Erasure>) -> Scope {
        let taking = |it: &Erasure| Scope::of_blobs(&it.id, &it.former, &it.kept).cases;
        Scope { cases: erasures.into_iter().flat_map(taking).collect() }
    }

    /// All that was ever recorded under an id.
    pub(super) fn of_id(id: &str) -> Scope {
        Scope::of_blobs(id, &[], &[])
    }

    /// What was recorded under an id, with these blobs of others and without those.
    pub(in crate::store) fn of_blobs(id: &str, former: &[String], kept: &[String]) -> Scope {
        let blobs = |names: &[String]| {
            names.iter().filter_map(|name| Oid::from_str(name).ok()).collect::<BTreeSet<Oid>>()
        };
        let (former, kept) = (blobs(former), blobs(kept));
        Scope { cases: vec![Taking { id: id.to_owned(), former, kept }] }
    }

    /// Whether nothing is erased.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// What tells this scope from others.
    pub(in crate::store) fn digest(&self) -> String {
        digest(&format!("{:?}", self.cases))
    }

    /// Whether a file of this name, below `cases`, is erased.
    pub(super) fn takes(&self, name: &str, blob: Oid) -> bool {
        self.cases.iter().any(|case| {
            let is_meant = case.id.eq_ignore_ascii_case(stem(name));
            case.former.contains(&blob) || is_meant && !case.kept.contains(&blob)
        })
    }

    /// The ids that are to be gone wherever they are named: not those that were somebody else's too.
    pub(super) fn named(&self) -> BTreeSet<String> {
        let cases = self.cases.iter().filter(|case| case.kept.is_empty());
        cases.map(|case| case.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_case_leaves_to_another_is_its_own_affair() {
        let blob = |digit: &str| digit.repeat(40);
        let mut scope = Scope::of_blobs("A-1", &[], &[blob("1")]);
        scope.cases.extend(Scope::of_blobs("B-1", &[blob("2")], &[]).cases);
        let takes =
            |name: &str, digit: &str| scope.takes(name, Oid::from_str(&blob(digit)).unwrap());
        assert!(takes("a-1.toml", "3") && !takes("A-1.toml", "1"));
        assert!(takes("B-1.toml", "1") && takes("C-1.toml", "2") && !takes("C-1.toml", "3"));
        assert_eq!(scope.named().into_iter().collect::<Vec<_>>(), ["B-1"]);
    }
}
