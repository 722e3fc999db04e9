//! A history made anew without what is erased: the same commits in the same order, with the same
//! authors and times, but for the files of the case and what their messages say of it.
//!
//! What comes out depends on nothing but the commits that go in and on what is erased, to the byte. So
//! every clone makes the same commits of the same ones, and can tell whether another did more than
//! that. A commit that is made anew bears no signature: it is not what was signed.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use git2::{ObjectType, Oid, Repository};

use crate::operation::{scrubbed, stem};
use crate::store::erasing::Scope;
use crate::store::erasing::stripping::{Stripping, Taken};
use crate::store::following::{Beginning, Following, Lying, Unsure, Which, oldest_first};

/// What of a commit's header is not taken over: it was true of the commit that was.
const LEFT_OUT: [&str; 5] = ["tree ", "parent ", "gpgsig ", "gpgsig-sha256 ", "mergetag "];

/// A history made anew.
pub(in crate::store) struct Rewriting<'r> {
    repository: &'r Repository,
    following: Following<'r>,
    stripping: Stripping<'r>,
    taken_by: HashMap<Oid, Rc<BTreeSet<Taken>>>,
    /// The commits that became others.
    commits: BTreeMap<Oid, Oid>,
    made: Vec<Oid>,
    signatures: usize,
}

impl<'r> Rewriting<'r> {
    /// Makes the history of these commits anew, but for what is part of that of the `clean` ones. What is
    /// made lies in the repository's place in memory.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub(in crate::store) fn of(
        repository: &'r Repository,
        scope: &'r Scope,
        tips: &[Oid],
        clean: &[Oid],
    ) -> Result<Rewriting<'r>, git2::Error> {
        let tips = if scope.is_empty() { &[] } else { tips };
        let following = Following::of(repository, Which::Begun(scope.beginnings()), tips, clean)?;
        let mut rewriting = Rewriting {
            repository,
            stripping: Stripping::new(repository, &following, scope.versions()),
            following,
            taken_by: HashMap::new(),
            commits: BTreeMap::new(),
            made: Vec::new(),
            signatures: 0,
        };
        for commit in oldest_first(repository, tips, clean)? {
            rewriting.remake(commit)?;
        }
        rewriting.made.extend(rewriting.stripping.made());
        Ok(rewriting)
    }

    /// What a commit became: itself, if nothing of it is erased.
    pub(in crate::store) fn successor(&self, commit: Oid) -> Oid {
        self.commits.get(&commit).copied().unwrap_or(commit)
    }

    /// The commits that became others, each with what it became.
    pub(in crate::store) fn commits(&self) -> &BTreeMap<Oid, Oid> {
        &self.commits
    }

    /// The objects that were made.
    pub(in crate::store) fn made(&self) -> &[Oid] {
        &self.made
    }

    /// The blobs that are erased.
    pub(in crate::store) fn taken(&self) -> BTreeSet<Oid> {
        self.taken_by.values().flat_map(|taken| taken.iter().map(|(_, blob)| *blob)).collect()
    }

    /// The files of a commit that are erased.
    pub(in crate::store) fn taken_at(&self, commit: Oid) -> BTreeSet<String> {
        let taken = self.taken_by.get(&commit);
        taken.into_iter().flat_map(|taken| taken.iter().map(|(path, _)| path.clone())).collect()
    }

    /// The ids under which something is erased, as they were written.
    pub(in crate::store) fn ids(&self) -> BTreeSet<String> {
        let taken = self.taken_by.values().flat_map(|taken| taken.iter());
        taken.map(|(path, _)| stem(path).to_owned()).collect()
    }

    /// The ids, in lower case, that the cases had at a commit, or had last.
    pub(in crate::store) fn ids_at(&self, commit: Oid) -> BTreeSet<String> {
        self.following.at(commit).all().map(|path| stem(path).to_lowercase()).collect()
    }

    /// By what the cases are known that were met.
    pub(in crate::store) fn met(&self) -> &[Beginning] {
        self.following.beginnings()
    }

    /// What cannot be told of the cases.
    pub(in crate::store) fn unsure(&self) -> &BTreeSet<Unsure> {
        self.following.unsure()
    }

    /// How many of the commits that became others bore a signature.
    pub(in crate::store) fn signatures(&self) -> usize {
        self.signatures
    }

    fn remake(&mut self, id: Oid) -> Result<(), git2::Error> {
        let commit = self.repository.find_commit(id)?;
        let lying = self.following.at(id);
        let stripped = self.stripping.strip(commit.tree_id(), &lying)?;
        let before: Vec<Oid> = commit.parent_ids().collect();
        let parents: Vec<Oid> = before.iter().map(|parent| self.successor(*parent)).collect();
        let touched = self.touched(&stripped.taken, &before);
        self.taken_by.insert(id, Rc::clone(&stripped.taken));
        let message = String::from_utf8_lossy(commit.message_raw_bytes()).into_owned();
        let left = scrubbed(&message, &touched, &self.named(&lying, &before));
        let is_same_tree = stripped.tree == Some(commit.tree_id());
        if is_same_tree && parents == before && left.is_none() {
            return Ok(());
        }
        let tree = match stripped.tree {
            Some(tree) => tree,
            None => self.make(ObjectType::Tree, b"")?,
        };
        let odb = self.repository.odb()?;
        let bytes = odb.read(id)?;
        let (header, own_message) = split(bytes.data());
        self.signatures += usize::from(is_signed(header));
        let message = left.as_deref().map_or(own_message, str::as_bytes);
        let made = self.make(ObjectType::Commit, &remade(header, tree, &parents, message))?;
        self.commits.insert(id, made);
        Ok(())
    }

    /// The ids under which a commit changed something that is erased.
    fn touched(&self, taken: &Rc<BTreeSet<Taken>>, parents: &[Oid]) -> BTreeSet<String> {
        let none = Rc::new(BTreeSet::new());
        let mut before: Vec<&Rc<BTreeSet<Taken>>> =
            parents.iter().map(|parent| self.taken_by.get(parent).unwrap_or(&none)).collect();
        if before.is_empty() {
            before.push(&none);
        }
        let files = before.iter().flat_map(|before| before.symmetric_difference(taken));
        files.map(|(path, _)| stem(path).to_owned()).collect()
    }

    /// The ids that mean an erased case at a commit: nobody else has them there.
    fn named(&self, lying: &Lying, parents: &[Oid]) -> BTreeSet<String> {
        let ids = |lying: &Lying| lying.all().map(|path| stem(path).to_owned()).collect::<Vec<_>>();
        let before = parents.iter().flat_map(|parent| ids(&self.following.at(*parent)));
        before.chain(ids(lying)).collect()
    }

    fn make(&mut self, kind: ObjectType, bytes: &[u8]) -> Result<Oid, git2::Error> {
        let made = self.repository.odb()?.write(kind, bytes)?;
        self.made.push(made);
        Ok(made)
    }
}

