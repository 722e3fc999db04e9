//! What is being recorded when something happens to it, and what must hold afterwards.

use std::fs;

use crate::recording::office::{Office, words};

/// The word by which the entry is known again.
pub(crate) const WORD: &str = "the-entry";
/// The word of the entry that is recorded next.
pub(crate) const NEXT_WORD: &str = "the-next";
/// When the operation is carried out.
pub(crate) const NOW: &str = "2026-11-20T10:00:00Z";
/// When the next one is.
pub(crate) const LATER: &str = "2026-11-20T11:00:00Z";

/// An operation that is disturbed.
pub(crate) struct Scenario {
    pub(crate) name: &'static str,
    /// The command.
    pub(crate) arguments: &'static [&'static str],
    /// How often the word is on record without it, and with it.
    pub(crate) without: usize,
    pub(crate) with: usize,
    /// Whether it can be done again, and is on record once all the same.
    again: bool,
    /// A case of which an entry can be recorded afterwards, in any event.
    other: &'static str,
    /// What somebody typed into a case before.
    typed: Option<&'static str>,
}

const CONTACT: Scenario = Scenario {
    name: "contact",
    arguments: &["contact", "A-0001", "--mode", "phone", "--note", WORD],
    without: 0,
    with: 1,
    again: true,
    other: "A-0001",
    typed: None,
};

/// An entry in a case; what the tool does all day.
pub(crate) fn contact() -> Scenario {
    CONTACT
}

/// An entry in two cases by one command.
pub(crate) fn of_two() -> Scenario {
    let arguments = &["contact", "A-0001", "A-0002", "--mode", "phone", "--note", WORD];
    Scenario { name: "contact of two", arguments, with: 2, ..CONTACT }
}

/// A new case.
pub(crate) fn referral() -> Scenario {
    let arguments = &["refer", "A-0003", "--programme", "ipes", "--name", WORD];
    Scenario { name: "refer", arguments, again: false, ..CONTACT }
}

/// A new case taken back: its file goes.
pub(crate) fn undoing() -> Scenario {
    let arguments = &["undo"];
    Scenario { name: "undo", arguments, without: 1, with: 0, again: false, ..CONTACT }
}

/// An entry in a case in which somebody has typed before.
pub(crate) fn after_typing() -> Scenario {
    Scenario { name: "contact after typing", typed: Some("Sam Typed"), ..CONTACT }
}

impl Scenario {
    /// The folder in which it is about to be carried out.
    pub(crate) fn begin(&self) -> Office {
        let office = Office::with_cases();
        if self.without > 0 {
            office.done("2026-11-16T11:00:00Z", referral().arguments);
        }
        if let Some(typed) = self.typed {
            let path = office.folder().join("cases/2026/11/A-0001.toml");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replace("\"Sam\"", &format!("\"{typed}\""))).unwrap();
        }
        office
    }

    /// What is wrong with a folder in which this was disturbed, so that it is on record (or not).
    /// The folder is changed by the looking.
    pub(crate) fn wrong_after(&self, office: &Office, is_recorded: usize) -> Vec<String> {
        let mut wrong = self.undone_by_git(office, is_recorded);
        let mut hold = |holds: bool, what: &str| {
            if !holds {
                wrong.push(what.to_owned());
            }
        };
        let next = ["contact", self.other, "--mode", "email", "--note", NEXT_WORD];
        let output = office.caseload(LATER, &next).output().unwrap();
        hold(output.status.success(), &format!("the next command: {}", words(&output)));
        hold(office.recorded(NEXT_WORD) == 1, "the next entry is not there once");
        hold(office.recorded(WORD) == is_recorded, "the next command changed the entry");
        if let Some(typed) = self.typed {
            hold(office.recorded(typed) == 1, "what was typed is gone");
        }
        wrong.extend(office.not_sound());
        if self.again {
            let output = office.caseload("2026-11-20T12:00:00Z", self.arguments).output().unwrap();
            if !output.status.success() || office.recorded(WORD) != self.with {
                wrong.push(format!("the same again: {}", words(&output)));
            }
        }
        wrong
    }

    /// Whether the user's own git can revert what is recorded, before anything was mended.
    fn undone_by_git(&self, office: &Office, is_recorded: usize) -> Vec<String> {
        let other = office.copy();
        let before = other.tree();
        other.git(&["commit", "--quiet", "--all", "--message", "by hand"]);
        let mut wrong = Vec::new();
        if other.recorded(WORD) != is_recorded {
            wrong.push("git commit -a reverts the entry".to_owned());
        }
        if self.typed.is_none() && other.tree() != before {
            wrong.push("git commit -a changes what is recorded".to_owned());
        }
        wrong
    }
}
