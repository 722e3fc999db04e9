//! How the obligations were met: for each rule and key worker, over a month, three, twelve and all.

mod page;
mod tally;

use std::collections::HashMap;

use serde_json::json;

pub use tally::Outcome;
use tally::Tally;

use crate::calendar::{Day, Window, plain};
use crate::obligation::{Evaluation, Obligation};
use crate::problem::Problem;
use crate::programme::{Rule, Severity};
use crate::report::page::{Page, Tone};
use crate::report::{By, Filter, Records, Report, Stamp, obligation};

/// How many months a trend shows.
const TREND: u32 = 12;

/// Over what something is counted: obligations that were due in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    /// Its name, as other programs read it.
    name: &'static str,
    /// The first day; none where it goes back to the beginning.
    from: Option<Day>,
    /// The last day.
    to: Day,
}

impl Span {
    fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && day <= self.to
    }

    /// The month, three and twelve months that end with it, and all until its end.
    fn around(month: Window) -> [Span; 4] {
        let back = |months| Some(month.months_before(months).from);
        [("month", back(0)), ("3-months", back(2)), ("12-months", back(11)), ("cumulative", None)]
            .map(|(name, from)| Span { name, from, to: month.to })
    }
}

/// An obligation that is counted.
#[derive(Clone, Copy, Debug)]
struct Counted<'e, 'a> {
    evaluation: &'e Evaluation<'a>,
    obligation: &'e Obligation<'a>,
    outcome: Outcome,
    /// Who was key worker on the day on which it was due.
    worker: Option<&'e str>,
}

/// What is shown of those behind a number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behind {
    /// Those with one of these outcomes; none are shown where it is empty.
    pub outcomes: Vec<Outcome>,
    /// Over which of the spans, by its name.
    pub span: &'static str,
}

/// How the obligations were met.
#[derive(Debug)]
pub struct Performance<'e, 'a> {
    stamp: Stamp,
    month: Window,
    spans: [Span; 4],
    counted: Vec<Counted<'e, 'a>>,
    cells: HashMap<Cell<'e>, (&'e Rule, Tallies)>,
    by: By,
    behind: Behind,
    filter: Filter,
    problems: &'e [Problem],
}

/// The tallies of one cell, or of several, one for each span.
type Tallies = [Tally; 4];

/// What is counted together: the obligations of one rule that were one key worker's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Cell<'e> {
    /// Whether their dates are limits of the guidance, and no local targets.
    is_limit: bool,
    programme: &'e str,
    /// The rule's place in its programme.
    place: usize,
    worker: Option<&'e str>,
}

