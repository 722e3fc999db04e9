//! The page and the JSON of one case of a pack.

use crate::calendar::{Timezone, long, plain, plural};
use crate::case::{Entry, ExcuseSpan, hours_words};
use crate::journey::KnownJob;
use crate::obligation::Evaluation;
use crate::report::pack::contacts::{contacts, documents, hours};
use crate::report::pack::gaps::{Between, gaps, longest};
use crate::report::pack::judged::obligations;
use crate::report::pack::{Pack, Told};
use crate::report::page::{Cell, Column, Page, Row, Table, Tone};
use crate::report::picture::{WeekState, Weeks};
use crate::report::provenance::{Logged, when};
use crate::report::show::{entry_table, milestone_table, pictures};
use crate::report::words::{count, day_of, person, warning_words};

/// How many of the longest gaps are shown; all of them stand in a table of their own.
const LONGEST: usize = 5;

impl<'e, 'a> Pack<'e, 'a> {
    /// The page of a case.
    pub(super) fn case_page(&self, case: &Told<'e, 'a>) -> Page {
        let evaluation = case.evaluation;
        let logged = &Logged::by(&case.history, self.timezone);
        let mut page = Page::default();
        page.heading(person(&evaluation.standing), Tone::Plain);
        self.head(&mut page, case);
        pictures(&mut page, evaluation);
        section(&mut page, "Milestones", milestone_table(evaluation), "The spell has not started.");
        obligations(&mut page, evaluation, logged);
        let contacts = contacts(evaluation, logged);
        section(&mut page, "Contacts", contacts, "None is on record.");
        gaps_section(&mut page, evaluation);
        weeks_section(&mut page, evaluation);
        let documents = documents(evaluation, logged);
        section(&mut page, "Documents and their versions", documents, "None is on record.");
        section(&mut page, "Hours of activity", hours(evaluation), "None are on record.");
        section(&mut page, "Employment", jobs(evaluation, logged), "No job is on record.");
        let excuses = excuses(evaluation, logged);
        if !excuses.rows.is_empty() {
            page.heading("Excuses by the provider", Tone::Soon);
            page.text(
                "The guidance gives no power to excuse. What was excused is so called above.",
            );
            page.table(excuses);
            page.gap();
        }
        warnings(&mut page, evaluation);
        section(
            &mut page,
            "All entries, in the order of the file",
            entry_table(evaluation, 0, logged),
            "None.",
        );
        self.history(&mut page, case);
        self.stamp(evaluation).footer(&mut page);
        page
    }

    fn head(&self, page: &mut Page, case: &Told<'e, 'a>) {
        let evaluation = case.evaluation;
        let journey = &evaluation.journey;
        let stamp = self.stamp(evaluation);
        stamp.notices(page);
        let programme = journey.programme;
        let stage = evaluation.stage.map_or("", |stage| stage.title.as_str());
        let day = day_of(evaluation).map_or_else(String::new, |day| format!(", {day}"));
        let mut rows = vec![
            fact("Programme", format!("{} [{}]", programme.title, programme.id)),
            fact("Judged on", long(journey.today)),
            fact("Times", times(self.timezone)),
            fact("Stage", format!("{stage}{day}")),
            fact("Calendar", journey.calendar.division().name()),
            fact("Key worker", journey.worker().unwrap_or("none")),
        ];
        let days = [
            ("Referred", journey.referred),
            ("Started", journey.started),
            ("Record speaks from", journey.case.record_starts),
            ("Last day", journey.end),
        ];
        rows.extend(days.into_iter().filter_map(|(name, day)| Some(fact(name, long(day?)))));
        rows.extend(journey.case.reference.as_ref().map(|it| fact("Number elsewhere", it.trim())));
        page.table(Table {
            columns: vec![
                Column { title: "About", width: Some(20) },
                Column { title: "What is on record", width: None },
            ],
            rows,
        });
        page.gap();
        let id = &journey.case.id;
        let link = |text: &str, to: String| Cell::plain(text).leading_to(to);
        for cell in [
            link("To the cover", "./../index.html".to_owned()),
            link("The arithmetic of every date", format!("./{id}.arithmetic.html")),
            link("What of the guidance is not modelled", "./../not-modelled.html".to_owned()),
        ] {
            page.blocks.push(crate::report::Block::Text(cell));
        }
        page.gap();
        if !journey.case.conflicts.is_empty() {
            let words = plural(count(journey.case.conflicts.len()), "value");
            let text = format!(
                "{words} set differently by two people, and not settled: the file says which stand."
            );
            page.toned(text, Tone::Bad);
            page.gap();
        }
    }

