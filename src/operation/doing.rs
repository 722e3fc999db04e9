//! What an operation may change, by the words of its commit's first line, and what a commit did beyond
//! that.
//!
//! The words are made all over this module and where commands are translated; `table` knows them all.
//! A commit that says one thing and does another was not made by this tool.

mod allowance;
mod table;

use crate::case::{Change, Difference, EntryChange, KeyChange, difference};
use crate::operation::doing::allowance::Allowance;
use crate::operation::doing::table::{Entries, May, may};
use crate::operation::{
    Confirmation, ERASED, ERASURES, Erasure, FileChange, GivenOut, INIT, Reversal, stem,
};
use crate::reading::safe_line;

pub use table::{goes_on, is_logged_with, is_referral, logs_what_it_adds};

/// Whether an operation of this subject records what was edited by hand.
pub fn is_of_hand_edits(subject: &str) -> bool {
    subject.split_once(": ").is_some_and(|(_, what)| what.starts_with("save "))
}

/// Whether an operation of this subject brings two sides together.
pub fn is_of_two_sides(subject: &str) -> bool {
    subject.split_once(": ").is_some_and(|(_, what)| what == "sync")
}

/// A commit of an operation, as what it may change is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// The first line of its message.
    pub subject: &'a str,
    /// The cases that its message names.
    pub cases: &'a [String],
    /// What it takes back.
    pub reverses: Option<&'a Reversal>,
    /// The files that it changed.
    pub files: &'a [FileChange],
    /// The files that were changed by what it takes back; none if that is not on record.
    pub reversed: Option<&'a [FileChange]>,
}

/// What a commit did beyond what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// This release knows no operation that is called so.
    Unknown(String),
    /// It did this as well, or instead: words that go on from "it".
    Did(String),
}

impl Deed<'_> {
    /// What the commit did beyond what it says; nothing of one that this tool made.
    pub fn beyond(&self) -> Vec<Beyond> {
        let what = self.subject.split_once(": ").map_or("", |(_, what)| what);
        // What is left of a commit that was about an erased case.
        if GivenOut::of_subject(self.subject).is_some() || what == ERASED {
            return self.files.iter().map(|change| did_change(&change.file)).collect();
        }
        match self.reverses {
            Some(Reversal::Undoes(_)) if what.starts_with("undo: ") => return self.back(),
            Some(Reversal::Redoes(_)) if what.starts_with("redo: ") => return self.back(),
            Some(_) => {
                return vec![Beyond::Did("takes something back and does not say so".to_owned())];
            }
            None => {}
        }
        if is_about_an_erasure(self.subject) {
            let others = self.files.iter().filter(|change| !change.file.starts_with(ERASURES));
            return others.map(|change| did_change(&change.file)).collect();
        }
        let word = what.split(' ').next().unwrap_or_default();
        // A folder that is taken over brings what is in it; it names no case.
        if what == INIT {
            return gone(self.files);
        }
        let Some(may) = may(word) else {
            return vec![Beyond::Unknown(safe_line(word))];
        };
        let mut beyond: Vec<Beyond> =
            self.files.iter().flat_map(|change| self.of_file(change, may, what)).collect();
        if word == "renumber" && !self.files.is_empty() && !self.is_moved() {
            beyond.push(Beyond::Did("changes more than the id".to_owned()));
        }
        beyond
    }

    fn names(&self, file: &str) -> bool {
        self.cases.iter().any(|case| case == stem(file))
    }

    fn of_file(&self, change: &FileChange, may: May, what: &str) -> Vec<Beyond> {
        let file = &change.file;
        if !file.starts_with("cases/") {
            return if may.sets { Vec::new() } else { vec![did_change(file)] };
        }
        if !self.names(file) {
            return vec![Beyond::Did(format!(
                "changes {}, which it does not name",
                safe_line(stem(file))
            ))];
        }
        if may.is_of_new && change.old.is_some() {
            return vec![did_change(file)];
        }
        let comes_or_goes = change.old.is_none() || change.new.is_none();
        if comes_or_goes && !may.moves_files {
            return vec![Beyond::Did(format!("makes or takes away {}", safe_line(file)))];
        }
        if comes_or_goes && what == "renumber" {
            return Vec::new();
        }
        if change.new.is_none() && may.removes != Entries::Any {
            return vec![Beyond::Did(format!("takes away {}", safe_line(file)))];
        }
        if may.adds == Entries::Any && may.removes == Entries::Any {
            return Vec::new();
        }
        match difference(change.old.as_deref(), change.new.as_deref()) {
            Ok(found) => Allowance { may, what }.beyond(&found),
            Err(_) => {
                vec![Beyond::Did(format!("leaves {} so that it cannot be read", safe_line(file)))]
            }
        }
    }

    /// Whether one file went and another one came that says the same but for the id.
    fn is_moved(&self) -> bool {
        let gone = self.files.iter().find_map(|it| it.old.as_ref().filter(|_| it.new.is_none()));
        let come = self.files.iter().find_map(|it| it.new.as_ref().filter(|_| it.old.is_none()));
        let (Some(gone), Some(come), 2) = (gone, come, self.files.len()) else { return false };
        difference(Some(gone), Some(come)).is_ok_and(|found| {
            found.entries.is_empty() && found.header.iter().all(|key| key.key == "id")
        })
    }

    /// What a taking back did beyond what was done before.
    fn back(&self) -> Vec<Beyond> {
        let Some(reversed) = self.reversed else {
            return vec![Beyond::Did("takes back what is not on record".to_owned())];
        };
        let of_file = |change: &FileChange| {
            let Some(before) = reversed.iter().find(|it| it.file == change.file) else {
                return vec![did_change(&change.file)];
            };
            let is_whole = |it: &FileChange| it.old.is_none() || it.new.is_none();
            if is_whole(before) || !change.file.starts_with("cases/") {
                return Vec::new();
            }
            if is_whole(change) {
                return vec![Beyond::Did(format!(
                    "makes or takes away {}",
                    safe_line(&change.file)
                ))];
            }
            let [was, is] = [before, change]
                .map(|it| difference(it.old.as_deref(), it.new.as_deref()).unwrap_or_default());
            not_among(&is, &was)
        };
        self.files.iter().flat_map(of_file).collect()
    }
}

