//! What a step of the history is: something recorded, taken back or put in force again; and how what it
//! did is said.

use crate::operation::{FileChange, Reversal, TAKEN_OVER};
use crate::report::HistoryStep;

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Something was recorded.
    Recorded,
    /// What lay there was taken over as it was.
    TakenOver,
    /// Something that was recorded was taken back.
    TakenBack,
    /// Something that was taken back was put in force again.
    Again,
}

impl Doing {
    pub(super) fn of(step: &HistoryStep) -> Doing {
        match step.reverses {
            Some(Reversal::Undoes(_)) => Doing::TakenBack,
            Some(Reversal::Redoes(_)) => Doing::Again,
            None if step.subject == TAKEN_OVER => Doing::TakenOver,
            None => Doing::Recorded,
        }
    }

    /// Whether it is about something that was done before.
    pub(super) fn reverses(self) -> bool {
        matches!(self, Doing::TakenBack | Doing::Again)
    }

    /// What became of a case that came or went: as JSON has it, and in words.
    pub(super) fn to_case(self, is_new: bool) -> (&'static str, &'static str) {
        match (is_new, self) {
            (true, Doing::Recorded) => ("case opened", "case opened"),
            (true, Doing::TakenOver) => ("case opened", "taken over as it was"),
            (true, Doing::TakenBack) => ("case opened", "case back on record"),
            (true, Doing::Again) => ("case opened", "case opened again"),
            (false, Doing::TakenBack) => ("case taken away", "opening of the case taken back"),
            (false, Doing::Again) => ("case taken away", "case taken away again"),
            (false, _) => ("case taken away", "case taken away"),
        }
    }

    /// What became of a file that is no case.
    pub(super) fn to_file(self, change: &FileChange) -> &'static str {
        match (&change.old, &change.new, self) {
            (None, _, _) => "added",
            (_, None, _) => "removed",
            (_, _, Doing::TakenBack) => "put back as it was",
            (_, _, Doing::Again) => "changed again",
            _ => "changed",
        }
    }

    /// What comes before the words of an entry that came or went.
    pub(super) fn to_entry(self, is_added: bool) -> &'static str {
        match (is_added, self) {
            (true, Doing::Recorded | Doing::TakenOver) => "",
            (true, Doing::TakenBack) => "back on record: ",
            (true, Doing::Again) => "on record again: ",
            (false, Doing::TakenBack) => "taken back: ",
            (false, Doing::Again) => "struck again: ",
            (false, _) => "struck: ",
        }
    }

    /// What comes before the words of an entry that was changed.
    pub(super) fn to_changed_entry(self) -> &'static str {
        match self {
            Doing::TakenBack => "put back as it was: ",
            Doing::Again => "corrected again: ",
            Doing::Recorded | Doing::TakenOver => "corrected: ",
        }
    }

    /// What was done to a value of the header.
    pub(super) fn to_header(self, words: String) -> String {
        match self {
            Doing::TakenBack => format!("put back as it was: {words}"),
            Doing::Again => format!("changed again: {words}"),
            Doing::Recorded | Doing::TakenOver => words,
        }
    }

    /// That nothing of a case changed but how it is laid out.
    pub(super) fn to_layout(self) -> &'static str {
        match self {
            Doing::TakenBack => "laid out as it was, or remarks put back",
            _ => "laid out otherwise, or remarks changed",
        }
    }

    /// That a case was given another id: that it had the other one before, or has it now.
    pub(super) fn renumbered(self, other: &str, is_away: bool) -> String {
        let which = if is_away { format!("{other} now") } else { format!("{other} before") };
        match self {
            Doing::TakenBack => format!("renumbering taken back, {which}"),
            Doing::Again => format!("renumbered again, {which}"),
            Doing::Recorded | Doing::TakenOver => format!("renumbered, {which}"),
        }
    }
}
