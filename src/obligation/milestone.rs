//! Milestones: days of the spell that are always shown.

use crate::calendar::Day;
use crate::journey::Journey;
use crate::programme::{self, MilestoneKind, Shape};

/// A milestone of a case on the day judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone<'a> {
    /// Its code.
    pub code: &'a str,
    /// What it shows.
    pub what: MilestoneKind,
    /// Its title.
    pub title: &'a str,
    /// The paragraphs.
    pub cite: &'a [String],
    /// Its day; none where none is in sight.
    pub on: Option<Day>,
    /// The day of provision on which it falls; for days in work, how many there are.
    pub day: Option<i64>,
    /// Whether it lies before the day judged.
    pub passed: bool,
}

/// The milestones of a case that has started, in the order of the programme file.
pub(super) fn milestones<'a>(journey: &Journey<'a>) -> Vec<Milestone<'a>> {
    let programme: &'a programme::Programme = journey.programme;
    if journey.started.is_none() {
        return Vec::new();
    }
    programme.milestones.iter().map(|milestone| on_record(milestone, journey)).collect()
}

fn on_record<'a>(milestone: &'a programme::Milestone, journey: &Journey<'a>) -> Milestone<'a> {
    let on = match milestone.what {
        MilestoneKind::DayOfProvision => Some(journey.newest_day()),
        MilestoneKind::DaysInWork => Some(journey.today),
        MilestoneKind::ExtensionLastSafeDay => last_safe_day(journey),
        MilestoneKind::StandardDay => journey.standard_day(),
        MilestoneKind::ExtendedDay => journey.extended_day(),
        MilestoneKind::InWorkMinimum => {
            journey.in_work_minimum().and_then(|days| journey.nth_day_in_work(days))
        }
        MilestoneKind::LastDay => journey.last_day(),
    };
    let day = match milestone.what {
        MilestoneKind::DaysInWork => {
            let until = journey.newest_day();
            journey.started.map(|started| journey.days_in_work(started, until))
        }
        _ => on.and_then(|on| journey.day_number(on)),
    };
    Milestone {
        code: &milestone.code,
        what: milestone.what,
        title: &milestone.title,
        cite: &milestone.cite,
        on,
        day,
        passed: on.is_some_and(|on| on < journey.today),
    }
}

fn last_safe_day(journey: &Journey<'_>) -> Option<Day> {
    let before = journey.programme.rules.iter().find_map(|rule| match &rule.shape {
        Shape::Extension(shape) => Some(*shape.days_before_standard.on(journey.numbers_day())),
        _ => None,
    })?;
    journey.date_of_day(journey.standard_days()? - before)
}
