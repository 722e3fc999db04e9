//! Once for every Monday-to-Sunday week that lies wholly within the spell.

use crate::calendar::{Moment, Window};
use crate::journey::Journey;
use crate::programme::Rule;
use crate::rule::instance::{Instance, Recurrence, Scope};
use crate::rule::search::{Bounds, meet};
use crate::rule::trail::{Trail, Trigger};

/// The obligations of every whole week that has begun.
pub(super) fn instances<'a>(rule: &'a Rule, journey: &Journey<'a>) -> Vec<Instance<'a>> {
    let Some(started) = journey.started else { return Vec::new() };
    let first_day = journey.case.record_starts.map_or(started, |record| record.max(started));
    let mut week = Window::week_of(first_day);
    if week.from < first_day {
        week = week.next_week();
    }
    let mut all = Vec::new();
    while week.from <= journey.today && journey.scope_end().is_none_or(|end| week.to <= end) {
        all.push(instance(rule, week, journey));
        week = week.next_week();
    }
    all
}

fn instance<'a>(rule: &'a Rule, week: Window, journey: &Journey<'a>) -> Instance<'a> {
    let trail = Trail::from(Trigger::Week(week));
    let scope = Scope::until(Some(week.to));
    let mut instance = Instance::new(rule, week.from, Moment::day(week.to), scope, trail);
    instance.recurrence = Recurrence::Week(week);
    let bounds = Bounds { from: Some(week.from), to: Some(week.to), ..Bounds::default() };
    meet(&mut instance, journey, bounds);
    instance
}
