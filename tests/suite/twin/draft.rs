//! Section 2: one function that judges an obligation, whichever rule it comes from.

use chrono::{Datelike, NaiveDate};

use super::TwinObligation;
use super::calendar::{days_after, sunday_of};
use super::facts::Facts;
use super::when::When;

/// The span in which an obligation can be met.
#[derive(Clone, Copy)]
pub enum Scope {
    /// It never closes.
    NeverCloses,
    /// It closes at the end of this day, once there is one.
    Closes(Option<NaiveDate>),
    /// In place of scope, the rule itself says `missed` or `lapsed`, or nothing yet.
    RuleSays(Option<&'static str>),
}

impl Scope {
    /// The day on which it closed, if it has one.
    pub fn closed_on(self) -> Option<NaiveDate> {
        match self {
            Scope::Closes(close) => close,
            Scope::NeverCloses | Scope::RuleSays(_) => None,
        }
    }
}

/// What makes an obligation different for existence, excuses, `record-starts` and bands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A thing to be done once for its trigger.
    Once,
    /// A link of a chain.
    Link,
    /// A calendar week.
    Week,
    /// A calendar month.
    Month,
}

/// An obligation before it is judged.
pub struct Draft {
    /// The rule's id.
    pub rule: &'static str,
    /// Employer, miss or concern.
    pub subject: Option<String>,
    /// The day it opens.
    pub opened: NaiveDate,
    /// The last moment in time.
    pub due: When,
    /// The earlier reading.
    pub aim: Option<NaiveDate>,
    /// What the matching found.
    pub met: Option<When>,
    /// The span in which it can be met.
    pub scope: Scope,
    /// `must`, `prompt`, `optional` or `milestone`.
    pub severity: &'static str,
    /// The guidance exempts it here.
    pub exempt: bool,
    /// What sort of obligation it is.
    pub sort: Sort,
    /// Days before do_by from which it is coming.
    pub lead: i64,
}

impl Draft {
    /// A must with the usual lead time, not met.
    pub fn new(rule: &'static str, opened: NaiveDate, due: NaiveDate, scope: Scope) -> Draft {
        Draft {
            rule,
            subject: None,
            opened,
            due: When::day(due),
            aim: None,
            met: None,
            scope,
            severity: "must",
            exempt: false,
            sort: Sort::Once,
            lead: 14,
        }
    }

    /// Judges it on T; nothing if it does not exist.
    pub fn judge(self, facts: &Facts) -> Option<TwinObligation> {
        if !self.exists(facts) {
            return None;
        }
        let status = self.status(facts);
        let do_by = self.do_by(facts);
        let met_with_time = self.due.time.is_some();
        let met = self.met.map(|met| if met_with_time { met } else { When::day(met.day) });
        Some(TwinObligation {
            band: self.band(facts, status, do_by).map(str::to_owned),
            rule: self.rule.to_owned(),
            opened: self.opened,
            due: self.due.text(),
            aim: self.aim,
            do_by,
            met: met.map(When::text),
            status: status.to_owned(),
            severity: self.severity.to_owned(),
            subject: self.subject,
        })
    }

    /// "An obligation exists from the day it opens, if that is by T, and not at all if it would open on or after the day
    /// on which its scope closed (weeks and months aside)."
    fn exists(&self, facts: &Facts) -> bool {
        if self.opened > facts.today {
            return false;
        }
        if self.sort == Sort::Week || self.sort == Sort::Month {
            return true;
        }
        match self.scope.closed_on() {
            Some(close) => self.opened < close,
            None => true,
        }
    }

    /// The first row of the status table that applies.
    fn status(&self, facts: &Facts) -> &'static str {
        if self.met.is_some_and(|met| met.is_by(self.due)) {
            return "met";
        }
        if self.exempt || self.due_before_the_record_starts(facts) {
            return "not-applicable";
        }
        if facts.is_excused(self.rule, self.due.day, self.sort == Sort::Week) {
            return "excused";
        }
        if self.met.is_some() {
            return "met-late";
        }
        if let Some(ending) = self.ending(facts) {
            return ending;
        }
        if facts.today > self.due.day { "overdue" } else { "open" }
    }

    /// `record-starts`: "any other obligation but `exit` due before D is `met` if met by its due date, else not applicable".
    fn due_before_the_record_starts(&self, facts: &Facts) -> bool {
        let is_other = self.sort == Sort::Once && self.rule != "exit";
        is_other && facts.record_starts.is_some_and(|record_starts| self.due.day < record_starts)
    }

    /// `missed`: "its scope closed before T, and due <= close (an `optional` one lapses)"; `lapsed`: "and due > close".
    fn ending(&self, facts: &Facts) -> Option<&'static str> {
        if let Scope::RuleSays(says) = self.scope {
            return says;
        }
        let close = self.scope.closed_on().filter(|close| *close < facts.today)?;
        if self.due.day <= close && self.severity != "optional" {
            Some("missed")
        } else {
            Some("lapsed")
        }
    }

    /// "The last working day on or before the earlier of aim and due; if that lies before the obligation opens, it is that
    /// earlier of aim and due itself."
    fn do_by(&self, facts: &Facts) -> NaiveDate {
        let earlier = self.aim.unwrap_or(self.due.day).min(self.due.day);
        let working_day = facts.calendar.last_working_day_by(earlier);
        if working_day < self.opened { earlier } else { working_day }
    }

    /// The band, for the Monday-to-Sunday week that holds T.
    fn band(&self, facts: &Facts, status: &str, do_by: NaiveDate) -> Option<&'static str> {
        if status == "overdue" {
            return Some("overdue");
        }
        if status != "open" {
            return None;
        }
        if do_by <= sunday_of(facts.today) {
            return Some("this-week");
        }
        let is_coming = match self.sort {
            Sort::Week => false,
            Sort::Month => true,
            Sort::Once | Sort::Link => facts.today >= days_after(do_by, -self.lead),
        };
        is_coming.then_some("coming")
    }
}

/// A chain: "one that is met opens the next on the day it was met; one that is excused and not met by its due date opens,
/// once that is past, the next on its due date instead (a later contact still shows as its met)".
pub fn chain(
    facts: &Facts,
    rule: &'static str,
    start: NaiveDate,
    meetings: &[NaiveDate],
    limit: impl Fn(NaiveDate) -> (NaiveDate, Option<NaiveDate>),
) -> Vec<Draft> {
    let close = facts.close();
    let mut links = Vec::new();
    let mut previous = facts.record_starts.map_or(start, |record_starts| start.max(record_starts));
    loop {
        let (due, aim) = limit(previous);
        let mut link = Draft::new(rule, previous, due, Scope::Closes(close));
        link.aim = aim;
        link.sort = Sort::Link;
        if !link.exists(facts) {
            return links;
        }
        let counting = meetings.iter().copied().filter(|day| *day > previous);
        let counting = counting.filter(|day| close.is_none_or(|close| *day <= close));
        let met = counting.min();
        link.met = met.map(When::day);
        links.push(link);
        let in_time = met.is_some_and(|met| met <= due);
        let excused = facts.is_excused(rule, due, false);
        previous = match met {
            Some(met) if in_time || !excused => met,
            _ if excused && facts.today > due => due,
            _ => return links,
        };
    }
}

/// The first day of the month that holds the day?
pub fn is_first_of_month(day: NaiveDate) -> bool {
    day.day() == 1
}
