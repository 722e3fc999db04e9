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
use crate::operation::{FileChange, GivenOut, Reversal, TAKEN_OVER, goes_on, is_of_two_sides};
use crate::reading::safe_line;
use crate::report::history::doing::Doing;
use crate::report::history::lines::{Line, lines};
use crate::report::history::logging::Logging;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::count;
use crate::report::{Records, Report};

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
}

impl History {
    /// A trail in a time zone; `revision` is the commit it was read from.
    pub fn new(timezone: Timezone, revision: Option<String>) -> History {
        History { steps: Vec::new(), timezone, revision, older: false, redacts: false }
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
    if GivenOut::of_subject(subject).is_some() {
        return safe_line(subject.strip_prefix("folder: ").unwrap_or(subject));
    }
    match subject.split_once(": ") {
        Some((case, "erased")) => format!("{}: of a case that is erased", safe_line(case)),
        Some((_, what)) => format!("{}, which changed nothing", safe_line(what)),
        None => "changed nothing".to_owned(),
    }
}

impl History {
    /// Everything that was recorded, as a table.
    pub(super) fn table(&self) -> Table {
        History::table_of(self.steps.iter().map(|(step, lines)| self.row(step, lines)))
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
        let late = late.count();
        let steps = plural(count(self.steps.len()), "operation");
        page.toned(format!("{steps}; recorded after the day itself: {late}."), Tone::Faint);
        page
    }

    fn json(&self) -> Value {
        let steps: Vec<Value> = self
            .steps
            .iter()
            .map(|(step, lines)| {
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
