//! The words of what became of an obligation.

use crate::calendar::Day;
use crate::obligation::{Band, Change, Judged, Obligation, Status};
use crate::programme::Severity;
use crate::report::changes::{CaseChange, Wording};
use crate::report::page::Tone;
use crate::report::words::{do_by, near};

impl Wording {
    /// How the two sides are called.
    pub(super) fn sides(self) -> [&'static str; 2] {
        match self {
            Wording::Since => ["Then", "Now"],
            Wording::Supposed => ["As recorded", "As supposed"],
        }
    }
}

impl CaseChange {
    /// The word for it in JSON.
    pub(super) fn word(&self) -> &'static str {
        match self {
            CaseChange::New => "new",
            CaseChange::Gone => "gone",
            CaseChange::Renumbered(_) => "renumbered",
            CaseChange::UnreadableBefore => "unreadable-then",
            CaseChange::UnreadableNow => "unreadable-now",
        }
    }

    /// In which order such cases are told.
    pub(super) fn place(&self) -> u8 {
        match self {
            CaseChange::New => 0,
            CaseChange::Gone => 1,
            CaseChange::Renumbered(_) => 2,
            CaseChange::UnreadableBefore => 3,
            CaseChange::UnreadableNow => 4,
        }
    }

    /// The id that the case had before, if that was another one.
    pub(super) fn was(&self) -> Option<&str> {
        match self {
            CaseChange::Renumbered(was) => Some(was),
            _ => None,
        }
    }

    /// Whether what is asked for then and now can be compared nevertheless: of one that is gone, where
    /// somebody else has its id now.
    pub(super) fn lets_compare(&self, is_there_now: bool) -> bool {
        match self {
            CaseChange::New | CaseChange::Renumbered(_) => true,
            CaseChange::Gone => is_there_now,
            CaseChange::UnreadableBefore | CaseChange::UnreadableNow => false,
        }
    }

    /// The same for people, behind the ids of such cases.
    pub(super) fn words(&self) -> &'static str {
        match self {
            CaseChange::New => "New since then",
            CaseChange::Gone => "Not there any more",
            CaseChange::Renumbered(_) => "Given another id since then",
            CaseChange::UnreadableBefore => "Not compared, since the file could not be read then",
            CaseChange::UnreadableNow => "Not compared, since the file cannot be read now",
        }
    }
}

/// The heading of what became of obligations.
pub(super) fn heading(change: Change, wording: Wording) -> &'static str {
    match (change, wording) {
        (Change::Late, Wording::Since) => "Became late",
        (Change::Due, Wording::Since) => "Became due",
        (Change::Dropped, Wording::Since) => "No longer due",
        (Change::Late, Wording::Supposed) => "Late",
        (Change::Due, Wording::Supposed) => "Gained",
        (Change::Dropped, Wording::Supposed) => "Lost",
        (Change::Moved, _) => "Moved",
        (Change::Met, _) => "Met",
    }
}

/// The word for it in JSON and in rows.
pub(super) fn word(change: Change, wording: Wording) -> &'static str {
    match (change, wording) {
        (Change::Late, Wording::Since) => "became-late",
        (Change::Due, Wording::Since) => "became-due",
        (Change::Dropped, Wording::Since) => "no-longer-due",
        (Change::Late, Wording::Supposed) => "late",
        (Change::Due, Wording::Supposed) => "gained",
        (Change::Dropped, Wording::Supposed) => "lost",
        (Change::Moved, _) => "moved",
        (Change::Met, _) => "met",
    }
}

/// What it means.
pub(super) fn tone(change: Change) -> Tone {
    match change {
        Change::Late => Tone::Bad,
        Change::Due | Change::Moved => Tone::Soon,
        Change::Dropped => Tone::Plain,
        Change::Met => Tone::Good,
    }
}

/// What is to be done, with the job or what it follows.
pub(super) fn what(item: &Obligation<'_>) -> String {
    let instance = &item.instance;
    let subject = instance.subject.as_ref().map_or_else(String::new, |it| format!(" ({it})"));
    // What is no limit of the guidance is never shown as one.
    let tag = match instance.severity {
        Severity::Must | Severity::Milestone => "",
        Severity::Prompt => " [local target]",
        Severity::Optional => " [a choice]",
    };
    format!("{}{subject}{tag}", instance.rule.title)
}

/// How an obligation stands in the due list before and after, where nothing else tells the two apart.
pub(super) fn places((before, after): (Option<Band>, Option<Band>)) -> [&'static str; 2] {
    let place = |band| match band {
        None => ", not listed yet",
        Some(Band::Coming) => ", coming",
        Some(_) => ", to do",
    };
    [place(before), place(after)]
}

/// When an obligation is due; to the minute, where the other side differs in that alone.
fn due(item: &Obligation<'_>, other: Option<Judged<'_, '_>>, today: Day) -> String {
    let due = item.instance.due;
    let is_other_time = other.is_some_and(|(_, other)| {
        let other = other.instance.due;
        other.day == due.day && other.time != due.time
    });
    let time = due.time.filter(|_| is_other_time);
    let time = time.map_or_else(String::new, |time| format!(" {}", time.format("%H:%M")));
    format!("{}{time}", near(due.day, today))
}

/// How an obligation stands on one side; how much hangs on it, where the other side has it otherwise.
pub(super) fn state(judged: Option<Judged<'_, '_>>, other: Option<Judged<'_, '_>>) -> String {
    let Some((evaluation, item)) = judged else { return "not asked for".to_owned() };
    let today = evaluation.journey.today;
    let due = due(item, other, today);
    let met = || {
        let met = item.instance.met.as_ref();
        met.map_or_else(String::new, |met| format!(" on {}", near(met.on.day, today)))
    };
    let state = match item.status {
        Status::Open => format!("by {}", do_by(item, today)),
        Status::Overdue => format!("overdue since {due}"),
        Status::Missed => format!("missed, due {due}"),
        Status::Met => format!("met{}", met()),
        Status::MetLate => format!("met late{}, due {due}", met()),
        Status::Excused => "excused".to_owned(),
        Status::NotApplicable => "not applicable".to_owned(),
        Status::Lapsed => "no longer asked for".to_owned(),
    };
    let severity = item.instance.severity;
    match other {
        Some((_, other)) if other.instance.severity != severity => {
            format!("{state} ({})", severity.word())
        }
        _ => state,
    }
}
