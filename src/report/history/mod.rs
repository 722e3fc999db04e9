//! The audit trail in plain words: when, who, what; what was recorded late, what was corrected.

mod doing;
mod entries;
mod lines;
mod logging;
mod provenance;
mod rows;

pub(super) use provenance::{Provenance, Provenances};

use chrono::{DateTime, FixedOffset};
use serde_json::{Value, json};

use crate::calendar::{Day, Timezone, plain, plural};
use crate::case::KEPT_BACK;
use crate::operation::{FileChange, Reversal, TAKEN_OVER, goes_on, is_of_two_sides};
use crate::problem::is_surely_an_id;
use crate::reading::safe_line;
use crate::report::history::doing::Doing;
use crate::report::history::lines::{Line, lines};
use crate::report::history::logging::Logging;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;
use crate::report::{About, Records, Report};

/// What a commit did, as the history tells it.
#[derive(Clone, Debug)]
pub struct HistoryStep {
    /// The commit.
    pub commit: String,
    /// The first line of its message.
    pub subject: String,
    /// Who did it.
    pub author: String,
    /// The author's e-mail address.
    pub email: String,
    /// When, in seconds since 1970 in UTC.
    pub seconds: i64,
    /// The operation's id.
    pub operation: Option<String>,
    /// What it takes back.
    pub reverses: Option<Reversal>,
    /// The cases that it names.
    pub cases: Vec<String>,
    /// The files that it changed.
    pub files: Vec<FileChange>,
}

/// The audit trail.
#[derive(Debug)]
pub struct History {
    steps: Vec<(HistoryStep, Vec<Line>)>,
    timezone: Timezone,
    revision: Option<String>,
    older: bool,
    redacts: bool,
    /// The case that it is of, if it is of one.
    case: Option<String>,
    about: Option<About>,
    /// From which step back the id was somebody else's, and what is said of that.
    others: Vec<(usize, String)>,
}

impl History {
    /// A trail in a time zone; `revision` is the commit it was read from.
    pub fn new(timezone: Timezone, revision: Option<String>) -> History {
        let (steps, others) = (Vec::new(), Vec::new());
        History {
            steps,
            timezone,
            revision,
            older: false,
            redacts: false,
            case: None,
            about: None,
            others,
        }
    }

    /// The same trail without names of participants and employers, and without what people wrote in
    /// words of their own. Who recorded what stays: that is what a trail is for.
    #[must_use]
    pub fn redacted(self) -> History {
        History { redacts: true, ..self }
    }

    /// Adds a step, unless only late entries are wanted and it has none. Says whether it was added.
    pub fn add(&mut self, mut step: HistoryStep, late_only: bool) -> bool {
        // What somebody wrote into a commit of git's own may be anything.
        if self.redacts && step.operation.is_none() {
            KEPT_BACK.clone_into(&mut step.subject);
        }
        let doing = Doing::of(&step);
        // Of what was taken over as it was, or comes from two sides, only the entries say themselves when
        // they were logged.
        let says_when = doing != Doing::TakenOver && !is_of_two_sides(&step.subject);
        let logging = Logging {
            moment: Some(step.seconds).filter(|_| says_when),
            timezone: self.timezone,
            doing,
            goes_on: goes_on(&step.subject),
            redacts: self.redacts,
        };
        let mut lines: Vec<Line> = lines(&step, logging);
        if late_only {
            lines.retain(|line| line.late.is_some());
        }
        let is_wanted = !late_only || !lines.is_empty();
        if is_wanted {
            self.steps.push((step, lines));
        }
        is_wanted
    }

    /// The same trail, of one case.
    #[must_use]
    pub fn of_case(self, id: Option<String>) -> History {
        History { case: id, ..self }
    }

    /// The same trail, as one of a folder.
    #[must_use]
    pub fn of_folder(self, folder: String, today: Day) -> History {
        let about = About { folder, revision: self.revision.clone(), today };
        History { about: Some(about), ..self }
    }

    /// Says that whatever is added from now on is of somebody else, who had an id before and has another one
    /// now.
    pub fn say_somebody_else(&mut self, id: &str, other: &str) {
        let (id, other) = (self.told_id(id), self.told_id(other));
        let words = format!("{id} was somebody else from here back, who was given the id {other}");
        self.others.push((self.steps.len(), words));
    }

    /// An id, which may be somebody's name.
    pub(super) fn told_id(&self, id: &str) -> String {
        let is_kept_back = self.redacts && !is_surely_an_id(id);
        if is_kept_back { "a case".to_owned() } else { safe_line(id) }
    }

    /// Says that there are older steps, which are not shown.
    pub fn say_older(&mut self) {
        self.older = true;
    }
}

/// The day of a step, in a time zone.
pub fn local_day(seconds: i64, timezone: Timezone) -> Option<Day> {
    local(seconds, timezone).map(|moment| moment.date_naive())
}

fn local(seconds: i64, timezone: Timezone) -> Option<DateTime<FixedOffset>> {
    DateTime::from_timestamp(seconds, 0).map(|moment| timezone.local(moment))
}

/// What is said of a step that was no recording of this tool's.
fn by_git(step: &HistoryStep) -> Option<String> {
    let is_by_git = step.operation.is_none();
    is_by_git.then(|| format!("by git itself, `{}`", safe_line(&step.subject)))
}

/// What a step did that changed no file.
fn without_files(subject: &str) -> String {
    match subject.split_once(": ") {
        Some((case, "erased")) => format!("{}: of a case that is erased", safe_line(case)),
        Some((_, what)) => format!("{}, which changed nothing", safe_line(what)),
        None => "changed nothing".to_owned(),
    }
}

