//! Walking the commits from the newest back, with the files that each changed.

use std::path::Path;

use git2::{Commit, Delta, DiffOptions, Oid, Repository};

use crate::operation::{FileChange, GivenOut};
use crate::store::history::Trailers;
use crate::store::history::ahead::Ahead;
use crate::store::history::merged::changed_by_merge;
use crate::store::history::newest::Newest;
use crate::store::history::of_case::OfCase;
use crate::store::history::stored::{file_of, repository_of, subject, text};

/// One commit, as the history tells it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The commit.
    pub commit: String,
    /// The first line of its message.
    pub subject: String,
    /// Who did it.
    pub author: String,
    /// The author's e-mail address.
    pub email: String,
    /// When, in seconds since 1970 in UTC.
    pub seconds: i64,
    /// What the tool wrote into it.
    pub trailers: Trailers,
    /// The files that it changed: cases, programmes and settings.
    pub files: Vec<FileChange>,
}

/// The steps of a folder from the newest back, or from a commit that is named, those that changed a file of this id if one is
/// given. Each is handed on as it is found, until no more is wanted.
///
/// # Errors
///
/// If the folder is not the root of a repository of its own, or git cannot read it.
pub fn history(
    root: &Path,
    from: Option<&str>,
    id: Option<&str>,
    mut take: impl FnMut(Step) -> bool,
) -> Result<(), git2::Error> {
    let repository = repository_of(root)?;
    let head = match from {
        Some(commit) => repository.find_commit_by_prefix(commit)?,
        None => repository.head()?.peel_to_commit()?,
    };
    let of_case = id.map(|id| OfCase::new(root, id, &head)).transpose()?;
    let mut ahead = Ahead::of(Newest::from(repository_of(root)?, head.id())?, of_case);
    while let Some((met, may_have_changed)) = ahead.next()? {
        if !may_have_changed && !met.is_given_out {
            continue;
        }
        let commit = repository.find_commit(met.commit)?;
        let mut paths = Vec::new();
        let files = if may_have_changed {
            let mut seen = |file: &str| paths.push(file.to_owned());
            changed_and_seen(&repository, &commit, id, &mut seen)?
        } else {
            Vec::new()
        };
        ahead.lay_at(&paths);
        let step = step(&commit, files);
        if step.files.is_empty() && !tells(&step, id, commit.parent_count()) {
            continue;
        }
        if !take(step) {
            break;
        }
    }
    Ok(())
}

/// Whether a commit is another one, or was recorded upon it.
pub fn is_upon(root: &Path, commit: &str, other: &str) -> bool {
    let found = || {
        let repository = repository_of(root).ok()?;
        let (commit, other) = (Oid::from_str(commit).ok()?, Oid::from_str(other).ok()?);
        let is_upon = repository.graph_descendant_of(commit, other).ok()?;
        Some(commit == other || is_upon)
    };
    found().unwrap_or(false)
}

/// Whether a commit that changed no file is part of a history.
pub(in crate::store) fn tells(step: &Step, id: Option<&str>, parents: usize) -> bool {
    let cases = &step.trailers.cases;
    match id {
        None => parents < 2,
        // A copy of all cases is one of each.
        Some(id) => {
            GivenOut::of_subject(&step.subject).is_some()
                && (cases.is_empty() || cases.iter().any(|case| case == id))
        }
    }
}

/// A commit, with the files that it changed.
pub(in crate::store) fn step(commit: &Commit<'_>, files: Vec<FileChange>) -> Step {
    let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
    let author = commit.author();
    Step {
        commit: commit.id().to_string(),
        subject: subject(commit),
        author: String::from_utf8_lossy(author.name_bytes()).into_owned(),
        email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
        seconds: author.when().seconds(),
        trailers: Trailers::of(&message),
        files,
    }
}

/// The files that a commit changed. Of a merge, only those that are not as both sides together have them.
pub(in crate::store) fn changed(
    repository: &Repository,
    commit: &Commit<'_>,
    id: Option<&str>,
) -> Result<Vec<FileChange>, git2::Error> {
    changed_and_seen(repository, commit, id, &mut |_| {})
}

/// The same, with every file that is wanted and differs from the first parent.
fn changed_and_seen(
    repository: &Repository,
    commit: &Commit<'_>,
    id: Option<&str>,
    seen: &mut dyn FnMut(&str),
) -> Result<Vec<FileChange>, git2::Error> {
    let is_of = |file: &str| id.is_none_or(|id| file.starts_with("cases/") && stem(file) == id);
    changed_of(repository, commit, &is_of, seen)
}

/// The same, of the files that are wanted, by their paths.
pub(in crate::store) fn changed_of(
    repository: &Repository,
    commit: &Commit<'_>,
    is_wanted: &dyn Fn(&str) -> bool,
    seen: &mut dyn FnMut(&str),
) -> Result<Vec<FileChange>, git2::Error> {
    if commit.parent_count() > 1 {
        return changed_by_merge(repository, commit, is_wanted, seen);
    }
    let parent = commit.parents().next();
    let before = parent.as_ref().map(Commit::tree).transpose()?;
    let mut options = DiffOptions::new();
    options.skip_binary_check(true).ignore_submodules(true);
    let tree = commit.tree()?;
    let difference =
        repository.diff_tree_to_tree(before.as_ref(), Some(&tree), Some(&mut options))?;
    let mut files = Vec::new();
    for delta in difference.deltas() {
        let Some(file) = file_of(&delta).filter(|file| is_wanted(file)) else { continue };
        seen(file);
        let text = |blob: Oid| text(repository, blob);
        let (old, new) = (delta.old_file().id(), delta.new_file().id());
        let old = (delta.status() != Delta::Added).then(|| text(old)).transpose()?;
        let new = (delta.status() != Delta::Deleted).then(|| text(new)).transpose()?;
        if old != new {
            files.push(FileChange { file: file.to_owned(), old, new });
        }
    }
    Ok(files)
}

fn stem(file: &str) -> &str {
    crate::operation::stem(file)
}
