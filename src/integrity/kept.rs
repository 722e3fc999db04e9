//! What is kept outside of a folder about it: whoever rewrites the folder cannot rewrite this.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::integrity::allowed::NamedKey;
use crate::integrity::receipt::Receipt;
use crate::integrity::record::Record;
use crate::settings::SignerKey;

/// How many of the newest receipts are kept. Of those before, one a month.
const NEWEST: usize = 24;
/// A month, near enough to thin by, in seconds.
const MONTH: i64 = 30 * 24 * 60 * 60;

/// A key that was confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptKey {
    /// The worker.
    pub worker: String,
    /// `ssh` or `openpgp`.
    pub kind: String,
    /// The key itself.
    pub key: String,
    /// Its fingerprints, as they were compared.
    pub fingerprints: Vec<String>,
}

impl From<&KeptKey> for NamedKey {
    fn from(kept: &KeptKey) -> NamedKey {
        let key = match kept.kind.as_str() {
            "openpgp" => SignerKey::OpenPgp(kept.key.clone()),
            _ => SignerKey::Ssh(kept.key.clone()),
        };
        NamedKey { worker: kept.worker.clone(), key }
    }
}

impl KeptKey {
    /// A key with its fingerprints.
    pub fn new(named: &NamedKey, fingerprints: Vec<String>) -> KeptKey {
        let key = match &named.key {
            SignerKey::Ssh(key) | SignerKey::OpenPgp(key) => key.clone(),
        };
        let (worker, kind) = (named.worker.clone(), named.key.kind().to_owned());
        KeptKey { worker, kind, key, fingerprints }
    }
}

/// That somebody compared the keys, and found them right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The newest commit then.
    pub commit: String,
    /// When, in seconds since 1970.
    pub seconds: i64,
    /// The keys.
    pub keys: Vec<KeptKey>,
}

/// Receipts that no longer hold, and that somebody gave up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    /// When they were given up, in seconds since 1970.
    pub seconds: i64,
    /// Who gave them up: a worker, else an e-mail address; empty where nobody is known.
    #[serde(default)]
    pub by: String,
    /// The receipts.
    pub receipts: Vec<Receipt>,
    /// The confirmations of keys at commits that were no longer there.
    #[serde(default)]
    pub confirmed: Vec<Confirmation>,
}

/// What is kept outside of a folder about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where the folder is.
    pub path: String,
    /// The first commits of its history, by which it is known again.
    pub roots: Vec<String>,
    /// Whose keys were confirmed; the last one counts.
    #[serde(default)]
    pub confirmed: Vec<Confirmation>,
    /// Receipts, the oldest first.
    #[serde(default)]
    pub receipts: Vec<Receipt>,
    /// Receipts that were given up.
    #[serde(default)]
    pub given_up: Vec<Past>,
    /// What commits became when a case was erased from the history on this machine.
    #[serde(default)]
    pub remade: BTreeMap<String, String>,
}

impl Kept {
    /// Notes what commits became when a case was erased.
    pub fn remake(&mut self, commits: impl IntoIterator<Item = (String, String)>) {
        self.remade.extend(commits);
        let remade = &self.remade;
        let roots = std::mem::take(&mut self.roots);
        self.roots =
            roots.into_iter().map(|root| remade.get(&root).cloned().unwrap_or(root)).collect();
    }

    /// What a commit is now: itself, unless a case was erased since.
    pub fn newest_of(&self, commit: &str) -> String {
        let mut now = commit;
        // What a commit became may have become another since; none becomes itself again.
        for _ in 0..=self.remade.len() {
            match self.remade.get(now) {
                Some(next) => now = next,
                None => break,
            }
        }
        now.to_owned()
    }

    /// The keys that were confirmed last, at the commit as it is now.
    pub fn confirmation(&self) -> Option<Confirmation> {
        let last = self.confirmed.last()?;
        Some(Confirmation { commit: self.newest_of(&last.commit), ..last.clone() })
    }

