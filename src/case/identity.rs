//! What makes two entries of two texts the same one.
//!
//! What comes once is known by its header. Anything else is known by its `logged`, which the tool
//! wrote and nobody changes; an entry written by hand, which has none, by what it says.

/// The identity of an entry. Equal ones within one file are told apart by their order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Identity {
    /// `[extension]`, `[exit]`: the kind.
    Once(String),
    /// The kind, and `logged` as it is written.
    Logged(String, String),
    /// The kind, and the keys with their values as they are written, in no order.
    Said(String, Vec<(String, String)>),
}

impl Identity {
    /// The identity of an entry of a kind, from its keys with their values as written.
    pub(super) fn of(kind: &str, repeated: bool, keys: Vec<(String, String)>) -> Identity {
        let kind = kind.to_owned();
        if !repeated {
            return Identity::Once(kind);
        }
        if let Some((_, logged)) = keys.iter().find(|(name, _)| name == "logged") {
            return Identity::Logged(kind, logged.clone());
        }
        let mut said = keys;
        said.sort();
        Identity::Said(kind, said)
    }
}
