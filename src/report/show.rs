//! One case: stage, day, milestones, what is to do with the command for each, and its entries.

use serde_json::json;

use crate::calendar::{long, plain, plural};
use crate::case::{Entry, hours_words};
use crate::obligation::{Evaluation, Milestone, Obligation, Status, ToDo};
use crate::problem::Problem;
use crate::programme::{MilestoneKind, Rule, Shape};
use crate::report::audit::{case_json, tone};
use crate::report::page::{Block, Cell, Column, Page, Row, Table, Tone};
use crate::report::provenance::Logged;
use crate::report::words::{
    capitalised, chapter_of, cites, count, day_of, do_by, full_stop, lateness, person,
    warning_words,
};
use crate::report::{Feed, Picture, Report, Stamp, Timeline, Weeks, feed, obligation};
use crate::rule::broken_months;

/// How many of the latest entries are shown unless all are asked for.
const LATEST: usize = 12;

/// One case.
#[derive(Debug)]
pub struct Show<'e, 'a> {
    stamp: Stamp,
    evaluation: &'e Evaluation<'a>,
    problems: Vec<Problem>,
    all_entries: bool,
}

impl<'e, 'a> Show<'e, 'a> {
    /// The report on one case, with the problems of its file.
    pub fn new(
        evaluation: &'e Evaluation<'a>,
        all_entries: bool,
        problems: Vec<Problem>,
        stamp: Stamp,
    ) -> Show<'e, 'a> {
        Show { stamp, evaluation, problems, all_entries }
    }

    /// The case as a chapter of a longer page.
    pub(super) fn chapter(&self, page: &mut Page) {
        page.chapter(
            chapter_of(&self.evaluation.standing),
            person(&self.evaluation.standing),
            false,
        );
        self.standing(page);
        self.body(page);
    }

    fn body(&self, page: &mut Page) {
        pictures(page, self.evaluation);
        self.to_do(page);
        self.warnings(page);
        self.milestones(page);
        self.broken_months(page);
        self.entries(page);
    }

    fn head(&self, page: &mut Page) {
        page.heading(person(&self.evaluation.standing), Tone::Plain);
        self.stamp.notices(page);
        self.standing(page);
    }

    /// Where the case stands, in a few words.
    fn standing(&self, page: &mut Page) {
        let evaluation = self.evaluation;
        let journey = &evaluation.journey;
        let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
        let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
        page.text(format!("{}: {stage}{day}.", journey.programme.title));
        let mut known = Vec::new();
        if let Some(referred) = journey.referred {
            known.push(format!("referred {}", long(referred)));
        }
        if let Some(started) = journey.started {
            known.push(format!("started {}", long(started)));
        }
        if let Some(end) = journey.end {
            known.push(format!("last day {}", long(end)));
        }
        let worker =
            journey.worker().map_or("no key worker".to_owned(), |w| format!("key worker {w}"));
        known.insert(0, worker);
        if let Some(number) = &journey.case.reference {
            known.push(format!("elsewhere number {}", number.trim()));
        }
        page.text(capitalised(&format!("{}.", known.join(", "))));
        page.gap();
    }

    fn milestones(&self, page: &mut Page) {
        if self.evaluation.milestones.is_empty() {
            return;
        }
        page.heading("Milestones", Tone::Plain);
        page.table(milestone_table(self.evaluation));
        page.gap();
    }

    fn to_do(&self, page: &mut Page) {
        let today = self.evaluation.journey.today;
        let mut to_do: Vec<&Obligation<'_>> =
            self.evaluation.obligations.iter().filter(|item| item.status.is_to_do()).collect();
        to_do.sort_by_key(|item| (item.status != Status::Overdue, item.do_by));
        if to_do.is_empty() {
            page.text("Nothing is open.");
            page.gap();
            return;
        }
        page.heading(plural(count(to_do.len()), "open obligation"), Tone::Plain);
        for item in to_do {
            let instance = &item.instance;
            let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
            let progress = instance
                .progress
                .map_or_else(String::new, |p| format!(" [{} of {} hours]", p.done, p.needed));
            page.toned(
                format!(
                    "{}{subject}{progress}: by {}, {} ({}) [{}]",
                    instance.rule.title,
                    do_by(item, today),
                    lateness(item, today),
                    instance.severity.word(),
                    cites(&instance.rule.cite)
                ),
                tone(item.status),
            );
            obligation::to_record(page, &self.evaluation.standing, item);
        }
        page.gap();
    }

    fn warnings(&self, page: &mut Page) {
        if self.evaluation.warnings().is_empty() {
            return;
        }
        page.heading("Warnings", Tone::Soon);
        for warning in self.evaluation.warnings() {
            page.text(warning_words(warning));
        }
        page.gap();
    }

    /// Months at either end of a spell that are not whole: shown, never breached.
    fn broken_months(&self, page: &mut Page) {
        let journey = &self.evaluation.journey;
        let is_by_month = |rule: &Rule| matches!(rule.shape, Shape::EachMonth(_));
        let by_month = journey.programme.rules.iter().any(is_by_month);
        let months = if by_month { broken_months(journey) } else { Vec::new() };
        let has_some = !months.is_empty();
        for (month, hours) in months {
            page.toned(
                format!(
                    "{}: {}, in a month that is not whole and never counts as a breach.",
                    month.from.format("%B %Y"),
                    hours_words(hours)
                ),
                Tone::Faint,
            );
        }
        if has_some {
            page.gap();
        }
    }

