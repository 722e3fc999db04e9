//! What will fall due, week by week, if nothing changes; and the traps that make no noise.

mod traps;

use std::collections::BTreeMap;

use serde_json::json;

use crate::calendar::{Day, Window, add_days, long, plain, plural};
use crate::obligation::{Evaluation, Obligation, Status};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::forecast::traps::{Trap, traps};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{cites, count, near, person, person_cell};
use crate::report::{Bar, Bars, By, Filter, Picture, Records, Report, Stamp, frame, obligation};

/// An obligation that will fall due.
#[derive(Clone, Copy, Debug)]
struct Coming<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    obligation: &'e Obligation<'a>,
}

/// What will fall due.
#[derive(Debug)]
pub struct Forecast<'e, 'a> {
    stamp: Stamp,
    weeks: Vec<Window>,
    coming: Vec<Coming<'e, 'a>>,
    traps: Vec<Trap<'e, 'a>>,
    by: By,
    /// The statuses, on the last day, that it is narrowed to.
    statuses: Vec<Status>,
    restricted: i64,
    problems: &'e [Problem],
}

impl<'e, 'a> Forecast<'e, 'a> {
    /// The forecast for so many weeks from the one that holds the day of the stamp on. Each case is
    /// given as it is judged today and as it would be on the last day, with nothing recorded until
    /// then.
    pub fn new(
        now: &'e [Evaluation<'a>],
        then: &'e [Evaluation<'a>],
        filter: &Filter,
        weeks: u32,
        by: By,
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Forecast<'e, 'a> {
        let today = stamp.today;
        let first = Window::week_of(today);
        let weeks: Vec<Window> = std::iter::successors(Some(first), |week| Some(week.next_week()))
            .take(weeks as usize)
            .collect();
        let last = weeks.last().map_or(today, |week| week.to);
        let is_meant = |evaluation: &Evaluation<'_>| filter.takes_case(&evaluation.standing);
        let meant = |evaluations: &'e [Evaluation<'a>]| {
            evaluations
                .iter()
                .zip(now)
                .filter(|(_, now)| is_meant(now) && !filter.hides(&now.standing))
                .map(|(evaluation, _)| evaluation)
        };
        let mut coming: Vec<Coming<'e, 'a>> = meant(then)
            .flat_map(|evaluation| {
                let obligations = evaluation.obligations.iter().filter(|item| filter.takes(item));
                let due = obligations.filter(|item| is_unmet(item) && in_span(item, today, last));
                due.map(|obligation| Coming { evaluation, obligation }).collect::<Vec<_>>()
            })
            .collect();
        coming.sort_by_key(|it| (it.due(), it.severity(), it.case()));
        let mut traps: Vec<Trap<'e, 'a>> =
            meant(now).flat_map(|evaluation| traps(evaluation, today, last)).collect();
        traps.sort_by_key(|trap| trap.on);
        let (restricted, statuses) =
            (filter.hidden(now.iter().map(|it| &it.standing)), filter.statuses.clone());
        Forecast { stamp, weeks, coming, traps, by, statuses, restricted, problems }
    }

    /// The last day of it, on which everything in it is judged.
    fn last(&self) -> Day {
        self.weeks.last().map_or(self.stamp.today, |week| week.to)
    }

    fn in_week(&self, week: Window) -> impl Iterator<Item = &Coming<'e, 'a>> {
        self.coming.iter().filter(move |it| week.holds(it.due()))
    }

    /// The key workers that anything is coming for; those without one last.
    fn workers(&self) -> Vec<Option<&str>> {
        let mut workers: Vec<Option<&str>> = self.coming.iter().map(Coming::worker).collect();
        workers.sort_by_key(|worker| (worker.is_none(), *worker));
        workers.dedup();
        workers
    }

    fn weeks_table(&self, page: &mut Page) {
        let workers = self.workers();
        let mut columns = vec![Column { title: "Week of", width: Some(14) }];
        columns.push(Column { title: "Due", width: Some(5) });
        columns.push(Column { title: "Musts", width: Some(5) });
        columns.push(Column { title: "By key worker", width: None });
        let rows = self.weeks.iter().map(|week| {
            let due: Vec<&Coming<'_, '_>> = self.in_week(*week).collect();
            let musts = due.iter().filter(|it| it.severity() == Severity::Must).count();
            let each = workers.iter().filter_map(|worker| {
                let number = due.iter().filter(|it| it.worker() == *worker).count();
                (number > 0).then(|| format!("{} {number}", worker.unwrap_or("(none)")))
            });
            let each = each.collect::<Vec<_>>().join(", ");
            let first = long(week.from);
            Row {
                sentence: format!("Week of {first}: {} due, {musts} musts: {each}.", due.len()),
                cells: vec![
                    Cell::plain(near(week.from, self.stamp.today)),
                    Cell::plain(due.len().to_string()),
                    Cell::plain(musts.to_string()),
                    Cell::plain(each),
                ],
            }
        });
        page.heading("Week by week", Tone::Plain);
        page.table(Table { columns, rows: rows.collect() });
        page.gap();
    }

    fn picture(&self) -> Picture {
        let most = self.weeks.iter().map(|week| self.in_week(*week).count()).max().unwrap_or(0);
        let bar = |week: &Window| {
            let number = self.in_week(*week).count();
            #[expect(clippy::cast_precision_loss, reason = "no count comes near 2^52")]
            let share = number as f64 / most.max(1) as f64;
            let label = near(week.from, self.stamp.today);
            Bar { label, share: Some(share), words: plural(count(number), "obligation") }
        };
        Picture::Bars(Bars {
            title: "How much falls due each week".to_owned(),
            is_rate: false,
            bars: self.weeks.iter().map(bar).collect(),
        })
    }

    /// What falls due, a line each, in groups if that was asked for.
    fn details(&self, page: &mut Page) {
        let title = |it: &Coming<'_, '_>| match self.by {
            By::Usual => None,
            By::Person => Some(person(&it.evaluation.standing)),
            By::Worker => Some(it.worker().unwrap_or("(no key worker)").to_owned()),
            By::Day => Some(long(it.due())),
        };
        let mut groups: BTreeMap<String, Vec<&Coming<'_, '_>>> = BTreeMap::new();
        let mut order: Vec<String> = Vec::new();
        for it in &self.coming {
            let Some(title) = title(it) else { return };
            if !groups.contains_key(&title) {
                order.push(title.clone());
            }
            groups.entry(title).or_default().push(it);
        }
        match self.by {
            By::Day => {}
            // Those without a key worker come last.
            By::Worker => {
                order.sort_by_key(|title| (groups[title][0].worker().is_none(), title.clone()));
            }
            _ => order.sort(),
        }
        for title in order {
            page.heading(&title, Tone::Plain);
            let columns = vec![
                Column { title: "Who", width: Some(18) },
                Column { title: "What", width: None },
                Column { title: "Due", width: Some(13) },
            ];
            let rows = groups[&title].iter().map(|it| it.row(self.stamp.today)).collect();
            page.table(Table { columns, rows });
            page.gap();
        }
    }
}