impl<'e, 'a> Performance<'e, 'a> {
    /// How the obligations of these cases that were due by the end of a month stand on the day judged.
    /// `worker` is the key worker on the day on which each was due.
    pub fn new(
        evaluations: &'e [Evaluation<'a>],
        filter: &Filter,
        (worker, month): (Option<&str>, Window),
        (by, behind): (By, Behind),
        problems: &'e [Problem],
        stamp: Stamp,
    ) -> Performance<'e, 'a> {
        let counted: Vec<Counted<'e, 'a>> = evaluations
            .iter()
            .filter(|evaluation| filter.takes_case(&evaluation.standing))
            .flat_map(|evaluation| evaluation.obligations.iter().map(move |it| (evaluation, it)))
            .filter(|(_, obligation)| filter.takes(obligation))
            .filter(|(_, obligation)| obligation.instance.severity != Severity::Optional)
            .filter_map(|(evaluation, obligation)| {
                let due = obligation.instance.due.day;
                let journey = &evaluation.journey;
                let case: &'e crate::case::Case = journey.case;
                Some(Counted {
                    evaluation,
                    obligation,
                    outcome: Outcome::of(obligation.status)?,
                    worker: case.worker_on(due.min(journey.today)),
                })
            })
            .filter(|counted| worker.is_none_or(|worker| counted.worker == Some(worker)))
            .filter(|counted| counted.due() <= month.to)
            // What is met before its day counts when the day has come: a month that is not over would
            // look better than it is.
            .filter(|counted| counted.due() <= stamp.today || counted.outcome == Outcome::Open)
            .collect();
        let spans = Span::around(month);
        let cells = cells(&counted, &spans);
        let filter = filter.clone();
        Performance { stamp, month, spans, counted, cells, by, behind, filter, problems }
    }

    /// The tallies of the cells that are meant.
    fn tallies(&self, of: impl Fn(&Cell<'e>) -> bool) -> Tallies {
        let mut sums = Tallies::default();
        for (_, (_, tallies)) in self.cells.iter().filter(|(cell, _)| of(cell)) {
            for (sum, tally) in sums.iter_mut().zip(tallies) {
                sum.add_all(tally);
            }
        }
        sums
    }

    /// The rules that are counted, in the order of the programmes, each with one of its cells.
    fn rules(&self) -> Vec<(Cell<'e>, &'e Rule)> {
        let mut rules: Vec<(Cell<'e>, &'e Rule)> =
            self.cells.iter().map(|(cell, (rule, _))| (*cell, *rule)).collect();
        rules.sort_by_key(|(cell, _)| (cell.programme, cell.place));
        rules.dedup_by_key(|(cell, _)| (cell.programme, cell.place));
        rules
    }

    /// The key workers that anything is counted for; those without one last.
    fn workers(&self) -> Vec<Option<&'e str>> {
        let mut workers: Vec<Option<&str>> = self.cells.keys().map(|cell| cell.worker).collect();
        workers.sort_by_key(|worker| (worker.is_none(), *worker));
        workers.dedup();
        workers
    }

    /// The months of the trend, the earliest first, each with what was due in it.
    fn trend(&self) -> Vec<(Window, Tally)> {
        let months = (0..TREND).rev().map(|back| self.month.months_before(back));
        months
            .map(|month| {
                let mut tally = Tally::default();
                let due = self.counted.iter().filter(|it| it.is_limit() && month.holds(it.due()));
                due.for_each(|it| tally.add(it.outcome));
                (month, tally)
            })
            .collect()
    }

    /// The obligations behind the numbers that were asked for.
    fn behind(&self) -> Vec<&Counted<'e, 'a>> {
        let span = self.spans.iter().find(|span| span.name == self.behind.span);
        let span = span.unwrap_or(&self.spans[0]);
        let mut behind: Vec<&Counted<'e, 'a>> = self
            .counted
            .iter()
            .filter(|it| self.behind.outcomes.contains(&it.outcome) && span.holds(it.due()))
            .collect();
        behind.sort_by_key(|it| (it.due(), it.case()));
        behind
    }
}

/// The cells of what is counted.
fn cells<'e>(
    counted: &[Counted<'e, '_>],
    spans: &[Span; 4],
) -> HashMap<Cell<'e>, (&'e Rule, Tallies)> {
    let mut cells: HashMap<Cell<'e>, (&'e Rule, Tallies)> = HashMap::new();
    for it in counted {
        let (_, tallies) = cells.entry(it.cell()).or_insert((it.rule(), Tallies::default()));
        for (span, tally) in spans.iter().zip(tallies) {
            if span.holds(it.due()) {
                tally.add(it.outcome);
            }
        }
    }
    cells
}

impl<'e> Counted<'e, '_> {
    fn cell(&self) -> Cell<'e> {
        let programme: &'e crate::programme::Programme = self.evaluation.journey.programme;
        let rule = self.rule();
        Cell {
            is_limit: self.is_limit(),
            programme: &programme.id,
            place: programme.rules.iter().position(|it| it.id == rule.id).unwrap_or(0),
            worker: self.worker,
        }
    }

    fn due(&self) -> Day {
        self.obligation.instance.due.day
    }

    fn rule(&self) -> &'e Rule {
        self.obligation.instance.rule
    }

    fn case(&self) -> &'e str {
        self.evaluation.journey.case.id.as_str()
    }

    /// Whether its date is a limit of the guidance, and no local target.
    fn is_limit(&self) -> bool {
        self.obligation.instance.severity != Severity::Prompt
    }
}

