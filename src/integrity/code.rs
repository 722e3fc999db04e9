//! What kinds of findings there are: the word for each, how much it weighs, and what to do about it.

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// For the reader to know.
    Note,
    /// To be looked at.
    Warning,
    /// The record was changed, or something of it taken away.
    Error,
}

impl Weight {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Weight::Note => "note",
            Weight::Warning => "warning",
            Weight::Error => "error",
        }
    }
}

/// What kind of finding it is. The order is that in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The place holds another record than before.
    AnotherRecord,
    /// A commit that was there is no longer part of the history.
    Lost,
    /// What was sent to the remote was made anew here.
    MadeAnew,
    /// An object of the repository is not there.
    ObjectMissing,
    /// An object of the repository is not what its name says.
    ObjectAltered,
    /// The keys that may sign were changed by nobody who might.
    SignersChanged,
    /// A signature is not that of the commit.
    SignatureBad,
    /// A commit is signed by a key that is not allowed.
    SignatureNotAllowed,
    /// A commit is signed by a key of another person than its author.
    SignatureOfAnother,
    /// A commit is not signed, though signing had begun.
    Unsigned,
    /// A commit is signed by a key that had run out.
    SignatureExpired,
    /// A commit is signed by a key that was called back.
    SignatureRevoked,
    /// A commit does what its first line does not say.
    NotAsSaid,
    /// One operation stands in two commits that do not do the same.
    Replayed,
    /// What the remote has is not here.
    BehindTheRemote,
    /// A commit from before signing began, brought in afterwards.
    UnsignedBeside,
    /// A commit by git itself changed the record.
    ByGit,
    /// A merge says other things than both sides together.
    MergeBeyond,
    /// Something was taken off the record by hand.
    HandEditLost,
    /// An operation that this release does not know.
    UnknownOperation,
    /// A commit of the tool's without the release that made it.
    NoRelease,
    /// A commit is dated before the one before it.
    ClockBack,
    /// A commit is dated after this moment.
    Future,
    /// An entry says that it was logged at another time than its commit was made.
    LoggedApart,
    /// The author is nobody whom the settings know.
    UnknownAuthor,
    /// There is no author.
    NoAuthor,
    /// Somebody else committed it than its author.
    CommittedByAnother,
    /// What was edited by hand is on record.
    HandEdit,
}

impl Code {
    /// The word for it in JSON and CSV.
    pub fn word(self) -> &'static str {
        self.about().0
    }

    /// How much it weighs.
    pub fn weight(self) -> Weight {
        match self {
            code if code <= Code::Replayed => Weight::Error,
            Code::CommittedByAnother | Code::HandEdit => Weight::Note,
            _ => Weight::Warning,
        }
    }

    /// What it is, as a heading above those of its kind.
    pub fn title(self) -> &'static str {
        self.about().1
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        self.about().2
    }

    fn about(self) -> (&'static str, &'static str, &'static str) {
        let known = ABOUT.iter().find(|(code, ..)| *code == self);
        known.map_or(("", "", ""), |(_, word, title, hint)| (word, title, hint))
    }
}

const ASK: &str = "ask whoever looks after the folder what happened before anything else is recorded; a copy from before has what was there";
const COPY: &str = "the disk may be failing, or somebody changed the repository: take what is missing from another copy";

/// The word for each kind in JSON and CSV, a heading above those of its kind, and what to do about it.
#[rustfmt::skip]
const ABOUT: [(Code, &str, &str, &str); 28] = [
    (Code::AnotherRecord, "another-record", "This place holds another record than before", "if you put it there yourself: caseload verify --accept-rewritten"),
    (Code::Lost, "lost", "No longer part of the history", "a copy from before has what was there. If it was meant: caseload verify --accept-rewritten"),
    (Code::MadeAnew, "made-anew", "Sent to the remote, and made anew here", ASK),
    (Code::ObjectMissing, "object-missing", "Missing from the repository", COPY),
    (Code::ObjectAltered, "object-altered", "Altered in the repository", COPY),
    (Code::SignersChanged, "signers-changed", "The keys that may sign were changed by nobody who might", "the change does not count. If it was meant, somebody whose key is allowed makes it again; or, when all agree, caseload trust"),
    (Code::SignatureBad, "signature-bad", "The signature is not that of the commit", ASK),
    (Code::SignatureNotAllowed, "signature-not-allowed", "Signed by a key that was not allowed", "whose key is it? somebody whose key is allowed adds it to [signers]; from then on it counts"),
    (Code::SignatureOfAnother, "signature-of-another", "Signed by a key of another person than its author", "ask both; each records under their own name, with their own key"),
    (Code::Unsigned, "unsigned", "Not signed, though signing had begun", "ask whoever recorded it; `git config --global commit.gpgSign true` on their machine has every commit signed"),
    (Code::SignatureExpired, "signature-expired", "Signed by a key that had run out", "its owner makes the key valid for longer, or takes a new one, and somebody allowed puts it in [signers]"),
    (Code::SignatureRevoked, "signature-revoked", "Signed by a key that was called back", "take the key out of [signers]; what it signed can be believed only as far as a receipt reaches"),
    (Code::NotAsSaid, "not-as-said", "Does what it does not say", "caseload history shows what it changed; ask its author"),
    (Code::Replayed, "replayed", "One operation twice, with different contents", "caseload history shows what both changed; ask their authors"),
    (Code::BehindTheRemote, "behind-the-remote", "At the remote, and not here", "caseload sync brings it in"),
    (Code::UnsignedBeside, "unsigned-beside", "Not signed, and brought in after signing began", "recorded on a machine that did not know of it yet, or meant to look so: ask its author"),
    (Code::ByGit, "by-git", "Changed by git itself, or another program", "caseload history shows what it changed; what is edited by hand is recorded with caseload save"),
    (Code::MergeBeyond, "merge-beyond", "A merge that says other things than both sides", "caseload history shows what it changed"),
    (Code::HandEditLost, "hand-edit-lost", "Taken off the record by hand", "caseload history shows what is gone; it stays in the history"),
    (Code::UnknownOperation, "unknown-operation", "Operations that this release does not know", "a newer release may have made them: install that one, and look again"),
    (Code::NoRelease, "no-release", "Without the release that made it", "every release of caseload writes its number; ask whoever recorded it"),
    (Code::ClockBack, "clock-back", "Dated before what it goes on from", "a clock was wrong, or set back; ask whoever recorded it"),
    (Code::Future, "future", "Dated after this moment", "the clock there, or the one here, is wrong"),
    (Code::LoggedApart, "logged-apart", "Logged at another time than recorded", "a clock jumped, or the entry was written by hand; ask whoever recorded it"),
    (Code::UnknownAuthor, "unknown-author", "By an e-mail address that is no worker's", "if it is a worker's, add it to [workers] in caseload.toml"),
    (Code::NoAuthor, "no-author", "By nobody", "ask who could have recorded it"),
    (Code::CommittedByAnother, "committed-by-another", "Recorded by one, and committed by another", "git does so when it makes commits anew, as in a rebase"),
    (Code::HandEdit, "hand-edit", "Edited by hand", "caseload history shows what was changed"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_told_in_its_order() {
        assert!(ABOUT.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(ABOUT.len(), Code::HandEdit as usize + 1);
        for (code, word, title, hint) in ABOUT {
            assert_eq!((code.word(), code.title(), code.hint()), (word, title, hint));
            assert!(!hint.ends_with('.') && title.starts_with(char::is_uppercase), "{word}");
        }
    }
}
