//! What a merge itself changed: what is not as its sides together have it. The rest was done by those who
//! recorded it on either side.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use git2::{Commit, Delta, DiffOptions, Oid, Repository};

use crate::operation::{FileChange, FileVersions, Joined, Side, join};
use crate::store::history::stored::{blob_in, file_of, text};
use crate::store::two_sides::TwoSides;
use crate::store::union::union_of_lines;

/// The files of a merge that are wanted and are not as its sides together have them; what each would be
/// stands as the old text. Every file that is wanted and differs from the first side is said to `seen`.
pub(super) fn changed_by_merge(
    repository: &Repository,
    commit: &Commit<'_>,
    is_wanted: &dyn Fn(&str) -> bool,
    seen: &mut dyn FnMut(&str),
) -> Result<Vec<FileChange>, git2::Error> {
    let sides = commit.parents().collect();
    let (bases, wholes) = (OnceCell::new(), OnceCell::new());
    let merge = Merge { repository, commit, sides, bases, wholes };
    let mut files = Vec::new();
    for (file, new) in merge.differing(is_wanted, seen)? {
        let Some(old) = merge.expected(&file, new)? else { continue };
        let new = new.map(|new| text(repository, new)).transpose()?;
        if old.text != new && !merge.is_of_the_whole(&file, new.as_ref())? {
            files.push(FileChange { file, old: old.text, new });
        }
    }
    Ok(files)
}

/// A merge, with what it merged.
struct Merge<'c, 'r> {
    repository: &'r Repository,
    commit: &'c Commit<'r>,
    sides: Vec<Commit<'r>>,
    bases: OnceCell<Vec<Oid>>,
    wholes: OnceCell<Vec<Joined>>,
}

/// What a file would be if a merge had done nothing itself.
struct Expected {
    text: Option<String>,
}

impl Merge<'_, '_> {
    /// The files in which it differs from any of its sides, with what it has of each.
    fn differing(
        &self,
        is_wanted: &dyn Fn(&str) -> bool,
        seen: &mut dyn FnMut(&str),
    ) -> Result<BTreeMap<String, Option<Oid>>, git2::Error> {
        let tree = self.commit.tree()?;
        let mut options = DiffOptions::new();
        options.skip_binary_check(true).ignore_submodules(true);
        let mut differing = BTreeMap::new();
        for (number, side) in self.sides.iter().enumerate() {
            let side = side.tree()?;
            let difference =
                self.repository.diff_tree_to_tree(Some(&side), Some(&tree), Some(&mut options))?;
            for delta in difference.deltas() {
                let Some(file) = file_of(&delta).filter(|file| is_wanted(file)) else { continue };
                if number == 0 {
                    seen(file);
                }
                let new = Some(delta.new_file().id()).filter(|_| delta.status() != Delta::Deleted);
                differing.insert(file.to_owned(), new);
            }
        }
        Ok(differing)
    }

    /// What a file would be by what the sides recorded. None where it is as one side has it, and the others
    /// did nothing to it, or a person had to choose.
    fn expected(&self, file: &str, new: Option<Oid>) -> Result<Option<Expected>, git2::Error> {
        let mut there = Vec::new();
        for side in &self.sides {
            there.push(blob_in(side, file)?);
        }
        let is_of_a_side = there.contains(&new);
        let mut left_out = None;
        if is_of_a_side {
            let mut before = Vec::new();
            for base in self.bases() {
                before.push(blob_in(&self.repository.find_commit(*base)?, file)?);
            }
            left_out = there.iter().find(|it| **it != new && !before.contains(it));
            if left_out.is_none() {
                return Ok(None);
            }
        }
        let text = |blob: &Option<Oid>| blob.map(|blob| text(self.repository, blob)).transpose();
        let [here, other] = there.as_slice() else {
            // Of more sides at once it is told by that which was left out, or by the first.
            let first = there.first().unwrap_or(&None);
            return Ok(Some(Expected { text: text(left_out.unwrap_or(first))? }));
        };
        let (base, here, there) = (self.text_before(file)?, text(here)?, text(other)?);
        let versions = FileVersions { file: file.to_owned(), base, here, there };
        let joined = join(std::slice::from_ref(&versions), &[], None, &union_of_lines);
        Ok(match joined {
            Ok(mut joined) => {
                let change = joined.files.pop();
                Some(Expected { text: change.map_or(versions.here, |change| change.new) })
            }
            Err(_) if is_of_a_side => None,
            Err(_) => Some(Expected { text: versions.here }),
        })
    }

    /// The newest commits that any two of its sides have in common.
    fn bases(&self) -> &[Oid] {
        self.bases.get_or_init(|| {
            let pairs = self.sides.iter().enumerate().flat_map(|(number, one)| {
                self.sides[number + 1..].iter().map(|other| (one.id(), other.id()))
            });
            let compared = TwoSides::new(self.repository);
            pairs.flat_map(|(one, other)| compared.bases(one, other).unwrap_or_default()).collect()
        })
    }

    /// The text of a file before its sides parted.
    fn text_before(&self, file: &str) -> Result<Option<String>, git2::Error> {
        let Some(base) = self.bases().first() else { return Ok(None) };
        let blob = blob_in(&self.repository.find_commit(*base)?, file)?;
        blob.map(|blob| text(self.repository, blob)).transpose()
    }

    /// Whether a file is as its two sides come to case by case, wherever their files lay. Where a person
    /// had to choose for some file, either choice will do for the others.
    fn is_of_the_whole(&self, file: &str, new: Option<&String>) -> Result<bool, git2::Error> {
        let [one, other] = self.sides.as_slice() else { return Ok(false) };
        let wholes = self.wholes.get_or_init(|| {
            let joined =
                |favoured| TwoSides::new(self.repository).joined(one.id(), other.id(), favoured);
            match joined(None) {
                Some(whole) => vec![whole],
                None => [Side::Here, Side::There]
                    .into_iter()
                    .filter_map(|it| joined(Some(it)))
                    .collect(),
            }
        });
        // What they say nothing of is as on the first.
        let first = blob_in(one, file)?.map(|blob| text(self.repository, blob)).transpose()?;
        Ok(wholes.iter().any(|whole| {
            let change = whole.files.iter().find(|change| change.file == file);
            change.map_or(first.as_ref(), |change| change.new.as_ref()) == new
        }))
    }
}
