//! What is due: overdue, this week, coming. One line for each thing to do.

mod line;

use std::collections::HashMap;

use rayon::prelude::*;
use serde_json::json;

pub use line::DueLine;
use line::{DueItem, band_tone, lines};

use crate::calendar::{Window, long, plain, plural, short};
use crate::obligation::{Agenda, Band, Obligation, Status};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::page::{Column, Page, Table, Tone};
use crate::report::words::{count, person};
use crate::report::{By, Feed, Filter, Records, Report, Stamp, feed, frame, obligation};

/// The due list.
#[derive(Debug)]
pub struct Due<'e, 'a> {
    stamp: Stamp,
    window: Window,
    items: Vec<DueItem<'e, 'a>>,
    lines: Vec<DueLine<'e, 'a>>,
    problems: &'e [Problem],
    by: By,
    restricted: i64,
}

impl<'e, 'a> Due<'e, 'a> {
    /// The due list of these cases for a window of days.
    pub fn new(
        agendas: &'e [Agenda<'a>],
        filter: &Filter,
        window: Window,
        by: By,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Due<'e, 'a> {
        let mut items: Vec<DueItem<'e, 'a>> = agendas
            .iter()
            .filter(|agenda| filter.takes_case(&agenda.standing))
            .filter(|agenda| !filter.hides(&agenda.standing))
            .flat_map(|agenda| listed(agenda, filter, window))
            .collect();
        items.par_sort_by(|left, right| left.sort_key().cmp(&right.sort_key()));
        Due {
            lines: lines(&items),
            stamp,
            window,
            items,
            problems,
            by,
            restricted: filter.hidden(agendas.iter().map(|agenda| &agenda.standing)),
        }
    }

    /// Whether nothing is in the list, and nothing is wrong that could have kept something out of it.
    pub fn is_calm(&self) -> bool {
        self.items.is_empty() && !crate::problem::any_error(self.problems)
    }

    /// Whether anything of severity must is in the list, and whether one is overdue.
    pub fn musts(&self) -> (bool, bool) {
        let musts =
            || self.items.iter().filter(|item| item.obligation.instance.severity == Severity::Must);
        (musts().next().is_some(), musts().any(|item| item.band == Band::Overdue))
    }

    /// How much there is to do, and for how many.
    pub(super) fn count(&self) -> String {
        let of = |band| self.lines.iter().filter(|line| line.band() == band).count();
        let mut people: Vec<&str> = self.lines.iter().map(DueLine::case).collect();
        people.sort_unstable();
        people.dedup();
        if self.lines.is_empty() {
            return "Nothing is due.".to_owned();
        }
        let people = match people.len() {
            1 => "1 person".to_owned(),
            number => format!("{number} people"),
        };
        format!(
            "{} to do for {people}: {} overdue, {} {}, {} coming.",
            plural(count(self.lines.len()), "thing"),
            of(Band::Overdue),
            of(Band::ThisWeek),
            if self.is_this_week() { "this week" } else { "in the window" },
            of(Band::Coming),
        )
    }

    /// What is due, in groups, for a page of its own or a part of one.
    pub(super) fn groups_on(&self, page: &mut Page) {
        for (title, tone, lines) in self.groups() {
            page.heading(title, tone);
            let column = |title, width| Column { title, width };
            let columns = vec![
                column("Who", Some(18)),
                column("What", None),
                column("Do by", Some(13)),
                column("Paragraph", Some(13)),
            ];
            let rows = lines.par_iter().map(|line| line.row(self.stamp.today)).collect();
            page.table(Table { columns, rows });
            page.gap();
        }
    }

