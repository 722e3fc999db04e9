//! What is to be done as a feed for calendars: an item for each obligation, known again by an
//! identity that its dates do not change.

use crate::calendar::{Day, add_days, days_between, long};
use crate::digest::digest;
use crate::obligation::{Standing, Status, ToDo};
use crate::problem::{Problem, any_error};
use crate::programme::Severity;
use crate::report::obligation::command;
use crate::report::words::{cites, lateness, person};
use crate::rule::Recurrence;

/// An obligation in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    /// By what it is known again, whatever becomes of its dates.
    pub uid: String,
    /// The day on which it is shown: the day to do it by, or, once it is overdue, the day judged.
    pub day: Day,
    /// The limit.
    pub due: Day,
    /// What it is, in one line.
    pub summary: String,
    /// What else there is to say, in lines.
    pub description: String,
    /// Words by which a calendar can sort it.
    pub categories: Vec<String>,
    /// From 1, the most pressing, to 9.
    pub priority: u32,
    /// How many days before its day one is reminded.
    pub alarms: Vec<i64>,
}

/// What is to be done, for a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// What it is a feed of.
    pub title: String,
    /// The day judged.
    pub today: Day,
    /// The items, the most pressing first.
    pub items: Vec<FeedItem>,
}

impl Feed {
    /// The feed of what is to be done.
    pub fn of(title: &str, today: Day, items: impl IntoIterator<Item = FeedItem>) -> Feed {
        let items = items.into_iter();
        Feed { title: title.to_owned(), today, items: items.collect() }
    }

    /// The same feed; where cases are missing from it, with an item that says so, or it would look as if
    /// what they have to do were done.
    #[must_use]
    pub fn or_not_whole(mut self, problems: &[Problem]) -> Feed {
        if any_error(problems) {
            self.items.push(FeedItem {
                uid: format!("{}@caseload", digest("not whole")),
                day: self.today,
                due: self.today,
                summary: "NOT WHOLE: caseload cannot rely on every file".to_owned(),
                description: "caseload check says what is wrong.".to_owned(),
                categories: vec!["not-whole".to_owned()],
                priority: 1,
                alarms: Vec::new(),
            });
        }
        self
    }
}

/// An obligation as it stands in a calendar.
pub(super) fn item(standing: &Standing<'_>, to_do: &ToDo<'_>) -> FeedItem {
    let obligation = &to_do.obligation;
    let today = standing.today;
    let instance = &obligation.instance;
    let is_overdue = obligation.status == Status::Overdue;
    let due = instance.due.day;
    let day = if is_overdue { today } else { obligation.do_by.max(today) };
    let who = person(standing);
    let subject = instance.subject.as_ref().filter(|_| instance.job.is_some());
    let subject = subject.map_or_else(String::new, |subject| format!(" ({subject})"));
    let late = if is_overdue { format!("LATE since {}: ", long(due)) } else { String::new() };
    let lateness = lateness(obligation, today);
    let cite = cites(&instance.rule.cite);
    let mut lines = if is_overdue || obligation.do_by == due {
        vec![format!("Due {}, {lateness} [{cite}].", long(due))]
    } else {
        let by = long(obligation.do_by);
        vec![format!("Do by {by}, {lateness}. Limit {} [{cite}].", long(due))]
    };
    // One that names an employer is not given where names are kept back.
    lines.push(command(standing, obligation).unwrap_or_else(|| {
        format!("caseload show {} has the command that records it.", standing.id)
    }));
    // The working day before, and when it is first listed as coming, which a week or a month never is.
    let lead = *instance.rule.lead.on(standing.numbers_day);
    let before = standing.calendar.working_day_on_or_before(add_days(day, -1));
    let mut alarms = vec![days_between(before, day)];
    alarms.extend(
        Some(lead).filter(|lead| *lead > alarms[0] && instance.recurrence == Recurrence::Single),
    );
    // What would have rung before today does not ring.
    alarms.retain(|before| days_between(today, day) >= *before);
    FeedItem {
        uid: format!("{}@caseload", to_do.identity(standing)),
        day,
        due,
        summary: format!("{late}{who}: {}{subject}", instance.rule.title),
        description: lines.join("\n"),
        categories: [obligation.status.word(), instance.severity.word()]
            .into_iter()
            .chain(standing.worker)
            .map(str::to_owned)
            .collect(),
        priority: match (instance.severity, is_overdue) {
            (Severity::Must, true) => 1,
            (Severity::Must, false) | (Severity::Milestone, _) => 3,
            (Severity::Prompt, _) => 5,
            (Severity::Optional, _) => 7,
        },
        alarms,
    }
}