/// The header of a commit as git keeps it, and its message.
fn split(commit: &[u8]) -> (&[u8], &[u8]) {
    let end = commit.windows(2).position(|pair| pair == b"\n\n").unwrap_or(commit.len());
    (&commit[..end], commit.get(end + 2..).unwrap_or_default())
}

fn is_signed(header: &[u8]) -> bool {
    header.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"gpgsig"))
}

/// A commit with this tree, these commits before it and this message; the rest of its header as it was.
fn remade(header: &[u8], tree: Oid, parents: &[Oid], message: &[u8]) -> Vec<u8> {
    let mut bytes = format!("tree {tree}\n").into_bytes();
    for parent in parents {
        bytes.extend(format!("parent {parent}\n").as_bytes());
    }
    let mut is_kept = true;
    for line in header.split(|byte| *byte == b'\n') {
        // A line that begins with a space goes on with the one before.
        if !line.starts_with(b" ") {
            is_kept = !LEFT_OUT.iter().any(|name| line.starts_with(name.as_bytes()));
        }
        if is_kept {
            bytes.extend(line);
            bytes.push(b'\n');
        }
    }
    bytes.push(b'\n');
    bytes.extend(message);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_keeps_all_but_what_was_signed() {
        let id = |digit: &str| Oid::from_str(&digit.repeat(40)).unwrap();
        let commit = format!(
            "tree {}\nparent {}\nauthor A <a@x> 1 +0100\ncommitter B <b@x> 2 +0000\ngpgsig -----BEGIN\n \
             abc\n -----END\nencoding latin-1\n\nsubject\n\nbody\n",
            id("1"),
            id("2")
        );
        let (header, message) = split(commit.as_bytes());
        assert!(is_signed(header));
        let bytes = remade(header, id("3"), &[id("4"), id("5")], message);
        let expected = format!(
            "tree {}\nparent {}\nparent {}\nauthor A <a@x> 1 +0100\ncommitter B <b@x> 2 +0000\n\
             encoding latin-1\n\nsubject\n\nbody\n",
            id("3"),
            id("4"),
            id("5")
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
    }
}
