//! What earlier imports wrote, so that a sheet does not take back what was mended in the folder since.

use std::collections::HashMap;

use crate::case::{CaseFacts, EntryFacts, Fact, Value};
use crate::operation::import::alike::{same, says_no_more, says_the_same};
use crate::operation::{FileChange, stem};

/// What the imports of a folder wrote into its cases.
#[derive(Clone, Debug, Default)]
pub struct PastImports(HashMap<String, PastCase>);

/// What imports wrote into one case: for each key the last.
#[derive(Clone, Debug, Default)]
pub(super) struct PastCase {
    header: HashMap<String, Value>,
    /// By kind and `ref`.
    entries: HashMap<(String, String), HashMap<String, Value>>,
    /// Those without a `ref`.
    plain: Vec<EntryFacts>,
}

impl PastImports {
    /// What these changes wrote, the oldest first.
    pub fn of<'c>(changes: impl IntoIterator<Item = &'c FileChange>) -> PastImports {
        let mut past = PastImports::default();
        for change in changes {
            let facts =
                |text: &Option<String>| text.as_deref().map(CaseFacts::of).unwrap_or_default();
            let case = past.0.entry(stem(&change.file).to_owned()).or_default();
            case.add(&facts(&change.old), &facts(&change.new));
        }
        past
    }

    /// What imports wrote into a case.
    pub(super) fn case(&self, id: &str) -> Option<&PastCase> {
        self.0.get(id)
    }
}

impl PastCase {
    fn add(&mut self, old: &CaseFacts, new: &CaseFacts) {
        self.header.extend(changed(&old.header, &new.header));
        for entry in &new.entries {
            let was = old.entries.iter().find(|it| it.value("logged") == entry.value("logged"));
            let before = was.map_or(&[][..], |was| &was.facts);
            match reference(entry) {
                Some(key) => {
                    self.entries.entry(key).or_default().extend(changed(before, &entry.facts));
                }
                None if was.is_none() => self.plain.push(entry.clone()),
                None => {}
            }
        }
    }

    /// Whether an import gave the header this value.
    pub(super) fn gave(&self, key: &str, given: &Value) -> bool {
        self.header.get(key).is_some_and(|was| same(given, was))
    }

    /// Whether an import gave the entry of this kind and `ref` this value.
    pub(super) fn gave_entry(&self, kind: &str, reference: &str, key: &str, given: &Value) -> bool {
        let entry = self.entries.get(&(kind.to_owned(), reference.to_owned()));
        entry.and_then(|keys| keys.get(key)).is_some_and(|was| says_no_more(given, was))
    }

    /// Whether an import wrote an entry of this kind and `ref`.
    pub(super) fn has(&self, kind: &str, reference: &str) -> bool {
        self.entries.contains_key(&(kind.to_owned(), reference.to_owned()))
    }

    /// Whether an import wrote an entry without a `ref` that says this.
    pub(super) fn alike(&self, kind: &str, said: &[(&'static str, &Value)]) -> bool {
        self.plain.iter().any(|entry| entry.kind == kind && says_the_same(entry, said))
    }
}

fn reference(entry: &EntryFacts) -> Option<(String, String)> {
    match entry.value("ref") {
        Some(Value::Text(reference)) => Some((entry.kind.clone(), reference.clone())),
        _ => None,
    }
}

/// The facts that were not there before, or were others.
fn changed(old: &[Fact], new: &[Fact]) -> Vec<(String, Value)> {
    let is_old =
        |fact: &&Fact| old.iter().any(|was| (&was.key, &was.value) == (&fact.key, &fact.value));
    let changed = new.iter().filter(|fact| !is_old(fact));
    changed.map(|fact| (fact.key.clone(), fact.value.clone())).collect()
}
