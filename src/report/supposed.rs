//! A report on a folder in which something is only supposed: marked as such, with what that changes.

use serde_json::{Value, json};

use crate::calendar::{Day, days_between, long};
use crate::obligation::{Evaluation, Obligation, Status};
use crate::operation::Outcome;
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::page::{Block, Page, Tone};
use crate::report::records::{Record, Records};
use crate::report::rows::MARK;
use crate::report::words::{capitalised, person};
use crate::report::{Changes, Report, Stamp};

/// A report of something that is only supposed.
pub struct Supposed<'r> {
    of: &'r dyn Report,
    what: Vec<String>,
    changes: Changes,
    day: Day,
    answers: Vec<String>,
}

impl<'r> Supposed<'r> {
    /// A report on a folder in which this is supposed, one sentence for each, and what that changes:
    /// the same cases as they are recorded and as supposed, judged on the day by which all of it has
    /// come.
    pub fn new(
        of: &'r dyn Report,
        what: Vec<String>,
        changes: Changes,
        (recorded, supposed): (&[Evaluation<'_>], &[Evaluation<'_>]),
        day: Day,
    ) -> Supposed<'r> {
        let answers = supposed.iter().flat_map(|after| {
            let id = &after.journey.case.id;
            let before = recorded.iter().find(|before| before.journey.case.id == *id);
            answers(&Outcome { before, after })
        });
        let answers = answers.collect();
        Supposed { of, what, changes, day, answers }
    }

    /// What stands before the report itself: the mark, and what it changes.
    fn head(&self, page: &mut Page) {
        for what in &self.what {
            page.toned(format!("Supposed, not recorded: {what}"), Tone::Bad);
        }
        page.gap();
        page.heading(format!("What that changes, by {}", long(self.day)), Tone::Plain);
        if let Some(today) = self.stamp().map(|stamp| stamp.today).filter(|it| *it < self.day) {
            page.toned(
                format!(
                    "This is judged on that day, as if nothing else were recorded until then; the \
                     report below on {}, when that has not come.",
                    long(today)
                ),
                Tone::Faint,
            );
        }
        page.gap();
        self.changes.groups_on(page);
        for answer in &self.answers {
            page.text(answer);
        }
        page.text(capitalised(&self.changes.count()));
        page.gap();
    }

    /// Marks a page at its very head, and its title and its sum too, by which a message is known.
    fn marked(&self, page: &mut Page) {
        let title = page.blocks.iter().find_map(|block| match block {
            Block::Heading(cell) => Some(cell.text.clone()),
            _ => None,
        });
        let mut head = Page::default();
        head.heading(format!("Supposed: {}", title.unwrap_or_default()), Tone::Bad);
        self.head(&mut head);
        page.blocks.splice(0..0, head.blocks);
        if let Some(sum) = &mut page.sum {
            *sum = format!("{sum} Supposed, not recorded.");
        }
    }
}

/// What becomes of the last day and of the extension.
fn answers(outcome: &Outcome<'_, '_>) -> Vec<String> {
    let who = person(outcome.after);
    let journey = &outcome.after.journey;
    let mut said = Vec::new();
    if let (Some(before), Some(after)) = outcome.last_days()
        && before != after
    {
        let number =
            |day| journey.day_number(day).map_or_else(String::new, |n| format!(" (day {n})"));
        said.push(format!(
            "{who}: the last day of provision is {}{}, as recorded {}{}.",
            long(after),
            number(after),
            long(before),
            number(before)
        ));
    }
    let before = outcome.before.map(|it| Outcome { before: None, after: it });
    let before = extension(before.as_ref().and_then(Outcome::extension), journey.today);
    let after = extension(outcome.extension(), journey.today);
    if before != after {
        said.push(format!("{who}: the extension {after}; as recorded it {before}."));
    }
    said
}

/// How the extension stands, as the end of a sentence.
fn extension(item: Option<&Obligation<'_>>, today: Day) -> String {
    let Some(item) = item else { return "is not open".to_owned() };
    let due = item.instance.due.day;
    let days = days_between(today, due);
    match (item.status, item.instance.severity) {
        (Status::Met | Status::MetLate, _) => "is on record".to_owned(),
        (Status::Missed | Status::Lapsed, _) => {
            format!("can no longer be entered (the last safe day was {})", long(due))
        }
        (Status::Excused | Status::NotApplicable, _) => "is not asked for".to_owned(),
        (_, severity) => {
            let what = if severity == Severity::Must { "is a must" } else { "is a choice" };
            let safe = format!("the last safe day to enter it is {}", long(due));
            let left = if days >= 0 { format!(", in {days} days") } else { String::new() };
            format!("{what}: {safe}{left}")
        }
    }
}

impl Report for Supposed<'_> {
    fn page(&self) -> Page {
        let mut page = self.of.page();
        self.marked(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        self.of.opening(page);
        self.marked(page);
    }

    fn closing(&self, page: &mut Page) {
        self.of.closing(page);
    }

    fn problems(&self) -> &[Problem] {
        self.of.problems()
    }

    fn stamp(&self) -> Option<&Stamp> {
        self.of.stamp()
    }

    fn rows_say_all(&self) -> bool {
        // What it changes stands in tables of their own.
        false
    }

    fn json(&self) -> Value {
        let mut json = self.of.json();
        if let Value::Object(keys) = &mut json {
            keys.insert("supposed".to_owned(), json!(self.what));
            keys.insert(
                "supposed_changes".to_owned(),
                json!({
                    "today": crate::calendar::plain(self.day),
                    "changes": self.changes.json(),
                    "answers": self.answers,
                }),
            );
        }
        json
    }

    fn records(&self) -> Option<Records> {
        let mut records = self.of.records()?;
        records.columns.push(MARK);
        let what = self.what.join("; ");
        for Record { fields, .. } in &mut records.rows {
            fields.push(what.as_str().into());
        }
        Some(records)
    }
}