/// The columns of the rows.
const COLUMNS: [&str; 16] = [
    "kind",
    "programme",
    "rule",
    "title",
    "worker",
    "span",
    "from",
    "to",
    "in_time",
    "late",
    "missed",
    "overdue",
    "excused",
    "open",
    "counted",
    "rate",
];

impl Performance<'_, '_> {
    /// Every rule and key worker over every span.
    fn rows(&self) -> Vec<Row<'_>> {
        let mut rows = Vec::new();
        for is_limit in [true, false] {
            for (cell, rule) in self.rules() {
                for worker in self.workers() {
                    let cell = Cell { is_limit, worker, ..cell };
                    let Some((_, tallies)) = self.cells.get(&cell) else { continue };
                    for (span, tally) in self.spans.iter().zip(*tallies) {
                        rows.push(Row { cell, rule, span: *span, tally });
                    }
                }
            }
        }
        rows
    }
}

/// A rule and key worker over a span.
struct Row<'r> {
    cell: Cell<'r>,
    rule: &'r Rule,
    span: Span,
    tally: Tally,
}

impl Row<'_> {
    fn kind(&self) -> &'static str {
        if self.cell.is_limit { "limit" } else { "local-target" }
    }
}

impl Report for Performance<'_, '_> {
    fn page(&self) -> Page {
        self.laid_out()
    }

    fn opening(&self, page: &mut Page) {
        self.begun(page);
    }

    fn closing(&self, page: &mut Page) {
        self.ended(page);
    }

    fn problems(&self) -> &[Problem] {
        self.problems
    }

    fn json(&self) -> serde_json::Value {
        let rows = self.rows();
        let rows = rows.iter().map(|row| {
            json!({
                "kind": row.kind(),
                "programme": row.cell.programme,
                "rule": row.rule.id,
                "title": row.rule.title,
                "worker": row.cell.worker,
                "span": row.span.name,
                "from": row.span.from.map(plain),
                "to": plain(row.span.to),
                "in_time": row.tally.of(Outcome::InTime),
                "late": row.tally.of(Outcome::Late),
                "missed": row.tally.of(Outcome::Missed),
                "overdue": row.tally.of(Outcome::Overdue),
                "excused": row.tally.of(Outcome::Excused),
                "open": row.tally.of(Outcome::Open),
                "counted": row.tally.counted(),
                "rate": row.tally.rate(),
            })
        });
        let trend = self.trend().into_iter().map(|(month, tally)| {
            json!({
                "month": month.from.format("%Y-%m").to_string(),
                "in_time": tally.of(Outcome::InTime),
                "counted": tally.counted(),
                "rate": tally.rate(),
            })
        });
        let behind = self.behind();
        let named = behind.iter().filter(|it| self.is_named(it));
        let behind =
            named.map(|it| json!(obligation::json(&it.evaluation.standing, it.obligation, None)));
        json!({
            "schema": 1,
            "today": plain(self.stamp.today),
            "revision": self.stamp.revision,
            "month": self.month.from.format("%Y-%m").to_string(),
            "rows": rows.collect::<Vec<_>>(),
            "trend": trend.collect::<Vec<_>>(),
            "behind": behind.collect::<Vec<_>>(),
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
        let rows = self.rows();
        let rows = rows.iter().map(|row| {
            let mut fields = vec![
                row.kind().into(),
                row.cell.programme.into(),
                (&row.rule.id).into(),
                (&row.rule.title).into(),
                row.cell.worker.into(),
                row.span.name.into(),
                row.span.from.into(),
                row.span.to.into(),
            ];
            fields.extend(Outcome::ALL.map(|outcome| row.tally.of(outcome).into()));
            fields.push(row.tally.counted().into());
            fields.push(row.tally.rate().map(crate::report::Field::Share).into());
            (fields, Tone::Plain)
        });
        Some(Records::new(&COLUMNS, rows))
    }
}
