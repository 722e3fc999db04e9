//! A report on a folder in which something is only supposed: marked as such, with what that changes.

use serde_json::{Value, json};

use crate::calendar::{Day, days_between, long};
use crate::case::CaseId;
use crate::obligation::{Evaluation, Obligation, Status};
use crate::operation::{Outcome, new_warnings};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::filter::LeftOut;
use crate::report::page::{Block, Page, Tone};
use crate::report::recorded::warnings;
use crate::report::records::{Record, Records};
use crate::report::rows::MARK;
use crate::report::words::{capitalised, person};
use crate::report::{Changes, Filter, Report, Stamp};

/// A report of something that is only supposed.
pub struct Supposed<'r> {
    of: &'r dyn Report,
    what: Vec<String>,
    changes: Changes,
    day: Day,
    answers: Vec<String>,
    /// The cases that are in the list on one side alone, and why.
    listed: Vec<Listed>,
    /// What the command would warn of when it is recorded: in words, and as JSON.
    warned: Vec<(String, Value)>,
}

/// One side of what is compared: the cases that are touched, judged, and what is odd in their files.
pub struct SupposedSide<'s, 'f> {
    /// The cases, judged on the day by which all that is supposed has come.
    pub evaluations: &'s [Evaluation<'f>],
    /// The same on the day after, from which on one that has ended is told apart.
    pub day_after: &'s [Evaluation<'f>],
    /// The problems of the files.
    pub problems: &'f [Problem],
}

/// A case that is in the list as recorded or as supposed, and not both.
struct Listed {
    case: String,
    words: String,
    leaves: bool,
}

impl<'r> Supposed<'r> {
    /// A report on a folder in which this is supposed, one sentence for each, and what that changes:
    /// the same cases as they are recorded and as supposed, judged on the day by which all of it has
    /// come. `filter` is what the report is narrowed to.
    pub fn new(
        of: &'r dyn Report,
        what: Vec<String>,
        changes: Changes,
        (recorded, supposed): (&SupposedSide<'_, '_>, &SupposedSide<'_, '_>),
        (day, filter): (Day, &Filter),
    ) -> Supposed<'r> {
        let outcomes = pairs(recorded.evaluations, supposed.evaluations);
        let afterwards = pairs(recorded.day_after, supposed.day_after);
        let listed = outcomes.iter().zip(&afterwards).filter_map(|(outcome, afterwards)| {
            listed(outcome, filter).or_else(|| listed(afterwards, filter))
        });
        Supposed {
            of,
            what,
            changes,
            day,
            answers: outcomes.iter().flat_map(answers).collect(),
            listed: listed.collect(),
            warned: outcomes.iter().flat_map(|it| warned(it, (recorded, supposed))).collect(),
        }
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
        for listed in &self.listed {
            page.toned(&listed.words, Tone::Soon);
        }
        for (words, _) in &self.warned {
            page.toned(words, Tone::Soon);
        }
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

impl Listed {
    fn json(&self) -> Value {
        let change = if self.leaves { "leaves" } else { "comes" };
        json!({"case": self.case, "change": change, "message": self.words})
    }
}

/// Each case as it is recorded, if it is, and as it is supposed.
fn pairs<'s, 'f>(
    recorded: &'s [Evaluation<'f>],
    supposed: &'s [Evaluation<'f>],
) -> Vec<Outcome<'s, 'f>> {
    let before = |id: &CaseId| recorded.iter().find(|before| before.journey.case.id == *id);
    let of_case =
        |after: &'s Evaluation<'f>| Outcome { before: before(&after.journey.case.id), after };
    supposed.iter().map(of_case).collect()
}

/// Whether a case leaves the list or comes into it, and why. One that is in neither is not told of.
fn listed(outcome: &Outcome<'_, '_>, filter: &Filter) -> Option<Listed> {
    let is_new = outcome.before.is_none();
    let was_out = outcome.before.and_then(|before| filter.leaves_out(&before.standing));
    let is_out = filter.leaves_out(&outcome.after.standing);
    let (leaves, by) = match (was_out, is_out) {
        (None, Some(by)) if !is_new => (true, by),
        (Some(by), None) => (false, by),
        _ => return None,
    };
    let verb = if leaves { "leaves this list" } else { "comes into this list" };
    let (who, on) = (person(&outcome.after.standing), long(outcome.after.journey.today));
    let words = format!("{who} {verb} by {on}: {}.", why(by, outcome.after, leaves));
    Some(Listed { case: outcome.after.journey.case.id.to_string(), words, leaves })
}

/// Why a case leaves the list, or comes into it.
fn why(by: LeftOut, after: &Evaluation<'_>, leaves: bool) -> String {
    let journey = &after.journey;
    match (by, leaves) {
        (LeftOut::Worker | LeftOut::Assigned, _) => match journey.worker() {
            Some(worker) => format!("its key worker is then {worker}"),
            None => "it has no key worker then".to_owned(),
        },
        (LeftOut::Programme, _) => format!("its programme is then {}", journey.programme.id),
        (LeftOut::Stage, _) => {
            let stage = after.stage.map_or("none", |stage| stage.id.as_str());
            format!("its stage is then {stage}")
        }
        (LeftOut::NotQuiet, true) => "it has not gone quiet then".to_owned(),
        (LeftOut::NotQuiet, false) => "it has gone quiet then".to_owned(),
        (LeftOut::Restricted, true) => "it is restricted then".to_owned(),
        (LeftOut::Restricted, false) => "it is not restricted then".to_owned(),
        // By its id a case cannot come or go.
        (LeftOut::Case, _) => "it is not asked for".to_owned(),
    }
}

/// What the commands would warn of, of one case.
fn warned(
    outcome: &Outcome<'_, '_>,
    (recorded, supposed): (&SupposedSide<'_, '_>, &SupposedSide<'_, '_>),
) -> Vec<(String, Value)> {
    let file = format!("/{}.toml", outcome.after.journey.case.id);
    let of_case = |problems: &[Problem]| -> Vec<Problem> {
        problems.iter().filter(|it| it.file.ends_with(&file)).cloned().collect()
    };
    let (before, after) = (of_case(recorded.problems), of_case(supposed.problems));
    let odd = new_warnings(&before, &after);
    let who = person(&outcome.after.standing);
    let all = warnings(outcome, &odd).into_iter();
    all.map(|(words, json)| (format!("Warning: {who}: {words}."), json)).collect()
}

/// What becomes of the last day and of the extension.
fn answers(outcome: &Outcome<'_, '_>) -> Vec<String> {
    let who = person(&outcome.after.standing);
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
                    "listed": self.listed.iter().map(Listed::json).collect::<Vec<_>>(),
                    "warnings": self.warned.iter().map(|(_, json)| json).collect::<Vec<_>>(),
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
