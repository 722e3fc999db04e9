//! What each operation may change, by the words of its commit's first line: one table.

/// Which entries of a case may be concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Entries {
    None,
    /// One of this kind.
    One(&'static str),
    /// One of the kind that the words name.
    Named,
    /// What a merge left to be settled, and whole entries if the words name them.
    Settled,
    Any,
}

/// Which keys may be concerned, of the header or of an entry that is changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    None,
    /// This one.
    One(&'static str),
    /// Those that the words name between brackets.
    Named,
    Any,
}

/// What an operation may change in each case that it names.
#[derive(Clone, Copy)]
pub(super) struct May {
    pub(super) adds: Entries,
    pub(super) changes: Entries,
    pub(super) removes: Entries,
    pub(super) header: Keys,
    /// The keys of an entry that is changed.
    pub(super) keys: Keys,
    /// Whether a note may come with it, with the reason.
    pub(super) takes_note: bool,
    /// Whether case files may come and go.
    pub(super) moves_files: bool,
    /// Whether it is about cases that were not there.
    pub(super) is_of_new: bool,
    /// Whether settings and programmes may change.
    pub(super) sets: bool,
}

const NOTHING: May = May {
    adds: Entries::None,
    changes: Entries::None,
    removes: Entries::None,
    header: Keys::None,
    keys: Keys::None,
    takes_note: false,
    moves_files: false,
    is_of_new: false,
    sets: false,
};
const ANYTHING: May = May {
    adds: Entries::Any,
    changes: Entries::Any,
    removes: Entries::Any,
    header: Keys::Any,
    keys: Keys::Any,
    takes_note: true,
    moves_files: true,
    is_of_new: false,
    sets: true,
};

const fn adds(kind: &'static str) -> May {
    May { adds: Entries::One(kind), ..NOTHING }
}

/// What each operation may change, by the first word of what it says it does.
const TABLE: [(&str, May); 22] = [
    ("contact", adds("contact")),
    ("document", adds("document")),
    ("activity", adds("activity")),
    ("concern", adds("concern")),
    ("note", adds("note")),
    ("excuse", adds("excuse")),
    ("assign", adds("assignment")),
    ("extend", adds("extension")),
    ("exit", adds("exit")),
    ("job", May { changes: Entries::One("job"), keys: Keys::Any, takes_note: true, ..adds("job") }),
    ("start", May { header: Keys::One("started"), ..NOTHING }),
    ("reopen", May { removes: Entries::One("exit"), takes_note: true, ..NOTHING }),
    ("correct", May { changes: Entries::Named, keys: Keys::Named, takes_note: true, ..NOTHING }),
    ("remove", May { removes: Entries::Named, takes_note: true, ..NOTHING }),
    ("set", May { header: Keys::Named, takes_note: true, ..NOTHING }),
    (
        "refer",
        May {
            adds: Entries::Any,
            header: Keys::Any,
            moves_files: true,
            is_of_new: true,
            ..NOTHING
        },
    ),
    ("import", May { removes: Entries::None, takes_note: false, sets: false, ..ANYTHING }),
    ("renumber", May { header: Keys::One("id"), moves_files: true, ..NOTHING }),
    (
        "settle",
        May {
            changes: Entries::Any,
            removes: Entries::Settled,
            header: Keys::Named,
            keys: Keys::Named,
            ..NOTHING
        },
    ),
    ("edit", May { moves_files: false, sets: false, ..ANYTHING }),
    ("save", ANYTHING),
    ("sync", ANYTHING),
];

/// What an operation may change; none of a word that is no operation's.
pub(super) fn may(word: &str) -> Option<May> {
    TABLE.iter().find(|(known, _)| *known == word).map(|(_, may)| *may)
}

/// Whether an operation of this subject goes on with an entry, as the start of a job does: what it only
/// adds to one corrects nothing.
pub fn goes_on(subject: &str) -> bool {
    word(subject) == "job"
}

/// Whether an operation of this subject begins a case for somebody who was referred.
pub fn is_referral(subject: &str) -> bool {
    word(subject) == "refer"
}

/// Whether the entries that an operation of this subject adds were logged when it was recorded: those
/// that it brings from elsewhere, or puts back, were logged before.
pub fn logs_what_it_adds(subject: &str) -> bool {
    may(word(subject)).is_some_and(|may| match may.adds {
        Entries::One(_) => true,
        _ => may.takes_note && may.changes != Entries::Any,
    })
}

/// Whether an entry that says it was logged at one moment may have been recorded in a commit of the other,
/// both in seconds since 1970: a person may take a while in between, as for the password of a key.
pub fn is_logged_with(logged: i64, committed: i64) -> bool {
    (logged - committed).abs() <= PATIENCE
}

/// How long may pass between an entry and its commit, in seconds.
const PATIENCE: i64 = 15 * 60;

/// The word of a subject that says what was done.
fn word(subject: &str) -> &str {
    let what = subject.split_once(": ").map_or("", |(_, what)| what);
    what.split(' ').next().unwrap_or_default()
}
