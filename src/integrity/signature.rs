//! Signatures: by keys that were allowed at that point of the history, each with its worker's name.
//!
//! The first keys are those that somebody confirmed, at a commit. From there on each commit is signed by
//! a key that those before it allow, a change of the keys too. What comes before that commit is held by
//! the commit itself, whose name is kept outside of the folder.

use std::collections::HashSet;
use std::sync::Arc;

use crate::calendar::plural;
use crate::integrity::allowed::{Allowed, NamedKey, SignerChange};
use crate::integrity::code::Code;
use crate::integrity::finding::Finding;
use crate::integrity::kept::{Confirmation, Kept};
use crate::integrity::record::{Commit, Record, SignatureKind, Verdict};
use crate::reading::safe_line;

/// What came of looking at the signatures.
#[derive(Default)]
pub(super) struct Signatures {
    pub(super) signed: usize,
    pub(super) good: usize,
    pub(super) findings: Vec<Finding>,
    pub(super) not_checked: Vec<String>,
    /// The keys that the newest commit leaves allowed; none where none were confirmed.
    in_force: Option<Arc<Allowed>>,
}

/// The keys that may sign what is recorded next.
pub fn in_force(record: &Record, kept: &Kept) -> Option<Allowed> {
    let confirmed = &kept.confirmation()?;
    let made = kept.remade.values().map(String::as_str).collect();
    let in_force = check(record, Some(confirmed), &made).in_force;
    Some(in_force.map_or_else(|| first(confirmed), |allowed| (*allowed).clone()))
}

/// Looks at all signatures, by the keys that were confirmed. `made` are the commits that an erasure on
/// this machine made of others: they bear none, since they are not what was signed.
pub(super) fn check(
    record: &Record,
    confirmed: Option<&Confirmation>,
    made: &HashSet<&str>,
) -> Signatures {
    let mut signatures = Signatures {
        signed: record.commits.iter().filter(|it| it.signature.is_some()).count(),
        ..Signatures::default()
    };
    let Some(confirmed) = confirmed else {
        signatures.say_unconfirmed(record);
        return signatures;
    };
    let first = Arc::new(first(confirmed));
    let mut walk = Walk {
        record,
        up_to: record.up_to(&confirmed.commit),
        is_there: record.has(&confirmed.commit),
        first,
        standing: Vec::with_capacity(record.commits.len()),
        unchecked: 0,
        made,
        remade: 0,
    };
    for (place, commit) in record.commits.iter().enumerate() {
        let next = if commit.id == confirmed.commit {
            Some(walk.first.clone())
        } else {
            walk.step(place, commit, &mut signatures)
        };
        if walk.up_to.contains(&place) && walk.is_good_by(commit, &walk.first) {
            signatures.good += 1;
        }
        walk.standing.push(next);
    }
    signatures.say_unchecked(record, walk.unchecked);
    signatures.say_remade(walk.remade);
    let tip = record.place(&record.tip);
    signatures.in_force = tip.and_then(|place| walk.standing[place].clone());
    signatures
}

fn first(confirmed: &Confirmation) -> Allowed {
    Allowed::first(confirmed.keys.iter().map(NamedKey::from))
}

fn count(number: usize, noun: &str) -> String {
    plural(i64::try_from(number).unwrap_or(i64::MAX), noun)
}

impl Signatures {
    fn say_unconfirmed(&mut self, record: &Record) {
        let words = match (self.signed, record.now.signers.is_empty()) {
            (0, true) => {
                "Signatures: nothing is signed, so nothing but what was kept elsewhere shows \
                          that a commit was made anew."
                    .to_owned()
            }
            (0, false) => {
                "Signatures: caseload.toml names signers, and nothing is signed.".to_owned()
            }
            (many, true) => format!(
                "Signatures: {} signed, and caseload.toml names no signers.",
                number_is(many)
            ),
            (many, false) => format!(
                "Signatures: {} signed, and nobody has confirmed on this machine whose keys are right: caseload trust.",
                number_is(many)
            ),
        };
        self.not_checked.push(words);
    }

    fn say_remade(&mut self, remade: usize) {
        if remade > 0 {
            self.not_checked.push(format!(
                "Signatures: {} made anew on this machine when a case was erased, and {} none any more.",
                number_was(remade),
                if remade == 1 { "bears" } else { "bear" }
            ));
        }
    }

