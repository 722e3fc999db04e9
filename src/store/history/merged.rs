//! What a merge itself changed: what is not as its sides together have it. The rest was done by those who
//! recorded it on either side.

use std::collections::BTreeMap;
use std::path::Path;

use git2::{Commit, Delta, DiffDelta, DiffOptions, Oid, Repository};

use crate::operation::{FileChange, FileVersions, Joined, join};
use crate::store::history::walk::text;
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
    let merge = Merge { repository, commit, sides: commit.parents().collect() };
    let (mut files, mut whole, mut bases) = (Vec::new(), None, None);
    for (file, new) in merge.differing(is_wanted, seen)? {
        let is_of_a_side = merge.is_of_a_side(&file, new)?;
        if is_of_a_side {
            let bases = match &mut bases {
                Some(bases) => bases,
                none => none.insert(merge.bases()?),
            };
            if merge.others_did_nothing(&file, new, bases.as_deref())? {
                continue;
            }
        }
        let old = match merge.together(&file)? {
            Together::Is(text) => text,
            Together::Open(_) if is_of_a_side => continue,
            Together::Open(first) => first,
        };
        let new = new.map(|new| text(repository, new)).transpose()?;
        if old == new {
            continue;
        }
        let whole = whole.get_or_insert_with(|| merge.whole());
        if let Some(joined) = whole
            && expected(joined, &file, merge.text_at_first(&file)?) == new
        {
            continue;
        }
        files.push(FileChange { file, old, new });
    }
    Ok(files)
}

/// A merge, with what it merged.
struct Merge<'c, 'r> {
    repository: &'r Repository,
    commit: &'c Commit<'r>,
    sides: Vec<Commit<'r>>,
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

    /// Whether it has a file as one of its sides has it.
    fn is_of_a_side(&self, file: &str, new: Option<Oid>) -> Result<bool, git2::Error> {
        for side in &self.sides {
            if blob_in(side, file)? == new {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The newest commits that its two sides have in common. Of more sides at once nothing is known.
    fn bases(&self) -> Result<Option<Vec<Commit<'_>>>, git2::Error> {
        let [one, other] = self.sides.as_slice() else { return Ok(None) };
        let bases = TwoSides::new(self.repository).bases(one.id(), other.id());
        let bases = bases.unwrap_or_default().into_iter();
        bases.map(|base| self.repository.find_commit(base)).collect::<Result<_, _>>().map(Some)
    }

    /// Whether a side that has a file otherwise has it as it was before the sides parted.
    fn others_did_nothing(
        &self,
        file: &str,
        new: Option<Oid>,
        bases: Option<&[Commit<'_>]>,
    ) -> Result<bool, git2::Error> {
        let Some(bases) = bases else { return Ok(true) };
        let mut before = Vec::new();
        for base in bases {
            before.push(blob_in(base, file)?);
        }
        for side in &self.sides {
            let there = blob_in(side, file)?;
            if there != new && !before.contains(&there) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What its two sides together are, case by case; none where a person had to choose.
    fn whole(&self) -> Option<Joined> {
        let [one, other] = self.sides.as_slice() else { return None };
        TwoSides::new(self.repository).joined(one.id(), other.id())
    }

    /// The text of a file on its first side.
    fn text_at_first(&self, file: &str) -> Result<Option<String>, git2::Error> {
        let Some(side) = self.sides.first() else { return Ok(None) };
        blob_in(side, file)?.map(|blob| text(self.repository, blob)).transpose()
    }

    /// What a file would be by what its two sides recorded.
    fn together(&self, file: &str) -> Result<Together, git2::Error> {
        let [one, other] = [self.commit.parent_id(0)?, self.commit.parent_id(1)?];
        let text = |of: Oid| -> Result<Option<String>, git2::Error> {
            let blob = blob_in(&self.repository.find_commit(of)?, file)?;
            blob.map(|blob| text(self.repository, blob)).transpose()
        };
        let base = self.repository.merge_base(one, other).ok().map(text).transpose()?.flatten();
        let (here, there) = (text(one)?, text(other)?);
        let versions = FileVersions { file: file.to_owned(), base, here, there };
        let joined = join(std::slice::from_ref(&versions), &[], None, &union_of_lines);
        Ok(match joined {
            Ok(mut joined) => {
                Together::Is(joined.files.pop().map_or(versions.here, |change| change.new))
            }
            Err(_) => Together::Open(versions.here),
        })
    }
}

/// What a file is by what two sides recorded; no text where it is not there.
enum Together {
    /// This.
    Is(Option<String>),
    /// What a person chose; here it is as on the first side.
    Open(Option<String>),
}

/// What a file is by what two sides together are; what they say nothing of is as on the first.
fn expected(joined: &Joined, file: &str, first: Option<String>) -> Option<String> {
    let change = joined.files.iter().find(|change| change.file == file);
    change.map_or(first, |change| change.new.clone())
}

/// The path of what differs.
pub(super) fn file_of<'d>(delta: &DiffDelta<'d>) -> Option<&'d str> {
    delta.new_file().path().or(delta.old_file().path()).and_then(Path::to_str)
}

/// The blob of a file in a commit, if it has one.
fn blob_in(commit: &Commit<'_>, file: &str) -> Result<Option<Oid>, git2::Error> {
    Ok(commit.tree()?.get_path(Path::new(file)).map(|entry| entry.id()).ok())
}
