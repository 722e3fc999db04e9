//! The commits from the newest back, as they are asked for: no more of the history is read than is told.

use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, HashSet};

use git2::{Error, Oid, Repository};

use crate::operation::GivenOut;
use crate::store::history::stored::subject;

/// By how much, in seconds, the clocks of two machines may differ: a commit is told once everything is
/// known that is younger than it by less, so that none is told before what was recorded upon it.
const CLOCKS: i64 = 60 * 60;

/// A commit, as it is come upon.
#[derive(Clone, Debug)]
pub(super) struct Met {
    /// The commit.
    pub(super) commit: Oid,
    /// The tree of what it has.
    pub(super) tree: Oid,
    /// The trees of what the commits had that it was recorded upon.
    pub(super) before: Vec<Oid>,
    /// Whether it tells of something that was given out.
    pub(super) is_given_out: bool,
}

/// What is known of a commit, which is read once.
struct Known {
    /// How many of those upon it are not told yet.
    upon: usize,
    /// In seconds since 1970.
    time: i64,
    tree: Oid,
    parents: Vec<Oid>,
    is_given_out: bool,
}

/// The commits from one back, each after all that were recorded upon it, the newest first.
pub(super) struct Newest {
    /// One of its own: others read theirs meanwhile.
    repository: Repository,
    known: HashMap<Oid, Known>,
    /// Those whose parents are not known of yet, by their time.
    unread: BinaryHeap<(i64, Oid)>,
    /// Those upon which nothing is left to be told, by their time, and the earlier known first.
    ready: BinaryHeap<(i64, Reverse<usize>, Oid)>,
    /// Those that are told. One may be ready twice: a commit upon it may come to be known of only then.
    told: HashSet<Oid>,
    /// How many were ready so far.
    count: usize,
}

impl Newest {
    /// The commits from this one back.
    pub(super) fn from(repository: Repository, commit: Oid) -> Result<Newest, Error> {
        let mut newest = Newest {
            repository,
            known: HashMap::new(),
            unread: BinaryHeap::new(),
            ready: BinaryHeap::new(),
            told: HashSet::new(),
            count: 0,
        };
        newest.know(commit)?;
        newest.be_ready(commit);
        Ok(newest)
    }

    /// Gets to know a commit.
    fn know(&mut self, id: Oid) -> Result<&mut Known, Error> {
        match self.known.entry(id) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let commit = self.repository.find_commit(id)?;
                let time = commit.time().seconds();
                self.unread.push((time, id));
                Ok(unknown.insert(Known {
                    upon: 0,
                    time,
                    tree: commit.tree_id(),
                    parents: commit.parent_ids().collect(),
                    is_given_out: GivenOut::of_subject(&subject(&commit)).is_some(),
                }))
            }
        }
    }

    fn be_ready(&mut self, commit: Oid) {
        if let Some(known) = self.known.get(&commit) {
            self.ready.push((known.time, Reverse(self.count), commit));
            self.count += 1;
        }
    }

    /// Gets to know the parents of everything that is not older than this.
    fn read_down_to(&mut self, time: i64) -> Result<(), Error> {
        while let Some((_, commit)) = self.unread.peek().copied().filter(|(at, _)| *at >= time) {
            self.unread.pop();
            for parent in self.parents_of(commit) {
                self.know(parent)?.upon += 1;
            }
        }
        Ok(())
    }

    fn parents_of(&self, commit: Oid) -> Vec<Oid> {
        self.known.get(&commit).map(|known| known.parents.clone()).unwrap_or_default()
    }

    fn following(&mut self) -> Result<Option<Met>, Error> {
        while let Some((time, _, _)) = self.ready.peek().copied() {
            self.read_down_to(time.saturating_sub(CLOCKS))?;
            let Some((_, _, commit)) = self.ready.pop() else { break };
            // Something that was recorded upon it came to be known of since it was ready.
            let is_left = self.known.get(&commit).is_some_and(|known| known.upon > 0);
            if is_left || !self.told.insert(commit) {
                continue;
            }
            return Ok(self.met(commit));
        }
        Ok(None)
    }

    /// A commit that is told: what it was recorded upon is ready, unless something else upon it is left.
    fn met(&mut self, commit: Oid) -> Option<Met> {
        let mut before = Vec::new();
        for parent in self.parents_of(commit) {
            let Some(known) = self.known.get_mut(&parent) else { continue };
            known.upon = known.upon.saturating_sub(1);
            before.push(known.tree);
            if known.upon == 0 {
                self.be_ready(parent);
            }
        }
        let Known { tree, is_given_out, .. } = *self.known.get(&commit)?;
        Some(Met { commit, tree, before, is_given_out })
    }
}

impl Iterator for Newest {
    type Item = Result<Met, Error>;

    fn next(&mut self) -> Option<Result<Met, Error>> {
        self.following().transpose()
    }
}