    /// Adds a receipt of a record as it is now, and thins those before.
    pub fn add(&mut self, receipt: Receipt) {
        // One that says the same at a later moment says nothing more of the past.
        match self.receipts.last_mut() {
            Some(last) if last.commit == receipt.commit => last.at_remote |= receipt.at_remote,
            _ => self.receipts.push(receipt),
        }
        let many = self.receipts.len();
        let mut month = None;
        let mut place = 0;
        self.receipts.retain(|receipt| {
            place += 1;
            let is_first = month.replace(receipt.seconds / MONTH) != Some(receipt.seconds / MONTH);
            is_first || place + NEWEST > many
        });
    }

    /// Whether anything is kept to compare with.
    pub fn is_empty(&self) -> bool {
        self.confirmed.is_empty() && self.receipts.is_empty()
    }

    /// Gives up what is no longer part of a record, and notes when that was and by whom. Says whether
    /// there was anything.
    pub fn give_up(&mut self, record: &Record, (seconds, by): (i64, String)) -> bool {
        let is_there =
            |kept: &Kept, commit: &str| record.has(commit) || record.has(&kept.newest_of(commit));
        let receipts = std::mem::take(&mut self.receipts);
        let (held, receipts): (_, Vec<Receipt>) =
            receipts.into_iter().partition(|receipt| is_there(self, &receipt.commit));
        let confirmed = std::mem::take(&mut self.confirmed);
        let (still, confirmed): (_, Vec<Confirmation>) =
            confirmed.into_iter().partition(|it| is_there(self, &it.commit));
        (self.receipts, self.confirmed, self.roots) = (held, still, record.roots());
        let is_any = !receipts.is_empty() || !confirmed.is_empty();
        if is_any {
            self.given_up.push(Past { seconds, by, receipts, confirmed });
        }
        is_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(number: usize, seconds: i64) -> Receipt {
        Receipt { commit: format!("{number:040}"), commits: number, seconds, at_remote: false }
    }

    #[test]
    fn a_commit_is_followed_through_erasures() {
        let mut kept = Kept { roots: vec!["a".to_owned()], ..Kept::default() };
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        kept.remake([pair("a", "b"), pair("c", "d")]);
        kept.remake([pair("b", "e")]);
        assert_eq!((kept.newest_of("a"), kept.newest_of("x")), ("e".to_owned(), "x".to_owned()));
        assert_eq!(kept.roots, ["e"]);
    }

    #[test]
    fn the_newest_are_kept_and_one_a_month_before() {
        let mut kept = Kept::default();
        let day = MONTH / 30;
        for number in 0..400 {
            kept.add(receipt(number, i64::try_from(number).unwrap() * day));
        }
        let numbers: Vec<usize> = kept.receipts.iter().map(|it| it.commits).collect();
        assert_eq!(numbers[..3], [0, 30, 60]);
        assert_eq!(numbers[numbers.len() - NEWEST..], (376..400).collect::<Vec<_>>());
        assert!(numbers.len() <= NEWEST + 14, "{numbers:?}");
    }

    #[test]
    fn the_same_commit_is_kept_as_it_was_seen_first() {
        let mut kept = Kept::default();
        kept.add(receipt(1, 100));
        kept.add(Receipt { at_remote: true, ..receipt(1, 200) });
        assert_eq!(kept.receipts, [Receipt { at_remote: true, ..receipt(1, 100) }]);
    }

    #[test]
    fn it_is_the_same_when_it_is_read_again() {
        let mut kept = Kept { path: "/a".to_owned(), ..Kept::default() };
        kept.add(receipt(1, 100));
        let named =
            NamedKey { worker: "alex".to_owned(), key: SignerKey::Ssh("ssh-ed25519 A".to_owned()) };
        let keys = vec![KeptKey::new(&named, vec!["SHA256:x".to_owned()])];
        kept.confirmed.push(Confirmation { commit: "a".to_owned(), seconds: 1, keys });
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(serde_json::from_str::<Kept>(&text).unwrap(), kept);
        assert_eq!(NamedKey::from(&kept.confirmed[0].keys[0]), named);
    }
}
