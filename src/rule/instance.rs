//! One obligation as a shape opens it: dates and evidence, not yet judged.

use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Day, Moment, Window};
use crate::case::{Excuse, ExcuseSpan};
use crate::journey::{EntryRef, Journey};
use crate::programme::{Rule, ScopeKind, Severity};
use crate::reading::Hundredths;
use crate::rule::trail::Trail;

/// The span in which an obligation can be met; it closes at the end of a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The day at whose end it closed, if that is known on the day judged.
    pub closes: Option<Day>,
    /// An obligation left unmet when it closed lapses, even if it was due by then.
    pub lapses: bool,
}

impl Scope {
    /// A scope that closes on a day, if that is known.
    pub fn until(closes: Option<Day>) -> Scope {
        Scope { closes, lapses: false }
    }

    /// The scope of a rule: never closing, or as given.
    pub fn of(rule: &Rule, closes: Option<Day>) -> Scope {
        match rule.scope {
            ScopeKind::Usual => Scope::until(closes),
            ScopeKind::NeverCloses => Scope::default(),
        }
    }

    /// Whether an obligation that opens on a day exists on the day judged: opened by then, and
    /// before the day on which the scope closed.
    pub fn lets_open(self, opened: Day, journey: &Journey<'_>) -> bool {
        opened <= journey.today && self.closes.is_none_or(|closes| opened < closes)
    }
}

/// What met an obligation, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met<'a> {
    /// When; with a time only where the limit is in hours and the time is known.
    pub on: Moment,
    /// The entries that did; for a total, all that were counted up to then.
    pub evidence: Vec<EntryRef<'a>>,
}

/// Hours that add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Hours so far.
    pub done: Hundredths,
    /// Hours needed.
    pub needed: Hundredths,
}

/// Whether an obligation is one of a week or a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recurrence {
    /// Neither.
    Single,
    /// The obligation of this week.
    Week(Window),
    /// The obligation of this month.
    Month(Window),
}

/// One obligation as a shape opens it.
#[derive(Clone, Debug)]
pub struct Instance<'a> {
    /// Its rule.
    pub rule: &'a Rule,
    /// Per job, the employer; for a miss or a concern, its moment; else none.
    pub subject: Option<String>,
    /// The index of its job, for a rule that arises for every job.
    pub job: Option<usize>,
    /// The employer of that job, as it is written.
    pub employer: Option<&'a str>,
    /// The day it opened.
    pub opened: Day,
    /// The last day, or moment, on which it can be done in time.
    pub due: Moment,
    /// An earlier date to work to.
    pub aim: Option<Day>,
    /// The span in which it can be met.
    pub scope: Scope,
    /// What met it.
    pub met: Option<Met<'a>>,
    /// How much hangs on it.
    pub severity: Severity,
    /// Why the guidance exempts from it here.
    pub not_applicable: Option<String>,
    /// Hours that add up.
    pub progress: Option<Progress>,
    /// Whether it is one of a week or a month.
    pub recurrence: Recurrence,
    /// How all of this was worked out.
    pub trail: Trail<'a>,
}

/// A time of day in whole minutes: a record to the second is no stricter than one to the minute.
fn whole_minutes(time: NaiveTime) -> u32 {
    time.hour() * 60 + time.minute()
}

impl<'a> Instance<'a> {
    /// An obligation of a rule with nothing found yet. Its severity is the rule's, or must.
    pub fn new(rule: &'a Rule, opened: Day, due: Moment, scope: Scope, trail: Trail<'a>) -> Self {
        Instance {
            rule,
            subject: None,
            job: None,
            employer: None,
            opened,
            due,
            aim: None,
            scope,
            met: None,
            severity: rule.severity.unwrap_or(Severity::Must),
            not_applicable: None,
            progress: None,
            recurrence: Recurrence::Single,
            trail,
        }
    }

    /// Whether it was met by its due date: by the minute where both times are known, else by the
    /// day.
    pub fn is_met_in_time(&self) -> bool {
        let Some(met) = &self.met else { return false };
        match (met.on.time, self.due.time) {
            (Some(met_at), Some(due_at)) => {
                (met.on.day, whole_minutes(met_at)) <= (self.due.day, whole_minutes(due_at))
            }
            _ => met.on.day <= self.due.day,
        }
    }

    /// The excuse that covers it, if one was given by the day judged.
    pub fn excuse<'j>(&self, journey: &Journey<'j>) -> Option<&'j Excuse> {
        journey.excuses.iter().copied().find(|excuse| self.is_covered_by(excuse))
    }

    /// Whether an excuse covers it: its due date by the day, or, for a week, any day of it.
    pub fn is_covered_by(&self, excuse: &Excuse) -> bool {
        let due = self.due.day;
        excuse.rule.value == self.rule.id
            && match (excuse.covers, self.recurrence) {
                (ExcuseSpan::Due(day), _) => day == due,
                (ExcuseSpan::Span(span), Recurrence::Week(week)) => span.overlaps(week),
                (ExcuseSpan::Span(span), _) => span.holds(due),
            }
    }

    /// The last working day on or before the earlier of aim and due; that earlier of the two
    /// itself, where the working day lies before the obligation opened.
    pub fn do_by(&self, calendar: &Calendar) -> Day {
        let earlier = self.aim.map_or(self.due.day, |aim| aim.min(self.due.day));
        let working_day = calendar.working_day_on_or_before(earlier);
        if working_day < self.opened { earlier } else { working_day }
    }
}
