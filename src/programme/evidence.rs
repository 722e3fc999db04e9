//! What meets a rule, as a programme file says it (`met-by`).

use crate::case::With;
use crate::reading::words;

words! {
    /// The form of contact that counts.
    ContactForm {
        /// Held, in any mode.
        Held = "held",
        /// Held face to face, or by the programme's exception.
        HeldFaceToFace = "held-face-to-face",
        /// Held face to face or by exception, or a face-to-face contact offered, whatever came of
        /// it, but for the outcomes that the programme calls no offer.
        OfferedFaceToFace = "offered-face-to-face",
        /// Held in any mode, or a message sent.
        HeldOrSent = "held-or-sent",
    }
}

words! {
    /// The first day on which an entry counts, that day included.
    OnOrAfter {
        /// The referral (the start where there is none).
        Referral = "referral",
        /// The start on provision.
        Start = "start",
        /// The day on which the job became known.
        JobKnown = "job-known",
        /// The first day after the standard length.
        ExtensionPeriod = "extension-period",
    }
}

/// Which entries are looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covering {
    /// A document that covers one of these.
    Document(Vec<String>),
    /// A document or a held contact that covers one of these.
    Entry(Vec<String>),
    /// A contact of this form, covering one of these if any are named.
    Contact(ContactForm, Vec<String>),
}

/// One way to meet a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetBy {
    /// Which entries are looked at.
    pub covering: Covering,
    /// The first day on which one counts.
    pub on_or_after: Option<OnOrAfter>,
    /// Whether it must belong to the obligation's job.
    pub of_this_job: bool,
    /// To whom a document must have been issued.
    pub issued_to: Option<With>,
    /// Whom a contact must have been with, besides the participant.
    pub with: Option<With>,
    /// Whether a contact counts only with the participant there.
    pub participant_needed: bool,
}

impl MetBy {
    /// What an entry must cover one of; empty if a contact of the right form is enough.
    pub fn covers(&self) -> &[String] {
        match &self.covering {
            Covering::Document(covers) | Covering::Entry(covers) | Covering::Contact(_, covers) => {
                covers
            }
        }
    }
}