    /// The lines in groups, each with its heading.
    fn groups(&self) -> Vec<(String, Tone, Vec<&DueLine<'e, 'a>>)> {
        let mut groups: Vec<(String, Tone, Vec<&DueLine<'e, 'a>>)> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for line in &self.lines {
            let (title, tone) = self.heading(line);
            let place = *places.entry(title.clone()).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, _, lines)) => lines.push(line),
                None => groups.push((title, tone, vec![line])),
            }
        }
        match self.by {
            By::Usual => {}
            By::Day => groups.sort_by_key(|(_, _, lines)| lines[0].first().obligation.do_by),
            By::Person | By::Worker => {
                // Those without a key worker come last.
                groups.sort_by_cached_key(|(title, _, lines)| {
                    let worker = lines[0].first().standing.worker;
                    (self.by == By::Worker && worker.is_none(), title.clone())
                });
                for (_, _, lines) in &mut groups {
                    lines.sort_by_key(|line| (line.band(), line.first().obligation.do_by));
                }
            }
        }
        groups
    }

    fn heading(&self, line: &DueLine<'e, 'a>) -> (String, Tone) {
        let first = line.first();
        match self.by {
            By::Usual => match line.band() {
                Band::Overdue => ("Overdue".to_owned(), Tone::Bad),
                Band::ThisWeek => (self.window_words(), Tone::Soon),
                Band::Coming => ("Coming".to_owned(), Tone::Plain),
            },
            By::Person => (person(first.standing), Tone::Plain),
            By::Worker => {
                let worker = first.standing.worker;
                (worker.unwrap_or("(no key worker)").to_owned(), Tone::Plain)
            }
            By::Day if line.band() == Band::Overdue => ("Overdue".to_owned(), Tone::Bad),
            By::Day => (long(first.obligation.do_by), Tone::Plain),
        }
    }

    pub(super) fn window_json(&self) -> serde_json::Value {
        json!({"from": plain(self.window.from), "to": plain(self.window.to)})
    }

    pub(super) fn obligations_json(&self) -> Vec<obligation::ObligationJson<'_>> {
        let items = self.items.iter();
        items
            .map(|item| obligation::json(item.standing, item.obligation, Some(item.band)))
            .collect()
    }

    /// Dates past the end of the holiday table are said loudly: they may be a day or more out.
    pub(super) fn past_table(&self, page: &mut Page) {
        let mut past = self
            .items
            .iter()
            .filter(|item| item.standing.calendar.is_past_table(item.obligation.instance.due.day));
        if let Some(item) = past.next() {
            let year = item.standing.calendar.last_year();
            let dates = plural(count(past.count() + 1), "date");
            let text = format!("CAREFUL: {dates} after {year}, where no bank holidays are known.");
            page.toned(text, Tone::Bad);
        }
    }

    fn is_this_week(&self) -> bool {
        self.window == Window::week_of(self.stamp.today)
    }

    fn window_words(&self) -> String {
        if self.is_this_week() {
            return format!("This week, to {}", short(self.window.to));
        }
        format!("To {}", long(self.window.to))
    }
}

/// The obligations of a case that have a band.
fn listed<'e, 'a>(
    agenda: &'e Agenda<'a>,
    filter: &Filter,
    window: Window,
) -> impl Iterator<Item = DueItem<'e, 'a>> {
    let standing = &agenda.standing;
    let to_do = agenda.to_do.iter().filter(|it| filter.takes(&it.obligation));
    to_do.filter_map(move |to_do| {
        let obligation = &to_do.obligation;
        let band = obligation.band(window.to, standing.today, standing.numbers_day)?;
        Some(DueItem { standing, to_do, obligation, band })
    })
}

impl Report for Due<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        self.groups_on(&mut page);
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("Due on {}", long(self.stamp.today));
        frame::opening(page, title, &self.stamp, self.problems);
    }

    fn closing(&self, page: &mut Page) {
        self.past_table(page);
        frame::closing(page, &self.stamp, self.restricted, self.problems, &self.count());
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn feed(&self) -> Option<Feed> {
        let items = self.items.iter().map(|item| feed::item(item.standing, item.to_do));
        let feed = Feed::of("Due in caseload", self.stamp.today, items);
        Some(feed.or_not_whole(self.problems))
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn json(&self) -> serde_json::Value {
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "window": self.window_json(),
            "revision": self.stamp.revision,
            "obligations": self.obligations_json(),
            "problems": obligation::problems(self.problems),
        })
    }

    fn records(&self) -> Option<Records> {
        let rows = self.items.iter().map(|item| {
            let fields = obligation::record(item.standing, item.obligation, Some(item.band));
            (fields, band_tone(item.band))
        });
        Some(Records::new(&obligation::RECORD_COLUMNS, rows))
    }
}

/// Whether an obligation of severity must is overdue.
pub(super) fn is_overdue_must(obligation: &Obligation<'_>) -> bool {
    obligation.status == Status::Overdue && obligation.instance.severity == Severity::Must
}