    fn history(&self, page: &mut Page, case: &Told<'e, 'a>) {
        if self.facts.revision.is_none() {
            page.heading("No history", Tone::Bad);
            let text = "The folder has no git repository of its own: when an entry was recorded, and \
                        whether it was changed, only the entries say themselves.";
            page.toned(text, Tone::Bad);
            page.gap();
            return;
        }
        let history = &case.history;
        if let Some(day) = history.taken_over() {
            page.heading("Taken over", Tone::Soon);
            let day = long(day);
            page.toned(
                format!(
                    "What lay in the folder on {day} was taken over then. Of what was recorded before, \
                     git proves that it has not changed since; when it was logged the entries say \
                     themselves."
                ),
                Tone::Soon,
            );
            page.gap();
        }
        let (late, altered) = history.late_and_altered();
        let altered = plural(count(altered), "correction");
        let title = "Corrected, struck or taken back";
        counted_section(page, title, history.alterations(), &altered);
        let late = format!("{late} recorded late");
        counted_section(page, "Recorded after its own day", history.late(), &late);
        section(page, "Everything that was recorded", history.table(), "Nothing was.");
    }
}

pub(super) fn section(page: &mut Page, title: &str, table: Table, otherwise: &str) {
    page.heading(title, Tone::Plain);
    if table.rows.is_empty() {
        page.text(otherwise);
    }
    page.table(table);
    page.gap();
}

/// A section of the history, with the number that the cover has: one operation can be several.
fn counted_section(page: &mut Page, title: &str, table: Table, number: &str) {
    page.heading(title, Tone::Plain);
    if table.rows.is_empty() {
        page.text("Nothing was.");
    } else {
        let operations = plural(count(table.rows.len()), "operation");
        page.text(format!("{number}, in {operations}."));
    }
    page.table(table);
    page.gap();
}

/// A row of a name and what it is.
pub(super) fn fact(name: &str, value: impl Into<String>) -> Row {
    let value = value.into();
    let sentence = format!("{name}: {value}.");
    Row { sentence, cells: vec![Cell::plain(name), Cell::plain(value)] }
}

/// Of which time zone the times are that a page shows.
pub(super) fn times(timezone: Timezone) -> String {
    format!("as clocks show them in the time zone {}", timezone.name())
}

fn gaps_section(page: &mut Page, evaluation: &Evaluation<'_>) {
    page.heading("The longest gaps", Tone::Plain);
    page.text("Counted, and not judged: the rules above say what is too long.");
    for between in Between::ALL {
        let columns = vec![
            Column { title: "Between", width: None },
            Column { title: "Days", width: Some(6) },
            Column { title: "From", width: Some(18) },
            Column { title: "To", width: Some(18) },
        ];
        let longest = longest(gaps(&evaluation.journey, between), LONGEST);
        let rows = longest.into_iter().filter(|gap| gap.days() > 0).map(|gap| {
            let ends = gap.ends();
            let ends = if ends.is_empty() { String::new() } else { format!(", {ends}") };
            let words = format!("{}{ends}", between.words());
            let [days, from, to] = [gap.days().to_string(), long(gap.from), long(gap.to)];
            Row {
                sentence: format!("{days} days from {from} to {to}, between {words}."),
                cells: [words, days, from, to].map(Cell::plain).to_vec(),
            }
        });
        page.table(Table { columns, rows: rows.collect() });
    }
    page.gap();
}

