//! The week that was, for whoever answers for it: missed and late, gone quiet, without a key worker,
//! and how much each has to do.

use serde_json::json;

use crate::calendar::{Day, Window, long, plain, plural};
use crate::obligation::{Band, Evaluation, Obligation, Status};
use crate::problem::Problem;
use crate::programme::Severity;
use crate::report::due::is_overdue_must;
use crate::report::list::last_held;
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::words::{count, key_worker, near, person, person_cell};
use crate::report::{Filter, Records, Report, Stamp, frame, obligation};

/// The week that was.
#[derive(Debug)]
pub struct Review<'e, 'a> {
    stamp: Stamp,
    week: Window,
    quiet_since: Day,
    cases: Vec<&'e Evaluation<'a>>,
    /// What was due in the week and not met in time.
    slipped: Vec<(&'e Evaluation<'a>, &'e Obligation<'a>)>,
    restricted: i64,
    filter: Filter,
    problems: &'e [Problem],
}

/// How much a key worker has to do; for a case that has ended there may be something left.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    cases: usize,
    overdue_musts: usize,
    this_week: usize,
    quiet: usize,
}

impl<'e, 'a> Review<'e, 'a> {
    /// The review of a week; those are quiet who have had no contact held since a day.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        filter: &Filter,
        (week, quiet_since): (Window, Day),
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Review<'e, 'a> {
        let meant = evaluations.iter().filter(|evaluation| filter.takes_case(&evaluation.standing));
        let cases: Vec<_> = meant.filter(|it| !filter.hides(&it.standing)).collect();
        let mut slipped: Vec<(&Evaluation<'a>, &Obligation<'a>)> = cases
            .iter()
            .flat_map(|evaluation| evaluation.obligations.iter().map(move |it| (*evaluation, it)))
            .filter(|(_, item)| filter.takes(item) && week.holds(item.instance.due.day))
            .filter(|(_, item)| item.instance.severity != Severity::Optional)
            .filter(|(_, item)| {
                matches!(item.status, Status::Missed | Status::MetLate | Status::Overdue)
            })
            .collect();
        slipped.sort_by_key(|(evaluation, item)| {
            (item.instance.severity, item.instance.due.day, evaluation.journey.case.id.as_str())
        });
        let restricted = filter.hidden(evaluations.iter().map(|it| &it.standing));
        let filter = filter.clone();
        Review { stamp, week, quiet_since, cases, slipped, restricted, filter, problems }
    }

