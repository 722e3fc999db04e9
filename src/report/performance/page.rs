//! The performance report for people: rates first, then counts, then the trend.

use std::collections::BTreeSet;

use crate::calendar::{Day, Window, long, plural};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::performance::{Cell as Counting, Counted, Outcome, Performance, Tallies, Tally};
use crate::report::words::{count, near, percent, person, person_cell};
use crate::report::{Bar, Bars, By, Picture, Report, frame};

impl Performance<'_, '_> {
    pub(super) fn laid_out(&self) -> Page {
        let mut page = Page::default();
        self.opening(&mut page);
        match self.by {
            By::Worker => {
                for worker in self.workers() {
                    let title = worker.unwrap_or("(no key worker)").to_owned();
                    let of = |cell: &Counting<'_>| cell.worker == worker;
                    self.rates(&mut page, &format!("{title}: limits in the guidance"), true, &of);
                    self.rates(&mut page, &format!("{title}: local targets"), false, &of);
                }
            }
            _ => {
                self.rates(&mut page, "Limits in the guidance", true, &|_| true);
                self.rates(&mut page, "Local targets, which are no limits", false, &|_| true);
                self.workers_table(&mut page);
            }
        }
        self.counts(&mut page);
        self.trend_picture(&mut page);
        self.behind_table(&mut page);
        self.definitions(&mut page);
        self.closing(&mut page);
        page
    }

    pub(super) fn begun(&self, page: &mut Page) {
        let title = format!("Performance in {}", self.month.from.format("%B %Y"));
        frame::opening(page, title, &self.stamp, self.problems);
        if self.stamp.today <= self.month.to {
            let today = long(self.stamp.today);
            page.toned(format!("The month is not over: judged on {today}."), Tone::Soon);
            page.gap();
        }
    }

    pub(super) fn ended(&self, page: &mut Page) {
        let due = self.tallies(|cell| cell.is_limit)[0];
        let limits = plural(count(due.counted()), "limit");
        let (in_time, month) = (due.of(Outcome::InTime), self.month.from.format("%B %Y"));
        let sum = format!("{in_time} of {limits} met in time in {month}.");
        frame::closing(page, &self.stamp, 0, self.problems, &sum);
    }