fn weeks_section(page: &mut Page, evaluation: &Evaluation<'_>) {
    let Some(weeks) = Weeks::of(evaluation) else { return };
    page.heading("Weeks without an offer", Tone::Plain);
    for (state, words, otherwise) in [
        (
            WeekState::Missed,
            "without an offer",
            "Each week that counts had an offer, or an excuse.",
        ),
        (WeekState::Excused, "excused by the provider", ""),
    ] {
        let of_state = weeks.weeks.iter().filter(|week| week.state == state);
        let days: Vec<String> = of_state.map(|week| long(week.days.from)).collect();
        if days.is_empty() {
            if !otherwise.is_empty() {
                page.text(otherwise);
            }
        } else {
            let tone = if state == WeekState::Missed { Tone::Bad } else { Tone::Soon };
            let weeks = plural(count(days.len()), "week");
            page.toned(format!("{weeks} {words}, from: {}.", days.join(", ")), tone);
        }
    }
    page.gap();
}

fn jobs(evaluation: &Evaluation<'_>, logged: &Logged) -> Table {
    let column = |title, width| Column { title, width };
    let columns = vec![
        column("Employer", None),
        column("Offered", Some(11)),
        column("Expected", Some(11)),
        column("Started", Some(11)),
        column("Ended", Some(11)),
        column("Hours a week", Some(13)),
        column("Remarks", None),
    ];
    let row = |job: &KnownJob<'_>| {
        let day =
            |day: Option<crate::calendar::Day>| Cell::plain(day.map_or_else(String::new, plain));
        let weekly = job.job.hours_per_week.map_or_else(|| "not on record".to_owned(), hours_words);
        let remarks = [
            job.job.self_employed.then(|| "self-employment".to_owned()),
            job.job.own_supply_chain.then(|| "the provider's own supply chain".to_owned()),
            job.job.record.note.as_ref().map(|note| note.trim().to_owned()),
        ];
        let remarks: Vec<String> = remarks
            .into_iter()
            .flatten()
            .chain(logged.beside_evidence(Entry::Job(job.job)))
            .collect();
        Row {
            sentence: format!("{}; {weekly} a week; {}.", job.subject, remarks.join("; ")),
            cells: vec![
                Cell::plain(job.subject.as_str()),
                day(job.offered),
                day(job.starts),
                day(job.started),
                day(job.ended),
                Cell::plain(weekly),
                Cell::plain(remarks.join("\n")),
            ],
        }
    };
    Table { columns, rows: evaluation.journey.jobs.iter().map(row).collect() }
}

fn excuses(evaluation: &Evaluation<'_>, logged: &Logged) -> Table {
    let columns = vec![
        Column { title: "Rule", width: None },
        Column { title: "Covers", width: Some(26) },
        Column { title: "Reason", width: None },
        Column { title: "Given and logged", width: Some(26) },
    ];
    let rows = evaluation.journey.case.excuses.iter().map(|excuse| {
        let covers = match excuse.covers {
            ExcuseSpan::Due(day) => format!("due {}", plain(day)),
            ExcuseSpan::Span(span) => format!("{} to {}", plain(span.from), plain(span.to)),
        };
        let mut given = vec![format!("given {}", when(excuse.on))];
        given.extend(logged.provenance(Entry::Excuse(excuse)));
        let cells =
            [excuse.rule.value.clone(), covers, excuse.reason.trim().to_owned(), given.join("\n")];
        Row { sentence: format!("{}.", cells.join("; ")), cells: cells.map(Cell::plain).to_vec() }
    });
    Table { columns, rows: rows.collect() }
}

fn warnings(page: &mut Page, evaluation: &Evaluation<'_>) {
    page.heading(
        "Warnings",
        if evaluation.warnings().is_empty() { Tone::Plain } else { Tone::Soon },
    );
    if evaluation.warnings().is_empty() {
        page.text("None stands.");
    }
    for warning in evaluation.warnings() {
        page.toned(warning_words(warning), Tone::Soon);
    }
    page.gap();
}
