//! A square for each week: whether the participant was seen.

use crate::calendar::{Day, Window, long, plural, short};
use crate::journey::Journey;
use crate::obligation::{Evaluation, Obligation, Status};
use crate::report::words::count;
use crate::rule::Recurrence;

/// What became of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeekState {
    /// Somebody was met face to face.
    Held,
    /// A face-to-face contact was offered, and none held.
    Offered,
    /// None was offered.
    Missed,
    /// The provider excused it.
    Excused,
    /// It is not over, and nothing was offered yet.
    Open,
    /// It does not count: not whole, or exempt.
    NotCounted,
}

impl WeekState {
    /// Every state, in the order of a legend.
    pub const ALL: [WeekState; 6] = [
        WeekState::Held,
        WeekState::Offered,
        WeekState::Missed,
        WeekState::Excused,
        WeekState::Open,
        WeekState::NotCounted,
    ];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            WeekState::Held => "held face to face",
            WeekState::Offered => "offered",
            WeekState::Missed => "not offered",
            WeekState::Excused => "excused",
            WeekState::Open => "not over",
            WeekState::NotCounted => "not counted",
        }
    }
}

/// A week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its days, Monday to Sunday.
    pub days: Window,
    /// What became of it.
    pub state: WeekState,
}

/// The weeks of a case, the earliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weeks {
    /// The weeks, without a gap.
    pub weeks: Vec<Week>,
}

impl Weeks {
    /// The weeks from the start to the day judged or the end, if the programme asks for a contact
    /// each week; none otherwise.
    pub fn of(evaluation: &Evaluation<'_>) -> Option<Weeks> {
        let journey = &evaluation.journey;
        let weekly: Vec<(Window, &Obligation<'_>)> = evaluation
            .obligations
            .iter()
            .filter_map(|item| match item.instance.recurrence {
                Recurrence::Week(week) => Some((week, item)),
                _ => None,
            })
            .collect();
        weekly.first()?;
        let last = journey.end.unwrap_or(journey.today).min(journey.today);
        let mut week = Window::week_of(journey.started?);
        let mut weeks = Vec::new();
        while week.from <= last {
            let obligation = weekly.iter().find(|(days, _)| *days == week).map(|(_, item)| *item);
            weeks.push(Week { days: week, state: state(journey, week, obligation) });
            week = week.next_week();
        }
        Some(Weeks { weeks })
    }

    /// How many weeks are in a state.
    pub fn count(&self, state: WeekState) -> usize {
        self.weeks.iter().filter(|week| week.state == state).count()
    }

    /// The states that occur.
    pub fn states(&self) -> Vec<WeekState> {
        WeekState::ALL.into_iter().filter(|state| self.count(*state) > 0).collect()
    }

    /// The same in words.
    pub fn words(&self) -> Vec<String> {
        let Some(first) = self.weeks.first() else { return Vec::new() };
        let states: Vec<String> = self
            .states()
            .into_iter()
            .map(|state| format!("{} {}", self.count(state), state.words()))
            .collect();
        let number = plural(count(self.weeks.len()), "week");
        let mut words =
            vec![format!("{number} from {}: {}.", long(first.days.from), states.join(", "))];
        let missed: Vec<String> = self
            .weeks
            .iter()
            .filter(|week| week.state == WeekState::Missed)
            .map(|week| in_year(week.days.from))
            .collect();
        if !missed.is_empty() {
            words.push(format!("Not offered in the week of: {}.", missed.join(", ")));
        }
        words
    }
}

fn in_year(day: Day) -> String {
    format!("{} {}", short(day), day.format("%Y"))
}

fn state(journey: &Journey<'_>, week: Window, obligation: Option<&Obligation<'_>>) -> WeekState {
    let of_week = journey.evidence.iter().filter(|entry| week.holds(entry.on().day));
    if of_week.into_iter().any(|entry| journey.is_held_face_to_face(*entry)) {
        return WeekState::Held;
    }
    match obligation.map(|item| item.status) {
        Some(Status::Met | Status::MetLate) => WeekState::Offered,
        Some(Status::Missed | Status::Overdue) => WeekState::Missed,
        Some(Status::Excused) => WeekState::Excused,
        Some(Status::Open) => WeekState::Open,
        Some(Status::NotApplicable | Status::Lapsed) | None => WeekState::NotCounted,
    }
}