    /// The cases that have not ended.
    fn open(&self) -> impl Iterator<Item = &'e Evaluation<'a>> + '_ {
        let is_open = |it: &&&Evaluation<'_>| {
            let journey = &it.journey;
            journey.end.is_none_or(|end| journey.today <= end)
        };
        self.cases.iter().filter(is_open).copied()
    }

    fn quiet(&self) -> Vec<&'e Evaluation<'a>> {
        let mut quiet: Vec<_> =
            self.open().filter(|it| it.standing.is_quiet(self.quiet_since)).collect();
        quiet.sort_by_key(|it| (last_held(&it.journey, false), it.journey.case.id.as_str()));
        quiet
    }

    fn unassigned(&self) -> Vec<&'e Evaluation<'a>> {
        self.open().filter(|it| it.journey.worker().is_none()).collect()
    }

    /// How much each key worker has to do; those without one last.
    fn loads(&self) -> Vec<(Option<&'e str>, Load)> {
        let mut loads: Vec<(Option<&str>, Load)> = Vec::new();
        let this_week = Window::week_of(self.stamp.today);
        for evaluation in &self.cases {
            let worker = evaluation.journey.worker();
            let place = loads.iter().position(|(known, _)| *known == worker);
            let place = place.unwrap_or_else(|| {
                loads.push((worker, Load::default()));
                loads.len() - 1
            });
            let load = &mut loads[place].1;
            let items = || evaluation.obligations.iter();
            let journey = &evaluation.journey;
            let has_ended = journey.end.is_some_and(|end| end < journey.today);
            load.cases += usize::from(!has_ended);
            load.quiet += usize::from(evaluation.standing.is_quiet(self.quiet_since));
            load.overdue_musts += items().filter(|item| is_overdue_must(item)).count();
            load.this_week += items()
                .filter(|it| {
                    it.band(this_week.to, journey.today, journey.numbers_day())
                        == Some(Band::ThisWeek)
                })
                .count();
        }
        // Whoever has nothing to do and nobody to do it for is not in it.
        loads.retain(|(_, load)| load.cases + load.overdue_musts + load.this_week > 0);
        loads.sort_by_key(|(worker, _)| (worker.is_none(), *worker));
        loads
    }

    fn slipped_table(&self, page: &mut Page) {
        let title = format!("Missed and late, {} to {}", long(self.week.from), long(self.week.to));
        page.heading(title, if self.slipped.is_empty() { Tone::Plain } else { Tone::Bad });
        if self.slipped.is_empty() {
            self.nothing_slipped(page);
        }
        let columns = vec![
            Column { title: "Who", width: Some(18) },
            Column { title: "What", width: None },
            Column { title: "Due", width: Some(11) },
            Column { title: "Status", width: Some(9) },
            Column { title: "Worker", width: Some(8) },
        ];
        let rows = self.slipped.iter().map(|(evaluation, item)| self.slipped_row(evaluation, item));
        page.table(Table { columns, rows: rows.collect() });
        let before = count(self.overdue_since_before().count());
        if before > 0 {
            page.gap();
            let what = plural(before, "obligation");
            let are = if before == 1 { "is" } else { "are" };
            page.toned(
                format!(
                    "{what} due before that week {are} still overdue: caseload due shows what."
                ),
                Tone::Bad,
            );
        }
        page.gap();
    }

    /// Nothing was missed or late: because all is well, or because not everything was asked for.
    fn nothing_slipped(&self, page: &mut Page) {
        let was_due = |item: &Obligation<'_>| {
            self.filter.takes(item)
                && self.week.holds(item.instance.due.day)
                && item.instance.due.day <= self.stamp.today
        };
        let any = self.cases.iter().flat_map(|it| &it.obligations).any(was_due);
        match (any, self.filter.narrows_obligations()) {
            (false, _) => page.text("Nothing was due."),
            (true, true) => page.text("Nothing of what was asked for was missed or late."),
            (true, false) => {
                page.toned("Everything that was due was met in time, or excused.", Tone::Good);
            }
        }
    }

    /// What was due before the week, and is still to be done.
    fn overdue_since_before(&self) -> impl Iterator<Item = &'e Obligation<'a>> + '_ {
        let obligations = self.cases.iter().flat_map(|evaluation| &evaluation.obligations);
        obligations.filter(|item| {
            self.filter.takes(item)
                && item.status == Status::Overdue
                && item.instance.severity != Severity::Optional
                && item.instance.due.day < self.week.from
        })
    }

    fn slipped_row(&self, evaluation: &Evaluation<'_>, item: &Obligation<'_>) -> Row {
        let today = self.stamp.today;
        let instance = &item.instance;
        let subject = instance.subject.as_ref().map_or_else(String::new, |s| format!(" ({s})"));
        let kind = if instance.severity == Severity::Prompt { " [local target]" } else { "" };
        let worker = evaluation.journey.case.worker_on(instance.due.day.min(today));
        let reason = item.reason(today);
        let tone = if item.status == Status::MetLate { Tone::Soon } else { Tone::Bad };
        let what = format!("{}{subject}{kind}", instance.rule.title);
        Row {
            sentence: format!(
                "{}: {what}: {}. {reason}",
                person(&evaluation.standing),
                item.status.word()
            ),
            cells: vec![
                person_cell(&evaluation.standing),
                Cell::plain(format!("{what}\n{reason}")),
                Cell::plain(near(instance.due.day, today)),
                Cell::toned(item.status.word(), tone),
                Cell::plain(worker.unwrap_or("(none)")),
            ],
        }
    }

    fn people_table(&self, page: &mut Page, title: String, people: &[&Evaluation<'_>]) {
        page.heading(title, if people.is_empty() { Tone::Plain } else { Tone::Soon });
        if people.is_empty() {
            page.text("Nobody.");
        }
        let today = self.stamp.today;
        let columns = vec![
            Column { title: "Who", width: None },
            Column { title: "Worker", width: Some(10) },
            Column { title: "Last contact", width: Some(13) },
            Column { title: "Stage", width: Some(18) },
        ];
        let row = |evaluation: &&Evaluation<'_>| {
            let worker = evaluation.journey.worker().unwrap_or("(none)");
            let last = last_held(&evaluation.journey, false);
            let last = last.map_or_else(|| "none held".to_owned(), |day| near(day, today));
            let stage = evaluation.stage.map_or("", |stage| stage.id.as_str());
            Row {
                sentence: format!(
                    "{}: {}, last contact: {last}, {stage}.",
                    person(&evaluation.standing),
                    key_worker(&evaluation.standing)
                ),
                cells: vec![
                    person_cell(&evaluation.standing),
                    Cell::plain(worker),
                    Cell::plain(last),
                    Cell::plain(stage),
                ],
            }
        };
        page.table(Table { columns, rows: people.iter().map(row).collect() });
        page.gap();
    }

    fn loads_table(&self, page: &mut Page) {
        page.heading("How much each has to do", Tone::Plain);
        let columns = vec![
            Column { title: "Key worker", width: None },
            Column { title: "Cases", width: Some(6) },
            Column { title: "Overdue musts", width: Some(13) },
            Column { title: "Due this week", width: Some(13) },
            Column { title: "Gone quiet", width: Some(10) },
        ];
        let row = |(worker, load): (Option<&str>, Load)| {
            let worker = worker.unwrap_or("(no key worker)");
            let overdue = if load.overdue_musts > 0 { Tone::Bad } else { Tone::Plain };
            let quiet = if load.quiet > 0 { Tone::Soon } else { Tone::Plain };
            Row {
                sentence: format!(
                    "{worker}: {}, {}, {} due this week, {} gone quiet.",
                    plural(count(load.cases), "case"),
                    plural(count(load.overdue_musts), "overdue must"),
                    load.this_week,
                    load.quiet
                ),
                cells: vec![
                    Cell::plain(worker),
                    Cell::plain(load.cases.to_string()),
                    Cell::toned(load.overdue_musts.to_string(), overdue),
                    Cell::plain(load.this_week.to_string()),
                    Cell::toned(load.quiet.to_string(), quiet),
                ],
            }
        };
        page.table(Table { columns, rows: self.loads().into_iter().map(row).collect() });
        page.gap();
    }
}

