//! Gaps: the days from one contact to the next, and from the beginning to the first and from the last to
//! the end. They are counted and not judged; what is too long the rules say.

use crate::calendar::{Day, days_between};
use crate::case::Outcome;
use crate::journey::{Evidence, Journey};

/// Which contacts end a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Between {
    /// Those held with the participant.
    Held,
    /// Those held face to face.
    FaceToFace,
    /// Those held or offered to the participant.
    Offered,
}

impl Between {
    /// Every one, in the order in which they are shown.
    pub(super) const ALL: [Between; 3] = [Between::Held, Between::FaceToFace, Between::Offered];

    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Between::Held => "contacts held",
            Between::FaceToFace => "contacts held face to face",
            Between::Offered => "contacts held or offered",
        }
    }

    fn ends_with(self, journey: &Journey<'_>, entry: Evidence<'_>) -> bool {
        let Evidence::Contact(contact) = entry else { return false };
        let is_held = contact.outcome == Outcome::Held;
        entry.has_participant()
            && match self {
                Between::Held => is_held,
                Between::FaceToFace => journey.is_held_face_to_face(entry),
                Between::Offered => {
                    !journey.programme.face_to_face.no_offer_if.contains(&contact.outcome)
                }
            }
    }
}

/// The days between two contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The day of the first, or of the beginning.
    pub(super) from: Day,
    /// The day of the second, or of the end.
    pub(super) to: Day,
    /// Whether no contact stands at its beginning.
    pub(super) is_first: bool,
    /// Whether no contact stands at its end.
    pub(super) is_last: bool,
}

impl Gap {
    /// How many days lie between the two: 1 from one day to the next.
    pub(super) fn days(self) -> i64 {
        days_between(self.from, self.to)
    }

    /// What stands at its ends where that is no contact, in words.
    pub(super) fn ends(self) -> &'static str {
        match (self.is_first, self.is_last) {
            (true, true) => "none at all",
            (true, false) => "up to the first",
            (false, true) => "since the last",
            (false, false) => "",
        }
    }
}

/// Every gap, in the order of its days: from the start on provision (else the referral) or the day from
/// which the record speaks, to the end or the day judged.
pub(super) fn gaps(journey: &Journey<'_>, between: Between) -> Vec<Gap> {
    let begins = journey.started.or(journey.referred);
    let begins = begins.map(|day| journey.case.record_starts.unwrap_or(day).max(day));
    let ends = journey.end.unwrap_or(journey.today).min(journey.today);
    let Some(begins) = begins.filter(|day| *day <= ends) else { return Vec::new() };
    let contacts = journey.evidence.iter().filter(|entry| between.ends_with(journey, **entry));
    let mut days: Vec<Day> = contacts.map(|entry| entry.on().day).collect();
    days.retain(|day| begins <= *day && *day <= ends);
    days.dedup();
    let (first, last) = (days.first() != Some(&begins), days.last() != Some(&ends));
    if first {
        days.insert(0, begins);
    }
    if last && days.last() != Some(&ends) {
        days.push(ends);
    }
    let count = days.len().saturating_sub(1);
    let pairs = days.windows(2).enumerate();
    pairs
        .map(|(at, pair)| Gap {
            from: pair[0],
            to: pair[1],
            is_first: first && at == 0,
            is_last: last && at + 1 == count,
        })
        .collect()
}

/// The longest, the longest first; of those that are as long, the earliest first.
pub(super) fn longest(mut gaps: Vec<Gap>, most: usize) -> Vec<Gap> {
    gaps.sort_by_key(|gap| (std::cmp::Reverse(gap.days()), gap.from));
    gaps.truncate(most);
    gaps
}
