//! What earlier imports changed, read from git's commits.

use std::collections::BTreeSet;
use std::path::Path;

use git2::{ErrorCode, Sort};

use crate::operation::{FileChange, Reversal, is_import};
use crate::store::history::stored::{repository_of, subject};
use crate::store::history::{Trailers, changed};

/// What the imports of a folder changed, the oldest first; without those that were taken back.
///
/// # Errors
///
/// If git cannot read the history.
pub fn past_imports(root: &Path) -> Result<Vec<FileChange>, git2::Error> {
    let repository = repository_of(root)?;
    let head = match repository.head() {
        Err(error) if error.code() == ErrorCode::UnbornBranch => return Ok(Vec::new()),
        head => head?.peel_to_commit()?,
    };
    let mut walk = repository.revwalk()?;
    walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME)?;
    walk.push(head.id())?;
    let mut taken_back = BTreeSet::new();
    let mut changes = Vec::new();
    for commit in walk {
        let commit = repository.find_commit(commit?)?;
        let message = String::from_utf8_lossy(commit.message_bytes());
        let trailers = Trailers::of(&message);
        let Some(operation) = trailers.operation else { continue };
        if taken_back.contains(&operation) {
            continue;
        }
        if let Some(Reversal::Undoes(other) | Reversal::Redoes(other)) = trailers.reverses {
            taken_back.insert(other);
        } else if commit.parent_count() < 2 && is_import(&subject(&commit)) {
            changes.push(changed(&repository, &commit, None)?);
        }
    }
    Ok(changes.into_iter().rev().flatten().collect())
}
