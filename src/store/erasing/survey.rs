//! What erasing a case would take, and what it means: worked out, with nothing changed.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Oid, Repository, Sort};

use crate::case::{CaseFacts, Value};
use crate::operation::GivenOut;
use crate::store::erasing::Rewriting;
use crate::store::erasing::held::refuse_while_kept;
use crate::store::erasing::proof::Telling;
use crate::store::erasing::stashes::STASH;
use crate::store::history::Trailers;
use crate::store::recording::disk::entries_if_there;
use crate::store::recording::error::{RecordError, Trouble, disk};
use crate::store::recording::repository::Own;

/// The shortest words that are looked for: shorter ones stand everywhere.
const SHORTEST_NAME: usize = 3;
const SHORTEST_WORDS: usize = 12;
/// What holds a copy of the history that the tool cannot make anew, in what, and what to do.
const LINKED: [(&str, &str, &str); 2] = [
    (
        "worktrees",
        "other folders of this repository",
        "take them away first: git worktree list shows them, git worktree remove",
    ),
    (
        "modules",
        "repositories within this one",
        "take them away first: git submodule deinit --all, then the folder `.git/modules`",
    ),
];

/// What erasing a case would take.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The id of the case.
    pub id: String,
    /// Its files in the folder.
    pub files: Vec<String>,
    /// How many versions of them the history holds.
    pub versions: usize,
    /// How many commits there are, how many are made anew, and how many of those bear a signature.
    pub commits: usize,
    /// How many commits are made anew.
    pub remade: usize,
    /// How many of those bear a signature, which is lost.
    pub signatures: usize,
    /// When a copy of it was given out, in seconds since 1970 in UTC, and how.
    pub given_out: Vec<(i64, GivenOut)>,
    /// Who recorded in this folder, by e-mail address, and when last, in seconds since 1970 in UTC.
    pub authors: BTreeMap<String, i64>,
    /// Where the remote is, if there is one.
    pub remote: Option<String>,
    /// How many of the versions are of somebody else, who had the id before and whose file is gone.
    pub earlier: usize,
    /// The tags with words of their own that go.
    pub tags: Vec<String>,
    /// The tags that stay, and hold a version of it.
    pub holding: Vec<String>,
    /// The ids of which it cannot be told whether they are the same case, each with the commit that took one
    /// file away and added the other.
    pub unsure: Vec<(String, String)>,
    /// The files of others, and other files, in which the participant's name or number stands.
    pub elsewhere: Vec<String>,
}

impl Survey {
    /// Works it out, of the newest commit of a branch.
    pub(in crate::store) fn of(
        own: &Own,
        tip: Oid,
        id: &str,
        rewriting: &Rewriting<'_>,
    ) -> Result<Survey, RecordError> {
        let repository = &own.repository;
        let taken = rewriting.taken();
        let mut survey = Survey {
            id: id.to_owned(),
            versions: taken.len(),
            remade: rewriting.commits().len(),
            signatures: rewriting.signatures(),
            unsure: unsure(rewriting),
            ..Survey::default()
        };
        let mut walk = repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL)?;
        walk.push(tip)?;
        for commit in walk {
            survey.commits += 1;
            let commit = repository.find_commit(commit?)?;
            let mut ids = rewriting.ids_at(commit.id());
            if rewriting.met().is_empty() {
                // It lies there, and was never recorded.
                ids.insert(id.to_lowercase());
            }
            survey.look_at(&commit, &ids);
        }
        Ok(survey)
    }

    /// Looks at a commit, at which the case had these ids.
    fn look_at(&mut self, commit: &git2::Commit<'_>, ids: &BTreeSet<String>) {
        let author = commit.author();
        let seconds = author.when().seconds();
        let email = String::from_utf8_lossy(author.email_bytes()).to_lowercase();
        let last = self.authors.entry(email).or_insert(seconds);
        *last = seconds.max(*last);
        let message = String::from_utf8_lossy(commit.message_bytes());
        let how = GivenOut::of_subject(message.lines().next().unwrap_or_default());
        if let Some(how) = how {
            let cases = Trailers::of(&message).cases;
            // A copy of everything is one of whatever was on record by then.
            let is_of_all = cases.is_empty() && !ids.is_empty();
            if is_of_all || cases.iter().any(|case| ids.contains(&case.to_lowercase())) {
                self.given_out.push((seconds, how));
            }
        }
    }
}