    fn say_unchecked(&mut self, record: &Record, unchecked: usize) {
        if unchecked == 0 {
            return;
        }
        for (_, why) in &record.unchecked {
            self.not_checked.push(format!("Signatures: {why}."));
        }
        let words = format!("Signatures: {} could not be checked.", count(unchecked, "commit"));
        self.not_checked.push(words);
    }
}

fn number_was(many: usize) -> String {
    format!("{} {}", count(many, "commit"), if many == 1 { "was" } else { "were" })
}

fn number_is(many: usize) -> String {
    format!("{} {}", count(many, "commit"), if many == 1 { "is" } else { "are" })
}

/// The way through the commits, each after those before it.
struct Walk<'a> {
    record: &'a Record,
    /// The commit at which the keys were confirmed, and all before it.
    up_to: HashSet<usize>,
    is_there: bool,
    first: Arc<Allowed>,
    /// What each commit leaves allowed; none where signing had not begun.
    standing: Vec<Option<Arc<Allowed>>>,
    unchecked: usize,
    /// The commits that an erasure made.
    made: &'a HashSet<&'a str>,
    /// How many of them there are.
    remade: usize,
}

/// What a signature is worth.
enum Worth {
    /// It is by a key that is allowed, of these workers.
    Good(Vec<String>),
    /// It is by a key that may have been allowed, or could not be checked.
    Unknown,
    /// It is worth nothing, for this reason.
    Nothing(Code, String),
    /// There is none.
    Missing,
    /// There is none any more: the commit was made anew when a case was erased.
    Remade,
}