impl<'e> Coming<'e, '_> {
    fn due(&self) -> Day {
        self.obligation.instance.due.day
    }

    fn severity(&self) -> Severity {
        self.obligation.instance.severity
    }

    fn case(&self) -> &'e str {
        self.evaluation.journey.case.id.as_str()
    }

    /// Who will be key worker when it is due, as is known today.
    fn worker(&self) -> Option<&'e str> {
        let case: &'e crate::case::Case = self.evaluation.journey.case;
        case.worker_on(self.due())
    }

    fn row(&self, today: Day) -> Row {
        let instance = &self.obligation.instance;
        let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
        let what = format!("{}{subject}", instance.rule.title);
        let due = near(self.due(), today);
        let cite = cites(&instance.rule.cite);
        Row {
            sentence: format!("{}: {what} by {due} [{cite}].", person(&self.evaluation.standing)),
            cells: vec![
                person_cell(&self.evaluation.standing),
                Cell::plain(what),
                Cell::plain(due),
            ],
        }
    }
}

/// Whether nothing has met it and nothing exempts from it.
fn is_unmet(obligation: &Obligation<'_>) -> bool {
    obligation.instance.severity != Severity::Optional
        && matches!(obligation.status, Status::Open | Status::Overdue | Status::Missed)
}

fn in_span(obligation: &Obligation<'_>, from: Day, to: Day) -> bool {
    (from..=to).contains(&obligation.instance.due.day)
}

