//! The keys of a new entry: what it is, then what every entry carries.

use crate::case::{NewEntry, Value, With};

/// What every entry may carry, beside what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The worker who did it.
    pub worker: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// How the evidence was obtained.
    pub obtained: Option<String>,
    /// Where the evidence lies.
    pub reference: Option<String>,
    /// When it is logged: the entry's identity.
    pub logged: String,
    /// Whether it is written even if it is on record already.
    pub again: bool,
}

/// The keys of an entry, in the order in which they are written.
pub(super) struct Keys(pub(super) Vec<(&'static str, Value)>);

impl Keys {
    pub(super) fn new() -> Keys {
        Keys(Vec::new())
    }

    pub(super) fn with(mut self, key: &'static str, value: Value) -> Keys {
        self.0.push((key, value));
        self
    }

    pub(super) fn maybe(self, key: &'static str, value: Option<Value>) -> Keys {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    pub(super) fn texts(self, key: &'static str, texts: &[String]) -> Keys {
        let value = Value::Texts(once(texts));
        self.maybe(key, Some(value).filter(|_| !texts.is_empty()))
    }

    pub(super) fn people(self, key: &'static str, people: &[With]) -> Keys {
        let words: Vec<String> = people.iter().map(|whom| whom.word().to_owned()).collect();
        self.texts(key, &words)
    }

    pub(super) fn truth(self, key: &'static str, truth: bool) -> Keys {
        self.maybe(key, truth.then_some(Value::Truth(true)))
    }

    /// The entry, with what every entry carries at its end.
    pub(super) fn entry(self, kind: &'static str, provenance: &Provenance) -> NewEntry {
        let has_worker = self.0.iter().any(|(key, _)| *key == "worker");
        let worker = provenance.worker.as_ref().filter(|_| !has_worker);
        let keys = self
            .maybe("worker", worker.map(text))
            .maybe("note", provenance.note.as_ref().map(text))
            .maybe("obtained", provenance.obtained.as_ref().map(text))
            .maybe("ref", provenance.reference.as_ref().map(text))
            .with("logged", Value::Timestamp(provenance.logged.clone()));
        let repeated = !matches!(kind, "extension" | "exit");
        NewEntry { kind, repeated, keys: keys.0 }
    }
}

pub(super) fn text(text: impl AsRef<str>) -> Value {
    Value::Text(text.as_ref().to_owned())
}

/// Words without those that stand there a second time.
pub(super) fn once(words: &[String]) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for word in words {
        if !known.contains(word) {
            known.push(word.clone());
        }
    }
    known
}
