//! A record as plain values: its commits in order, what they changed, what the settings said then.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::integrity::allowed::NamedKey;
use crate::integrity::contents::Contents;
use crate::operation::{Reversal, stem};
use crate::reading::safe_line;
use crate::settings::Settings;

/// Whom a commit names, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The moment, in seconds since 1970 in UTC.
    pub seconds: i64,
}

impl Person {
    /// The name, or else the address, as it can be shown.
    pub fn shown(&self) -> String {
        let name = if self.name.trim().is_empty() { &self.email } else { &self.name };
        safe_line(name.trim())
    }

    pub(super) fn is(&self, other: &Person) -> bool {
        self.email.eq_ignore_ascii_case(&other.email)
    }
}

/// What a commit is signed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// A key of ssh.
    Ssh,
    /// A key of OpenPGP.
    OpenPgp,
    /// Something that the settings cannot name, such as a certificate.
    Other,
}

/// What the programs that check signatures say of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the commit's, by the key of this fingerprint.
    Good(String),
    /// The same, by a key that had run out when the commit was made.
    Expired(String),
    /// The same, by a key that its owner called back.
    Revoked(String),
    /// It is not the commit's, or cannot be read.
    Bad,
    /// It is by a key that no settings ever named; its fingerprint, where it is known.
    UnknownKey(String),
    /// It could not be checked.
    Unchecked,
}

/// What the settings of a commit say about people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SettingsThen {
    /// The workers with the e-mail addresses by which they are known, in small letters.
    pub emails: BTreeMap<String, Vec<String>>,
    /// The keys that are named.
    pub signers: Vec<NamedKey>,
}

impl From<&Settings> for SettingsThen {
    fn from(settings: &Settings) -> SettingsThen {
        let emails = settings.workers.iter().map(|worker| {
            let emails = worker.email.iter().map(|email| email.trim().to_lowercase());
            (worker.id.clone(), emails.collect())
        });
        let signers = settings.signers.iter().flat_map(|signer| {
            signer
                .keys
                .iter()
                .map(|key| NamedKey { worker: signer.worker.clone(), key: key.clone() })
        });
        SettingsThen { emails: emails.collect(), signers: signers.collect() }
    }
}

/// A commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// Its name, in hexadecimal digits.
    pub id: String,
    /// Those before it.
    pub parents: Vec<String>,
    /// The first line of its message.
    pub subject: String,
    /// The cases that its message names.
    pub cases: Vec<String>,
    /// The operation's id.
    pub operation: Option<String>,
    /// What it takes back.
    pub reverses: Option<Reversal>,
    /// The release that made it.
    pub release: Option<String>,
    /// Who did it.
    pub author: Person,
    /// Who committed it.
    pub committer: Person,
    /// What it is signed by.
    pub signature: Option<SignatureKind>,
    /// What is said of its signature.
    pub verdict: Option<Verdict>,
    /// Where in the record's list the settings are that it holds.
    pub settings: usize,
    /// What it changed.
    pub contents: Contents,
}

impl Commit {
    /// The cases that it names or changes.
    pub fn all_cases(&self) -> Vec<String> {
        let changed = self.contents.files.iter().filter(|file| file.starts_with("cases/"));
        let changed = changed.map(|file| stem(file).to_owned());
        let mut cases: Vec<String> = self.cases.iter().cloned().chain(changed).collect();
        cases.sort();
        cases.dedup();
        cases
    }

    /// Whether two sides come together in it.
    pub fn is_merge(&self) -> bool {
        self.parents.len() > 1
    }

    /// Its first digits.
    pub(super) fn short(&self) -> &str {
        super::finding::short(&self.id)
    }
}

/// An object that cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Its name.
    pub object: String,
    /// What it is, such as `commit` or `blob`.
    pub what: String,
    /// Whether it is there, and not what its name says; otherwise it is not there at all.
    pub is_altered: bool,
}

/// A commit at the remote that is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteCommit {
    /// Its name.
    pub id: String,
    /// The operation's id.
    pub operation: Option<String>,
}

/// A record.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The newest commit.
    pub tip: String,
    /// All of them, each after those before it.
    pub commits: Vec<Commit>,
    /// What the settings said, in each version once.
    pub settings: Vec<SettingsThen>,
    /// What the newest commit's settings say.
    pub now: SettingsThen,
    /// What cannot be relied on.
    pub lost: Vec<Lost>,
    /// What is at fault with the repository as a whole, as git says it.
    pub faults: Vec<String>,
    /// What could not be looked at, and why.
    pub unread: Vec<String>,
    /// The newest commit that was seen at the remote.
    pub seen: Option<String>,
    /// The commits at the remote, as last seen, that are not here.
    pub only_there: Vec<RemoteCommit>,
    /// Whether signatures of each kind could be checked; otherwise, why not.
    pub unchecked: Vec<(SignatureKind, String)>,
    /// The keys that anybody named, with their fingerprints.
    pub fingerprints: Vec<(NamedKey, Vec<String>)>,
    /// Where each commit is in the list.
    pub places: HashMap<String, usize>,
}

impl Record {
    /// Where a commit is in the list.
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Whether a commit is part of the history.
    pub fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// A commit with all before it.
    pub fn up_to(&self, id: &str) -> HashSet<usize> {
        let mut found = HashSet::new();
        let mut open: Vec<usize> = self.place(id).into_iter().collect();
        while let Some(place) = open.pop() {
            if found.insert(place) {
                open.extend(self.commits[place].parents.iter().filter_map(|it| self.place(it)));
            }
        }
        found
    }

    /// The first commits: those that go on from nothing.
    pub fn roots(&self) -> Vec<String> {
        let first = self.commits.iter().filter(|commit| commit.parents.is_empty());
        first.map(|commit| commit.id.clone()).collect()
    }

    /// The workers who have an e-mail address by the settings of a commit, or by the newest.
    pub fn workers_with(&self, email: &str, commit: &Commit) -> Vec<&str> {
        let email = email.trim().to_lowercase();
        let then = self.settings.get(commit.settings);
        let known = then.into_iter().chain([&self.now]).flat_map(|it| &it.emails);
        let found = known.filter(|(_, emails)| emails.contains(&email));
        found.map(|(worker, _)| worker.as_str()).collect()
    }
}
