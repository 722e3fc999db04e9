//! A history made anew without what is erased: the same commits in the same order, with the same
//! authors and times, but for the files of the case and what their messages say of it.
//!
//! What comes out depends on nothing but the commits that go in and on what is erased, to the byte. So
//! every clone makes the same commits of the same ones, and can tell whether another did more than
//! that. A commit that is made anew bears no signature: it is not what was signed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use git2::{ObjectType, Oid, Repository, Sort};

use crate::operation::{scrubbed, stem};
use crate::store::erasing::Scope;

/// Below which folder the cases lie.
const CASES: &str = "cases";
/// What of a commit's header is not taken over: it was true of the commit that was.
const LEFT_OUT: [&str; 5] = ["tree ", "parent ", "gpgsig ", "gpgsig-sha256 ", "mergetag "];

/// A file that is erased: its name without `.toml`, and its blob.
type Taken = (String, Oid);

/// A tree without what is erased.
#[derive(Clone)]
struct Stripped {
    /// None where nothing is left of it.
    tree: Option<Oid>,
    taken: Rc<BTreeSet<Taken>>,
}

/// A history made anew.
pub(in crate::store) struct Rewriting<'r> {
    repository: &'r Repository,
    scope: &'r Scope,
    trees: HashMap<Oid, Stripped>,
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
        let mut rewriting = Rewriting {
            repository,
            scope,
            trees: HashMap::new(),
            taken_by: HashMap::new(),
            commits: BTreeMap::new(),
            made: Vec::new(),
            signatures: 0,
        };
        if scope.is_empty() {
            return Ok(rewriting);
        }
        let mut walk = repository.revwalk()?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::REVERSE)?;
        tips.iter().try_for_each(|tip| walk.push(*tip))?;
        clean.iter().try_for_each(|commit| walk.hide(*commit))?;
        for commit in walk {
            rewriting.remake(commit?)?;
        }
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
        self.trees.values().flat_map(|tree| tree.taken.iter().map(|(_, blob)| *blob)).collect()
    }

    /// The ids under which something is erased, as they were written.
    pub(in crate::store) fn ids(&self) -> BTreeSet<String> {
        self.trees.values().flat_map(|tree| tree.taken.iter().map(|(id, _)| id.clone())).collect()
    }

    /// The ids under which something is erased of the commits that became part of a history, which ends
    /// with this commit.
    ///
    /// # Errors
    ///
    /// If git cannot read it.
    pub(in crate::store) fn ids_before(&self, tip: Oid) -> Result<BTreeSet<String>, git2::Error> {
        let mut walk = self.repository.revwalk()?;
        walk.push(tip)?;
        let history: HashSet<Oid> = walk.collect::<Result<_, _>>()?;
        let shared = self.commits.iter().filter(|(_, new)| history.contains(new));
        let taken = shared.filter_map(|(old, _)| self.taken_by.get(old));
        Ok(taken.flat_map(|taken| taken.iter().map(|(id, _)| id.clone())).collect())
    }

    /// How many of the commits that became others bore a signature.
    pub(in crate::store) fn signatures(&self) -> usize {
        self.signatures
    }

    fn remake(&mut self, id: Oid) -> Result<(), git2::Error> {
        let commit = self.repository.find_commit(id)?;
        let stripped = self.root(commit.tree_id())?;
        let before: Vec<Oid> = commit.parent_ids().collect();
        let parents: Vec<Oid> = before.iter().map(|parent| self.successor(*parent)).collect();
        let touched = self.touched(&stripped.taken, &before);
        self.taken_by.insert(id, Rc::clone(&stripped.taken));
        let message = String::from_utf8_lossy(commit.message_raw_bytes()).into_owned();
        let left = scrubbed(&message, &touched, &self.scope.named());
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
        let ids = before.iter().flat_map(|before| before.symmetric_difference(taken));
        ids.map(|(id, _)| id.clone()).collect()
    }

    /// A whole folder without what is erased.
    fn root(&mut self, tree: Oid) -> Result<Stripped, git2::Error> {
        if let Some(known) = self.trees.get(&tree) {
            return Ok(known.clone());
        }
        let found = self.repository.find_tree(tree)?;
        let cases = found.get_name(CASES).filter(|it| it.kind() == Some(ObjectType::Tree));
        let mut stripped = Stripped { tree: Some(tree), taken: Rc::default() };
        if let Some(cases) = cases {
            let below = self.below(cases.id())?;
            if below.tree != Some(cases.id()) {
                let mut builder = self.repository.treebuilder(Some(&found))?;
                match below.tree {
                    Some(new) => drop(builder.insert(CASES, new, cases.filemode())?),
                    None => builder.remove(CASES)?,
                }
                stripped.tree = self.built(&builder)?;
            }
            stripped.taken = below.taken;
        }
        self.trees.insert(tree, stripped.clone());
        Ok(stripped)
    }

    /// A folder of cases without what is erased.
    fn below(&mut self, tree: Oid) -> Result<Stripped, git2::Error> {
        if let Some(known) = self.trees.get(&tree) {
            return Ok(known.clone());
        }
        let found = self.repository.find_tree(tree)?;
        let mut taken = BTreeSet::new();
        let mut changes: Vec<(Vec<u8>, Option<Oid>, i32)> = Vec::new();
        for entry in &found {
            let name = String::from_utf8_lossy(entry.name_bytes());
            if entry.kind() == Some(ObjectType::Tree) {
                let below = self.below(entry.id())?;
                taken.extend(below.taken.iter().cloned());
                if below.tree != Some(entry.id()) {
                    changes.push((entry.name_bytes().to_vec(), below.tree, entry.filemode()));
                }
            } else if self.scope.takes(&name, entry.id()) {
                taken.insert((stem(&name).to_owned(), entry.id()));
                changes.push((entry.name_bytes().to_vec(), None, 0));
            }
        }
        let mut stripped = Stripped { tree: Some(tree), taken: Rc::new(taken) };
        if !changes.is_empty() {
            let mut builder = self.repository.treebuilder(Some(&found))?;
            for (name, new, mode) in changes {
                match new {
                    Some(new) => drop(builder.insert(&name, new, mode)?),
                    None => builder.remove(&name)?,
                }
            }
            stripped.tree = self.built(&builder)?;
        }
        self.trees.insert(tree, stripped.clone());
        Ok(stripped)
    }

    /// A tree that is put together; none where nothing is in it.
    fn built(&mut self, builder: &git2::TreeBuilder<'_>) -> Result<Option<Oid>, git2::Error> {
        if builder.is_empty() {
            return Ok(None);
        }
        let made = builder.write()?;
        self.made.push(made);
        Ok(Some(made))
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