impl Walk<'_> {
    /// Judges one commit, and gives what it leaves allowed.
    fn step(
        &mut self,
        place: usize,
        commit: &Commit,
        signatures: &mut Signatures,
    ) -> Option<Arc<Allowed>> {
        if self.up_to.contains(&place) {
            return None;
        }
        let before = self.before(commit);
        let allowed = before.clone().unwrap_or_else(|| self.first.clone());
        let worth = self.worth(commit, &allowed);
        let change = self.change(commit);
        self.tell(commit, &worth, before.is_some(), signatures);
        let before = before?;
        if change.is_empty() {
            return Some(before);
        }
        match worth {
            Worth::Good(_) | Worth::Remade => Some(Arc::new(before.after(&change))),
            Worth::Unknown => Some(Arc::new(before.in_doubt(&change))),
            Worth::Nothing(..) | Worth::Missing => {
                signatures.findings.push(self.unlawful(commit, &change));
                Some(before)
            }
        }
    }

    /// What those before a commit leave allowed; none where signing had not begun on any side.
    fn before(&self, commit: &Commit) -> Option<Arc<Allowed>> {
        let parents = commit.parents.iter().filter_map(|id| self.record.place(id));
        let sides = parents.filter_map(|place| self.standing.get(place)?.clone());
        sides.reduce(|one, other| if one == other { one } else { Arc::new(one.together(&other)) })
    }

    fn change(&self, commit: &Commit) -> SignerChange {
        let named = |settings: usize| {
            self.record.settings.get(settings).map_or(&[][..], |it| it.signers.as_slice())
        };
        let parents = commit.parents.iter().filter_map(|id| self.record.place(id));
        let parents: Vec<&[NamedKey]> =
            parents.map(|place| named(self.record.commits[place].settings)).collect();
        SignerChange::of(&parents, named(commit.settings))
    }

    fn tell(
        &mut self,
        commit: &Commit,
        worth: &Worth,
        has_begun: bool,
        signatures: &mut Signatures,
    ) {
        match worth {
            Worth::Good(workers) => {
                signatures.good += 1;
                signatures.findings.extend(self.of_another(commit, workers));
            }
            Worth::Unknown => self.unchecked += 1,
            Worth::Remade => self.remade += 1,
            Worth::Nothing(code, message) => {
                signatures.findings.push(Finding::of(*code, commit, message));
            }
            Worth::Missing if has_begun => {
                let message = format!("`{}` bears no signature", commit.subject);
                signatures.findings.push(Finding::of(Code::Unsigned, commit, message));
            }
            // Where the commit is gone at which it began, that is said once.
            Worth::Missing if self.is_there => {
                let message = format!("`{}` bears no signature", commit.subject);
                signatures.findings.push(Finding::of(Code::UnsignedBeside, commit, message));
            }
            Worth::Missing => {}
        }
    }

    /// Whether a good signature is by another person than the author.
    fn of_another(&self, commit: &Commit, workers: &[String]) -> Option<Finding> {
        let of_author = self.record.workers_with(&commit.author.email, commit);
        if workers.iter().any(|worker| of_author.contains(&worker.as_str())) {
            return None;
        }
        // Where the settings know no address of the signer, they do not say whose name is theirs.
        let then = self.record.settings.get(commit.settings);
        let known = then.into_iter().chain([&self.record.now]).flat_map(|it| &it.emails);
        let has_address = known
            .filter(|(worker, _)| workers.contains(worker))
            .any(|(_, emails)| !emails.is_empty());
        let message = format!(
            "`{}` is in the name of {}, and signed by {}",
            commit.subject,
            commit.author.shown(),
            workers.join(", ")
        );
        (has_address || !of_author.is_empty())
            .then(|| Finding::of(Code::SignatureOfAnother, commit, message))
    }

    fn is_good_by(&self, commit: &Commit, allowed: &Allowed) -> bool {
        matches!(self.worth(commit, allowed), Worth::Good(_))
    }

    fn worth(&self, commit: &Commit, allowed: &Allowed) -> Worth {
        let Some(kind) = commit.signature else {
            let is_made = self.made.contains(commit.id.as_str());
            return if is_made { Worth::Remade } else { Worth::Missing };
        };
        if kind == SignatureKind::Other {
            let message = "it is signed by something that [signers] cannot name".to_owned();
            return Worth::Nothing(Code::SignatureNotAllowed, message);
        }
        let (fingerprint, trouble) = match &commit.verdict {
            None | Some(Verdict::Unchecked) => return Worth::Unknown,
            Some(Verdict::Bad) => {
                let message = format!("`{}` was changed after it was signed", commit.subject);
                return Worth::Nothing(Code::SignatureBad, message);
            }
            Some(Verdict::UnknownKey(fingerprint)) => {
                return Worth::Nothing(Code::SignatureNotAllowed, not_allowed(fingerprint));
            }
            Some(Verdict::Good(fingerprint)) => (fingerprint, None),
            Some(Verdict::Expired(fingerprint)) => (fingerprint, Some(Code::SignatureExpired)),
            Some(Verdict::Revoked(fingerprint)) => (fingerprint, Some(Code::SignatureRevoked)),
        };
        let known = self.record.fingerprints.iter();
        let keys = known.filter(|(_, prints)| prints.contains(fingerprint)).map(|(key, _)| key);
        let keys: Vec<&NamedKey> = keys.collect();
        let workers: Vec<String> =
            keys.iter().filter(|key| allowed.has(key)).map(|key| key.worker.clone()).collect();
        match (workers.is_empty(), trouble) {
            (true, _) if keys.iter().any(|key| allowed.may_have(key)) => Worth::Unknown,
            (true, _) => Worth::Nothing(Code::SignatureNotAllowed, not_allowed(fingerprint)),
            (false, Some(code)) => {
                let message = format!("`{}`, by {fingerprint}", commit.subject);
                Worth::Nothing(code, message)
            }
            (false, None) => Worth::Good(workers),
        }
    }

    /// That a change of signers does not count, with the fingerprints of the keys.
    fn unlawful(&self, commit: &Commit, change: &SignerChange) -> Finding {
        let shown = |key: &NamedKey| {
            let known = self.record.fingerprints.iter().find(|(known, _)| known == key);
            let prints = known.map_or_else(String::new, |(_, prints)| prints.join(", "));
            let prints =
                if prints.is_empty() { "a key that cannot be read".to_owned() } else { prints };
            format!("{} ({prints})", key.worker)
        };
        let names = |keys: &[NamedKey]| keys.iter().map(shown).collect::<Vec<_>>().join(", ");
        let added = (!change.added.is_empty()).then(|| format!("lets in {}", names(&change.added)));
        let removed =
            (!change.removed.is_empty()).then(|| format!("takes out {}", names(&change.removed)));
        let words: Vec<String> = added.into_iter().chain(removed).collect();
        let message = format!("{}, and is signed by nobody who may", words.join(" and "));
        Finding::of(Code::SignersChanged, commit, message)
    }
}

fn not_allowed(fingerprint: &str) -> String {
    if fingerprint.is_empty() {
        "by a key that nobody named".to_owned()
    } else {
        format!("by {}", safe_line(fingerprint))
    }
}
