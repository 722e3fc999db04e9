//! By what a case is known that is to be erased: worked out from the history as it is on the machine
//! that erases it, and written into the record.

use std::collections::BTreeSet;

use git2::{Oid, Repository};

use crate::operation::stem;
use crate::store::erasing::following::{Following, Which};
use crate::store::erasing::{Beginning, Scope};

/// Every case whose last id this was: not one that was given another since, which is somebody else.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn beginnings_of(
    repository: &Repository,
    tip: Oid,
    id: &str,
) -> Result<BTreeSet<Beginning>, git2::Error> {
    let mut ids = BTreeSet::from([id.to_lowercase()]);
    loop {
        let following = Following::of(repository, Which::Under(&ids), &[tip], &[])?;
        let others: Vec<String> = following.came_from().difference(&ids).cloned().collect();
        if others.is_empty() {
            return Ok(whose_last_id_is(&following, tip, id));
        }
        ids.extend(others);
    }
}

fn whose_last_id_is(following: &Following<'_>, tip: Oid, id: &str) -> BTreeSet<Beginning> {
    let lying = following.at(tip);
    let files = lying.there.iter().chain(&lying.gone);
    let last = files.filter(|(path, _)| stem(path).eq_ignore_ascii_case(id));
    let cases = last.flat_map(|(_, tracked)| tracked.cases.iter());
    cases.filter_map(|number| following.beginnings().get(*number).cloned()).collect()
}

/// The ids under which what is erased lies at a commit.
///
/// # Errors
///
/// If git cannot read the history.
pub(in crate::store) fn lies_as(
    repository: &Repository,
    tip: Oid,
    scope: &Scope,
) -> Result<BTreeSet<String>, git2::Error> {
    let following = Following::of(repository, Which::Erased(scope), &[tip], &[])?;
    let lying = following.at(tip);
    Ok(lying.there.keys().map(|path| stem(path).to_owned()).collect())
}