impl Report for Forecast<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        self.traps_table(&mut page);
        self.weeks_table(&mut page);
        page.picture(Some(self.picture()));
        page.gap();
        self.details(&mut page);
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("Forecast to {}", long(self.last()));
        frame::opening(page, title, &self.stamp, self.problems);
        page.toned(
            "As it will be if nothing is recorded, nobody comes and nobody leaves, each in the week \
             of its limit. What only a meeting still to be held makes due is not in it.",
            Tone::Faint,
        );
        if !self.statuses.is_empty() {
            let statuses: Vec<&str> = self.statuses.iter().map(|status| status.word()).collect();
            let (statuses, last) = (statuses.join(" or "), long(self.last()));
            page.text(format!("Only what will be {statuses} on {last}, its last day."));
        }
        page.gap();
    }

    fn closing(&self, page: &mut Page) {
        let coming = plural(count(self.coming.len()), "obligation");
        let sum = format!("{coming} in {}.", plural(count(self.weeks.len()), "week"));
        frame::closing(page, &self.stamp, self.restricted, self.problems, &sum);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn json(&self) -> serde_json::Value {
        let weeks = self.weeks.iter().map(|week| {
            let due: Vec<_> = self
                .in_week(*week)
                .map(|it| json!(obligation::json(&it.evaluation.standing, it.obligation, None)))
                .collect();
            json!({"from": plain(week.from), "to": plain(week.to), "obligations": due})
        });
        let traps = self.traps.iter().map(|trap| {
            json!({
                "case": trap.evaluation.journey.case.id.as_str(),
                "name": trap.evaluation.journey.case.name,
                "worker": trap.evaluation.journey.worker(),
                "on": plain(trap.on),
                "what": trap.what,
                "cite": trap.cite,
            })
        });
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "judged_on": plain(self.last()),
            "revision": self.stamp.revision,
            "weeks": weeks.collect::<Vec<_>>(),
            "traps": traps.collect::<Vec<_>>(),
            "problems": obligation::problems(self.problems),
        })
    }

    fn stamp(&self) -> Option<&Stamp> {
        Some(&self.stamp)
    }

    fn rows_say_all(&self) -> bool {
        false
    }

    fn records(&self) -> Option<Records> {
        let rows = self.coming.iter().map(|it| {
            let instance = &it.obligation.instance;
            let journey = &it.evaluation.journey;
            vec![
                Window::week_of(it.due()).from.into(),
                it.due().into(),
                it.case().into(),
                journey.case.name.as_deref().into(),
                it.worker().into(),
                (&instance.rule.id).into(),
                (&instance.rule.title).into(),
                cites(&instance.rule.cite).into(),
                instance.severity.word().into(),
                instance.subject.as_deref().into(),
            ]
        });
        let columns = [
            "week", "due", "case", "name", "worker", "rule", "title", "cite", "severity", "subject",
        ];
        Some(Records::plain(&columns, rows))
    }
}

/// The last day of so many weeks from the one that holds a day on.
pub fn horizon(today: Day, weeks: u32) -> Day {
    add_days(Window::week_of(today).to, 7 * (i64::from(weeks) - 1))
}
