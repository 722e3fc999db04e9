//! The words of a programme's own: kinds of document and activity, covers, exit reasons.

use crate::case::With;

/// A kind of document.
#[derive(Clone, Debug)]
pub struct DocumentKind {
    /// Its word.
    pub kind: String,
    /// To whom it is usually issued.
    pub issued_to: Vec<With>,
}

/// A kind of activity.
#[derive(Clone, Debug)]
pub struct ActivityKind {
    /// Its word.
    pub kind: String,
    /// Whether it is experience of work.
    pub experience_of_work: bool,
}

/// All words of a programme's own, each list in the order of its words.
#[derive(Clone, Debug, Default)]
pub struct Kinds {
    /// Kinds of document; each can also be covered.
    pub documents: Vec<DocumentKind>,
    /// What can be covered besides.
    pub covers: Vec<String>,
    /// Kinds of activity.
    pub activities: Vec<ActivityKind>,
    /// Exit reasons with their titles.
    pub exit_reasons: Vec<(String, String)>,
}

impl Kinds {
    /// Every word that `covers`, and a document's `kind`, may name.
    pub fn coverable(&self) -> Vec<&str> {
        let documents = self.documents.iter().map(|document| document.kind.as_str());
        documents.chain(self.covers.iter().map(String::as_str)).collect()
    }

    /// Whether an activity of this kind is experience of work.
    pub fn is_experience_of_work(&self, kind: &str) -> bool {
        self.activities.iter().any(|activity| activity.experience_of_work && activity.kind == kind)
    }
}
