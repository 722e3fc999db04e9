//! Whose keys may sign: those that the folder names, with their fingerprints, and what was confirmed.

use serde_json::{Value, json};

use crate::calendar::{Day, long, plain};
use crate::report::Report;
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};

/// A key, as it is shown to be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// The worker.
    pub worker: String,
    /// `ssh` or `openpgp`.
    pub kind: String,
    /// Its fingerprints: a block of OpenPGP may hold several keys.
    pub fingerprints: Vec<String>,
    /// Whether the newest commit's settings name it.
    pub is_named: bool,
    /// Whether what is signed by it counts.
    pub is_allowed: bool,
}

/// What was done about the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustDone {
    /// They wait to be compared.
    ToCompare,
    /// They were confirmed before, and each change since was lawful.
    InForce,
    /// They were confirmed now.
    Confirmed,
    /// What was confirmed is forgotten.
    Forgotten,
}

/// Whose keys may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// The newest commit.
    pub revision: String,
    /// What was done.
    pub done: TrustDone,
    /// The commit at which the keys were confirmed.
    pub confirmed_at: Option<String>,
    /// The day on which they were.
    pub confirmed_on: Option<Day>,
    /// The keys.
    pub keys: Vec<TrustedKey>,
}

impl TrustedKey {
    /// Its fingerprints, those of OpenPGP in groups of four as its own program shows them.
    fn shown(&self) -> String {
        let shown = self.fingerprints.iter().map(|print| {
            if self.kind == "ssh" {
                return print.clone();
            }
            let groups: Vec<&str> =
                (0..print.len()).step_by(4).filter_map(|at| print.get(at..at + 4)).collect();
            groups.join(" ")
        });
        shown.collect::<Vec<_>>().join("\n")
    }

    fn state(&self) -> &'static str {
        match (self.is_named, self.is_allowed) {
            (true, true) => "may sign",
            (true, false) => "named, may not sign yet",
            (false, _) => "may sign, no longer named",
        }
    }
}

impl Trust {
    fn heading(&self) -> String {
        let on = self.confirmed_on.map(long).unwrap_or_default();
        match self.done {
            TrustDone::Forgotten => "What was confirmed about signers is forgotten.".to_owned(),
            TrustDone::Confirmed => {
                "Confirmed: from here on, what is recorded counts as signed by these keys alone."
                    .to_owned()
            }
            TrustDone::InForce => {
                format!("Confirmed on {on}; each change since was signed by one who might.")
            }
            TrustDone::ToCompare if on.is_empty() => {
                "These are the keys that this folder names.".to_owned()
            }
            TrustDone::ToCompare => format!(
                "What this folder names is not what was confirmed on {on} and lawfully changed since."
            ),
        }
    }

    fn table(&self) -> Table {
        let column = |title, width| Column { title, width };
        let columns =
            vec![column("Who", Some(12)), column("Fingerprint", None), column("", Some(14))];
        let rows = self.keys.iter().map(|key| {
            let tone = if key.is_allowed && key.is_named { Tone::Plain } else { Tone::Soon };
            let sentence =
                format!("{}, {}: {}: {}.", key.worker, key.kind, key.shown(), key.state());
            let cells = vec![
                Cell::plain(key.worker.clone()),
                Cell::plain(key.shown()),
                Cell::toned(key.state(), tone),
            ];
            Row { cells, sentence }
        });
        Table { columns, rows: rows.collect() }
    }
}

impl Report for Trust {
    fn page(&self) -> Page {
        let mut page = Page::default();
        let tone = match self.done {
            TrustDone::ToCompare if self.confirmed_on.is_some() => Tone::Bad,
            _ => Tone::Plain,
        };
        page.heading(self.heading(), tone);
        page.table(self.table());
        if self.done == TrustDone::ToCompare {
            page.text(
                "Compare each fingerprint with its owner, by telephone or face to face and not by \
                 mail: they see their own with one of these commands.",
            );
            for (kind, command) in
                [("ssh", "ssh-keygen -lf ~/.ssh/id_ed25519.pub"), ("openpgp", "gpg --fingerprint")]
            {
                if self.keys.iter().any(|key| key.kind == kind) {
                    page.blocks.push(Block::Command(format!("  {command}")));
                }
            }
            page.text(
                "What you confirm is kept on this machine, outside of the folder. After that, a \
                 change of signers counts only if it is signed by one who may sign already.",
            );
        }
        page
    }

    fn json(&self) -> Value {
        let keys = self.keys.iter().map(|key| {
            json!({
                "worker": key.worker,
                "kind": key.kind,
                "fingerprints": key.fingerprints,
                "named": key.is_named,
                "allowed": key.is_allowed,
            })
        });
        let state = match self.done {
            TrustDone::ToCompare => "to-compare",
            TrustDone::InForce | TrustDone::Confirmed => "confirmed",
            TrustDone::Forgotten => "forgotten",
        };
        json!({
            "schema": 1,
            "revision": self.revision,
            "state": state,
            "confirmed_at": self.confirmed_at,
            "confirmed_on": self.confirmed_on.map(plain),
            "keys": keys.collect::<Vec<_>>(),
        })
    }
}