    fn entries(&self, page: &mut Page) {
        let entries = self.evaluation.journey.case.entries();
        let skipped = if self.all_entries { 0 } else { entries.len().saturating_sub(LATEST) };
        page.heading("Entries", Tone::Plain);
        if skipped > 0 {
            let id = self.evaluation.journey.case.id.as_str();
            page.toned(
                format!("{skipped} earlier ones not shown; `caseload show {id} --all` shows them."),
                Tone::Faint,
            );
        }
        page.table(entry_table(self.evaluation, skipped, &Logged::default()));
        page.gap();
    }
}

/// The journey along its days, and a square for each week.
pub(super) fn pictures(page: &mut Page, evaluation: &Evaluation<'_>) {
    let timeline = Timeline::of(evaluation).map(Picture::Timeline);
    let weeks = Weeks::of(evaluation).map(Picture::Weeks);
    for (title, picture) in [("Journey", timeline), ("Weeks", weeks)] {
        if picture.is_some() {
            page.heading(title, Tone::Plain);
            page.picture(picture);
            page.gap();
        }
    }
}

/// The milestones of a case; no rows before the spell has started.
pub(super) fn milestone_table(evaluation: &Evaluation<'_>) -> Table {
    let column = |title, width| Column { title, width };
    let columns = vec![
        column("What", None),
        column("Day", Some(16)),
        column("On", Some(22)),
        column("Paragraph", Some(14)),
    ];
    Table { columns, rows: evaluation.milestones.iter().map(milestone_row).collect() }
}

/// The entries of a case with their numbers, in the order of its file, without so many at the beginning.
pub(super) fn entry_table(evaluation: &Evaluation<'_>, skipped: usize, logged: &Logged) -> Table {
    let column = |title, width| Column { title, width };
    let columns = vec![column("No", Some(4)), column("Day", Some(17)), column("What", None)];
    let entries = evaluation.journey.case.entries();
    let rows = entries.iter().zip(1..).skip(skipped);
    Table { columns, rows: rows.map(|(entry, number)| entry_row(number, *entry, logged)).collect() }
}

fn milestone_row(milestone: &Milestone<'_>) -> Row {
    let on = milestone.on.map_or_else(|| "not in sight".to_owned(), long);
    let day = match milestone.day {
        Some(days) if milestone.what == MilestoneKind::DaysInWork => plural(days, "day"),
        Some(day) => format!("day {day}"),
        None => String::new(),
    };
    let passed = if milestone.passed { " (past)" } else { "" };
    let on_day = if day.is_empty() { on.clone() } else { format!("{day}, {on}") };
    let sentence = format!("{}: {on_day}{passed}.", milestone.title);
    let cells = vec![
        Cell::plain(milestone.title),
        Cell::plain(day),
        Cell::plain(format!("{on}{passed}")),
        Cell::toned(cites(milestone.cite), Tone::Faint),
    ];
    Row { cells, sentence }
}

fn entry_row(number: usize, entry: Entry<'_>, logged: &Logged) -> Row {
    let on = entry.on().map_or_else(String::new, |on| {
        let time = on.time.map_or_else(String::new, |time| format!(" {}", time.format("%H:%M")));
        format!("{}{time}", plain(on.day))
    });
    let mut words = entry.words();
    if let Some(worker) = &entry.record().worker {
        words += &format!(" ({worker})");
    }
    let provenance = logged.in_words(entry);
    if !provenance.is_empty() {
        words += &format!("\n{provenance}");
    }
    if let Some(note) = &entry.record().note {
        words += &format!("\n{}", note.trim());
    }
    let sentence = format!("{number}. {on}: {}", full_stop(words.replace('\n', "; ")));
    let cells = vec![Cell::plain(number.to_string()), Cell::plain(on), Cell::plain(words)];
    Row { cells, sentence }
}

impl Report for Show<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.head(&mut page);
        if !self.problems.is_empty() {
            page.blocks.push(Block::Problems(self.problems.clone()));
            page.gap();
        }
        self.body(&mut page);
        self.stamp.footer(&mut page);
        page
    }

    fn problems(&self) -> &[Problem] {
        &self.problems
    }

    fn feed(&self) -> Option<Feed> {
        let id = &self.evaluation.journey.case.id;
        let evaluation = self.evaluation;
        let to_do = evaluation.obligations.iter().filter(|item| item.status.is_to_do());
        let items = to_do.map(|it| feed::item(&evaluation.standing, &ToDo::of(evaluation, it)));
        let feed = Feed::of(&format!("{id} in caseload"), self.stamp.today, items);
        Some(feed.or_not_whole(&self.problems))
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "case": self.case_json(),
            "problems": obligation::problems(&self.problems),
        })
    }
}

impl Show<'_, '_> {
    /// The case with its obligations, milestones and entries.
    pub(super) fn case_json(&self) -> serde_json::Value {
        let evaluation = self.evaluation;
        let journey = &evaluation.journey;
        let obligations: Vec<&Obligation<'_>> = evaluation.obligations.iter().collect();
        let mut case = case_json(evaluation, &obligations);
        case["name"] = json!(journey.case.name);
        case["worker"] = json!(journey.worker());
        case["ref"] = json!(journey.case.reference);
        case["referred"] = json!(journey.referred.map(plain));
        case["started"] = json!(journey.started.map(plain));
        case["entries"] = journey.case.entries().iter().enumerate().map(entry_json).collect();
        case
    }
}

fn entry_json((index, entry): (usize, &Entry<'_>)) -> serde_json::Value {
    let record = entry.record();
    json!({
        "number": index + 1,
        "entry": entry.kind(),
        "on": entry.on().map(|on| on.to_string()),
        "logged": record.logged,
        "line": record.line,
        "worker": record.worker,
        "words": entry.words(),
        "note": record.note,
    })
}
