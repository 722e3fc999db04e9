//! The commits from the newest back, as they are asked for: no more of the history is read than is told.

use std::collections::{BinaryHeap, HashMap, HashSet};

use git2::{Oid, Repository};

/// By how much, in seconds, the clocks of two machines may differ: a commit is told once everything is
/// known that is younger than it by less, so that none is told before what was recorded upon it.
const CLOCKS: i64 = 60 * 60;

/// The commits from one back, each after all that were recorded upon it, the newest first.
pub(super) struct Newest<'r> {
    repository: &'r Repository,
    /// Those that are known of: how many of those upon them are not told yet.
    upon: HashMap<Oid, usize>,
    /// Those whose parents are not known of yet, by their time.
    unread: BinaryHeap<(i64, Oid)>,
    /// Those upon which nothing is left to be told, by their time, and the earlier known first.
    ready: BinaryHeap<(i64, std::cmp::Reverse<usize>, Oid)>,
    /// Those that are told. One may be ready twice: a commit upon it may come to be known of only then.
    told: HashSet<Oid>,
    known: usize,
}

impl<'r> Newest<'r> {
    /// The commits from this one back.
    pub(super) fn from(repository: &'r Repository, commit: Oid) -> Result<Newest<'r>, git2::Error> {
        let mut newest = Newest {
            repository,
            upon: HashMap::new(),
            unread: BinaryHeap::new(),
            ready: BinaryHeap::new(),
            told: HashSet::new(),
            known: 0,
        };
        let time = newest.know(commit)?;
        newest.be_ready(commit, time);
        Ok(newest)
    }

    fn time(&self, commit: Oid) -> Result<i64, git2::Error> {
        Ok(self.repository.find_commit(commit)?.time().seconds())
    }

    fn know(&mut self, commit: Oid) -> Result<i64, git2::Error> {
        let time = self.time(commit)?;
        self.upon.insert(commit, 0);
        self.unread.push((time, commit));
        Ok(time)
    }

    fn be_ready(&mut self, commit: Oid, time: i64) {
        self.ready.push((time, std::cmp::Reverse(self.known), commit));
        self.known += 1;
    }

    /// Gets to know the parents of everything that is not older than this.
    fn read_down_to(&mut self, time: i64) -> Result<(), git2::Error> {
        while let Some((_, commit)) = self.unread.peek().copied().filter(|(at, _)| *at >= time) {
            self.unread.pop();
            let parents: Vec<Oid> = self.repository.find_commit(commit)?.parent_ids().collect();
            for parent in parents {
                if !self.upon.contains_key(&parent) {
                    self.know(parent)?;
                }
                *self.upon.entry(parent).or_default() += 1;
            }
        }
        Ok(())
    }

    fn following(&mut self) -> Result<Option<Oid>, git2::Error> {
        while let Some((time, _, _)) = self.ready.peek().copied() {
            self.read_down_to(time.saturating_sub(CLOCKS))?;
            let Some((_, _, commit)) = self.ready.pop() else { break };
            // Something that was recorded upon it came to be known of since it was ready.
            if self.upon.get(&commit).is_some_and(|upon| *upon > 0) || !self.told.insert(commit) {
                continue;
            }
            self.tell(commit)?;
            return Ok(Some(commit));
        }
        Ok(None)
    }

    /// What a commit was recorded upon is ready, unless something else upon it is left.
    fn tell(&mut self, commit: Oid) -> Result<(), git2::Error> {
        let parents: Vec<Oid> = self.repository.find_commit(commit)?.parent_ids().collect();
        for parent in parents {
            let left = self.upon.entry(parent).or_default();
            *left = left.saturating_sub(1);
            if *left == 0 {
                let time = self.time(parent)?;
                self.be_ready(parent, time);
            }
        }
        Ok(())
    }
}

impl Iterator for Newest<'_> {
    type Item = Result<Oid, git2::Error>;

    fn next(&mut self) -> Option<Result<Oid, git2::Error>> {
        self.following().transpose()
    }
}
