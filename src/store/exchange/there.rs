//! What other branches and tags lie at the remote: none of them is fetched.

use std::collections::BTreeMap;
use std::process::Output;

use git2::Oid;

use crate::reading::safe_line;
use crate::store::exchange::Exchange;
use crate::store::recording::error::{RecordError, Trouble};

impl Exchange {
    /// Ensures that nothing is there where the branch was not: what is of another branch is of another
    /// folder.
    pub(super) fn refuse_another_branch(&self, fetched: &Output) -> Result<(), RecordError> {
        let there = self.list(&["--heads"])?.ok_or_else(|| self.unreachable(fetched))?;
        let branches: Vec<&str> =
            there.iter().filter_map(|(name, _)| name.strip_prefix("refs/heads/")).collect();
        if branches.contains(&self.branch.as_str()) {
            return Err(self.unreachable(fetched));
        }
        if branches.is_empty() {
            return Ok(());
        }
        Err(RecordError::new(
            Trouble::Git,
            format!(
                "there is no branch `{}` at {}, but: {}",
                self.branch,
                self.remote.shown(),
                safe_line(&branches.join(", "))
            ),
            "is it another folder's? go to one of those with git switch, or set another remote: caseload remote set URL",
        ))
    }

    /// The branches and tags there that name no commit of this history: after an erasure they may hold
    /// what was erased. None of them if the remote cannot be asked.
    ///
    /// # Errors
    ///
    /// If git cannot be run, or cannot read the history.
    pub fn of_other_histories(&self) -> Result<Vec<String>, RecordError> {
        let repository = &self.own.repository;
        let tip = self.own.branch()?.commit;
        let is_of_this = |at: Oid| {
            tip.is_some_and(|tip| {
                tip == at || repository.graph_descendant_of(tip, at).unwrap_or(false)
            })
        };
        let own = format!("refs/heads/{}", self.branch);
        let mut names: BTreeMap<String, bool> = BTreeMap::new();
        for (name, at) in self.list(&["--heads", "--tags"])?.unwrap_or_default() {
            // A tag with words of its own is followed by the commit that it names.
            let name = name.trim_end_matches("^{}").to_owned();
            *names.entry(name).or_default() |= is_of_this(at);
        }
        names.remove(&own);
        let others = names.into_iter().filter(|(_, is_of_this)| !is_of_this);
        Ok(others.map(|(name, _)| name.trim_start_matches("refs/").to_owned()).collect())
    }

    /// The references there of these kinds, with what each names; none if the remote cannot be asked.
    fn list(&self, kinds: &[&str]) -> Result<Option<Vec<(String, Oid)>>, RecordError> {
        let mut arguments = vec!["ls-remote", "--quiet"];
        arguments.extend(kinds);
        arguments.extend(["--end-of-options", &self.remote.url]);
        let output = self.run(&arguments)?;
        let text = String::from_utf8_lossy(&output.stdout);
        let read = |line: &str| {
            let (at, name) = line.split_once('\t')?;
            Some((name.to_owned(), Oid::from_str(at).ok()?))
        };
        Ok(output.status.success().then(|| text.lines().filter_map(read).collect()))
    }
}
