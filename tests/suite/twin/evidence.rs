//! What meets things: covers, the participant, and meetings held in person.

use chrono::NaiveDate;

use super::case_file::{Contact, Document};
use super::facts::Facts;
use super::when::When;

/// A document or a contact, as far as it covers something.
pub struct Evidence {
    /// Its day, and time if known.
    pub on: When,
    /// The employer it names.
    pub employer: Option<String>,
    covers: Vec<String>,
    issued_to: Vec<String>,
    with_participant: bool,
    is_document: bool,
}

impl Evidence {
    /// Does it cover this?
    pub fn covers(&self, what: &str) -> bool {
        self.covers.iter().any(|covered| covered == what)
    }

    /// Was it issued to them?
    pub fn issued_to(&self, whom: &str) -> bool {
        self.issued_to.iter().any(|issued| issued == whom)
    }

    /// "A document covers its `kind` and what its `covers` lists."
    fn of_document(document: &Document) -> Evidence {
        let mut covers = document.covers.clone();
        covers.push(document.kind.clone());
        Evidence {
            on: document.on,
            employer: document.employer.clone(),
            covers,
            issued_to: document.issued_to.clone(),
            with_participant: true,
            is_document: true,
        }
    }

    /// "A contact covers what its `covers` lists, if its outcome is `held`. Nothing else covers anything."
    fn of_contact(contact: &Contact) -> Evidence {
        let covers = if contact.is_held() { contact.covers.clone() } else { Vec::new() };
        Evidence {
            on: contact.on,
            employer: contact.employer.clone(),
            covers,
            issued_to: Vec::new(),
            with_participant: contact.is_with("participant"),
            is_document: false,
        }
    }
}

impl Contact {
    /// Was it held?
    pub fn is_held(&self) -> bool {
        self.outcome == "held"
    }

    /// Was it with them?
    pub fn is_with(&self, whom: &str) -> bool {
        self.with.iter().any(|with| with == whom)
    }

    /// Does its own list of covers name this?
    pub fn lists(&self, what: &str) -> bool {
        self.covers.iter().any(|covered| covered == what)
    }

    /// Held by exception: "mode `video` with a `reason` that is not blank".
    pub fn is_held_by_exception(&self) -> bool {
        self.is_held() && self.mode == "video" && !self.reason.trim().is_empty()
    }

    /// Held in person*: "outcome `held` and mode `in-person`, or by exception".
    pub fn is_held_in_person(&self) -> bool {
        (self.is_held() && self.mode == "in-person") || self.is_held_by_exception()
    }
}

impl Facts {
    /// Documents and contacts alike, the participant there or not, that cover one of these.
    pub fn anything_covering(&self, what: &[&str]) -> Vec<Evidence> {
        let documents = self.documents.iter().map(Evidence::of_document);
        let contacts = self.contacts.iter().map(Evidence::of_contact);
        let covers_one = |evidence: &Evidence| what.iter().any(|what| evidence.covers(what));
        documents.chain(contacts).filter(covers_one).collect()
    }

    /// "Covers it": documents, and held contacts with the participant, that cover one of these.
    pub fn covering(&self, what: &[&str]) -> Vec<Evidence> {
        let mut found = self.anything_covering(what);
        found.retain(|evidence| evidence.with_participant);
        found
    }

    /// "Document covering it."
    pub fn documents_covering(&self, what: &str) -> Vec<Evidence> {
        let mut found = self.anything_covering(&[what]);
        found.retain(|evidence| evidence.is_document);
        found
    }

    /// Contacts with the participant.
    pub fn contacts_with_participant(&self) -> Vec<&Contact> {
        self.contacts.iter().filter(|contact| contact.is_with("participant")).collect()
    }
}

/// The earliest of these days that is on or after `from` (if set) and on or before the close (if there is one).
pub fn earliest(
    days: Vec<NaiveDate>,
    from: Option<NaiveDate>,
    close: Option<NaiveDate>,
) -> Option<When> {
    let mut days = days;
    days.retain(|day| from.is_none_or(|from| *day >= from));
    days.retain(|day| close.is_none_or(|close| *day <= close));
    days.into_iter().min().map(When::day)
}

/// The days of these.
pub fn days_of(evidence: &[Evidence]) -> Vec<NaiveDate> {
    evidence.iter().map(|evidence| evidence.on.day).collect()
}
