//! A line of the due list: the obligations that one entry would meet.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::calendar::{Day, in_month};
use crate::obligation::{Band, Obligation, Standing, Status, ToDo};
use crate::programme::{RecordCommand, Severity};
use crate::report::page::{Cell, Row, Tone};
use crate::report::words::{cites, do_by, lateness, near, person, person_cell};

/// An obligation in the list.
#[derive(Clone, Copy, Debug)]
pub struct DueItem<'e, 'a> {
    pub(super) standing: &'e Standing<'a>,
    pub(super) to_do: &'e ToDo<'a>,
    pub(super) obligation: &'e Obligation<'a>,
    pub(super) band: Band,
}

/// One thing to do: the obligations of one person that one entry would meet.
#[derive(Clone, Debug)]
pub struct DueLine<'e, 'a> {
    /// The obligations, the most pressing first.
    pub items: Vec<DueItem<'e, 'a>>,
    pub(super) command: Cow<'e, RecordCommand>,
}

/// Puts together what one entry would meet, each line at the place of its most pressing part.
pub(super) fn lines<'e, 'a>(items: &[DueItem<'e, 'a>]) -> Vec<DueLine<'e, 'a>> {
    let mut lines: Vec<DueLine<'e, 'a>> = Vec::new();
    // The places of the lines of each case.
    let mut of_case: HashMap<&str, Vec<usize>> = HashMap::new();
    for item in items {
        let record = &item.obligation.instance.rule.record;
        let own = of_case.entry(item.case()).or_default();
        let joined = own
            .iter()
            .filter(|at| lines[**at].is_about(item))
            .find_map(|at| lines[*at].command.joined(record).map(|command| (*at, command)));
        match joined {
            Some((at, command)) => {
                lines[at].command = Cow::Owned(command);
                lines[at].items.push(*item);
            }
            None => {
                own.push(lines.len());
                lines.push(DueLine { items: vec![*item], command: Cow::Borrowed(record) });
            }
        }
    }
    lines
}

/// How the list is sorted: band, severity, day, worker, case, rule, subject, opened.
pub(super) type SortKey<'k> =
    (Band, Severity, Day, &'k str, &'k str, &'k str, Option<&'k str>, Day);

impl<'e> DueItem<'e, '_> {
    pub(super) fn case(&self) -> &'e str {
        self.standing.id
    }

    pub(super) fn sort_key(&self) -> SortKey<'e> {
        let instance = &self.obligation.instance;
        (
            self.band,
            instance.severity,
            self.obligation.do_by,
            self.standing.worker.unwrap_or_default(),
            self.case(),
            &instance.rule.id,
            instance.subject.as_deref(),
            instance.opened,
        )
    }
}

impl<'e, 'a> DueLine<'e, 'a> {
    pub(super) fn first(&self) -> &DueItem<'e, 'a> {
        &self.items[0]
    }

    pub(super) fn case(&self) -> &'e str {
        self.first().case()
    }

    /// The band of the most pressing part.
    pub fn band(&self) -> Band {
        self.first().band
    }

    /// Whether an obligation concerns the same job as this line, or, as this line, none.
    pub(super) fn is_about(&self, item: &DueItem<'_, '_>) -> bool {
        let job = item.obligation.instance.job;
        self.items.iter().all(|own| {
            let own = own.obligation.instance.job;
            own == job
        })
    }

    /// What to do: the most pressing title, and what else the same entry meets.
    pub(super) fn what(&self, today: Day) -> String {
        let first = self.first().obligation;
        let mut what = first.instance.rule.title.clone();
        if first.instance.job.is_some()
            && let Some(subject) = &first.instance.subject
        {
            what += &format!(" ({subject})");
        }
        if let Some(progress) = first.instance.progress {
            what += &format!(" [{} of {}]", progress.done, progress.needed);
        }
        match first.instance.severity {
            Severity::Must | Severity::Milestone => {}
            Severity::Prompt => what += " [local target]",
            Severity::Optional => what += " [a choice]",
        }
        for item in &self.items[1..] {
            let rule = item.obligation.instance.rule;
            let by = if item.band == self.band() {
                String::new()
            } else {
                format!(", by {}", do_by(item.obligation, today))
            };
            what += &format!("\n+ {}{by}", rule.title);
        }
        what
    }

    pub(super) fn cite(&self) -> String {
        let mut cite: Vec<String> = Vec::new();
        for paragraph in self.items.iter().flat_map(|item| &item.obligation.instance.rule.cite) {
            if !cite.contains(paragraph) {
                cite.push(paragraph.clone());
            }
        }
        cites(&cite)
    }

    pub(super) fn row(&self, today: Day) -> Row {
        let first = self.first();
        let who = person(first.standing);
        let (by, late) = (do_by(first.obligation, today), lateness(first.obligation, today));
        let tone = band_tone(self.band());
        let first_cite = first.obligation.instance.rule.cite.first().cloned().unwrap_or_default();
        let in_lines = self.what(today);
        let what = in_lines.replace("\n+ ", "; also ");
        let (what, also) = what.split_at(what.find("; also ").unwrap_or(what.len()));
        let sentence = format!("{who}: {what} by {by}, {late}{also} [{}].", self.cite());
        let cells = vec![
            person_cell(first.standing),
            Cell::plain(in_lines),
            Cell::toned(by_in_lines(first.obligation, &late, today), tone),
            Cell::toned(first_cite, Tone::Faint),
        ];
        Row { cells, sentence }
    }
}

pub(super) fn band_tone(band: Band) -> Tone {
    match band {
        Band::Overdue => Tone::Bad,
        Band::ThisWeek => Tone::Soon,
        Band::Coming => Tone::Plain,
    }
}

/// The day to do it by, below it how late or how soon that is, and the limit where it differs.
fn by_in_lines(obligation: &Obligation<'_>, late: &str, today: Day) -> String {
    let due = obligation.instance.due;
    let time = due.time.map_or_else(String::new, |time| format!(" {}", time.format("%H:%M")));
    if obligation.status == Status::Overdue || due.day == obligation.do_by {
        return format!("{}{time}\n{late}", near(due.day, today));
    }
    format!("{}\n{late}\nlimit {}{time}", near(obligation.do_by, today), in_month(due.day))
}
