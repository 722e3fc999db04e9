//! What is on record in the end: which words stand where, and which somebody took away.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Commit, Delta, Repository};

use crate::recording::office::{Office, below};

/// A case, and a word that stands in it.
pub(crate) type Place = (String, String);

/// How long a word is: `w0000001z`.
const LENGTH: usize = 9;

/// What the newest commit has, and what the ones before it did.
pub(crate) struct Record {
    words: BTreeMap<Place, usize>,
    removed: BTreeSet<Place>,
    operations: BTreeMap<String, usize>,
}

impl Record {
    /// The record of a folder.
    pub(crate) fn of(office: &Office) -> Record {
        let repository = Repository::open(office.folder()).unwrap();
        let mut record = Record {
            words: BTreeMap::new(),
            removed: BTreeSet::new(),
            operations: BTreeMap::new(),
        };
        for (name, bytes) in office.files() {
            for place in entries_of(&name, &bytes) {
                *record.words.entry(place).or_default() += 1;
            }
        }
        let mut walk = repository.revwalk().unwrap();
        walk.push_head().unwrap();
        for id in walk {
            record.read(&repository, &repository.find_commit(id.unwrap()).unwrap());
        }
        record
    }

    /// Reads what somebody did. A merge does nothing by itself.
    fn read(&mut self, repository: &Repository, commit: &Commit<'_>) {
        let message = commit.message().unwrap_or_default();
        for id in message.lines().filter_map(|line| line.strip_prefix("Operation: ")) {
            *self.operations.entry(id.to_owned()).or_default() += 1;
        }
        if commit.parent_count() != 1 {
            return;
        }
        let [before, after] = [commit.parent(0).unwrap().tree().unwrap(), commit.tree().unwrap()];
        let diff = repository.diff_tree_to_tree(Some(&before), Some(&after), None).unwrap();
        for delta in diff.deltas().filter(|delta| delta.status() != Delta::Added) {
            let read = |file: git2::DiffFile<'_>| {
                let blob = repository.find_blob(file.id());
                let bytes = blob.map(|blob| blob.content().to_vec()).unwrap_or_default();
                let name = file.path().map(|path| path.display().to_string());
                places(&name.unwrap_or_default(), &bytes).collect::<BTreeSet<_>>()
            };
            let after = read(delta.new_file());
            self.removed.extend(read(delta.old_file()).difference(&after).cloned());
        }
    }

    /// How often a word stands in a case.
    pub(crate) fn often(&self, place: &Place) -> usize {
        self.words.get(place).copied().unwrap_or(0)
    }

    /// Whether somebody took it away, at some time.
    pub(crate) fn was_removed(&self, place: &Place) -> bool {
        self.removed.contains(place)
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &Place> {
        self.words.keys()
    }

    /// How often an operation is on record.
    pub(crate) fn operation(&self, id: &str) -> usize {
        self.operations.get(id).copied().unwrap_or(0)
    }
}

/// Every object of a repository and every other file there, with where it is.
pub(crate) fn everything(office: &Office) -> Vec<(String, Vec<u8>)> {
    let repository = Repository::open(office.folder()).unwrap();
    let objects = repository.odb().unwrap();
    let mut ids = Vec::new();
    let note = |id: &git2::Oid| {
        ids.push(*id);
        true
    };
    objects.foreach(note).unwrap();
    let read = |id: &git2::Oid| (id.to_string(), objects.read(*id).unwrap().data().to_vec());
    let mut found: Vec<(String, Vec<u8>)> = ids.iter().map(read).collect();
    for (name, is_folder) in below(&office.folder()) {
        if !is_folder {
            found.push((name.clone(), std::fs::read(office.folder().join(&name)).unwrap()));
        }
    }
    found
}

/// The words in a file, each as often as it stands there.
fn places(name: &str, bytes: &[u8]) -> impl Iterator<Item = Place> + use<> {
    let id = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".toml").to_owned();
    let text = String::from_utf8_lossy(bytes);
    let found: Vec<String> = words_in(&text).map(str::to_owned).collect();
    found.into_iter().map(move |word| (id.clone(), word))
}

/// The words in the entries of a file. An entry that stands there twice, as it was and as it was corrected, is
/// one: a plain `git pull` knows of no common version once a history was rewritten, both are kept, and `check`
/// names those that have a `logged`. One written by hand has none; what stands there twice and is the same is two.
fn entries_of(name: &str, bytes: &[u8]) -> Vec<Place> {
    let text = String::from_utf8_lossy(bytes);
    let mut seen: BTreeMap<(&str, Option<&str>, Place), &str> = BTreeMap::new();
    let mut found = Vec::new();
    for entry in text.split("\n[") {
        let kind = entry.lines().next().unwrap_or_default();
        let logged = entry.lines().find(|line| line.starts_with("logged = "));
        for place in places(name, entry.as_bytes()) {
            let known = seen.insert((kind, logged, place.clone()), entry.trim());
            let is_as_it_was = |known: &str| logged.is_none() && known == entry.trim();
            if known.is_none_or(is_as_it_was) {
                found.push(place);
            }
        }
    }
    found
}

/// The words in a text.
pub(crate) fn words_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('w').filter_map(move |(start, _)| {
        let word = text.get(start..start + LENGTH)?;
        let number = word.strip_prefix('w')?.strip_suffix('z')?;
        number.bytes().all(|it| it.is_ascii_digit()).then_some(word)
    })
}