    /// The rates of each rule over each span, and of all together.
    fn rates(
        &self,
        page: &mut Page,
        title: &str,
        is_limit: bool,
        of: &dyn Fn(&Counting<'_>) -> bool,
    ) {
        let of_kind = |cell: &Counting<'_>| cell.is_limit == is_limit && of(cell);
        let mut rows = Vec::new();
        for (known, rule) in self.rules() {
            let tallies = self.tallies(|cell| of_kind(cell) && is_of(cell, &known));
            if tallies[3].counted() > 0 {
                rows.push(rate_row(&rule.title, &tallies));
            }
        }
        if rows.is_empty() {
            return;
        }
        rows.push(rate_row("All together", &self.tallies(of_kind)));
        page.heading(title, Tone::Plain);
        page.table(Table { columns: rate_columns("Rule"), rows });
        page.gap();
    }

    fn workers_table(&self, page: &mut Page) {
        let workers = self.workers();
        if workers.len() < 2 {
            return;
        }
        let row = |worker: Option<&str>| {
            let tallies = self.tallies(|cell| cell.is_limit && cell.worker == worker);
            rate_row(worker.unwrap_or("(no key worker)"), &tallies)
        };
        page.heading("Limits by key worker on the day they were due", Tone::Plain);
        let rows = workers.into_iter().map(row).collect();
        page.table(Table { columns: rate_columns("Key worker"), rows });
        page.gap();
    }

    /// What the rates of the month are made of.
    fn counts(&self, page: &mut Page) {
        let mut rows = Vec::new();
        for (known, rule) in self.rules() {
            let tally = self.tallies(|cell| is_of(cell, &known))[0];
            if tally != Tally::default() {
                rows.push(count_row(&rule.title, &tally));
            }
        }
        let mut columns = vec![Column { title: "Rule", width: None }];
        let titles = ["In time", "Late", "Missed", "Overdue", "Excused", "Open"];
        columns.extend(titles.map(|title| Column { title, width: Some(7) }));
        if !rows.is_empty() {
            page.heading(format!("Counts in {}", self.month.from.format("%B %Y")), Tone::Plain);
            page.table(Table { columns, rows });
            page.gap();
        }
    }

    fn trend_picture(&self, page: &mut Page) {
        let bar = |(month, tally): (Window, Tally)| Bar {
            label: month.from.format("%b %Y").to_string(),
            share: tally.rate(),
            words: match tally.counted() {
                0 => "nothing was due".to_owned(),
                counted => format!("{} of {counted}", tally.of(Outcome::InTime)),
            },
        };
        let bars: Vec<Bar> = self.trend().into_iter().map(bar).collect();
        let title = "Limits met in time, month by month".to_owned();
        page.heading(title.as_str(), Tone::Plain);
        page.picture(Some(Picture::Bars(Bars { title, is_rate: true, bars })));
        page.gap();
    }

    /// Whether a case behind a number may be named.
    pub(super) fn is_named(&self, counted: &Counted<'_, '_>) -> bool {
        !self.filter.hides(&counted.evaluation.standing)
    }

    /// The obligations behind the numbers that were asked for.
    fn behind_table(&self, page: &mut Page) {
        if self.behind.outcomes.is_empty() {
            return;
        }
        let words: Vec<&str> = self.behind.outcomes.iter().map(|outcome| outcome.word()).collect();
        let title = format!("Behind the numbers: {}, {}", words.join(", "), self.behind.span);
        page.heading(title, Tone::Plain);
        let behind = self.behind();
        let (named, hidden): (Vec<_>, Vec<_>) =
            behind.into_iter().partition(|it| self.is_named(it));
        if named.is_empty() {
            page.text("There are none.");
        }
        let columns = vec![
            Column { title: "Who", width: Some(18) },
            Column { title: "What", width: None },
            Column { title: "Due", width: Some(12) },
            Column { title: "Outcome", width: Some(10) },
            Column { title: "Worker", width: Some(8) },
        ];
        let rows = named.into_iter().map(|it| behind_row(it, self.stamp.today)).collect();
        page.table(Table { columns, rows });
        if !hidden.is_empty() {
            let cases = plural(count(hidden.len()), "obligation");
            page.toned(
                format!("{cases} of restricted cases left out: add --restricted."),
                Tone::Soon,
            );
        }
        page.gap();
    }

    fn definitions(&self, page: &mut Page) {
        let restricted = self.counted.iter().filter(|it| !self.is_named(it));
        let ids: BTreeSet<&str> =
            restricted.map(|it| it.evaluation.journey.case.id.as_str()).collect();
        if !ids.is_empty() {
            let cases = plural(count(ids.len()), "restricted case");
            page.toned(format!("{cases} counted here, and not named."), Tone::Soon);
        }
        let [_, three, twelve, _] = self.spans.map(|span| span.from);
        let day = |from: Option<Day>| from.map_or_else(String::new, long);
        page.toned(
            format!(
                "An obligation counts in the month in which it was due, for whoever was key worker \
                 on that day. A rate is the share met by the due date, of all that were due, whether \
                 met in time, late, missed or still overdue. What was excused, is not yet due (even if it \
                 is met), is not applicable or is optional is not in it. 3 months are from {}, 12 from {}, all to {}.",
                day(three),
                day(twelve),
                long(self.month.to)
            ),
            Tone::Faint,
        );
    }
}

/// Whether a cell is of the same rule as another.
fn is_of(cell: &Counting<'_>, known: &Counting<'_>) -> bool {
    (cell.programme, cell.place) == (known.programme, known.place)
}

fn rate_columns(first: &'static str) -> Vec<Column> {
    let mut columns = vec![Column { title: first, width: None }];
    let spans = ["Month", "3 months", "12 months", "All"];
    columns.extend(spans.map(|title| Column { title, width: Some(12) }));
    columns
}

fn rate_row(title: &str, tallies: &Tallies) -> Row {
    let words = |tally: &Tally| match tally.rate() {
        Some(rate) => {
            format!("{}\n{} of {}", percent(rate), tally.of(Outcome::InTime), tally.counted())
        }
        None => "-".to_owned(),
    };
    // The guidance sets no rate that would be good enough, short of all.
    let tone = |tally: &Tally| match tally.counted() {
        0 => Tone::Faint,
        counted if counted == tally.of(Outcome::InTime) => Tone::Good,
        _ => Tone::Plain,
    };
    let mut cells = vec![Cell::plain(title)];
    cells.extend(tallies.iter().map(|tally| Cell::toned(words(tally), tone(tally))));
    let spans = ["in the month", "in 3 months", "in 12 months", "in all"];
    let said: Vec<String> = tallies
        .iter()
        .zip(spans)
        .map(|(tally, span)| match tally.counted() {
            0 => format!("{span} none"),
            _ => format!("{span} {}", words(tally).replace('\n', ", ")),
        })
        .collect();
    Row { cells, sentence: format!("{title}: {}.", said.join("; ")) }
}

fn count_row(title: &str, tally: &Tally) -> Row {
    let tone = |outcome: Outcome| match outcome {
        _ if tally.of(outcome) == 0 => Tone::Faint,
        Outcome::InTime => Tone::Good,
        Outcome::Missed | Outcome::Overdue => Tone::Bad,
        Outcome::Late => Tone::Soon,
        Outcome::Excused | Outcome::Open => Tone::Plain,
    };
    let mut cells = vec![Cell::plain(title)];
    let number = |outcome| match tally.of(outcome) {
        0 => "-".to_owned(),
        number => number.to_string(),
    };
    cells.extend(Outcome::ALL.map(|outcome| Cell::toned(number(outcome), tone(outcome))));
    let said = Outcome::ALL.into_iter().filter(|outcome| tally.of(*outcome) > 0);
    let said: Vec<String> =
        said.map(|outcome| format!("{} {}", tally.of(outcome), outcome.word())).collect();
    let said = if said.is_empty() { "none".to_owned() } else { said.join(", ") };
    Row { cells, sentence: format!("{title}: {said}.") }
}

fn behind_row(counted: &Counted<'_, '_>, today: Day) -> Row {
    let subject = counted.obligation.instance.subject.as_ref();
    let subject = subject.map_or_else(String::new, |subject| format!(" ({subject})"));
    let what = format!("{}{subject}", counted.rule().title);
    let (outcome, worker) = (counted.outcome.word(), counted.worker.unwrap_or("(none)"));
    let reason = counted.obligation.reason(today);
    let due = near(counted.due(), today);
    let sentence = format!("{}: {what}: {outcome}. {reason}", person(&counted.evaluation.standing));
    let cells = vec![
        person_cell(&counted.evaluation.standing),
        Cell::plain(what),
        Cell::plain(due),
        Cell::plain(outcome),
        Cell::plain(worker),
    ];
    Row { cells, sentence }
}