/// The other ids that may be of the same case.
fn unsure(rewriting: &Rewriting<'_>) -> Vec<(String, String)> {
    let ids = rewriting.ids();
    let is_of_it = |id: &str| ids.iter().any(|own| own.eq_ignore_ascii_case(id));
    let pairs =
        rewriting.unsure().iter().map(|it| (it, if is_of_it(&it.was) { &it.is } else { &it.was }));
    let others: BTreeSet<(String, String)> = pairs
        .filter(|(_, other)| !is_of_it(other))
        .map(|(it, other)| (other.clone(), it.commit.to_string()))
        .collect();
    others.into_iter().collect()
}

/// Ensures that nothing holds the history that could not be made anew.
pub(in crate::store) fn refuse_other_holders(own: &Own) -> Result<(), RecordError> {
    let refuse = |what: String, hint: &str| Err(RecordError::new(Trouble::Git, what, hint));
    for (name, what, hint) in LINKED {
        let folder = own.git().join(name);
        if !entries_if_there(&folder).map_err(disk(&folder))?.is_empty() {
            return refuse(format!("git keeps {what}, in `.git/{name}`"), hint);
        }
    }
    for name in ["shallow", "info/grafts"] {
        if own.git().join(name).exists() {
            return refuse(
                format!("this clone does not have the whole history (`.git/{name}`)"),
                "erase it in one that has; git fetch --unshallow brings the rest",
            );
        }
    }
    let promised =
        own.repository.config().and_then(|config| config.get_string("extensions.partialclone"));
    if promised.is_ok() {
        return refuse(
            "this clone does not have every file of the history: it is a partial one".to_owned(),
            "erase it in a clone that has: caseload clone makes one",
        );
    }
    if own.git().join("objects/info/alternates").exists() {
        return refuse(
            "this repository takes objects from another one, where nothing can be erased"
                .to_owned(),
            "erase it in a clone that has everything: git repack -a, then take objects/info/alternates away",
        );
    }
    let tip = own.branch()?.commit;
    for reference in own.repository.references()? {
        let reference = reference?;
        let name = reference.name().unwrap_or_default();
        if let (true, Some(tip), Some(commit)) =
            (name.starts_with("refs/heads/"), tip, reference.target())
            && commit != tip
            && !own.repository.graph_descendant_of(tip, commit)?
        {
            return refuse(
                format!("there is another branch, `{}`, with a history of its own", &name[11..]),
                "bring it together with this one, or take it away (git branch -D), and erase then",
            );
        }
        let usual = ["refs/heads/", "refs/remotes/", "refs/tags/"];
        if name == STASH || usual.iter().any(|usual| name.starts_with(usual)) {
            continue;
        }
        return refuse(
            format!("git keeps `{name}` in this repository"),
            "it may hold the case; if it is not needed: git update-ref -d, and its name",
        );
    }
    refuse_while_kept(own)
}

/// The words that tell about whom these blobs are.
pub(in crate::store) fn telling(repository: &Repository, blobs: &BTreeSet<Oid>) -> Telling {
    let mut telling = Telling::default();
    for blob in blobs.iter().filter_map(|blob| repository.find_blob(*blob).ok()) {
        let facts = CaseFacts::of(&String::from_utf8_lossy(blob.content()));
        for fact in &facts.header {
            if let (true, Value::Text(text)) = (matches!(&*fact.key, "name" | "ref"), &fact.value) {
                telling.who.extend(long(text, SHORTEST_NAME));
            }
        }
        let texts = facts.entries.iter().flat_map(|entry| &entry.facts);
        for fact in texts {
            if let Value::Text(text) = &fact.value {
                telling.words.extend(long(text, SHORTEST_WORDS));
            }
        }
    }
    telling
}

fn long(text: &str, shortest: usize) -> Option<String> {
    let text = text.trim();
    (text.chars().count() >= shortest).then(|| text.to_owned())
}

/// The files of a commit, but for those that are erased, in which one of these words stands.
pub(in crate::store) fn mentioned_in(
    repository: &Repository,
    commit: Oid,
    erased: &BTreeSet<String>,
    telling: &Telling,
) -> Result<Vec<String>, RecordError> {
    let mut found = Vec::new();
    let tree = repository.find_commit(commit)?.tree()?;
    tree.walk(git2::TreeWalkMode::PreOrder, |folder, entry| {
        let file = format!("{folder}{}", String::from_utf8_lossy(entry.name_bytes()));
        if entry.kind() == Some(git2::ObjectType::Blob) && !erased.contains(&file) {
            let text = repository.find_blob(entry.id()).map(|blob| blob.content().to_vec());
            let text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
            if telling.who.iter().any(|word| text.contains(word.as_str())) {
                found.push(file);
            }
        }
        git2::TreeWalkResult::Ok
    })?;
    Ok(found)
}