impl Report for Review<'_, '_> {
    fn page(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        self.slipped_table(&mut page);
        let since = long(self.quiet_since);
        self.people_table(&mut page, format!("No contact held since {since}"), &self.quiet());
        self.people_table(&mut page, "Without a key worker".to_owned(), &self.unassigned());
        self.loads_table(&mut page);
        self.closing(&mut page);
        page
    }

    fn opening(&self, page: &mut Page) {
        let title = format!("The week of {}", long(self.week.from));
        frame::opening(page, title, &self.stamp, self.problems);
        if self.stamp.today <= self.week.to {
            let today = long(self.stamp.today);
            page.toned(format!("The week is not over: judged on {today}."), Tone::Soon);
            page.gap();
        }
        if let Some(worker) = &self.filter.worker {
            page.text(format!(
                "Of those whose key worker is {worker} now, whoever it was in that week; performance \
                 counts for whoever it was then."
            ));
            page.gap();
        }
    }

    fn closing(&self, page: &mut Page) {
        let slipped = plural(count(self.slipped.len()), "obligation");
        let sum = format!("{slipped} missed or late in the week.");
        frame::closing(page, &self.stamp, self.restricted, self.problems, &sum);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn json(&self) -> serde_json::Value {
        let slipped =
            self.slipped.iter().map(|(it, item)| json!(obligation::json(&it.standing, item, None)));
        let person = |it: &&Evaluation<'_>| {
            json!({
                "case": it.journey.case.id.as_str(),
                "name": it.journey.case.name,
                "worker": it.journey.worker(),
                "last_held": last_held(&it.journey, false).map(plain),
            })
        };
        let loads = self.loads();
        let loads = loads.iter().map(|(worker, load)| {
            json!({
                "worker": worker, "cases": load.cases, "overdue_musts": load.overdue_musts,
                "this_week": load.this_week, "quiet": load.quiet,
            })
        });
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "week": {"from": plain(self.week.from), "to": plain(self.week.to)},
            "obligations": slipped.collect::<Vec<_>>(),
            "overdue_since_before": self.overdue_since_before().count(),
            "quiet_since": plain(self.quiet_since),
            "quiet": self.quiet().iter().map(person).collect::<Vec<_>>(),
            "unassigned": self.unassigned().iter().map(person).collect::<Vec<_>>(),
            "workers": loads.collect::<Vec<_>>(),
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
        let rows = self.slipped.iter().map(|(evaluation, item)| {
            let tone = if item.status == Status::MetLate { Tone::Soon } else { Tone::Bad };
            (obligation::record(&evaluation.standing, item, None), tone)
        });
        Some(Records::new(&obligation::RECORD_COLUMNS, rows))
    }
}