/// What a taking back changed that was not changed before.
fn not_among(is: &Difference, was: &Difference) -> Vec<Beyond> {
    let is_known = |entry: &&EntryChange| {
        was.entries.iter().any(|it| {
            it.kind == entry.kind && (it.logged == entry.logged || entry.logged.is_none())
        })
    };
    let is_key = |key: &&KeyChange| was.header.iter().any(|it| it.key == key.key);
    let entries = is.entries.iter().filter(|it| !is_known(it)).map(did_to);
    let header = is.header.iter().filter(|it| !is_key(it)).map(did_to_header);
    entries.chain(header).collect()
}

/// Files that were taken away.
fn gone(files: &[FileChange]) -> Vec<Beyond> {
    let gone = files.iter().filter(|change| change.new.is_none());
    gone.map(|change| Beyond::Did(format!("takes away {}", safe_line(&change.file)))).collect()
}

/// Whether a commit may change the records of erasures, by its subject, and nothing else.
fn is_about_an_erasure(subject: &str) -> bool {
    let kinds = [Erasure::is_of_subject, Confirmation::is_of_subject, Erasure::is_back];
    kinds.iter().any(|is_of| is_of(subject))
}

fn did_change(file: &str) -> Beyond {
    Beyond::Did(format!("changes {}", safe_line(file)))
}

fn did_to_header(key: &KeyChange) -> Beyond {
    Beyond::Did(format!("changes `{}` of the header", safe_line(&key.key)))
}

