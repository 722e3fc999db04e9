//! Whether a record is what was recorded: authors, order, signatures, history that only ever grew, and
//! what was done outside of the tool.
//!
//! The store reads the commits into a [`Record`] of plain values, and what is kept outside of the folder
//! into [`Kept`]. Each kind of check is a small function over these, in a file of its own, and gives
//! [`Finding`]s; [`examine`] runs them all. Nothing here reads anything.

mod allowed;
mod author;
mod code;
mod contents;
mod deeds;
mod finding;
mod grown;
mod kept;
mod message;
mod order;
mod receipt;
mod record;
mod signature;

use std::collections::HashSet;

pub use allowed::{Allowed, NamedKey};
pub use code::{Code, Weight};
pub use contents::{Contents, Said};
pub use finding::Finding;
pub use kept::{Confirmation, Kept, KeptKey, Past};
pub use receipt::{Receipt, ReceiptError};
pub use record::{
    Commit, Lost, Person, Record, RemoteCommit, SettingsThen, SignatureKind, Verdict,
};
pub use signature::in_force;

/// Everything that a record is compared with.
pub struct Grounds<'a> {
    /// What is kept outside of the folder about it.
    pub kept: &'a Kept,
    /// Receipts that were kept elsewhere.
    pub against: &'a [Receipt],
    /// This moment, in seconds since 1970.
    pub now: i64,
}

/// What was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many commits there are.
    pub commits: usize,
    /// How many of them are signed.
    pub signed: usize,
    /// How many signatures are good, by keys that were allowed.
    pub good: usize,
    /// How many receipts were compared, those given included.
    pub receipts: usize,
    /// The moment of the oldest receipt that holds, in seconds since 1970.
    pub since: Option<i64>,
    /// Whether it was compared with the remote as last seen.
    pub remote: bool,
    /// Whether it was confirmed whose keys are right.
    pub confirmed: bool,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Examination {
    /// What was looked at.
    pub checked: Checked,
    /// What was found, the worst first, then the newest.
    pub findings: Vec<Finding>,
    /// What could not be checked, in words.
    pub not_checked: Vec<String>,
}

/// Looks at a record in every way there is.
pub fn examine(record: &Record, grounds: &Grounds<'_>) -> Examination {
    let mut examination = Examination::default();
    examination.checked.commits = record.commits.len();
    examination.findings.extend(author::check(record, &mut examination.not_checked));
    examination.findings.extend(order::check(record, grounds.now));
    examination.findings.extend(deeds::check(record));
    let made: HashSet<&str> = grounds.kept.remade.values().map(String::as_str).collect();
    let signatures = signature::check(record, grounds.kept.confirmation().as_ref(), &made);
    examination.checked.signed = signatures.signed;
    examination.checked.good = signatures.good;
    examination.checked.confirmed = grounds.kept.confirmed.last().is_some();
    examination.findings.extend(signatures.findings);
    examination.not_checked.extend(signatures.not_checked);
    grown::check(record, grounds, &mut examination);
    let place = |finding: &Finding| {
        let commit = finding.commit.as_deref();
        commit.and_then(|id| record.place(id)).unwrap_or(usize::MAX)
    };
    examination.findings.sort_by(|one, other| {
        let weight = other.code.weight().cmp(&one.code.weight());
        weight.then(one.code.cmp(&other.code)).then_with(|| place(other).cmp(&place(one)))
    });
    examination
}
