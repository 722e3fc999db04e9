//! The commits from the newest back, with what can be said of them, found out ahead of their being told.

use std::collections::VecDeque;

use git2::Error;

use crate::store::history::newest::{Met, Newest};
use crate::store::history::of_case::OfCase;

/// How many commits are looked at together: few at first, since whoever asks may want no more, and never so
/// many that it would take long to look at them again.
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
        // Without a case there is nothing to be looked at, and nothing is won by going ahead.
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
            self.go_on();
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

    /// Takes note of where the file of the case lay. What was found of those that come may no longer hold.
    pub(super) fn lay_at(&mut self, paths: &[String]) {
        let Some(of_case) = &mut self.of_case else { return };
        let mut is_new = false;
        for path in paths {
            is_new |= of_case.lay_at(path);
        }
        if is_new {
            let commits: Vec<Met> = self.looked_at.drain(..).map(|(met, _)| met).collect();
            let again = of_case.may_have_changed(&commits);
            self.looked_at = commits.into_iter().zip(again).collect();
        }
    }

    /// Looks at those that were found, and finds more meanwhile. Once one cannot be read no more are looked
    /// for: what it was recorded upon would be left out.
    fn go_on(&mut self) {
        let commits = std::mem::take(&mut self.found);
        let is_all = self.failed.is_some();
        let newest = &mut self.newest;
        let (looked_at, (found, failed)) = if let Some(of_case) = &mut self.of_case {
            self.at_a_time = (self.at_a_time * 2).min(AT_MOST);
            let many = if is_all { 0 } else { self.at_a_time };
            rayon::join(|| of_case.may_have_changed(&commits), || find(newest, many))
        } else {
            (commits.iter().map(|_| Ok(true)).collect(), find(newest, usize::from(!is_all)))
        };
        self.found = found;
        self.failed = self.failed.take().or(failed);
        self.looked_at = commits.into_iter().zip(looked_at).collect();
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