fn did_to(entry: &EntryChange) -> Beyond {
    let on = entry.on.as_deref().map_or_else(String::new, |on| format!(" {}", safe_line(on)));
    let verb = match entry.change {
        Change::Added => "adds",
        Change::Removed => "removes",
        Change::Changed(_) => "changes",
    };
    Beyond::Did(format!("{verb} an entry: {}{on}", safe_line(&entry.kind)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "id = \"A-1\"\nname = \"Sam\"\n\n[[note]]\non = 2026-11-03\nlogged = 2026-11-03T10:00:00Z\n\n[[contact]]\non = 2026-11-04\nmode = \"phone\"\nlogged = 2026-11-04T10:00:00Z\n";
    const NOTE: &str = "\n[[note]]\non = 2026-11-05\nlogged = 2026-11-05T10:00:00Z\n";
    const CONTACT: &str =
        "\n[[contact]]\non = 2026-11-05\nmode = \"email\"\nlogged = 2026-11-05T10:01:00Z\n";

    fn change(file: &str, old: Option<&str>, new: Option<&str>) -> FileChange {
        let [old, new] = [old, new].map(|text| text.map(str::to_owned));
        FileChange { file: file.to_owned(), old, new }
    }

    fn beyond(what: &str, files: &[FileChange]) -> usize {
        let (subject, cases) = (format!("A-1: {what}"), ["A-1".to_owned()]);
        let deed = Deed { subject: &subject, cases: &cases, reverses: None, files, reversed: None };
        deed.beyond().len()
    }

    #[test]
    fn each_operation_may_do_what_it_says_and_no_more() {
        let with = |more: &str| format!("{OLD}{more}");
        let mode = OLD.replace("\"phone\"", "\"video\"");
        let name = OLD.replace("Sam", "Ana");
        let gone = OLD[..OLD.find("\n[[contact]]").unwrap()].to_owned();
        for (what, new, found) in [
            ("contact 2026-11-05 (email, held)", with(CONTACT), 0),
            ("contact 2026-11-05 (email, held)", with(NOTE), 1),
            ("contact 2026-11-05 (email, held)", with(CONTACT) + NOTE, 1),
            ("contact 2026-11-05 (email, held)", format!("{mode}{CONTACT}"), 1),
            ("contact 2026-11-05 (email, held)", format!("{gone}{CONTACT}"), 1),
            ("contact 2026-11-05 (email, held)", format!("{name}{CONTACT}"), 1),
            ("note 2026-11-05", with(NOTE), 0),
            ("correct contact 2026-11-04 (mode)", mode.clone(), 0),
            ("correct contact 2026-11-04 (mode)", format!("{mode}{NOTE}"), 0),
            ("correct contact 2026-11-04 (hours)", mode.clone(), 1),
            ("correct note 2026-11-04 (mode)", mode.clone(), 1),
            ("remove contact 2026-11-04", gone.clone(), 0),
            ("remove contact 2026-11-04", format!("{gone}{NOTE}"), 0),
            ("remove note 2026-11-04", gone.clone(), 1),
            ("set (name)", name.clone(), 0),
            ("set (worker)", name.clone(), 1),
            ("set (name)", format!("{name}{CONTACT}"), 1),
            ("settle (mode)", mode, 0),
            ("settle (entry)", gone.clone(), 0),
            ("settle (mode)", gone.clone(), 1),
            ("import (1 added)", with(CONTACT), 0),
            ("import (1 added)", format!("{gone}{NOTE}"), 1),
            ("refer 2026-11-04 (ipes)", with(CONTACT), 1),
            ("edit", gone.clone(), 0),
            ("save what was edited by hand", gone, 0),
            ("pack given out", with(NOTE), 1),
            ("teleport", with(NOTE), 1),
        ] {
            let files = [change("cases/A-1.toml", Some(OLD), Some(&new))];
            assert_eq!(beyond(what, &files), found, "{what}\n{new}");
        }
    }

    #[test]
    fn files_come_and_go_only_where_that_is_said() {
        let new = [change("cases/A-1.toml", None, Some(OLD))];
        let gone = [change("cases/A-1.toml", Some(OLD), None)];
        let other = [change("cases/B-1.toml", Some(OLD), Some(""))];
        let settings = [change("caseload.toml", Some(""), Some("provider = \"x\"\n"))];
        for (what, files, found) in [
            ("refer 2026-11-04 (ipes)", &new, 0),
            ("contact 2026-11-04 (phone, held)", &new, 1),
            ("save what was edited by hand", &gone, 0),
            ("import (1 added)", &gone, 1),
            ("edit", &gone, 1),
            ("edit", &other, 1),
            ("save what was edited by hand", &settings, 0),
            ("edit", &settings, 1),
            ("init", &new, 0),
            ("init", &gone, 1),
        ] {
            assert_eq!(beyond(what, files), found, "{what} {files:?}");
        }
    }

    #[test]
    fn a_case_under_another_id_says_the_same() {
        let cases = ["A-1".to_owned(), "A-2".to_owned()];
        let moved = |text: &str| {
            let files = [
                change("cases/A-1.toml", Some(OLD), None),
                change("cases/A-2.toml", None, Some(text)),
            ];
            let subject = "2 cases: renumber";
            Deed { subject, cases: &cases, reverses: None, files: &files, reversed: None }.beyond()
        };
        assert_eq!(moved(&OLD.replace("A-1", "A-2")), []);
        assert_eq!(moved(&OLD.replace("A-1", "A-2").replace("phone", "video")).len(), 1);
    }

    #[test]
    fn what_is_taken_back_was_done_before() {
        let with = format!("{OLD}{CONTACT}");
        let done = [change("cases/A-1.toml", Some(OLD), Some(&with))];
        let both = format!("{OLD}{NOTE}");
        let reversal = Reversal::Undoes("x".to_owned());
        let cases = ["A-1".to_owned()];
        let back = |new: &str, reversed: Option<&[FileChange]>| {
            let files = [change("cases/A-1.toml", Some(&with), Some(new))];
            let subject = "A-1: undo: contact 2026-11-05 (email, held)";
            let reverses = Some(&reversal);
            Deed { subject, cases: &cases, reverses, files: &files, reversed }.beyond().len()
        };
        assert_eq!(back(OLD, Some(&done)), 0);
        assert_eq!(back(&both, Some(&done)), 1);
        assert_eq!(back(OLD, None), 1);
    }
}