impl History {
    /// Everything that was recorded, as a table.
    pub(super) fn table(&self) -> Table {
        let rows = self.steps.iter().enumerate().map(|(at, (step, lines))| {
            let mut row = self.row(step, lines);
            for (_, words) in self.others.iter().filter(|(first, _)| *first == at) {
                let cell = &mut row.cells[2];
                cell.text = format!("{words}:\n{}", cell.text);
                row.sentence = format!("{words}. {}", row.sentence);
            }
            row
        });
        History::table_of(rows)
    }

    /// What was recorded after its own day, as a table.
    pub(super) fn late(&self) -> Table {
        self.narrowed(|line| line.late.is_some())
    }

    /// What changed or took away what was on record before, as a table.
    pub(super) fn alterations(&self) -> Table {
        self.narrowed(|line| line.alters)
    }

    /// How many things were recorded after their own day, and how many changed or took away what was on
    /// record before.
    pub(super) fn late_and_altered(&self) -> (usize, usize) {
        let lines = || self.steps.iter().flat_map(|(_, lines)| lines);
        (lines().filter(|it| it.late.is_some()).count(), lines().filter(|it| it.alters).count())
    }

    /// The day on which what lay there was taken over, of which git knows nothing before.
    pub(super) fn taken_over(&self) -> Option<Day> {
        let taken_over = self.steps.iter().find(|(step, _)| step.subject == TAKEN_OVER);
        taken_over.and_then(|(step, _)| local_day(step.seconds, self.timezone))
    }

    fn narrowed(&self, is_wanted: impl Fn(&Line) -> bool) -> Table {
        let rows = self.steps.iter().filter_map(|(step, lines)| {
            let lines: Vec<Line> = lines.iter().filter(|it| is_wanted(it)).cloned().collect();
            (!lines.is_empty()).then(|| self.row(step, &lines))
        });
        History::table_of(rows)
    }

    fn table_of(rows: impl Iterator<Item = Row>) -> Table {
        let column = |title, width| Column { title, width };
        let columns = vec![column("When", Some(16)), column("Who", Some(14)), column("What", None)];
        Table { columns, rows: rows.collect() }
    }
}

impl Report for History {
    fn page(&self) -> Page {
        let mut page = Page::default();
        page.table(self.table());
        if self.older {
            page.toned(
                "Older ones are not shown; --all shows them, --since DAY those since.",
                Tone::Faint,
            );
        }
        let late =
            self.steps.iter().flat_map(|(_, lines)| lines).filter(|line| line.late.is_some());
        let late = match late.count() {
            0 => "nothing in it recorded after its own day".to_owned(),
            1 => "1 thing in it recorded after its own day".to_owned(),
            late => format!("{late} things in it recorded after their own day"),
        };
        let steps = plural(count(self.steps.len()), "operation");
        page.toned(format!("{steps}; {late}."), Tone::Faint);
        page
    }

    fn page_alone(&self) -> Page {
        let title = match &self.case {
            Some(id) => format!("History of {}", self.told_id(id)),
            None => "History".to_owned(),
        };
        match &self.about {
            Some(about) => about.before(&title, self.page()),
            None => self.page(),
        }
    }

    fn json(&self) -> Value {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .enumerate()
            .map(|(at, (step, lines))| {
                let (undoes, redoes) = match &step.reverses {
                    Some(Reversal::Undoes(id)) => (Some(id), None),
                    Some(Reversal::Redoes(id)) => (None, Some(id)),
                    None => (None, None),
                };
                json!({
                    "commit": step.commit,
                    "when": self.moment(step).map(|moment| moment.to_rfc3339()),
                    "author": step.author,
                    "email": step.email,
                    "subject": step.subject,
                    "operation": step.operation,
                    "undoes": undoes,
                    "redoes": redoes,
                    "is_of_somebody_else": self.others.iter().any(|(first, _)| *first <= at),
                    "changes": lines.iter().map(Line::json).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({"schema": 1, "revision": self.revision, "steps": steps})
    }

    fn records(&self) -> Option<Records> {
        Some(self.all_rows())
    }
}

impl History {
    /// The steps, the newest first.
    pub(super) fn steps(&self) -> impl Iterator<Item = &HistoryStep> {
        self.steps.iter().map(|(step, _)| step)
    }

    /// The time zone in which it is told.
    pub(super) fn timezone(&self) -> Timezone {
        self.timezone
    }

    fn moment(&self, step: &HistoryStep) -> Option<DateTime<FixedOffset>> {
        local(step.seconds, self.timezone)
    }

    /// When a step was taken, to the minute.
    pub(super) fn when(&self, step: &HistoryStep) -> String {
        self.moment(step).map_or_else(String::new, |moment| {
            format!("{} {}", plain(moment.date_naive()), moment.format("%H:%M"))
        })
    }

    fn row(&self, step: &HistoryStep, lines: &[Line]) -> Row {
        let when = self.when(step);
        let by_git = by_git(step);
        let mut said: Vec<String> = by_git.iter().map(|words| format!("{words}:")).collect();
        said.extend(lines.iter().map(|line| match &line.case {
            Some(case) => format!("{case}: {}", line.words),
            None => line.words.clone(),
        }));
        if lines.is_empty() {
            let nothing = by_git.map(|words| format!("{words}, which changed nothing"));
            said = vec![nothing.unwrap_or_else(|| without_files(&step.subject))];
        }
        let is_late = lines.iter().any(|line| line.late.is_some());
        let tone = if is_late { Tone::Soon } else { Tone::Plain };
        let sentence = format!("{when}, {}: {}.", step.author, said.join("; "));
        let cells = vec![
            Cell::plain(when),
            Cell::plain(safe_line(&step.author)),
            Cell::toned(said.join("\n"), tone),
        ];
        Row { cells, sentence }
    }
}
