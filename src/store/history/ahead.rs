//! The commits from the newest back, with what can be said of them, found out ahead of their being told.

use std::collections::VecDeque;

use git2::Error;

use crate::store::history::newest::{Met, Newest};
use crate::store::history::of_case::OfCase;

/// How many commits are looked at together: few at first, since whoever asks may want no more.
const AT_FIRST: usize = 32;
const AT_MOST: usize = 2048;

/// The commits of a history, and whether each may have changed a case. While some are looked at, those before
/// them are found.
pub(super) struct Ahead {
    newest: Newest,
    /// The case; none where all are told of.
    of_case: Option<OfCase>,
    at_a_time: usize,
    looked_at: VecDeque<(Met, Result<bool, Error>)>,
    found: Vec<Met>,
    /// Why no more can be found.
    failed: Option<Error>,
}

impl Ahead {
    /// These commits.
    pub(super) fn of(newest: Newest, of_case: Option<OfCase>) -> Ahead {
        let at_a_time = if of_case.is_some() { AT_FIRST } else { 1 };
        let (looked_at, found) = (VecDeque::new(), Vec::new());
        let mut ahead = Ahead { newest, of_case, at_a_time, looked_at, found, failed: None };
        (ahead.found, ahead.failed) = find(&mut ahead.newest, at_a_time);
        ahead
    }

    /// The next commit, and whether it may have changed the case; none if there are no more.
    ///
    /// # Errors
    ///
    /// If git cannot read it. Those that come before are given first.
    pub(super) fn next(&mut self) -> Result<Option<(Met, bool)>, Error> {
        if self.looked_at.is_empty() {
            self.go_on()?;
        }
        match (self.looked_at.pop_front(), self.failed.take()) {
            (None, Some(error)) => Err(error),
            (None, None) => Ok(None),
            (Some((commit, may_have_changed)), failed) => {
                self.failed = failed;
                Ok(Some((commit, may_have_changed?)))
            }
        }
    }

    /// Takes note of where the file of the case lay. What was said before of those that come may no longer hold.
    ///
    /// # Errors
    ///
    /// If git cannot read them.
    pub(super) fn lay_at(&mut self, paths: &[String]) -> Result<(), Error> {
        let Some(of_case) = &mut self.of_case else { return Ok(()) };
        let is_new = paths.iter().filter(|path| of_case.lay_at(path)).count() > 0;
        if is_new {
            let commits: Vec<Met> = self.looked_at.drain(..).map(|(met, _)| met).collect();
            let again = of_case.may_have_changed(&commits)?;
            self.looked_at = commits.into_iter().zip(again).collect();
        }
        Ok(())
    }

    /// Looks at those that were found, and finds more meanwhile.
    fn go_on(&mut self) -> Result<(), Error> {
        let commits = std::mem::take(&mut self.found);
        let newest = &mut self.newest;
        let looked_at;
        let more;
        if let Some(of_case) = &mut self.of_case {
            self.at_a_time = (self.at_a_time * 2).min(AT_MOST);
            let many = if self.failed.is_none() { self.at_a_time } else { 0 };
            let look = || of_case.may_have_changed(&commits);
            (looked_at, more) = rayon::join(look, || find(newest, many));
        } else {
            looked_at = Ok(commits.iter().map(|_| Ok(true)).collect());
            more = if self.failed.is_none() { find(newest, 1) } else { (Vec::new(), None) };
        }
        let (found, failed) = more;
        self.found = found;
        self.failed = self.failed.take().or(failed);
        self.looked_at = commits.into_iter().zip(looked_at?).collect();
        Ok(())
    }
}

/// So many commits more, and why there are no more of them if git cannot read one.
fn find(newest: &mut Newest, many: usize) -> (Vec<Met>, Option<Error>) {
    let mut found = Vec::new();
    for commit in newest.take(many) {
        match commit {
            Ok(commit) => found.push(commit),
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}
