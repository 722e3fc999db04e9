//! The trees of a history without what is erased: the case's files wherever they lay, copies of them
//! wherever those lie, and what editors and people left beside them.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::rc::Rc;

use git2::{ObjectType, Oid, Repository, TreeEntry};

use crate::case::{CaseFacts, Value};
use crate::operation::stem;
use crate::store::CASES;
use crate::store::erasing::scope::is_made_of;
use crate::store::following::{Following, Lying};

/// What of a case's header is nobody else's.
const TELLING: [&str; 3] = ["id", "name", "ref"];

/// A file that is erased: its path, and its blob.
pub(super) type Taken = (String, Oid);

/// A tree without what is erased.
#[derive(Clone)]
pub(super) struct Stripped {
    /// None where nothing is left of it.
    pub(super) tree: Option<Oid>,
    pub(super) taken: Rc<BTreeSet<Taken>>,
}

/// What is taken at a commit, by its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Places {
    files: BTreeSet<String>,
    /// The ids under which the files lie or lay last, in lower case.
    ids: BTreeSet<String>,
}

impl Places {
    fn of(lying: &Lying) -> Places {
        let ids = lying.all().map(|path| stem(path).to_lowercase()).collect();
        Places { files: lying.there.keys().cloned().collect(), ids }
    }
}

/// Makes trees without what is erased.
pub(super) struct Stripping<'r> {
    repository: &'r Repository,
    versions: BTreeSet<Oid>,
    /// What versions tell about whom they are: another case without a word may have the same bytes.
    told: HashMap<Oid, Told>,
    places: Vec<Rc<Places>>,
    /// By the tree, the number of the places, and the path.
    known: HashMap<(Oid, usize, String), Stripped>,
    made: Vec<Oid>,
}

impl<'r> Stripping<'r> {
    pub(super) fn new(
        repository: &'r Repository,
        following: &Following<'_>,
        versions: &BTreeSet<Oid>,
    ) -> Stripping<'r> {
        Stripping {
            repository,
            versions: following.versions().union(versions).copied().collect(),
            told: HashMap::new(),
            places: Vec::new(),
            known: HashMap::new(),
            made: Vec::new(),
        }
    }

    /// The trees that were made.
    pub(super) fn made(&self) -> &[Oid] {
        &self.made
    }

    /// The tree of a whole folder without what is erased.
    pub(super) fn strip(&mut self, tree: Oid, lying: &Lying) -> Result<Stripped, git2::Error> {
        let places = Places::of(lying);
        let number = self.places.iter().rposition(|known| **known == places);
        let number = number.unwrap_or_else(|| {
            self.places.push(Rc::new(places));
            self.places.len() - 1
        });
        self.folder(tree, number, "")
    }

    fn folder(&mut self, tree: Oid, number: usize, path: &str) -> Result<Stripped, git2::Error> {
        let key = (tree, number, path.to_owned());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let places = Rc::clone(&self.places[number]);
        let found = self.repository.find_tree(tree)?;
        let mut taken = BTreeSet::new();
        let mut changes: Vec<(Vec<u8>, Option<Oid>, i32)> = Vec::new();
        for entry in &found {
            let file = format!("{path}{}", String::from_utf8_lossy(entry.name_bytes()));
            if entry.kind() == Some(ObjectType::Tree) {
                let below = self.folder(entry.id(), number, &format!("{file}/"))?;
                taken.extend(below.taken.iter().cloned());
                if below.tree != Some(entry.id()) {
                    changes.push((entry.name_bytes().to_vec(), below.tree, entry.filemode()));
                }
            } else if self.takes(&places, &entry, &file) {
                taken.insert((file, entry.id()));
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
        self.known.insert(key, stripped.clone());
        Ok(stripped)
    }

    fn takes(&mut self, places: &Places, entry: &TreeEntry<'_>, file: &str) -> bool {
        if entry.kind() != Some(ObjectType::Blob) {
            return false;
        }
        let is_below_cases = file.strip_prefix(CASES).is_some_and(|rest| rest.starts_with('/'));
        if is_below_cases && places.files.contains(file) {
            return true;
        }
        let name = file.rsplit('/').next().unwrap_or(file);
        // A file of a case's own name that is not followed is somebody else's.
        let is_toml = Path::new(name).extension().is_some_and(|it| it == "toml");
        let is_a_case = is_toml && !name.starts_with(['.', '#', '~']);
        let is_beside = || places.ids.iter().any(|id| is_made_of(name, id));
        if is_below_cases && !is_a_case && is_beside() {
            return true;
        }
        self.is_a_copy(entry.id(), if is_below_cases { stem(name) } else { "" })
    }

    /// Whether a file has the very bytes of a version of the case, which are of nobody else. Whoever lies
    /// under the id that these bytes name is somebody else of whom no more was known.
    fn is_a_copy(&mut self, blob: Oid, id: &str) -> bool {
        if !self.versions.contains(&blob) {
            return false;
        }
        let told = self.told.entry(blob).or_insert_with(|| Told::by(self.repository, blob));
        told.tells_who && !(told.id.as_deref()).is_some_and(|told| told.eq_ignore_ascii_case(id))
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
}

/// What a version of a case tells about whom it is.
struct Told {
    tells_who: bool,
    id: Option<String>,
}

impl Told {
    fn by(repository: &Repository, blob: Oid) -> Told {
        let Ok(blob) = repository.find_blob(blob) else {
            return Told { tells_who: false, id: None };
        };
        let facts = CaseFacts::of(&String::from_utf8_lossy(blob.content()));
        let id = facts.header.iter().find(|fact| &*fact.key == "id");
        let id = id.and_then(|fact| match &fact.value {
            Value::Text(id) => Some(id.clone()),
            _ => None,
        });
        let tells_who = facts.header.iter().any(|fact| TELLING.contains(&&*fact.key));
        Told { tells_who, id }
    }
}
